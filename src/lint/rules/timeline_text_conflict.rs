//! C004: a day in the text that differs from the timeline.

use std::collections::BTreeSet;

use super::super::text::{parse_month, parse_weekday};
use super::prelude::*;
use crate::model::EntryId;
use crate::parse::table::SpannedDate;

pub(super) static RULE: Rule =
    Rule::new("C004", "timeline-text-conflict", Warn, &[OTHER_DAY], EXPLANATION, Run::Page(check)).preview();

const OTHER_DAY: Message = Message {
    text: "the timeline has another date for this",
    label: "{day} there",
    remedies: &["check which one is right"],
};

const EXPLANATION: &str = "\
Finds a date in a sentence that differs from the date of the same event in the page’s timeline.

The two are written at different times, often by two people. Readers see both.

    2022-09-14 in the timeline: Xi landed in Nur-Sultan.
    In the text: Xi landed in Nur-Sultan on 13 September.

Check which date is right. An event and a sentence are taken for the same if they share an entity from
`entities.toml`, another word that is rare on the page, and the action (`met` and `will meet` are the same), and if
their dates are one to 31 days apart.

It ignores dates that are not single days, sentences with two dates or with `not`, and text in quotation marks.
";

/// An event of a timeline.
struct Event<'p> {
    day: Date,
    date: &'p SpannedDate,
    path: &'p SitePath,
    content: Content,
}

/// The words by which two texts are about the same event.
struct Content {
    entities: BTreeSet<EntryId>,
    verbs: BTreeSet<&'static str>,
    /// Names that no data file has.
    names: BTreeSet<String>,
}

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut events: Vec<_> = cx.passages.iter().filter_map(|passage| Event::read(cx, passage)).collect();
    events.sort_by_key(|event| event.day);
    if events.is_empty() {
        return;
    }
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        for sentence in &passage.facts().sentences {
            found.extend(conflict(cx, &events, passage, sentence));
        }
    }
}

impl<'p> Event<'p> {
    /// Reads an event of one single day.
    fn read(cx: &LintContext<'_>, passage: &'p Passage<'_>) -> Option<Self> {
        let date = passage.date.filter(|_| passage.kind == PassageKind::TimelineEvent)?;
        let days = DayRange::of(date);
        let content = Content::read(cx, passage, &(0..passage.text.len()));
        (days.first == days.last).then_some(Event { day: days.first, date, path: passage.path, content })
    }
}

/// Finds the event that a sentence puts on another day than the timeline does.
fn conflict(
    cx: &LintContext<'_>,
    events: &[Event<'_>],
    passage: &Passage<'_>,
    sentence: &Range<usize>,
) -> Option<Finding> {
    let [date] = passage.dates_in(sentence) else { return None };
    let has_other_year =
        passage.years_in(sentence).iter().any(|year| !date.range.contains(&year.range.start));
    if date.day.is_none()
        || has_other_year
        || passage.is_quoted(date.range.start)
        || has_word(&passage.text[sentence.clone()], &["not", "never", "no", "t", "before", "after", "until"])
    {
        return None;
    }
    let content = Content::read(cx, passage, sentence);
    let mut nearest = None;
    for event in events.iter().filter(|event| content.is_about(event)) {
        let Some(days) = date.days(Some(event.day.year())) else { continue };
        // If the timeline has such an event on the very day, the sentence is about that one.
        if days.first == event.day {
            return None;
        }
        let distance = days.first.duration_since(event.day).as_hours().unsigned_abs() / 24;
        if !days.contains(event.day) && (1..=31).contains(&distance) {
            nearest.get_or_insert(event);
        }
    }
    let event = nearest?;
    let words = fill!(OTHER_DAY, day = event.date.date.in_english().replace('\u{a0}', " "));
    let place = Place::new(event.path, event.date.span);
    Some(RULE.within(passage, date.range.clone(), words).related(place, "the timeline"))
}

impl Content {
    fn read(cx: &LintContext<'_>, passage: &Passage<'_>, range: &Range<usize>) -> Self {
        let mut content = Self { entities: BTreeSet::new(), verbs: BTreeSet::new(), names: BTreeSet::new() };
        let mentions = cx.entity_mentions(passage).iter();
        let mentions: Vec<_> = mentions.filter(|mention| range.contains(&mention.range.start)).collect();
        content.entities.extend(mentions.iter().map(|mention| mention.entity.entry_id()));
        let tokens = Tokens::new(&passage.text[range.clone()]);
        for at in 0..tokens.len() {
            let start = range.start + tokens.range(at, at).start;
            let word = tokens.word(at);
            let lower = word.to_lowercase();
            if let Some((verb, _)) = VERBS.iter().find(|(_, forms)| forms.contains(&&*lower)) {
                content.verbs.insert(verb);
            } else if is_unknown_name(&tokens, at)
                && !mentions.iter().any(|mention| mention.range.contains(&start))
            {
                content.names.insert(word.to_owned());
            }
        }
        content
    }

    fn is_about(&self, event: &Event<'_>) -> bool {
        let entities = self.entities.intersection(&event.content.entities).count();
        let names = self.names.intersection(&event.content.names).count();
        let shares_verb = !self.verbs.is_disjoint(&event.content.verbs);
        shares_verb && entities >= 1 && entities + names >= 2
    }
}

/// Checks whether a word may name a place, a house or a treaty: it is capitalized, and no part of a date or
/// title.
fn is_unknown_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    word.len() > 3
        && tokens.is_name(at)
        && parse_month(word).is_none()
        && parse_weekday(word).is_none()
        && !word.eq_ignore_ascii_case("president")
}

/// Verbs of events, with the forms in which texts have them.
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
