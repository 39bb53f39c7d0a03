//! Charts whose rows lie under each other: bars, stacked bars, dots.
//!
//! Lying bars have room for their labels on any screen. Must not know: colours.

use super::figures::{Figure, Figures, Row};
use super::lettering::{LEADING, clamp_middle, pick_labels, text_width};
use super::scale::{Scale, ScaleBase};
use super::series::{Stroke, draw_series_names};
use super::{Anchor, Picture, WIDTH, whole};
use crate::blocks::ChartKind;

/// The height of a bar, and the space between rows.
const BAR: f64 = 26.0;
const BETWEEN: f64 = 14.0;
/// Between a bar and its number.
const GAP: f64 = 10.0;
/// The radius of a dot.
const DOT: f64 = 10.0;
/// The widest label that stands left of its bar, and the least room that bars need.
const BESIDE: f64 = 250.0;
const LEAST: f64 = 220.0;

/// The layout of the chart.
struct RowChart<'f> {
    kind: ChartKind,
    figures: &'f Figures,
    scale: Scale,
    /// The beginning and the end of the scale.
    left: f64,
    right: f64,
    /// Labels are above their bars, not beside them.
    over: bool,
}

pub(super) fn draw(kind: ChartKind, figures: &Figures, picture: &mut Picture) {
    let plan = RowChart::new(kind, figures);
    let top = plan.draw_head(picture);
    let words = plan.scale.ticks.iter().map(|tick| plan.scale.words(*tick, &figures.wording));
    let words: Vec<_> = words.collect();
    let mut places = Vec::new();
    for (tick, words) in plan.scale.ticks.iter().zip(&words) {
        let width = text_width(words);
        places.push((clamp_middle(plan.x(*tick), width, 0.0, WIDTH), width));
    }
    for at in pick_labels(&places, &[0]) {
        picture.set_text(places[at].0, top + LEADING / 2.0, &words[at], Anchor::Middle, "soft");
    }
    let top = top + LEADING + 4.0;
    let mut y = top;
    for row in &figures.rows {
        y = plan.draw_row(picture, row, y + BETWEEN / 2.0) + BETWEEN / 2.0;
    }
    for tick in &plan.scale.ticks {
        let x = plan.x(*tick);
        let is_axis = *tick == 0.0 && kind != ChartKind::Dot;
        picture.rule((x, top), (x, y), if is_axis { "axis" } else { "hair" });
    }
    picture.height = whole(y + 4.0);
}

impl<'f> RowChart<'f> {
    fn new(kind: ChartKind, figures: &'f Figures) -> Self {
        let base = if kind == ChartKind::Dot { ScaleBase::Free } else { ScaleBase::Zero };
        let scale = match kind {
            ChartKind::Stacked => Scale::of(figures.rows.iter().map(row_sum), base),
            _ => Scale::of(figures.all().map(|figure| figure.value), base),
        };
        let mut plan = Self { kind, figures, scale, left: 0.0, right: WIDTH, over: false };
        let labels = figures.rows.iter().map(|row| figures.text_width(&row.label)).fold(0.0, f64::max);
        let (before, behind) = plan.margins();
        plan.over = labels > BESIDE || WIDTH - labels - GAP - before - behind < LEAST;
        plan.left = before + if plan.over { 0.0 } else { labels + GAP };
        plan.right = WIDTH - behind;
        plan
    }

    /// The room that numbers need beside the scale.
    fn margins(&self) -> (f64, f64) {
        let widest = |figures: &mut dyn Iterator<Item = String>| {
            figures
                .map(|words| self.figures.text_width(&words) + GAP + DOT)
                .fold(text_width("–") + GAP + DOT, f64::max)
        };
        let words = |figure: &Figure| figure.words.clone();
        let mut all = self.figures.all();
        match self.kind {
            ChartKind::Stacked => {
                (0.0, widest(&mut self.figures.rows.iter().map(|row| self.total_words(row))))
            }
            ChartKind::Dot => {
                let behind = widest(&mut all.map(words));
                (if self.figures.series.len() > 1 { behind } else { DOT }, behind)
            }
            _ => {
                let below = all.clone().filter(|figure| figure.value < 0.0);
                let above = all.by_ref();
                let before = if self.scale.from < 0.0 { widest(&mut below.map(words)) } else { 0.0 };
                (before, widest(&mut above.filter(|figure| figure.value >= 0.0).map(words)))
            }
        }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + self.scale.place(value) * (self.right - self.left)
    }

    /// The sum of a row that has more than one part.
    fn total_words(&self, row: &Row) -> String {
        let parts = row.figures.iter().flatten().count();
        let shown = row.figures.iter().flatten().next().filter(|_| parts == 1);
        shown.map_or_else(|| self.figures.wording.three_digits(row_sum(row)), |figure| figure.words.clone())
    }

