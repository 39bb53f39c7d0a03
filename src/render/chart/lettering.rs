//! Words in a picture, and how much room they take.
//!
//! The reader's typeface is not known, so each letter counts for a wide one of its kind. Must not know: what is
//! drawn.

use schemars::JsonSchema;
use serde::Serialize;

/// The height of letters, and of a line of them that touches no other.
pub(super) const SIZE: f64 = 26.0;
pub(super) const LEADING: f64 = 30.0;

/// The part of a text that is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Anchor {
    Start,
    Middle,
    End,
}

/// Words, their middle at a height.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::render) struct ChartText {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) anchor: Anchor,
    pub(super) class: &'static str,
    pub(super) text: String,
}

/// The width of bold text in parts of regular text.
pub(super) const STRONG: f64 = 1.13;

/// The width of a text, in units.
pub(super) fn text_width(text: &str) -> f64 {
    let widths = text.chars().map(|c| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' | '\u{a0}'
        | '\u{202f}' => 0.33,
        'f' | 'r' | 't' | '(' | ')' | '-' | '[' | ']' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' => 0.95,
        'A'..='Z' => 0.72,
        'a'..='z' | '0'..='9' | '–' | '−' | '+' => 0.6,
        // Letters of other scripts: those of Europe are as wide as ours, others up to a square.
        c if c < '\u{530}' => 0.72,
        _ => 1.05,
    });
    widths.sum::<f64>() * SIZE
}

/// Words cut to a width.
pub(super) fn truncate(text: &str, room: f64) -> String {
    if text_width(text) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if text_width(&cut) + text_width("…") > room {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

/// Picks labels along a line that do not touch each other. `all` are places and widths,
/// from left to right; `first` are picked before others.
pub(super) fn pick_labels(all: &[(f64, f64)], first: &[usize]) -> Vec<usize> {
    let gap = SIZE * 0.5;
    let last = all.len().saturating_sub(1);
    // Every second, every fourth …: the labels stand in even steps.
    let steps = std::iter::successors(Some(last.next_power_of_two().max(1)), |step| Some(step / 2));
    let even = steps.take_while(|step| *step >= 1).flat_map(|step| (0..=last).step_by(step));
    let mut picked: Vec<usize> = Vec::new();
    for at in first.iter().copied().chain(even) {
        let Some((x, width)) = all.get(at) else { continue };
        let is_clear =
            |other: &usize| (x - all[*other].0).abs() >= (width + all[*other].1) / 2.0 + gap && *other != at;
        if picked.iter().all(is_clear) {
            picked.push(at);
        }
    }
    picked.sort_unstable();
    picked
}

/// The middle of words that must stay between two places.
pub(super) fn clamp_middle(x: f64, width: f64, from: f64, to: f64) -> f64 {
    let least = from + width / 2.0;
    let most = to - width / 2.0;
    if least > most { (from + to) / 2.0 } else { x.clamp(least, most) }
}
