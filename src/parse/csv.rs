//! Rows of data in a CSV file, or in the fence of a block.
//!
//! Each cell keeps its span. Problems are kept with the rows and reported only if a block shows them: a file that no
//! block shows is copied verbatim. Must not know: which columns are numbers, which block shows them.

use std::collections::BTreeSet;
use std::ops::Range;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::span_map::SpanMap;
use super::table::Text;
use crate::base::Span;
use crate::diagnostics::Problem;

/// Rows of cells under a header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    pub(crate) header: Vec<Text>,
    /// Each with as many cells as the header has, or fewer.
    pub(crate) rows: Vec<Vec<Text>>,
    /// What is wrong with them, in order.
    pub(crate) problems: Vec<(Span, Problem)>,
    /// The header and all rows in the file.
    pub(crate) span: Span,
}

/// A field as the parser found it.
struct Field {
    text: Text,
    /// Its bytes, quotes included.
    raw: Range<usize>,
    last: bool,
}

/// Parses the rows at `range` of a file.
pub(crate) fn rows(file: &str, range: Range<usize>) -> Rows {
    let text = &file[range.clone()];
    let buffer = vec![0; text.len() + 1];
    let mut records =
        Records { text, base: range.start, reader: reader(text), at: 0, buffer, problems: vec![] };
    let mut rows = Rows { span: Span::new(range), ..Rows::default() };
    if let Some(header) = records.next_record() {
        rows.header = header.into_iter().map(|field| field.text).collect();
        // Blocks refer to columns by their names.
        let mut seen = BTreeSet::new();
        for header in &rows.header {
            let name = header.value.trim();
            if !name.is_empty() && !seen.insert(name) {
                records.problems.push((header.span, Problem::DuplicateColumn { name: name.to_owned() }));
            }
        }
    }
    while let Some(record) = records.next_record() {
        records.check_length(&record, rows.header.len());
        rows.rows.push(record.into_iter().take(rows.header.len()).map(|field| field.text).collect());
    }
    rows.problems = records.problems;
    rows
}

/// Makes a parser for commas, or for semicolons or tabs if the header has those and no comma.
fn reader(text: &str) -> Reader {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let other = [';', '\t'].into_iter().find(|delimiter| header.contains(*delimiter));
    let delimiter = match other {
        Some(';') if !header.contains(',') => b';',
        Some('\t') if !header.contains(',') => b'\t',
        _ => b',',
    };
    ReaderBuilder::new().delimiter(delimiter).build()
}

struct Records<'t> {
    text: &'t str,
    /// Where the text begins in its file.
    base: usize,
    reader: Reader,
    at: usize,
    /// Room for the longest cell.
    buffer: Vec<u8>,
    problems: Vec<(Span, Problem)>,
}

