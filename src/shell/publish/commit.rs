//! Makes the stage the site, in an order that leaves every file whole and every place known.
//!
//! Must not know: how an output was made.

use std::collections::{BTreeMap, BTreeSet};

use super::super::manifest::{MANIFEST, Manifest, Seen, State};
use super::past::{JOURNAL, manifest_path, state_path};
use super::stage::{Made, Stage};
use super::survey::Survey;
use super::trouble::DiskError;
use super::wanted::add_folders;
use super::{Published, Target};

pub(super) fn commit(
    stage: &Stage<'_>,
    survey: &Survey<'_>,
    made: &[Made],
    target: &Target<'_>,
) -> Result<Published, DiskError> {
    let (there, not) = (|made: &Made| !made.absent, |made: &Made| made.absent);
    let mut manifest =
        Manifest::new(by_name((survey, made), there, |made| made.entry.clone()), target.notes.clone());
    manifest.without = by_name((survey, made), not, |made| made.entry.key.clone());
    let journal = manifest.bytes();
    let is_new = !survey.past.holds(&journal);
    let seen = if is_new { Some(stage.journal(&journal)?) } else { Seen::at(&manifest_path(stage.folder)) };

    let mut removed = remove(stage, survey, &survey.obstacles)?;
    stage.empty(survey, made)?;
    removed += remove(stage, survey, &survey.leftovers)?;
    let none: Vec<&str> = manifest.without.keys().map(String::as_str).collect();
    let ours: Vec<&str> = none.into_iter().filter(|file| survey.past.owns(file)).collect();
    removed += remove(stage, survey, &ours)?;

    let mut files = by_name((survey, made), there, |made| made.seen);
    files.extend(seen.map(|seen| (MANIFEST.to_owned(), seen)));
    let state = stage.path("state");
    stage.disk.write(&state, &State::new(target.stamp.as_ref(), files).bytes())?;
    stage.disk.rename(&state, &state_path(stage.folder))?;
    if is_new {
        // From here on the folder is the new site's. Before, it was both sites'.
        stage.disk.rename(&stage.path(JOURNAL), &manifest_path(stage.folder))?;
    }
    Ok(tally(made, removed))
}

fn by_name<T>(
    (survey, made): (&Survey<'_>, &[Made]),
    which: fn(&Made) -> bool,
    part: fn(&Made) -> T,
) -> BTreeMap<String, T> {
    let all = survey.outputs.iter().zip(made).filter(|(_, made)| which(made));
    all.map(|(output, made)| (output.file.clone(), part(made))).collect()
}

/// Removes those of the files that are still files, and the folders which that leaves empty.
fn remove(stage: &Stage<'_>, survey: &Survey<'_>, files: &[&str]) -> Result<usize, DiskError> {
    let mut removed = 0;
    for path in files.iter().map(|file| stage.folder.join(file)) {
        if Seen::at(&path).is_some() {
            stage.disk.remove(&path)?;
            removed += 1;
        }
    }
    let mut folders = BTreeSet::new();
    files.iter().for_each(|file| add_folders(file, &mut folders));
    // Children sort after their parents, so they go first.
    for folder in folders.iter().rev().filter(|folder| !survey.wanted.folders.contains(*folder)) {
        stage.disk.remove_if_empty(&stage.folder.join(folder))?;
    }
    Ok(removed)
}

fn tally(made: &[Made], removed: usize) -> Published {
    let count = |part: fn(&Made) -> bool| made.iter().filter(|made| part(made)).count();
    let written = count(|made| made.staged);
    Published {
        rendered: count(|made| made.rendered),
        written,
        removed,
        kept: made.len() - written - count(|made| made.absent),
    }
}
