//! Text as HTML and as part of a script element.
//!
//! Must not know: what the text is.

/// Text between tags.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut out, text);
    out
}

/// Text in an attribute with double quotes.
pub(crate) fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}

/// JSON that may stand in a script element: nothing in it can end the element or begin a comment.
pub(crate) fn script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
