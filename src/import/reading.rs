//! What is read of an old tree's files, and what is passed by.
//!
//! Must not know: what a file means.

use super::redirect::is_own;
use crate::base::SitePath;
use crate::source::{Asset, File};

/// What is read of a file of an old tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All of it: it is a page, or settings.
    Text,
    /// Its bytes, for what they say of a picture.
    Picture,
    /// That it is there.
    Name,
}

/// Folders in an old tree's root of which nothing is carried over, and whose files are counted.
const THEME: [&str; 12] = [
    "templates",
    "themes",
    "layouts",
    "sass",
    "_layouts",
    "_includes",
    "_sass",
    "_plugins",
    "archetypes",
    "i18n",
    "data",
    "_data",
];

/// Folders in an old tree's root in which nobody writes.
const MADE: [&str; 7] = ["public", "resources", "node_modules", "target", "_site", "vendor", "docs/public"];

/// A file of an old tree with these bytes: its path says what is read of it.
pub fn old_file(path: &SitePath, bytes: &[u8]) -> File {
    match reading(path) {
        Reading::Text => File::text(bytes),
        Reading::Picture => File::Asset(Asset::new(bytes)),
        Reading::Name => File::Asset(Asset::new(b"")),
    }
}

/// What is read of a file.
pub(crate) fn reading(path: &SitePath) -> Reading {
    let ending = path.extension().unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        _ if is_theme(path) => Reading::Name,
        "md" | "markdown" | "mkd" => Reading::Text,
        _ if is_own(path) => Reading::Text,
        "toml" | "yaml" | "yml" | "json" if !path.as_str().contains('/') || path.is_in("config/_default") => {
            Reading::Text
        }
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg" => Reading::Picture,
        _ => Reading::Name,
    }
}

/// Whether nobody's work lies in a folder of an old tree, or behind a hidden name.
pub(crate) fn is_passed_by(path: &SitePath) -> bool {
    let hidden = |name: &str| name.starts_with('.') && name != ".well-known" || name.ends_with('~');
    MADE.iter().any(|made| path.is_in(made)) || path.as_str().split('/').any(hidden)
}

/// Whether a file is the old theme's.
pub(super) fn is_theme(path: &SitePath) -> bool {
    THEME.iter().any(|folder| path.is_in(folder))
}
