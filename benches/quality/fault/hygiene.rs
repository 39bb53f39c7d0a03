//! Faults of hygiene: suppressions that say too little, or hold nothing back.

use super::super::plot::{Place, Plot};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("X001", "a suppression of nothing", unused),
    fault("X002", "a suppression without a reason", unreasoned),
    fault("X003", "a suppression of a rule that there is not", unknown),
    fault("X004", "a suppression whose time is over", expired),
];

fn comment(plot: &mut Plot, comment: &str) -> Option<Vec<Place>> {
    let paragraphs = plot.paragraphs();
    let at = plot.any(&paragraphs)?.start;
    plot.plant_at(at, &format!("⟦<!-- check: {comment} -->⟧\n\n"))
}

fn unused(plot: &mut Plot) -> Option<Vec<Place>> {
    let rule = plot.any(&["C006", "long-sentence", "S002", "vague-link-text"])?;
    comment(plot, &format!("allow({rule}) because \"it stood here before\""))
}

fn unreasoned(plot: &mut Plot) -> Option<Vec<Place>> {
    let rule = plot.any(&["C006", "long-sentence", "S002"])?;
    comment(plot, &format!("allow({rule})"))
}

fn unknown(plot: &mut Plot) -> Option<Vec<Place>> {
    let rule = plot.any(&["C099", "long-sentense", "doubled-words", "Q001"])?;
    comment(plot, &format!("allow({rule}) because \"it is right as it stands\""))
}

fn expired(plot: &mut Plot) -> Option<Vec<Place>> {
    let day = plot.any(&["2025-01-31", "2026-10-01", "2026-11-23"])?;
    comment(plot, &format!("allow(C006) because \"until the next edition\" until {day}"))
}
