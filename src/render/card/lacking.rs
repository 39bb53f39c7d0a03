//! Letters on cards that nutgraf's own typefaces lack: which are wanted of the machine's, and which no typeface has.
//!
//! Known from the texts alone, without a look at any pixel. Must not know: where typefaces are found.

use std::collections::BTreeSet;
use std::ops::Range;

use super::faces::{Hand, is_ours};
use super::shaped_words::is_silent;
use super::{CardAssets, Faces, TEMPLATE};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::model::{Page, Site};
use crate::parse::settings::Cards;
use crate::source::{SETTINGS, Snapshot};

/// What our own typefaces lack, for some cards.
#[derive(Debug, Default)]
pub(crate) struct Lacking {
    pub(crate) letters: BTreeSet<char>,
    /// What no typeface has at all.
    pub(crate) findings: Vec<Finding>,
}

/// A text on a card, and where its author wrote it.
type Written<'s> = (&'s str, &'s SitePath, Span);

/// What the cards of a page lack; mostly nothing.
pub(crate) fn lacking(
    (site, assets): (&Site, &CardAssets),
    snapshot: &Snapshot,
    page: &Page,
) -> Option<Lacking> {
    let title_span = page.title_span().unwrap_or_default();
    let title = page.title().map(|title| (title.plain.as_str(), page.path(), title_span));
    let topics = page.explainer().map_or(&[][..], |front| &front.topics);
    let topics = topics.iter().map(|topic| (topic.value.as_str(), page.path(), topic.span));
    let of_sections = site.settings.cards == Cards::Sections;
    let sections = page.sections.iter().filter(|_| of_sections).filter_map(|section| {
        let span = page.section_title_span(*section)?;
        Some((page.section_title(*section)?.plain.as_str(), &page.files[section.file].path, span))
    });
    of(title.into_iter().chain(topics).chain(sections), &assets.faces, snapshot)
}

/// What the words lack that the site itself has on cards: in its settings, and in the template.
pub(crate) fn of_site((site, assets): (&Site, &CardAssets), snapshot: &Snapshot) -> Option<Lacking> {
    let path = SitePath::new(SETTINGS);
    let template = SitePath::new(&format!("templates/{TEMPLATE}"));
    let settings = &site.settings;
    let title = settings.title.as_ref().zip(settings.title_span);
    let description = settings.description.as_ref().zip(settings.description_span);
    let texts = title.into_iter().chain(description).map(|(text, span)| (text.plain.as_str(), &path, span));
    let drawn = snapshot.text(&template).unwrap_or_default();
    let drawn = shown(drawn).into_iter().map(|range| (&drawn[range.clone()], &template, Span::new(range)));
    of(texts.chain(drawn), &assets.faces, snapshot)
}

/// What opens and what closes a part of an SVG template that is not shown.
const HIDDEN: [(&str, &str); 5] = [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<!--", "-->"), ("<", ">")];

/// The parts of an SVG template that are shown as they are.
fn shown(template: &str) -> Vec<Range<usize>> {
    let mut shown = Vec::new();
    let mut start = 0;
    while start < template.len() {
        let open = template[start..].find(['{', '<']).map_or(template.len(), |at| start + at);
        shown.push(start..open);
        let hidden = HIDDEN.iter().find(|(opens, _)| template[open..].starts_with(opens));
        let close =
            hidden.map(|(_, closes)| template[open..].find(closes).map(|at| open + at + closes.len()));
        start = close.map_or(open + 1, |close| close.unwrap_or(template.len()));
    }
    shown
}

fn of<'s>(texts: impl Iterator<Item = Written<'s>>, faces: &Faces, snapshot: &Snapshot) -> Option<Lacking> {
    let mut lacking = Lacking::default();
    for (text, path, span) in texts {
        // Nearly all texts end here.
        if text.is_ascii() || text.chars().all(|letter| is_ours(letter) || is_unseen(letter)) {
            continue;
        }
        let foreign = text.chars().filter(|letter| !is_ours(*letter) && !is_unseen(*letter));
        lacking.letters.extend(foreign);
        for gap in gaps(text, faces) {
            let letters = text[gap].to_owned();
            // Where the letters stand in the file; where they are written as escapes, the text itself. A text whose place is
            // not known is looked for in the whole file.
            let whole = snapshot.text(path);
            let written =
                if span == Span::default() { whole } else { whole.and_then(|it| it.get(span.range())) };
            // Mark-up may stand between them.
            let first = &letters[..letters.chars().next().map_or(0, char::len_utf8)];
            let found = written.and_then(|written| {
                Some((letters.as_str(), written.find(&letters)?))
                    .or_else(|| Some((first, written.find(first)?)))
            });
            let place = found.map_or(span, |(letters, at)| {
                let start = span.range().start + at;
                Span::new(start..start + letters.len())
            });
            lacking.findings.push(Finding::new(path, place, Problem::MissingGlyph { letters }));
        }
    }
    (!lacking.letters.is_empty()).then_some(lacking)
}

/// Returns whether nothing is drawn for a letter.
fn is_unseen(letter: char) -> bool {
    is_silent(letter) || letter.is_whitespace()
}

/// Where letters stand side by side that no face has.
fn gaps(text: &str, faces: &Faces) -> Vec<Range<usize>> {
    let mut gaps: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, letter) in text.char_indices() {
        if is_silent(letter) {
            continue;
        }
        let end = at + letter.len_utf8();
        let lacks = !letter.is_whitespace() && faces.of(letter, Hand::Serif).is_none();
        match gaps.last_mut().filter(|_| open && lacks) {
            Some(gap) => gap.end = end,
            None if lacks => gaps.push(at..end),
            None => {}
        }
        open = lacks;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_shows_stands_outside_of_tags() {
        let template = "{# a #}<svg b='<'>c{{ d }}{e<!-- <f> -->g{% h %}</svg>i{{";
        let parts: Vec<_> = shown(template).into_iter().map(|range| &template[range]).collect();
        assert_eq!(parts.concat(), "cegi");
    }
}
