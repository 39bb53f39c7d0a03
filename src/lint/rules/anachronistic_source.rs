//! S011: a source that is older than what it is cited for.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("S011", "anachronistic-source", Warn, &[TOO_OLD], EXPLANATION, Run::Page(check)).preview();

const TOO_OLD: Message = Message {
    text: "the sources of this sentence are older than the event",
    label: "the newest source is from {date}",
    remedies: &["cite a report from that day or later, or write that it was planned"],
};

const EXPLANATION: &str = "\
Finds a sentence in the past tense about an event on a certain day if all of its sources are older than that day.

An announcement is not a report. What was planned for Thursday may not have happened, and an older source cannot
know.

    Xi met Putin on 15 September 2022.[@mfa-0912]        (of 12 September)

Cite a report from that day or later, or write what the source says: `was to meet`. The rule ignores plans and
conditions, dates in quotation marks, dates without a day or a year, and sources with `live = true`, which are
updated after their date.
";

/// Words of a plan, a condition or a guess.
const UNCERTAIN: [&str; 27] = [
    "agreed", "announced", "anticipated", "can", "could", "due", "expected", "forecast", "hoped", "if",
    "intended", "invited", "may", "might", "plan", "planned", "plans", "promised", "proposed", "scheduled",
    "set", "shall", "should", "slated", "unless", "will", "would",
];

/// Past tenses that do not end in `ed`.
const PAST: [&str; 40] = [
    "became", "began", "broke", "came", "did", "died", "drew", "fell", "flew", "fought", "gave", "got",
    "grew", "had", "held", "hit", "kept", "led", "left", "lost", "made", "met", "paid", "put", "ran", "rose",
    "said", "sat", "saw", "sent", "sold", "spoke", "stood", "struck", "took", "told", "was", "went", "were",
    "won",
];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.authored_passages().filter(|passage| passage.kind != PassageKind::Heading) {
        for mention in passage.facts().dates.iter().filter(|mention| !passage.is_quoted(mention.range.start))
        {
            found.extend(anachronism(cx, passage, mention));
        }
    }
}

/// Finds that a sentence tells in the past tense of a whole date, and all of its sources are older than that.
fn anachronism(cx: &LintContext<'_>, passage: &Passage<'_>, mention: &DateMention) -> Option<Finding> {
    let day = Date::new(mention.year?, mention.month, mention.day?).ok()?;
    let sentence = passage.sentence_at(mention.range.start);
    if !is_in_past_tense(&passage.text[sentence.clone()]) {
        return None;
    }
    let mut newest: Option<(Date, _, _)> = None;
    for id in passage.cited_sources(sentence.start + 1..sentence.end + 1) {
        let source = cx.site.registry.source(passage.path.folder(), &id)?;
        let date = source.date.as_ref()?;
        let published = date.date.latest();
        if source.live || published >= day {
            return None;
        }
        if newest.is_none_or(|(latest, ..)| published >= latest) {
            newest = Some((published, source, date));
        }
    }
    let (_, source, date) = newest?;
    let finding = RULE.within(passage, mention.range.clone(), fill!(TOO_OLD, date = date.date.in_english()));
    Some(finding.related(Place::new(&source.path, date.span), "older"))
}

/// Checks whether a sentence tells what happened, and not what was planned or may have happened.
fn is_in_past_tense(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let words: Vec<_> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has_past = words.iter().any(|word| PAST.contains(word) || word.len() > 4 && word.ends_with("ed"));
    let is_planned = words.windows(2).any(|pair| matches!(pair, ["was" | "were" | "is" | "are", "to"]));
    has_past && !is_planned && !words.iter().any(|word| UNCERTAIN.contains(word))
}
