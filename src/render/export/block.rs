//! Blocks as the nearest thing that Markdown has.
//!
//! Must not know: how a block looks on its page.

use super::MarkdownExporter;
use super::patch::marks;
use super::words::{address, escape, quoted};
use crate::base::SitePath;
use crate::geo::{country, whose};
use crate::model::{Cell, GridColumn, Resolved, Value};
use crate::parse::block::{Block, Caption, Chart, ColumnKind, Compare, Data, Figure, Map, Marked, Quote};
use crate::parse::origin::Origin;
use crate::parse::prose::{Prose, Title};
use crate::render::licence::licence;
use crate::render::page::references;
use crate::render::view::text;
use crate::render::views::people_places;

impl MarkdownExporter<'_> {
    /// A block of a file of the page, by its places.
    pub(super) fn block(&mut self, path: &SitePath, at: (usize, usize), block: &Block) -> String {
        let text = match block {
            Block::Chart(chart) => self.chart(path, at, chart),
            Block::Compare(compare) => self.compare(path, compare),
            Block::Figure(figure) => self.figure(path, figure),
            Block::Known(known) => {
                let catalogue = &self.site.catalogue;
                let lists =
                    [(catalogue.text("known"), &known.known), (catalogue.text("not-known"), &known.unknown)];
                let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
                let lists = lists.map(|(name, list)| format!("**{name}**\n\n{}\n", self.list(path, list)));
                heading(known.title.as_ref()) + &lists.collect::<String>()
            }
            Block::Map(map) => self.map(at, map),
            Block::People(people) => {
                let places = people_places(self.page, path, people);
                let names: String = places.into_iter().map(|at| self.name(at)).collect();
                format!("{}{names}\n", heading(people.title.as_ref()))
            }
            Block::Quote(quote) => self.quote(path, quote),
            Block::Table(table) => {
                let rows = table.data.as_ref().map(|data| self.rows(path, data)).unwrap_or_default();
                heading(table.title.as_ref()) + &rows
            }
            Block::Timeline(timeline) => {
                let events = timeline.events.iter();
                let events = events.map(|event| {
                    let date = event.date.date.words(&self.site.catalogue);
                    format!("- **{date}**: {}\n", self.item(path, &event.text))
                });
                let events: String = events.collect();
                format!("{}{events}\n", heading(timeline.title.as_ref()))
            }
            Block::Own(own) => own.strings.iter().map(|text| self.prose(path, text) + "\n\n").collect(),
        };
        let caption = block.caption().map(|caption| self.caption(path, caption));
        text + &caption.unwrap_or_default()
    }

    fn caption(&mut self, path: &SitePath, caption: &Caption) -> String {
        let said = caption.text.as_ref().map(|text| self.prose(path, text));
        let source = self
            .marks(path, caption.source.as_ref())
            .map(|marks| self.site.catalogue.format("export-source", &[("marks", marks.into())]));
        let as_of = caption.as_of.as_ref().map(|when| self.dated("export-as-of", when));
        let parts: Vec<_> = [said, source, as_of].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("{}\n\n", parts.join(" ")) }
    }

    fn marks(&self, path: &SitePath, origin: Option<&Origin>) -> Option<String> {
        match self.page.references.at(path, origin?.text.span.start).first()? {
            Resolved::Sources(uses) => Some(marks(uses)),
            _ => None,
        }
    }

    /// A text as an item of a list, over whose lines the list goes on.
    fn item(&mut self, path: &SitePath, text: &Prose) -> String {
        self.prose(path, text).replace('\n', "\n  ")
    }

    fn list(&mut self, path: &SitePath, texts: &[Prose]) -> String {
        texts.iter().map(|text| format!("- {}\n", self.item(path, text))).collect()
    }

    fn quote(&mut self, path: &SitePath, quote: &Quote) -> String {
        let words = quote.text.as_ref().map(|text| self.prose(path, text)).unwrap_or_default();
        let marks = self.marks(path, quote.source.as_ref()).unwrap_or_default();
        let catalogue = &self.site.catalogue;
        let in_quotes = |words: String| catalogue.format("quoted", &[("text", words.into())]);
        let mut text = in_quotes(words) + &marks;
        if let Some(translation) = &quote.translation {
            let translation = ("text", in_quotes(self.prose(path, translation)).into());
            let translation = match &quote.translated_by {
                Some(by) => {
                    let by = ("name", escape(&by.value).into());
                    catalogue.format("translation-text-by", &[by, translation])
                }
                None => catalogue.format("translation-text", &[translation]),
            };
            text += &format!("\n\n{translation}");
        }
        let speaker = quote.speaker.as_ref();
        let resolved = speaker.and_then(|speaker| self.page.references.at(path, speaker.span.start).first());
        let named = match resolved {
            Some(Resolved::Entity(at)) => Some(self.page.references.entities[*at].name()),
            _ => speaker.map(|speaker| speaker.value.as_str()),
        };
        let when = quote.date.as_ref().map(|when| when.date.words(catalogue));
        let who: Vec<_> = named.map(escape).into_iter().chain(when).collect();
        if !who.is_empty() {
            text += &format!("\n\n— {}", who.join(", "));
        }
        quoted(&text) + "\n"
    }

    pub(super) fn figure(&mut self, path: &SitePath, figure: &Figure) -> String {
        let image = figure.src.as_ref().and_then(|src| self.page.references.image(path, src));
        let src = image.map(|image| self.absolute(&image.href)).unwrap_or_default();
        let alt = escape(text(figure.alt.as_ref()).unwrap_or_default());
        let caption = figure.caption.as_ref().map(|caption| self.prose(path, caption));
        let named = text(figure.licence.as_ref()).map(|text| licence(text, &self.site.catalogue));
        let named = named.map(|licence| match licence.url {
            Some(url) => format!("[{}]({})", escape(licence.name), address(&url)),
            None => escape(licence.name),
        });
        let credit: Vec<_> = text(figure.credit.as_ref()).map(escape).into_iter().chain(named).collect();
        let credit = (!credit.is_empty()).then(|| format!("({})", credit.join(", ")));
        let below: Vec<_> = caption.into_iter().chain(credit).collect();
        let below = if below.is_empty() { String::new() } else { format!("{}\n\n", below.join(" ")) };
        format!("![{alt}]({})\n\n{below}", address(&src))
    }

    fn compare(&mut self, path: &SitePath, compare: &Compare) -> String {
        let mut out = heading(compare.title.as_ref());
        for side in &compare.sides {
            let marks = self.marks(path, side.source.as_ref()).unwrap_or_default();
            let label = side.label().map_or("", |label| label.plain.as_str());
            out += &format!("**{}**{marks}\n\n{}\n", escape(label), self.list(path, &side.points));
        }
        if !compare.grid.rows.is_empty() {
            let sides = compare.grid.sides().map(|side| escape(&side.plain));
            let head = std::iter::once(String::new()).chain(sides).collect();
            let rows = compare.grid.rows.iter().map(|row| {
                let label = row.label.as_ref().map_or(String::new(), |label| escape(&label.plain));
                let cells = row.cells.iter().map(|cell| in_cell(&self.prose(path, cell)));
                std::iter::once(label).chain(cells).collect()
            });
            let rows = rows.collect::<Vec<_>>();
            out += &table((head, &[]), &rows);
        }
        out
    }

    fn chart(&mut self, path: &SitePath, at: (usize, usize), chart: &Chart) -> String {
        let description = escape(text(chart.description.as_ref()).unwrap_or_default());
        let picture = format!("![{description}]({})\n\n", address(&self.drawing(at)));
        let rows = chart.data.as_ref().map(|data| self.rows(path, data)).unwrap_or_default();
        heading(chart.title.as_ref()) + &picture + &rows
    }

    /// The absolute address of what a block draws.
    fn drawing(&self, (file, block): (usize, usize)) -> String {
        let drawing = self.page.drawings.iter().find(|it| (it.file, it.block) == (file, block));
        drawing.map(|drawing| drawing.url.absolute(&self.site.base_url)).unwrap_or_default()
    }

    fn map(&self, at: (usize, usize), map: &Map) -> String {
        let catalogue = &self.site.catalogue;
        let separator = catalogue.text("separator");
        let alt = escape(text(map.alt.as_ref()).unwrap_or(catalogue.text("map")));
        let names = |marked: &[Marked]| {
            let names: Vec<_> = marked.iter().map(|marked| escape(marked.country.name)).collect();
            names.join(separator)
        };
        let groups = map.groups.iter().map(|group| (escape(&group.label.value), names(&group.countries)));
        let places = map.places.iter().map(|place| {
            let lies = whose(&place.point).and_then(country);
            let lies = lies.map(|country| format!(" ({})", escape(country.name))).unwrap_or_default();
            escape(&place.name.value) + &lies
        });
        let places: Vec<_> = places.collect();
        let places =
            (!places.is_empty()).then(|| (catalogue.text("map-places").to_owned(), places.join(separator)));
        let routes = map.routes.iter().map(|route| {
            let name = match &route.label {
                Some(label) => catalogue.format("map-route-named", &[("name", escape(&label.value).into())]),
                None => catalogue.text("map-route").to_owned(),
            };
            let stops: Vec<_> = route.stops.iter().map(|at| escape(&map.places[*at].name.value)).collect();
            (name, stops.join(catalogue.text("map-then")))
        });
        let words = groups.chain(places).chain(routes);
        let words: String = words.map(|(name, what)| format!("- **{name}:** {what}\n")).collect();
        let picture = address(&self.drawing(at));
        format!("{}![{alt}]({picture})\n\n{words}\n", heading(map.title.as_ref()))
    }

    /// The rows of data of a block.
    fn rows(&mut self, path: &SitePath, data: &Data) -> String {
        let (page, at) = (self.page, (path.clone(), data.span().start));
        let Some(grid) = page.references.grids.get(&at) else { return String::new() };
        let mut resolved = references(page.references.at(&at.0, at.1));
        let head = grid.columns.iter().map(column).collect();
        let numbers: Vec<_> = grid.columns.iter().map(|column| column.kind == ColumnKind::Number).collect();
        let rows = grid.rows.iter().map(|row| {
            let cells = row.iter().zip(&grid.columns);
            cells.map(|(cell, column)| in_cell(&self.cell((cell, column), &mut resolved))).collect()
        });
        table((head, &numbers), &rows.collect::<Vec<_>>())
    }

    fn cell(&mut self, (cell, column): (&Cell, &GridColumn), resolved: &mut &[Resolved]) -> String {
        match &cell.value {
            Value::Empty => "–".to_owned(),
            Value::Text(prose) => {
                let (own, others) = resolved.split_at(prose.references.len().min(resolved.len()));
                *resolved = others;
                self.led(prose, own)
            }
            Value::Title(title) => escape(&title.plain),
            Value::Number(number) if column.may_be_years => number.plain(),
            Value::Number(number) => number.words(&self.site.settings.language),
            Value::Date(when) => when.date.words(&self.site.catalogue),
        }
    }
}

fn heading(title: Option<&Title>) -> String {
    title.map(|title| format!("**{}**\n\n", escape(&title.plain))).unwrap_or_default()
}

fn column(column: &GridColumn) -> String {
    let name = column.title.as_ref().map_or(column.name.as_str(), |title| title.plain.as_str());
    let unit = column.unit.as_ref().map(|unit| format!(" ({})", escape(unit)));
    in_cell(&escape(name)) + &unit.unwrap_or_default()
}

/// A text as a cell: on one line, and without what would end it.
fn in_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// A table; `numbers` are the columns that are set to the right.
fn table((head, numbers): (Vec<String>, &[bool]), rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = |at: usize| if numbers.get(at) == Some(&true) { "---:" } else { "---" };
    let rules: Vec<_> = (0..head.len()).map(|at| rule(at).to_owned()).collect();
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{}{rows}\n", line(&head), line(&rules))
}
