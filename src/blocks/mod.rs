//! Blocks: fenced code whose info word names a template, and whose body is TOML.
//!
//! A file has all of one block: what its keys are, what it refers to, what its template sees, and what it is in
//! Markdown. [`Block`] and [`BlockType`] are what nutgraf asks of each, and [`BLOCKS`] is the table. A block of a
//! site's own is any TOML that its template understands. A block's file begins with `use super::*`: what most of
//! them use is imported here. Must not know: what surrounds a block on its page.

mod aside;
mod caption;
mod chart;
mod compare;
mod data;
mod figure;
mod known;
mod map;
mod own;
mod people;
mod quote;
mod table;
mod timeline;

use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::base::catalogue::Catalogue;
use crate::base::{SitePath, Span};
use crate::diagnostics::Problem;
use crate::model::{Page, Resolved, Resolver};
use crate::parse::csv::Rows;
use crate::parse::data::{Origin, origin};
use crate::parse::front_matter::{optional_title, proses};
use crate::parse::keys::KeyDoc;
use crate::parse::prose::{Prose, Title, prose, title};
use crate::parse::table::{Fields, Shape, SpannedDate, Text, shape};
use crate::render::PageRenderer;
use crate::render::export::MarkdownExporter;
use crate::render::export::markdown_text::{address, escape, heading, quoted};
use crate::render::template_schema::schema;
use crate::render::theme::View;
use crate::render::view::{DateView, text};
pub(crate) use caption::Caption;
use caption::{CaptionView, parse_caption};
pub(crate) use chart::{Chart, ChartKind};
pub(crate) use data::{ColumnKind, Data};
pub(crate) use figure::{Figure, FigureView, parse_figure};
pub(crate) use map::{Map, Marked, Route};
pub(crate) use own::TYPE as OWN;
pub(crate) use table::Column;

/// A block on a page. No method has a default: a new block that forgets one does not compile.
pub(crate) trait Block: Debug + Send + Sync {
    /// Gives what is in it.
    fn content(&self) -> BlockContent<'_>;

    /// Resolves all that it refers to, in the order in which it is shown.
    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath);

    /// Gives what its template sees, as `block`.
    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's>;

    /// Writes it as the nearest thing that Markdown has, without its caption.
    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String;
}

/// The parts of a block, for code that does not know its kind.
pub(crate) struct BlockContent<'b> {
    /// The Markdown in it in the order in which it is shown, without that of its caption.
    pub(crate) texts: Vec<BlockText<'b>>,
    /// The caption below it, if it is a block of data.
    pub(crate) caption: Option<&'b Caption>,
    /// The words for those who do not see its picture, if its author has written them.
    pub(crate) alt: Option<Alt<'b>>,
    /// The statements that need a source.
    pub(crate) claims: Vec<Claim<'b>>,
    /// The side of it that is a picture in a file of its own.
    pub(crate) drawing: Option<&'b dyn Drawing>,
}

/// A block whose picture is a file of its own, `chart-1.svg`, made by its template `blocks/chart.svg`.
pub(crate) trait Drawing {
    /// Gives what that template sees, in the language of a catalogue.
    fn drawing_view<'s>(&'s self, page: &Page, path: &SitePath, catalogue: &Catalogue) -> Box<dyn View + 's>;
}

impl dyn Block + '_ {
    /// All Markdown in it, in the order in which it is shown.
    pub(crate) fn texts(&self) -> Vec<BlockText<'_>> {
        let BlockContent { mut texts, caption, .. } = self.content();
        texts.extend(caption.and_then(|caption| caption.text.as_ref()).map(BlockText::new));
        texts
    }

    /// The same, as nothing but Markdown.
    pub(crate) fn proses(&self) -> impl Iterator<Item = &Prose> {
        self.texts().into_iter().map(|text| text.prose)
    }
}

