//! What a block needs to become the nearest thing that Markdown has: lists, tables, marks and addresses.
//!
//! Must not know: which blocks there are; how a block looks on its page.

use super::MarkdownExporter;
use super::patch::marks;
use super::words::escape;
use crate::base::SitePath;
use crate::blocks::BlockPlace;
use crate::model::Resolved;
use crate::parse::origin::Origin;
use crate::parse::prose::{Prose, Title};

impl MarkdownExporter<'_, '_> {
    /// A block of the page, with its caption.
    pub(super) fn block(&mut self, place: BlockPlace<'_>) -> String {
        let block = &*self.page.files[place.file].document().blocks[place.block].block;
        let mut text = block.markdown(self, place);
        if let Some(caption) = block.content().caption {
            text += &caption.markdown(self, place.path);
        }
        text
    }

    /// The marks of a block's sources, `[^1][^3]`.
    pub(crate) fn source_marks(&self, path: &SitePath, origin: Option<&Origin>) -> Option<String> {
        match self.page.references.at(path, origin?.text.span.start).first()? {
            Resolved::Sources(uses) => Some(marks(uses)),
            _ => None,
        }
    }

    /// Short texts as a list.
    pub(crate) fn list(&mut self, path: &SitePath, texts: &[Prose]) -> String {
        texts.iter().map(|text| format!("- {}\n", self.item(path, text))).collect()
    }

    /// A short text as an item of a list, over whose lines the list goes on.
    pub(crate) fn item(&mut self, path: &SitePath, text: &Prose) -> String {
        self.text(path, text).replace('\n', "\n  ")
    }

    /// The absolute address of what a block draws.
    pub(crate) fn drawing_url(&self, place: BlockPlace<'_>) -> String {
        let drawing = self.page.drawing(place);
        drawing.map(|drawing| drawing.url.absolute(&self.site.base_url)).unwrap_or_default()
    }
}

/// The title of a block, on a line of its own.
pub(crate) fn heading(title: Option<&Title>) -> String {
    title.map(|title| format!("**{}**\n\n", escape(&title.plain))).unwrap_or_default()
}

/// A text as a cell: on one line, and without what would end it.
pub(crate) fn in_cell(text: &str) -> String {
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

/// A table of cells; `numbers` are the columns that are set to the right.
pub(crate) fn table(head: &[String], numbers: &[bool], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = |at: usize| if numbers.get(at) == Some(&true) { "---:" } else { "---" };
    let rules: Vec<_> = (0..head.len()).map(|at| rule(at).to_owned()).collect();
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{}{rows}\n", line(head), line(&rules))
}
