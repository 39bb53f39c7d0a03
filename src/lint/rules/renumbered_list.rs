//! C017: a list that shows other numbers than were written.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::prelude::*;
use crate::parse::markdown::{Brackets, events};

pub(super) static RULE: Rule =
    Rule::new("C017", "renumbered-list", Warn, &[RENUMBERED, NO_ITEM], EXPLANATION, Run::Page(check));

const RENUMBERED: Message = Message {
    text: "this list shows {shown} where {written} is written",
    label: "",
    remedies: &[
        "write `{shown}{mark}` if the list counts on, or `{written}\\{mark}` if the number belongs to the words",
    ],
};

const NO_ITEM: Message = Message {
    text: "a number at the beginning of a line makes a list of it",
    label: "a reader sees item {shown}",
    remedies: &["write `{written}\\{mark}` if it is a date, a year or another number of the sentence"],
};

const EXPLANATION: &str = "\
Finds numbered lists that show other numbers than were written, and lines that are a list only because they begin
with a number.

Markdown takes the first number of a list, and counts on from there: a year or a day at the beginning of a
paragraph becomes another one, and nobody sees it in the source.

    14. Juli 1789 was a Tuesday.

    1848. What a year.

Readers see items 14 and 15. Write `14\\. Juli` and `1848\\. What`. It keeps quiet about lists with the same number
before each item, which leave the counting to Markdown, about a `1` that is written again, about a list that begins at any number and counts on, and
about an item that goes on where the list before it stopped.
";

/// The number of an item as it is written.
struct WrittenNumber {
    value: u64,
    /// Its digits and the mark behind them, in the text.
    range: Range<usize>,
}

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for body in &cx.page.files {
        let document = body.document();
        let text = document.body();
        let mut last_number = 0;
        for list in numbered_lists(text) {
            let are_items = are_items(&list, last_number);
            for (item, shown) in list.iter().zip(list[0].value..) {
                // Many write `1.` before each item and leave the counting to Markdown.
                if are_items && (item.value == shown || item.value == 1) {
                    continue;
                }
                let (digits, mark) = text[item.range.clone()].split_at(item.range.len() - 1);
                let words = if are_items {
                    fill!(RENUMBERED, shown, written = digits, mark)
                } else {
                    fill!(NO_ITEM, shown, written = digits, mark)
                };
                let span = Span::new(item.range.clone()).shifted(document.body);
                let edit = Edit { span, old: format!("{digits}{mark}"), new: format!("{digits}\\{mark}") };
                let fix = (!are_items).then(|| Fix::unsafe_(edit));
                found.push(RULE.finding(&body.path, span, words).with_fix(fix));
            }
            last_number = list[0].value + list.len() as u64 - 1;
        }
    }
}

/// Says if numbers are those of a list: some follow each other, or all are the same. A single one is, if it goes on
/// from the last list or is no day and no year.
fn are_items(list: &[WrittenNumber], last_number: u64) -> bool {
    if let [only] = list {
        return only.value < 2
            || only.value == last_number + 1
            || !matches!(only.value, 2..=31 | 1000..=2100);
    }
    let all_same = list.iter().all(|item| item.value == list[0].value);
    all_same || list.windows(2).any(|pair| pair[1].value == pair[0].value + 1)
}

/// Finds the numbered lists of a text that do not leave the counting to Markdown.
fn numbered_lists(text: &str) -> Vec<Vec<WrittenNumber>> {
    let mut found = Vec::new();
    // One without numbers is none.
    let mut open: Vec<Option<Vec<WrittenNumber>>> = Vec::new();
    for (event, range) in events(text, Brackets::Text) {
        match event {
            Event::Start(Tag::List(start)) => open.push(start.map(|_| vec![])),
            Event::Start(Tag::Item) => {
                let Some(Some(items)) = open.last_mut() else { continue };
                let start = range.end - text[range.clone()].trim_start().len();
                let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
                let value = text[start..start + digits].parse().unwrap_or_default();
                items.push(WrittenNumber { value, range: start..start + digits + 1 });
            }
            Event::End(TagEnd::List(_)) => {
                let items = open.pop().flatten().unwrap_or_default();
                let counts = items.len() < 2 || items.iter().any(|item| item.value != items[0].value);
                if !items.is_empty() && counts {
                    found.push(items);
                }
            }
            _ => {}
        }
    }
    found
}
