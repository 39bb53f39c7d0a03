//! T003: a statement as of a day that is too long ago.

use super::prelude::*;
use crate::parse::data::{EntityKind, FactKind};
use crate::parse::table::SpannedDate;

pub(super) static RULE: Rule =
    Rule::new("T003", "expired-as-of", Warn, &[TOO_LONG_AGO], EXPLANATION, Run::Page(check)).clocked().with(
        &[
            Setting::count("price_days", 30, "days after which a price must be checked again"),
            Setting::count(
                "office_days",
                180,
                "days after which the holder of an office must be checked again",
            ),
            Setting::count("membership_days", 365, "days after which a membership must be checked again"),
            Setting::count("population_days", 730, "days after which a population must be checked again"),
            Setting::count("days", 365, "days after which everything else must be checked again"),
        ],
    );

const TOO_LONG_AGO: Message = Message {
    text: "this is more than {days} days old",
    label: "today is {today}",
    remedies: &["check it, and update the date"],
};

const EXPLANATION: &str = "\
Finds statements whose date is too long ago: in a text (`as of September 2022`), and in the `as_of` of a page, a
section, a block, a fact that the page prints, or an entity that it names.

The date tells readers how old a figure is. It does not make an old figure right.

    As of September 2022 the SCO has eight members.

Check it, and update the date. How soon a statement must be checked again depends on what it is about: a price after
30 days, the holder of an office after 180, a membership after 365, a population after 730, and everything else
after 365. The `kind` of a fact says what it is about. A person with a role counts as an office, an organization as
a membership, a place as a population. For a sentence, its words decide.

It ignores pages that are not updated any more (`frozen = true`), text under a heading with a year, texts with their
own date, and text in quotation marks.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    check_data(cx, found);
    for passage in cx.authored_passages().filter(|passage| passage.date.is_none()) {
        let facts = passage.facts();
        let dates = facts.dates.iter().map(|date| (&date.range, date.days(None)));
        let years = facts.years.iter().map(|year| (&year.range, DayRange::year(year.year)));
        for (range, days) in dates.chain(years) {
            found.extend(days.and_then(|days| expired_phrase(cx, passage, range, days)));
        }
    }
}

/// Checks a date in a text that follows `as of`.
fn expired_phrase(
    cx: &LintContext<'_>,
    passage: &Passage<'_>,
    date: &Range<usize>,
    days: DayRange,
) -> Option<Finding> {
    let range = with_as_of(&passage.text, date)?;
    if passage.is_quoted(range.start) || cx.year_above(passage).is_some() {
        return None;
    }
    let sentence = &passage.text[passage.sentence_at(range.start)];
    let topic = TOPICS.iter().find(|(_, nouns)| has_word(sentence, nouns));
    let setting = topic.map_or("days", |(setting, _)| setting);
    let words = expired(cx.site, days.last, setting)?;
    Some(RULE.within(passage, range, words))
}

/// Checks the `as_of` of the page itself, its sections and blocks, and of the facts and entities that it uses.
fn check_data(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut check_date = |path: &SitePath, date: Option<&SpannedDate>, setting: &str| {
        if let Some(date) = date
            && let Some(words) = expired(cx.site, date.date.latest(), setting)
        {
            found.push(RULE.finding(path, date.span, words));
        }
    };
    check_date(cx.page.path(), cx.front_matter().and_then(|front| front.as_of.as_ref()), "days");
    for body in &cx.page.files {
        check_date(&body.path, body.section_front().and_then(|front| front.as_of.as_ref()), "days");
        for placed in &body.document().blocks {
            let caption = placed.block.content().caption;
            check_date(&body.path, caption.and_then(|caption| caption.as_of.as_ref()), "days");
        }
    }
    for fact in &cx.page.references.facts {
        check_date(&fact.path, fact.as_of.as_ref(), setting_for_fact(fact.kind));
    }
    for entity in &cx.page.references.entities {
        let kind = match entity.kind {
            EntityKind::Person => Some(FactKind::Office),
            EntityKind::Organization => Some(FactKind::Membership),
            EntityKind::Place => Some(FactKind::Population),
            EntityKind::Event | EntityKind::Term => None,
        };
        check_date(&entity.path, entity.as_of.as_ref(), setting_for_fact(kind));
    }
}

/// The key of the setting that says for how many days a fact holds.
fn setting_for_fact(kind: Option<FactKind>) -> &'static str {
    match kind {
        Some(FactKind::Price) => "price_days",
        Some(FactKind::Office) => "office_days",
        Some(FactKind::Membership) => "membership_days",
        Some(FactKind::Population) => "population_days",
        None => "days",
    }
}

/// The words by which a sentence is about one of these.
const TOPICS: [(&str, &[&str]); 4] = [
    ("price_days", &["price", "prices", "cost", "costs", "tariff", "tariffs"]),
    ("membership_days", &["member", "members", "membership"]),
    ("population_days", &["population", "inhabitants", "residents"]),
    ("office_days", &["president", "minister", "chairman", "ambassador", "leader", "secretary", "governor"]),
];

/// Extends a date to the `as of` before it; `None` if there is none.
fn with_as_of(text: &str, date: &Range<usize>) -> Option<Range<usize>> {
    let lead = text[..date.start].trim_end();
    let qualifiers = ["early", "late", "mid", "the end of"];
    let lead = qualifiers.iter().find_map(|word| lead.strip_suffix(word)).unwrap_or(lead).trim_end();
    let start = lead.len().checked_sub("as of".len())?;
    if !lead.get(start..)?.eq_ignore_ascii_case("as of") || text[..start].ends_with(char::is_alphanumeric) {
        return None;
    }
    // `kept as of` a day says nothing about today.
    let is_kept = text[..start].trim_end().ends_with("kept");
    (!is_kept).then_some(start..date.end)
}

fn expired(site: &Site, last: Date, setting: &str) -> Option<FilledMessage> {
    let days = RULE.count(site, setting);
    let end = last.checked_add(i64::from(days).days()).ok()?;
    (end < site.today).then(|| fill!(TOO_LONG_AGO, days, today = site.today))
}
