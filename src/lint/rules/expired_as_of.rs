//! T003: what was so on a day that is too long ago.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::text::Passage;
use super::super::{LintContext, Rule, Run, Setting};
use crate::base::SitePath;
use crate::diagnostics::{FilledMessage, Finding, LintLevel, Message, fill};
use crate::model::Site;
use crate::parse::data::{Entity, EntityKind};
use crate::parse::fact::FactKind;
use crate::parse::table::SpannedDate;

pub(super) static RULE: Rule =
    Rule::new("T003", "expired-as-of", LintLevel::Warn, &[TOO_LONG_AGO], EXPLANATION, Run::Page(run))
        .clocked()
        .with(SETTINGS);

const TOO_LONG_AGO: Message = Message {
    text: "this was so too long ago",
    label: "more than {days} days before {today}",
    remedies: &["look it up again, and set the date to that day"],
};

const EXPLANATION: &str = "\
Finds what is said to be so as of a day too long ago: in a text (`as of September 2022`), and in the `as_of` of a page, a
section, a block, a fact that the page prints, and of whom it names.

A date tells readers how old a figure is. It does not make an old figure the right one.

    As of September 2022 the SCO has eight members.

Look it up again, and set the date to that day. How long something may stand depends on what it is: a price 30 days, who
holds an office 180, who belongs to something 365, a population 730, everything else 365. A fact says what it is in its
`kind`; a person with a role is an office, an organization a membership, a place a population; of a sentence its words
decide.

It keeps quiet on a page that is kept as of a moment, under a heading with a year, beside a date of its own, and in
quotation marks.
";

const SETTINGS: &[Setting] = &[
    Setting::count("price_days", 30, "days for which a price may stand"),
    Setting::count("office_days", 180, "days for which it may stand who holds an office"),
    Setting::count("membership_days", 365, "days for which it may stand who belongs to something"),
    Setting::count("population_days", 730, "days for which a population may stand"),
    Setting::count("days", 365, "days for which everything else may stand"),
];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    for (path, when, key) in data(cx) {
        found.extend(
            judge(cx.site, when.date.latest(), key).map(|words| RULE.finding(path, when.span, words)),
        );
    }
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        let days = passage.dates().iter().filter_map(|date| Some((&date.range, date.days(None)?.1)));
        let years =
            passage.years().iter().filter_map(|(at, year)| Some((at, Date::new(*year, 12, 31).ok()?)));
        for (range, last) in days.chain(years) {
            let Some(range) = as_of(passage, range).filter(|range| !passage.is_quoted(range.start)) else {
                continue;
            };
            if cx.year_above(passage).is_none() {
                let key = kind_of(&passage.text[passage.sentence_at(range.start)]);
                found.extend(judge(cx.site, last, key).map(|words| RULE.within(passage, range, words)));
            }
        }
    }
}

/// The dates of what the page says of itself, prints and names, each with the setting that it goes by.
fn data<'p>(cx: &'p LintContext<'_>) -> Vec<(&'p SitePath, &'p SpannedDate, &'static str)> {
    let (page, references) = (cx.page, &cx.page.references);
    let mut dates = Vec::new();
    dates.extend(cx.front_matter().and_then(|front| Some((page.path(), front.as_of.as_ref()?, "days"))));
    for body in &page.files {
        let section = body.section_front().and_then(|front| front.as_of.as_ref());
        let captions =
            body.document().blocks.iter().filter_map(|placed| placed.block.caption()?.as_of.as_ref());
        dates.extend(section.into_iter().chain(captions).map(|when| (&body.path, when, "days")));
    }
    let facts =
        references.facts.iter().filter_map(|fact| Some((&fact.path, fact.as_of.as_ref()?, key(fact.kind))));
    dates.extend(facts);
    let entities = references
        .entities
        .iter()
        .filter_map(|entity| Some((&entity.path, entity.as_of.as_ref()?, key(kind(entity)))));
    dates.extend(entities);
    dates
}

/// What the date of an entity is about.
fn kind(entity: &Entity) -> Option<FactKind> {
    match entity.kind {
        EntityKind::Person => Some(FactKind::Office),
        EntityKind::Organization => Some(FactKind::Membership),
        EntityKind::Place => Some(FactKind::Population),
        EntityKind::Event | EntityKind::Term => None,
    }
}

fn key(kind: Option<FactKind>) -> &'static str {
    match kind {
        Some(FactKind::Price) => "price_days",
        Some(FactKind::Office) => "office_days",
        Some(FactKind::Membership) => "membership_days",
        Some(FactKind::Population) => "population_days",
        None => "days",
    }
}

/// The words of a sentence that say what it is about.
const TOPICS: [(&str, &[&str]); 4] = [
    ("price_days", &["price", "prices", "cost", "costs", "tariff", "tariffs"]),
    ("membership_days", &["member", "members", "membership"]),
    ("population_days", &["population", "inhabitants", "residents"]),
    ("office_days", &["president", "minister", "chairman", "ambassador", "leader", "secretary", "governor"]),
];

fn kind_of(sentence: &str) -> &'static str {
    let has = |topic: &[&str]| {
        let mut words = sentence.split(|letter: char| !letter.is_alphabetic());
        words.any(|word| topic.iter().any(|it| word.eq_ignore_ascii_case(it)))
    };
    TOPICS.iter().find(|(_, topic)| has(topic)).map_or("days", |(key, _)| key)
}

/// Where a date stands with the `as of` before it; nothing, where there is none.
fn as_of(passage: &Passage<'_>, date: &Range<usize>) -> Option<Range<usize>> {
    let text = &passage.text;
    let lead = text[..date.start].trim_end();
    let lead = ["early", "late", "mid", "the end of"]
        .iter()
        .find_map(|word| lead.strip_suffix(word))
        .unwrap_or(lead);
    let lead = lead.trim_end();
    let start = lead.len().checked_sub("as of".len())?;
    let fits = lead.get(start..)?.eq_ignore_ascii_case("as of");
    // What is kept as of a day says nothing of what is so.
    let kept = text[..start].trim_end().ends_with("kept");
    (fits && !kept && !text[..start].ends_with(char::is_alphanumeric)).then_some(start..date.end)
}

fn judge(site: &Site, last: Date, key: &str) -> Option<FilledMessage> {
    let days = RULE.count(site, key);
    let end = last.checked_add(i64::from(days).days()).ok()?;
    (end < site.today).then(|| fill!(TOO_LONG_AGO, days, today = site.today))
}
