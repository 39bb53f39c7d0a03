//! Writes new files into a folder that may have other files: all of them or none.
//!
//! They are written into a stage in the folder, then moved, each new folder as a whole. If a step fails, those before
//! it are undone. Must not know: what is in the files.

use std::fs;
use std::path::{Path, PathBuf};

use super::publish::disk::Disk;
use super::{FileError, folders_above, is_absent, list_lines, printable_path};
use crate::base::words::Count;

const STAGE: &str = ".nutgraf-new";

/// Why no file was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteNewError {
    /// There is something already where files must go.
    #[error(
        "`{}` has something at {} where a new file must go:\n{}\
         help: move it, or give another folder; nothing was changed",
        printable_path(.folder), Count(.places.len(), "place"),
        list_lines(.places)
    )]
    InTheWay { folder: PathBuf, places: Vec<String> },
    /// It is a file, or a link to nothing.
    #[error("`{}` is not a folder; nothing was changed", printable_path(.0))]
    NoFolder(PathBuf),
    #[error("{0}; nothing was changed")]
    Disk(#[from] FileError),
}

/// Writes files into a folder, which is made if it is missing. Their paths are relative to it, with `/` between names.
/// The folders `empty` must have nothing in them.
pub(crate) fn write_new(
    folder: &Path,
    files: impl IntoIterator<Item = (String, String)>,
    empty: &[&str],
) -> Result<(), WriteNewError> {
    let files: Vec<_> = files.into_iter().collect();
    write_new_on(&Disk::default(), folder, &files, empty)
}

fn write_new_on(
    disk: &Disk,
    folder: &Path,
    files: &[(String, String)],
    empty: &[&str],
) -> Result<(), WriteNewError> {
    if fs::symlink_metadata(folder).is_ok() && !folder.is_dir() {
        return Err(WriteNewError::NoFolder(folder.to_owned()));
    }
    let places = occupied_places(folder, files, empty);
    if !places.is_empty() {
        return Err(WriteNewError::InTheWay { folder: folder.to_owned(), places });
    }
    let mut new_files = NewFiles { disk, folder, created_folders: vec![], moved: vec![] };
    let written = new_files.write(files);
    if written.is_err() {
        new_files.undo();
    }
    written
}

/// The places where something is already that a file or one of its folders needs.
fn occupied_places(folder: &Path, files: &[(String, String)], empty: &[&str]) -> Vec<String> {
    let exists = |place: &str| fs::symlink_metadata(folder.join(place)).is_ok();
    // A file or a broken link may have the name of a folder.
    let is_no_folder = |place: &str| exists(place) && !folder.join(place).is_dir();
    let mut places = Vec::new();
    for place in empty {
        if is_no_folder(place) {
            places.push((*place).to_owned());
        } else if fs::read_dir(folder.join(place)).is_ok_and(|mut all| all.next().is_some()) {
            places.push(format!("{place}/"));
        }
    }
    for (path, _) in files {
        if folders_above(path).any(|above| empty.contains(&above)) {
            continue;
        }
        if let Some(place) = folders_above(path).find(|above| is_no_folder(above)) {
            places.push(place.to_owned());
        } else if exists(path) {
            places.push(path.clone());
        }
    }
    places.sort();
    places.dedup();
    places
}

/// New files in a folder, and what has been done for them.
struct NewFiles<'a> {
    disk: &'a Disk,
    folder: &'a Path,
    /// The folder and those above it, as far as they were made, the outermost first.
    created_folders: Vec<&'a Path>,
    /// The files and folders that have been moved into place.
    moved: Vec<PathBuf>,
}

