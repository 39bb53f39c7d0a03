//! The script that listens for events, and the tag that adds it to a page.
//!
//! The tag is the first element of the head, before a content security policy of the page that would block the script.
//! Must not know: what the events are.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use memchr::memmem;
use pulldown_cmark_escape::escape_html;

/// The prefix of the server's own paths.
pub(super) const OWN_PATHS: &str = "_nutgraf/";

/// The prefix of the key of a page of findings.
pub(super) const FINDINGS_PAGE: &str = "bare-";

pub(super) const OVERLAY_STYLE: &str = include_str!("overlay.css");

/// The overlay's style, the overlay and the listener, in one scope.
const LIVE: &str = concat!(
    "(() => {\n\"use strict\";\nconst overlayStyle = String.raw`",
    include_str!("overlay.css"),
    "`;\n",
    include_str!("overlay.js"),
    include_str!("live.js"),
    "})();\n"
);

pub(super) async fn live() -> Response {
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, LIVE).into_response()
}

/// The attributes of the script tag, by which the script knows its page.
pub(super) struct ScriptTag {
    /// How many folders the page is below the server's root.
    pub(super) depth: usize,
    pub(super) page: String,
    pub(super) key: String,
    pub(super) style: String,
    pub(super) version: String,
}

impl ScriptTag {
    fn html(&self) -> String {
        let Self { key, style, version, .. } = self;
        let mut page = String::new();
        // Writing to a string cannot fail.
        let _ = escape_html(&mut page, &self.page);
        let up = "../".repeat(self.depth);
        format!(
            "<script src=\"{up}{OWN_PATHS}live.js\" data-page=\"{page}\" data-key=\"{key}\" data-style=\"{style}\" \
             data-showing=\"{version}\"></script>"
        )
    }
}

/// A page with the script in it. Its encoding may be any that extends ASCII.
pub(super) fn with_script(html: &[u8], tag: &ScriptTag) -> Vec<u8> {
    let (before, after) = html.split_at(script_position(html));
    [before, tag.html().as_bytes(), after].concat()
}

/// The index after the `<head>` tag. Without one, the index where the head begins: after the doctype, since a script
/// before that would switch the browser to quirks mode.
fn script_position(html: &[u8]) -> usize {
    let mut at = if html.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    loop {
        at += html[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = &html[at..];
        if rest.starts_with(b"<!--") {
            at += memmem::find(rest, b"-->").map_or(rest.len(), |end| end + 3);
        } else if rest.starts_with(b"<!") || rest.starts_with(b"<?") || is_tag(rest, b"html") {
            at += end_of_tag(rest);
        } else if is_tag(rest, b"head") {
            return at + end_of_tag(rest);
        } else {
            return at;
        }
    }
}

fn is_tag(html: &[u8], name: &[u8]) -> bool {
    let Some(rest) = html.strip_prefix(b"<").and_then(|rest| rest.split_at_checked(name.len())) else {
        return false;
    };
    let is_end = rest.1.first().is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    rest.0.eq_ignore_ascii_case(name) && is_end
}

/// The index after the `>` of a tag. One in quotes does not end it.
fn end_of_tag(html: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in html.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(html: &str) -> String {
        let at = script_position(html.as_bytes());
        format!("{}@{}", &html[..at], &html[at..])
    }

    #[test]
    fn nothing_in_the_style_ends_the_text_that_it_is_in() {
        assert!(["`", "${", "\\", "</"].iter().all(|end| !OVERLAY_STYLE.contains(end)));
    }

    #[test]
    fn the_script_is_the_first_in_the_head() {
        let page = "<!doctype html>\n<!-- <head> -->\n<html lang='>'>\n<HEAD data-x=\">\">\n<meta></head>";
        assert_eq!(
            marked(page),
            "<!doctype html>\n<!-- <head> -->\n<html lang='>'>\n<HEAD data-x=\">\">@\n<meta></head>"
        );
    }

    #[test]
    fn without_a_head_the_script_stands_where_it_would_begin() {
        assert_eq!(marked("<p>Text"), "@<p>Text");
        assert_eq!(marked("<!doctype html><title>T</title>"), "<!doctype html>@<title>T</title>");
        assert_eq!(marked("\u{feff}<header>"), "\u{feff}@<header>");
        assert_eq!(marked("<!-- not closed"), "<!-- not closed@");
        assert_eq!(marked(""), "@");
    }

    #[test]
    fn the_tag_leads_up_to_the_root() {
        let tag = |page: &str, depth| ScriptTag {
            depth,
            page: page.to_owned(),
            key: "k".to_owned(),
            style: "s".to_owned(),
            version: "1".to_owned(),
        };
        let html = tag("a/\"b\"/", 2).html();
        assert!(
            html.starts_with("<script src=\"../../_nutgraf/live.js\" data-page=\"a/&quot;b&quot;/\" "),
            "{html}"
        );
        assert!(tag("", 0).html().starts_with("<script src=\"_nutgraf/live.js\""));
    }
}
