//! Changes of a text, collected first and applied at once.
//!
//! Must not know: why anything is changed.

use std::ops::Range;

/// Ranges of a text, and what replaces them.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, replacement: impl Into<String>) {
        self.0.push((range, replacement.into()));
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// Returns whether an edit changes a part of a range.
    pub(super) fn overlap(&self, range: &Range<usize>) -> bool {
        self.0.iter().any(|(changed, _)| changed.start < range.end && range.start < changed.end)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the changed text. Of overlapping edits the first one wins, and the wider one if they begin together.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, !range.is_empty(), std::cmp::Reverse(range.end)));
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for (range, replacement) in self.0 {
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
