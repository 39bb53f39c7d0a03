//! The figures of a chart, in the magnitude in which they are drawn.
//!
//! Must not know: how they are drawn.

use super::lettering::{STRONG, cut, width};
use super::scale::{Magnitude, Wording};
use crate::base::catalogue::Catalogue;
use crate::base::number::Number;
use crate::model::{Cell, Grid, Value, label};
use crate::parse::block::Chart;

/// What a chart is drawn of.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    pub(super) rows: Vec<Row>,
    pub(super) series: Vec<Series>,
    /// In words, with the magnitude; empty where it stands behind each number.
    pub(super) unit: String,
    pub(super) wording: Wording,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: String,
    /// Where it stands, if its label is a date or a number.
    pub(super) at: Option<f64>,
    pub(super) marked: bool,
    /// One for each series.
    pub(super) figures: Vec<Option<Figure>>,
}

#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) words: String,
}

#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) marked: bool,
}

/// A row before its magnitude is known.
pub(super) struct Line<'g> {
    pub(super) label: String,
    pub(super) at: Option<f64>,
    pub(super) marked: bool,
    pub(super) known: Vec<Option<Known<'g>>>,
}

/// A number, and how its author wrote it.
pub(super) struct Known<'g> {
    pub(super) value: f64,
    pub(super) written: Option<&'g Number>,
}

impl<'g> Known<'g> {
    fn of(cell: &'g Cell) -> Option<Self> {
        match &cell.value {
            Value::Number(number) => Some(Self { value: cell.number()?, written: Some(number) }),
            _ => None,
        }
    }
}

/// How long a number may be that is printed as it was written.
const LONG: usize = 9;

impl Figures {
    pub(super) fn new(chart: &Chart, grid: &Grid, catalogue: &Catalogue) -> Self {
        let columns: Vec<_> = grid.series().collect();
        let own = columns.iter().find_map(|(_, column)| column.unit.clone());
        let unit = chart.unit.as_ref().map(|unit| unit.value.clone()).or(own).unwrap_or_default();
        let mark = chart.mark.as_ref().map_or("", |mark| mark.value.trim());
        let series = columns
            .iter()
            .map(|(_, column)| Series { name: column.words().to_owned(), marked: column.name == mark });
        let rows = grid.rows.iter().map(|row| {
            let label = label(&row[0].value, catalogue).unwrap_or_default();
            let marked = !mark.is_empty() && label == mark;
            let known = columns.iter().map(|(at, _)| Known::of(&row[*at])).collect();
            Line { label, at: place(&row[0]), marked, known }
        });
        Self::of(&rows.collect::<Vec<_>>(), series.collect(), &unit, catalogue)
    }

    pub(super) fn of(lines: &[Line<'_>], series: Vec<Series>, unit: &str, catalogue: &Catalogue) -> Self {
        let all = lines.iter().flat_map(|line| line.known.iter().flatten());
        let magnitude = Magnitude::of(all.fold(0.0, |most, known| known.value.abs().max(most)));
        let sign = unit.starts_with('%').then(|| unit.to_owned());
        let words = if sign.is_some() && magnitude.is_one() {
            String::new()
        } else {
            magnitude.words(unit, catalogue)
        };
        let wording =
            Wording { language: catalogue.language.clone(), sign: sign.filter(|_| words.is_empty()) };
        let figure = |known: &Known<'_>| {
            let value = magnitude.scaled(known.value);
            let written = known.written.filter(|number| magnitude.is_one() && number.plain().len() <= LONG);
            let words = written.map_or_else(|| wording.short(value), |number| wording.written(number));
            Figure { value, words }
        };
        let rows = lines.iter().map(|line| Row {
            label: line.label.clone(),
            at: line.at,
            marked: line.marked,
            figures: line.known.iter().map(|known| known.as_ref().map(figure)).collect(),
        });
        Self { rows: rows.collect(), series, unit: words, wording: wording.clone() }
    }

    /// All figures, row by row.
    pub(super) fn all(&self) -> impl Iterator<Item = &Figure> + Clone {
        self.rows.iter().flat_map(|row| row.figures.iter().flatten())
    }

    /// How wide some words may be: what is marked is printed strong.
    pub(super) fn width(&self, text: &str) -> f64 {
        width(text) * self.strength()
    }

    /// Words cut to a width that they keep when they are printed strong.
    pub(super) fn cut(&self, text: &str, room: f64) -> String {
        cut(text, room / self.strength())
    }

    fn strength(&self) -> f64 {
        if self.is_marked() { STRONG } else { 1.0 }
    }

    /// Whether one of the rows or columns matters more.
    pub(super) fn is_marked(&self) -> bool {
        self.rows.iter().any(|row| row.marked) || self.series.iter().any(|series| series.marked)
    }
}

/// Where a date or a number stands among others.
fn place(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Value::Date(when) => {
            let first = when.date.earliest();
            // Whole years stand a year apart, however long they are.
            Some(
                f64::from(first.year())
                    + f64::from(first.day_of_year() - 1) / f64::from(first.days_in_year()),
            )
        }
        _ => cell.number(),
    }
}
