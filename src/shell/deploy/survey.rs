//! What is there, what is wanted, and what is to be done in which order. Nothing is touched.
//!
//! Must not know: how it is done.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::encoding::{is_for_a_bucket, served};
use super::memory::Memory;
use super::place::Place;
use super::trouble::{Doing, LocalError, Trouble};
use super::{Order, bucket, folder};
use crate::base::serving::is_text_file;
use crate::base::words::Count;
use crate::deploy_plan::{Change, Diff, Goal, Reason, Standing, Wanted, Wave, diff, names, unpacked, waves};
use crate::model::history::PreviousUrls;
use crate::shell::manifest::{MANIFEST, Manifest};

/// What a deploy has before it.
pub(crate) struct Survey {
    pub(super) wanted: BTreeMap<String, Wanted>,
    pub(super) names: BTreeMap<String, BTreeSet<String>>,
    pub(super) diff: Diff,
    pub(super) waves: Vec<Wave>,
    standing: Standing,
}

impl Survey {
    pub(super) async fn make(place: &Place, order: &Order<'_>, memory: &Memory) -> Result<Self, Trouble> {
        let standing = &memory.standing;
        if let Some(there) = standing.other_site(order.base.as_str()).filter(|_| !order.adopt) {
            return Err(Trouble::OtherSite { there: there.to_owned(), ours: order.base.to_string() });
        }
        let wanted = wanted(place, order)?;
        let present = bucket::list(place).await?;
        let mut diff = diff(standing, &present, &wanted);
        diff.reclaim(|file| order.adopt || folder::holds(place.folder.as_deref(), (file, standing)));
        let first = match &place.folder {
            Some(_) => folder::obstacles(&mut diff, &present),
            None => None,
        };
        if !diff.occupied.is_empty() && !order.adopt {
            return Err(Trouble::Occupied(diff.occupied));
        }
        let names =
            named(order, &diff, |name| wanted.contains_key(name) || standing.files.contains_key(name))?;
        let mut waves: Vec<_> = waves(&diff, standing, &present, &names);
        if let Some(first) = first {
            waves.iter_mut().for_each(|wave| wave.files.retain(|file| !first.files.contains(file)));
            waves.retain(|wave| !wave.files.is_empty());
            waves.insert(0, first);
        }
        Ok(Self { wanted, names, diff, waves, standing: standing.clone() })
    }

    pub(super) fn goal(&self) -> Goal<'_> {
        Goal { wanted: &self.wanted, names: &self.names }
    }

    /// The site as readers know it: what stood there by our hand before this deploy.
    pub(crate) fn former(&self) -> PreviousUrls {
        PreviousUrls {
            files: self.standing.files.keys().cloned().collect(),
            lost: self.standing.lost.clone(),
        }
    }

    /// How many files are put or removed, and how many bytes are put.
    pub(crate) fn work(&self) -> (usize, u64) {
        let puts = self.diff.changes.iter().filter(|(_, change)| **change != Change::Remove);
        let bytes = puts.filter_map(|(file, _)| self.wanted.get(file)).map(|wanted| wanted.size).sum();
        (self.diff.changes.len(), bytes)
    }

    pub(super) fn is_idle(&self) -> bool {
        let Diff { changes, gone, altered, .. } = &self.diff;
        changes.is_empty() && gone.is_empty() && altered.is_empty()
    }
}

/// What the build made, and how it is served.
fn wanted(place: &Place, order: &Order<'_>) -> Result<BTreeMap<String, Wanted>, Trouble> {
    let manifest = manifest(order.folder)?;
    let is_bucket = place.folder.is_none();
    let files = manifest
        .files
        .iter()
        .filter(|(file, _)| !is_bucket || is_for_a_bucket(file, |file| manifest.files.contains_key(file)));
    let wanted = files.map(|(file, entry)| {
        let served = if is_bucket { served(file, order.encoding) } else { String::new() };
        (file.clone(), Wanted { digest: entry.digest.clone(), size: entry.size, served })
    });
    Ok(wanted.collect())
}

fn manifest(folder: &Path) -> Result<Manifest, Trouble> {
    let path = folder.join(MANIFEST);
    let bytes = fs::read(&path).map_err(LocalError::on(Doing::Read, &path))?;
    Manifest::parse(&bytes).ok_or_else(|| Trouble::Altered(MANIFEST.to_owned()))
}

/// What each file that is put names, of what stands or shall stand.
fn named(
    order: &Order<'_>,
    diff: &Diff,
    is_known: impl Fn(&str) -> bool + Sync,
) -> Result<BTreeMap<String, BTreeSet<String>>, Trouble> {
    let puts = diff.changes.par_iter().filter(|(_, change)| **change != Change::Remove);
    let read = |(file, _): (&String, &Change)| {
        // A packed text leads to wherever the text does.
        let text = Some(unpacked(file)).filter(|text| order.folder.join(text).is_file()).unwrap_or(file);
        let path = order.folder.join(text);
        if !is_text_file(text) {
            return Ok((file.clone(), BTreeSet::new()));
        }
        let bytes = fs::read(&path).map_err(LocalError::on(Doing::Read, &path))?;
        let mut names = names(text, &bytes, &order.base);
        names.retain(|name| is_known(name));
        Ok((file.clone(), names))
    };
    puts.map(read).collect()
}

/// The plan, a line a file, in its order.
impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in self.waves.iter().flat_map(|wave| &wave.files) {
            let (verb, why) = match self.diff.changes.get(file) {
                Some(Change::Put(Reason::New)) => ("upload", "new"),
                Some(Change::Put(Reason::Changed)) => ("replace", "changed"),
                Some(Change::Put(Reason::Served)) => ("replace", "the same, served otherwise"),
                Some(Change::Put(Reason::Touched)) => ("upload", "somebody changed or removed it there"),
                Some(Change::Put(Reason::Unsure)) => ("upload", "a deploy was interrupted"),
                Some(Change::Put(Reason::Adopted)) => ("replace", "not nutgraf's so far"),
                Some(Change::Remove) => ("remove", "the site has it no more"),
                None => continue,
            };
            let known = self.standing.files.get(file).map(|entry| &entry.wanted);
            let size = self.wanted.get(file).or(known).map(|wanted| wanted.size);
            writeln!(f, "{verb:<8} {:>9}  {file}  ({why})", Bytes(size.unwrap_or_default()).to_string())?;
        }
        for file in &self.diff.altered {
            let what = "somebody changed it there; --adopt removes it";
            writeln!(f, "{:<8} {:>9}  {file}  ({what})", "leave", "")?;
        }
        let count =
            |test: fn(&Change) -> bool| self.diff.changes.values().filter(|change| test(change)).count();
        let (put, removed) =
            (count(|change| *change != Change::Remove), count(|change| *change == Change::Remove));
        let bytes = Bytes(self.work().1);
        writeln!(
            f,
            "{} to upload ({bytes}), {removed} to remove, {} unchanged",
            Count(put, "file"),
            self.diff.kept
        )
    }
}

/// `1.5 kB`: a size, as people say it.
pub(crate) struct Bytes(pub(crate) u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = |unit: u64| (self.0 / unit, self.0 % unit * 10 / unit);
        let (unit, name) = match self.0 {
            0..1_000 => return write!(f, "{} B", self.0),
            1_000..1_000_000 => (1_000, "kB"),
            1_000_000..1_000_000_000 => (1_000_000, "MB"),
            _ => (1_000_000_000, "GB"),
        };
        let (whole, tenth) = tenths(unit);
        write!(f, "{whole}.{tenth} {name}")
    }
}
