//! The Markdown that a shortcode becomes.
//!
//! Only what can mean one thing is converted. Must not know: where links lead.

use std::ops::Range;

use super::markdown::{inline_code, is_alone};
use super::shortcode::Shortcode;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Conversion {
    /// A code block.
    Code {
        /// All, with the closing shortcode.
        range: Range<usize>,
        /// May be empty.
        language: String,
        /// The code.
        content: Range<usize>,
    },
    Picture(ShortcodePicture),
    /// It is left out: nutgraf does the same itself, or it only kept others from being read.
    Nothing,
    Text(String),
    /// There is no Markdown for it.
    Impossible,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct ShortcodePicture {
    pub(super) src: String,
    pub(super) alt: String,
    pub(super) caption: Option<String>,
    pub(super) credit: Option<String>,
}

const PICTURE_NAMES: [&str; 5] = ["figure", "image", "img", "picture", "fig"];

/// Arguments of pictures that only change their look.
const LOOK_ARGUMENTS: [&str; 14] = [
    "width", "height", "class", "style", "loading", "size", "align", "position", "id", "w", "h", "op",
    "format", "quality",
];

/// Converts the shortcode at index `at`. The closing one of a code block is among those that follow.
pub(super) fn convert(text: &str, shortcodes: &[Shortcode], at: usize) -> Conversion {
    let shortcode = &shortcodes[at];
    if let Some(escaped) = &shortcode.escaped {
        return Conversion::Text(inline_code(escaped));
    }
    let converted = match shortcode.name.as_str() {
        "highlight" => convert_code(text, shortcode, &shortcodes[at + 1..]),
        "toc" | "raw" | "endraw" | "/raw" => Some(Conversion::Nothing),
        name if PICTURE_NAMES.contains(&name) => convert_picture(shortcode),
        _ => None,
    };
    converted.unwrap_or(Conversion::Impossible)
}

fn convert_code(text: &str, open: &Shortcode, following: &[Shortcode]) -> Option<Conversion> {
    let close = following
        .iter()
        .find(|shortcode| matches!(shortcode.name.as_str(), "/highlight" | "endhighlight"))?;
    if !is_alone(text, &open.range) || !is_alone(text, &close.range) {
        return None;
    }
    Some(Conversion::Code {
        range: open.range.start..close.range.end,
        language: open.first_argument().unwrap_or_default().to_owned(),
        content: open.range.end..close.range.start,
    })
}

/// Converts a picture, if each of its arguments has a meaning in nutgraf or none for readers.
fn convert_picture(shortcode: &Shortcode) -> Option<Conversion> {
    const SRC: [&str; 4] = ["src", "path", "url", "file"];
    const TEXTS: [&str; 4] = ["alt", "caption", "title", "attr"];
    let is_known =
        |name: &str| SRC.contains(&name) || TEXTS.contains(&name) || LOOK_ARGUMENTS.contains(&name);
    if !shortcode.arguments.iter().all(|argument| argument.name().is_none_or(is_known)) {
        return None;
    }
    let src = shortcode.named_argument(&SRC).or_else(|| shortcode.first_argument())?;
    if src.is_empty() || src.contains("{{") {
        return None;
    }
    let text = |name| shortcode.named_argument(&[name]).filter(|text| !text.trim().is_empty());
    let caption = text("caption").or_else(|| text("title"));
    Some(Conversion::Picture(ShortcodePicture {
        src: src.to_owned(),
        // Hugo's own template falls back to the caption too.
        alt: text("alt").or(caption).unwrap_or_default().to_owned(),
        caption: caption.map(str::to_owned),
        credit: text("attr").map(str::to_owned),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::settings::Generator;
    use super::super::shortcode::find_shortcodes;
    use super::*;

    fn convert_first(text: &str, generator: Generator) -> Conversion {
        convert(text, &find_shortcodes(text, generator), 0)
    }

    #[test]
    fn a_picture_is_converted_if_all_its_arguments_have_a_meaning() {
        let picture = ShortcodePicture {
            src: "a.png".to_owned(),
            alt: "A".to_owned(),
            caption: Some("A".to_owned()),
            credit: None,
        };
        assert_eq!(
            convert_first("{{< figure src=\"a.png\" caption=\"A\" width=\"5\" >}}", Generator::Hugo),
            Conversion::Picture(picture)
        );
        let with_link = "{{< figure src=\"a.png\" link=\"b\" >}}";
        assert_eq!(convert_first(with_link, Generator::Hugo), Conversion::Impossible);
        assert_eq!(convert_first("{{ youtube(id=\"a\") }}", Generator::Zola), Conversion::Impossible);
    }

    #[test]
    fn code_between_two_shortcodes_is_a_code_block() {
        let text = "{% highlight rust %}\nlet a;\n{% endhighlight %}\n";
        let expected = Conversion::Code { range: 0..46, language: "rust".to_owned(), content: 20..28 };
        assert_eq!(convert_first(text, Generator::Jekyll), expected);
    }
}
