//! What blocks refer to besides their Markdown: pictures, entities, sources, rows of data.
//!
//! Must not know: HTML, which blocks there are, how figures are drawn.

use super::super::rendition::copied;
use super::beside::Usage;
use super::grid::{Cell, DataProblems, Grid, GridColumn, GridRequest, Value, read_grid, rows_digest};
use super::{Image, LostCredentials, Resolved, Resolver};
use crate::base::catalogue::Catalogue;
use crate::base::number::Number;
use crate::base::{Digest, SitePath, Span};
use crate::blocks::{ColumnKind, Data};
use crate::diagnostics::{Finding, Problem};
use crate::parse::Content;
use crate::parse::csv::Rows;
use crate::parse::data::Origin;
use crate::parse::prose::plain;
use crate::parse::table::Text;
use crate::source::{LARGEST, LONGEST_SIDE, MOST_PIXELS, Picture};

/// The data of a block before it is kept.
pub(crate) struct DataGrid {
    pub(crate) grid: Grid,
    pub(crate) found: DataProblems,
    digest: Digest,
}

/// Why a file beside a page is not read as data, by its name.
fn not_data(name: &str) -> Problem {
    let path = name.to_owned();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let csv = format!("{stem}.csv");
    match &*ending.to_lowercase() {
        _ if ending == "csv" => Problem::TooMuchData { path, limit: LARGEST / 1_000_000 },
        "csv" | "tsv" | "tab" | "txt" | "dat" | "" => Problem::OtherEnding { path, csv },
        "xlsx" | "xls" | "xlsm" | "ods" | "numbers" | "fods" => Problem::Spreadsheet { path, csv },
        _ => Problem::NotData { path },
    }
}

impl<'a> Resolver<'a> {
    /// Reads the rows that a block means, with the columns that it wants.
    pub(crate) fn read_data(
        &mut self,
        path: &SitePath,
        data: &Data,
        wanted: GridRequest<'_>,
    ) -> Option<DataGrid> {
        let (file, href, rows) = match data {
            Data::Rows(rows) => (path.clone(), None, rows),
            Data::File(file) => self.data_file(path, file)?,
            Data::Facts(ids) => return self.facts(path, ids),
        };
        let (grid, found) = read_grid((file, href), rows, wanted);
        Some(DataGrid { grid, found, digest: rows_digest(rows) })
    }

    /// The rows of a file: its path, its address, and its rows.
    fn data_file(&mut self, path: &SitePath, file: &Text) -> Option<(SitePath, Option<String>, &'a Rows)> {
        let name = file.value.as_str();
        let problem = match self.routes.data(path, name) {
            Err(problem) => problem,
            Ok((url, target)) => {
                self.references.data.insert(target.clone());
                match self.files.get(&target).map(|parsed| &parsed.content) {
                    Some(Content::Csv(rows)) => {
                        let href = Some(url.href_from(&self.page.url));
                        return Some((target, href, rows));
                    }
                    _ => Some(not_data(name)),
                }
            }
        };
        self.findings.extend(problem.map(|problem| Finding::new(path, file.span, problem)));
        None
    }

    /// Resolves the references in the cells, and keeps the grid for drawing.
    pub(crate) fn keep_data(&mut self, path: &SitePath, data: &Data, read: DataGrid) {
        let DataGrid { grid, found, digest } = read;
        let file = grid.path.clone();
        self.findings.extend(found.block.into_iter().map(|(at, problem)| Finding::new(path, at, problem)));
        self.findings.extend(found.data.into_iter().map(|(at, problem)| Finding::new(&file, at, problem)));
        let mut resolved = vec![Resolved::Data { href: grid.href.clone(), digest }];
        for cell in grid.rows.iter().flatten() {
            let Value::Text(prose) = &cell.value else { continue };
            let place = |range| prose.text.span_of(range);
            resolved
                .extend(prose.references.iter().map(|reference| self.reference(&file, reference, &place)));
        }
        let at = (path.clone(), data.span().start);
        self.references.resolved.entry(at.clone()).or_default().extend(resolved);
        self.references.grids.insert(at, grid);
    }

    /// Facts as rows: a label, a number, and when it was so.
    fn facts(&mut self, path: &SitePath, ids: &[Text]) -> Option<DataGrid> {
        let mut found = DataProblems::default();
        let mut rows = vec![];
        let mut shown = vec![];
        let mut first: Option<String> = None;
        for id in ids {
            let resolved = self.fact(path, &id.value, (id.span, Usage::Counted));
            let Resolved::Fact { at, .. } = &resolved else { continue };
            let fact = &self.references.facts[*at];
            let unit = fact.unit.as_ref().map(|unit| unit.value.clone()).unwrap_or_default();
            match &first {
                Some(first) if *first != unit => {
                    let word =
                        |unit: &str| if unit.is_empty() { "no unit".to_owned() } else { format!("`{unit}`") };
                    let problem =
                        Problem::MixedUnits { id: id.value.clone(), unit: word(&unit), first: word(first) };
                    found.block.push((id.span, problem));
                }
                _ => first = Some(unit),
            }
            let cells = [
                fact.label.clone().map(Value::Title),
                fact.value.clone().map(Value::Number),
                fact.as_of.clone().map(Value::Date),
            ];
            shown.push((fact.label.clone(), fact.value.as_ref().map(Number::plain)));
            let cell = |value: Option<Value>| Cell { value: value.unwrap_or(Value::Empty), span: id.span };
            rows.push(cells.map(cell).to_vec());
            self.keep((path.clone(), id.span.start), vec![resolved]);
        }
        let column = |name: &str, kind, unit| GridColumn {
            name: name.to_owned(),
            title: None,
            unit,
            kind,
            may_be_years: false,
            span: ids.first().map(|id| id.span).unwrap_or_default(),
        };
        let columns = vec![
            column("", ColumnKind::Text, None),
            column(
                self.catalogue.text("column-figure"),
                ColumnKind::Number,
                first.filter(|unit| !unit.is_empty()),
            ),
            column(self.catalogue.text("column-as-of"), ColumnKind::Date, None),
        ];
        let digest = Digest::of_value(&(shown, &columns[1].unit));
        let grid = Grid { path: path.clone(), href: None, columns, rows };
        // What is not known of the facts was said.
        (!grid.rows.is_empty()).then_some(DataGrid { grid, found, digest })
    }

