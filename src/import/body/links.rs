//! Links and pictures in an old text.
//!
//! Must not know: which targets exist.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::link_map::{LinkError, ResolvedLink};
use super::super::markdown::{collapse_whitespace, inline_code, parse, todo_comment};
use super::super::settings::Generator;
use super::super::shortcode::Shortcode;
use super::{BodyWriter, Definition};
use crate::diagnostics::{Problem, import_reasons};

impl BodyWriter<'_> {
    /// Converts link reference definitions, `[label]: destination`. Those that cannot be resolved are removed; the links
    /// that use them are reported.
    pub(super) fn convert_definitions(&mut self) {
        let masked = self.parsed.masked.as_str();
        let events = parse(masked);
        let mut definitions: Vec<_> = events
            .reference_definitions()
            .iter()
            .map(|(label, definition)| (definition.span.clone(), normalize_label(label)))
            .collect();
        definitions.sort_by_key(|(span, _)| span.start);
        for (span, label) in definitions {
            let Some(colon) = masked[span.clone()].find("]:") else { continue };
            let range = destination_range(masked, span.start + colon + 2..span.end);
            let resolved = self.resolve_destination(&range);
            match &resolved {
                Ok(Some(link)) => self.replace_destination(&range, &link.href),
                Ok(None) => {}
                Err(_) => self.edits.remove(span),
            }
            let destination = self.text[range].to_owned();
            self.definitions.insert(label, Definition { destination, resolved });
        }
    }

    pub(super) fn convert_link(&mut self, kind: LinkType, url: &str, label: &str, range: &Range<usize>) {
        let inline = self.inline_destination(kind, range);
        let defined = self.definitions.get(&normalize_label(label));
        let (target, resolved) = match (&inline, defined) {
            (Some(destination), _) if self.has_shortcodes(destination) => {
                (self.text[destination.clone()].to_owned(), self.resolve_destination(destination))
            }
            (None, Some(definition)) => (definition.destination.clone(), definition.resolved.clone()),
            _ => (url.to_owned(), self.map.resolve_link(self.at, url)),
        };
        match resolved {
            Ok(None) => {}
            Ok(Some(_)) if self.scope.is_question => {
                self.unlink(kind, range, "");
                self.report(range, Problem::HeadingLink {});
            }
            Ok(Some(link)) => {
                if let Some(id) = &link.missing_id {
                    let target = if link.href == "#" { "this page".to_owned() } else { link.href.clone() };
                    self.report(range, Problem::AnchorLeft { target, id: id.clone() });
                }
                if let Some(destination) = inline {
                    self.replace_destination(&destination, &link.href);
                }
            }
            Err(why) => {
                let note = todo_comment(&format!("the link to {target} {why}"));
                self.unlink(kind, range, &note);
                self.report(range, Problem::LinkLeft { target, why });
            }
        }
    }

    fn replace_destination(&mut self, range: &Range<usize>, href: &str) {
        if self.text[range.clone()] != *href {
            self.edits.replace(range.clone(), href);
        }
        self.intended.links.insert(href.to_owned());
    }

    /// Returns the range of the destination in `[text](destination)`.
    fn inline_destination(&self, kind: LinkType, range: &Range<usize>) -> Option<Range<usize>> {
        if kind != LinkType::Inline {
            return None;
        }
        let at = self.parsed.masked[range.clone()].rfind("](")?;
        Some(destination_range(&self.parsed.masked, range.start + at + 2..range.end - 1))
    }

    /// Replaces a link by its text, with a note behind it.
    fn unlink(&mut self, kind: LinkType, range: &Range<usize>, note: &str) {
        let written = &self.parsed.masked[range.clone()];
        let close = match kind {
            LinkType::Inline => written.rfind("]("),
            LinkType::Reference | LinkType::Collapsed => written.rfind("]["),
            _ => written.rfind(']'),
        };
        if let Some(close) = close {
            self.edits.remove(range.start..range.start + 1);
            self.edits.replace(range.start + close..range.end, note);
        }
    }

    /// Returns the shortcodes inside a range.
    fn shortcodes_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Shortcode> {
        self.parsed
            .shortcodes
            .iter()
            .filter(move |shortcode| range.start <= shortcode.range.start && shortcode.range.end <= range.end)
    }

    fn has_shortcodes(&self, range: &Range<usize>) -> bool {
        self.shortcodes_in(range).next().is_some()
    }

    /// Returns a destination with the values of its shortcodes.
    fn expand_destination(&self, range: &Range<usize>) -> Result<String, LinkError> {
        let mut destination = String::new();
        let mut at = range.start;
        for shortcode in self.shortcodes_in(range) {
            destination.push_str(&self.text[at..shortcode.range.start]);
            destination.push_str(
                &url_value(shortcode, self.map.settings.generator).ok_or(import_reasons::BY_TEMPLATE)?,
            );
            at = shortcode.range.end;
        }
        destination.push_str(&self.text[at..range.end]);
        Ok(destination)
    }

    /// Resolves a destination that may have shortcodes in it.
    fn resolve_destination(&self, range: &Range<usize>) -> Result<Option<ResolvedLink>, LinkError> {
        match self.shortcodes_in(range).next() {
            Some(shortcode) if matches!(shortcode.name.as_str(), "ref" | "relref" | "post_url" | "link") => {
                let reference = shortcode.named_argument(&["path"]).or_else(|| shortcode.first_argument());
                let rest = &self.text[shortcode.range.end..range.end];
                self.map
                    .resolve_ref(self.at, &format!("{}{rest}", reference.ok_or(import_reasons::BY_TEMPLATE)?))
            }
            _ => self.map.resolve_link(self.at, &self.expand_destination(range)?),
        }
    }

    pub(super) fn convert_picture(&mut self, kind: LinkType, url: &str, range: &Range<usize>) {
        let destination = self.inline_destination(kind, range);
        let src = match &destination {
            Some(destination) if self.has_shortcodes(destination) => self.expand_destination(destination),
            _ => Ok(url.to_owned()),
        };
        let written = &self.parsed.masked[range.clone()];
        let close = written.rfind("](").or_else(|| written.rfind("][")).or_else(|| written.rfind(']'));
        let end = close.unwrap_or(written.len()).max(2);
        // The description as it is written.
        let alt = self.text.get(range.start + 2..range.start + end).unwrap_or_default();
        let resolved = src.and_then(|src| Ok((self.map.resolve_picture(self.at, &src)?, src)));
        match resolved {
            Ok((Some(_), _)) if self.scope.is_question => {
                self.edits.replace(range.clone(), alt);
                self.report(range, Problem::HeadingLink {});
            }
            Ok((Some(href), _)) => {
                if let Some(destination) = destination {
                    self.replace_destination(&destination, &href);
                }
            }
            Ok((None, src)) => self.link_to_remote_picture(range, alt, &src),
            Err(why) => {
                let target = destination.map_or_else(|| url.to_owned(), |range| self.text[range].to_owned());
                let note = todo_comment(&format!("the picture {target} {why}"));
                self.edits.replace(range.clone(), inline_code(&self.text[range.clone()]) + &note);
                self.report(range, Problem::PictureLeft { target, why });
            }
        }
    }

    /// Replaces a picture on another server by a link to it; inside of a link, by its description.
    pub(super) fn link_to_remote_picture(&mut self, range: &Range<usize>, alt: &str, src: &str) {
        let words = if alt.trim().is_empty() { "picture" } else { alt };
        let link = if self.scope.links > 0 { words.to_owned() } else { format!("[{words}](<{src}>)") };
        self.edits.replace(range.clone(), link);
        self.report(range, Problem::PictureElsewhere {});
    }
}

/// Returns the value of a shortcode in a URL, if it does not depend on a template.
fn url_value(shortcode: &Shortcode, generator: Generator) -> Option<String> {
    if generator != Generator::Jekyll {
        return None;
    }
    if matches!(shortcode.name.as_str(), "site.baseurl" | "site.url") {
        return Some(String::new());
    }
    // `{{ "/a/" | relative_url }}`
    let is_url = shortcode
        .arguments
        .iter()
        .any(|argument| matches!(argument.value.as_str(), "relative_url" | "absolute_url"));
    is_url.then(|| shortcode.name.trim_matches(['"', '\'']).to_owned())
}

/// Normalizes a label as CommonMark compares them.
fn normalize_label(label: &str) -> String {
    collapse_whitespace(label).to_lowercase()
}

/// Returns the range of a destination that begins a range; a title may follow it.
fn destination_range(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = text[range.clone()].trim_start();
    let start = range.end - inside.len();
    if let Some(pointy) = inside.strip_prefix('<') {
        let length = pointy.find('>').unwrap_or(pointy.len());
        return start + 1..start + 1 + length;
    }
    let length = inside.find(char::is_whitespace).unwrap_or(inside.len());
    start..start + length
}
