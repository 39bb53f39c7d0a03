//! Puts a text of the site in the place of the one that was read.
//!
//! A file that is not what was read is somebody's newer work: it is left as it is. The new file comes in by a
//! rename, so nobody ever sees half of it. Must not know: what changed in it, or why.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::scan::Survey;
use crate::base::SitePath;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why a file was left as it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RewriteError {
    #[error("`{0}` is not what it was when it was read: it is left as it is")]
    Changed(SitePath),
    #[error("`{0}` may not be written: it is left as it is")]
    ReadOnly(SitePath),
    #[error("`{0}` cannot be written: {1}")]
    Unwritable(SitePath, io::Error),
}

/// Writes `new` where `old` was read.
pub(crate) fn rewrite(
    survey: &Survey,
    path: &SitePath,
    (old, new): (&str, &str),
) -> Result<(), RewriteError> {
    let unwritable = |error| RewriteError::Unwritable(path.clone(), error);
    let changed = || RewriteError::Changed(path.clone());
    // Behind a symbolic link it is the file that changes.
    let target =
        survey.on_disk_still(path).and_then(|path| fs::canonicalize(path).ok()).ok_or_else(changed)?;
    let bytes = fs::read(&target).map_err(unwritable)?;
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { &[] };
    if &bytes[mark.len()..] == new.as_bytes() {
        // It stands there already: a link leads to one file under two names.
        return Ok(());
    }
    if &bytes[mark.len()..] != old.as_bytes() {
        return Err(changed());
    }
    let permissions = fs::metadata(&target).map_err(unwritable)?.permissions();
    if permissions.readonly() {
        return Err(RewriteError::ReadOnly(path.clone()));
    }
    swap(&target, &[mark, new.as_bytes()].concat(), Some(permissions)).map_err(unwritable)
}

/// Writes a file of our own, which need not be there yet.
pub(crate) fn put(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let permissions = fs::metadata(&target).ok().map(|there| there.permissions());
    swap(&target, text.as_bytes(), permissions)
}

/// Writes files of our own into a folder, which is made when it is not there.
pub(crate) fn put_all(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    files.iter().try_for_each(|(name, text)| put(&folder.join(name), text))
}

fn swap(target: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let beside = beside(target);
    let written = write(&beside, bytes, permissions).and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A name in the same folder that the site does not see.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.nutgraf-{}", std::process::id()))
}

fn write(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::super::scan::survey;
    use super::*;

    #[test]
    fn somebodys_newer_work_is_left_as_it_is() {
        let site = tempfile::tempdir().expect("a folder");
        let page = site.path().join("content/a.md");
        fs::create_dir(site.path().join("content")).expect("a folder");
        fs::write(&page, "as it was read").expect("a file");
        let survey = survey(site.path()).expect("a site");
        let path = SitePath::new("content/a.md");
        assert!(rewrite(&survey, &path, ("as it was read", "mended")).is_ok());
        let again = rewrite(&survey, &path, ("as it was read", "mended twice"));
        assert!(matches!(again, Err(RewriteError::Changed(_))));
        fs::remove_file(&page).expect("a file");
        assert!(matches!(rewrite(&survey, &path, ("mended", "")), Err(RewriteError::Changed(_))));
        assert_eq!(fs::read_dir(site.path().join("content")).expect("a folder").count(), 0);
    }
}
