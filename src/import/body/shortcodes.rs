//! Shortcodes in an old text: what each becomes in Markdown, if that can mean only one thing.
//!
//! Must not know: their syntax.

use std::ops::Range;

use super::super::markdown::{escape_markdown, inline_code, is_alone, line_start, todo_comment};
use super::super::shortcode::Shortcode;
use super::super::writer::toml_string;
use super::BodyWriter;
use crate::diagnostics::Problem;

impl BodyWriter<'_> {
    pub(super) fn convert_shortcodes(&mut self) {
        for at in 0..self.parsed.shortcodes.len() {
            let shortcode = &self.parsed.shortcodes[at];
            let range = &shortcode.range;
            if self.edits.overlap(range) {
                continue;
            }
            let is_code = self.regions.is_code(range);
            let is_html = self.regions.is_html(range);
            match &shortcode.escaped {
                Some(escaped) if is_code || is_html => {
                    self.edits.replace(range.clone(), escaped.clone());
                }
                None if is_code => {}
                None if is_html => self.report_shortcode(at),
                _ => self.convert_shortcode(at),
            }
        }
    }

    /// Converts a shortcode that can mean only one thing; any other is shown as it is written.
    fn convert_shortcode(&mut self, at: usize) {
        let shortcode = &self.parsed.shortcodes[at];
        let range = shortcode.range.clone();
        if let Some(escaped) = &shortcode.escaped {
            return self.edits.replace(range, inline_code(escaped) + self.line_end(at));
        }
        // nutgraf has a list of contents itself; the others only kept a text from being read.
        if matches!(shortcode.name.as_str(), "toc" | "raw" | "endraw" | "/raw") {
            return self.edits.remove(range);
        }
        if let Some((block, content)) = find_code(self.text, &self.parsed.shortcodes[at..]) {
            let code = self.text[content].trim_matches('\n');
            // No line of the code can end its fence.
            let backticks = |line: &str| line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
            let longest_run = code.lines().map(backticks).max().unwrap_or(0);
            let fence = "`".repeat(longest_run.max(2) + 1);
            let language = shortcode.first_argument().unwrap_or_default();
            return self.edits.replace(block, format!("{fence}{language}\n{code}\n{fence}\n"));
        }
        let Some(picture) = read_picture(shortcode) else {
            self.show_shortcode(at);
            return self.report_shortcode(at);
        };
        match self.map.resolve_picture(self.at, picture.src) {
            Ok(None) => self.link_to_remote_picture(&range, picture.alt, picture.src),
            Ok(Some(href)) => self.write_picture(at, &href, &picture),
            Err(why) => {
                self.show_shortcode(at);
                self.report(&range, Problem::PictureLeft { target: picture.src.to_owned(), why });
            }
        }
    }

    /// Writes a picture as Markdown; or as a `figure` block, if it has a caption and is alone in its lines.
    fn write_picture(&mut self, at: usize, href: &str, picture: &ShortcodePicture<'_>) {
        let range = self.parsed.shortcodes[at].range.clone();
        let ShortcodePicture { alt, caption, credit, .. } = *picture;
        if caption.is_none() && credit.is_none() {
            let alt = alt.replace(['[', ']'], " ");
            self.edits.replace(range, format!("![{alt}]({href})"));
            self.intended.links.insert(href.to_owned());
            return;
        }
        let is_own_block = line_start(self.text, range.start).is_empty() && is_alone(self.text, &range);
        if !is_own_block || alt.is_empty() {
            self.show_shortcode(at);
            self.report_shortcode(at);
            return;
        }
        let mut block = format!("```figure\nsrc = {}\nalt = {}\n", toml_string(href), toml_string(alt));
        if let Some(caption) = caption {
            block += &format!("caption = {}\n", toml_string(&escape_markdown(caption)));
        }
        if let Some(credit) = credit {
            block += &format!("credit = {}\n", toml_string(credit));
        }
        block += "```";
        self.edits.replace(range, format!("\n{block}\n"));
        self.intended.blocks.insert(block);
    }

    /// Shows a shortcode as it is written, with a note for the author.
    fn show_shortcode(&mut self, at: usize) {
        let shortcode = &self.parsed.shortcodes[at];
        let mut shown = inline_code(&self.text[shortcode.range.clone()]);
        // The note of the opening one is enough.
        if !shortcode.is_closing() {
            let note = format!("a template of the old site, {}, was here", shortcode.name);
            shown += &todo_comment(&note);
        }
        shown += self.line_end(at);
        self.edits.replace(shortcode.range.clone(), shown);
    }

    /// Returns the line break that follows a shortcode on lines of its own, as it did when it was masked.
    fn line_end(&self, at: usize) -> &'static str {
        if is_alone(self.text, &self.parsed.shortcodes[at].range) { "\n" } else { "" }
    }

    fn report_shortcode(&mut self, at: usize) {
        let shortcode = &self.parsed.shortcodes[at];
        if !shortcode.is_closing() {
            self.report(&shortcode.range, Problem::ShortcodeLeft { name: shortcode.name.clone() });
        }
    }
}

