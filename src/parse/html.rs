//! Addresses and ids in HTML: in what an author wrote between Markdown, and in what a template made of a block.
//!
//! Must not know: what an address leads to.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::markdown::{Scheme, scheme};
use crate::base::nfc;

/// What ends an address in an attribute without quotation marks, in CSS or in a list.
const DELIMITERS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b',')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'`');

/// A mark before addresses that nutgraf has resolved. No text has it: Unicode sets this character apart for the inside
/// of programs.
const RESOLVED: char = '\u{fdd0}';

/// The addresses and ids in a piece of HTML, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct HtmlNames {
    pub(crate) urls: Vec<HtmlUrl>,
    /// What a link can lead to: ids, and names of `<a>`.
    pub(crate) ids: Vec<String>,
}

/// An address in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HtmlUrl {
    /// Its bytes in the HTML.
    pub(crate) range: Range<usize>,
    /// The address itself, without the character references or escapes of what it stands in.
    pub(crate) url: String,
    pub(crate) kind: UrlKind,
    /// Whether it is in the text of a `<style>`, which has no character references.
    is_raw: bool,
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UrlKind {
    /// A page to go to, or a file of any kind.
    Link,
    Image,
}

impl HtmlUrl {
    /// Whether it names a file of the site or of the author's computer, and nutgraf has not resolved it yet.
    pub(crate) fn is_unresolved(&self) -> bool {
        match scheme(&self.url) {
            Scheme::None => !self.url.starts_with(RESOLVED),
            Scheme::Passive => false,
            Scheme::Active(scheme) => scheme.len() == 1 || scheme == "file",
        }
    }

    /// Another address, written for the place of this one.
    fn escape(&self, href: &str) -> String {
        let encoded = utf8_percent_encode(href, DELIMITERS).to_string();
        if self.is_raw { encoded } else { encoded.replace('&', "&amp;") }
    }
}

/// Finds the addresses and ids in HTML. It need not be well formed, nor whole.
pub(crate) fn find_names(html: &str) -> HtmlNames {
    let mut names = HtmlNames::default();
    if !html.contains('<') {
        return names;
    }
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // What is in a script or a style sheet is no tag.
    emitter.naively_switch_states(true);
    let mut style_start = None;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => {
                names.add_tag(html, &tag);
                style_start = (tag.name.as_slice() == b"style").then_some(tag.span.end);
            }
            Ok(Token::EndTag(tag)) => {
                if let Some(start) = style_start.take()
                    && let Some(css) = html.get(start..tag.span.start)
                {
                    names.urls.extend(css_urls(css).into_iter().map(|(at, url)| HtmlUrl {
                        range: start + at.start..start + at.end,
                        url,
                        kind: UrlKind::Image,
                        is_raw: true,
                    }));
                }
            }
            _ => {}
        }
    }
    names
}

impl HtmlNames {
    fn add_tag(&mut self, html: &str, tag: &StartTag<usize>) {
        let Some(source) = html.get(tag.span.start..tag.span.end) else { return };
        let mut seen = BTreeSet::new();
        for (name, value) in attributes(source) {
            let name = name.to_ascii_lowercase();
            let form = url_form(&tag.name, &name);
            let is_id = name == "id" || name == "name" && tag.name.as_slice() == b"a";
            // Browsers drop an attribute that the tag has already.
            if !seen.insert(name) || form.is_none() && !is_id {
                continue;
            }
            let value = DecodedValue::new(&source[value.clone()], tag.span.start + value.start);
            if is_id && !value.text.is_empty() {
                self.ids.push(nfc(&value.text).into_owned());
                continue;
            }
            match form {
                Some(UrlForm::One(kind)) => self.urls.extend(value.url(trimmed(&value.text), kind)),
                Some(UrlForm::List) => {
                    for at in list_urls(&value.text) {
                        self.urls.extend(value.url(at, UrlKind::Image));
                    }
                }
                Some(UrlForm::Css) => {
                    for (at, url) in css_urls(&value.text) {
                        let found = value.url(at, UrlKind::Image);
                        self.urls.extend(found.map(|found| HtmlUrl { url, ..found }));
                    }
                }
                None => {}
            }
        }
    }
}

/// How addresses are written in an attribute.
enum UrlForm {
    One(UrlKind),
    /// Several, each with a descriptor, as in `srcset`.
    List,
    /// In declarations of CSS.
    Css,
}

