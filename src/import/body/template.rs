//! Calls of templates in an old text.
//!
//! Must not know: how a call is written.

use std::ops::Range;

use super::super::edit::{code, todo};
use super::super::markup;
use super::super::shortcode::{Becomes, becomes, fence};
use super::super::tag::is_alone;
use super::super::write::{quoted, words};
use super::Writer;
use crate::diagnostics::Problem;

impl Writer<'_> {
    pub(super) fn templates(&mut self) {
        for at in 0..self.read.tags.len() {
            let tag = &self.read.tags[at];
            let range = tag.range.clone();
            if self.edits.touches(&range) {
                continue;
            }
            let (in_code, in_html) = (markup::is_in(&range, &self.code), markup::is_in(&range, &self.html));
            match &tag.shown {
                Some(shown) if in_code || in_html => self.edits.replace(range, shown.clone()),
                None if in_code => {}
                None if in_html => self.say_left(at),
                _ => self.template(at),
            }
        }
    }

    fn template(&mut self, at: usize) {
        let range = self.read.tags[at].range.clone();
        // An empty line ends what stands on lines of its own, as it did when the text was read.
        let end = if is_alone(self.text, &range) { "\n" } else { "" };
        match becomes(self.text, &self.read.tags, at) {
            Becomes::Text(text) => self.edits.replace(range, text + end),
            Becomes::Nothing => self.edits.remove(range),
            Becomes::Code { range, language, inside } => {
                let inside = self.text[inside].trim_matches('\n');
                let fence = fence(inside);
                self.edits.replace(range, format!("{fence}{language}\n{inside}\n{fence}\n"));
            }
            Becomes::Picture { src, alt, caption, credit } => match self.map.picture(self.at, &src) {
                Ok(None) => self.elsewhere(&range, (&alt, &src)),
                Ok(Some(to)) => self.picture_block(at, (&to, &alt), (caption, credit)),
                Err(why) => {
                    self.leave(at);
                    self.report(&range, Problem::PictureLeft { target: src, why });
                }
            },
            Becomes::Left => {
                self.leave(at);
                self.say_left(at);
            }
        }
    }

    /// A picture as Markdown has it; with words below it, as a block, which stands by itself.
    fn picture_block(
        &mut self,
        at: usize,
        (src, alt): (&str, &str),
        (caption, credit): (Option<String>, Option<String>),
    ) {
        let range = self.read.tags[at].range.clone();
        let plain = caption.is_none() && credit.is_none();
        let line = self.text[..range.start].rsplit('\n').next().unwrap_or("");
        if plain {
            let alt = alt.replace(['[', ']'], " ");
            self.meant.led.insert(src.to_owned());
            self.edits.replace(range.clone(), format!("![{alt}]({src})"));
        } else if line.is_empty() && is_alone(self.text, &range) && !alt.is_empty() {
            let said = |key: &str, text: Option<String>| {
                text.map_or_else(String::new, |text| format!("{key} = {}\n", quoted(&text)))
            };
            let caption = said("caption", caption.map(|caption| words(&caption)));
            let credit = said("credit", credit);
            let (src, alt) = (quoted(src), quoted(alt));
            let block = format!("```figure\nsrc = {src}\nalt = {alt}\n{caption}{credit}```");
            self.edits.replace(range, format!("\n{block}\n"));
            self.meant.blocks.insert(block);
        } else {
            self.leave(at);
            self.say_left(at);
        }
    }

    /// Shows a call as it is written, with a note behind it.
    fn leave(&mut self, at: usize) {
        let tag = &self.read.tags[at];
        let range: Range<usize> = tag.range.clone();
        let note = if is_end(&tag.name) {
            String::new()
        } else {
            todo(&format!("a template of the old site, {}, stood here", tag.name))
        };
        let end = if is_alone(self.text, &range) { "\n" } else { "" };
        let shown = code(&self.text[range.clone()]) + &note + end;
        self.edits.replace(range, shown);
    }

    /// What ends a call is part of it.
    fn say_left(&mut self, at: usize) {
        let tag = &self.read.tags[at];
        if !is_end(&tag.name) {
            let (range, name) = (tag.range.clone(), tag.name.clone());
            self.report(&range, Problem::ShortcodeLeft { name });
        }
    }
}

fn is_end(name: &str) -> bool {
    name.starts_with('/') || name.starts_with("end")
}
