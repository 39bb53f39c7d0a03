//! Questions to whoever sits at the terminal. Nobody is asked where there is none.
//!
//! Must not know: what is done with the answers.

use std::io::{self, BufRead, IsTerminal};

use super::say;

/// Where answers come from.
pub(super) enum Asker<R> {
    Person(R),
    Nobody,
}

/// The terminal, if standard input is one.
pub(super) fn asker() -> Asker<io::StdinLock<'static>> {
    if io::stdin().is_terminal() { Asker::Person(io::stdin().lock()) } else { Asker::Nobody }
}

impl<R: BufRead> Asker<R> {
    /// A line; nothing when it is empty, at the end of the input, and when there is nobody.
    pub(super) fn line(&mut self, question: &str) -> Option<String> {
        let Self::Person(input) = self else { return None };
        say(&format!("{question} "));
        let mut line = String::new();
        let read = input.read_line(&mut line).unwrap_or(0);
        if read == 0 {
            // The cursor stands behind the question still.
            say("\n");
        }
        let line = line.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// Lines up to an empty one.
    pub(super) fn lines(&mut self, question: &str) -> Vec<String> {
        let mut lines: Vec<_> = self.line(question).into_iter().collect();
        if !lines.is_empty() {
            lines.extend(std::iter::from_fn(|| self.line(" ")));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_ends_a_list_and_the_end_ends_all() {
        let mut asker = Asker::Person("  Why?  \n\nA\nB\n\nC".as_bytes());
        assert_eq!(asker.line("question:").as_deref(), Some("Why?"));
        assert_eq!(asker.lines("sections:"), [""; 0]);
        assert_eq!(asker.lines("sections:"), ["A", "B"]);
        assert_eq!(asker.lines("sources:"), ["C"]);
        assert_eq!(asker.line("dek:"), None);
    }

    #[test]
    fn nobody_answers_nothing() {
        let mut nobody = Asker::<&[u8]>::Nobody;
        assert_eq!(nobody.line("question:"), None);
        assert_eq!(nobody.lines("sections:"), [""; 0]);
    }
}
