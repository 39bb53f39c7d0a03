//! The figures of a chart, in the magnitude in which they are drawn.
//!
//! Must not know: how they are drawn.

use super::lettering::{STRONG, text_width, truncate};
use super::scale::{Magnitude, NumberFormat};
use crate::base::catalogue::Catalogue;
use crate::base::number::Number;
use crate::blocks::Chart;
use crate::model::{Cell, Grid, Value, label};

/// The figures and labels of a chart.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    pub(super) rows: Vec<Row>,
    pub(super) series: Vec<Series>,
    /// In words, with the magnitude; empty where it stands behind each number.
    pub(super) unit: String,
    pub(super) wording: NumberFormat,
}

/// A row; before its magnitude is known, of known numbers.
#[derive(Clone, Debug)]
pub(super) struct Row<F = Figure> {
    pub(super) label: String,
    /// Its place along the chart, if its label is a date or a number.
    pub(super) at: Option<f64>,
    pub(super) marked: bool,
    /// One for each series.
    pub(super) figures: Vec<Option<F>>,
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

/// A number, and how its author wrote it.
pub(super) struct KnownNumber<'g> {
    pub(super) value: f64,
    pub(super) written: Option<&'g Number>,
}

/// The most characters of a number that is printed as it was written.
const LONG: usize = 9;

impl Figures {
    pub(super) fn new(chart: &Chart, grid: &Grid, catalogue: &Catalogue) -> Self {
        let columns: Vec<_> = grid.series().collect();
        let own = columns.iter().find_map(|(_, column)| column.unit.clone());
        let unit = chart.unit.as_ref().map(|unit| unit.value.clone()).or(own).unwrap_or_default();
        let mark = chart.mark.as_ref().map_or("", |mark| mark.value.trim());
        let series = columns.iter();
        let series =
            series.map(|(_, column)| Series { name: column.words().to_owned(), marked: column.name == mark });
        let rows = grid.rows.iter().map(|row| {
            let label = label(&row[0].value, catalogue).unwrap_or_default();
            let marked = !mark.is_empty() && label == mark;
            let known = columns.iter().map(|(at, _)| match &row[*at].value {
                Value::Number(number) => {
                    Some(KnownNumber { value: row[*at].number()?, written: Some(number) })
                }
                _ => None,
            });
            Row { label, at: position(&row[0]), marked, figures: known.collect() }
        });
        Self::of(rows.collect(), series.collect(), &unit, catalogue)
    }

    pub(super) fn of(
        lines: Vec<Row<KnownNumber<'_>>>,
        series: Vec<Series>,
        unit: &str,
        catalogue: &Catalogue,
    ) -> Self {
        let all = lines.iter().flat_map(|line| line.figures.iter().flatten());
        let magnitude = Magnitude::of(all.fold(0.0, |most, known| known.value.abs().max(most)));
        let sign = unit.starts_with('%').then(|| unit.to_owned());
        let words = if sign.is_some() && magnitude.is_one() {
            String::new()
        } else {
            magnitude.words(unit, catalogue)
        };
        let wording =
            NumberFormat { language: catalogue.language.clone(), sign: sign.filter(|_| words.is_empty()) };
        let figure = |known: &KnownNumber<'_>| {
            let value = magnitude.scaled(known.value);
            let written = known.written.filter(|number| magnitude.is_one() && number.plain().len() <= LONG);
            let words =
                written.map_or_else(|| wording.three_digits(value), |number| wording.as_written(number));
            Figure { value, words }
        };
        let rows = lines.into_iter().map(|Row { label, at, marked, figures }| {
            let figures = figures.iter().map(|known| known.as_ref().map(figure)).collect();
            Row { label, at, marked, figures }
        });
        Self { rows: rows.collect(), series, unit: words, wording: wording.clone() }
    }

    /// All figures, row by row.
    pub(super) fn all(&self) -> impl Iterator<Item = &Figure> + Clone {
        self.rows.iter().flat_map(|row| row.figures.iter().flatten())
    }

    /// The width of a text, in units; wider if something is marked, since that is printed bold.
    pub(super) fn text_width(&self, text: &str) -> f64 {
        text_width(text) * self.strength()
    }

    /// Words cut to a width that they keep when they are printed strong.
    pub(super) fn truncate(&self, text: &str, room: f64) -> String {
        truncate(text, room / self.strength())
    }

    fn strength(&self) -> f64 {
        if self.is_marked() { STRONG } else { 1.0 }
    }

    /// Returns whether one of the rows or columns is marked.
    pub(super) fn is_marked(&self) -> bool {
        self.rows.iter().any(|row| row.marked) || self.series.iter().any(|series| series.marked)
    }
}

/// The place of a date or a number on a scale of years or numbers.
fn position(cell: &Cell) -> Option<f64> {
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
