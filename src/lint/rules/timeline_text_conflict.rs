//! C004: a day in the text, and another in the timeline.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use super::super::text::{DateMention, Passage, PassageKind, Tokens};
use super::super::{LintContext, Rule, Run};
use crate::base::{Place, SitePath};
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::model::EntryId;
use crate::parse::table::SpannedDate;

pub(super) static RULE: Rule =
    Rule::new("C004", "timeline-text-conflict", LintLevel::Warn, &[OTHER_DAY], EXPLANATION, Run::Page(run))
        .preview();

const OTHER_DAY: Message = Message {
    text: "the timeline has another day for this",
    label: "{day} there",
    remedies: &["look up which is right"],
};

const EXPLANATION: &str = "\
Finds a day in a sentence that differs from the one which the page’s timeline gives for the same event.

The two are written at different times, often by two people. Readers see both.

    2022-09-14 in the timeline: Xi landed in Nur-Sultan.
    In the text: Xi landed in Nur-Sultan on 13 September.

Look up which is right. The same event is one that shares with the sentence somebody or something of
`entities.toml`, another word that is rare on the page, and what is done (`met` and `will meet` are the same), one
to 31 days apart.

It keeps quiet where either date is no single day, where the sentence has two dates or says `not`, and in
quotation marks.
";

/// An event of a timeline, as it is compared.
struct Event<'p> {
    day: Date,
    when: &'p SpannedDate,
    path: &'p SitePath,
    said: Said,
}

/// What a text tells of.
struct Said {
    names: BTreeSet<EntryId>,
    verbs: BTreeSet<&'static str>,
    words: BTreeSet<String>,
}

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut events: Vec<_> = cx.passages.iter().filter_map(|passage| event(cx, passage)).collect();
    events.sort_by_key(|event| event.day);
    if events.is_empty() {
        return;
    }
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        for sentence in passage.sentences() {
            found.extend(judge(cx, &events, (passage, sentence)));
        }
    }
}

fn event<'p>(cx: &LintContext<'_>, passage: &'p Passage<'_>) -> Option<Event<'p>> {
    let when = passage.date.filter(|_| passage.kind == PassageKind::TimelineEvent)?;
    let day = when.date.earliest();
    let said = said(cx, passage, &(0..passage.text.len()));
    (day == when.date.latest()).then_some(Event { day, when, path: passage.path, said })
}

fn judge(
    cx: &LintContext<'_>,
    events: &[Event<'_>],
    (passage, sentence): (&Passage<'_>, &Range<usize>),
) -> Option<Finding> {
    let [date] = passage.dates_in(sentence) else { return None };
    let years =
        passage.years_in(sentence).iter().filter(|(year, _)| !date.range.contains(&year.start)).count();
    if date.day.is_none() || years > 0 || passage.is_quoted(date.range.start) || is_denied(passage, sentence)
    {
        return None;
    }
    let said = said(cx, passage, sentence);
    let near = |event: &&Event<'_>| {
        let days = days(date, event)?;
        let apart = days.0.duration_since(event.day).as_hours().unsigned_abs() / 24;
        let inside = (days.0..=days.1).contains(&event.day);
        (!inside && (1..=31).contains(&apart)).then_some(())
    };
    // Another event on the very day is the one that is told.
    let told = events
        .iter()
        .any(|event| days(date, event).is_some_and(|days| days.0 == event.day) && is_same(&said, event));
    let event = events.iter().filter(|event| near(event).is_some()).find(|event| is_same(&said, event))?;
    (!told).then(|| {
        let words = fill!(OTHER_DAY, day = event.when.words.replace('\u{a0}', " "));
        let place = Place::new(event.path, event.when.span);
        RULE.within(passage, date.range.clone(), words).related(place, "the timeline")
    })
}

/// The days of a date, in the year of an event where it has none.
fn days(date: &DateMention, event: &Event<'_>) -> Option<(Date, Date)> {
    date.days(Some(event.day.year()))
}

fn is_denied(passage: &Passage<'_>, sentence: &Range<usize>) -> bool {
    let mut words = passage.text[sentence.clone()].split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| ["not", "never", "no", "t", "before", "after", "until"].contains(&&*word.to_lowercase()))
}

