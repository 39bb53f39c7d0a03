//! The formats that an author writes in TOML, each as its reader describes it.
//!
//! Must not know: how a format is shown, to people or to editors.

use super::table::{Needed, Shape, shape};
use super::{data, front_matter, settings};
use crate::blocks::BLOCKS;
use crate::source::SETTINGS;

/// A format that an author writes in TOML.
pub(crate) struct Format {
    /// The name of its schema.
    pub(crate) name: &'static str,
    pub(crate) place: Written,
    pub(crate) shape: Shape,
}

/// Where a format is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// A file of its own, of this name.
    File(&'static str),
    /// Between two lines of `+++`, at the head of these Markdown files.
    Front(&'static str),
    /// In the fence of a block.
    Fence,
}

/// All of them: files, front matter, blocks.
pub(crate) fn formats() -> Vec<Format> {
    let explainer =
        shape("an explainer", "", front_matter::front).told_by("kind", "explainer", Needed::Never);
    let page =
        shape("a plain page", "kind = \"page\"", front_matter::front).told_by("kind", "page", Needed::Always);
    let files = [
        ("site", Written::File(SETTINGS), shape(SETTINGS, "", settings::settings)),
        ("sources", Written::File("sources.toml"), shape("sources.toml", "", data::sources)),
        ("entities", Written::File("entities.toml"), shape("entities.toml", "", data::entities)),
        ("facts", Written::File("facts.toml"), shape("facts.toml", "", data::facts)),
        ("explainer", Written::Front("`content/NAME/index.md`, `content/NAME.md`"), explainer),
        ("section", Written::Front("`content/NAME/01-id.md`"), shape("a section", "", front_matter::section)),
        ("page", Written::Front("`content/NAME.md`, with `kind = \"page\"`"), page),
        ("home", Written::Front("`content/index.md`"), shape("the home page", "", front_matter::home)),
    ];
    let format = |(name, place, shape)| Format { name, place, shape };
    let blocks = BLOCKS.iter();
    let blocks = blocks.map(|block| Format { name: block.name, place: Written::Fence, shape: block.shape() });
    files.into_iter().map(format).chain(blocks).collect()
}
