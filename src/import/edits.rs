//! Changes of a text, collected first and applied at once.
//!
//! Must not know: why anything is changed.

use std::ops::Range;

#[derive(Debug, Default)]
pub(super) struct Edits {
    edits: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    range: Range<usize>,
    replacement: String,
}

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, replacement: impl Into<String>) {
        self.edits.push(Edit { range, replacement: replacement.into() });
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Returns whether an edit changes a part of a range.
    pub(super) fn overlap(&self, range: &Range<usize>) -> bool {
        self.edits.iter().any(|edit| edit.range.start < range.end && range.start < edit.range.end)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Returns the changed text. Of overlapping edits the first one wins, and the wider one if they begin together.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.edits
            .sort_by_key(|Edit { range, .. }| (range.start, !range.is_empty(), std::cmp::Reverse(range.end)));
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for Edit { range, replacement } in self.edits {
            if range.start < at {
                continue;
            }
            changed.push_str(&text[at..range.start]);
            changed.push_str(&replacement);
            at = range.end;
        }
        changed.push_str(&text[at..]);
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_order_and_the_first_of_overlapping_ones_wins() {
        let mut edits = Edits::default();
        edits.replace(4..5, "E");
        edits.remove(0..2);
        edits.replace(1..3, "lost");
        edits.insert(4, "+");
        assert_eq!(edits.apply("abcdef"), "cd+Ef");
    }
}
