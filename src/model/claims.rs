//! One address, one file: who has claimed which, and what is found where two do.
//!
//! Must not know: what claims them.

use std::collections::BTreeMap;

use crate::base::{Place, UrlPath};
use crate::diagnostics::{Finding, Problem};

/// Where each address was first claimed.
#[derive(Default)]
pub(super) struct Claims {
    places: BTreeMap<String, Option<Place>>,
    pub(super) findings: Vec<Finding>,
}

impl Claims {
    /// Takes an address for a place; no place means that nutgraf itself makes the file.
    pub(super) fn claim(&mut self, url: &UrlPath, place: Option<Place>) -> bool {
        self.claim_as(url, place, "the second")
    }

    /// Takes an address for a smaller copy of a picture that is shown at a place.
    pub(super) fn copy(&mut self, url: &UrlPath, place: Place) -> bool {
        self.claim_as(url, Some(place), "a smaller copy of this picture would stand there")
    }

    /// Takes an address for the page of an entity that is described at a place.
    pub(super) fn entity(&mut self, url: &UrlPath, place: Place) -> bool {
        self.claim_as(url, Some(place), "the page of this name would stand there")
    }

    fn claim_as(&mut self, url: &UrlPath, place: Option<Place>, whose: &'static str) -> bool {
        let Some(first) = self.places.get(&url.folded()) else {
            self.places.insert(url.folded(), place);
            return true;
        };
        if let Some(place) = place {
            self.findings.push(taken((url.to_string(), whose), place, first.as_ref()));
        }
        false
    }

    /// What is wrong between the claims, when all are made.
    pub(super) fn end(mut self) -> Vec<Finding> {
        self.folders();
        self.findings
    }

    /// Finds files that would have to be folders too.
    fn folders(&mut self) {
        let files: Vec<_> =
            self.places.iter().filter_map(|(file, place)| Some((file, place.as_ref()?))).collect();
        let mut found = Vec::new();
        for (file, place) in files {
            for (slash, _) in file.match_indices('/') {
                if let Some(other) = self.places.get(&file[..slash]) {
                    let folder = (format!("/{}", &file[..slash]), "the second");
                    found.push(taken(folder, place.clone(), other.as_ref()));
                }
            }
        }
        self.findings.extend(found);
    }
}

/// The finding for a second claim to an address; the first may be nutgraf's own.
fn taken((url, whose): (String, &'static str), place: Place, first: Option<&Place>) -> Finding {
    let whose = first.map(|_| whose);
    let finding = Finding::at(place, Problem::DuplicateUrl { url, whose });
    first.into_iter().fold(finding, |finding, first| finding.related(first.clone(), "the first"))
}
