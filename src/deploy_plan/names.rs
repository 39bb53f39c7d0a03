//! Which files of the site a file names: what must stand before it does.
//!
//! Read out of the bytes that readers get, so that it holds for any template and any mark-up of an author's. Too many
//! names cost nothing but a wave; one too few would show a reader a hole. Must not know: whether a name stands for
//! anything.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::base::UrlPath;

/// Attributes whose value is an address (HTML Standard, "Attributes", 2026-08).
const ADDRESSES: [&[u8]; 8] =
    [b"action", b"data", b"formaction", b"href", b"poster", b"src", b"xlink:href", b"cite"];

/// Attributes whose value is a list of addresses, each with a size.
const LISTS: [&[u8]; 2] = [b"imagesrcset", b"srcset"];

/// The files that a file names, itself not among them. `base` is the site's address, and ends in `/`.
pub(crate) fn names(file: &str, bytes: &[u8], base: &Url) -> BTreeSet<String> {
    let Some(here) = address(file, base) else { return BTreeSet::new() };
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut found = BTreeSet::new();
    match extension {
        "html" | "svg" => tags(bytes, &mut |value| found.extend(target(value, &here, base))),
        "atom" | "css" | "json" | "rss" | "txt" | "webmanifest" | "xml" => {}
        _ => return found,
    }
    let text = String::from_utf8_lossy(bytes);
    between(&text, "url(", |value| found.extend(target(value, &here, base)));
    // A feed, a sitemap, JSON-LD, `og:image`: whole addresses, wherever they stand.
    between(&text, base.as_str(), |rest| {
        found.extend(target(&format!("{base}{rest}"), &here, base));
    });
    found.remove(file);
    found
}

/// The address that a file has on the web.
fn address(file: &str, base: &Url) -> Option<Url> {
    let path = match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => file,
    };
    Url::parse(&UrlPath::new(path).absolute(base.as_str())).ok()
}

/// The file that an address leads to, if it is one of the site's.
fn target(value: &str, here: &Url, base: &Url) -> Option<String> {
    let to = here.join(value.trim()).ok()?;
    let same = (to.host_str(), to.port_or_known_default()) == (base.host_str(), base.port_or_known_default());
    let path = to.path().strip_prefix(base.path()).filter(|_| same && to.scheme().starts_with("http"))?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    Some(UrlPath::new(&path).file())
}

fn tags(bytes: &[u8], each: &mut impl FnMut(&str)) {
    for token in Tokenizer::new(bytes) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        for (name, value) in &tag.attributes {
            let value = String::from_utf8_lossy(&value.value);
            if ADDRESSES.contains(&name.as_slice()) {
                each(&value);
            } else if LISTS.contains(&name.as_slice()) {
                value.split(',').filter_map(|one| one.split_whitespace().next()).for_each(&mut *each);
            }
        }
    }
}

/// What stands behind each `before`, up to whatever ends an address in any of the formats.
fn between(text: &str, before: &str, mut each: impl FnMut(&str)) {
    for (at, _) in text.match_indices(before) {
        let rest = text[at + before.len()..].trim_start_matches(['"', '\'', ' ']);
        let ends = |c: char| c.is_whitespace() || c.is_control() || "\"'<>)}\\,;&".contains(c);
        each(&rest[..rest.find(ends).unwrap_or(rest.len())]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_names(file: &str, text: &str, expected: &[&str]) {
        let base = Url::parse("https://why.example/repo/").expect("an address");
        let found: Vec<_> = names(file, text.as_bytes(), &base).into_iter().collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_page_names_what_it_links_to_and_what_it_shows() {
        let text = "<a href='../b/index.html#x'>b</a> <a href=\"../c/?q=1\">c</a> <img src=d%20e.png \
                    srcset='f.png 1x, ../g.png 2x'> <a href='/repo/h.pdf'> <a href='/elsewhere/i'>";
        let expected = ["a/d e.png", "a/f.png", "b/index.html", "c/index.html", "g.png", "h.pdf"];
        assert_names("a/index.html", text, &expected);
    }

    #[test]
    fn a_page_names_its_share_card_and_what_json_ld_and_a_citation_say() {
        let text = "<meta content=\"https://why.example/repo/card.png\"><script type=x>{\"a\":\
                    \"https://why.example/repo/b/\"}</script><pre>url = {https://why.example/repo/c/}</pre>";
        assert_names("index.html", text, &["b/index.html", "c/index.html", "card.png"]);
    }

    #[test]
    fn a_page_does_not_name_itself_or_what_is_elsewhere() {
        let text = "<a href='#x'></a><a href=''></a><a href='https://other.example/repo/b/'></a>\
                    <a href='mailto:a@why.example'></a><link rel=canonical href='https://why.example/repo/a/'>";
        assert_names("a/index.html", text, &[]);
    }

    #[test]
    fn a_sitemap_a_feed_and_a_style_sheet_name_files() {
        assert_names("sitemap.xml", "<loc>https://why.example/repo/a/</loc>", &["a/index.html"]);
        assert_names("feed.xml", "<link href=\"https://why.example/repo/a/\"/>", &["a/index.html"]);
        assert_names(
            "s/a.css",
            "a{background:url(b.png)} b{background:url( '../c.svg' )}",
            &["c.svg", "s/b.png"],
        );
    }

    #[test]
    fn a_picture_names_nothing_whatever_its_bytes_are() {
        assert_names("a.png", "<a href=b.html>", &[]);
    }

    #[test]
    fn names_of_all_scripts_are_those_of_the_files() {
        assert_names("index.html", "<a href='%D0%B0/index.html'>", &["а/index.html"]);
    }
}
