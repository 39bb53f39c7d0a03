//! The calls of templates that stand in an old page's text: `{{ youtube(id="x") }}`, `{% quote() %}`,
//! `{{< figure src="x" >}}`, `{{ site.url }}`.
//!
//! Found where they stand, with what they are called with. Must not know: what any of them shows.

use std::ops::Range;

use super::settings::Generator;

/// Values, each with its name where it has one.
type Arguments = Vec<(Option<String>, String)>;

/// A call of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) range: Range<usize>,
    /// `figure`; what ends a call has a slash before it: `/figure`.
    pub(super) name: String,
    /// Without a name where they are told apart by their order.
    pub(super) arguments: Arguments,
    /// It only shows how such a call is written: the text that it stands for.
    pub(super) shown: Option<String>,
}

/// Marks that begin a call, and those that end it.
const ZOLA: &[(&str, &str)] = &[("{{", "}}"), ("{%", "%}")];
const HUGO: &[(&str, &str)] = &[("{{<", ">}}"), ("{{%", "%}}")];

/// The calls in a text, in order.
pub(super) fn tags(text: &str, generator: Generator) -> Vec<Tag> {
    let marks = if generator == Generator::Hugo { HUGO } else { ZOLA };
    let mut tags: Vec<Tag> = Vec::new();
    let mut at = 0;
    let mut raw = false;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        let tag = marks.iter().find_map(|marks| tag(text, start, *marks, generator));
        match tag {
            // What stands between `raw` and its end is text.
            Some(tag) if raw && tag.name != "endraw" => at = start + 1,
            Some(tag) => {
                raw = generator == Generator::Jekyll && tag.name == "raw";
                at = tag.range.end;
                tags.push(tag);
            }
            None => at = start + 1,
        }
    }
    tags
}

fn tag(text: &str, start: usize, (open, close): (&str, &str), generator: Generator) -> Option<Tag> {
    let inside = text[start..].strip_prefix(open)?;
    if let Some(shown) = inside.strip_prefix("/*") {
        let end = shown.find("*/")?;
        // Only around a call these are marks of a comment; else a text that speaks of them.
        called(shown[..end].trim(), open, generator)?;
        let behind = shown[end + 2..].trim_start().strip_prefix(close)?;
        let range = start..text.len() - behind.len();
        let shown = Some(format!("{open}{}{close}", &shown[..end]));
        return Some(Tag { range, name: String::new(), arguments: vec![], shown });
    }
    let length = closing(inside, close)?;
    let range = start..start + open.len() + length + close.len();
    let inside = inside[..length].trim_matches(|c: char| c.is_whitespace() || c == '-');
    let (name, arguments) = called(inside, open, generator)?;
    Some(Tag { range, name, arguments, shown: None })
}

/// What is called, with what.
fn called(inside: &str, open: &str, generator: Generator) -> Option<(String, Arguments)> {
    match generator {
        Generator::Zola => of_zola(inside, open).or_else(|| component(inside)),
        Generator::Hugo => of_hugo(inside),
        Generator::Jekyll => Some(spaced(inside)),
    }
}

/// `<name a="b" c={1} />`, `<name>` and `</name>`, as newer versions of Zola have it.
fn component(inside: &str) -> Option<(String, Arguments)> {
    let inside = inside.strip_prefix('<')?.strip_suffix('>')?;
    of_hugo(inside.trim_end_matches('/').trim_end())
}

/// Where a call ends: at its mark, quotations aside, and before a line that is empty.
fn closing(inside: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in inside.char_indices() {
        match (letter, quote) {
            (letter, Some(open)) if letter == open => quote = None,
            ('"' | '`', None) => quote = Some(letter),
            (_, None) if inside[at..].starts_with(close) => return Some(at),
            ('{', None) if inside[at..].starts_with("{{") => return None,
            _ => {}
        }
    }
    // A quotation mark that stands alone.
    inside.find(close).filter(|at| !inside[..*at].contains("\n\n"))
}

/// `name(a="b", c=1)`, and `end` of a call with a text in it. Without brackets it is no call.
fn of_zola(inside: &str, open: &str) -> Option<(String, Arguments)> {
    if inside == "end" && open == "{%" {
        return Some(("/".to_owned(), vec![]));
    }
    let (name, rest) = inside.split_once('(')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-');
    let name = name.trim_end();
    let arguments = rest.trim_end().strip_suffix(')')?;
    (!name.is_empty() && name.chars().all(is_name)).then(|| (name.to_owned(), list(arguments)))
}

