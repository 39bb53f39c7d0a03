//! What a call of a template becomes: a picture, a fence, nothing, or a text that says that it was there.
//!
//! Only what can mean one thing is translated. Must not know: where links lead.

use std::ops::Range;

use super::tag::{Tag, is_alone};

/// What a call becomes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    /// Code, with a language or without, and what stands in it.
    Code { range: Range<usize>, language: String, inside: Range<usize> },
    /// A picture.
    Picture { src: String, alt: String, caption: Option<String>, credit: Option<String> },
    /// Nothing: nutgraf does it by itself, or it only kept others from being read.
    Nothing,
    /// A text.
    Text(String),
    /// It cannot be said in Markdown.
    Left,
}

const PICTURES: [&str; 5] = ["figure", "image", "img", "picture", "fig"];

/// How wide and how far to the right a picture stands is the theme's.
const OF_LOOKS: [&str; 14] = [
    "width", "height", "class", "style", "loading", "size", "align", "position", "id", "w", "h", "op",
    "format", "quality",
];

/// What the call at a place among others becomes; of code, what ends it is among the others.
pub(super) fn becomes(text: &str, tags: &[Tag], at: usize) -> Becomes {
    let tag = &tags[at];
    if let Some(shown) = &tag.shown {
        return Becomes::Text(super::edit::code(shown));
    }
    match tag.name.as_str() {
        "highlight" => code(text, tags, at).unwrap_or(Becomes::Left),
        "toc" | "raw" | "endraw" | "/raw" => Becomes::Nothing,
        name if PICTURES.contains(&name) => picture(tag).unwrap_or(Becomes::Left),
        _ => Becomes::Left,
    }
}

fn code(text: &str, tags: &[Tag], at: usize) -> Option<Becomes> {
    let open = &tags[at];
    let close =
        tags[at + 1..].iter().find(|tag| matches!(tag.name.as_str(), "/highlight" | "endhighlight"))?;
    let alone = is_alone(text, &open.range) && is_alone(text, &close.range);
    let language = open.first().unwrap_or_default().to_owned();
    let inside = open.range.end..close.range.start;
    alone.then_some(Becomes::Code { range: open.range.start..close.range.end, language, inside })
}

/// A picture, when all that is said of it has a place.
fn picture(tag: &Tag) -> Option<Becomes> {
    let names = ["src", "path", "url", "file"];
    let known = ["alt", "caption", "title", "attr"];
    let placed = tag.arguments.iter().all(|(name, _)| {
        let name = name.as_deref().unwrap_or("src");
        names.contains(&name) || known.contains(&name) || OF_LOOKS.contains(&name)
    });
    let src =
        tag.named(&names).or_else(|| tag.first()).filter(|src| !src.is_empty() && !src.contains("{{"))?;
    let said = |name| tag.named(&[name]).filter(|text: &&str| !text.trim().is_empty());
    let caption = said("caption").or_else(|| said("title"));
    // As Hugo's own template has it.
    let alt = said("alt").or(caption).unwrap_or_default();
    placed.then(|| Becomes::Picture {
        src: src.to_owned(),
        alt: alt.to_owned(),
        caption: caption.map(str::to_owned),
        credit: said("attr").map(str::to_owned),
    })
}

/// A fence longer than any in the code.
pub(super) fn fence(code: &str) -> String {
    let longest =
        code.lines().map(|line| line.trim_start().bytes().take_while(|byte| *byte == b'`').count()).max();
    "`".repeat(longest.unwrap_or(0).max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::super::settings::Generator;
    use super::super::tag::tags;
    use super::*;

    fn first(text: &str, generator: Generator) -> Becomes {
        becomes(text, &tags(text, generator), 0)
    }

    #[test]
    fn a_picture_is_one_where_all_that_is_said_has_a_place() {
        let expected = Becomes::Picture {
            src: "a.png".to_owned(),
            alt: "A".to_owned(),
            caption: Some("A".to_owned()),
            credit: None,
        };
        assert_eq!(
            first("{{< figure src=\"a.png\" caption=\"A\" width=\"5\" >}}", Generator::Hugo),
            expected
        );
        assert_eq!(first("{{< figure src=\"a.png\" link=\"b\" >}}", Generator::Hugo), Becomes::Left);
        assert_eq!(first("{{ youtube(id=\"a\") }}", Generator::Zola), Becomes::Left);
    }

    #[test]
    fn code_between_two_calls_is_a_fence() {
        let found = first("{% highlight rust %}\nlet a;\n{% endhighlight %}\n", Generator::Jekyll);
        assert_eq!(found, Becomes::Code { range: 0..46, language: "rust".to_owned(), inside: 20..28 });
    }
}
