//! Parses single HTML tags in Markdown, as far as an import translates them.
//!
//! Must not know: what tags mean.

/// An opening tag: `<img src="a.png" alt="A">`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlTag {
    /// In lower case.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

/// Parses an opening tag; `None` if `html` is anything else or more.
pub(super) fn parse_tag(html: &str) -> Option<HtmlTag> {
    let inside = html.trim().strip_prefix('<')?.strip_suffix('>')?;
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    if inside.contains(['<', '>']) {
        return None;
    }
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = inside[..end].to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut rest = inside[end..].trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            attributes.push((key, String::new()));
            continue;
        };
        let (value, after) = split_value(after.trim_start())?;
        attributes.push((key, value.replace("&amp;", "&").replace("&quot;", "\"")));
        rest = after.trim_start();
    }
    (!name.is_empty()).then_some(HtmlTag { name, attributes })
}

/// Splits an attribute's value from what follows it.
fn split_value(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote);
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

impl HtmlTag {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }
}

/// Returns whether `html` is `<br>`.
pub(super) fn is_line_break(html: &str) -> bool {
    parse_tag(html).is_some_and(|tag| tag.name == "br")
}

/// Returns the Markdown mark with the meaning of an element.
pub(super) fn markdown_mark(name: &str) -> Option<&'static str> {
    match name {
        "b" | "strong" => Some("**"),
        "i" | "em" => Some("*"),
        "s" | "del" | "strike" => Some("~~"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_attributes() {
        let found = parse_tag("<IMG src='a b.png' alt=\"A &amp; B\" hidden width=3/>").expect("a tag");
        assert_eq!(found.name, "img");
        let value = |name| found.attribute(name);
        assert_eq!((value("src"), value("alt"), value("hidden")), (Some("a b.png"), Some("A & B"), Some("")));
        assert_eq!(parse_tag("<a><b>"), None);
        assert_eq!(parse_tag("<a x='>"), None);
    }
}
