//! From the path of a request to a place in the plan.
//!
//! A path is decoded once, name by name. Since it is only looked up among the addresses of the site, what
//! would lead out of it (`..`, a backslash, an encoded slash) is simply not there.
//! Must not know: the disk.

use percent_encoding::percent_decode_str;

use crate::base::{SitePath, UrlPath};
use crate::pipeline::Compiled;

/// What stands where somebody looked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Something that is rendered.
    Text(UrlPath),
    /// Something that is handed on as it is.
    File(UrlPath, SitePath),
    /// A smaller copy of a picture.
    Copy(UrlPath),
    /// A share card.
    Card(UrlPath),
    /// A page, were there a slash at the end: where it is from here.
    Beside(String),
    Nothing,
}

/// The address that a path means; none when it can mean none.
pub(super) fn address(path: &str) -> Option<UrlPath> {
    let names: Option<Vec<String>> = path.strip_prefix('/')?.split('/').map(name).collect();
    let path = names?.join("/");
    let page = path.strip_suffix("index.html").filter(|page| page.is_empty() || page.ends_with('/'));
    Some(UrlPath::new(page.unwrap_or(&path)))
}

fn name(encoded: &str) -> Option<String> {
    let name = percent_decode_str(encoded).decode_utf8().ok()?;
    (!name.contains(['/', '\\', '\0'])).then(|| name.into_owned())
}

/// What the site has at the path of a request.
pub(super) fn find(compiled: &Compiled, path: &str) -> Place {
    let Some(url) = address(path) else {
        return Place::Nothing;
    };
    let has = |url: &UrlPath| compiled.has(url);
    match compiled.asset(&url) {
        Some(file) => Place::File(url.clone(), file.clone()),
        None if compiled.rendition(&url).is_some() => Place::Copy(url),
        None if compiled.is_card(&url) => Place::Card(url),
        None if has(&url) => Place::Text(url),
        None if has(&UrlPath::new(&format!("{}/", url.as_str()))) => Place::Beside(beside(path)),
        None => Place::Nothing,
    }
}

/// The way to a page from the address that lacks its slash. A colon in the first name would make it a
/// scheme.
fn beside(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    format!("{}{name}/", if name.contains(':') { "./" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(path: &str) -> Option<String> {
        address(path).map(|url| url.as_str().to_owned())
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
        assert_eq!(address("/e%CC%81/"), address("/%C3%A9/"));
    }

    #[test]
    fn what_can_be_no_name_is_no_address() {
        for path in ["", "*", "/a%2Fb", "/a%5Cb", "/%00", "/%ff", "/a\\b"] {
            assert_eq!(address(path), None, "{path}");
        }
    }
}
