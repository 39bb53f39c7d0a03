//! The keys of pages: a browser's page is out of date if its key differs from the current one.
//!
//! Must not know: how pages are served.

use crate::base::UrlPath;
use crate::pipeline::Compiled;
pub(super) use crate::render::Key;

/// The page for addresses that the site does not have.
pub(super) const NOT_FOUND: &str = "404.html";

/// The address itself if the site has it, else that of the 404 page.
pub(super) fn page_or_not_found(compiled: &Compiled, url: &UrlPath) -> UrlPath {
    if compiled.outputs().contains(url) { url.clone() } else { UrlPath::new(NOT_FOUND) }
}
