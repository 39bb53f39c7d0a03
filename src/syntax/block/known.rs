//! `known`: what is known, and what is not.
//!
//! Must not know: how the two stand on the page.

use super::super::front::proses;
use super::super::prose::Prose;
use super::super::table::Fields;
use super::empty;

/// What is known, and what is not.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) known: Vec<Prose>,
    pub(crate) unknown: Vec<Prose>,
}

pub(super) fn known(fields: &mut Fields<'_, '_>) -> Known {
    let known = Known { known: proses(fields, "known"), unknown: proses(fields, "unknown") };
    if known.known.is_empty() && known.unknown.is_empty() {
        empty(fields, "known block", "`known = [\"…\"]` and `unknown = [\"…\"]`");
    }
    known
}
