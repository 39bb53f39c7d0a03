//! X007: a comment with something to do.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::super::source_file::{SourceContent, SourceFile};
use super::super::text::find_comments;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("X007", "open-task", Warn, &[OPEN_TASK, EMPTY_TASK], EXPLANATION, Run::SourceFile(check));

const OPEN_TASK: Message =
    Message { text: "still to do: {task}", label: "", remedies: &["do it, then remove the comment"] };

const EMPTY_TASK: Message = Message { text: "still to do", ..OPEN_TASK };

const EXPLANATION: &str = "\
Finds comments that begin with `todo`, in Markdown, in front matter, in blocks, in data files and in `site.toml`.

Readers do not see them. They are notes of what is left to do: `nutgraf new` writes one wherever a new explainer
needs text.

    <!-- todo: who pays for it? -->

    # todo: the date of the survey

Do it, and remove the comment.
";

fn check(file: &SourceFile<'_>, found: &mut Vec<Finding>) {
    let mut tasks = Vec::new();
    match &file.content {
        SourceContent::Toml(text) => find_tasks_in_toml(text, 0..text.len(), &mut tasks),
        SourceContent::Markdown(document) => {
            let body = document.body as usize;
            find_tasks_in_toml(&document.text, 0..body, &mut tasks);
            for comment in find_comments(document.body()) {
                let range = comment.range.start + body..comment.range.end + body;
                tasks.extend(parse_task(comment.text).map(|text| (range, text)));
            }
            for placed in &document.blocks {
                find_tasks_in_toml(&document.text, placed.span.range(), &mut tasks);
            }
        }
    }
    for (range, text) in tasks {
        let words = if text.is_empty() { fill!(EMPTY_TASK) } else { fill!(OPEN_TASK, task = text) };
        found.push(RULE.finding(&file.path, Span::new(range), words));
    }
}

/// Finds the tasks in a part of a file that is TOML: the bytes of each comment, and what is to be done.
fn find_tasks_in_toml(file: &str, part: Range<usize>, tasks: &mut Vec<(Range<usize>, String)>) {
    let toml = &file[part.clone()];
    if !toml.contains('#') {
        return;
    }
    for token in Source::new(toml).lex().filter(|token| token.kind() == TokenKind::Comment) {
        let span = token.span();
        if let Some(text) = toml.get(span.start() + 1..span.end()).and_then(parse_task) {
            tasks.push((part.start + span.start()..part.start + span.end(), text));
        }
    }
}

/// Reads what is to be done from a comment that begins with `todo`.
fn parse_task(comment: &str) -> Option<String> {
    let (mark, rest) = comment.trim().split_at_checked("todo".len())?;
    let is_longer_word = rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_'));
    if !mark.eq_ignore_ascii_case("todo") || is_longer_word {
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
        assert_eq!(parse_task(" todo: who\n  pays? ").as_deref(), Some("who pays?"));
        assert_eq!(parse_task("TODO who pays").as_deref(), Some("who pays"));
        assert_eq!(parse_task("todo").as_deref(), Some(""));
        for other in ["todos: two", "to do", "", "tod", "not todo: x", "to-do: x", "todo-list"] {
            assert_eq!(parse_task(other), None, "{other}");
        }
    }

    #[test]
    fn a_hash_in_a_toml_string_begins_no_comment() {
        let toml = "a = \"# todo: b\" # todo: c\n# todo: d\nb = '''\n# todo: e\n'''\n";
        let mut tasks = Vec::new();
        find_tasks_in_toml(toml, 0..toml.len(), &mut tasks);
        assert_eq!(tasks.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), ["c", "d"]);
    }
}
