//! Shortcodes and template tags in an old page's text: `{{ youtube(id="x") }}`, `{% quote() %}`,
//! `{{< figure src="x" >}}`, `{{ site.url }}`.
//!
//! Must not know: what any of them renders.

use std::ops::Range;

use super::markdown::{is_alone, mask};
use super::settings::Generator;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shortcode {
    pub(super) range: Range<usize>,
    /// `figure`. Closing ones have a slash: `/figure`.
    pub(super) name: String,
    pub(super) arguments: Vec<Argument>,
    /// The text that an escaped shortcode stands for, `{{</* a */>}}`.
    pub(super) escaped: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    /// `None` for a positional one.
    pub(super) name: Option<String>,
    pub(super) value: String,
}

/// Finds the shortcodes in a text, in order.
pub(super) fn find_shortcodes(text: &str, generator: Generator) -> Vec<Shortcode> {
    let delimiters = match generator {
        Generator::Hugo => [("{{<", ">}}"), ("{{%", "%}}")],
        Generator::Zola | Generator::Jekyll => [("{{", "}}"), ("{%", "%}")],
    };
    let mut shortcodes: Vec<Shortcode> = Vec::new();
    let mut at = 0;
    let mut is_raw = false;
    while let Some(offset) = text[at..].find('{') {
        let start = at + offset;
        let shortcode =
            delimiters.iter().find_map(|delimiters| parse_shortcode(text, start, *delimiters, generator));
        match shortcode {
            // Jekyll shows text between `raw` and `endraw`.
            Some(shortcode) if is_raw && shortcode.name != "endraw" => at = start + 1,
            Some(shortcode) => {
                is_raw = generator == Generator::Jekyll && shortcode.name == "raw";
                at = shortcode.range.end;
                shortcodes.push(shortcode);
            }
            None => at = start + 1,
        }
    }
    shortcodes
}

fn parse_shortcode(
    text: &str,
    start: usize,
    (open, close): (&str, &str),
    generator: Generator,
) -> Option<Shortcode> {
    let inside = text[start..].strip_prefix(open)?;
    if let Some(comment) = inside.strip_prefix("/*") {
        let end = comment.find("*/")?;
        // It escapes only a shortcode. Anything else is a text about comments.
        parse_call(comment[..end].trim(), open, generator)?;
        let rest = comment[end + 2..].trim_start().strip_prefix(close)?;
        let range = start..text.len() - rest.len();
        let escaped = Some(format!("{open}{}{close}", &comment[..end]));
        return Some(Shortcode { range, name: String::new(), arguments: vec![], escaped });
    }
    let length = find_close(inside, close)?;
    let range = start..start + open.len() + length + close.len();
    let inside = inside[..length].trim_matches(|c: char| c.is_whitespace() || c == '-');
    let (name, arguments) = parse_call(inside, open, generator)?;
    Some(Shortcode { range, name, arguments, escaped: None })
}

/// Parses the name and arguments between delimiters.
fn parse_call(inside: &str, open: &str, generator: Generator) -> Option<(String, Vec<Argument>)> {
    match generator {
        Generator::Zola => parse_zola_call(inside, open).or_else(|| {
            // Newer versions have `<name a="b" c={1} />`, `<name>` and `</name>`.
            let inside = inside.strip_prefix('<')?.strip_suffix('>')?;
            parse_hugo_call(inside.trim_end_matches('/').trim_end())
        }),
        Generator::Hugo => parse_hugo_call(inside),
        Generator::Jekyll => Some(split_name(inside)),
    }
}

/// Returns the offset of the closing delimiter: outside of quotes, and before another shortcode begins.
fn find_close(inside: &str, close: &str) -> Option<usize> {
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
    // A quote without an end is none. The shortcode then ends in the same paragraph.
    inside.find(close).filter(|at| !inside[..*at].contains("\n\n"))
}

/// Parses `name(a="b", c=1)`, or `end`.
fn parse_zola_call(inside: &str, open: &str) -> Option<(String, Vec<Argument>)> {
    if inside == "end" && open == "{%" {
        return Some(("/".to_owned(), vec![]));
    }
    let (name, rest) = inside.split_once('(')?;
    let name = name.trim_end();
    let arguments = rest.trim_end().strip_suffix(')')?;
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '-'));
    is_name.then(|| (name.to_owned(), parse_arguments(arguments)))
}

