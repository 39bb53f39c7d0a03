//! Draws findings: for people as rustc does or on a line each, for programs as JSON, SARIF or GitHub commands.
//!
//! Must not know: terminals; colour is an argument.

mod github;
mod json;
mod messages;
mod sarif;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Level as Title, Renderer, Snippet};
use serde::Serialize;
use similar::TextDiff;

use super::{Finding, Level, Report};
use crate::base::printable::escape_controls;
use crate::base::{Place, Position, SitePath, Span};
use crate::source::Snapshot;
pub(crate) use messages::messages_as_markdown;

/// The colours of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI colours.
    Ansi,
    /// Plain text.
    None,
}

/// The form in which a report is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the lines with a caret, and a remedy.
    Human,
    /// For people: a line each.
    Short,
    /// For programs: one JSON object per line.
    Json,
    /// For code hosts and editors.
    Sarif,
    /// For a workflow on GitHub.
    Github,
}

/// Draws a report. Suppressed findings are in the forms for programs only.
pub fn report(report: &Report, snapshot: &Snapshot, format: Format) -> String {
    let open = report.open().map(|item| &item.finding);
    match format {
        Format::Human => open.map(|finding| human(finding, snapshot, Colour::Ansi) + "\n").collect(),
        Format::Short => open.map(|finding| short(finding, snapshot)).collect(),
        Format::Json => json::json(report, snapshot),
        Format::Sarif => sarif::sarif(report, snapshot),
        Format::Github => github::github(report, snapshot),
    }
}

/// Draws a finding with its lines, caret and remedy, ending in a line break.
pub fn human(finding: &Finding, snapshot: &Snapshot, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Ansi => Renderer::styled(),
        Colour::None => Renderer::plain(),
    };
    let level = match finding.level() {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    };
    let message = finding.problem.filled_message();
    let text = message.text();
    let label = message.label();
    let help = message.remedy();
    let title = level.primary_title(&text).id(finding.code().code);
    let mut group = title.element(snippet(&finding.place, snapshot, AnnotationKind::Primary, &label));
    for (place, why) in &finding.related {
        group = group.element(snippet(place, snapshot, AnnotationKind::Context, why));
    }
    if !help.is_empty() {
        group = group.element(Title::HELP.message(&help));
    }
    let drawn = renderer.decor_style(DecorStyle::Ascii).render(&[group]).to_string();
    let trimmed: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    let places = std::iter::once(&finding.place).chain(finding.related.iter().map(|(place, _)| place));
    places.fold(trimmed.join("\n") + "\n", |drawn, place| with_true_column(&drawn, place, snapshot))
}

/// Corrects the column in a drawing that shows an excerpt of a long line: a place has the column of its file.
fn with_true_column(drawn: &str, place: &Place, snapshot: &Snapshot) -> String {
    let (excerpt, span) = excerpt(snapshot.text(&place.path).unwrap_or(""), place.span);
    let Position { line, column } = snapshot.position(&place.path, place.span.start as usize);
    let path = escape_controls(place.path.as_str());
    let address = |column: usize| format!("{path}:{line}:{column}\n");
    let in_excerpt = excerpt[..span.start.min(excerpt.len())].chars().count() + 1;
    drawn.replacen(&address(in_excerpt), &address(column), 1)
}

/// `file:line:column: level[code]: message`, ending in a line break.
pub fn short(finding: &Finding, snapshot: &Snapshot) -> String {
    let Place { path, span } = &finding.place;
    let Position { line, column } = snapshot.position(path, span.start as usize);
    let level = json::level_name(finding.level());
    let code = finding.code().code;
    let path = escape_controls(path.as_str());
    format!("{path}:{line}:{column}: {level}[{code}]: {}\n", finding.problem.message())
}

fn snippet<'a>(
    place: &'a Place,
    snapshot: &'a Snapshot,
    kind: AnnotationKind,
    label: &'a str,
) -> Snippet<'a, Annotation<'a>> {
    let (excerpt, span) = excerpt(snapshot.text(&place.path).unwrap_or(""), place.span);
    let Position { line, .. } = snapshot.position(&place.path, place.span.start as usize);
    let mark = kind.span(span);
    let mark = if label.is_empty() { mark } else { mark.label(label) };
    Snippet::source(excerpt).line_start(line).path(escape_controls(place.path.as_str())).annotation(mark)
}

/// The line around a span, cut where it is too long to draw, and the span within it. A span over several lines is cut
/// at the first one's end.
fn excerpt(text: &str, span: Span) -> (&str, std::ops::Range<usize>) {
    const MOST: usize = 400;
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize).max(start);
    // A line may be the whole of a file: no more of it is read than is drawn.
    let first = text.floor_char_boundary(start.saturating_sub(MOST));
    let from = match text[first..start].rfind('\n') {
        Some(line_break) => first + line_break + 1,
        None if first == 0 || text[..first].ends_with('\n') => first,
        None => text.floor_char_boundary(start - MOST / 2),
    };
    let last = text.floor_char_boundary(from + 2 * MOST);
    let to = text[start..last].find('\n').map_or(last, |line_break| start + line_break);
    (text[from..to].trim_end_matches('\r'), start - from..end.clamp(start, to) - from)
}

/// A range of a file in bytes, lines and columns. Lines and columns count from 1, columns in Unicode scalar values. An
/// end is the place behind the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Region {
    /// In bytes, from 0.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) line: usize,
    pub(crate) col: usize,
    pub(crate) end_line: usize,
    pub(crate) end_col: usize,
}

impl Region {
    pub(crate) fn of(place: &Place, snapshot: &Snapshot) -> Self {
        let text = snapshot.text(&place.path).unwrap_or("");
        let start = text.floor_char_boundary(place.span.start as usize);
        let end = text.floor_char_boundary(place.span.end as usize).max(start);
        let Position { line, column: col } = snapshot.position(&place.path, start);
        let Position { line: end_line, column: end_col } = snapshot.position(&place.path, end);
        Self { start, end, line, col, end_line, end_col }
    }
}

/// Draws the difference between two states of a file, with three unchanged lines around each change; empty where
/// they are the same.
pub(crate) fn diff(path: &SitePath, old: &str, new: &str) -> String {
    let path = escape_controls(path.as_str());
    let names = [format!("a/{path}"), format!("b/{path}")];
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(3).header(&names[0], &names[1]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_changes_is_shown_as_it_was_and_as_it_is() {
        let drawn = diff(&SitePath::new("content/a.md"), "a\nb b\nc", "a\nb\nc");
        let expected = "--- a/content/a.md\n+++ b/content/a.md\n@@ -1,3 +1,3 @@\n a\n-b b\n+b\n c\n\
            \\ No newline at end of file\n";
        assert_eq!(drawn, expected);
        assert_eq!(diff(&SitePath::new("a"), "a\n", "a\n"), "");
    }

    #[test]
    fn columns_count_characters_and_an_end_is_behind_the_last() {
        let path = SitePath::new("content/a.md");
        let snapshot = Snapshot::from_iter([(path.as_str(), "aé中b\ncd")]);
        let region = |range| Region::of(&Place::new(&path, Span::new(range)), &snapshot);
        assert_eq!(region(1..6), Region { start: 1, end: 6, line: 1, col: 2, end_line: 1, end_col: 4 });
        assert_eq!(region(3..9), Region { start: 3, end: 9, line: 1, col: 3, end_line: 2, end_col: 2 });
        assert_eq!(region(9..99), Region { start: 9, end: 10, line: 2, col: 2, end_line: 2, end_col: 3 });
    }
}
