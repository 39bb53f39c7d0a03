//! A001: a picture, and no words for those who do not see it.

use super::super::text::pictures;
use super::super::{LintContext, Rule, Run, Setting};
use crate::base::{SitePath, Span};
use crate::diagnostics::{FilledMessage, Finding, Level, LintLevel, Message, fill};
use crate::parse::block::{Block, Figure};
use crate::parse::prose::plain;
use crate::parse::table::Text;

pub(super) static RULE: Rule = Rule::new(
    "A001",
    "missing-alt",
    LintLevel::Deny,
    &[NO_ALT, FILE_NAME, IMAGE_OF, LONG_ALT, CAPTION],
    EXPLANATION,
    Run::Page(run),
)
.with(SETTINGS);

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

const SETTINGS: &[Setting] = &[Setting::count("max_characters", 250, "characters that `alt` may have")];

/// How words begin that say that a picture is one.
const OPENINGS: [&str; 8] = [
    "image of",
    "an image of",
    "picture of",
    "a picture of",
    "photo of",
    "a photo of",
    "graphic of",
    "a graphic of",
];

/// The endings of files of pictures.
const ENDINGS: [&str; 7] = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif"];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let most = RULE.count(cx.site, "max_characters") as usize;
    if let Some(figure) = cx.front_matter().and_then(|front| front.lead_image.as_deref()) {
        found.extend(in_figure(cx.page.path(), figure, most));
    }
    for body in &cx.page.files {
        let document = body.document();
        for picture in pictures(document) {
            let said = if picture.alt.trim().is_empty() {
                Some(RULE.finding(&body.path, picture.span, fill!(NO_ALT)))
            } else {
                poor(&picture.alt, None, most).map(|words| warning(&body.path, picture.span, words))
            };
            found.extend(said);
        }
        for placed in &document.blocks {
            found.extend(in_block(&body.path, &placed.block, most));
        }
    }
}

fn in_block(path: &SitePath, block: &Block, most: usize) -> Option<Finding> {
    let (alt, caption) = match block {
        Block::Figure(figure) => return in_figure(path, figure, most),
        Block::Map(map) => (map.alt.as_ref()?, &map.caption),
        Block::Chart(chart) => (chart.description.as_ref()?, &chart.caption),
        _ => return None,
    };
    judged(path, alt, (caption.text.as_ref().map(|text| text.text.value.as_str()), most))
}

fn in_figure(path: &SitePath, figure: &Figure, most: usize) -> Option<Finding> {
    let caption = figure.caption.as_ref().map(|caption| caption.text.value.as_str());
    judged(path, figure.alt.as_ref()?, (caption, most))
}

fn judged(path: &SitePath, alt: &Text, (caption, most): (Option<&str>, usize)) -> Option<Finding> {
    poor(&alt.value, caption, most).map(|words| warning(path, alt.span, words))
}

/// What is poor about words for a picture.
fn poor(alt: &str, caption: Option<&str>, most: usize) -> Option<FilledMessage> {
    let lower = alt.trim().to_lowercase();
    let length = alt.chars().count();
    let named = !lower.contains(' ') && ENDINGS.iter().any(|ending| lower.ends_with(ending));
    let words = if named {
        fill!(FILE_NAME)
    } else if OPENINGS
        .iter()
        .any(|opening| lower.strip_prefix(opening).is_some_and(|rest| rest.starts_with(' ')))
    {
        fill!(IMAGE_OF)
    } else if length > most {
        fill!(LONG_ALT, length, most)
    } else if caption.is_some_and(|caption| letters(&plain(caption)) == letters(alt)) {
        fill!(CAPTION)
    } else {
        return None;
    };
    Some(words)
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Poor words are better than none.
fn warning(path: &SitePath, span: Span, words: FilledMessage) -> Finding {
    RULE.finding(path, span, words).with_level(Level::Warning)
}
