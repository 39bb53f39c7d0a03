//! A001: a picture without a useful alternative text.

use super::super::text::{find_images, has_same_letters};
use super::prelude::*;
use crate::blocks::{Alt, Block};
use crate::parse::prose::plain;

pub(super) static RULE: Rule = Rule::new(
    "A001",
    "missing-alt",
    Deny,
    &[NO_ALT, FILE_NAME, IMAGE_OF, LONG_ALT, CAPTION],
    EXPLANATION,
    Run::Page(check),
)
.with(&[Setting::count("max_characters", 250, "most characters that `alt` may have")]);

const NO_ALT: Message = Message {
    text: "this picture has no alternative text",
    label: "readers who cannot see it learn nothing about it",
    remedies: &["describe in the brackets what it shows: `![…](…)`"],
};

const FILE_NAME: Message = Message {
    text: "this alternative text is a file name",
    label: "",
    remedies: &["describe what the picture shows"],
};

const IMAGE_OF: Message = Message {
    text: "this alternative text says that it is a picture",
    label: "",
    remedies: &["begin with what it shows"],
};

const LONG_ALT: Message = Message {
    text: "this alternative text has {length} characters",
    label: "more than {most}",
    remedies: &["move the rest to the text, where everybody reads it"],
};

const CAPTION: Message = Message {
    text: "the caption has the same words",
    label: "screen readers read them twice",
    remedies: &["describe here what the picture shows"],
};

const EXPLANATION: &str = "\
Finds a picture in Markdown without alternative text in its brackets. As a warning, it also finds alternative text
that is a file name, that begins with `image of`, that is longer than 250 characters, or that repeats the caption.

Screen readers read this text instead of the picture (WCAG 1.1.1). `map.svg` tells their users nothing, and the same
caption twice is once too often.

    ![](map.svg)

Describe what the picture shows: `![The route from Beijing to Samarkand](map.svg)`. For a picture that shows
nothing, use a `figure` with `decorative = true`.

A `figure` without `alt` is found when the files are read (F012).
";

/// Beginnings that only say that a picture is one.
const REDUNDANT_OPENINGS: [&str; 8] = [
    "image of", "an image of", "picture of", "a picture of", "photo of", "a photo of", "graphic of",
    "a graphic of",
];

/// The extensions of image files.
const IMAGE_EXTENSIONS: [&str; 7] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif"];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let max_length = RULE.count(cx.site, "max_characters") as usize;
    if let Some(figure) = cx.front_matter().and_then(|front| front.lead_image.as_deref()) {
        found.extend(check_block(cx.page.path(), figure, max_length));
    }
    for body in &cx.page.files {
        let document = body.document();
        for image in find_images(document) {
            if image.alt.trim().is_empty() {
                found.push(RULE.finding(&body.path, image.span, fill!(NO_ALT)));
            } else {
                found.extend(check_alt(&body.path, &image.alt, image.span, None, max_length));
            }
        }
        for placed in &document.blocks {
            found.extend(check_block(&body.path, &*placed.block, max_length));
        }
    }
}

fn check_block(path: &SitePath, block: &dyn Block, max_length: usize) -> Option<Finding> {
    let Alt { text, caption } = block.content().alt?;
    let caption = caption.map(|caption| caption.text.value.as_str());
    check_alt(path, &text.value, text.span, caption, max_length)
}

/// Finds what is poor about an alternative text, as a warning: it is better than none.
fn check_alt(
    path: &SitePath,
    alt: &str,
    span: Span,
    caption: Option<&str>,
    max_length: usize,
) -> Option<Finding> {
    let lower = alt.trim().to_lowercase();
    let length = alt.chars().count();
    let is_file_name = !lower.contains(' ') && IMAGE_EXTENSIONS.iter().any(|it| lower.ends_with(it));
    let is_redundant = REDUNDANT_OPENINGS
        .iter()
        .any(|opening| lower.strip_prefix(opening).is_some_and(|rest| rest.starts_with(' ')));
    let words = if is_file_name {
        fill!(FILE_NAME)
    } else if is_redundant {
        fill!(IMAGE_OF)
    } else if length > max_length {
        fill!(LONG_ALT, length, most = max_length)
    } else if caption.is_some_and(|caption| has_same_letters(&plain(caption), alt)) {
        fill!(CAPTION)
    } else {
        return None;
    };
    Some(RULE.finding(path, span, words).with_level(Level::Warning))
}
