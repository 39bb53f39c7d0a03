//! The headings of an old page, with the ids that links led to.
//!
//! Must not know: links, or what a heading says of the page.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::address::{github, simple};
use super::settings::{Generator, Settings};
use crate::base::words::slug;
use crate::parse::markdown::EXTENSIONS;

/// A heading of an old page.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) range: Range<usize>,
    pub(super) level: usize,
    pub(super) words: String,
    /// The id that it had.
    pub(super) id: String,
    /// Whether its author wrote it.
    pub(super) explicit: bool,
    /// Not inside a quotation or a list.
    pub(super) top: bool,
}

/// The headings of a Markdown text, in order.
pub(super) fn headings(text: &str, settings: &Settings) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let (mut depth, mut open) = (0_usize, false);
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => depth -= 1,
            Event::Start(Tag::Heading { level, id, .. }) => {
                let end = range.start + text[range.clone()].trim_end().len();
                let (explicit, id) = (id.is_some(), id.map(|id| id.to_string()).unwrap_or_default());
                let range = range.start..end;
                let words = String::new();
                headings.push(Heading { range, level: number(level), words, id, explicit, top: depth == 0 });
                open = true;
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(words) | Event::Code(words) if open => {
                if let Some(heading) = headings.last_mut() {
                    heading.words.push_str(&words);
                }
            }
            _ => {}
        }
    }
    name(&mut headings, settings);
    headings
}

/// Whether a heading begins with its marks: one to six, then white space or nothing (CommonMark 4.2). One that is
/// underlined may begin with more.
pub(super) fn is_marked(heading: &str) -> bool {
    let rest = heading.trim_start_matches('#');
    let marks = heading.len() - rest.len();
    (1..=6).contains(&marks) && rest.chars().next().is_none_or(char::is_whitespace)
}

fn number(level: HeadingLevel) -> usize {
    level as usize
}

/// Gives those their ids that have none of their author's: a second one of the same words gets a number.
fn name(headings: &mut [Heading], settings: &Settings) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for heading in headings.iter_mut() {
        if heading.explicit {
            seen.entry(heading.id.clone()).or_insert(1);
            continue;
        }
        let plain = match settings.generator {
            Generator::Zola if settings.literal_ids => spaceless(&heading.words),
            Generator::Zola => simple(&heading.words),
            Generator::Hugo | Generator::Jekyll => github(&heading.words),
        };
        let times = seen.entry(plain.clone()).or_insert(0);
        heading.id = if *times == 0 || plain.is_empty() { plain } else { format!("{plain}-{times}") };
        *times += 1;
    }
}

/// Zola's other way to make an id of a heading: only white space cannot stand in one.
fn spaceless(words: &str) -> String {
    words.replace(|letter: char| letter.is_ascii_whitespace(), "_")
}

impl Heading {
    /// Whether nutgraf would give it another id by itself, so that it must be written.
    pub(super) fn needs_id(&self) -> bool {
        let fit = |c: char| !c.is_whitespace() && !"{}#:\"'<>\\=".contains(c);
        !self.explicit && !self.id.is_empty() && self.id.chars().all(fit) && self.id != slug(&self.words)
    }
}
