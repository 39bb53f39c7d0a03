//! Headings of an old page, with the ids that links use.
//!
//! Must not know: links.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::parse;
use super::permalink::{github_anchor, slugify};
use super::settings::{Generator, Settings};
use crate::base::words::slug;

#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) range: Range<usize>,
    pub(super) level: usize,
    /// Text without mark-up.
    pub(super) text: String,
    /// The id in the old site.
    pub(super) id: String,
    /// The author wrote the id.
    pub(super) is_id_explicit: bool,
    /// Not inside a quotation, a list or a footnote.
    pub(super) is_top_level: bool,
}

/// Finds the headings of a Markdown text.
pub(super) fn find_headings(text: &str, settings: &Settings) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut depth = 0_usize;
    let mut is_open = false;
    for (event, range) in parse(text) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => depth -= 1,
            Event::Start(Tag::Heading { level, id, .. }) => {
                is_open = true;
                headings.push(Heading {
                    range: range.start..range.start + text[range.clone()].trim_end().len(),
                    level: level as usize,
                    text: String::new(),
                    is_id_explicit: id.is_some(),
                    id: id.map(String::from).unwrap_or_default(),
                    is_top_level: depth == 0,
                });
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            Event::Text(text) | Event::Code(text) if is_open => {
                if let Some(heading) = headings.last_mut() {
                    heading.text.push_str(&text);
                }
            }
            _ => {}
        }
    }
    set_implicit_ids(&mut headings, settings);
    headings
}

/// Returns whether a heading begins with one to six `#`, then white space or nothing (CommonMark 4.2). An underlined one
/// may begin with more.
pub(super) fn is_atx_heading(heading: &str) -> bool {
    let rest = heading.trim_start_matches('#');
    let marks = heading.len() - rest.len();
    (1..=6).contains(&marks) && rest.chars().next().is_none_or(char::is_whitespace)
}

/// Sets the ids that the generator made: the second heading of the same text gets a number.
fn set_implicit_ids(headings: &mut [Heading], settings: &Settings) {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for heading in headings {
        if heading.is_id_explicit {
            uses.entry(heading.id.clone()).or_insert(1);
            continue;
        }
        let id = match settings.generator {
            Generator::Zola if settings.literal_anchors => {
                heading.text.replace(|letter: char| letter.is_ascii_whitespace(), "_")
            }
            Generator::Zola => slugify(&heading.text),
            Generator::Hugo | Generator::Jekyll => github_anchor(&heading.text),
        };
        let count = uses.entry(id.clone()).or_insert(0);
        heading.id = if *count == 0 || id.is_empty() { id } else { format!("{id}-{count}") };
        *count += 1;
    }
}

impl Heading {
    /// Returns whether the new page has to write the id, since nutgraf would make another one.
    pub(super) fn needs_explicit_id(&self) -> bool {
        let is_allowed = |c: char| !c.is_whitespace() && !"{}#:\"'<>\\=".contains(c);
        !self.is_id_explicit
            && !self.id.is_empty()
            && self.id.chars().all(is_allowed)
            && self.id != slug(&self.text)
    }
}
