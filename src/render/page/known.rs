//! `known` as its template sees it.
//!
//! Must not know: how the two lists are set.

use serde::Serialize;

use super::Room;
use crate::base::SitePath;
use crate::syntax::block::Known;

/// `block` of `blocks/known.html`.
#[derive(Serialize)]
pub(super) struct KnownBlock {
    known: Vec<String>,
    unknown: Vec<String>,
}

impl<'s> Room<'s> {
    pub(super) fn known(&mut self, path: &SitePath, known: &Known) -> KnownBlock {
        KnownBlock { known: self.proses(path, &known.known), unknown: self.proses(path, &known.unknown) }
    }
}
