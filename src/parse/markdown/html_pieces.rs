//! HTML between Markdown, put together from its lines.
//!
//! Must not know: what is in it.

use std::ops::Range;

/// HTML in pieces: in a quotation or a list, marks stand before each of its lines.
#[derive(Default)]
pub(super) struct HtmlPieces {
    pub(super) html: String,
    /// For each piece its first byte in `html`, and its bytes in the text.
    pieces: Vec<HtmlPiece>,
}

struct HtmlPiece {
    start: usize,
    range: Range<usize>,
}

impl HtmlPieces {
    pub(super) fn push(&mut self, html: &str, range: Range<usize>) {
        self.pieces.push(HtmlPiece { start: self.html.len(), range });
        self.html += html;
    }

    /// The bytes of the text that some bytes of the HTML come from; those of whole pieces, if they differ from the text.
    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let piece_at = |at: usize| self.pieces.partition_point(|piece| piece.start <= at).saturating_sub(1);
        let place = |at: usize, is_end: bool| {
            let number = piece_at(if is_end { at.saturating_sub(1) } else { at });
            let piece = &self.pieces[number];
            let end = self.pieces.get(number + 1).map_or(self.html.len(), |next| next.start);
            match (end - piece.start == piece.range.len(), is_end) {
                (true, _) => piece.range.start + at - piece.start,
                (false, true) => piece.range.end,
                (false, false) => piece.range.start,
            }
        };
        place(range.start, false)..place(range.end, true)
    }
}
