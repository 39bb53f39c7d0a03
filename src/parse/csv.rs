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

/// How many rows are read to find out what parts them.
const SAMPLE: usize = 200;

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
    /// What parts the cells.
    pub(crate) delimiter: u8,
}

/// A field as the parser found it.
struct Field {
    text: Text,
    /// Its bytes, quotes included.
    raw: Range<usize>,
    last: bool,
}

/// Parses the rows at `range` of a file. Rows and columns in which nothing is written, as spreadsheets leave them, are
/// passed by.
pub(crate) fn rows(file: &str, range: Range<usize>) -> Rows {
    let text = &file[range.clone()];
    let statement = delimiter_statement(text);
    let start = statement.map_or(0, |line| line.end);
    let stated = statement.and_then(|line| line.delimiter);
    let delimiter = stated.unwrap_or_else(|| likely_delimiter(&text[start..]));
    let mut records = Records {
        text,
        base: range.start,
        reader: ReaderBuilder::new().delimiter(delimiter).build(),
        at: start,
        buffer: vec![0; text.len() + 1],
        delimiter,
        problems: vec![],
    };
    let written = std::iter::from_fn(|| records.next_record()).filter(|record| !record.iter().all(is_blank));
    let mut written: Vec<_> = written.collect();
    let header = if written.is_empty() { vec![] } else { written.remove(0) };
    let filled: Vec<_> = (0..header.len()).filter(|at| is_filled_column(*at, &header, &written)).collect();
    let expected = filled.last().map_or(0, |last| last + 1);
    written.iter().for_each(|record| records.check_length(record, header.len(), expected));
    let header = cells_of_columns(header, &filled);
    records.check_header(&header);
    let rows = written.into_iter().map(|record| cells_of_columns(record, &filled)).collect();
    records.problems.sort_by_key(|(span, _)| span.start);
    Rows { header, rows, problems: records.problems, span: Span::new(range), delimiter }
}

/// Checks whether a column has something in a cell or in its header.
fn is_filled_column(at: usize, header: &[Field], rows: &[Vec<Field>]) -> bool {
    let is_filled = |record: &[Field]| record.get(at).is_some_and(|field| !is_blank(field));
    is_filled(header) || rows.iter().any(|row| is_filled(row))
}

/// The cells of a record that stand in one of some columns, which are in order.
fn cells_of_columns(record: Vec<Field>, columns: &[usize]) -> Vec<Text> {
    let cells = record.into_iter().enumerate().filter(|(at, _)| columns.binary_search(at).is_ok());
    cells.map(|(_, field)| field.text).collect()
}

fn is_blank(field: &Field) -> bool {
    field.text.value.trim().is_empty()
}

/// Excel's own first line, as in `sep=;`, which says what parts the cells.
#[derive(Clone, Copy)]
struct DelimiterStatement {
    /// None, where the parser could not go by it.
    delimiter: Option<u8>,
    /// Where the line below it begins.
    end: usize,
}

fn delimiter_statement(text: &str) -> Option<DelimiterStatement> {
    let start = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let line = text[start..].split_inclusive('\n').next()?;
    let written = line.trim_end_matches(['\r', '\n']).trim_matches('"');
    let sign = written.strip_prefix("sep=").or_else(|| written.strip_prefix("SEP="))?;
    let delimiter = u8::try_from(sign.chars().next()?).ok().filter(|sign| sign.is_ascii() && *sign != b'"');
    (sign.chars().count() == 1).then_some(DelimiterStatement { delimiter, end: start + line.len() })
}

/// The delimiter that stands in the header, and as often in most rows. Commas stand in texts and numbers too, the
/// others hardly ever in each row alike: so they come first where two fit as well.
fn likely_delimiter(text: &str) -> u8 {
    let counts = [b',', b'|', b';', b'\t'].map(|delimiter| (delimiter, rows_like_header(text, delimiter)));
    let likely = counts.into_iter().filter(|(_, rows)| *rows > 0).max_by_key(|(_, rows)| *rows);
    likely.map_or(b',', |(delimiter, _)| delimiter)
}

/// How many of the first rows, the header among them, have as many cells as the header, if it has two or more.
fn rows_like_header(text: &str, delimiter: u8) -> usize {
    let counts = cell_counts(text, delimiter);
    let header = counts.first().filter(|header| **header > 1);
    header.map_or(0, |header| counts.iter().filter(|cells| *cells == header).count())
}

/// How many cells the first rows have if a delimiter parts them; none, where it would stand in quotes.
fn cell_counts(text: &str, delimiter: u8) -> Vec<usize> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut at = 0;
    let mut start = 0;
    let mut scratch = [0; 1024];
    let mut counts = vec![];
    let mut cells = 0;
    let mut is_torn = false;
    while counts.len() < SAMPLE {
        let (result, read, _) = reader.read_field(&text.as_bytes()[at..], &mut scratch);
        at += read;
        match result {
            ReadFieldResult::Field { record_end } => {
                cells += 1;
                let raw = text[start..at].trim_ascii();
                is_torn |=
                    is_torn_cell(raw.strip_suffix(char::from(delimiter)).unwrap_or(raw).trim_ascii_end());
                start = at;
                if record_end {
                    counts.push(if is_torn { 0 } else { cells });
                    (cells, is_torn) = (0, false);
                }
            }
            ReadFieldResult::End => break,
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
        }
    }
    counts
}

