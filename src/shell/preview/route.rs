//! Finds the output for the path of a request.
//!
//! A path is decoded once, name by name, and looked up among the addresses of the site, so that one which would leave
//! the site (`..`, a backslash, an encoded slash) is simply not found. Must not know: the disk.

use percent_encoding::percent_decode_str;

use crate::base::{SitePath, UrlPath};
use crate::pipeline::Compiled;

/// The output at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// A text to render.
    Rendered(UrlPath),
    /// A file to serve unchanged.
    File(UrlPath, SitePath),
    /// A smaller copy of a picture.
    Rendition(UrlPath),
    /// A share card.
    Card(UrlPath),
    /// A page whose address has a slash at its end: that address, relative to the request's.
    MissingSlash(String),
    NotFound,
}

/// The address for the path of a request; `None` if no address can be written so.
pub(super) fn url_path(path: &str) -> Option<UrlPath> {
    let names: Option<Vec<String>> = path.strip_prefix('/')?.split('/').map(decode_name).collect();
    let path = names?.join("/");
    let page = path.strip_suffix("index.html").filter(|page| page.is_empty() || page.ends_with('/'));
    Some(UrlPath::new(page.unwrap_or(&path)))
}

fn decode_name(encoded: &str) -> Option<String> {
    let name = percent_decode_str(encoded).decode_utf8().ok()?;
    (!name.contains(['/', '\\', '\0'])).then(|| name.into_owned())
}

pub(super) fn find_route(compiled: &Compiled, path: &str) -> Route {
    let Some(url) = url_path(path) else {
        return Route::NotFound;
    };
    match compiled.outputs().asset(&url) {
        Some(file) => Route::File(url.clone(), file.clone()),
        None if compiled.rendition(&url).is_some() => Route::Rendition(url),
        None if compiled.outputs().is_card(&url) => Route::Card(url),
        None if compiled.outputs().contains(&url) => Route::Rendered(url),
        None if compiled.outputs().contains(&UrlPath::new(&format!("{}/", url.as_str()))) => {
            Route::MissingSlash(with_slash(path))
        }
        None => Route::NotFound,
    }
}

/// The last name of a path with a slash, as a relative address. A colon would make it a scheme.
fn with_slash(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    format!("{}{name}/", if name.contains(':') { "./" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(path: &str) -> Option<String> {
        url_path(path).map(|url| url.as_str().to_owned())
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decoded("/").as_deref(), Some(""));
        assert_eq!(decoded("/a%20b/%C3%A4/").as_deref(), Some("a b/ä/"));
        assert_eq!(decoded("/%2561/").as_deref(), Some("%61/"));
        assert_eq!(decoded("/100%/").as_deref(), Some("100%/"));
    }

    #[test]
    fn an_index_is_its_page() {
        assert_eq!(decoded("/index.html").as_deref(), Some(""));
        assert_eq!(decoded("/a/index.html").as_deref(), Some("a/"));
        assert_eq!(decoded("/a/myindex.html").as_deref(), Some("a/myindex.html"));
    }

    #[test]
    fn two_spellings_of_a_letter_are_one_address() {
        assert_eq!(url_path("/e%CC%81/"), url_path("/%C3%A9/"));
    }

    #[test]
    fn what_can_be_no_name_is_no_address() {
        for path in ["", "*", "/a%2Fb", "/a%5Cb", "/%00", "/%ff", "/a\\b"] {
            assert_eq!(url_path(path), None, "{path}");
        }
    }
}
