//! Names and paths that file systems and hosts do not take. They are found before anything is written.
//!
//! Must not know: what is at an address.

use std::collections::BTreeSet;

use crate::base::serving::is_text_file;
use crate::base::{Place, UrlPath};
use crate::diagnostics::{Finding, Problem};

/// The most bytes of one name: the limit of ext4, APFS, ZFS and most others.
const MAX_NAME: usize = 255;

/// The most bytes of a path in the output. macOS takes 1,024 bytes and buckets take 1,024, with the folder that the
/// site is in; the share card of a page has about 120 more than the page.
const MAX_PATH: usize = 800;

/// The bytes of `.br` or `.gz`, in the names of compressed copies.
const CODING: usize = 3;

/// Finds what cannot be a file, among the addresses of a site and the places that ask for them. A folder is reported
/// once, whatever is in it.
pub(super) fn check_file_names<'a>(claims: impl Iterator<Item = (&'a UrlPath, &'a Place)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut reported = BTreeSet::new();
    for (url, owner) in claims {
        let file = url.file();
        let coding = if is_text_file(&file) { CODING } else { 0 };
        let mut is_found = false;
        let mut start = 0;
        for name in file.split('/') {
            let end = start + name.len();
            let bytes = name.len() + if end == file.len() { coding } else { 0 };
            start = end + 1;
            let problem = match name {
                _ if bytes > MAX_NAME => Problem::LongName { bytes, limit: MAX_NAME },
                name if is_refused_by_windows(name) => Problem::WindowsName { name: name.to_owned() },
                _ => continue,
            };
            is_found = true;
            if reported.insert(file[..end].to_owned()) {
                findings.push(Finding::at(owner.clone(), problem));
            }
        }
        let bytes = file.len() + coding;
        if bytes > MAX_PATH && !is_found {
            findings.push(Finding::at(owner.clone(), Problem::LongPath { bytes, limit: MAX_PATH }));
        }
    }
    findings
}

/// Returns whether Windows has no file of this name
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>). Some hosts and the checkout of a repository refuse
/// these names too.
fn is_refused_by_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let is_device = matches!(&*stem, "con" | "prn" | "aux" | "nul")
        || stem
            .strip_prefix("com")
            .or_else(|| stem.strip_prefix("lpt"))
            .is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']));
    is_device || name.ends_with(['.', ' ']) || name.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{SitePath, Span};

    #[test]
    fn devices_of_windows_are_told_from_words_that_begin_like_them() {
        for name in
            ["con", "CON", "Aux.html", "nul.tar.gz", "com1", "LPT9.svg", "prn .x", "a.", "a ", "a:b", "why?"]
        {
            assert!(is_refused_by_windows(name), "{name}");
        }
        for name in [
            "contact", "com", "com0", "com10", "lpt", "a.con", ".nojekyll", "_headers", "a b", "über",
            "aux-1",
        ] {
            assert!(!is_refused_by_windows(name), "{name}");
        }
    }

    fn place() -> Place {
        Place::new(&SitePath::new("content/a.md"), Span::default())
    }

    fn codes(url: &str) -> Vec<&'static str> {
        let place = place();
        let findings = check_file_names(std::iter::once((&UrlPath::new(url), &place)));
        findings.iter().map(|finding| finding.code().code).collect()
    }

    #[test]
    fn a_name_has_255_bytes_with_all_its_endings() {
        let name = |letter: &str, count: usize, rest: &str| letter.repeat(count) + rest;
        assert_eq!(codes(&name("a", 255, "/")), [""; 0]);
        assert_eq!(codes(&name("a", 256, "/")), ["F034"]);
        // Three bytes a letter.
        assert_eq!(codes(&name("漢", 85, "/")), [""; 0]);
        assert_eq!(codes(&name("漢", 86, "/")), ["F034"]);
        // A text may have a compressed copy, a picture has none.
        assert_eq!(codes(&name("a", 248, ".csv")), [""; 0]);
        assert_eq!(codes(&name("a", 249, ".csv")), ["F034"]);
        assert_eq!(codes(&name("a", 251, ".png")), [""; 0]);
        assert_eq!(codes(&name("a", 252, ".png")), ["F034"]);
        assert_eq!(codes(&"folder/".repeat(110)), [""; 0]);
        assert_eq!(codes(&"folder/".repeat(120)), ["F034"]);
    }

    #[test]
    fn a_folder_is_reported_once() {
        let place = place();
        let urls = ["con/", "con/a.png", "con/b/", "con/b/nul.png"].map(UrlPath::new);
        let findings = check_file_names(urls.iter().map(|url| (url, &place)));
        assert_eq!(findings.len(), 2);
    }
}