    /// Resolves a name that can only be an entity's, and keeps what it leads to.
    pub(crate) fn resolve_entity(&mut self, path: &SitePath, name: &Text) -> Option<usize> {
        let resolved = self.label(path, &name.value, false, name.span);
        let entity = if let Resolved::Entity(at) = resolved { Some(at) } else { None };
        self.keep((path.clone(), name.span.start), vec![resolved]);
        entity
    }

    /// Tells if the site has an entity of this name.
    pub(crate) fn is_entity(&self, path: &SitePath, name: &Text) -> bool {
        self.registry.entity(path.folder(), &name.value).is_some()
    }

    /// Notes that a block shows an entity. Each is shown once on a page, since cards and quotes lead to the one
    /// place where it is.
    pub(crate) fn list_entity(&mut self, path: &SitePath, id: &Text, entity: usize) {
        if !self.references.listed.insert(entity) {
            let name = self.references.entities[entity].name().to_owned();
            self.findings.push(Finding::new(path, id.span, Problem::PersonTwice { name }));
        }
    }

    /// Resolves the sources of a block: each is one more use.
    pub(crate) fn resolve_sources<'o>(
        &mut self,
        path: &SitePath,
        origins: impl IntoIterator<Item = &'o Origin>,
    ) {
        for origin in origins {
            let uses = origin.cited.iter().filter_map(|cited| {
                self.cite(path.folder(), cited, (path, origin.text.span_of(cited.at.clone())))
            });
            let uses = uses.collect();
            self.keep((path.clone(), origin.text.span.start), vec![Resolved::Sources(uses)]);
        }
    }

    /// Resolves a picture's address, and keeps what it leads to.
    pub(crate) fn resolve_image(&mut self, path: &SitePath, src: &Text) {
        if let Some(image) = self.image(path, &src.value, src.span) {
            self.keep((path.clone(), src.span.start), vec![Resolved::Image(image)]);
        }
    }

    /// The file that a picture's address names; none if there is no such file, or it is no picture.
    pub(super) fn image(&mut self, path: &SitePath, src: &str, span: Span) -> Option<Image> {
        let problem = match self.routes.image(path, src) {
            Err(problem) => problem,
            Ok((url, asset)) => {
                let picture = self.pictures.get(&asset).copied();
                let not_one = || Some(Problem::NotAnImage { path: src.to_owned() });
                match picture.map_or_else(not_one, |picture| sound(picture, src)) {
                    Some(problem) => problem,
                    None => {
                        let from = &self.page.url;
                        let copies = picture.map(|picture| copied(picture, url, from)).unwrap_or_default();
                        let pixels = picture.and_then(Picture::size);
                        if picture.is_some_and(|picture| picture.credentials) && !copies.is_empty() {
                            let problem = Problem::CredentialsLost { path: src.to_owned() };
                            let finding = Finding::new(path, span, problem);
                            self.lost_credentials
                                .push(LostCredentials { href: url.href_from(from), finding });
                        }
                        return Some(Image { href: url.href_from(from), pixels, copies, path: asset, span });
                    }
                }
            }
        };
        self.findings.push(Finding::new(path, span, problem));
        None
    }
}

/// Finds a problem with the size of a picture.
fn sound(picture: Picture, src: &str) -> Option<Problem> {
    match picture.pixel_count() {
        _ if picture.drawing => None,
        0 => Some(Problem::NoPixels { path: src.to_owned() }),
        _ if picture.longest_side() > LONGEST_SIDE => Some(Problem::TooLongSide {
            path: src.to_owned(),
            pixels: picture.longest_side(),
            limit: LONGEST_SIDE,
        }),
        count if picture.is_too_large() => Some(Problem::TooManyPixels {
            path: src.to_owned(),
            megapixels: count.div_ceil(1_000_000),
            limit: MOST_PIXELS / 1_000_000,
        }),
        _ => None,
    }
}

/// The label of a row in plain text.
pub(crate) fn label(value: &Value, catalogue: &Catalogue) -> Option<String> {
    match value {
        Value::Empty => None,
        Value::Text(prose) => Some(plain(&prose.text.value)),
        Value::Title(title) => Some(title.plain.clone()),
        Value::Number(number) => Some(number.plain()),
        Value::Date(when) => Some(when.date.words(catalogue)),
    }
}