/// The place of a block on its page.
#[derive(Clone, Copy)]
pub(crate) struct BlockPlace<'p> {
    pub(crate) path: &'p SitePath,
    /// The file's place among the page's files.
    pub(crate) file: usize,
    /// The block's place in the file.
    pub(crate) block: usize,
}

/// A piece of Markdown in a block.
pub(crate) struct BlockText<'b> {
    pub(crate) prose: &'b Prose,
    /// The date beside it, of an event.
    pub(crate) date: Option<&'b SpannedDate>,
    pub(crate) voice: Voice<'b>,
}

/// Whose words a text is.
#[derive(Clone, Copy)]
pub(crate) enum Voice<'b> {
    Author,
    /// Another's, word by word as in these sources, if there are any.
    Quoted(Option<&'b Origin>),
}

impl<'b> BlockText<'b> {
    /// A text of the author's.
    pub(crate) fn new(prose: &'b Prose) -> Self {
        Self { prose, date: None, voice: Voice::Author }
    }
}

/// The words for a picture, and what its caption says besides.
pub(crate) struct Alt<'b> {
    pub(crate) text: &'b Text,
    pub(crate) caption: Option<&'b Prose>,
}

/// Something that a block says as a fact.
pub(crate) struct Claim<'b> {
    /// `event`, `row`
    pub(crate) noun: &'static str,
    /// The texts that make it: a citation in one of them is enough. Empty if the whole block makes it.
    pub(crate) texts: Vec<&'b Prose>,
}

impl<'b> Claim<'b> {
    /// A claim that is made in one text.
    pub(crate) fn new(noun: &'static str, text: &'b Prose) -> Self {
        Self { noun, texts: vec![text] }
    }
}

/// The built-in blocks, by name. A new block is registered here and nowhere else.
pub(crate) static BLOCKS: &[&BlockType] = &[
    &aside::TYPE,
    &chart::TYPE,
    &compare::TYPE,
    &figure::TYPE,
    &known::TYPE,
    &map::TYPE,
    &people::TYPE,
    &quote::TYPE,
    &table::TYPE,
    &timeline::TYPE,
];

/// Everything that all blocks of one name share.
#[derive(Debug)]
pub(crate) struct BlockType {
    /// The info word of its fences, and the name of its template.
    pub(crate) name: &'static str,
    /// Its name in findings: `a quote`.
    pub(crate) noun: &'static str,
    /// Its purpose, in a sentence of Markdown.
    pub(crate) about: &'static str,
    /// The body of a fence, which the reference shows as it is written and as it looks. It may cite and name
    /// what the documentation has in its data files.
    pub(crate) example: &'static str,
    /// A sentence for each key that is its own, those of the tables in it included.
    pub(crate) keys: &'static [KeyDoc],
    /// Rows of data may follow its TOML.
    pub(crate) takes_rows: bool,
    pub(crate) parse: fn(&mut Fields<'_, '_>, Option<Rows>) -> Arc<dyn Block>,
    /// The schema of what its template sees.
    pub(crate) view: fn() -> Schema,
    /// The schema of what the template of its picture sees, if it has one: `chart.svg`.
    pub(crate) drawing: Option<fn() -> Schema>,
}

/// The built-in block of this name.
pub(crate) fn built_in(name: &str) -> Option<&'static BlockType> {
    BLOCKS.iter().find(|block| block.name == name).copied()
}

impl BlockType {
    /// The keys that it may have.
    pub(crate) fn shape(&self) -> Shape {
        shape(self.noun, "", |fields| (self.parse)(fields, None))
    }

    /// Splits the body of a fence into its TOML and the rows of data under it.
    pub(crate) fn split(&self, file: &str, body: Range<usize>) -> (Range<usize>, Option<Rows>) {
        if self.takes_rows { data::split(file, body) } else { (body, None) }
    }
}

/// Says so when a block has nothing in it, unless something in it was already found wrong.
fn report_empty(fields: &Fields<'_, '_>, name: &'static str, needs: &'static str) {
    if fields.is_clean() {
        fields.report(fields.span(), Problem::EmptyBlock { name, needs });
    }
}
