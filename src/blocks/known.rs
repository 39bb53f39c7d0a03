//! `known`: what is known, and what is not.
//!
//! Must not know: how the two stand on the page.

use super::caption::{Caption, caption};
use super::empty;
use crate::parse::front_matter::{optional_title, proses};
use crate::parse::prose::{Prose, Title};
use crate::parse::table::Fields;

/// What is known, and what is not.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) title: Option<Title>,
    pub(crate) known: Vec<Prose>,
    pub(crate) unknown: Vec<Prose>,
    pub(crate) caption: Caption,
}

pub(super) fn known(fields: &mut Fields<'_, '_>) -> Known {
    let known = Known {
        title: optional_title(fields, "title"),
        known: proses(fields, "known"),
        unknown: proses(fields, "unknown"),
        caption: caption(fields),
    };
    if known.known.is_empty() && known.unknown.is_empty() {
        empty(fields, "known block", "`known = [\"…\"]` and `unknown = [\"…\"]`");
    }
    known
}
