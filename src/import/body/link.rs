//! Links and pictures in an old text.
//!
//! Must not know: what there is to lead to.

use std::ops::Range;

use pulldown_cmark::{LinkType, Parser};

use super::super::edit::{code, todo};
use super::super::link::{Led, Why};
use super::super::settings::Generator;
use super::super::tag::Tag;
use super::Writer;
use crate::diagnostics::Problem;
use crate::parse::markdown::EXTENSIONS;

const BY_TEMPLATE: Why = "is made by a template of the old site";

impl Writer<'_> {
    /// Definitions, `[label]: address`: those that lead nowhere go, and the links that use them are told of.
    pub(super) fn definitions(&mut self) {
        let parser = Parser::new_ext(&self.read.masked, EXTENSIONS);
        let all = parser.reference_definitions().iter();
        let mut definitions: Vec<_> = all.map(|(label, link)| (link.span.clone(), folded(label))).collect();
        definitions.sort_by_key(|(span, _)| span.start);
        for (span, label) in definitions {
            let Some(colon) = self.read.masked[span.clone()].find("]:") else { continue };
            let at = destination(&self.read.masked, span.start + colon + 2..span.end);
            let said = self.text[at.clone()].to_owned();
            let led = self.made(&at);
            match &led {
                Ok(Some(led)) => self.lead(&at, led),
                Ok(None) => {}
                Err(_) => self.edits.remove(span),
            }
            self.defined.insert(label, (said, led));
        }
    }

    pub(super) fn link(&mut self, kind: LinkType, (url, label): (&str, &str), range: &Range<usize>) {
        let at = (kind == LinkType::Inline).then(|| self.inline(range)).flatten();
        let defined = || self.defined.get(&folded(label)).cloned();
        let (target, led) = match &at {
            Some(at) if self.has_tags(at) => (self.text[at.clone()].to_owned(), self.made(at)),
            Some(_) => (url.to_owned(), self.map.led(self.at, url)),
            None => defined().unwrap_or_else(|| (url.to_owned(), self.map.led(self.at, url))),
        };
        match led {
            Ok(None) => {}
            Ok(Some(_)) if self.scope.question => {
                self.unlink((kind, range), "");
                self.report(range, Problem::HeadingLink {});
            }
            Ok(Some(led)) => {
                if let Some(id) = &led.lost {
                    let target = if led.to == "#" { "this page".to_owned() } else { led.to.clone() };
                    self.report(range, Problem::AnchorLeft { target, id: id.clone() });
                }
                if let Some(at) = at {
                    self.lead(&at, &led);
                }
            }
            Err(why) => {
                let note = todo(&format!("the link to {target} {why}"));
                self.unlink((kind, range), &note);
                self.report(range, Problem::LinkLeft { target, why });
            }
        }
    }

    fn lead(&mut self, at: &Range<usize>, led: &Led) {
        if self.text[at.clone()] != led.to {
            self.edits.replace(at.clone(), led.to.clone());
        }
        self.meant.led.insert(led.to.clone());
    }

    /// Where the address of `[text](address)` stands.
    fn inline(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let at = self.read.masked[range.clone()].rfind("](")?;
        Some(destination(&self.read.masked, range.start + at + 2..range.end - 1))
    }

    /// Leaves a link's words, with a note behind them.
    fn unlink(&mut self, (kind, range): (LinkType, &Range<usize>), note: &str) {
        let written = &self.read.masked[range.clone()];
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

    fn has_tags(&self, at: &Range<usize>) -> bool {
        self.read.tags.iter().any(|tag| at.start <= tag.range.start && tag.range.end <= at.end)
    }

    /// An address as it is said, with what templates say in it.
    fn said(&self, at: &Range<usize>) -> Result<String, Why> {
        let mut said = String::new();
        let mut from = at.start;
        for tag in self.read.tags.iter().filter(|tag| at.start <= tag.range.start && tag.range.end <= at.end)
        {
            said.push_str(&self.text[from..tag.range.start]);
            said.push_str(&word(tag, self.generator()).ok_or(BY_TEMPLATE)?);
            from = tag.range.end;
        }
        said.push_str(&self.text[from..at.end]);
        Ok(said)
    }

    /// What an address leads to that a template made.
    fn made(&self, at: &Range<usize>) -> Result<Option<Led>, Why> {
        let tag = self.read.tags.iter().find(|tag| at.start <= tag.range.start && tag.range.end <= at.end);
        let rest = |tag: &Tag| self.text[tag.range.end..at.end].to_owned();
        let named = |tag: &Tag| tag.named(&["path"]).or_else(|| tag.first()).map(str::to_owned);
        match tag {
            Some(tag) if matches!(tag.name.as_str(), "ref" | "relref" | "post_url" | "link") => {
                self.map.referred(self.at, &(named(tag).ok_or(BY_TEMPLATE)? + &rest(tag)))
            }
            _ => self.map.led(self.at, &self.said(at)?),
        }
    }

    pub(super) fn image(&mut self, kind: LinkType, url: &str, range: &Range<usize>) {
        let at = (kind == LinkType::Inline).then(|| self.inline(range)).flatten();
        let said = at.as_ref().map_or_else(
            || Ok(url.to_owned()),
            |at| if self.has_tags(at) { self.said(at) } else { Ok(url.to_owned()) },
        );
        let alt = self.alt(range);
        match said.and_then(|said| Ok((self.map.picture(self.at, &said)?, said))) {
            Ok((Some(_), _)) if self.scope.question => {
                self.edits.replace(range.clone(), alt);
                self.report(range, Problem::HeadingLink {});
            }
            Ok((Some(to), _)) => {
                if let Some(at) = at {
                    self.lead(&at, &Led { to, lost: None });
                }
            }
            Ok((None, said)) => self.elsewhere(range, (&alt, &said)),
            Err(why) => {
                let target = at.map_or_else(|| url.to_owned(), |at| self.text[at].to_owned());
                let note = todo(&format!("the picture {target} {why}"));
                self.edits.replace(range.clone(), code(&self.text[range.clone()]) + &note);
                self.report(range, Problem::PictureLeft { target, why });
            }
        }
    }

    /// A picture on another server becomes a link to it; inside a link, its words.
    pub(super) fn elsewhere(&mut self, range: &Range<usize>, (alt, said): (&str, &str)) {
        let words = if alt.trim().is_empty() { "picture" } else { alt };
        let shown = if self.scope.links > 0 { words.to_owned() } else { format!("[{words}](<{said}>)") };
        self.edits.replace(range.clone(), shown);
        self.report(range, Problem::PictureElsewhere {});
    }

    /// The words of a picture, as they are written.
    fn alt(&self, range: &Range<usize>) -> String {
        let written = &self.read.masked[range.clone()];
        let end = written.rfind("](").or_else(|| written.rfind("][")).or_else(|| written.rfind(']'));
        let end = end.unwrap_or(written.len()).max(2);
        self.text.get(range.start + 2..range.start + end).unwrap_or_default().to_owned()
    }
}

/// What a call stands for in an address; nothing, if nobody can say.
fn word(tag: &Tag, generator: Generator) -> Option<String> {
    if generator != Generator::Jekyll {
        return None;
    }
    let piped =
        tag.arguments.iter().any(|(_, word)| matches!(word.as_str(), "relative_url" | "absolute_url"));
    match tag.name.as_str() {
        "site.baseurl" | "site.url" => Some(String::new()),
        name if piped => Some(name.trim_matches(['"', '\'']).to_owned()),
        _ => None,
    }
}

/// A label as CommonMark compares it.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Where an address stands in what is behind the bracket: a title may follow.
fn destination(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + inside.len() - inside.trim_start().len();
    let inside = inside.trim_start();
    if let Some(pointed) = inside.strip_prefix('<') {
        let length = pointed.find('>').unwrap_or(pointed.len());
        return start + 1..start + 1 + length;
    }
    let length = inside.find(char::is_whitespace).unwrap_or(inside.len());
    start..start + length
}