fn is_same(said: &Said, event: &Event<'_>) -> bool {
    let names = said.names.intersection(&event.said.names).count();
    let words = said.words.intersection(&event.said.words).count();
    let verbs = !said.verbs.is_disjoint(&event.said.verbs);
    verbs && names >= 1 && names + words >= 2
}

fn said(cx: &LintContext<'_>, passage: &Passage<'_>, range: &Range<usize>) -> Said {
    let inside = cx.entity_mentions(passage).iter().filter(|(name, _)| range.contains(&name.start));
    let (spans, names): (Vec<_>, _) = inside.map(|(name, named)| (name.clone(), named.entry_id())).unzip();
    let text = &passage.text[range.clone()];
    let tokens = Tokens::new(text);
    let mut said = Said { names, verbs: BTreeSet::new(), words: BTreeSet::new() };
    for at in 0..tokens.len() {
        let start = range.start + tokens.range(at, at).start;
        let word = tokens.word(at);
        if let Some(verb) = lemma(&word.to_lowercase()) {
            said.verbs.insert(verb);
        } else if is_rare(&tokens, at) && !spans.iter().any(|span| span.contains(&start)) {
            said.words.insert(word.to_owned());
        }
    }
    said
}

/// A name that no data know: a place, a house, a treaty.
fn is_rare(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    word.len() > 3 && tokens.is_name(at) && !DATES.contains(&word.to_lowercase().as_str())
}

/// Words with capitals that name no one.
const DATES: [&str; 20] = [
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "president",
];

/// What is done in events, in the forms that texts have it.
const VERBS: [(&str, &[&str]); 36] = [
    ("meet", &["meet", "meets", "met", "meeting"]),
    ("visit", &["visit", "visits", "visited", "visiting"]),
    ("arrive", &["arrive", "arrives", "arrived", "arrival"]),
    ("land", &["land", "lands", "landed"]),
    ("leave", &["leave", "leaves", "left"]),
    ("sign", &["sign", "signs", "signed", "signing"]),
    ("speak", &["speak", "speaks", "spoke", "speech"]),
    ("say", &["say", "says", "said"]),
    ("win", &["win", "wins", "won"]),
    ("die", &["die", "dies", "died", "death"]),
    ("invade", &["invade", "invades", "invaded", "invasion"]),
    ("begin", &["begin", "begins", "began", "begun", "start", "starts", "started"]),
    ("end", &["end", "ends", "ended"]),
    ("open", &["open", "opens", "opened"]),
    ("close", &["close", "closes", "closed"]),
    ("attend", &["attend", "attends", "attended"]),
    ("announce", &["announce", "announces", "announced"]),
    ("declare", &["declare", "declares", "declared"]),
    ("elect", &["elect", "elects", "elected", "election"]),
    ("vote", &["vote", "votes", "voted"]),
    ("resign", &["resign", "resigns", "resigned", "resignation"]),
    ("fly", &["fly", "flies", "flew"]),
    ("travel", &["travel", "travels", "traveled", "travelled"]),
    ("return", &["return", "returns", "returned"]),
    ("host", &["host", "hosts", "hosted"]),
    ("hold", &["hold", "holds", "held"]),
    ("launch", &["launch", "launches", "launched"]),
    ("join", &["join", "joins", "joined"]),
    ("found", &["founded", "founding"]),
    ("publish", &["publish", "publishes", "published"]),
    ("issue", &["issue", "issues", "issued"]),
    ("agree", &["agree", "agrees", "agreed"]),
    ("attack", &["attack", "attacks", "attacked"]),
    ("kill", &["kill", "kills", "killed"]),
    ("expel", &["expel", "expels", "expelled"]),
    ("expect", &["due"]),
];

fn lemma(word: &str) -> Option<&'static str> {
    VERBS.iter().find(|(_, forms)| forms.contains(&word)).map(|(lemma, _)| *lemma)
}
