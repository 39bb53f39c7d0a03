//! S011: a source that is older than what it is cited for.

use jiff::civil::Date;

use super::super::text::{Passage, PassageKind};
use super::super::{LintContext, Rule, Run};
use crate::base::Place;
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::model::SourceEntry;

pub(super) static RULE: Rule =
    Rule::new("S011", "anachronistic-source", LintLevel::Warn, &[TOO_OLD], EXPLANATION, Run::Page(run))
        .preview();

const TOO_OLD: Message = Message {
    text: "the sources of this sentence are older than what it tells",
    label: "the newest source cited is of {date}",
    remedies: &["cite a report of that day, or say that it was planned"],
};

const EXPLANATION: &str = "\
Finds a sentence that tells in the past tense what was on a day, where every source that it cites is older than
that day.

An announcement is no report. What was to happen on Thursday may not have happened, and the source cannot know.

    Xi met Putin on 15 September 2022.[@mfa-0912]        (of 12 September)

Cite a report of the day, or write what the source says: `was to meet`. It keeps quiet about plans and
conditions, about dates in quotation marks or without day and year, and about a source with `live = true`, which
goes on after its date.
";

/// Words of a plan, a condition, a guess.
const OPEN: [&str; 27] = [
    "agreed",
    "announced",
    "anticipated",
    "can",
    "could",
    "due",
    "expected",
    "forecast",
    "hoped",
    "if",
    "intended",
    "invited",
    "may",
    "might",
    "plan",
    "planned",
    "plans",
    "promised",
    "proposed",
    "scheduled",
    "set",
    "shall",
    "should",
    "slated",
    "unless",
    "will",
    "would",
];

/// Pasts that do not end in `ed`.
const PAST: [&str; 40] = [
    "became", "began", "broke", "came", "did", "died", "drew", "fell", "flew", "fought", "gave", "got",
    "grew", "had", "held", "hit", "kept", "led", "left", "lost", "made", "met", "paid", "put", "ran", "rose",
    "said", "sat", "saw", "sent", "sold", "spoke", "stood", "struck", "took", "told", "was", "went", "were",
    "won",
];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.authored_passages().filter(|passage| passage.kind != PassageKind::Heading) {
        for mention in passage.dates() {
            let day = mention.day.zip(mention.year);
            let day = day.and_then(|(day, year)| Date::new(year, mention.month, day).ok());
            let Some(day) = day.filter(|_| !passage.is_quoted(mention.range.start)) else { continue };
            if let Some(source) = too_old(cx, passage, (mention.range.start, day)) {
                let said = fill!(TOO_OLD, date = words(&source));
                let finding = RULE.within(passage, mention.range.clone(), said);
                let span = source.date.as_ref().map_or(source.id.span, |date| date.span);
                found.push(finding.related(Place::new(&source.path, span), "older"));
            }
        }
    }
}

/// The newest source of a sentence about a day, where all are older than the day and it is told as past.
fn too_old(cx: &LintContext<'_>, passage: &Passage<'_>, (at, day): (usize, Date)) -> Option<SourceEntry> {
    let sentence = passage.sentence_at(at);
    if !is_past(&passage.text[sentence.clone()]) {
        return None;
    }
    let ids = passage.cited_sources(sentence.start + 1..sentence.end + 1);
    let sources: Option<Vec<_>> =
        ids.iter().map(|id| cx.site.registry.source(passage.path.folder(), id)).collect();
    let latest = |source: &SourceEntry| source.date.as_ref().map(|when| when.date.latest());
    let sources = sources?;
    let old = |source: &&SourceEntry| !source.live && latest(source).is_some_and(|date| date < day);
    let all = sources.iter().all(old);
    sources.into_iter().filter(|_| all).max_by_key(|source| latest(source)).cloned()
}

/// Whether a sentence tells what was, and not what was meant to be.
fn is_past(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let words: Vec<_> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let past = |word: &&str| PAST.contains(word) || word.len() > 4 && word.ends_with("ed");
    let meant = words.windows(2).any(|pair| matches!(pair, ["was" | "were" | "is" | "are", "to"]));
    words.iter().any(past) && !meant && !words.iter().any(|word| OPEN.contains(word))
}

fn words(source: &SourceEntry) -> String {
    source.date.as_ref().map(|when| when.words.to_string()).unwrap_or_default()
}
