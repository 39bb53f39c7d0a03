//! Replaces text files, each whole or not at all.
//!
//! A file of the site that has changed since it was read holds newer work and is left alone. Must not know: what
//! changed in a text, or why.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::scan::SiteFiles;
use crate::base::SitePath;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why a file was not replaced.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RewriteError {
    #[error("`{0}` has changed since it was read: it was left alone")]
    Changed(SitePath),
    #[error("`{0}` is read-only: it was left alone")]
    ReadOnly(SitePath),
    #[error("`{0}` cannot be written: {1}")]
    Unwritable(SitePath, io::Error),
}

/// Replaces the text `old` of a site's file by `new`.
pub(crate) fn rewrite(files: &SiteFiles, path: &SitePath, old: &str, new: &str) -> Result<(), RewriteError> {
    let unwritable = |error| RewriteError::Unwritable(path.clone(), error);
    // A symbolic link stays one: its target is replaced.
    let on_disk = files.on_disk_still(path);
    let Some(target) = on_disk.and_then(|path| fs::canonicalize(path).ok()) else {
        return Err(RewriteError::Changed(path.clone()));
    };
    let bytes = fs::read(&target).map_err(unwritable)?;
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { &[] };
    if &bytes[mark.len()..] == new.as_bytes() {
        // A link gives one file two names, and it was replaced under the other.
        return Ok(());
    }
    if &bytes[mark.len()..] != old.as_bytes() {
        return Err(RewriteError::Changed(path.clone()));
    }
    let permissions = fs::metadata(&target).map_err(unwritable)?.permissions();
    if permissions.readonly() {
        return Err(RewriteError::ReadOnly(path.clone()));
    }
    replace_bytes(&target, &[mark, new.as_bytes()].concat(), Some(permissions)).map_err(unwritable)
}

/// Replaces a text file, or makes it.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let permissions = fs::metadata(&target).ok().map(|there| there.permissions());
    replace_bytes(&target, text.as_bytes(), permissions)
}

/// Replaces or makes files, by name, in a folder that is made if it is missing.
pub(crate) fn replace_all(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    files.iter().try_for_each(|(name, text)| replace(&folder.join(name), text))
}

/// Writes a temporary file and renames it, so that no reader sees a half-written file.
fn replace_bytes(target: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    // In the same folder, with a name that a scan ignores.
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = target.with_file_name(format!(".{name}.nutgraf-{}", std::process::id()));
    let written = write_file(&temporary, bytes, permissions).and_then(|()| fs::rename(&temporary, target));
    written.inspect_err(|_| drop(fs::remove_file(&temporary)))
}

fn write_file(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_since_it_was_read_is_left_alone() {
        let site = tempfile::tempdir().expect("a folder");
        let page = site.path().join("content/a.md");
        fs::create_dir(site.path().join("content")).expect("a folder");
        fs::write(&page, "as it was read").expect("a file");
        let files = SiteFiles::list(site.path()).expect("a site");
        let path = SitePath::new("content/a.md");
        assert!(rewrite(&files, &path, "as it was read", "mended").is_ok());
        let again = rewrite(&files, &path, "as it was read", "mended twice");
        assert!(matches!(again, Err(RewriteError::Changed(_))));
        fs::remove_file(&page).expect("a file");
        assert!(matches!(rewrite(&files, &path, "mended", ""), Err(RewriteError::Changed(_))));
        assert_eq!(fs::read_dir(site.path().join("content")).expect("a folder").count(), 0);
    }
}
