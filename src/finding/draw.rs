//! Findings as a person reads them: rustc's look, or a line each.
//!
//! Must not know: terminals; whether colour is wanted is an argument.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};

use super::{Finding, Level};
use crate::base::{Place, Span};
use crate::source::Snapshot;

/// Whether a drawing has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI colours.
    Ansi,
    /// Plain text.
    None,
}

/// The finding with its snippet, caret and remedy, ending in a line break.
pub fn human(finding: &Finding, snapshot: &Snapshot, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Ansi => Renderer::styled(),
        Colour::None => Renderer::plain(),
    };
    let texts = Texts::of(finding);
    let report = [group(finding, snapshot, &texts)];
    let drawn = renderer.decor_style(DecorStyle::Ascii).render(&report).to_string();
    let trimmed: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    let places = std::iter::once(&finding.place).chain(finding.related.iter().map(|(place, _)| place));
    places.fold(trimmed.join("\n") + "\n", |drawn, place| with_true_column(&drawn, place, snapshot))
}

/// The drawing with the column that a place has in its file, where only an excerpt of a long line is drawn.
fn with_true_column(drawn: &str, place: &Place, snapshot: &Snapshot) -> String {
    let text = snapshot.text(&place.path).unwrap_or("");
    let (line, excerpt, span) = excerpt(text, place.span);
    let address = |column: usize| format!("{}:{line}:{column}\n", place.path);
    let (_, in_excerpt) = line_and_column(excerpt, Span::new(span));
    let (_, in_file) = line_and_column(text, place.span);
    drawn.replacen(&address(in_excerpt), &address(in_file), 1)
}

/// `file:line:column: level[code]: message`, ending in a line break.
pub fn short(finding: &Finding, snapshot: &Snapshot) -> String {
    let Place { path, span } = &finding.place;
    let (line, column) = line_and_column(snapshot.text(path).unwrap_or(""), *span);
    let level = match finding.level() {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let code = finding.code().code;
    format!("{path}:{line}:{column}: {level}[{code}]: {}\n", finding.problem.message())
}

struct Texts {
    message: String,
    label: String,
    help: String,
}

impl Texts {
    fn of(finding: &Finding) -> Self {
        let Finding { problem, .. } = finding;
        Self { message: problem.message(), label: problem.label(), help: problem.help() }
    }
}

fn group<'a>(finding: &'a Finding, snapshot: &'a Snapshot, texts: &'a Texts) -> Group<'a> {
    let level = match finding.level() {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    };
    let title = level.primary_title(&texts.message).id(finding.code().code);
    let mut group = title.element(snippet(&finding.place, snapshot, AnnotationKind::Primary, &texts.label));
    for (place, why) in &finding.related {
        group = group.element(snippet(place, snapshot, AnnotationKind::Context, why));
    }
    if texts.help.is_empty() { group } else { group.element(Title::HELP.message(&texts.help)) }
}

fn snippet<'a>(
    place: &'a Place,
    snapshot: &'a Snapshot,
    kind: AnnotationKind,
    label: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = snapshot.text(&place.path).unwrap_or("");
    let (line, excerpt, span) = excerpt(text, place.span);
    let mark = kind.span(span);
    let mark = if label.is_empty() { mark } else { mark.label(label) };
    Snippet::source(excerpt).line_start(line).path(place.path.as_str()).annotation(mark)
}

/// The lines that a span stands in, cut where they are too long to draw, the number of the first,
/// and the span within them. A span over several lines is cut at the first one's end.
fn excerpt(text: &str, span: Span) -> (usize, &str, std::ops::Range<usize>) {
    const MOST: usize = 400;
    let start = floor(text, span.start as usize);
    let end = floor(text, span.end as usize).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let from = if start - line_start > MOST { floor(text, start - MOST / 2) } else { line_start };
    let to = if line_end - from > 2 * MOST { floor(text, from + 2 * MOST) } else { line_end };
    let line = text[..start].matches('\n').count() + 1;
    (line, text[from..to].trim_end_matches('\r'), start - from..end.clamp(start, to.max(start)) - from)
}

/// The start of a span as a person counts: lines and columns from 1, columns in characters.
pub(crate) fn line_and_column(text: &str, span: Span) -> (usize, usize) {
    let before = &text[..floor(text, span.start as usize)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}
