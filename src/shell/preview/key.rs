//! By what a page on screen is told from a newer one.
//!
//! Must not know: how pages are served.

use crate::base::UrlPath;
use crate::pipeline::Compiled;
pub(super) use crate::render::Key;

/// The page that stands where there is none.
pub(super) const NOT_FOUND: &str = "404.html";

/// The address of what a browser gets at an address: the same, or that of the page which says that there is
/// nothing.
pub(super) fn seen_at(compiled: &Compiled, url: &UrlPath) -> UrlPath {
    if compiled.has(url) { url.clone() } else { UrlPath::new(NOT_FOUND) }
}
