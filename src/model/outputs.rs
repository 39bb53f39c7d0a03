//! The table of a site's addresses: what is at each of them, and whose it is.
//!
//! Links, site map, headers, redirects, the plan and the history of lost addresses read this table. Only
//! [`Outputs::claim`] writes it, so a second claim to an address is always a finding. Must not know: how an output
//! is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::file_names::check_file_names;
use super::listing::Listing;
use super::rendition::Rendition;
use crate::base::serving::IMMUTABLE;
use crate::base::{Place, SitePath, Span, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::source::SETTINGS;

/// The kind of thing at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// A place in the site's pages.
    Page(usize),
    /// An explainer as Markdown, by its place in the site's pages.
    Markdown(usize),
    /// The same as data.
    Data(usize),
    Home,
    /// The page of a topic, by its address.
    Topic,
    /// The picture of a block: a place in the site's pages, and one among the page's drawings.
    Drawing {
        page: usize,
        at: usize,
    },
    NotFound,
    Corrections,
    /// The list of all pages.
    PageIndex,
    Listing(Listing),
    /// A place in the site's list of names.
    Entity(usize),
    Feed,
    JsonFeed,
    Sitemap,
    Robots,
    /// `_headers`: tells hosts how to serve each file.
    Headers,
    /// `_redirects`: tells hosts where old addresses lead.
    Redirects,
    /// Tells GitHub Pages to serve the files as they are: an empty file.
    NoJekyll,
    /// Sends its reader to another address.
    Redirect(UrlPath),
    /// A file that is copied verbatim.
    Asset(SitePath),
    /// A smaller copy of a picture.
    Rendition(Rendition),
    /// A picture with the question of its page.
    Card(CardSubject),
}

/// The subject of a share card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CardSubject {
    /// A place in the site's pages.
    Page(usize),
    /// A place in the site's pages, and one among the page's sections.
    Section(usize, usize),
    /// A topic, by the address of its page.
    Topic(UrlPath),
    Home,
}

impl Output {
    /// Whether an author can link to it. Copies and pages of entities are known only after all links are resolved;
    /// old addresses and files for hosts are not for readers.
    fn is_linkable(&self) -> bool {
        !matches!(
            self,
            Self::Entity(_)
                | Self::Headers
                | Self::Redirects
                | Self::NoJekyll
                | Self::Redirect(_)
                | Self::Rendition(_)
                | Self::Card(_)
        )
    }
}

/// All addresses of a site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outputs {
    by_url: BTreeMap<UrlPath, Output>,
    /// The names of files that are taken, folded. Those in [`IMMUTABLE`] are not among them: only nutgraf can
    /// claim one, and each has a fingerprint.
    taken: Arc<BTreeMap<String, Claim>>,
}

#[derive(Clone, Debug)]
struct Claim {
    url: UrlPath,
    /// The place that asks for it; nothing if nutgraf makes it by itself.
    owner: Option<Place>,
}

impl Outputs {
    /// Puts an output at an address, and reports it if the address is taken. `owner` is the place in the author's
    /// files that asks for it.
    pub(crate) fn claim(
        &mut self,
        url: UrlPath,
        output: Output,
        owner: Option<Place>,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let label = match output {
            Output::Entity(_) => "the page of this name needs this address",
            Output::Rendition(_) => "a smaller copy of this picture needs this address",
            Output::Topic => "the page of this topic needs this address",
            _ => "the second",
        };
        let is_free = self.take(&url, owner, label, findings);
        if is_free {
            self.by_url.insert(url, output);
        }
        is_free
    }

    /// Keeps an address free, whether or not the site has anything for it.
    pub(super) fn reserve(&mut self, url: &UrlPath, findings: &mut Vec<Finding>) {
        self.take(url, None, "the second", findings);
    }

