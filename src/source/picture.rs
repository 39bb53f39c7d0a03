//! Headers of pictures: size, format, animation.
//!
//! The picture itself is not decoded. Must not know: where it is shown.

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, Limits};
use imagesize::{Compression, ImageType};
use serde::Serialize;

/// A picture, by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Width and height as a browser shows it: turned as its EXIF data say.
    pub(crate) pixels: (u32, u32),
    /// The format of smaller copies; none of animations, and of pictures that a copy could only make worse.
    pub(crate) copies: Option<Format>,
    /// It is an SVG: it may have no size, and none is too large.
    pub(crate) drawing: bool,
    /// It has content credentials (C2PA), which vouch for these very bytes: no copy can have them.
    pub(crate) credentials: bool,
}

/// A format in which we write pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Format {
    Jpeg,
    Png,
    Webp,
}

/// Twice the pixels of a good camera, and more than any screen has.
pub(crate) const MOST_PIXELS: u64 = 50_000_000;

/// The longest side that a JPEG can have, and that shrinking takes little memory for.
pub(crate) const LONGEST_SIDE: u32 = 65_535;

/// A header may have a colour profile; a larger one is an attack.
const MAX_HEADER_BYTES: u64 = 4 << 20;

impl Picture {
    /// The picture in a file's bytes, if it is one that browsers show.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if let Some(tag) = svg_root(bytes) {
            return Some(Self {
                pixels: svg_size(tag).unwrap_or_default(),
                copies: None,
                drawing: true,
                credentials: false,
            });
        }
        let size = imagesize::blob_size(bytes).ok()?;
        let pixels = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
        let header = match imagesize::image_type(bytes).ok()? {
            ImageType::Jpeg => jpeg(bytes),
            ImageType::Png => png(bytes),
            ImageType::Webp => webp(bytes),
            ImageType::Gif | ImageType::Heif(Compression::Av1) => Header { upright: true, copies: None },
            // What the library knows besides, browsers do not show, or not all: HEIC and TIFF, for two.
            _ => return None,
        };
        let pixels = if header.upright { pixels } else { (pixels.1, pixels.0) };
        let credentials = has_credentials(bytes);
        Some(Self { pixels, copies: header.copies, drawing: false, credentials })
    }

    /// Its size, if it has one.
    pub(crate) fn size(self) -> Option<(u32, u32)> {
        (self.pixel_count() > 0).then_some(self.pixels)
    }

    /// Says if it has more pixels than a page's picture may have, in all or on a side.
    pub(crate) fn is_too_large(self) -> bool {
        !self.drawing && (self.pixel_count() > MOST_PIXELS || self.longest_side() > LONGEST_SIDE)
    }

    pub(crate) fn longest_side(self) -> u32 {
        self.pixels.0.max(self.pixels.1)
    }

    /// How many pixels it has.
    pub(crate) fn pixel_count(self) -> u64 {
        u64::from(self.pixels.0) * u64::from(self.pixels.1)
    }
}

/// A header besides its size. If it cannot be read to its end, the picture counts as an ordinary one: decoding it
/// will report what is wrong.
struct Header {
    /// Width is width.
    upright: bool,
    copies: Option<Format>,
}

fn jpeg(bytes: &[u8]) -> Header {
    let decoder = JpegDecoder::new(Cursor::new(bytes));
    Header { upright: decoder.map_or(true, is_upright), copies: Some(Format::Jpeg) }
}

fn png(bytes: &[u8]) -> Header {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_HEADER_BYTES);
    match PngDecoder::with_limits(Cursor::new(bytes), limits) {
        Ok(decoder) => {
            let moves = decoder.is_apng().unwrap_or(false);
            Header { upright: is_upright(decoder), copies: (!moves).then_some(Format::Png) }
        }
        Err(_) => Header { upright: true, copies: Some(Format::Png) },
    }
}

/// We write only lossless WebP: a copy of a lossy photograph would be larger than the photograph. Its copies are
/// JPEG, which has no transparency.
fn webp(bytes: &[u8]) -> Header {
    let lossless = has_chunk(bytes, *b"VP8L");
    match WebPDecoder::new(Cursor::new(bytes)) {
        Ok(decoder) => {
            let copies = match (lossless, decoder.color_type()) {
                _ if decoder.has_animation() => None,
                (true, _) => Some(Format::Webp),
                (false, ColorType::Rgb8) => Some(Format::Jpeg),
                (false, _) => None,
            };
            Header { upright: is_upright(decoder), copies }
        }
        Err(_) => Header { upright: true, copies: Some(if lossless { Format::Webp } else { Format::Jpeg }) },
    }
}