    /// The unit, and the names of the series.
    fn draw_head(&self, picture: &mut Picture) -> f64 {
        let top = picture.set_unit(&self.figures.unit);
        if self.figures.series.len() < 2 {
            return top;
        }
        let (stroke, places) = match (self.kind, self.figures.rows.first()) {
            // Over the first row's parts.
            (ChartKind::Stacked, Some(row)) => {
                let mut sum = 0.0;
                let middle = |figure: &Figure| {
                    sum += figure.value;
                    self.x(sum - figure.value / 2.0)
                };
                (Stroke::Fill, row.figures.iter().flatten().map(middle).collect())
            }
            (ChartKind::Dot, Some(row)) => {
                let figures = row.figures.iter().flatten();
                (Stroke::Dot, figures.map(|figure| self.x(figure.value)).collect())
            }
            _ => (Stroke::Fill, vec![]),
        };
        // Over labels that stand over their bars, a name would be read as one of them.
        let places = if self.over { vec![] } else { places };
        draw_series_names(picture, self.figures, top, stroke, &places)
    }

    /// Draws a row. Gives where it ends.
    fn draw_row(&self, picture: &mut Picture, row: &Row, top: f64) -> f64 {
        let class = if row.marked { "strong" } else { "" };
        let top = if self.over {
            let label = self.figures.truncate(&row.label, WIDTH);
            // The lines of the scale run behind it.
            let class = if row.marked { "halo strong" } else { "halo" };
            picture.set_text(0.0, top + LEADING / 2.0, &label, Anchor::Start, class);
            top + LEADING
        } else {
            top
        };
        let bars = if self.kind == ChartKind::Bar { row.figures.len().max(1) } else { 1 };
        let bottom = top + (0..bars).map(|_| LEADING).sum::<f64>();
        let middle = (top + bottom) / 2.0;
        if !self.over {
            let x = self.left - self.margins().0 - GAP;
            picture.set_text(x, middle, &row.label, Anchor::End, class);
        }
        match self.kind {
            ChartKind::Dot => self.draw_dots(picture, row, middle, class),
            ChartKind::Stacked => self.draw_stack(picture, row, middle, class),
            _ => self.draw_bars(picture, row, top, class),
        }
        bottom
    }

    fn draw_bars(&self, picture: &mut Picture, row: &Row, top: f64, class: &'static str) {
        let mut y = top + LEADING / 2.0;
        for (at, figure) in row.figures.iter().enumerate() {
            let Some(figure) = figure else {
                picture.set_text(self.x(0.0) + GAP, y, "–", Anchor::Start, "soft");
                y += LEADING;
                continue;
            };
            let zero = self.x(0.0);
            let end = self.x(figure.value);
            let thick = if row.figures.len() > 1 { BAR - 2.0 } else { BAR };
            picture.bar(zero.min(end), y - thick / 2.0, (end - zero).abs(), thick, self.fill_class(row, at));
            let (x, anchor) =
                if figure.value < 0.0 { (end - GAP, Anchor::End) } else { (end + GAP, Anchor::Start) };
            picture.set_text(x, y, &figure.words, anchor, class);
            y += LEADING;
        }
    }

    fn fill_class(&self, row: &Row, at: usize) -> &'static str {
        match self.figures.series.len() {
            1 if row.marked => "mark",
            1 if self.figures.is_marked() => "dim",
            1 => "f0",
            _ => Stroke::Fill.class(at, self.figures.series[at].marked),
        }
    }

    fn draw_stack(&self, picture: &mut Picture, row: &Row, y: f64, class: &'static str) {
        let mut sum = 0.0;
        for (at, figure) in row.figures.iter().enumerate() {
            let Some(figure) = figure else { continue };
            let from = self.x(sum);
            let to = self.x(sum + figure.value);
            sum += figure.value;
            let fill = self.fill_class(row, at);
            picture.bar(from, y - BAR / 2.0, to - from, BAR, fill);
            // Where a number has no room, the table under the chart has it.
            if row.figures.len() > 1 && text_width(&figure.words) + GAP <= to - from {
                let on = if matches!(fill, "f0" | "mark") { "on" } else { "halo" };
                picture.set_text((from + to) / 2.0, y, &figure.words, Anchor::Middle, on);
            }
        }
        picture.set_text(self.x(sum) + GAP, y, &self.total_words(row), Anchor::Start, class);
    }

    fn draw_dots(&self, picture: &mut Picture, row: &Row, y: f64, class: &'static str) {
        picture.rule((self.left, y), (self.right, y), "hair");
        let mut figures: Vec<_> =
            row.figures.iter().enumerate().filter_map(|(at, figure)| Some((at, figure.as_ref()?))).collect();
        for (at, figure) in &figures {
            let marked = row.marked && figures.len() == 1 || self.figures.series[*at].marked;
            picture.dot(self.x(figure.value), y, Stroke::Dot.class(*at, marked));
        }
        figures.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
        let (Some((_, least)), Some((_, most))) = (figures.first(), figures.last()) else {
            picture.set_text(self.right + GAP, y, "–", Anchor::Start, "soft");
            return;
        };
        let from = self.x(least.value);
        let to = self.x(most.value);
        picture.set_text(to + DOT + GAP / 2.0, y, &most.words, Anchor::Start, class);
        if from < to {
            picture.rule((from, y), (to, y), "edge");
            picture.set_text(from - DOT - GAP / 2.0, y, &least.words, Anchor::End, class);
        }
    }
}

/// The sum of a row, as a bar is long.
fn row_sum(row: &Row) -> f64 {
    row.figures.iter().flatten().map(|figure| figure.value).sum()
}
