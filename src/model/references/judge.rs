//! What of some data cannot be drawn.
//!
//! Must not know: how it would be drawn.

use super::data::label;
use super::grid::{Cell, Found, Grid, Value};
use crate::base::catalogue::Catalogue;
use crate::base::words::{Choice, nearest};
use crate::diagnostics::Problem;
use crate::parse::block::{Chart, ChartKind, ColumnKind};

/// Says so where a chart cannot be drawn of its data.
pub(super) fn judge(chart: &Chart, (grid, found): (&Grid, &mut Found), catalogue: &Catalogue) {
    if grid.series().next().is_none() {
        if let (true, true, Some(data)) = (found.block.is_empty(), found.data.is_empty(), &chart.data) {
            let needs = "a column of numbers beside the labels";
            found.block.push((data.span(), Problem::EmptyBlock { name: "chart", needs }));
        }
        return;
    }
    series(chart, (grid, found));
    rows(chart, (grid, found));
    mark(chart, (grid, found), catalogue);
}

/// Whether something was already found wrong in a cell.
fn is_torn(cell: &Cell, found: &Found) -> bool {
    found.data.iter().any(|(span, _)| *span == cell.span)
}

fn series(chart: &Chart, (grid, found): (&Grid, &mut Found)) {
    for (at, column) in grid.series() {
        let mut cells = grid.rows.iter().map(|row| &row[at]);
        let lost = grid.rows.is_empty() || cells.clone().any(|cell| is_torn(cell, found));
        if !lost && cells.all(|cell| matches!(cell.value, Value::Empty)) {
            found.data.push((column.span, Problem::EmptySeries { name: column.name.clone() }));
        }
    }
    let Some(kind) = chart.kind else { return };
    let (count, limit) = (grid.series().count(), kind.most_series());
    if let Some((_, surplus)) = grid.series().nth(limit) {
        let problem = Problem::TooManySeries { kind: kind.name(), found: count, limit };
        match chart.y.get(limit) {
            Some(name) => found.block.push((name.span, problem)),
            None => found.data.push((surplus.span, problem)),
        }
    }
}

fn rows(chart: &Chart, (grid, found): (&Grid, &mut Found)) {
    for row in &grid.rows {
        if matches!(row[0].value, Value::Empty) && !is_torn(&row[0], found) {
            found.data.push((row[0].span, Problem::EmptyLabel {}));
        }
        for cell in &row[1..] {
            if chart.kind == Some(ChartKind::Stacked) && cell.number().is_some_and(|number| number < 0.0) {
                found.data.push((cell.span, Problem::NegativeInStack {}));
            }
        }
    }
    let Some(kind) = chart.kind else { return };
    if let Some(surplus) = grid.rows.get(kind.most_rows()) {
        let (kind, limit) = (kind.name(), kind.most_rows());
        found.data.push((surplus[0].span, Problem::TooManyRows { kind, found: grid.rows.len(), limit }));
    }
}

/// The mark is a row's label or a column.
fn mark(chart: &Chart, (grid, found): (&Grid, &mut Found), catalogue: &Catalogue) {
    let Some(mark) = &chart.mark else { return };
    let labels: Vec<String> = grid.rows.iter().filter_map(|row| label(&row[0].value, catalogue)).collect();
    let columns = || grid.series().map(|(_, column)| column.name.as_str());
    let all = || labels.iter().map(String::as_str).chain(columns());
    if !all().any(|known| known == mark.value.trim()) {
        let near = nearest(&mark.value, all()).map(str::to_owned);
        let known = Choice(columns().collect()).to_string();
        found.block.push((mark.span, Problem::UnknownMark { mark: mark.value.clone(), near, known }));
    }
}

impl Grid {
    /// The columns that are drawn, with their places: the numbers beside the labels.
    pub(crate) fn series(&self) -> impl Iterator<Item = (usize, &super::GridColumn)> {
        let others = self.columns.iter().enumerate().skip(1);
        others.filter(|(_, column)| column.kind == ColumnKind::Number)
    }
}
