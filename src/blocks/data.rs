//! Data of a block: a CSV file beside the page, or rows in the fence itself.
//!
//! Must not know: whether there is such a file; what the rows mean.

use std::ops::Range;

use crate::base::Span;
use crate::diagnostics::Problem;
use crate::parse::csv::{Rows, rows};
use crate::parse::table::{Fields, Text};

/// Where a block's rows are.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    /// A path relative to the file, or from the site's root.
    File(Text),
    Rows(Rows),
    /// Ids of facts.
    Facts(Vec<Text>),
}

impl Data {
    /// Its place in the page's file.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::File(path) => path.span,
            Self::Rows(rows) => rows.span,
            Self::Facts(ids) => ids.first().map(|id| id.span).unwrap_or_default(),
        }
    }
}

/// What a column has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    Number,
    Date,
}

pub(super) const COLUMN_KINDS: [(&str, ColumnKind); 3] =
    [("text", ColumnKind::Text), ("number", ColumnKind::Number), ("date", ColumnKind::Date)];

/// The data of a block; `inside` are rows in its fence.
pub(super) fn data(fields: &mut Fields<'_, '_>, inside: Option<Rows>) -> Option<Data> {
    let file = fields.text("data");
    match (file, inside) {
        (Some(file), Some(_)) => {
            fields.report(file.span, Problem::TwoData { other: "rows in the block" });
            None
        }
        (Some(file), None) => Some(Data::File(file)),
        (None, Some(rows)) => Some(Data::Rows(rows)),
        (None, None) => None,
    }
}

/// The TOML in the body of a `table` or `chart`, and the rows under it if there are any: behind a line of
/// `---`, or all of a body that does not begin as TOML does.
pub(crate) fn split(file: &str, body: Range<usize>) -> (Range<usize>, Option<Rows>) {
    let text = &file[body.clone()];
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    if first.is_some_and(|line| !is_toml(line)) {
        return (body.start..body.start, Some(rows(file, body)));
    }
    let mut at = body.start;
    for line in text.split_inclusive('\n') {
        if line.trim() == "---" {
            return (body.start..at, Some(rows(file, at + line.len()..body.end)));
        }
        at += line.len();
    }
    (body, None)
}

/// Whether a line may be the first of a TOML text.
fn is_toml(line: &str) -> bool {
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | ' ');
    let assigns = line.split_once('=').is_some_and(|(key, _)| key.chars().all(is_key));
    assigns || line == "---" || line.starts_with(['[', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> (&str, Option<&str>) {
        let (toml, rows) = split(body, 0..body.len());
        (&body[toml], rows.map(|rows| &body[rows.span.range()]))
    }

    #[test]
    fn rows_stand_alone_or_behind_a_line() {
        assert_eq!(parts("a = 1\n---\nx,y\n"), ("a = 1\n", Some("x,y\n")));
        assert_eq!(parts("a = 1\r\n---\r\nx,y\r\n"), ("a = 1\r\n", Some("x,y\r\n")));
        assert_eq!(parts("\nx,y\n1,2\n"), ("", Some("\nx,y\n1,2\n")));
        assert_eq!(parts("x, y = z\n"), ("", Some("x, y = z\n")));
        assert_eq!(parts("# note\n[[column]]\n"), ("# note\n[[column]]\n", None));
        assert_eq!(parts("---\nx\n"), ("", Some("x\n")));
        assert_eq!(parts(""), ("", None));
    }
}