impl Records<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start..self.base + range.end)
    }

    fn next_record(&mut self) -> Option<Vec<Field>> {
        let rest = &self.text[self.at..];
        // Empty lines are not rows. The parser skips them too, but would add them to the first field.
        self.at += rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let mut record = Vec::new();
        while let Some(field) = self.next_field() {
            let last = field.last;
            record.push(field);
            if last {
                break;
            }
        }
        (!record.is_empty()).then_some(record)
    }

    fn next_field(&mut self) -> Option<Field> {
        let start = self.at;
        let mut written = 0;
        loop {
            let input = &self.text.as_bytes()[self.at..];
            let (result, read, wrote) = self.reader.read_field(input, &mut self.buffer[written..]);
            self.at += read;
            written += wrote;
            match result {
                ReadFieldResult::Field { record_end } => {
                    let ended = if input.is_empty() { self.at } else { self.at - 1 };
                    let value = String::from_utf8_lossy(&self.buffer[..written]).into_owned();
                    return Some(self.finish_field(&value, start..ended, record_end));
                }
                ReadFieldResult::End => return None,
                // It fits: a value is no longer than what it was written with.
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }

    fn finish_field(&mut self, value: &str, raw: Range<usize>, last: bool) -> Field {
        let written = &self.text[raw.clone()];
        let (value, span_map) = if written.starts_with('"') {
            let inside = raw.start + 1;
            (value, SpanMap::of_csv(value, &self.text[inside..raw.end], self.base + inside))
        } else {
            let margin = written.len() - written.trim_start().len();
            (value.trim(), SpanMap::at(self.base + raw.start + margin))
        };
        let text = Text { value: value.to_owned(), span: span_map.span_of(0..value.len()), span_map };
        self.check_cell(&text, raw.clone());
        Field { text, raw, last }
    }

    fn check_cell(&mut self, text: &Text, raw: Range<usize>) {
        let written = &self.text[raw.clone()];
        if written.starts_with('"') && written.matches('"').count() % 2 == 1 {
            self.problems.push((self.span(raw.start..raw.start + 1), Problem::UnclosedQuote {}));
        }
        // A file in another encoding was read too, since it may be only for readers to download.
        for (sign, problem) in
            [(char::REPLACEMENT_CHARACTER, Problem::NotUtf8 {}), ('\0', Problem::NulByte {})]
        {
            if let Some(at) = text.value.find(sign) {
                self.problems.push((text.span_of(at..at + sign.len_utf8()), problem));
            }
        }
    }

    fn check_length(&mut self, record: &[Field], expected: usize) {
        let found = record.len();
        let (Some(first), Some(last)) = (record.first(), record.last()) else { return };
        let (wrong, problem) = match record.get(expected) {
            Some(surplus) => (surplus.raw.start..last.raw.end, Problem::SurplusCells { found, expected }),
            None if found < expected => {
                (first.raw.start..last.raw.end, Problem::MissingCells { found, expected })
            }
            None => return,
        };
        // A cell may have several lines; one is enough to show.
        let line = self.text[wrong.clone()].lines().next().unwrap_or("").len();
        let span = self.span(wrong.start..wrong.start + line);
        self.problems.push((span, problem));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every cell, and the text at its span.
    fn read(text: &str) -> Vec<Vec<(String, String)>> {
        let rows = rows(text, 0..text.len());
        let shown = |cell: &Text| (cell.value.clone(), text[cell.span.range()].to_owned());
        let header = rows.header.iter().map(shown).collect();
        let all = rows.rows.iter().map(|row| row.iter().map(shown).collect());
        std::iter::once(header).chain(all).collect()
    }

    fn values(text: &str) -> Vec<Vec<String>> {
        read(text).into_iter().map(|row| row.into_iter().map(|(value, _)| value).collect()).collect()
    }

    #[test]
    fn a_cell_keeps_its_place() {
        for text in ["a,b\n1, two \n\n3,\n", "a,b\r\n1, two \r\n\r\n3,\r\n", "\n\na,b\n1, two \n3,"] {
            for (value, shown) in read(text).concat() {
                assert_eq!(value, shown, "{text:?}");
            }
            assert_eq!(values(text), [["a", "b"], ["1", "two"], ["3", ""]], "{text:?}");
        }
    }

    #[test]
    fn quotes_hold_commas_lines_and_quotes() {
        let read = read("name,\"a, b\"\n\"two\nlines\",\"say \"\"yes\"\"\"\nä,\"中\"");
        assert_eq!(read[0][1].1, "a, b");
        assert_eq!(read[1][0], ("two\nlines".to_owned(), "two\nlines".to_owned()));
        assert_eq!(read[1][1], ("say \"yes\"".to_owned(), "say \"\"yes\"\"".to_owned()));
        assert_eq!(read[2][1].1, "中");
    }

    #[test]
    fn bytes_behind_a_doubled_quote_have_their_place() {
        let text = "a\n\"x\"\"y word\"";
        let cell = &rows(text, 0..text.len()).rows[0][0];
        let at = cell.value.find("word").expect("there");
        assert_eq!(&text[cell.span_of(at..at + 4).range()], "word");
    }

    #[test]
    fn semicolons_and_tabs_stand_for_commas_where_the_header_has_them() {
        assert_eq!(values("a;b\n1,5;2\n"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(values("a\tb\n1\t2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(values("a,b;c\n1,2\n"), [["a", "b;c"], ["1", "2"]]);
    }

    #[test]
    fn what_is_wrong_is_kept() {
        let problems = |text: &str| -> Vec<_> {
            let rows = rows(text, 0..text.len());
            rows.problems
                .iter()
                .map(|(at, problem)| (text[at.range()].to_owned(), problem.code().name))
                .collect()
        };
        assert_eq!(
            problems("a,b\n1\n2,3,4,5\n"),
            [("1".to_owned(), "csv-row-length"), ("4,5".to_owned(), "csv-row-length")]
        );
        assert_eq!(problems("a\n\"b\nc\n"), [("\"".to_owned(), "csv-unclosed-quote")]);
        assert_eq!(problems("a, a\n1,2\n"), [("a".to_owned(), "duplicate-column")]);
        assert_eq!(problems("a\n\u{fffd}x\n"), [("\u{fffd}".to_owned(), "not-utf-8")]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_every_cell_is_whole(text in "[a-zä,;\t\"\r\n 0-9]{0,60}") {
            let rows = rows(&text, 0..text.len());
            let cells = rows.header.iter().chain(rows.rows.iter().flatten());
            for cell in cells {
                let shown = &text[cell.span.range()];
                prop_assert!(shown == cell.value || shown.contains('"'), "{:?} {:?}", shown, cell.value);
            }
            for (span, _) in &rows.problems {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
