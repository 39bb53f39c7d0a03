//! The size of a drawing: what the `svg` element at its root says.
//!
//! Without a width and a height, its `viewBox` gives their ratio, and so the room to keep for it (SVG 2, 8.2).
//! Must not know: what is drawn.

/// The width and height of an SVG document in CSS pixels; nothing for what is none, or says no size.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let tag = root(bytes)?;
    let length = |name| attribute(tag, name).and_then(pixels);
    let sides = length("width").zip(length("height"));
    sides.or_else(|| view_box(attribute(tag, "viewBox")?))
}

/// Whether the root of a document is an `svg` element.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    root(bytes).is_some()
}

/// The attributes of the `svg` element that a text begins with, behind what XML allows before it.
fn root(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            // An internal subset has `>` in it.
            _ if rest.starts_with("<!DOCTYPE") && rest.split('>').next()?.contains('[') => "]>",
            _ if rest.starts_with("<!DOCTYPE") => ">",
            _ => break,
        };
        rest = rest[rest.find(end)? + end.len()..].trim_start();
    }
    let tag = rest.strip_prefix("<svg").or_else(|| rest.strip_prefix("<svg:svg"))?;
    let tag = &tag[..tag.find('>')?];
    tag.is_empty().then_some(tag).or_else(|| tag.starts_with([' ', '\t', '\r', '\n', '/']).then_some(tag))
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let (before, behind) = rest.split_once('=')?;
        let key = before.trim().rsplit(char::is_whitespace).next()?;
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        let (value, behind) = behind[1..].split_once(quote)?;
        if key == name {
            return Some(value.trim());
        }
        rest = behind;
    }
}

/// A length in CSS pixels; other units say nothing of a screen.
fn pixels(length: &str) -> Option<u32> {
    whole(length.strip_suffix("px").unwrap_or(length).parse().ok()?)
}

fn view_box(value: &str) -> Option<(u32, u32)> {
    let numbers: Vec<f64> = value
        .split(|letter: char| letter == ',' || letter.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match numbers[..] {
        [_, _, width, height] => whole(width).zip(whole(height)),
        _ => None,
    }
}

/// What a browser could show: more than nothing, and less than a wall.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 1 and 20,000")]
fn whole(number: f64) -> Option<u32> {
    let rounded = number.round();
    (1.0..=20_000.0).contains(&rounded).then_some(rounded as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_says_its_size_at_its_root() {
        for (text, size) in [
            ("<svg width=\"40\" height='30px'/>", Some((40, 30))),
            ("<?xml version=\"1.0\"?>\n<!-- a > b -->\n<svg viewBox=\"0 0 100 50\">", Some((100, 50))),
            ("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg viewBox='0,0 8.4,5'>", Some((8, 5))),
            ("<svg width=\"100%\" height=\"1e9\">", None),
            ("<svg data-width=\"1\" width=\"3\" height=\"4\">", Some((3, 4))),
            ("<svgs width=\"3\" height=\"4\">", None),
            ("hello", None),
        ] {
            assert_eq!(super::size(text.as_bytes()), size, "{text}");
        }
    }

    #[test]
    fn a_text_is_no_drawing() {
        assert!(is_svg(b"<svg>") && is_svg(b"\xef\xbb\xbf<svg xmlns=\"x\">"));
        assert!(!is_svg(b"") && !is_svg(b"hello <svg>") && !is_svg(b"<html><svg>") && !is_svg(b"\xff"));
    }
}
