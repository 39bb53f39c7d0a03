//! Smaller copies of a picture, and how HTML offers them.
//!
//! A copy has the colour profile and the metadata of its rights, and stands upright; it is made from the original alone,
//! by arithmetic that is the same on every machine. Must not know: where the picture's bytes are from.

mod metadata;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Cursor;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as RowFilter, PngEncoder};
use image::metadata::Orientation;
use image::{
    ColorType, DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, ImageResult,
    Limits,
};

use crate::base::Digest;
use crate::model::{Image, Rendition, widths};
use crate::source::{Format, Picture, turns};
use metadata::Metadata;

/// Changes with everything here that changes a byte of a copy.
const METHOD: u32 = 2;

/// The quality of a JPEG: its losses cannot be seen, and it has a third of the bytes of 95.
const QUALITY: u8 = 80;

/// An original up to this width is offered beside its copies. A wider one would be loaded by good screens
/// and shown no better.
const WIDEST: u32 = 2000;

/// The digest of everything that the bytes of a copy depend on.
pub(super) fn key(original: Digest, of: &Rendition) -> Digest {
    Digest::of_value(&(METHOD, original, of.width, of.format))
}

/// `srcset`: the copies of a picture with their widths; none where there are none.
pub(crate) fn srcset(image: &Image) -> Option<String> {
    if image.copies.is_empty() {
        return None;
    }
    let original = image.pixels.filter(|(width, _)| *width <= WIDEST);
    let original = original.map(|(width, _)| (&image.href, width));
    let copies = image.copies.iter().map(|copy| (&copy.href, copy.width));
    // A comma at an end of an address would end it.
    let set = copies.chain(original).map(|(href, width)| format!("{} {width}w", href.replace(',', "%2C")));
    Some(set.collect::<Vec<_>>().join(", "))
}

/// All copies of a picture, by width. The error says in words why there can be none.
pub(crate) fn copies(bytes: &[u8], of: &Rendition) -> Result<BTreeMap<u32, Vec<u8>>, String> {
    let original = decode(bytes, of.picture).map_err(|error| error.to_string())?;
    // Decoders fill with grey what is not there, without a word. Neither marker can stand in a picture's data; both can
    // stand in a preview before it.
    let last = |marker: &[u8]| memchr::memmem::rfind(bytes, marker);
    if is_in(Format::Jpeg, bytes) && last(b"\xff\xd9") < last(b"\xff\xda") {
        return Err("it breaks off before its end".to_owned());
    }
    let copy = |width| {
        let copy = original.copy(width, of.format).map_err(|error| error.to_string())?;
        // A copy that takes longer to load is of no use.
        let is_smaller = copy.len() < bytes.len() || !is_in(of.format, bytes);
        Ok((width, if is_smaller { copy } else { bytes.to_vec() }))
    };
    widths(of.picture).map(copy).collect()
}

fn is_in(format: Format, bytes: &[u8]) -> bool {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Webp => ImageFormat::WebP,
    };
    image::guess_format(bytes).is_ok_and(|found| found == format)
}

/// A decoded picture, as it lies in its file.
struct Original {
    image: DynamicImage,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
    metadata: Metadata,
}

/// No picture may take more memory than its header, which was looked at, says that it needs.
fn decode(bytes: &[u8], picture: Picture) -> ImageResult<Original> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let longest = picture.pixels.0.max(picture.pixels.1);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(longest), Some(longest));
    // Four channels of two bytes, and once more to work with.
    limits.max_alloc = Some(picture.pixel_count() * 16 + (16 << 20));
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let metadata = match is_in(Format::Png, bytes) {
        true => Metadata::of_png(bytes),
        false => Metadata::of_decoder(&mut decoder),
    };
    let image = match DynamicImage::from_decoder(decoder)? {
        image @ DynamicImage::ImageLuma16(_) => image.into_luma8().into(),
        image @ DynamicImage::ImageLumaA16(_) => image.into_luma_alpha8().into(),
        image @ DynamicImage::ImageRgb16(_) => image.into_rgb8().into(),
        image @ DynamicImage::ImageRgba16(_) => image.into_rgba8().into(),
        image => image,
    };
    // A profile must fit the decoded colours; that of a CMYK picture does not.
    let space: &[u8] = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space));
    Ok(Original { image, orientation, profile, metadata })
}

impl Original {
    /// A copy of this width, upright.
    fn copy(&self, width: u32, format: Format) -> ImageResult<Vec<u8>> {
        let across = self.image.width();
        let down = self.image.height();
        let scaled = |side: u32, of: u32| {
            let exact = (u64::from(side) * u64::from(width) + u64::from(of) / 2) / u64::from(of.max(1));
            u32::try_from(exact).unwrap_or(u32::MAX).max(1)
        };
        let (to_across, to_down) = match turns(self.orientation) {
            false => (width, scaled(down, across)),
            true => (scaled(across, down), width),
        };
        let mut upright = DynamicImage::new(to_across, to_down, self.image.color());
        // A polynomial: the sine of a Lanczos filter is not the same on every machine.
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        if Resizer::new().resize(&self.image, &mut upright, &options).is_err() {
            // Of kinds of pixels that the library does not know, and none is left of those.
            upright = self.image.resize_exact(to_across, to_down, image::imageops::FilterType::CatmullRom);
        }
        upright.apply_orientation(self.orientation);
        let mut bytes = Vec::new();
        match format {
            Format::Jpeg => {
                self.write(&upright, JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
                Ok(self.metadata.add_to_jpeg(bytes))
            }
            Format::Png => {
                let level = CompressionType::Best;
                let filter = RowFilter::Adaptive;
                self.write(&upright, PngEncoder::new_with_quality(&mut bytes, level, filter))?;
                Ok(self.metadata.add_to_png(bytes))
            }
            Format::Webp => self.webp(&upright),
        }
    }

    /// A lossless WebP. The encoder of `image` is this one, without a way to give it XMP data.
    fn webp(&self, image: &DynamicImage) -> ImageResult<Vec<u8>> {
        let color = match image.color() {
            ColorType::L8 => image_webp::ColorType::L8,
            ColorType::La8 => image_webp::ColorType::La8,
            ColorType::Rgb8 => image_webp::ColorType::Rgb8,
            _ => image_webp::ColorType::Rgba8,
        };
        let converted = (color == image_webp::ColorType::Rgba8).then(|| image.to_rgba8());
        let pixels = converted.as_ref().map_or(image.as_bytes(), |image| image.as_raw());
        let mut bytes = Vec::new();
        let mut encoder = image_webp::WebPEncoder::new(&mut bytes);
        encoder.set_icc_profile(self.profile.clone().unwrap_or_default());
        encoder.set_exif_metadata(self.metadata.exif.clone().unwrap_or_default());
        encoder.set_xmp_metadata(self.metadata.xmp.clone().unwrap_or_default().into_bytes());
        let encoded = encoder.encode(pixels, image.width(), image.height(), color);
        encoded.map_err(|error| ImageError::IoError(std::io::Error::other(error)))?;
        Ok(bytes)
    }

    fn write(&self, image: &DynamicImage, mut encoder: impl ImageEncoder) -> ImageResult<()> {
        if let Some(profile) = &self.profile {
            // A format that can hold none shows the colours as they are.
            let _ = encoder.set_icc_profile(profile.clone());
        }
        self.metadata.set_exif(&mut encoder);
        image.write_with_encoder(encoder)
    }
}
