//! Two kinds of path that must not be mixed up: of a file in the site, of a page on the web.
//!
//! Must not know: the disk; whether there is anything at a path.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// A file of the site, relative to its root, with `/` between names and in Unicode NFC, whatever its form on disk:
/// `content/about.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// The path as given: relative, with `/` between names, without `.` and `..`.
    pub fn new(path: &str) -> Self {
        Self(nfc(path).into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The name without its last extension: `about` for `content/about.md`.
    pub(crate) fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    pub(crate) fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// The folder that holds the file, without a slash at the end; "" at the root.
    pub(crate) fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Says if it is this file, or one in or below this folder.
    pub(crate) fn is_in(&self, path: &str) -> bool {
        let rest = self.0.strip_prefix(path.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || path.is_empty())
    }

    /// Resolves a relative path that is written in this file; `None` if it leaves the site.
    pub(crate) fn resolve(&self, relative: &str) -> Option<Self> {
        let mut names: Vec<&str> = self.folder().split('/').filter(|name| !name.is_empty()).collect();
        for name in relative.split('/') {
            match name {
                "" | "." => {}
                ".." => drop(names.pop()?),
                name => names.push(name),
            }
        }
        Some(Self::new(&names.join("/")))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of an output on the web, relative to the site's address, not percent-encoded:
/// `` for the home page, `about/` for a page, `feed.xml` for a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

/// All but what RFC 3986 calls `pchar`, and the slash.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl UrlPath {
    /// The path in Unicode NFC, as given: no leading slash.
    pub fn new(path: &str) -> Self {
        Self(nfc(path).into())
    }

    /// The path of a file that a static host serves: `about/` for `about/index.html`.
    pub(crate) fn of_file(file: &str) -> Self {
        let folder =
            file.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        Self::new(folder.unwrap_or(file))
    }

    /// Parses an author's path from the root of the site, with or without a slash before it, in letters or
    /// percent-encoded; `None` if it could leave the site, or has characters in it that no path has.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let path = path.trim_start_matches('/');
        let plain = !path.is_empty() && !path.contains(['?', '#', ':', '\\']) && !path.contains("//");
        let names: Option<Vec<_>> = path.split('/').filter(|_| plain).map(decode_name).collect();
        names.filter(|names| !names.is_empty()).map(|names| Self::new(&names.join("/")))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says if it is in no folder: `about/`, `feed.xml`, the home page.
    pub(crate) fn is_at_the_top(&self) -> bool {
        !self.0.trim_end_matches('/').contains('/')
    }

    /// The file that a static host serves for it: `about/index.html` for `about/`.
    pub fn file(&self) -> String {
        [&*self.0, self.index()].concat()
    }

    /// The file name that a server adds to a folder's address.
    fn index(&self) -> &'static str {
        if self.0.is_empty() || self.0.ends_with('/') { "index.html" } else { "" }
    }

    /// A link to this path in a page at `from`. It names `index.html`, since the same build must
    /// work when opened from disk, where no server adds it.
    pub(crate) fn href_from(&self, from: &Self) -> String {
        let relative = self.relative_to(from);
        utf8_percent_encode(&relative, PATH).chain([self.index()]).collect()
    }

    /// The same as an author writes it in Markdown: letters of all scripts stay.
    pub(crate) fn link_from(&self, from: &Self) -> String {
        let mut link = String::new();
        for letter in self.relative_to(from).chars() {
            match letter.is_ascii() {
                true => link.extend(utf8_percent_encode(letter.encode_utf8(&mut [0; 4]), PATH)),
                false => link.push(letter),
            }
        }
        link
    }

    /// The path from the folder of another, not percent-encoded.
    pub(crate) fn relative_to(&self, from: &Self) -> String {
        let same = self.0.bytes().zip(from.0.bytes()).take_while(|(a, b)| a == b).count();
        // The length of the folders that both files are in, slash included.
        let shared = self.0.as_bytes()[..same].iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1);
        let up = from.0[shared..].matches('/').count();
        let target = &self.0[shared..];
        let has_colon = target.split('/').next().is_some_and(|name| name.contains(':'));
        // Before a colon there would be a scheme (RFC 3986, 4.2).
        let here = if up == 0 && has_colon { "./" } else { "" };
        format!("{}{here}{target}", "../".repeat(up))
    }

    /// The absolute address, as canonical links, feeds and sitemaps need it. `base` ends in `/`.
    pub(crate) fn absolute(&self, base: &str) -> String {
        format!("{base}{}", utf8_percent_encode(&self.0, PATH))
    }

    /// A form that is the same for two paths that a file system or a server could mix up.
    pub(crate) fn folded(&self) -> String {
        let folded = UniCase::new(self.file()).to_folded_case();
        nfc(&folded).into_owned()
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

/// Text in Unicode NFC.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    // Nearly all is ASCII, which is always NFC.
    if text.is_ascii() { text.into() } else { text.nfc().collect::<String>().into() }
}

/// One name of a path, percent-decoded; `None` if that is more than a name.
fn decode_name(name: &str) -> Option<Cow<'_, str>> {
    let name = percent_decode_str(name).decode_utf8().ok()?;
    let is_name =
        !matches!(&*name, "." | "..") && !name.contains(|c: char| matches!(c, '/' | '\\') || c.is_control());
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_link_between_any_two_paths_leads_there(from in path(), to in path()) {
            let base = "https://why.example/";
            let page = Url::parse(&UrlPath::new(&from).absolute(base)).unwrap();
            let target = Url::parse(&UrlPath::new(&UrlPath::new(&to).file()).absolute(base)).unwrap();
            let href = href(&from, &to);
            prop_assert_eq!(page.join(&href).unwrap(), target, "{}", href);
        }

        #[test]
        fn an_encoded_path_is_read_as_it_was(path in path()) {
            let path = UrlPath::new(&path);
            prop_assert_eq!(UrlPath::parse(&path.absolute("/").replace(':', "%3A")), Some(path));
        }
    }

    #[test]
    fn an_address_may_be_written_in_letters_or_encoded() {
        for (written, path) in [
            ("/p%c3%a8re%20no%C3%ABl/", "père noël/"),
            ("/pe%CC%80re/", "père/"),
            ("/100%/", "100%/"),
            ("/5%25-off/", "5%-off/"),
            ("/who%3F/", "who?/"),
        ] {
            assert_eq!(UrlPath::parse(written), Some(UrlPath::new(path)), "{written}");
        }
        for bad in ["/p%E8re/", "/a/%2e%2E/b/", "/a%2Fb/", "/a%5cb/", "/a%0Ab/", "/a%00/", "/", "/a//b"] {
            assert_eq!(UrlPath::parse(bad), None, "{bad}");
        }
    }

    /// A page or a file, whose names have what has a meaning in an address. No name is `a:` or `b:`: the crate `url` takes
    /// it for the letter of a disk under `https:` too, and does not go above it, as browsers do.
    fn path() -> impl Strategy<Value = String> {
        let name = "[ab:?#%&+@é. -]{1,5}"
            .prop_filter("a name", |name| !matches!(name.as_str(), "." | ".." | "a:" | "b:"));
        let names = proptest::collection::vec(name, 1..4);
        (names, any::<bool>()).prop_map(|(names, is_page)| names.join("/") + if is_page { "/" } else { "" })
    }

    fn href(from: &str, to: &str) -> String {
        UrlPath::new(to).href_from(&UrlPath::new(from))
    }

    #[test]
    fn a_link_names_the_file_that_a_disk_has() {
        assert_eq!(href("", "about/"), "about/index.html");
        assert_eq!(href("about/", ""), "../index.html");
        assert_eq!(href("a/b/", "a/c/x.css"), "../c/x.css");
        assert_eq!(href("a/", "a/"), "index.html");
        assert_eq!(href("a:/", "#"), "../%23");
        assert_eq!(href("b/a:/", "b/c"), "../c");
        assert_eq!(href("ab/", "abc/"), "../abc/index.html");
        assert_eq!(href("feed.xml", "ä b/"), "%C3%A4%20b/index.html");
    }

    #[test]
    fn a_path_and_its_file_are_one() {
        for path in ["", "about/", "a/b.html", "xindex.html", "index.html/"] {
            assert_eq!(UrlPath::of_file(&UrlPath::new(path).file()), UrlPath::new(path));
        }
    }

    #[test]
    fn a_relative_path_cannot_leave_the_site() {
        let file = SitePath::new("content/a/index.md");
        assert_eq!(file.resolve("../b.md"), Some(SitePath::new("content/b.md")));
        assert_eq!(file.resolve("../../../b.md"), None);
    }

    #[test]
    fn paths_fold_by_case_and_normal_form() {
        assert_eq!(UrlPath::new("STRASSE/").folded(), UrlPath::new("straße/").folded());
        assert_eq!(UrlPath::new("e\u{301}/").folded(), UrlPath::new("É/").folded());
    }
}
