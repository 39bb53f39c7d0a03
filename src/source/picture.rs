//! Headers of pictures: size, format, animation.
//!
//! The picture itself is not decoded. Must not know: where it is shown.

mod svg;

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, Limits};
use imagesize::ImageType;
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

/// A header may have a colour profile; a larger one is an attack.
const MAX_HEADER_BYTES: u64 = 4 << 20;

impl Picture {
    /// The picture in a file's bytes, if it is one.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if svg::is_svg(bytes) {
            return Some(Self { pixels: svg::size(bytes).unwrap_or_default(), copies: None, drawing: true });
        }
        let size = imagesize::blob_size(bytes).ok()?;
        let pixels = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
        let header = match imagesize::image_type(bytes).ok()? {
            ImageType::Jpeg => jpeg(bytes),
            ImageType::Png => png(bytes),
            ImageType::Webp => webp(bytes),
            _ => Header { upright: true, copies: None },
        };
        let pixels = if header.upright { pixels } else { (pixels.1, pixels.0) };
        Some(Self { pixels, copies: header.copies, drawing: false })
    }

    /// Its size, if it has one.
    pub(crate) fn size(self) -> Option<(u32, u32)> {
        (self.pixel_count() > 0).then_some(self.pixels)
    }

    /// Says if it has more pixels than a page's picture may have.
    pub(crate) fn is_too_large(self) -> bool {
        !self.drawing && self.pixel_count() > MOST_PIXELS
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
