//! Copies of pictures that are made here.

use image::codecs::jpeg::JpegEncoder;
use image::{GenericImageView, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;
use crate::base::SitePath;

/// Red in its left half and blue in its right, with some noise, so that it has a size worth speaking of.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_le_bytes()[1] / 8;
        if x < width / 2 { Rgb([220, noise, noise]) } else { Rgb([noise, noise, 220]) }
    })
}

fn jpeg(photo: &RgbImage, exif: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(orientation) = exif {
        let head = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0";
        encoder.set_exif_metadata([&head[..], &[orientation, 0, 0, 0, 0, 0, 0, 0]].concat()).unwrap();
    }
    encoder.write_image(photo, photo.width(), photo.height(), image::ExtendedColorType::Rgb8).unwrap();
    bytes
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn rendition(bytes: &[u8]) -> Rendition {
    let picture = crate::source::Asset::new(bytes).picture.unwrap();
    let format = picture.copies.unwrap();
    Rendition { path: SitePath::new("content/p"), picture, width: 480, format }
}

fn all(bytes: &[u8]) -> BTreeMap<u32, Vec<u8>> {
    copies(bytes, &rendition(bytes)).unwrap()
}

fn size(bytes: &[u8]) -> (u32, u32) {
    image::load_from_memory(bytes).unwrap().dimensions()
}

#[test]
fn copies_have_their_widths_and_the_shape_of_the_original() {
    let copies = all(&jpeg(&photo(1300, 650), None));
    assert_eq!(copies.keys().copied().collect::<Vec<_>>(), [480, 960]);
    assert_eq!((size(&copies[&480]), size(&copies[&960])), ((480, 240), (960, 480)));
}

#[test]
fn the_same_original_gives_the_same_bytes() {
    let bytes = jpeg(&photo(700, 500), None);
    assert_eq!(all(&bytes), all(&bytes));
}

#[test]
fn a_photograph_that_lies_on_its_side_comes_upright_and_forgets_its_camera() {
    // Turned to the right by a quarter: what lies left in the file is at the top.
    let bytes = jpeg(&photo(1000, 800), Some(6));
    assert_eq!(rendition(&bytes).picture.pixels, (800, 1000));
    let copy = &all(&bytes)[&480];
    let upright = image::load_from_memory(copy).unwrap().into_rgb8();
    assert_eq!(upright.dimensions(), (480, 600));
    let (top, foot) = (upright.get_pixel(240, 30).0, upright.get_pixel(240, 570).0);
    assert!(top[0] > 150 && top[2] < 80 && foot[2] > 150 && foot[0] < 80, "{top:?} {foot:?}");
    assert!(memchr::memmem::find(copy, b"Exif").is_none());
}

#[test]
fn a_colour_profile_stays_where_it_is_of_these_colours() {
    let profile = |space: &[u8; 4]| [&[0; 16][..], space, &[0; 200]].concat();
    for (space, stays) in [(b"RGB ", true), (b"CMYK", false)] {
        let (photo, mut bytes) = (photo(700, 500), Vec::new());
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
        encoder.set_icc_profile(profile(space)).unwrap();
        encoder.write_image(&photo, 700, 500, image::ExtendedColorType::Rgb8).unwrap();
        assert_eq!(memchr::memmem::find(&all(&bytes)[&480], b"ICC_PROFILE").is_some(), stays);
    }
}

#[test]
fn transparency_stays_in_a_png_and_in_a_webp() {
    let glass = RgbaImage::from_fn(800, 600, |x, y| {
        Rgba([(x ^ y).to_le_bytes()[0], (x * y).to_le_bytes()[0], 0, if x < 400 { 0 } else { 255 }])
    });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let copies = all(&encoded(&glass.clone().into(), format));
        assert_eq!(image::guess_format(&copies[&480]).unwrap(), format);
        let copy = image::load_from_memory(&copies[&480]).unwrap().into_rgba8();
        assert_eq!((copy.get_pixel(60, 60).0[3], copy.get_pixel(420, 60).0[3]), (0, 255));
    }
}

#[test]
fn sixteen_bits_become_eight() {
    let deep = DynamicImage::from(photo(700, 500)).into_rgb16();
    let copy = all(&encoded(&deep.into(), ImageFormat::Png)).remove(&480).unwrap();
    assert_eq!(image::load_from_memory(&copy).unwrap().color(), ColorType::Rgb8);
}

#[test]
fn where_a_copy_would_be_larger_the_original_stands_in_its_place() {
    // Every row is the same, and two columns are all there is in it; a copy has shades between the two.
    let striped = RgbImage::from_fn(601, 600, |x, _| if x % 2 == 0 { Rgb([0; 3]) } else { Rgb([255; 3]) });
    let (mut bytes, level) = (Vec::new(), CompressionType::Best);
    let encoder = PngEncoder::new_with_quality(&mut bytes, level, RowFilter::Adaptive);
    DynamicImage::from(striped).write_with_encoder(encoder).unwrap();
    assert!(all(&bytes)[&480] == bytes);
}

#[test]
fn what_breaks_off_is_said_to() {
    let whole = [
        jpeg(&photo(700, 500), None),
        encoded(&photo(700, 500).into(), ImageFormat::Png),
        encoded(&photo(700, 500).into(), ImageFormat::WebP),
    ];
    for bytes in whole {
        for end in [bytes.len() / 2, bytes.len() * 9 / 10] {
            let cut = &bytes[..end];
            assert!(copies(cut, &rendition(&bytes)).is_err());
        }
    }
}

#[test]
fn bytes_at_random_are_no_reason_to_panic() {
    let whole = [jpeg(&photo(700, 500), None), encoded(&photo(700, 500).into(), ImageFormat::Png)];
    for bytes in whole {
        let of = rendition(&bytes);
        for at in (20..bytes.len()).step_by(bytes.len() / 40) {
            let mut broken = bytes.clone();
            broken[at] ^= 0x5a;
            drop(copies(&broken, &of));
        }
    }
}