/// How an attribute of an element has addresses in it (HTML Standard, "Attributes", 2026-08).
fn url_form(tag: &[u8], attribute: &str) -> Option<UrlForm> {
    use UrlKind::{Image, Link};
    Some(match (attribute, tag) {
        // It would be the base of all other addresses.
        ("href", b"base") => return None,
        ("href" | "xlink:href", b"image" | b"feimage") => UrlForm::One(Image),
        ("href" | "xlink:href" | "action" | "formaction", _) => UrlForm::One(Link),
        ("src", b"img" | b"input") | ("poster", _) => UrlForm::One(Image),
        ("src", _) | ("data", b"object") | ("cite", b"blockquote" | b"q" | b"ins" | b"del") => {
            UrlForm::One(Link)
        }
        ("srcset" | "imagesrcset", _) => UrlForm::List,
        ("style", _) => UrlForm::Css,
        _ => return None,
    })
}

/// The attributes in a start tag: the name of each, and the bytes of its value without quotation marks (HTML Standard,
/// 13.2.5.32 to 13.2.5.39).
fn attributes(tag: &str) -> Vec<(&str, Range<usize>)> {
    let bytes = tag.as_bytes();
    let skip = |from: usize, is_skipped: fn(u8) -> bool| {
        from + bytes[from..].iter().take_while(|byte| is_skipped(**byte)).count()
    };
    let mut found = Vec::new();
    let mut at = skip(1.min(bytes.len()), |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
    loop {
        at = skip(at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        if at >= bytes.len() || bytes[at] == b'>' {
            return found;
        }
        // A `=` at its beginning is part of a name.
        let name_end =
            skip(at + 1, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'='));
        let name = tag.get(at..name_end).unwrap_or_default();
        at = skip(name_end, |byte| byte.is_ascii_whitespace());
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at = skip(at + 1, |byte| byte.is_ascii_whitespace());
        let end = match bytes.get(at) {
            Some(b'"') => skip(at + 1, |byte| byte != b'"'),
            Some(b'\'') => skip(at + 1, |byte| byte != b'\''),
            _ => skip(at, |byte| !byte.is_ascii_whitespace() && byte != b'>'),
        };
        let is_quoted = matches!(bytes.get(at), Some(b'"' | b'\''));
        found.push((name, at + usize::from(is_quoted)..end));
        at = (end + usize::from(is_quoted)).min(bytes.len());
    }
}

/// The value of an attribute, and where each of its bytes comes from.
struct DecodedValue {
    text: String,
    /// For each byte of the text, and for its end, the place in the HTML.
    places: Vec<usize>,
}

impl DecodedValue {
    /// Decodes a value that begins at a place of the HTML.
    fn new(source: &str, start: usize) -> Self {
        let mut decoded = Self { text: String::with_capacity(source.len()), places: vec![] };
        let mut at = 0;
        while let Some(letter) = source[at..].chars().next() {
            let mut end = at + letter.len_utf8();
            if letter == '&' {
                let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '#';
                end += source[end..].chars().take_while(|letter| is_name(*letter)).count();
                end += usize::from(source[end..].starts_with([';', '=']));
                decoded.text += &decode_reference(&source[at..end]);
            } else {
                decoded.text.push(letter);
            }
            decoded.places.resize(decoded.text.len(), start + at);
            at = end;
        }
        decoded.places.push(start + at);
        decoded
    }

    /// The address at some bytes of the text.
    fn url(&self, at: Range<usize>, kind: UrlKind) -> Option<HtmlUrl> {
        let range = self.places[at.start]..self.places[at.end];
        let url = self.text[at].to_owned();
        (!url.is_empty()).then_some(HtmlUrl { range, url, kind, is_raw: false })
    }
}

/// What a character reference in an attribute stands for.
fn decode_reference(reference: &str) -> String {
    let tag = format!("<a a=\"{reference}\">");
    for token in Tokenizer::new(&tag).flatten() {
        if let Token::StartTag(tag) = token
            && let Some(value) = tag.attributes.get(b"a".as_slice())
        {
            return String::from_utf8_lossy(value).into_owned();
        }
    }
    reference.to_owned()
}

fn trimmed(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// The addresses of a `srcset` (HTML Standard, 4.8.4.3.10).
fn list_urls(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let is_between = |letter: char| letter.is_ascii_whitespace() || letter == ',';
        at += text[at..].len() - text[at..].trim_start_matches(is_between).len();
        if at == text.len() {
            return found;
        }
        let end =
            text[at..].find(|letter: char| letter.is_ascii_whitespace()).map_or(text.len(), |end| at + end);
        let url = text[at..end].trim_end_matches(',');
        found.push(at..at + url.len());
        // A comma right behind an address ends it; one behind a descriptor is the next.
        let has_descriptor = at + url.len() == end;
        let next = text[end..].find(',').map_or(text.len(), |comma| end + comma);
        at = if has_descriptor { next } else { end };
    }
}

/// The addresses in `url()` of a style sheet, each with its bytes. One that is a fragment names a part of a drawing on
/// the page, and is left out.
fn css_urls(css: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut letters = css.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, letter)) = letters.next() {
        match letter {
            '/' if css[at..].starts_with("/*") => {
                let end = css[at + 2..].find("*/").map_or(css.len(), |end| at + 2 + end + 2);
                skip_to(&mut letters, end);
            }
            '"' | '\'' => {
                let end = string_end(css, at + 1, letter);
                skip_to(&mut letters, end + 1);
            }
            '\\' => {
                letters.next();
            }
            'u' | 'U' if !is_name_letter(before) && is_function(css, at, "url(") => {
                let start = at + "url(".len();
                let inside = css[start..].trim_start_matches(|letter: char| letter.is_ascii_whitespace());
                let start = css.len() - inside.len();
                let (start, end) = match inside.chars().next() {
                    Some(quote @ ('"' | '\'')) => (start + 1, string_end(css, start + 1, quote)),
                    _ => {
                        let end = string_end(css, start, ')');
                        (start, start + css[start..end].trim_end().len())
                    }
                };
                let url = unescape(&css[start..end]);
                if !url.is_empty() && !url.starts_with('#') {
                    found.push((start..end, url));
                }
                skip_to(&mut letters, end + 1);
            }
            _ => {}
        }
        before = letter;
    }
    found
}

