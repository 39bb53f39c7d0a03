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
.with(&[Setting::count("max_characters", 250, "characters that `alt` may have")]);

const NO_ALT: Message = Message {
    text: "this picture has no words",
    label: "who does not see it learns nothing of it",
    remedies: &["say in the brackets what it shows: `![…](…)`"],
};

const FILE_NAME: Message = Message {
    text: "these words are the name of a file",
    label: "",
    remedies: &["say what the picture shows"],
};

const IMAGE_OF: Message = Message {
    text: "these words say that a picture is one",
    label: "",
    remedies: &["begin with what it shows"],
};

const LONG_ALT: Message = Message {
    text: "these words have {length} characters",
    label: "more than {most}",
    remedies: &["say the rest in the text, where everybody reads it"],
};

const CAPTION: Message = Message {
    text: "the caption says the same words",
    label: "heard twice",
    remedies: &["say here what the picture shows"],
};

const EXPLANATION: &str = "\
Finds a picture in Markdown without words in its brackets; and, less seriously, words that are the name of a
file, that begin with `image of`, that are longer than 250 characters, or that the caption says again.

Who does not see a picture hears these words in its place (WCAG 1.1.1). `map.svg` tells them nothing, and a
caption twice is once too often.

    ![](map.svg)

Say what the picture shows: `![The route from Beijing to Samarkand](map.svg)`. A picture that shows nothing
is a `figure` with `decorative = true`.

That a `figure` lacks its `alt` is found while the files are read (F012).
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