impl NewFiles<'_> {
    /// Makes the folder, writes the files into an empty stage in it, and moves them, each new folder as a whole.
    fn write(&mut self, files: &[(String, String)]) -> Result<(), WriteNewError> {
        let mut missing: Vec<_> = self.folder.ancestors().take_while(|folder| is_absent(folder)).collect();
        // The last one above a relative path is empty.
        missing.retain(|folder| !folder.as_os_str().is_empty());
        for folder in missing.into_iter().rev() {
            self.disk.make_folder(folder)?;
            self.created_folders.push(folder);
        }
        let stage = self.folder.join(STAGE);
        if !is_absent(&stage) {
            // A killed run has left it.
            self.disk.remove_all(&stage)?;
        }
        self.disk.make_folder(&stage)?;
        for (path, text) in files {
            self.disk.write(&stage.join(path), text.as_bytes())?;
        }
        self.disk.flush(&stage)?;
        for (path, _) in files {
            let mut places = folders_above(path).chain([&**path]);
            // If nothing is missing, the file was moved with its folder.
            let Some(new) = places.find(|place| is_absent(&self.folder.join(place))) else { continue };
            let to = self.folder.join(new);
            self.disk.rename(&stage.join(new), &to)?;
            self.moved.push(to);
        }
        Ok(self.disk.remove_all(&stage)?)
    }

    /// Removes what was moved and made. Errors are ignored: the first one is reported.
    fn undo(self) {
        let stage = self.folder.join(STAGE);
        for place in self.moved.iter().rev() {
            let _ = if place.is_dir() { self.disk.remove_all(place) } else { self.disk.remove(place) };
        }
        let _ = self.disk.remove_all(&stage);
        for folder in self.created_folders.iter().rev() {
            let _ = self.disk.remove_if_empty(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn files() -> Vec<(String, String)> {
        let paths =
            ["site.toml", ".github/a.yml", "content/index.md", "content/x/index.md", "content/x/01-y.md"];
        paths.map(|path| (path.to_owned(), format!("text of {path}\n"))).to_vec()
    }

    /// All below a folder: files with their texts, folders without.
    fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<String>> {
        let entries =
            walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry").into_path());
        entries.map(|path| (path.clone(), fs::read_to_string(path).ok())).collect()
    }

    fn with_neighbours() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join(".git/hooks")).expect("a folder");
        fs::create_dir_all(folder.path().join(".github")).expect("a folder");
        fs::create_dir_all(folder.path().join("content")).expect("a folder");
        fs::write(folder.path().join("README.md"), "Mine.").expect("a file");
        folder
    }

    #[test]
    fn files_come_in_beside_what_is_there_and_nothing_else_does() {
        let folder = with_neighbours();
        let mut expected = tree(folder.path());
        write_new(folder.path(), files(), &["content"]).expect("laid");
        expected.insert(folder.path().join("content/x"), None);
        expected.extend(files().into_iter().map(|(path, text)| (folder.path().join(path), Some(text))));
        assert_eq!(tree(folder.path()), expected);
    }

    #[test]
    fn a_folder_that_is_not_there_is_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("a/b");
        write_new(&site, files(), &[]).expect("laid");
        assert_eq!(
            fs::read_to_string(site.join("content/x/01-y.md")).expect("read"),
            "text of content/x/01-y.md\n"
        );
        assert!(!site.join(STAGE).exists());
    }

    #[test]
    fn a_file_is_no_folder_and_stays_as_it_is() {
        let folder = with_neighbours();
        let place = folder.path().join("file");
        fs::write(&place, "mine").expect("a file");
        let error = write_new(&place, files(), &[]).expect_err("no folder").to_string();
        assert!(error.ends_with("/file` is not a folder; nothing was changed"), "{error}");
        assert_eq!(fs::read_to_string(&place).expect("read"), "mine");
    }

    #[test]
    fn all_that_is_in_the_way_is_named_and_nothing_is_touched() {
        let folder = with_neighbours();
        fs::write(folder.path().join("site.toml"), "").expect("a file");
        fs::write(folder.path().join("content/old.md"), "").expect("a file");
        fs::remove_dir(folder.path().join(".github")).expect("removed");
        std::os::unix::fs::symlink("nowhere", folder.path().join(".github")).expect("a link");
        let before = tree(folder.path());
        let error =
            write_new(folder.path(), files(), &["content", "static"]).expect_err("in the way").to_string();
        assert!(error.contains("\n  .github\n  content/\n  site.toml\n"), "{error}");
        assert_eq!(tree(folder.path()), before);
    }

    #[test]
    fn one_failure_anywhere_leaves_all_as_it_was() {
        for steps in 0.. {
            let folder = with_neighbours();
            let before = tree(folder.path());
            let disk = Disk::failing_after(steps);
            for place in [folder.path().to_owned(), folder.path().join("new/site")] {
                if write_new_on(&disk, &place, &files(), &["content"]).is_err() {
                    assert_eq!(tree(folder.path()), before, "after {steps} steps");
                    break;
                }
                fs::remove_dir_all(folder.path()).expect("removed");
                return_to(&before);
            }
            if disk.is_fresh() {
                assert!(steps > 15, "{steps} steps are not all");
                return;
            }
        }
    }

    fn return_to(tree: &BTreeMap<PathBuf, Option<String>>) {
        for (path, text) in tree {
            match text {
                Some(text) => fs::write(path, text).expect("a file"),
                None => fs::create_dir_all(path).expect("a folder"),
            }
        }
    }

    #[test]
    fn what_a_killed_run_left_is_no_hindrance() {
        let folder = with_neighbours();
        for steps in 0..4 {
            write_new_on(&Disk::dying_after(steps), folder.path(), &files(), &[]).expect_err("killed");
        }
        write_new(folder.path(), files(), &[]).expect("laid");
        assert!(!folder.path().join(STAGE).exists());
    }
}
