//! HTML of our own in running text: marks of sources, footnotes and names, and pictures.
//!
//! Must not know: the page.

use crate::base::catalogue::Catalogue;
use crate::model::Image;
use crate::render::escape::{attribute, text};
use crate::render::picture::srcset;

/// From how many letters on a name may break over lines.
const LONG_NAME: usize = 29;

/// The opening tag around a name; [`name_button`] closes it.
pub(super) fn name_start(letters: usize) -> &'static str {
    if letters >= LONG_NAME { "<span class=\"name long\">" } else { "<span class=\"name\">" }
}

/// The button that covers a name and opens its card.
pub(super) fn name_button(name: &str, id: &str, catalogue: &Catalogue) -> String {
    let name = attribute(name);
    let label = catalogue.html("about-name", &[("name", name.into())]);
    format!("<button popovertarget=\"e:{}\" aria-label=\"{label}\"></button></span>", attribute(id))
}

/// A number that opens the card with what it counts, and when.
pub(super) fn figure(words: &str, value: &str, label: &str, id: &str, catalogue: &Catalogue) -> String {
    let label = attribute(label);
    let label = catalogue.html("about-figure", &[("label", label.into())]);
    format!(
        "<span class=\"name\"><data value=\"{}\">{}</data><button popovertarget=\"f:{}\" aria-label=\"{label}\"></button></span>",
        attribute(value),
        text(words),
        attribute(id),
    )
}

/// The mark of one use of a source: a raised number, which is a button that opens the source's card, and for
/// browsers without popovers a link to the source at the foot of the page. A style sheet shows one of the
/// two. Use 0 is not counted, and has no id to link back to.
pub(crate) fn citation(
    number: usize,
    usage: usize,
    id: &str,
    locator: Option<&str>,
    catalogue: &Catalogue,
) -> String {
    let id = attribute(id);
    let label = match locator {
        Some(locator) => {
            let locator = attribute(locator);
            catalogue.html("source-number-at", &[("number", number.into()), ("locator", locator.into())])
        }
        None => catalogue.html("source-number", &[("number", number.into())]),
    };
    let own = if usage == 0 { String::new() } else { format!(" id=\"u:{number}-{usage}\"") };
    format!(
        "<span class=\"cite\"{own}><a href=\"#s:{id}\">{number}</a>\
         <button popovertarget=\"c:{id}\" aria-label=\"{label}\" value=\"{number}\"></button></span>"
    )
}

/// Puts marks into one element if there are several: a style sheet cannot tell marks with words between them from
/// marks without.
pub(crate) fn side_by_side(marks: &[String]) -> String {
    let html = marks.concat();
    if marks.len() > 1 { format!("<span class=\"cites\">{html}</span>") } else { html }
}

/// The id of one use of a footnote.
pub(crate) fn footnote_use_id(number: usize, usage: usize) -> String {
    if usage == 1 { format!("r:{number}") } else { format!("r:{number}-{usage}") }
}

/// How wide a picture between paragraphs is: as the text column, which leaves 20 pixels on either side.
const SIZES: &str = "(min-width:40.5rem) 38rem, calc(100vw - 2.5rem)";

/// A picture of the site, with its smaller copies.
pub(super) fn picture(image: &Image, alt: &str) -> String {
    let src = attribute(&image.href);
    let alt = attribute(alt);
    let set = srcset(image).map(|set| format!(" srcset=\"{}\" sizes=\"{SIZES}\"", attribute(&set)));
    let set = set.unwrap_or_default();
    let size = image.pixels.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
    let size = size.unwrap_or_default();
    format!("<img src=\"{src}\"{set} alt=\"{alt}\"{size} loading=\"lazy\" decoding=\"async\">")
}
