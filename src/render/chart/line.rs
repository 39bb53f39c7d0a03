//! Charts whose figures change along a line: over years, or from one step to the next.
//!
//! Each line says its name at its end. Must not know: colours.

use super::figures::{Figure, Figures, Row};
use super::lettering::{LEADING, SIZE, clamp_middle, pick_labels, text_width};
use super::scale::{Scale, ScaleBase};
use super::series::{Stroke, draw_series_names, name_class};
use super::{Anchor, Picture, Pixel, WIDTH, whole};

/// The height of the plot.
const HEIGHT: f64 = 380.0;
const GAP: f64 = 16.0;
/// The widest name at a line's end.
const ENDS: f64 = 270.0;

/// The layout of the chart.
struct LineChart<'f> {
    figures: &'f Figures,
    scale: Scale,
    /// The rows from left to right, with their places.
    rows: Vec<(f64, &'f Row)>,
    left: f64,
    right: f64,
    top: f64,
    /// The text at the end of each line.
    ends: Vec<String>,
}

pub(super) fn draw(figures: &Figures, picture: &mut Picture) {
    let plan = LineChart::new(figures, picture);
    for tick in &plan.scale.ticks {
        let y = plan.y(*tick);
        picture.rule((plan.left, y), (plan.right, y), if *tick == 0.0 { "axis" } else { "hair" });
        let words = plan.scale.words(*tick, &figures.wording);
        picture.set_text(plan.left - GAP, y, &words, Anchor::End, "soft");
    }
    plan.draw_labels(picture);
    for at in 0..figures.series.len() {
        plan.draw_line(picture, at);
    }
    plan.draw_line_ends(picture);
    plan.draw_mark(picture);
    picture.height = whole(plan.bottom() + LEADING + GAP);
}

impl<'f> LineChart<'f> {
    fn new(figures: &'f Figures, picture: &mut Picture) -> Self {
        let scale = Scale::of(figures.all().map(|figure| figure.value), ScaleBase::Free);
        let tick = |tick: &f64| text_width(&scale.words(*tick, &figures.wording));
        let left = scale.ticks.iter().map(tick).fold(0.0, f64::max) + GAP;
        // The rows in the order of their places, or of the data, if not all have one.
        let placed: Option<Vec<_>> = figures.rows.iter().map(|row| Some((row.at?, row))).collect();
        let in_order = || (0u32..).map(f64::from).zip(&figures.rows).collect();
        let mut rows: Vec<_> = placed.unwrap_or_else(in_order);
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (ends, names_fit) = line_ends(figures, &rows);
        let right = WIDTH - GAP - ends.iter().map(|end| figures.text_width(end)).fold(0.0, f64::max);
        let mut top = picture.set_unit(&figures.unit);
        if !names_fit {
            top = draw_series_names(picture, figures, top, Stroke::Line, &[]);
        }
        // Over the highest point there is room for its number.
        let top = top + if figures.rows.iter().any(|row| row.marked) { LEADING + GAP } else { SIZE * 0.7 };
        let first = rows.first().map_or(0.0, |row| row.0);
        // Halved: the difference of two numbers may be larger than any.
        let half = rows.last().map_or(0.0, |row| row.0) / 2.0 - first / 2.0;
        for (x, _) in &mut rows {
            let part = if half > 0.0 { (*x / 2.0 - first / 2.0) / half } else { 0.5 };
            *x = left + part * (right - left);
        }
        Self { figures, scale, rows, left, right, top, ends }
    }

    fn bottom(&self) -> f64 {
        self.top + HEIGHT
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom() - self.scale.place(value) * HEIGHT
    }

    /// Draws the labels of the rows, as many as have room.
    fn draw_labels(&self, picture: &mut Picture) {
        let mut places = Vec::new();
        for (x, row) in &self.rows {
            let width = self.figures.text_width(&self.row_label(row));
            places.push((clamp_middle(*x, width, 0.0, WIDTH), width));
        }
        let marked = self.rows.iter().position(|(_, row)| row.marked);
        let first: Vec<_> = marked.into_iter().chain([0, self.rows.len().saturating_sub(1)]).collect();
        let y = self.bottom() + GAP + LEADING / 2.0;
        for at in pick_labels(&places, &first) {
            let (x, row) = self.rows[at];
            picture.rule((x, self.bottom()), (x, self.bottom() + 7.0), "edge");
            let class = if row.marked { "strong" } else { "soft" };
            picture.set_text(places[at].0, y, &self.row_label(row), Anchor::Middle, class);
        }
    }

