//! The page that stands where there is no good one: what was found, and nothing else.
//!
//! It is plain mark-up, so that it can be read where nothing runs. Must not know: how it came to this.

use std::fmt::Write;

use pulldown_cmark_escape::escape_html;

use super::report::{Note, Report};
use super::script::{BARE, OVERLAY_STYLE};
use crate::base::words::Count;

/// Such a page is another as soon as something else is found.
pub(super) fn key(report: &Report) -> String {
    format!("{BARE}{}", report.digest)
}

pub(super) fn page(report: &Report) -> String {
    let title = Count(report.errors, "error").to_string();
    let notes: String = report.findings.iter().filter(|note| note.level == "error").map(note).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n\
         <style>{OVERLAY_STYLE}</style>\n</head>\n<body class=\"bare\">\n<main class=\"sheet\">\n\
         <header><h1>{title}</h1><p>There is no good state of this page yet. Once all is mended, it comes by itself.</p></header>\n\
         <ol class=\"notes\">\n{notes}</ol>\n</main>\n</body>\n</html>\n"
    )
}

fn note(note: &Note) -> String {
    let mut html = format!("<li class=\"note {}\"><h2>{}</h2>", note.level, worded(&note.message));
    let place = format!("{}:{}:{}", note.file, note.line, note.column);
    let _ =
        write!(html, "<p class=\"place\"><code>{}</code> <span>{}</span></p>", escaped(&place), note.code);
    if !note.snippet.is_empty() {
        let _ = write!(html, "<pre>{}</pre>", escaped(&note.snippet));
    }
    if !note.remedy.is_empty() {
        let _ = write!(html, "<p class=\"remedy\">{}</p>", worded(&note.remedy));
    }
    html + "</li>\n"
}

/// A sentence in which `this` is code. Code has the letters that it has.
fn worded(text: &str) -> String {
    let mut letters = text.chars();
    let sentence: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let part = |(at, part): (usize, &str)| match at % 2 {
        0 => escaped(part),
        _ => format!("<code>{}</code>", escaped(part)),
    };
    sentence.split('`').enumerate().map(part).collect()
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    // A string takes whatever is written to it.
    let _ = escape_html(&mut html, text);
    html
}
