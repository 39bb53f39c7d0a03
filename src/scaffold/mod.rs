//! The files that a new site and a new explainer begin with.
//!
//! Those of a new site are in `skeleton/`, which is a site that builds. Must not know: the disk, the clock, the command
//! line.

mod explainer;
mod site;

use std::collections::BTreeMap;

pub(crate) use explainer::{ExplainerLayout, MAX_SLUG, NewExplainer, explainer_files, question_slug};
pub(crate) use site::{NewSite, site_files};

/// Texts by their paths from the site's root, with `/` between names.
pub(crate) type Files = BTreeMap<String, String>;