/// Parses `name a b="c"`, `/name` or `name /`.
fn parse_hugo_call(inside: &str) -> Option<(String, Vec<Argument>)> {
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    let (slash, inside) = match inside.strip_prefix('/') {
        Some(rest) => ("/", rest.trim_start()),
        None => ("", inside),
    };
    let (name, arguments) = split_name(inside);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c));
    is_name.then(|| (format!("{slash}{name}"), arguments))
}

/// Splits a name from the arguments after it.
fn split_name(inside: &str) -> (String, Vec<Argument>) {
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    (inside[..end].to_owned(), parse_arguments(&inside[end..]))
}

/// Parses arguments between spaces or commas.
fn parse_arguments(text: &str) -> Vec<Argument> {
    let mut arguments = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return arguments;
        }
        let is_name_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let name_end = rest.find(|c| !is_name_letter(c)).unwrap_or(rest.len());
        let mut name = None;
        if name_end > 0
            && let Some(after) = rest[name_end..].trim_start().strip_prefix('=')
        {
            name = Some(rest[..name_end].to_owned());
            rest = after.trim_start();
        }
        let (value, after) = split_value(rest);
        arguments.push(Argument { name, value: value.to_owned() });
        rest = after;
    }
}

/// Splits one value from what follows it.
fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\'', '`'] {
        if let Some((value, rest)) = text.strip_prefix(quote).and_then(|inside| inside.split_once(quote)) {
            return (value, rest);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
    // At least one character, or we would never get on.
    text.split_at(end.max(text.chars().next().map_or(0, char::len_utf8)))
}

impl Shortcode {
    /// Returns the value of the first argument with one of these names.
    pub(super) fn named_argument(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let argument = self.arguments.iter().find(|argument| argument.name.as_deref() == Some(*name))?;
            Some(argument.value.as_str())
        })
    }

    /// Returns the value of the first positional argument.
    pub(super) fn first_argument(&self) -> Option<&str> {
        self.arguments.iter().find(|argument| argument.name.is_none()).map(|argument| argument.value.as_str())
    }

    /// Returns whether it closes another one.
    pub(super) fn is_closing(&self) -> bool {
        self.name.starts_with('/') || self.name.starts_with("end")
    }
}

/// Replaces shortcodes by as many bytes that Markdown takes for words.
pub(super) fn mask_shortcodes(text: &str, shortcodes: &[Shortcode]) -> Vec<u8> {
    let mut masked = text.as_bytes().to_vec();
    for Shortcode { range, .. } in shortcodes {
        mask(&mut masked, range, is_alone(text, range));
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, generator: Generator) -> Vec<String> {
        find_shortcodes(text, generator).into_iter().map(|shortcode| shortcode.name).collect()
    }

    #[test]
    fn shortcodes_of_each_generator_are_found() {
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
    fn arguments_are_named_or_positional() {
        let shortcode = &find_shortcodes("{{< a \"b c\" d=`e}}` f >}}", Generator::Hugo)[0];
        assert_eq!(shortcode.first_argument(), Some("b c"));
        assert_eq!(shortcode.named_argument(&["d"]), Some("e}}"));
        let shortcode = &find_shortcodes("{{ a(b=\"c, d\", e=[1, 2]) }}", Generator::Zola)[0];
        assert_eq!(shortcode.named_argument(&["b"]), Some("c, d"));
    }

    #[test]
    fn an_escaped_shortcode_stands_for_its_text() {
        let shortcode = &find_shortcodes("{{</* a */>}}", Generator::Hugo)[0];
        assert_eq!((shortcode.name.as_str(), shortcode.escaped.as_deref()), ("", Some("{{< a >}}")));
        assert_eq!(
            names("between `{{/*` and `*/}}`, `{%/*` and `*/%}`", Generator::Zola),
            Vec::<String>::new()
        );
        assert_eq!(names("between `{{</*` and `*/>}}`", Generator::Hugo), Vec::<String>::new());
    }

    #[test]
    fn masked_text_keeps_its_length() {
        let text = "é {{< a \"é\" >}}\n{{< b >}}\n---\n";
        let masked = mask_shortcodes(text, &find_shortcodes(text, Generator::Hugo));
        assert_eq!(masked.len(), text.len());
        assert!(String::from_utf8(masked).expect("UTF-8").contains("xx\n\n---"));
    }
}
