//! X007: what its author still wanted to do.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::super::source_file::{SourceFile, SourceFormat};
use super::super::text::comments;
use super::super::{Rule, Run};
use crate::base::Span;
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::parse::Document;

pub(super) static RULE: Rule = Rule::new(
    "X007",
    "open-task",
    LintLevel::Warn,
    &[OPEN_TASK, EMPTY_TASK],
    EXPLANATION,
    Run::SourceFile(run),
);

const OPEN_TASK: Message = Message {
    text: "this is still to be done: {task}",
    label: "",
    remedies: &["do it, then take the comment out"],
};

const EMPTY_TASK: Message = Message { text: "this is still to be done", ..OPEN_TASK };

const EXPLANATION: &str = "\
Finds comments that begin with `todo`, in Markdown, in front matter, in blocks, in data files and in `site.toml`.

No reader sees them. Whoever wrote one wanted to come back, and `nutgraf new` writes one wherever a new explainer
waits for words.

    <!-- todo: who pays for it? -->

    # todo: the date of the survey

Do it, and take the comment out.
";

fn run(source_file: &SourceFile<'_>, found: &mut Vec<Finding>) {
    let tasks = match &source_file.form {
        SourceFormat::Toml(text) => in_toml(text, 0..text.len()),
        SourceFormat::Markdown(document) => in_document(document),
    };
    for (range, task) in tasks {
        let words = if task.is_empty() { fill!(EMPTY_TASK) } else { fill!(OPEN_TASK, task) };
        found.push(RULE.finding(&source_file.path, Span::new(range), words));
    }
}

/// Where a task stands in its file, and what it is.
type Task = (Range<usize>, String);

fn in_document(document: &Document) -> Vec<Task> {
    let text = &*document.text;
    let body = document.body as usize;
    let mut tasks = in_toml(text, 0..body);
    for comment in comments(document.body()) {
        let range = comment.range.start + body..comment.range.end + body;
        tasks.extend(task(comment.words).map(|task| (range, task)));
    }
    let blocks = document.blocks.iter().map(|placed| placed.span.range());
    tasks.extend(blocks.flat_map(|range| in_toml(text, range)));
    tasks
}

/// The tasks in a part of a text that is TOML.
fn in_toml(text: &str, part: Range<usize>) -> Vec<Task> {
    let toml = &text[part.clone()];
    if !toml.contains('#') {
        return vec![];
    }
    let comments = Source::new(toml).lex().filter(|token| token.kind() == TokenKind::Comment);
    let task = |span: toml_parser::Span| {
        let words = toml.get(span.start() + 1..span.end())?;
        Some((part.start + span.start()..part.start + span.end(), task(words)?))
    };
    comments.filter_map(|token| task(token.span())).collect()
}

/// What is to be done, where a comment says so.
fn task(comment: &str) -> Option<String> {
    let words = comment.trim();
    let (_, rest) = words.split_at_checked(4).filter(|(mark, _)| mark.eq_ignore_ascii_case("todo"))?;
    if rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_')) {
        return None;
    }
    let rest = rest.trim_start().strip_prefix(':').unwrap_or(rest);
    Some(rest.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_begins_with_its_mark() {
        assert_eq!(task(" todo: who\n  pays? ").as_deref(), Some("who pays?"));
        assert_eq!(task("TODO who pays").as_deref(), Some("who pays"));
        assert_eq!(task("todo").as_deref(), Some(""));
        for other in ["todos: two", "to do", "", "tod", "not todo: x", "to-do: x", "todo-list"] {
            assert_eq!(task(other), None, "{other}");
        }
    }

    #[test]
    fn a_hash_in_a_text_of_toml_is_no_comment() {
        let toml = "a = \"# todo: b\" # todo: c\n# todo: d\nb = '''\n# todo: e\n'''\n";
        let tasks: Vec<_> = in_toml(toml, 0..toml.len()).into_iter().map(|(_, task)| task).collect();
        assert_eq!(tasks, ["c", "d"]);
    }
}
