//! Lays new files into a folder, beside whatever is in it: all of them or none.
//!
//! They are written in a stage in that folder, then moved: a folder that is not there yet comes in whole, by one
//! rename. Where one thing fails, all that came in goes again. Must not know: what is in the files.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::publish::disk::Disk;
use super::publish::trouble::DiskError;
use crate::base::words::Count;

const STAGE: &str = ".nutgraf-new";

/// Why nothing was laid down.
#[derive(Debug)]
pub(crate) enum LayError {
    /// These are there already.
    InTheWay {
        folder: PathBuf,
        places: Vec<String>,
    },
    /// It is a file, or a link that leads nowhere.
    NoFolder(PathBuf),
    Disk(DiskError),
}

impl fmt::Display for LayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InTheWay { folder, places } => {
                let files = Count(places.len(), "place");
                writeln!(f, "`{}` has something at {files} where a new file must go:", folder.display())?;
                places.iter().try_for_each(|place| writeln!(f, "  {place}"))?;
                write!(f, "help: move it away, or name another place; nothing was changed")
            }
            Self::NoFolder(place) => {
                write!(f, "`{}` is no folder; nothing was changed", place.display())
            }
            Self::Disk(error) => write!(f, "{}; nothing was changed", error.fact()),
        }
    }
}

impl From<DiskError> for LayError {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

/// Writes files into a folder, which is made when it is not there. Paths are relative to it, with `/` between
/// names; `empty` are folders that must have nothing in them.
pub(crate) fn write_new(
    folder: &Path,
    files: impl IntoIterator<Item = (String, String)>,
    empty: &[&str],
) -> Result<(), LayError> {
    let files: Vec<_> = files.into_iter().collect();
    lay_by(&Disk::default(), folder, &files, empty)
}

fn lay_by(disk: &Disk, folder: &Path, files: &[(String, String)], empty: &[&str]) -> Result<(), LayError> {
    if fs::symlink_metadata(folder).is_ok() && !folder.is_dir() {
        return Err(LayError::NoFolder(folder.to_owned()));
    }
    let places = in_the_way(folder, files, empty);
    if !places.is_empty() {
        return Err(LayError::InTheWay { folder: folder.to_owned(), places });
    }
    let mut site = Ground { disk, folder, founded: vec![], moved: vec![] };
    let laid = site.prepare().and_then(|()| site.fill(files)).and_then(|()| site.settle(files));
    if laid.is_err() {
        site.leave();
    }
    laid
}

/// What stands where a file or one of its folders must go.
fn in_the_way(folder: &Path, files: &[(String, String)], empty: &[&str]) -> Vec<String> {
    let is_free = |place: &str| fs::symlink_metadata(folder.join(place)).is_err();
    let filled = |place: &&&str| fs::read_dir(folder.join(place)).is_ok_and(|mut all| all.next().is_some());
    let mut places: Vec<_> = empty.iter().filter(filled).map(|place| format!("{place}/")).collect();
    for (path, _) in
        files.iter().filter(|(path, _)| !empty.iter().any(|place| path.starts_with(&format!("{place}/"))))
    {
        // A file or a broken link may have the name of a folder.
        let folders = above(path).find(|place| !is_free(place) && !folder.join(place).is_dir());
        places.extend(folders.or((!is_free(path)).then_some(path)).map(str::to_owned));
    }
    places.extend(
        empty
            .iter()
            .filter(|place| !is_free(place) && !folder.join(place).is_dir())
            .map(|&place| place.to_owned()),
    );
    places.sort();
    places.dedup();
    places
}

/// The folders of a path, the outermost first.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// A folder into which files come.
struct Ground<'a> {
    disk: &'a Disk,
    folder: &'a Path,
    /// Folders that were made to hold it, the outermost first.
    founded: Vec<&'a Path>,
    /// What has come in.
    moved: Vec<PathBuf>,
}

impl Ground<'_> {
    /// The folder, and an empty stage in it. What a killed run left there goes.
    fn prepare(&mut self) -> Result<(), LayError> {
        let missing =
            |folder: &&Path| !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err();
        let mut founded: Vec<_> = self.folder.ancestors().take_while(missing).collect();
        founded.reverse();
        for folder in founded {
            self.disk.make_folder(folder)?;
            self.founded.push(folder);
        }
        let stage = self.folder.join(STAGE);
        if fs::symlink_metadata(&stage).is_ok() {
            self.disk.remove_all(&stage)?;
        }
        Ok(self.disk.make_folder(&stage)?)
    }

    fn fill(&self, files: &[(String, String)]) -> Result<(), LayError> {
        let stage = self.folder.join(STAGE);
        for (path, text) in files {
            self.disk.write(&stage.join(path), text.as_bytes())?;
        }
        Ok(())
    }

    /// Moves what stands in the stage, each time the largest piece that is not there yet.
    fn settle(&mut self, files: &[(String, String)]) -> Result<(), LayError> {
        let stage = self.folder.join(STAGE);
        for (path, _) in files {
            let new = |place: &&str| fs::symlink_metadata(self.folder.join(place)).is_err();
            // What came in whole with its folder is there.
            let Some(piece) = above(path).chain([&**path]).find(new) else { continue };
            let to = self.folder.join(piece);
            self.disk.rename(&stage.join(piece), &to)?;
            self.moved.push(to);
        }
        Ok(self.disk.remove_all(&stage)?)
    }

    /// Takes out again what came in. A disk that fails here too can be helped by nobody.
    fn leave(self) {
        let stage = self.folder.join(STAGE);
        for place in self.moved.iter().rev() {
            let _ = if place.is_dir() { self.disk.remove_all(place) } else { self.disk.remove(place) };
        }
        let _ = self.disk.remove_all(&stage);
        for folder in self.founded.iter().rev() {
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
        assert!(error.ends_with("/file` is no folder; nothing was changed"), "{error}");
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
                if lay_by(&disk, &place, &files(), &["content"]).is_err() {
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
            lay_by(&Disk::dying_after(steps), folder.path(), &files(), &[]).expect_err("killed");
        }
        write_new(folder.path(), files(), &[]).expect("laid");
        assert!(!folder.path().join(STAGE).exists());
    }
}