/// Finds the code block that a shortcode opens, the first of those given: the range of all, with the closing shortcode,
/// and that of the code.
pub(super) fn find_code(text: &str, shortcodes: &[Shortcode]) -> Option<(Range<usize>, Range<usize>)> {
    let (open, following) = shortcodes.split_first().filter(|(open, _)| open.name == "highlight")?;
    let close = following
        .iter()
        .find(|shortcode| matches!(shortcode.name.as_str(), "/highlight" | "endhighlight"))?;
    let is_block = is_alone(text, &open.range) && is_alone(text, &close.range);
    is_block.then_some((open.range.start..close.range.end, open.range.end..close.range.start))
}

#[derive(Debug, PartialEq, Eq)]
struct ShortcodePicture<'s> {
    src: &'s str,
    alt: &'s str,
    caption: Option<&'s str>,
    credit: Option<&'s str>,
}

/// Arguments of pictures that only change their look.
const LOOK_ARGUMENTS: [&str; 14] = [
    "width", "height", "class", "style", "loading", "size", "align", "position", "id", "w", "h", "op",
    "format", "quality",
];

/// Reads a picture, if each of its arguments has a meaning in nutgraf or none for readers.
fn read_picture(shortcode: &Shortcode) -> Option<ShortcodePicture<'_>> {
    const NAMES: [&str; 5] = ["figure", "image", "img", "picture", "fig"];
    const SRC: [&str; 4] = ["src", "path", "url", "file"];
    const TEXTS: [&str; 4] = ["alt", "caption", "title", "attr"];
    let is_known =
        |name: &str| SRC.contains(&name) || TEXTS.contains(&name) || LOOK_ARGUMENTS.contains(&name);
    let are_known = || shortcode.arguments.iter().all(|it| it.name.as_deref().is_none_or(is_known));
    if !NAMES.contains(&shortcode.name.as_str()) || !are_known() {
        return None;
    }
    let src = shortcode.named_argument(&SRC).or_else(|| shortcode.first_argument())?;
    if src.is_empty() || src.contains("{{") {
        return None;
    }
    let text = |name| shortcode.named_argument(&[name]).filter(|text| !text.trim().is_empty());
    let caption = text("caption").or_else(|| text("title"));
    // Hugo's own template falls back to the caption too.
    let alt = text("alt").or(caption).unwrap_or_default();
    Some(ShortcodePicture { src, alt, caption, credit: text("attr") })
}

#[cfg(test)]
mod tests {
    use super::super::super::settings::Generator;
    use super::super::super::shortcode::find_shortcodes;
    use super::*;

    #[test]
    fn a_picture_is_converted_if_all_its_arguments_have_a_meaning() {
        let found = find_shortcodes(
            "{{< figure src=\"a.png\" caption=\"A\" width=\"5\" >}}{{< figure src=\"a.png\" link=\"b\" >}}",
            Generator::Hugo,
        );
        let picture = ShortcodePicture { src: "a.png", alt: "A", caption: Some("A"), credit: None };
        assert_eq!(read_picture(&found[0]), Some(picture));
        assert_eq!(read_picture(&found[1]), None);
        assert_eq!(read_picture(&find_shortcodes("{{ youtube(id=\"a\") }}", Generator::Zola)[0]), None);
    }

    #[test]
    fn code_between_two_shortcodes_is_a_code_block() {
        let text = "{% highlight rust %}\nlet a;\n{% endhighlight %}\n";
        let shortcodes = find_shortcodes(text, Generator::Jekyll);
        assert_eq!(find_code(text, &shortcodes), Some((0..46, 20..28)));
    }
}
