//! Lines and columns of a text, found without reading it from its start each time.
//!
//! Must not know: which file the text is of.

/// Bytes between two places whose position is kept.
const STEP: usize = 1024;

/// A line and a column, both from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The positions of some bytes of a text, from which that of any other is near.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex {
    /// Of each `STEP`th byte, or of the character that it is in.
    known: Vec<Position>,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let mut at = 0;
        let mut known = vec![Position::START];
        for step in 1..=text.len() / STEP {
            let next = text.floor_char_boundary(step * STEP);
            known.push(known[step - 1].after(&text[at..next]));
            at = next;
        }
        Self { known }
    }

    /// The position of a byte; behind the text's end, that of the end.
    pub(crate) fn position(&self, text: &str, at: usize) -> Position {
        let at = text.floor_char_boundary(at);
        let step = at / STEP;
        self.known[step].after(&text[text.floor_char_boundary(step * STEP)..at])
    }
}

impl Position {
    const START: Self = Self { line: 1, column: 1 };

    /// The position behind a text that begins at this one.
    fn after(self, text: &str) -> Self {
        match text.rfind('\n') {
            Some(last) => Self {
                line: self.line + text.matches('\n').count(),
                column: text[last + 1..].chars().count() + 1,
            },
            None => Self { column: self.column + text.chars().count(), ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_position_is_the_one_that_reading_from_the_start_gives(
            parts in proptest::collection::vec("[a中é\n ]{0,9}", 0..9),
            times in 1..300_usize,
            at in any::<proptest::sample::Index>(),
        ) {
            let text = parts.concat().repeat(times);
            let at = text.floor_char_boundary(at.index(text.len() + 1));
            prop_assert_eq!(LineIndex::new(&text).position(&text, at), Position::START.after(&text[..at]));
        }
    }

    #[test]
    fn a_position_is_found_from_the_bytes_right_before_it() {
        let text = "a\n".repeat(4 * STEP);
        let index = LineIndex::new(&text);
        for at in [STEP - 1, 3 * STEP + 5, text.len(), text.len() + 9] {
            let from = at.min(text.len()) / STEP * STEP;
            let other_before = "x".repeat(from) + &text[from..];
            assert_eq!(index.position(&other_before, at), index.position(&text, at));
        }
    }
}
