//! The data of a block, its columns made out: which are shown, and which of them are numbers or dates.
//!
//! Must not know: what a cell's text refers to, HTML.

use super::notation::{Notation, is_code, is_missing};
use crate::base::number::Number;
use crate::base::words::{Choice, nearest};
use crate::base::{Digest, SitePath, Span};
use crate::blocks::{Column, ColumnKind};
use crate::diagnostics::Problem;
use crate::parse::csv::Rows;
use crate::parse::prose::{self, Prose, Title};
use crate::parse::table::{SpannedDate, Text};

/// Rows of cells under typed columns.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// The file that it stands in.
    pub(crate) path: SitePath,
    /// The address of a file with the data, for readers to take.
    pub(crate) href: Option<String>,
    pub(crate) columns: Vec<GridColumn>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug)]
pub(crate) struct GridColumn {
    pub(crate) name: String,
    pub(crate) title: Option<Title>,
    pub(crate) unit: Option<String>,
    pub(crate) kind: ColumnKind,
    /// All its numbers may be years: they are printed as they are written. A year with a comma in it is wrong,
    /// a number of four digits without one is not.
    pub(crate) may_be_years: bool,
    /// Its name in the header.
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// The value of a cell.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Empty,
    Text(Prose),
    /// The label of a fact.
    Title(Title),
    Number(Number),
    Date(SpannedDate),
}

impl Grid {
    /// The columns that are drawn, with their places: the numbers beside the labels.
    pub(crate) fn series(&self) -> impl Iterator<Item = (usize, &GridColumn)> {
        let others = self.columns.iter().enumerate().skip(1);
        others.filter(|(_, column)| column.kind == ColumnKind::Number)
    }
}

impl Cell {
    /// The number in the cell, as near as a drawing needs it.
    pub(crate) fn number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(number) => number.plain().parse().ok(),
            _ => None,
        }
    }
}

impl GridColumn {
    /// Its name in plain text.
    pub(crate) fn words(&self) -> &str {
        self.title.as_ref().map_or(&self.name, |title| &title.plain)
    }
}

/// Problems in the block, and in its data.
#[derive(Debug, Default)]
pub(crate) struct DataProblems {
    pub(crate) block: Vec<(Span, Problem)>,
    pub(crate) data: Vec<(Span, Problem)>,
}

/// A block's request for its data.
#[derive(Clone, Copy)]
pub(crate) struct GridRequest<'a> {
    pub(crate) columns: Columns<'a>,
    /// Descriptions of single columns.
    pub(crate) described: &'a [Column],
}

/// The columns that a block wants.
#[derive(Clone, Copy)]
pub(crate) enum Columns<'a> {
    /// Those of these names, or all if there are none.
    Named(&'a [Text]),
    /// The labels, then the figures.
    Series {
        /// The column of the labels; the first, if none is named.
        x: Option<&'a Text>,
        /// The columns of the figures; all others with numbers, if none is named.
        y: &'a [Text],
        /// The type that the labels must have; none if it is guessed.
        labels: Option<ColumnKind>,
    },
}

/// The digest of what a block shows of a file.
pub(super) fn rows_digest(rows: &Rows) -> Digest {
    let shown = |cells: &[Text]| cells.iter().map(|cell| cell.value.clone()).collect::<Vec<_>>();
    let all: Vec<_> = rows.rows.iter().map(|row| shown(row)).collect();
    Digest::of_value(&(shown(&rows.header), all))
}

/// Makes out the columns of some rows, in a file with an address or without one.
pub(super) fn read_grid(
    (path, href): (SitePath, Option<String>),
    rows: &Rows,
    wanted: GridRequest<'_>,
) -> (Grid, DataProblems) {
    let found = DataProblems { block: vec![], data: rows.problems.clone() };
    let mut reader = GridReader { rows, wanted, decimal_comma: false, found };
    let told = |at| Notation::decimal_comma(reader.cells(at), rows.delimiter) == Some(true);
    reader.decimal_comma = (0..rows.header.len()).any(told);
    if rows.rows.is_empty() && rows.problems.is_empty() {
        let line = match (rows.header.first(), rows.header.last()) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span { end: rows.span.start, ..rows.span },
        };
        reader.found.data.push((line, Problem::EmptyData {}));
    }
    let shown = reader.shown();
    let columns: Vec<_> = shown.iter().enumerate().map(|(at, column)| reader.column(at, *column)).collect();
    let notations: Vec<_> = shown.iter().map(|at| reader.notation(*at)).collect();
    let cells = rows.rows.iter().map(|row| {
        let cells = shown.iter().zip(columns.iter().zip(&notations));
        cells.map(|(at, (column, notation))| reader.cell(row.get(*at), column, *notation)).collect()
    });
    let cells = cells.collect();
    (Grid { path, href, columns, rows: cells }, reader.found)
}

