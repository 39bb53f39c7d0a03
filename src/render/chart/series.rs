//! What tells the columns of a chart apart: lightness and pattern, never colour alone; and their names.
//!
//! Must not know: which lightness, which pattern.

use super::figures::{Figures, Series};
use super::lettering::{LEADING, SIZE};
use super::{Anchor, Picture, WIDTH};

const FILLS: [&str; 6] = ["f0", "f1", "f2", "f3", "f4", "f5"];
const STROKES: [&str; 6] = ["l0", "l1", "l2", "l3", "l4", "l5"];
const DOTS: [&str; 6] = ["d0", "d1", "d2", "d3", "d4", "d5"];

/// The room of a swatch before a name in a legend.
const SWATCH: f64 = 40.0;

/// The form in which a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    Fill,
    Line,
    Dot,
}

impl Stroke {
    /// The class of a series; of the one that matters, and of one among others that do not.
    pub(super) fn class(self, at: usize, marked: bool) -> &'static str {
        let (classes, mark) = match self {
            Self::Fill => (FILLS, "mark"),
            Self::Line => (STROKES, "line-mark"),
            Self::Dot => (DOTS, "dot-mark"),
        };
        if marked { mark } else { classes[at % classes.len()] }
    }
}

/// Writes the names of series beside each other where their figures stand, if they have room for that, or else
/// in a legend. Gives where what follows may begin.
pub(super) fn draw_series_names(
    picture: &mut Picture,
    figures: &Figures,
    top: f64,
    stroke: Stroke,
    places: &[f64],
) -> f64 {
    let middle = top + LEADING / 2.0;
    let widths: Vec<_> = figures.series.iter().map(|series| figures.text_width(&series.name)).collect();
    let mut spans: Vec<_> =
        places.iter().zip(&widths).map(|(x, width)| (x - width / 2.0, x + width / 2.0)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let inside = spans.iter().all(|(from, to)| *from >= 0.0 && *to <= WIDTH);
    let apart = spans.windows(2).all(|pair| pair[0].1 + SIZE * 0.5 <= pair[1].0);
    if places.len() == figures.series.len() && inside && apart {
        for (series, x) in figures.series.iter().zip(places) {
            picture.set_text(*x, middle, &series.name, Anchor::Middle, name_class(series));
        }
        return top + LEADING;
    }
    let mut x = 0.0;
    let mut y = middle;
    for (at, series) in figures.series.iter().enumerate() {
        let name = figures.truncate(&series.name, WIDTH - SWATCH);
        let room = SWATCH + figures.text_width(&name);
        if x > 0.0 && x + room > WIDTH {
            (x, y) = (0.0, y + LEADING);
        }
        let drawn = stroke.class(at, series.marked);
        match stroke {
            Stroke::Fill => picture.bar(x, y - 9.0, 28.0, 18.0, drawn),
            Stroke::Line => picture.line(&[(x, y), (x + 30.0, y)], drawn),
            Stroke::Dot => picture.dot(x + 15.0, y, drawn),
        }
        picture.set_text(x + SWATCH, y, &name, Anchor::Start, name_class(series));
        x += room + SIZE;
    }
    y + LEADING / 2.0 + 4.0
}

pub(super) fn name_class(series: &Series) -> &'static str {
    if series.marked { "strong" } else { "" }
}
