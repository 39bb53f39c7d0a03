//! Comments in raw HTML.

/// Tells comments from other HTML: they are the author's notes, which no reader sees.
pub(crate) fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some((_, behind)) = rest.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        rest = behind.trim_start();
    }
    rest.is_empty() && !html.trim().is_empty()
}

/// Recognises a comment that suppresses rules, `<!-- check: … -->`.
pub(crate) fn is_suppression(html: &str) -> bool {
    is_comment(html) && html.trim()["<!--".len()..].trim_start().starts_with("check:")
}