/// Says if a JPEG, a PNG or a WebP has content credentials (C2PA 2.2, appendix A.3).
fn has_credentials(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"RIFF") {
        return has_chunk(bytes, *b"C2PA");
    }
    if let Some(mut rest) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") {
        while let Some(([a, b, c, d, kind @ ..], behind)) = rest.split_first_chunk::<8>() {
            if kind == b"caBX" {
                return true;
            }
            let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
            rest = behind.get(length.saturating_add(4)..).unwrap_or_default();
        }
        return false;
    }
    let mut rest = bytes.strip_prefix(b"\xff\xd8").unwrap_or_default();
    // Up to the first pixels.
    while let Some(([0xff, marker @ 0xc0..=0xfe, length @ ..], _)) = rest.split_first_chunk::<4>()
        && *marker != 0xda
    {
        let length = usize::from(u16::from_be_bytes(*length));
        let segment = rest.get(4..2 + length).unwrap_or_default();
        // A box of JUMBF, whose first one names what it is.
        if *marker == 0xeb && segment.starts_with(b"JP") && memchr::memmem::find(segment, b"c2pa").is_some() {
            return true;
        }
        rest = rest.get(2 + length..).unwrap_or_default();
    }
    false
}

/// Says if a RIFF file has a chunk of this name.
fn has_chunk(bytes: &[u8], name: [u8; 4]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, body)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, size @ ..] = *head;
        if [a, b, c, d] == name {
            return true;
        }
        let size = usize::try_from(u32::from_le_bytes(size)).unwrap_or(usize::MAX);
        rest = body.get(size.saturating_add(size % 2)..).unwrap_or_default();
    }
    false
}

fn is_upright(mut decoder: impl ImageDecoder) -> bool {
    !decoder.orientation().is_ok_and(turns)
}

/// Says if width and height are exchanged when a picture is turned upright.
pub(crate) fn turns(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// The width and height of an SVG document in CSS pixels, by the attributes of its root; `None` if they say no size.
/// Without a width and a height, its `viewBox` gives their ratio, and so the room to keep for it (SVG 2, 8.2).
fn svg_size(tag: &str) -> Option<(u32, u32)> {
    let length = |name| attribute(tag, name).and_then(css_pixels);
    let sides = length("width").zip(length("height"));
    sides.or_else(|| view_box(attribute(tag, "viewBox")?))
}

/// The attributes of the `svg` element that a text begins with, behind what XML allows before it.
fn svg_root(bytes: &[u8]) -> Option<&str> {
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
fn css_pixels(length: &str) -> Option<u32> {
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
            assert_eq!(svg_root(text.as_bytes()).and_then(svg_size), size, "{text}");
        }
    }

    #[test]
    fn a_text_is_no_drawing() {
        assert!(svg_root(b"<svg>").is_some() && svg_root(b"\xef\xbb\xbf<svg xmlns=\"x\">").is_some());
        assert!(
            svg_root(b"").is_none()
                && svg_root(b"hello <svg>").is_none()
                && svg_root(b"<html><svg>").is_none()
                && svg_root(b"\xff").is_none()
        );
    }

    fn iso_box(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let size = u32::try_from(body.len() + 8).expect("a small one");
        [&size.to_be_bytes()[..], name, body].concat()
    }

    /// A picture of 30 by 20 pixels in the container of HEIC and AVIF (ISO/IEC 23008-12), without its pixels.
    fn heif(brand: &[u8; 4]) -> Vec<u8> {
        let kind = iso_box(b"ftyp", &[&brand[..], &[0; 4], brand, b"mif1"].concat());
        let size = [&[0; 4][..], &30_u32.to_be_bytes(), &20_u32.to_be_bytes()].concat();
        let sizes = iso_box(b"iprp", &iso_box(b"ipco", &iso_box(b"ispe", &size)));
        [kind, iso_box(b"meta", &[&[0; 4][..], &sizes].concat())].concat()
    }

    #[test]
    fn what_browsers_do_not_show_is_no_picture_whatever_its_file_is_called() {
        assert_eq!(Picture::of(&heif(b"avif")).map(|picture| picture.pixels), Some((30, 20)));
        let tiff = b"II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x1e\0\0\0\x01\x01\x03\0\x01\0\0\0\x14\0\0\0\0\0\0\0";
        let psd = [&b"8BPS\0\x01"[..], &[0; 6], b"\0\x03\0\0\0\x14\0\0\0\x1e\0\x08\0\x03", &[0; 40]].concat();
        let bmp = [&b"BM"[..], &[0; 12], b"\x28\0\0\0\x1e\0\0\0\x14\0\0\0\x01\0\x18\0", &[0; 40]].concat();
        let farbfeld = b"farbfeld\0\0\0\x1e\0\0\0\x14";
        for bytes in [
            &heif(b"heic")[..],
            &heif(b"mif1"),
            tiff,
            &psd,
            &bmp,
            farbfeld,
            b"P6 30 20 255\n",
            b"qoif\0\0\0\x1e\0\0\0\x14\x03\0",
        ] {
            assert_eq!(Picture::of(bytes), None, "{:?}", String::from_utf8_lossy(&bytes[..12]));
        }
    }

    #[test]
    fn a_picture_may_be_long_on_neither_side() {
        let of = |pixels| Picture { pixels, copies: None, drawing: false, credentials: false };
        for pixels in [(LONGEST_SIDE + 1, 1), (1, LONGEST_SIDE + 1), (10_000, 10_000)] {
            assert!(of(pixels).is_too_large());
            assert!(!Picture { drawing: true, ..of(pixels) }.is_too_large());
        }
        assert!(!of((LONGEST_SIDE, 700)).is_too_large());
    }
}
