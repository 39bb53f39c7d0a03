//! The role of a file of `content/`, by its path.
//!
//! Must not know: what is in it.

use crate::base::SitePath;
use crate::source::is_stored;

/// The role of a file of `content/`, by its path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    /// `content/index.md`: words for the home page.
    Home,
    /// An explainer or a plain page, by its front matter.
    Page,
    /// `NN-id.md` in a folder: a section of that folder's explainer.
    Section {
        order: u32,
        id: &'a str,
    },
    Sources,
    /// Sources too, as reference managers write them.
    Bibliography,
    Entities,
    Facts,
    /// The words of a source.
    Stored,
    /// Rows for the blocks of pages; also copied verbatim.
    Csv,
    /// A data file that we do not know.
    UnknownData,
    /// Copied verbatim.
    Asset,
}

/// Finds the role of a file; `path` is in `content/`.
pub(crate) fn role(path: &SitePath) -> Role<'_> {
    match (path.file_name(), path.extension()) {
        ("sources.toml", _) => Role::Sources,
        ("sources.bib", _) => Role::Bibliography,
        ("entities.toml", _) => Role::Entities,
        ("facts.toml", _) => Role::Facts,
        (_, Some("toml" | "bib")) => Role::UnknownData,
        (_, Some("csv")) => Role::Csv,
        _ if is_stored(path) => Role::Stored,
        ("index.md", _) if path.folder() == "content" => Role::Home,
        (_, Some("md")) if path.folder() == "content" => Role::Page,
        (_, Some("md")) => {
            numbered(path.stem()).map_or(Role::Page, |(order, id)| Role::Section { order, id })
        }
        _ => Role::Asset,
    }
}

/// `01-at-home` as 1 and `at-home`.
fn numbered(stem: &str) -> Option<(u32, &str)> {
    let (number, id) = stem.split_once('-')?;
    let digits = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    (digits && !id.is_empty()).then(|| Some((number.parse().ok()?, id)))?
}
