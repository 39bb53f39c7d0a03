//! Words as Markdown: escaped, quoted, as tables, and sources in one line each.
//!
//! Must not know: the page.

use crate::base::catalogue::Catalogue;
use crate::parse::prose::Title;
use crate::render::view::SourceView;

/// A text as Markdown that means nothing but itself.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~');
        // What would begin a heading, or a list.
        let begins = at == 0 && matches!(c, '#' | '+' | '-' | '=');
        let numbers = digits > 0 && at == digits && matches!(c, '.' | ')');
        if special || begins || numbers {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// A text as a block quotation.
pub(crate) fn quoted(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") };
    text.trim().lines().map(line).collect()
}

/// An address between brackets, in which nothing ends it.
pub(crate) fn address(url: &str) -> String {
    let plain = !url.contains([' ', '(', ')', '<', '>', '\n']);
    if plain { url.to_owned() } else { format!("<{}>", url.replace('<', "%3C").replace('>', "%3E")) }
}

/// The mark of a source.
pub(super) fn mark(number: usize) -> String {
    format!("[^{number}]")
}

/// The footnote of a source.
pub(super) fn source(source: &SourceView<'_>, catalogue: &Catalogue) -> String {
    let quoted = |text: String| catalogue.format("quoted", &[("text", text.into())]);
    let title = escape(&source.title.plain);
    let title = match source.url {
        Some(url) => format!("[{title}]({})", address(url)),
        None => quoted(title),
    };
    let accessed = source.accessed.as_ref();
    let accessed = accessed.map(|date| catalogue.format("read-on-inline", &[("date", (&date.words).into())]));
    let archived =
        source.archived.map(|url| format!("[{}]({})", catalogue.text("archived-copy-inline"), address(url)));
    let mut places: Vec<String> = vec![];
    for place in source.uses.iter().filter_map(|usage| usage.locator.map(escape)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let places = places.join(catalogue.text("semicolon"));
    let places = (!places.is_empty()).then(|| catalogue.format("cited-in", &[("places", places.into())]));
    let parts = [
        source.authors.as_deref().map(escape),
        Some(title),
        source.publisher.map(escape),
        source.date.as_ref().map(|date| date.words.clone()),
        archived,
        accessed,
        places,
    ];
    let line = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let excerpt = source.excerpt.map(|excerpt| format!(" {}", quoted(escape(excerpt)))).unwrap_or_default();
    format!("[^{}]: {line}.{excerpt}\n", source.number)
}

/// The title of a block, on a line of its own.
pub(crate) fn heading(title: Option<&Title>) -> String {
    title.map(|title| format!("**{}**\n\n", escape(&title.plain))).unwrap_or_default()
}

/// A text as a cell: on one line, and without what would end it.
pub(crate) fn in_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// A table of cells; `numbers` are the columns that are set to the right.
pub(crate) fn table(head: &[String], numbers: &[bool], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = |at: usize| if numbers.get(at) == Some(&true) { "---:" } else { "---" };
    let rules: Vec<_> = (0..head.len()).map(|at| rule(at).to_owned()).collect();
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{}{rows}\n", line(head), line(&rules))
}
