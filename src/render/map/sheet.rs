//! Room on a map: names take it, none on top of another, none over the frame's edge.
//!
//! Must not know: what the names are.

use schemars::JsonSchema;
use serde::Serialize;

use super::round_to_tenth;
use crate::geo::{Pixel, WIDTH};
pub(super) use crate::render::chart::Anchor;

/// The sizes of labels.
#[derive(Clone, Copy, Debug)]
pub(super) struct LabelSize {
    /// Of the letters of places; countries' are a little smaller.
    pub(super) font: f64,
    /// The radius of the ring of a place.
    pub(super) ring: f64,
}

/// The kind of thing that a label names: it decides the label's look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LabelKind {
    Place,
    #[serde(rename = "way")]
    Route,
    Country,
}

impl LabelKind {
    /// The letters' size in parts of the size of places', and the space between them in parts of theirs.
    fn letters(self) -> (f64, f64) {
        match self {
            Self::Place => (1.0, 0.02),
            Self::Route => (0.88, 0.0),
            Self::Country => (0.8, 0.07),
        }
    }
}

/// A line of a name where it is set.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(super) struct Label {
    x: f64,
    /// Of the line that the letters stand on.
    y: f64,
    anchor: Anchor,
    kind: LabelKind,
    text: String,
}

/// A possible place of a label: its lines, around or beside a point at the middle of their height.
#[derive(Clone, Debug)]
pub(super) struct LabelSpot {
    pub(super) lines: Vec<String>,
    pub(super) at: Pixel,
    pub(super) anchor: Anchor,
    /// The cost of the place itself, without that of what the label would cover.
    pub(super) cost: f64,
}

/// A rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) low: Pixel,
    pub(super) high: Pixel,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.low.0 < other.high.0
            && other.low.0 < self.high.0
            && self.low.1 < other.high.1
            && other.low.1 < self.high.1
    }
}

/// From line to line, in sizes of letters.
const LEADING: f64 = 1.12;

/// Between a name and the frame's edge.
const EDGE: f64 = 4.0;

/// A map of one size, being filled with names.
pub(super) struct LabelSheet {
    pub(super) size: LabelSize,
    height: f64,
    taken: Vec<Area>,
    /// Points of lines that a name should not cover.
    lines: Vec<Pixel>,
    pub(super) labels: Vec<Label>,
}

impl LabelSheet {
    pub(super) fn new(size: LabelSize, height: f64) -> Self {
        Self { size, height, taken: vec![], lines: vec![], labels: vec![] }
    }

    /// Keeps names off a ring.
    pub(super) fn ring(&mut self, at: Pixel) {
        let radius = self.size.ring + 1.0;
        self.taken.push(Area { low: (at.0 - radius, at.1 - radius), high: (at.0 + radius, at.1 + radius) });
    }

