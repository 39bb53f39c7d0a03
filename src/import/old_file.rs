//! Decides which files of an old site are read, and how far.
//!
//! Must not know: what a file means.

use super::redirects::is_old_redirects_file;
use crate::base::SitePath;
use crate::source::{Asset, File};

/// How much of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadMode {
    /// All: it is a page, or has settings.
    Text,
    /// Its bytes, for the size of a picture.
    Picture,
    /// Nothing but its name.
    NameOnly,
}

/// Folders in the old site's root that belong to its theme. Their files are counted, but not imported.
const THEME_DIRS: [&str; 12] = [
    "templates", "themes", "layouts", "sass", "_layouts", "_includes", "_sass", "_plugins", "archetypes",
    "i18n", "data", "_data",
];

/// Folders in the old site's root that tools generate.
const GENERATED_DIRS: [&str; 7] =
    ["public", "resources", "node_modules", "target", "_site", "vendor", "docs/public"];

/// Makes the [`File`] of an old site's path and bytes, which are read as `read_mode` says.
pub fn old_file(path: &SitePath, bytes: &[u8]) -> File {
    match read_mode(path) {
        ReadMode::Text => File::text(bytes),
        ReadMode::Picture => File::Asset(Asset::new(bytes)),
        ReadMode::NameOnly => File::Asset(Asset::new(b"")),
    }
}

pub(crate) fn read_mode(path: &SitePath) -> ReadMode {
    let extension = path.extension().unwrap_or("").to_ascii_lowercase();
    let is_settings_dir = !path.as_str().contains('/') || path.is_in("config/_default");
    match extension.as_str() {
        _ if is_theme(path) => ReadMode::NameOnly,
        "md" | "markdown" | "mkd" => ReadMode::Text,
        _ if is_old_redirects_file(path) => ReadMode::Text,
        "toml" | "yaml" | "yml" | "json" if is_settings_dir => ReadMode::Text,
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg" => ReadMode::Picture,
        _ => ReadMode::NameOnly,
    }
}

/// Returns whether a file or folder is generated, hidden or a backup, and so ignored.
pub(crate) fn is_skipped(path: &SitePath) -> bool {
    let is_hidden = |name: &str| name.starts_with('.') && name != ".well-known" || name.ends_with('~');
    GENERATED_DIRS.iter().any(|dir| path.is_in(dir)) || path.as_str().split('/').any(is_hidden)
}

/// Returns whether a file belongs to the old theme.
pub(super) fn is_theme(path: &SitePath) -> bool {
    THEME_DIRS.iter().any(|dir| path.is_in(dir))
}
