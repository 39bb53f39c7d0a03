//! What a new site and a new explainer begin with: texts, to be laid down by whoever knows the disk.
//!
//! The files of a new site lie in `skeleton/`, as a site that can be built where it is. Must not know: the disk,
//! the clock, who asked for it.

mod explainer;
mod site;
mod slug;
mod words;

use std::collections::BTreeMap;

pub(crate) use explainer::{Form, Outline, explainer};
pub(crate) use site::{Nameplate, site};
pub(crate) use slug::short;

/// Texts by their paths, from the site's root, with `/` between names.
pub(crate) type Files = BTreeMap<String, String>;