/// Tells if a cell begins in quotes and is not whole in them: inside, each quotation mark is doubled (RFC 4180).
fn is_torn_cell(raw: &str) -> bool {
    let Some(quoted) = raw.strip_prefix('"') else { return false };
    let inside = quoted.strip_suffix('"');
    inside.is_none_or(|inside| inside.split("\"\"").any(|part| part.contains('"')))
}

/// The name of a delimiter, as findings say it.
fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b',' => "a comma".to_owned(),
        b';' => "a semicolon".to_owned(),
        b'\t' => "a tab".to_owned(),
        other => format!("`{}`", char::from(other)),
    }
}

struct Records<'t> {
    text: &'t str,
    /// Where the text begins in its file.
    base: usize,
    reader: Reader,
    at: usize,
    /// Room for the longest cell.
    buffer: Vec<u8>,
    delimiter: u8,
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

    /// Reports names that are twice in the header, since blocks refer to columns by their names, and columns without
    /// one. The first needs none: the corner of a table is often empty.
    fn check_header(&mut self, header: &[Text]) {
        let mut seen = BTreeSet::new();
        for (at, name) in header.iter().enumerate() {
            let trimmed = name.value.trim();
            if trimmed.is_empty() {
                self.problems.extend((at > 0).then_some((name.span, Problem::NamelessColumn {})));
            } else if !seen.insert(trimmed) {
                self.problems.push((name.span, Problem::DuplicateColumn { name: trimmed.to_owned() }));
            }
        }
    }

    /// Reports a row with something behind the header's cells, or without a cell for each column.
    fn check_length(&mut self, record: &[Field], most: usize, least: usize) {
        let (Some(first), Some(last)) = (record.first(), record.last()) else { return };
        let found = record.len();
        let delimiter = delimiter_name(self.delimiter);
        let surplus = record.iter().skip(most).find(|field| !is_blank(field));
        let (wrong, problem) = match surplus {
            Some(surplus) => {
                (surplus.raw.start..last.raw.end, Problem::SurplusCells { found, expected: most, delimiter })
            }
            None if found < least => {
                let problem = Problem::MissingCells { found, expected: least, delimiter };
                (first.raw.start..last.raw.end, problem)
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
    fn rows_are_parted_by_what_stands_in_the_header_and_as_often_in_each_row() {
        assert_eq!(values("a;b\n1,5;2\n"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(values("a\tb\n1\t2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(values("a,b;c\n1,2\n"), [["a", "b;c"], ["1", "2"]]);
        assert_eq!(values("a;\"b, c\"\n1,5;2\n"), [["a", "b, c"], ["1,5", "2"]]);
        assert_eq!(values("a, b|c\n\"x\n|y\"|z\n"), [["a, b", "c"], ["x\n|y", "z"]]);
        assert_eq!(values("a|b,c\n1,2\n3,4\n"), [["a|b", "c"], ["1", "2"], ["3", "4"]]);
    }

    #[test]
    fn a_first_line_may_say_what_parts_the_rows() {
        for end in ["\n", "\r\n"] {
            assert_eq!(values(&format!("sep=^{end}a,b^c{end}1^2{end}")), [["a,b", "c"], ["1", "2"]]);
        }
        assert_eq!(values("\"sep=\t\"\na;b\tc\n"), [["a;b", "c"]]);
        assert_eq!(values("sep=¦\na;b\n1;2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(values("sep=x,b\n1,2\n"), [["sep=x", "b"], ["1", "2"]]);
    }

    #[test]
    fn rows_and_columns_without_anything_in_them_are_passed_by() {
        let expected = [["a", "b"], ["1", "2"], ["3", ""]];
        assert_eq!(values(",,,\n,a,,b,,\n,1,,2,,\n,,,,,\n,3,,,,\n\" \",,,,,,,\n"), expected);
        // Those at the end may lack in a row.
        let short = "a,b,,\n1,2\n3,,,,,,\n";
        assert_eq!(values(short), expected);
        assert!(rows(short, 0..short.len()).problems.is_empty());
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
        assert_eq!(problems(",a,\nx,1,2\n"), [(String::new(), "nameless-column")]);
        assert_eq!(problems("a\n\u{fffd}x\n"), [("\u{fffd}".to_owned(), "not-utf-8")]);
    }

    #[test]
    fn a_cell_that_a_delimiter_tears_out_of_its_quotes_does_not_count() {
        for whole in ["a", "\"\"", "\"a;b\"", "\"a \"\"b\"\"\""] {
            assert!(!is_torn_cell(whole), "{whole}");
        }
        for torn in ["\"", "\"a", "\"a\"|\"b\"", "\"a\"|\"b\"\""] {
            assert!(is_torn_cell(torn), "{torn}");
        }
    }

    proptest! {
        #[test]
        fn any_delimiter_is_found_whatever_stands_in_quotes_and_whatever_is_empty(
            table in prop::collection::vec(prop::array::uniform3("[a-z][a-z,;|\t\n \"]{0,6}[a-z]"), 1..6),
            delimiter in prop::sample::select(vec![',', ';', '|', '\t']),
            ghosts in 0..3usize,
        ) {
            let sign = delimiter.to_string();
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let ghost = sign.repeat(ghosts);
            let line = |row: &[String; 3]| row.iter().map(quoted).collect::<Vec<_>>().join(&sign) + &ghost + "\n";
            let text: String = table.iter().map(line).collect::<String>() + &sign.repeat(2 + ghosts) + "\n";
            prop_assert_eq!(values(&text), table);
        }

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