    fn take(
        &mut self,
        url: &UrlPath,
        owner: Option<Place>,
        label: &'static str,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let file = url.folded();
        let immutable = IMMUTABLE.trim_end_matches('/');
        if file.strip_prefix(immutable).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            match owner {
                Some(owner) => findings.push(taken(&UrlPath::new(immutable), "", Some(owner), None)),
                None if self.by_url.contains_key(url) => findings.push(taken(url, "", None, None)),
                None => return true,
            }
            return false;
        }
        if let Some(first) = self.taken.get(&file) {
            findings.push(taken(url, label, owner, first.owner.as_ref()));
            return false;
        }
        Arc::make_mut(&mut self.taken).insert(file, Claim { url: url.clone(), owner });
        true
    }

    /// Takes an output of nutgraf's own out again.
    pub(crate) fn remove_card(&mut self, url: &UrlPath) {
        if let Some(Output::Card(_)) = self.by_url.get(url) {
            self.by_url.remove(url);
        }
    }

    /// Finds files that would have to be folders too.
    pub(super) fn folder_conflicts(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut reported = BTreeSet::new();
        // Files that nutgraf puts beside an author's come last: one finding about their folder is enough.
        let (owned, own): (Vec<_>, Vec<_>) = self.taken.iter().partition(|(_, claim)| claim.owner.is_some());
        for (file, claim) in owned.into_iter().chain(own) {
            for (slash, _) in file.match_indices('/') {
                let folder = &file[..slash];
                let Some(other) = self.taken.get(folder) else { continue };
                if reported.insert(folder) || claim.owner.is_some() {
                    let url = UrlPath::new(folder);
                    findings.push(taken(&url, "the second", claim.owner.clone(), other.owner.as_ref()));
                }
            }
        }
        findings
    }

    /// Finds addresses that an author has asked for and of which file systems make no file.
    pub(super) fn file_name_problems(&self) -> Vec<Finding> {
        let claims = self.taken.values();
        check_file_names(claims.filter_map(|claim| Some((&claim.url, claim.owner.as_ref()?))))
    }

    pub(crate) fn get(&self, url: &UrlPath) -> Option<&Output> {
        self.by_url.get(url)
    }

    pub(crate) fn get_key_value(&self, url: &UrlPath) -> Option<(&UrlPath, &Output)> {
        self.by_url.get_key_value(url)
    }

    pub(crate) fn contains(&self, url: &UrlPath) -> bool {
        self.by_url.contains_key(url)
    }

    /// Whether a server finds anything at an address: at `about/`, a file `about/index.html` too.
    pub(super) fn is_served(&self, url: &UrlPath) -> bool {
        self.by_file(url).is_some()
    }

    /// The output whose file a server gives for an address: `about/index.html` names the page `about/` too.
    fn by_file(&self, url: &UrlPath) -> Option<(&UrlPath, &Output)> {
        let claim = self.taken.get(&url.folded()).filter(|claim| claim.url.file() == url.file())?;
        self.by_url.get_key_value(&claim.url)
    }

    /// The output that an author can link to at an address.
    pub(super) fn linkable(&self, url: &UrlPath) -> Option<&Output> {
        self.by_file(url).map(|(_, output)| output).filter(|output| output.is_linkable())
    }

    /// The names of all files that an author can link to.
    pub(super) fn linkable_files(&self) -> impl Iterator<Item = String> {
        self.by_url.iter().filter(|(_, output)| output.is_linkable()).map(|(url, _)| url.file())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&UrlPath, &Output)> {
        self.by_url.iter()
    }

    pub(crate) fn urls(&self) -> impl Iterator<Item = &UrlPath> {
        self.by_url.keys()
    }

    /// The file that is copied verbatim to an address.
    pub(crate) fn asset(&self, url: &UrlPath) -> Option<&SitePath> {
        match self.by_url.get(url)? {
            Output::Asset(path) => Some(path),
            _ => None,
        }
    }

    pub(crate) fn is_card(&self, url: &UrlPath) -> bool {
        matches!(self.by_url.get(url), Some(Output::Card(_)))
    }

    /// All files that are copied verbatim, with their addresses.
    pub(crate) fn assets(&self) -> impl Iterator<Item = (&UrlPath, &SitePath)> {
        self.by_url.iter().filter_map(|(url, output)| match output {
            Output::Asset(path) => Some((url, path)),
            _ => None,
        })
    }

    /// All old addresses, and the page to which each leads now.
    pub(crate) fn redirects(&self) -> impl Iterator<Item = (&UrlPath, &UrlPath)> {
        self.by_url.iter().filter_map(|(url, output)| match output {
            Output::Redirect(to) => Some((url, to)),
            _ => None,
        })
    }
}

/// The finding for a second claim to an address. It is at the second place, or at the first if nutgraf makes the
/// second by itself; at the settings, if it makes both.
fn taken(url: &UrlPath, label: &'static str, second: Option<Place>, first: Option<&Place>) -> Finding {
    let url = url.to_string();
    let problem = match (&second, first) {
        (Some(_), Some(_)) => Problem::DuplicateUrl { url, whose: label },
        _ => Problem::ReservedUrl { url },
    };
    match (second, first) {
        (Some(second), Some(first)) => Finding::at(second, problem).related(first.clone(), "the first"),
        (Some(only), None) => Finding::at(only, problem),
        (None, Some(only)) => Finding::at(only.clone(), problem),
        (None, None) => Finding::new(&SitePath::new(SETTINGS), Span::default(), problem),
    }
}
