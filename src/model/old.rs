//! Addresses that pages had, or that lead to them besides their own.
//!
//! Must not know: whether anything stands there.

use crate::base::{SitePath, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::parse::table::Text;

/// The address that a key of the file at `path` names; a finding if it is none.
pub(super) fn old_url(
    path: &SitePath,
    key: &str,
    text: &Text,
    findings: &mut Vec<Finding>,
) -> Option<UrlPath> {
    let url = alias_url(&text.value);
    if url.is_none() {
        let problem = Problem::NotASitePath { key: key.to_owned() };
        findings.push(Finding::new(path, text.span, problem));
    }
    url
}

/// An old address: a folder, or an HTML file, inside the site.
pub(crate) fn alias_url(alias: &str) -> Option<UrlPath> {
    let url = UrlPath::parse(alias)?;
    let is_whole = url.as_str().ends_with('/') || url.as_str().ends_with(".html");
    Some(if is_whole { url } else { UrlPath::new(&format!("{}/", url.as_str())) })
}