    /// Keeps names off a line where that can be had.
    pub(super) fn line(&mut self, line: &[Pixel]) {
        const STEPS: u8 = 6;
        for pair in line.windows(2) {
            let [from, to] = [pair[0], pair[1]];
            for step in 0..STEPS {
                let part = f64::from(step) / f64::from(STEPS);
                self.lines.push((from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
            }
        }
    }

    /// The room that a name would take.
    pub(super) fn area(&self, kind: LabelKind, spot: &LabelSpot) -> Area {
        let (size, spacing) = kind.letters();
        let size = size * self.size.font;
        let width = spot.lines.iter().map(|line| text_width(line, spacing) * size).fold(0.0, f64::max);
        let lines = f64::from(u32::try_from(spot.lines.len()).unwrap_or(1));
        let height = size * (LEADING * (lines - 1.0) + 1.0);
        let left = match spot.anchor {
            Anchor::Start => spot.at.0,
            Anchor::Middle => spot.at.0 - width / 2.0,
            Anchor::End => spot.at.0 - width,
        };
        let top = spot.at.1 - height / 2.0;
        Area { low: (left, top), high: (left + width, top + height) }
    }

    /// Sets a name at the best of its spots; not at all when there is no room for it.
    pub(super) fn set(&mut self, kind: LabelKind, spots: &[LabelSpot]) {
        let free = spots.iter().filter_map(|spot| {
            let area = self.area(kind, spot);
            let is_inside = area.low.0 >= EDGE
                && area.low.1 >= EDGE
                && area.high.0 <= WIDTH - EDGE
                && area.high.1 <= self.height - EDGE;
            if !is_inside || self.taken.iter().any(|taken| taken.meets(&area)) {
                return None;
            }
            // A line through a name is worse than any other place beside it.
            let is_covered = |(x, y): &&Pixel| {
                (area.low.0..area.high.0).contains(x) && (area.low.1..area.high.1).contains(y)
            };
            let covered = self.lines.iter().filter(is_covered).count();
            Some((spot.cost + covered as f64 / 2.0, spot, area))
        });
        let Some((_, spot, area)) = free.min_by(|a, b| a.0.total_cmp(&b.0)) else { return };
        self.taken.push(area);
        let size = kind.letters().0 * self.size.font;
        for (at, text) in (0..).zip(&spot.lines) {
            // Capitals and the letters around them stand on a line at about four fifths of their height.
            let y = area.low.1 + size * (0.8 + LEADING * f64::from(at));
            let label = Label {
                x: round_to_tenth(spot.at.0),
                y: round_to_tenth(y),
                anchor: spot.anchor,
                kind,
                text: text.clone(),
            };
            self.labels.push(label);
        }
    }
}

/// The width of a text whose letters have the size 1, near enough to keep names apart: the reader's typeface is not known.
/// The widths are those of a wide humanist sans (Verdana is wider, all others that the style sheet names are narrower), by
/// classes of letters; `spacing` is added to each letter.
fn text_width(text: &str, spacing: f64) -> f64 {
    let widths = text.chars().map(|letter| {
        let width = match letter {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' => 0.3,
            'f' | 'r' | 't' | 'J' | '(' | ')' | '-' | '/' => 0.4,
            'm' | 'w' | 'M' | 'W' | '—' | '@' | '%' => 0.92,
            _ if letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '–' => 0.58,
            _ if letter.is_ascii_uppercase() => 0.7,
            _ if letter.is_lowercase() => 0.6,
            // Han, kana, hangul and what is as wide as they are.
            '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'.. => 1.0,
            _ => 0.72,
        };
        width + spacing
    });
    widths.sum()
}

/// A name on one line, or on two that are as even as its words allow.
pub(super) fn two_lines(name: &str) -> Option<[&str; 2]> {
    let breaks = name.match_indices(' ').map(|(at, _)| [&name[..at], &name[at + 1..]]);
    let longer = |lines: &[&str; 2]| lines.map(|line| line.chars().count()).into_iter().max();
    breaks.min_by_key(longer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wide_letters_are_wider() {
        assert!(
            text_width("mm", 0.0) > text_width("nn", 0.0) && text_width("nn", 0.0) > text_width("ii", 0.0)
        );
        assert!(text_width("中国", 0.0) > text_width("cn", 0.0));
        assert!(text_width("ab", 0.1) > text_width("ab", 0.0));
    }

    #[test]
    fn two_lines_are_as_even_as_words_allow() {
        assert_eq!(two_lines("United Arab Emirates"), Some(["United Arab", "Emirates"]));
        assert_eq!(two_lines("Kazakhstan"), None);
    }

    proptest! {
        #[test]
        fn names_never_meet_nor_leave_the_frame(
            names in prop::collection::vec(("[A-Za-z中é ]{1,20}", 0.0..720.0, 0.0..400.0, 0..3_u8), 0..30),
            font in 8.0..40.0,
        ) {
            let mut sheet = LabelSheet::new(LabelSize { font, ring: 4.0 }, 400.0);
            for (name, x, y, anchor) in names {
                let anchor = [Anchor::Start, Anchor::Middle, Anchor::End][usize::from(anchor)];
                let spot = |at| LabelSpot { lines: vec![name.clone()], at, anchor, cost: 0.0 };
                sheet.set(LabelKind::Place, &[spot((x, y)), spot((x, y + 20.0)), spot((x - 50.0, y))]);
            }
            let areas = &sheet.taken;
            for (at, area) in areas.iter().enumerate() {
                prop_assert!(area.low.0 >= 0.0 && area.low.1 >= 0.0);
                prop_assert!(area.high.0 <= WIDTH && area.high.1 <= 400.0);
                prop_assert!(areas[..at].iter().all(|other| !other.meets(area)));
            }
            prop_assert_eq!(sheet.labels.len(), areas.len());
        }
    }
}
