//! C009: so many things are promised, and another number of them stands there.

use super::super::text::{CountPromise, Passage, PassageKind, promise};
use super::super::{LintContext, Rule, Run};
use crate::base::Place;
use crate::base::words::Count;
use crate::diagnostics::{FilledMessage, Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("C009", "broken-promise-count", LintLevel::Warn, &[OTHER_COUNT], EXPLANATION, Run::Page(run));

const OTHER_COUNT: Message = Message {
    text: "{promised} are promised, and there {are} {found}",
    label: "",
    remedies: &["mend the number, or write what lacks"],
};

const EXPLANATION: &str = "\
Finds a title, a heading or the line above a list that promises a number of questions, reasons, points and the
like, where another number of sections, sub-headings or items follows.

A reader counts. One that is missing looks like one that was cut.

    title = \"Five questions about the trip\"        (and four sections)

Mend the number, or write the one that lacks. It keeps quiet where the number is open (`at least three`) or is a
share (`two of the three`), where neither a list nor headings follow, and where one of the lists fits.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    in_title(cx, found);
    for passage in cx.authored_passages() {
        match passage.kind {
            PassageKind::Heading => found.extend(in_heading(cx, passage)),
            PassageKind::Paragraph => found.extend(above_list(cx, passage)),
            _ => {}
        }
    }
}

/// A title promises sections, or a list somewhere on the page.
fn in_title(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let Some((title, span)) = cx.page.title().zip(cx.page.title_span()) else { return };
    let Some(promise) = promise(&title.plain) else { return };
    let headed = |section: &&crate::model::Section| cx.page.section_title(**section).is_some();
    let sections = cx.page.sections.iter().filter(headed).count();
    if sections < 2 || sections == promise.count || lists(&cx.passages).contains(&promise.count) {
        return;
    }
    let words = words(&promise, (sections, "section"));
    found.push(RULE.finding(cx.page.path(), span, words));
}

/// A heading promises the headings below it, or a list of its own.
fn in_heading(cx: &LintContext<'_>, passage: &Passage<'_>) -> Option<Finding> {
    let promise = promise(&passage.text)?;
    let body = cx.page.files.iter().find(|body| body.path == *passage.path)?;
    let headings = &body.document().outline.headings;
    let place = passage.span(promise.range.clone());
    let at = headings.iter().position(|heading| heading.span.range().contains(&place.range().start))?;
    let level = headings[at].level;
    let inside = headings[at + 1..].iter().take_while(|heading| heading.level > level);
    let below = inside.map(|heading| heading.level).min();
    let inside = headings[at + 1..].iter().take_while(|heading| heading.level > level);
    let below = inside.filter(|heading| Some(heading.level) == below).count();
    let own = cx.passages[passage.index() + 1..].iter();
    let own: Vec<_> =
        own.take_while(|next| next.path == passage.path && next.kind != PassageKind::Heading).collect();
    let lists = lists(own);
    if below == promise.count || lists.contains(&promise.count) {
        return None;
    }
    let found = match (below, lists.as_slice()) {
        (0, [items]) => (*items, "item"),
        (0 | 1, _) => return None,
        (below, _) => (below, "heading"),
    };
    Some(RULE.within(passage, promise.range.clone(), words(&promise, found)))
}

/// A line that ends in a colon promises the list under it.
fn above_list(cx: &LintContext<'_>, passage: &Passage<'_>) -> Option<Finding> {
    if !passage.text.trim_end().ends_with(':') || passage.item.is_some() {
        return None;
    }
    let last = passage.sentences().last()?.clone();
    let promise = promise(&passage.text[last.clone()])?;
    let (list, _) = cx.around(passage).1?.item?;
    let items = cx.passages[passage.index() + 1..].iter();
    let items =
        items.take_while(|next| next.path == passage.path && next.item.is_some_and(|(of, _)| of == list));
    let items: Vec<_> = items.collect();
    let count = items.iter().filter_map(|item| item.item).map(|(_, nth)| nth).max()?;
    let range = last.start + promise.range.start..last.start + promise.range.end;
    let quoted = passage.is_quoted(range.start);
    (count != promise.count && !quoted).then(|| {
        let span = items[0].span(0..items[0].text.len());
        let finding = RULE.within(passage, range, words(&promise, (count, "item")));
        finding.related(Place::new(passage.path, span), "the first of them")
    })
}

/// How many items each of the lists has.
fn lists<'p, 's: 'p>(passages: impl IntoIterator<Item = &'p Passage<'s>>) -> Vec<usize> {
    let mut lists: Vec<(usize, usize)> = Vec::new();
    for passage in passages {
        let Some((list, nth)) = passage.item else { continue };
        match lists.last_mut().filter(|(last, most)| *last == list && nth >= *most) {
            Some((_, most)) => *most = nth,
            None => lists.push((list, nth)),
        }
    }
    lists.into_iter().map(|(_, items)| items).collect()
}

fn words(promise: &CountPromise, (count, what): (usize, &'static str)) -> FilledMessage {
    let are = if count == 1 { "is" } else { "are" };
    fill!(OTHER_COUNT, promised = promise.words, are, found = Count(count, what))
}