fn is_name_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_' | '\\')
}

fn is_function(css: &str, at: usize, name: &str) -> bool {
    css.get(at..at + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
}

fn skip_to(letters: &mut Peekable<CharIndices<'_>>, end: usize) {
    while letters.next_if(|(at, _)| *at < end).is_some() {}
}

/// The byte of the mark that ends a string or an address of CSS, or the end of the text.
fn string_end(css: &str, start: usize, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in css[start..].char_indices() {
        if letter == quote && !is_escaped {
            return start + at;
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    css.len()
}

/// Takes the escapes out of an address in CSS (CSS Syntax, 4.3.7).
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out += before;
        let digits = behind.chars().take(6).take_while(char::is_ascii_hexdigit).count();
        let letter = u32::from_str_radix(&behind[..digits], 16).ok().and_then(char::from_u32);
        rest = match letter {
            Some(letter) => {
                out.push(letter);
                let behind = &behind[digits..];
                behind.strip_prefix(|letter: char| letter.is_ascii_whitespace()).unwrap_or(behind)
            }
            None => {
                out.extend(behind.chars().next());
                behind.get(behind.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default()
            }
        };
    }
    out + rest
}

/// Replaces addresses in HTML; `replacement` gives the new address of each, or nothing where it stays. All other bytes
/// stay as they are.
pub(crate) fn replace_urls(
    html: &str,
    urls: &[HtmlUrl],
    mut replacement: impl FnMut(&HtmlUrl) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut done = 0;
    for url in urls {
        let Some(href) = replacement(url).filter(|href| *href != url.url) else { continue };
        out += &html[done..url.range.start];
        out += &url.escape(&href);
        done = url.range.end;
    }
    out + &html[done..]
}

/// Marks all addresses in HTML as resolved, so that [`HtmlUrl::is_unresolved`] leaves them out wherever a template puts
/// them.
pub(crate) fn mark_resolved(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut done = 0;
    for url in find_names(html).urls {
        out += &html[done..url.range.start];
        out.push(RESOLVED);
        done = url.range.start;
    }
    out + &html[done..]
}

/// Takes the marks of [`mark_resolved`] out again.
pub(crate) fn without_marks(html: String) -> String {
    if html.contains(RESOLVED) { html.replace(RESOLVED, "") } else { html }
}
