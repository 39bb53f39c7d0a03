//! C009: a number of things announced, and a different number of them.

use super::super::text::{CountPromise, ListPosition, find_count_promise};
use super::prelude::*;
use crate::base::words::Count;
use crate::parse::markdown::Heading;

pub(super) static RULE: Rule =
    Rule::new("C009", "broken-promise-count", Warn, &[OTHER_COUNT], EXPLANATION, Run::Page(check));

const OTHER_COUNT: Message = Message {
    text: "{promised} are promised, but there {are} {found}",
    label: "",
    remedies: &["correct the number, or add what is missing"],
};

const EXPLANATION: &str = "\
Finds a title, a heading or a line above a list that promises a number of questions, reasons, points or the like,
but is followed by a different number of sections, sub-headings or items.

Readers count. If one is missing, it looks as if it had been cut.

    title = \"Five questions about the trip\"        (and four sections)

Correct the number, or add what is missing. The rule ignores open numbers (`at least three`) and shares (`two of the
three`). It finds nothing where no list or headings follow, or where one of the lists has the right number.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    found.extend(promise_of_title(cx));
    for passage in cx.authored_passages() {
        match passage.kind {
            PassageKind::Heading => found.extend(promise_of_heading(cx, passage)),
            PassageKind::Paragraph => found.extend(promise_above_list(cx, passage)),
            _ => {}
        }
    }
}

/// Checks the title, which promises sections or the items of any list on the page.
fn promise_of_title(cx: &LintContext<'_>) -> Option<Finding> {
    let (title, span) = cx.page.title().zip(cx.page.title_span())?;
    let promise = find_count_promise(&title.plain)?;
    let sections =
        cx.page.sections.iter().filter(|section| cx.page.section_title(**section).is_some()).count();
    let is_kept = sections == promise.count || list_lengths(&cx.passages).contains(&promise.count);
    (sections >= 2 && !is_kept)
        .then(|| RULE.finding(cx.page.path(), span, words(&promise, sections, "section")))
}

/// Checks a heading, which promises the headings below it or the items of a list under it.
fn promise_of_heading(cx: &LintContext<'_>, passage: &Passage<'_>) -> Option<Finding> {
    let promise = find_count_promise(&passage.text)?;
    let body = cx.page.files.iter().find(|body| body.path == *passage.path)?;
    let start = passage.span(promise.range.clone()).range().start;
    let headings = &body.document().outline.headings;
    let at = headings.iter().position(|heading| heading.span.range().contains(&start))?;
    let subheadings = count_subheadings(&headings[at..]);
    let below = cx.passages_after(passage).take_while(|next| next.kind != PassageKind::Heading);
    let lists = list_lengths(below);
    if subheadings == promise.count || lists.contains(&promise.count) {
        return None;
    }
    let words = match (subheadings, lists.as_slice()) {
        (0, [items]) => words(&promise, *items, "item"),
        (0 | 1, _) => return None,
        (subheadings, _) => words(&promise, subheadings, "heading"),
    };
    Some(RULE.within(passage, promise.range.clone(), words))
}

/// Counts the headings of the highest level below the first one, up to the next that is not below it.
fn count_subheadings(headings: &[Heading]) -> usize {
    let Some((first, rest)) = headings.split_first() else { return 0 };
    let end = rest.iter().position(|heading| heading.level <= first.level).unwrap_or(rest.len());
    let highest = rest[..end].iter().map(|heading| heading.level).min();
    rest[..end].iter().filter(|heading| Some(heading.level) == highest).count()
}

/// Checks a paragraph that ends in a colon, which promises the items of the list under it.
fn promise_above_list(cx: &LintContext<'_>, passage: &Passage<'_>) -> Option<Finding> {
    if !passage.text.trim_end().ends_with(':') || passage.item.is_some() {
        return None;
    }
    let last = passage.facts().sentences.last()?.clone();
    let promise = find_count_promise(&passage.text[last.clone()])?;
    let range = last.start + promise.range.start..last.start + promise.range.end;
    let first_item = cx.passages_after(passage).next()?;
    let list = first_item.item?.list;
    let items = cx.passages_after(passage).map_while(|next| next.item.filter(|item| item.list == list));
    let count = items.map(|item| item.item).max()?;
    if count == promise.count || passage.is_quoted(range.start) {
        return None;
    }
    let place = Place::new(passage.path, first_item.span(0..first_item.text.len()));
    let finding = RULE.within(passage, range, words(&promise, count, "item"));
    Some(finding.related(place, "the first of them"))
}

/// The number of items of each list, in the order of the passages.
fn list_lengths<'p, 's: 'p>(passages: impl IntoIterator<Item = &'p Passage<'s>>) -> Vec<usize> {
    let mut lists: Vec<ListPosition> = Vec::new();
    for position in passages.into_iter().filter_map(|passage| passage.item) {
        match lists.last_mut() {
            Some(last) if last.list == position.list && position.item >= last.item => *last = position,
            _ => lists.push(position),
        }
    }
    lists.into_iter().map(|last| last.item).collect()
}

fn words(promise: &CountPromise, count: usize, noun: &'static str) -> FilledMessage {
    let are = if count == 1 { "is" } else { "are" };
    fill!(OTHER_COUNT, promised = promise.text, are, found = Count(count, noun))
}