/// `name a b="c"`, `/name`, `name /`.
fn of_hugo(inside: &str) -> Option<(String, Arguments)> {
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    let (slash, inside) = inside.strip_prefix('/').map_or(("", inside), |rest| ("/", rest.trim_start()));
    let (name, arguments) = spaced(inside);
    let is_name = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    (!name.is_empty() && name.chars().all(is_name)).then(|| (format!("{slash}{name}"), arguments))
}

fn spaced(inside: &str) -> (String, Arguments) {
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    (inside[..end].to_owned(), list(&inside[end..]))
}

/// Arguments, with or without names, between spaces or commas.
fn list(text: &str) -> Arguments {
    let mut arguments = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return arguments;
        }
        let word =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
        let behind = rest[word..].trim_start();
        let name = behind.strip_prefix('=').filter(|_| word > 0);
        let (name, from) =
            name.map_or((None, rest), |behind| (Some(rest[..word].to_owned()), behind.trim_start()));
        let (value, behind) = value(from);
        arguments.push((name, value.to_owned()));
        rest = behind;
    }
}

/// One value, and what stands behind it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\'', '`'] {
        if let Some((value, behind)) = text.strip_prefix(quote).and_then(|inside| inside.split_once(quote)) {
            return (value, behind);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
    // An empty value would be read again and again.
    text.split_at(end.max(text.chars().next().map_or(0, char::len_utf8)))
}

impl Tag {
    /// The value of the first argument that has one of these names.
    pub(super) fn named(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|wanted| {
            let is_it = |(name, _): &&(Option<String>, String)| name.as_deref() == Some(*wanted);
            self.arguments.iter().find(is_it).map(|(_, value)| value.as_str())
        })
    }

    /// The first argument without a name.
    pub(super) fn first(&self) -> Option<&str> {
        self.arguments.iter().find(|(name, _)| name.is_none()).map(|(_, value)| value.as_str())
    }
}

/// A text with something else in the place of each call, byte for byte, so that Markdown is read around them. What
/// stands on a line of its own ends it with an empty one: nothing below makes a heading of it.
pub(super) fn masked(text: &str, tags: &[Tag]) -> String {
    let mut masked = text.as_bytes().to_vec();
    for tag in tags {
        masked[tag.range.clone()].fill(b'x');
        if is_alone(text, &tag.range) {
            masked[tag.range.end - 1] = b'\n';
        }
    }
    String::from_utf8(masked).unwrap_or_default()
}

/// Whether nothing but white space stands beside it in its lines.
pub(super) fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].rsplit('\n').next().unwrap_or("");
    let behind = text[range.end..].split('\n').next().unwrap_or("");
    before.trim().is_empty() && behind.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, generator: Generator) -> Vec<String> {
        tags(text, generator).into_iter().map(|tag| tag.name).collect()
    }

    #[test]
    fn each_generators_calls_are_found() {
        assert_eq!(names("{{ a(b=1) }} {% c() %}x{% end %} {{ d }}", Generator::Zola), ["a", "c", "/"]);
        assert_eq!(
            names("{{ <a b={1} /> }} {% <c> %}x{% </c> %} {{ a < b }}", Generator::Zola),
            ["a", "c", "/c"]
        );
        assert_eq!(names("{{< a b >}}{{% /c %}} {{ d }}", Generator::Hugo), ["a", "/c"]);
        assert_eq!(
            names("{{ site.url }} {% raw %}{{ x }}{% endraw %}", Generator::Jekyll),
            ["site.url", "raw", "endraw"]
        );
    }

    #[test]
    fn arguments_have_names_or_an_order() {
        let tag = &tags("{{< a \"b c\" d=`e}}` f >}}", Generator::Hugo)[0];
        assert_eq!((tag.first(), tag.named(&["d"])), (Some("b c"), Some("e}}")));
        let tag = &tags("{{ a(b=\"c, d\", e=[1, 2]) }}", Generator::Zola)[0];
        assert_eq!(tag.named(&["b"]), Some("c, d"));
    }

    #[test]
    fn a_call_that_is_only_shown_is_none() {
        let tag = &tags("{{</* a */>}}", Generator::Hugo)[0];
        assert_eq!((tag.name.as_str(), tag.shown.as_deref()), ("", Some("{{< a >}}")));
        assert_eq!(
            names("between `{{/*` and `*/}}`, `{%/*` and `*/%}`", Generator::Zola),
            Vec::<String>::new()
        );
        assert_eq!(names("between `{{</*` and `*/>}}`", Generator::Hugo), Vec::<String>::new());
    }

    #[test]
    fn what_is_masked_keeps_its_length() {
        let text = "é {{< a \"é\" >}}\n{{< b >}}\n---\n";
        let masked = masked(text, &tags(text, Generator::Hugo));
        assert_eq!(masked.len(), text.len());
        assert!(masked.contains("xx\n\n---"));
    }
}
