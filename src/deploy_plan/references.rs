//! Finds the files of the site that a file refers to: they must be at the destination before it.
//!
//! References are read from the bytes that readers get, so they are found whatever template or mark-up made them. One
//! too many costs at most another batch; one too few would show a reader a broken page. Must not know: whether the
//! files referred to exist.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::base::UrlPath;

/// Attributes whose value is a URL (HTML Standard, "Attributes", 2026-08).
const URL_ATTRIBUTES: [&[u8]; 8] =
    [b"action", b"data", b"formaction", b"href", b"poster", b"src", b"xlink:href", b"cite"];

/// Attributes whose value is a list of URLs, each with a descriptor.
const URL_LIST_ATTRIBUTES: [&[u8]; 2] = [b"imagesrcset", b"srcset"];

/// Returns the files of the site that `file` refers to, itself excluded. All paths are relative to `base`, the site's
/// URL, which ends in `/`.
pub(crate) fn find_references(file: &str, bytes: &[u8], base: &Url) -> BTreeSet<String> {
    let Some(page) = file_url(file, base) else { return BTreeSet::new() };
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut urls = Vec::new();
    match extension {
        "html" | "svg" => urls.extend(urls_in_tags(bytes)),
        "atom" | "css" | "json" | "rss" | "txt" | "webmanifest" | "xml" => {}
        _ => return BTreeSet::new(),
    }
    let text = String::from_utf8_lossy(bytes);
    urls.extend(urls_after(&text, "url(").map(str::to_owned));
    // Absolute URLs anywhere in a feed, a sitemap, JSON-LD or `og:image`.
    urls.extend(urls_after(&text, base.as_str()).map(|rest| format!("{base}{rest}")));
    let mut files: BTreeSet<_> = urls.iter().filter_map(|url| resolve_file(url, &page, base)).collect();
    files.remove(file);
    files
}

/// Returns the URL of a file.
fn file_url(file: &str, base: &Url) -> Option<Url> {
    let path = match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => file,
    };
    Url::parse(&UrlPath::new(path).absolute(base.as_str())).ok()
}

/// Returns the file that `url` on `page` points to, if it is within the site.
fn resolve_file(url: &str, page: &Url, base: &Url) -> Option<String> {
    let target = page.join(url.trim()).ok()?;
    let is_same_host = target.host_str() == base.host_str()
        && target.port_or_known_default() == base.port_or_known_default();
    if !is_same_host || !target.scheme().starts_with("http") {
        return None;
    }
    let path = target.path().strip_prefix(base.path())?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    Some(UrlPath::new(&path).file())
}

/// Returns all URLs in the attributes of HTML or SVG.
fn urls_in_tags(bytes: &[u8]) -> Vec<String> {
    let mut urls = Vec::new();
    for token in Tokenizer::new(bytes) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        for (name, value) in &tag.attributes {
            let value = String::from_utf8_lossy(&value.value);
            if URL_ATTRIBUTES.contains(&name.as_slice()) {
                urls.push(value.into_owned());
            } else if URL_LIST_ATTRIBUTES.contains(&name.as_slice()) {
                urls.extend(
                    value.split(',').filter_map(|item| item.split_whitespace().next()).map(str::to_owned),
                );
            }
        }
    }
    urls
}

/// Returns the text after each `prefix`, up to a character that ends a URL in any of the formats.
fn urls_after<'t>(text: &'t str, prefix: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(prefix).map(|(at, _)| {
        let rest = text[at + prefix.len()..].trim_start_matches(['"', '\'', ' ']);
        let end = rest.find(|c: char| c.is_whitespace() || c.is_control() || "\"'<>)}\\,;&".contains(c));
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_references(file: &str, text: &str, expected: &[&str]) {
        let base = Url::parse("https://why.example/repo/").expect("an address");
        let found: Vec<_> = find_references(file, text.as_bytes(), &base).into_iter().collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_page_refers_to_its_links_and_pictures() {
        let text = "<a href='../b/index.html#x'>b</a> <a href=\"../c/?q=1\">c</a> <img src=d%20e.png \
                    srcset='f.png 1x, ../g.png 2x'> <a href='/repo/h.pdf'> <a href='/elsewhere/i'>";
        let expected = ["a/d e.png", "a/f.png", "b/index.html", "c/index.html", "g.png", "h.pdf"];
        assert_references("a/index.html", text, &expected);
    }

    #[test]
    fn a_page_refers_to_its_share_card_and_to_urls_in_json_ld_and_citations() {
        let text = "<meta content=\"https://why.example/repo/card.png\"><script type=x>{\"a\":\
                    \"https://why.example/repo/b/\"}</script><pre>url = {https://why.example/repo/c/}</pre>";
        assert_references("index.html", text, &["b/index.html", "c/index.html", "card.png"]);
    }

    #[test]
    fn a_page_refers_neither_to_itself_nor_to_other_sites() {
        let text = "<a href='#x'></a><a href=''></a><a href='https://other.example/repo/b/'></a>\
                    <a href='mailto:a@why.example'></a><link rel=canonical href='https://why.example/repo/a/'>";
        assert_references("a/index.html", text, &[]);
    }

    #[test]
    fn a_sitemap_a_feed_and_a_style_sheet_refer_to_files() {
        assert_references("sitemap.xml", "<loc>https://why.example/repo/a/</loc>", &["a/index.html"]);
        assert_references("feed.xml", "<link href=\"https://why.example/repo/a/\"/>", &["a/index.html"]);
        assert_references(
            "s/a.css",
            "a{background:url(b.png)} b{background:url( '../c.svg' )}",
            &["c.svg", "s/b.png"],
        );
    }

    #[test]
    fn a_picture_refers_to_nothing_whatever_its_bytes_are() {
        assert_references("a.png", "<a href=b.html>", &[]);
    }

    #[test]
    fn percent_encoded_urls_of_any_script_are_decoded() {
        assert_references("index.html", "<a href='%D0%B0/index.html'>", &["а/index.html"]);
    }
}
