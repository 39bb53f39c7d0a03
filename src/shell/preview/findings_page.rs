//! A page of findings, for when there is no page of the site to show.
//!
//! Its markup is plain, so that it can be read without scripts. Must not know: why the site's page cannot be shown.

use std::fmt::Write;

use pulldown_cmark_escape::escape_html;

use super::report::{OverlayFinding, OverlayReport};
use super::script::{FINDINGS_PAGE, OVERLAY_STYLE};
use crate::base::words::Count;

/// The key of the page, which differs with the findings.
pub(super) fn key(report: &OverlayReport) -> String {
    format!("{FINDINGS_PAGE}{}", report.digest)
}

pub(super) fn page(report: &OverlayReport) -> String {
    let title = Count(report.errors, "error").to_string();
    let items: String =
        report.findings.iter().filter(|finding| finding.level == "error").map(list_item).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n\
         <style>{OVERLAY_STYLE}</style>\n</head>\n<body class=\"bare\">\n<main class=\"sheet\">\n\
         <header><h1>{title}</h1><p>This page cannot be shown yet. It appears by itself once the errors are fixed.</p></header>\n\
         <ol class=\"notes\">\n{items}</ol>\n</main>\n</body>\n</html>\n"
    )
}

fn list_item(finding: &OverlayFinding) -> String {
    let mut html =
        format!("<li class=\"note {}\"><h2>{}</h2>", finding.level, sentence_html(&finding.message));
    let place = format!("{}:{}:{}", finding.file, finding.line, finding.column);
    let _ =
        write!(html, "<p class=\"place\"><code>{}</code> <span>{}</span></p>", escaped(&place), finding.code);
    if !finding.snippet.is_empty() {
        let _ = write!(html, "<pre>{}</pre>", escaped(&finding.snippet));
    }
    if !finding.remedy.is_empty() {
        let _ = write!(html, "<p class=\"remedy\">{}</p>", sentence_html(&finding.remedy));
    }
    html + "</li>\n"
}

/// A message as a sentence, in which `this` is code.
fn sentence_html(message: &str) -> String {
    let mut letters = message.chars();
    let sentence: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut html = String::new();
    for (index, part) in sentence.split('`').enumerate() {
        let text = escaped(part);
        html += &if index % 2 == 0 { text } else { format!("<code>{text}</code>") };
    }
    html
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = escape_html(&mut html, text);
    html
}