    fn row_label(&self, row: &Row) -> String {
        self.figures.truncate(&row.label, WIDTH / 2.0)
    }

    /// A line, interrupted where nothing is known.
    fn draw_line(&self, picture: &mut Picture, at: usize) {
        let class = Stroke::Line.class(at, self.figures.series[at].marked);
        let mut run: Vec<Pixel> = Vec::new();
        let points = self.rows.iter().map(|(x, row)| Some((*x, self.y(row.figures[at].as_ref()?.value))));
        for point in points.chain([None]) {
            match point {
                Some(point) => run.push(point),
                None if run.len() == 1 => picture.dot(run[0].0, run[0].1, self.dot_class(at)),
                None if !run.is_empty() => picture.line(&run, class),
                None => {}
            }
            if point.is_none() {
                run.clear();
            }
        }
        if let Some((x, y, _)) = self.last_point(at) {
            picture.dot(x, y, self.dot_class(at));
        }
    }

    fn dot_class(&self, at: usize) -> &'static str {
        let only = self.figures.series.len() == 1 && !self.figures.is_marked();
        Stroke::Dot.class(at, self.figures.series[at].marked || only)
    }

    /// The last figure of a line.
    fn last_point(&self, at: usize) -> Option<(f64, f64, &Figure)> {
        let mut known = self.rows.iter().rev().filter_map(|(x, row)| Some((*x, row.figures[at].as_ref()?)));
        known.next().map(|(x, figure)| (x, self.y(figure.value), figure))
    }

    /// Draws the texts at the lines' ends, moved apart where they meet.
    fn draw_line_ends(&self, picture: &mut Picture) {
        let ends = (0..self.ends.len()).filter_map(|at| Some((self.last_point(at)?.1, at)));
        let mut ends: Vec<_> = ends.collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut least = self.top;
        for (y, _) in &mut ends {
            *y = y.max(least);
            least = *y + LEADING;
        }
        let mut most = self.bottom();
        for (y, _) in ends.iter_mut().rev() {
            *y = y.min(most);
            most = *y - LEADING;
        }
        for (y, at) in ends {
            let class = name_class(&self.figures.series[at]);
            picture.set_text(self.right + GAP, y, &self.ends[at], Anchor::Start, class);
        }
    }

    /// The one row that matters: its number stands over its point, or a line through it where there are more.
    fn draw_mark(&self, picture: &mut Picture) {
        let Some((x, row)) = self.rows.iter().find(|(_, row)| row.marked) else { return };
        let mut figures = row.figures.iter().flatten();
        match (figures.next(), figures.next()) {
            (Some(figure), None) => {
                let y = self.y(figure.value);
                picture.dot(*x, y, "dot-mark");
                // At the line's end it is said already.
                if self.rows.last().is_none_or(|(last, _)| last > x) {
                    let middle =
                        clamp_middle(*x, self.figures.text_width(&figure.words), self.left, self.right);
                    picture.set_text(middle, y - LEADING, &figure.words, Anchor::Middle, "halo strong");
                }
            }
            _ => picture.rule((*x, self.top), (*x, self.bottom()), "rule-mark"),
        }
    }
}

/// The text at the end of each line, and whether it has the line's name.
fn line_ends(figures: &Figures, rows: &[(f64, &Row)]) -> (Vec<String>, bool) {
    let last = |at: usize| rows.iter().rev().find_map(|(_, row)| row.figures[at].as_ref());
    let numbers = (0..figures.series.len()).map(|at| last(at).map_or("", |figure| &figure.words).to_owned());
    let numbers: Vec<_> = numbers.collect();
    if figures.series.len() < 2 {
        return (numbers, true);
    }
    let names = figures.series.iter().map(|series| &series.name).zip(&numbers);
    let named: Vec<_> = names.map(|(name, number)| format!("{name} {number}").trim().to_owned()).collect();
    if named.iter().all(|end| figures.text_width(end) <= ENDS) { (named, true) } else { (numbers, false) }
}