struct GridReader<'r> {
    rows: &'r Rows,
    wanted: GridRequest<'r>,
    /// Some column has decimal commas: then so has one that does not tell.
    decimal_comma: bool,
    found: DataProblems,
}

impl<'r> GridReader<'r> {
    /// The places of the columns that are shown.
    fn shown(&mut self) -> Vec<usize> {
        for said in self.wanted.described {
            self.look_up(&said.name);
        }
        match self.wanted.columns {
            Columns::Named([]) => (0..self.rows.header.len()).collect(),
            Columns::Named(names) => names.iter().filter_map(|name| self.look_up(name)).collect(),
            Columns::Series { x, y, .. } => self.drawn(x, y),
        }
    }

    fn drawn(&mut self, x: Option<&Text>, y: &[Text]) -> Vec<usize> {
        let x = match x {
            Some(name) => self.look_up(name),
            None => (!self.rows.header.is_empty()).then_some(0),
        };
        let named: Vec<_> = y.iter().filter_map(|name| self.look_up(name)).collect();
        let Some(x) = x else { return vec![] };
        let others = (0..self.rows.header.len()).filter(|at| *at != x);
        let others: Vec<_> = others.collect();
        let numbers = others.iter().copied().filter(|at| self.kind(*at) == ColumnKind::Number);
        let drawn: Vec<_> = if y.is_empty() { numbers.collect() } else { named };
        if drawn.is_empty() && y.is_empty() {
            self.found.data.extend(others.into_iter().find_map(|at| self.unreadable_number(at)));
        }
        std::iter::once(x).chain(drawn).collect()
    }

    /// The first cell of a column that its author may have meant to be drawn: there are digits in most cells, and no
    /// number in any.
    fn unreadable_number(&self, at: usize) -> Option<(Span, Problem)> {
        let has_digits = |cell: &&str| cell.contains(|c: char| c.is_ascii_digit());
        let digits = self.cells(at).filter(has_digits).count();
        let is_text = self.kind(at) == ColumnKind::Text && self.said(at).and_then(|said| said.kind).is_none();
        if !is_text || digits * 2 <= self.cells(at).count() || self.cells(at).any(is_code) {
            return None;
        }
        let cells = self.rows.rows.iter().filter_map(|row| row.get(at));
        let cell = cells.into_iter().find(|cell| has_digits(&cell.value.trim()))?;
        let column = self.rows.header[at].value.trim().to_owned();
        Some((cell.span, Problem::NotANumber { cell: cell.value.trim().to_owned(), column }))
    }

    fn look_up(&mut self, name: &Text) -> Option<usize> {
        let at = self.rows.header.iter().position(|header| header.value.trim() == name.value.trim());
        if at.is_none() && !self.rows.header.is_empty() {
            let known = || self.rows.header.iter().map(|header| header.value.trim());
            let near = nearest(name.value.trim(), known()).map(str::to_owned);
            let known = Choice(known().collect()).to_string();
            let problem = Problem::UnknownColumn { name: name.value.clone(), near, known };
            self.found.block.push((name.span, problem));
        }
        at
    }

    fn said(&self, at: usize) -> Option<&Column> {
        let name = self.rows.header[at].value.trim();
        self.wanted.described.iter().find(|said| said.name.value.trim() == name)
    }

    /// The type of a column, described or guessed.
    fn kind(&self, at: usize) -> ColumnKind {
        self.said(at).and_then(|said| said.kind).unwrap_or_else(|| self.guess(at))
    }

