//! Single tags of HTML in an old page's Markdown.
//!
//! Read as far as it takes to say the same in Markdown. Must not know: what a browser makes of the others.

/// A tag with its attributes, `<img src="a.png" alt="A">`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// In lower case.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

/// The tag that a piece of HTML is, if it is one and no more.
pub(super) fn element(html: &str) -> Option<Element> {
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
        let Some(behind) = rest.strip_prefix('=') else {
            attributes.push((key, String::new()));
            continue;
        };
        let (value, behind) = value(behind.trim_start())?;
        attributes.push((key, value.replace("&amp;", "&").replace("&quot;", "\"")));
        rest = behind.trim_start();
    }
    (!name.is_empty()).then_some(Element { name, attributes })
}

fn value(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote);
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }
}

/// Whether a piece of HTML ends a line, `<br>`.
pub(super) fn is_break(html: &str) -> bool {
    element(html).is_some_and(|element| element.name == "br")
}

/// The mark that says the same in Markdown as a tag and its end do.
pub(super) fn mark(name: &str) -> Option<&'static str> {
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
        let found = element("<IMG src='a b.png' alt=\"A &amp; B\" hidden width=3/>").expect("a tag");
        assert_eq!(found.name, "img");
        let of = |name| found.attribute(name);
        assert_eq!((of("src"), of("alt"), of("hidden")), (Some("a b.png"), Some("A & B"), Some("")));
        assert_eq!(element("<a><b>"), None);
        assert_eq!(element("<a x='>"), None);
    }
}
