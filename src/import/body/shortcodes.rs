//! Shortcodes in an old text.
//!
//! Must not know: their syntax.

use super::super::conversion::{Conversion, ShortcodePicture, convert};
use super::super::markdown::{code_fence, escape_markdown, inline_code, is_alone, line_start, todo_comment};
use super::super::toml_table::toml_string;
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

    fn convert_shortcode(&mut self, at: usize) {
        let range = self.parsed.shortcodes[at].range.clone();
        match convert(self.text, &self.parsed.shortcodes, at) {
            Conversion::Text(text) => self.edits.replace(range, text + self.line_end(at)),
            Conversion::Nothing => self.edits.remove(range),
            Conversion::Code { range, language, content } => {
                let code = self.text[content].trim_matches('\n');
                let fence = code_fence(code);
                self.edits.replace(range, format!("{fence}{language}\n{code}\n{fence}\n"));
            }
            Conversion::Picture(picture) => match self.map.resolve_picture(self.at, &picture.src) {
                Ok(None) => self.link_to_remote_picture(&range, &picture.alt, &picture.src),
                Ok(Some(href)) => self.write_picture(at, &href, picture),
                Err(why) => {
                    self.show_shortcode(at);
                    self.report(&range, Problem::PictureLeft { target: picture.src, why });
                }
            },
            Conversion::Impossible => {
                self.show_shortcode(at);
                self.report_shortcode(at);
            }
        }
    }

    /// Writes a picture as Markdown; or as a `figure` block, if it has a caption and is alone in its lines.
    fn write_picture(&mut self, at: usize, href: &str, picture: ShortcodePicture) {
        let range = self.parsed.shortcodes[at].range.clone();
        let ShortcodePicture { alt, caption, credit, .. } = picture;
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
        let mut block = format!("```figure\nsrc = {}\nalt = {}\n", toml_string(href), toml_string(&alt));
        if let Some(caption) = caption {
            block += &format!("caption = {}\n", toml_string(&escape_markdown(&caption)));
        }
        if let Some(credit) = credit {
            block += &format!("credit = {}\n", toml_string(&credit));
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
            let note = format!("a template of the old site, {}, stood here", shortcode.name);
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
