//! Asks questions on the terminal. Where there is none, every question goes without an answer.
//!
//! Must not know: what is done with the answers.

use std::io::{self, BufRead, IsTerminal};

use super::eprint;

/// The source of answers.
pub(super) enum Asker<R> {
    Terminal(R),
    None,
}

/// The terminal, if standard input is one.
pub(super) fn asker() -> Asker<io::StdinLock<'static>> {
    if io::stdin().is_terminal() { Asker::Terminal(io::stdin().lock()) } else { Asker::None }
}

impl<R: BufRead> Asker<R> {
    /// Asks for a line. `None` if it is empty, at the end of the input, and without a terminal.
    pub(super) fn ask_line(&mut self, question: &str) -> Option<String> {
        let Self::Terminal(input) = self else { return None };
        eprint(&format!("{question} "));
        let mut line = String::new();
        let read = input.read_line(&mut line).unwrap_or(0);
        if read == 0 {
            // No Enter was pressed, so the cursor is still behind the question.
            eprint("\n");
        }
        let line = line.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// Asks for lines up to an empty one.
    pub(super) fn ask_lines(&mut self, question: &str) -> Vec<String> {
        let mut lines: Vec<_> = self.ask_line(question).into_iter().collect();
        if !lines.is_empty() {
            lines.extend(std::iter::from_fn(|| self.ask_line(" ")));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_ends_a_list_and_the_end_ends_all() {
        let mut asker = Asker::Terminal("  Why?  \n\nA\nB\n\nC".as_bytes());
        assert_eq!(asker.ask_line("question:").as_deref(), Some("Why?"));
        assert_eq!(asker.ask_lines("sections:"), [""; 0]);
        assert_eq!(asker.ask_lines("sections:"), ["A", "B"]);
        assert_eq!(asker.ask_lines("sources:"), ["C"]);
        assert_eq!(asker.ask_line("dek:"), None);
    }

    #[test]
    fn without_a_terminal_there_are_no_answers() {
        let mut nobody = Asker::<&[u8]>::None;
        assert_eq!(nobody.ask_line("question:"), None);
        assert_eq!(nobody.ask_lines("sections:"), [""; 0]);
    }
}
