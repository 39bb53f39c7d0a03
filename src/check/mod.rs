//! The editor who reads every page every time: rules over a resolved site.
//!
//! A [`Rule`] reads a [`Proof`], which is a page with the prose facts of its text, made out once for all rules.
//! A build asks for no rule: what it finds are mistakes that leave no page to read. Must not know: HTML, the
//! clock (a rule that reads the day says so), who reads the findings.

mod proof;
mod prose;
mod rule;
mod rules;
mod settings;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::finding::{Finding, Stance};
use crate::model::{Page, Site};
use proof::Proof;
pub use rule::Rule;
use rule::{Run, Words};
pub use rules::RULES;
pub use settings::Selection;
use settings::{Measure, Setting};

/// All that the rules find on a site.
pub(crate) fn check(site: &Site, selection: &Selection) -> Vec<Finding> {
    let pages: Vec<_> = site.pages.iter().chain(&site.home).collect();
    let mut found: Vec<_> = pages.par_iter().flat_map_iter(|page| of_page(site, page, selection)).collect();
    let owners = owners(site);
    for rule in RULES {
        if let Run::Site(run) = rule.run {
            let mut here = Vec::new();
            run(site, &mut here);
            found.extend(here.into_iter().filter_map(|finding| {
                let owner = owners.get(finding.place.path.folder()).copied();
                Measure::new(selection, site, owner).weigh(rule, finding)
            }));
        }
    }
    found
}

/// The pages that are folders, by them: the data beside a page goes by what the page says of the rules.
fn owners(site: &Site) -> BTreeMap<&str, &Page> {
    let folders = site.pages.iter().filter(|page| page.path().stem() == "index");
    folders.map(|page| (page.path().folder(), page)).collect()
}

fn of_page(site: &Site, page: &Page, selection: &Selection) -> Vec<Finding> {
    let measure = Measure::new(selection, site, Some(page));
    let proof = Proof::new(site, page);
    let mut found = Vec::new();
    for rule in RULES {
        if let Run::Page(run) = rule.run
            && page.files.iter().any(|body| measure.stance(rule, &body.path) != Stance::Allow)
        {
            let mut here = Vec::new();
            run(&proof, &mut here);
            found.extend(here.into_iter().filter_map(|finding| measure.weigh(rule, finding)));
        }
    }
    found
}
