//! Footnotes of a page while it is rendered.

use std::collections::BTreeMap;

/// The footnotes of a page, numbered in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Footnotes {
    /// By the scope and the label that tell them apart.
    footnotes: BTreeMap<(usize, String), Footnote>,
    used: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Footnote {
    /// Counted from 1; 0 if it was not used.
    pub(crate) number: usize,
    pub(crate) uses: usize,
    pub(crate) html: String,
}

impl Footnotes {
    /// Counts a use: the footnote's number, and how often it was used before.
    pub(crate) fn refer(&mut self, scope: usize, label: &str) -> (usize, usize) {
        let footnote = self.footnotes.entry((scope, label.to_owned())).or_default();
        if footnote.number == 0 {
            self.used += 1;
            footnote.number = self.used;
        }
        footnote.uses += 1;
        (footnote.number, footnote.uses - 1)
    }

    pub(crate) fn define(&mut self, scope: usize, label: &str, html: String) {
        self.footnotes.entry((scope, label.to_owned())).or_default().html = html;
    }

    /// The footnotes that were used, in the order of their numbers.
    pub(crate) fn in_order(self) -> Vec<Footnote> {
        let mut used: Vec<_> = self.footnotes.into_values().filter(|footnote| footnote.number > 0).collect();
        used.sort_by_key(|footnote| footnote.number);
        used
    }
}
