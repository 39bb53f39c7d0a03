//! What the path of an old file tells: how far it is read; whether it is a page; its section, kind and language.
//!
//! Must not know: front matter, addresses.

use super::redirects::is_old_redirects_file;
use super::settings::{Generator, Settings};
use crate::base::SitePath;
use crate::source::{Asset, File};

/// The path of an old page below the folder of pages, without language and extension.
#[derive(Clone, Debug)]
pub(super) struct PageLocation {
    pub(super) folders: Vec<String>,
    /// The name of the file, or of the folder that an `index.md` is in.
    pub(super) name: String,
    pub(super) kind: PageKind,
    /// `None` for the site's language.
    pub(super) language: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    /// A file of its own.
    Single,
    /// `index.md` in a folder with its pictures.
    Bundle,
    /// `_index.md`, the page of a section.
    Section,
    Home,
    /// A dated file of Jekyll's.
    Post,
}

/// Returns the name of a file without language and extension.
pub(super) fn main_stem(path: &SitePath) -> &str {
    path.stem().split('.').next().unwrap_or_default()
}

/// A path below a folder of pages or of static files, and the language of the folder, if it has one of its own.
pub(super) type ContentPath<'p> = (&'p str, Option<&'p str>);

pub(super) fn content_path<'p>(settings: &'p Settings, path: &'p SitePath) -> Option<ContentPath<'p>> {
    if settings.generator == Generator::Jekyll {
        let mut names = path.as_str().split('/');
        let is_post = names.clone().any(|name| matches!(name, "_posts" | "_drafts"));
        let is_in_special_folder = names.next().is_some_and(|name| name.starts_with('_'));
        let is_page = is_post || !is_in_special_folder && !JEKYLL_PROJECT_FILES.contains(&path.as_str());
        return is_page.then_some((path.as_str(), None));
    }
    let below = |folder: &str| path.as_str().strip_prefix(folder)?.strip_prefix('/');
    for dir in &settings.content_dirs {
        if let Some(inside) = below(&dir.path) {
            return Some((inside, dir.language.as_deref()));
        }
    }
    Some((below("static")?, None))
}

/// Files in the root of a Jekyll project that are not part of the site.
const JEKYLL_PROJECT_FILES: [&str; 9] = [
    "Gemfile",
    "Gemfile.lock",
    "Rakefile",
    "README.md",
    "LICENSE",
    "LICENSE.md",
    "package.json",
    "CONTRIBUTING.md",
    "package-lock.json",
];

/// Returns the location of a page; `None` where no page can be.
pub(super) fn page_location(
    settings: &Settings,
    path: &SitePath,
    (inside, language): ContentPath<'_>,
) -> Option<PageLocation> {
    if path.is_in("static") {
        return None;
    }
    let mut folders: Vec<String> = inside.split('/').map(str::to_owned).collect();
    let file = folders.pop()?;
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    if settings.generator == Generator::Jekyll {
        let is_post = folders.iter().any(|name| matches!(name.as_str(), "_posts" | "_drafts"));
        folders.retain(|name| !name.starts_with('_'));
        let is_home = stem == "index" && folders.is_empty();
        let other = if is_home { PageKind::Home } else { PageKind::Single };
        let kind = if is_post { PageKind::Post } else { other };
        return Some(PageLocation { folders, name: stem.to_owned(), kind, language: None });
    }
    let (stem, suffix) = match stem.rsplit_once('.') {
        Some((stem, suffix)) if settings.other_languages.iter().any(|code| code == suffix) => {
            (stem, Some(suffix))
        }
        _ => (stem, None),
    };
    let language = language.or(suffix).map(str::to_owned);
    let (name, kind) = match stem {
        "_index" => (folders.pop(), PageKind::Section),
        "index" => (folders.pop(), PageKind::Bundle),
        stem => (Some(stem.to_owned()), PageKind::Single),
    };
    let kind = if name.is_some() { kind } else { PageKind::Home };
    Some(PageLocation { folders, name: name.unwrap_or_default(), kind, language })
}

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