    fn column(&self, place: usize, at: usize) -> GridColumn {
        let header = &self.rows.header[at];
        let said = self.said(at);
        // The type that the column must have if it is not described.
        let needed = match self.wanted.columns {
            Columns::Named(_) => None,
            Columns::Series { labels, .. } if place == 0 => labels,
            Columns::Series { .. } => Some(ColumnKind::Number),
        };
        let kind = said.and_then(|said| said.kind).or(needed).unwrap_or_else(|| self.guess(at));
        let unit = said.and_then(|said| said.unit.as_ref()).map(|unit| unit.value.clone());
        let is_percent = kind == ColumnKind::Number && self.notation(at).percent;
        GridColumn {
            name: header.value.trim().to_owned(),
            title: said.and_then(|said| said.title.clone()),
            unit: unit.or_else(|| is_percent.then(|| "%".to_owned())),
            kind,
            may_be_years: self.cells(at).all(|cell| {
                let digits = cell.strip_prefix('-').unwrap_or(cell);
                (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
            }),
            span: header.span,
        }
    }

    /// The texts of a column's cells that say something.
    fn cells(&self, at: usize) -> impl Iterator<Item = &'r str> + use<'r> {
        let cells = self.rows.rows.iter().filter_map(move |row| row.get(at));
        cells.map(|cell| cell.value.trim()).filter(|cell| !cell.is_empty() && !is_missing(cell))
    }

    fn notation(&self, at: usize) -> Notation {
        let told = Notation::decimal_comma(self.cells(at), self.rows.delimiter);
        let percent = self.cells(at).next().is_some() && self.cells(at).all(|cell| cell.ends_with('%'));
        Notation { decimal_comma: told.unwrap_or(self.decimal_comma), percent }
    }

    /// Guesses the type of a column that is not described. Of a column of numbers fewer than half may be problems; in a
    /// chart all but one, for a column that is not drawn would be missed by nobody, nor would an empty one. One code
    /// makes all of them codes.
    fn guess(&self, at: usize) -> ColumnKind {
        let cells: Vec<_> = self.cells(at).collect();
        let notation = self.notation(at);
        let is_number = |cell: &&&str| notation.read(cell).is_some() || is_figure(cell);
        let numbers = cells.iter().filter(is_number).count();
        let is_date = |cell: &&str| SpannedDate::read(cell, Span::default()).is_ok();
        let header = self.rows.header[at].value.trim().to_lowercase();
        let says_date = matches!(header.as_str(), "year" | "date");
        let is_chart = matches!(self.wanted.columns, Columns::Series { .. });
        if cells.is_empty() {
            let is_drawn = is_chart && !header.is_empty();
            return if is_drawn { ColumnKind::Number } else { ColumnKind::Text };
        }
        if !says_date && cells.iter().any(|cell| is_code(cell)) {
            ColumnKind::Text
        } else if (numbers < cells.len() || says_date) && cells.iter().all(is_date) {
            ColumnKind::Date
        } else if numbers * 2 > cells.len() || is_chart && numbers > 0 {
            ColumnKind::Number
        } else {
            ColumnKind::Text
        }
    }

    fn cell(&mut self, text: Option<&Text>, column: &GridColumn, notation: Notation) -> Cell {
        let Some(text) = text.filter(|text| !text.value.trim().is_empty()) else {
            let span = text.map_or(column.span, |text| text.span);
            return Cell { value: Value::Empty, span };
        };
        let span = text.span;
        // What could not be read is neither a number nor none.
        let problems = &self.rows.problems;
        let next = problems.partition_point(|(slip, _)| slip.start < span.start);
        let torn = problems.get(next).is_some_and(|(slip, _)| slip.end <= span.end);
        let cell = text.value.trim();
        let is_text = column.kind == ColumnKind::Text || column.kind == ColumnKind::Number && is_figure(cell);
        let value = match column.kind {
            _ if torn => Ok(Value::Empty),
            _ if is_text => {
                let (prose, problems) = prose::parse_prose(text.clone());
                self.found.data.extend(problems);
                Ok(Value::Text(prose))
            }
            _ if is_missing(cell) => Ok(Value::Empty),
            ColumnKind::Date => SpannedDate::read(cell, span).map(Value::Date).map_err(Problem::from),
            ColumnKind::Number | ColumnKind::Text => notation
                .read(cell)
                .map(Value::Number)
                .ok_or_else(|| Problem::NotANumber { cell: cell.to_owned(), column: column.name.clone() }),
        };
        let value = value.unwrap_or_else(|problem| {
            self.found.data.push((span, problem));
            Value::Empty
        });
        Cell { value, span }
    }
}

/// Tells if a cell prints a figure of `facts.toml` and nothing else.
fn is_figure(cell: &str) -> bool {
    let inside = cell.trim().strip_prefix("[=").and_then(|rest| rest.strip_suffix(']'));
    inside.is_some_and(|id| !id.contains(['[', ']']))
}
