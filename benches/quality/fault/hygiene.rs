//! Faults of hygiene: suppressions without a reason or without effect.

use super::super::explainer::{FaultyExplainer, Place};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("X001", "a suppression of nothing", unused_suppression),
    fault("X002", "a suppression without a reason", suppression_without_reason),
    fault("X003", "a suppression of a rule that there is not", unknown_rule),
    fault("M014", "a mark is not closed, or another tool's", leftover_markup),
    fault("X004", "a suppression whose time is over", expired_suppression),
];

fn add_suppression(explainer: &mut FaultyExplainer, suppression: &str) -> Option<Vec<Place>> {
    let paragraphs = explainer.paragraphs();
    let at = explainer.pick(&paragraphs)?.start;
    explainer.insert_marked(at, &format!("⟦<!-- check: {suppression} -->⟧\n\n"))
}

fn leftover_markup(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let forms = [
        "It was ⟦**⟧never in doubt.@@",
        "Read ⟦[[the plan]]⟧ first.@@",
        "Read [the plan⟦](⟧the old plan) first.@@",
        "It looks like ⟦{{< figure >}}⟧ this.@@",
        "It was said so before.⟦\\cite{plan}⟧@@",
        "It stood at ⟦https://example.org/_old_/plan⟧ then.@@",
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_sentence(form)
}

fn unused_suppression(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let rule = explainer.pick(&["C006", "long-sentence", "S002", "vague-link-text"])?;
    add_suppression(explainer, &format!("allow({rule}) because \"it stood here before\""))
}

fn suppression_without_reason(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let rule = explainer.pick(&["C006", "long-sentence", "S002"])?;
    add_suppression(explainer, &format!("allow({rule})"))
}

fn unknown_rule(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let rule = explainer.pick(&["C099", "long-sentense", "doubled-words", "Q001"])?;
    add_suppression(explainer, &format!("allow({rule}) because \"it is right as it stands\""))
}

fn expired_suppression(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let day = explainer.pick(&["2025-01-31", "2026-10-01", "2026-11-23"])?;
    add_suppression(explainer, &format!("allow(C006) because \"until the next edition\" until {day}"))
}
