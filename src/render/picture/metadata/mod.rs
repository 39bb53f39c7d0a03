//! The metadata of a picture that go along into its copies: who made it, whose it is, and how it was made.
//!
//! Place, time, camera and serial numbers stay behind. A block that cannot be read stays behind too: the picture is
//! shown without. Must not know: pixels.

mod exif;
mod iptc;
#[cfg(test)]
mod tests;
mod xmp;

use std::io::Cursor;

use image::{ImageDecoder, ImageEncoder};
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::{Png, PngChunk};

/// The longest block: a segment of a JPEG holds no more. Names are shorter; what is longer is none.
const LONGEST: usize = 60_000;

/// The keyword of XMP data in a PNG.
const PNG_XMP: &str = "XML:com.adobe.xmp";

/// What a block of XMP data begins with in a JPEG.
const JPEG_XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// What blocks of Photoshop begin with in a JPEG; IPTC data are in one of them.
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";

/// Keywords of a PNG's own for who made it and whose it is (PNG, 11.3.3.2).
const PNG_KEYWORDS: [&str; 2] = ["Author", "Copyright"];

/// The keywords under which ImageMagick and others keep IPTC data in a PNG, as hexadecimal digits.
const PNG_IPTC: [&str; 2] = ["Raw profile type iptc", "Raw profile type 8bim"];

/// Metadata, in each form that the original has them in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    /// A TIFF structure.
    pub(super) exif: Option<Vec<u8>>,
    pub(super) xmp: Option<String>,
    /// The data sets of IPTC-IIM.
    iptc: Option<Vec<u8>>,
    /// Texts of a PNG.
    texts: Vec<PngText>,
}

#[derive(Debug, PartialEq, Eq)]
struct PngText {
    keyword: &'static str,
    text: String,
}

impl Metadata {
    /// Reads the metadata of a JPEG or a WebP.
    pub(super) fn of_decoder(decoder: &mut impl ImageDecoder) -> Self {
        Self {
            exif: decoder.exif_metadata().ok().flatten().and_then(exif::rights),
            xmp: decoder.xmp_metadata().ok().flatten().and_then(|packet| xmp::rights(&packet)),
            iptc: decoder.iptc_metadata().ok().flatten().and_then(|blocks| iptc::rights(&blocks)),
            texts: vec![],
        }
    }

    /// Reads the metadata of a PNG, of which some may be behind the pixels.
    pub(super) fn of_png(bytes: &[u8]) -> Self {
        let Ok(mut reader) = png::Decoder::new(Cursor::new(bytes)).read_info() else {
            return Self::default();
        };
        // What was read before a mistake holds.
        let _ = reader.finish();
        let info = reader.info();
        let mut texts: Vec<(String, String)> = Vec::new();
        for chunk in &info.utf8_text {
            texts.extend(chunk.get_text().ok().map(|text| (chunk.keyword.clone(), text)));
        }
        for chunk in &info.compressed_latin1_text {
            texts.extend(chunk.get_text().ok().map(|text| (chunk.keyword.clone(), text)));
        }
        texts.extend(
            info.uncompressed_latin1_text.iter().map(|chunk| (chunk.keyword.clone(), chunk.text.clone())),
        );
        let find =
            |keyword: &str| texts.iter().find(|(known, _)| known == keyword).map(|(_, text)| text.as_str());
        let profile = PNG_IPTC.into_iter().find_map(find);
        let of_keyword = |keyword| {
            let text = find(keyword).filter(|text| !text.is_empty() && text.len() <= LONGEST)?;
            Some(PngText { keyword, text: text.to_owned() })
        };
        Self {
            exif: info.exif_metadata.as_ref().and_then(|exif| exif::rights(exif.to_vec())),
            xmp: find(PNG_XMP).and_then(|packet| xmp::rights(packet.as_bytes())),
            iptc: profile.and_then(from_hexadecimal).and_then(|blocks| iptc::rights(&blocks)),
            texts: PNG_KEYWORDS.into_iter().filter_map(of_keyword).collect(),
        }
    }

    /// Hands the EXIF data to an encoder.
    pub(super) fn set_exif(&self, encoder: &mut impl ImageEncoder) {
        if let Some(exif) = &self.exif {
            // All of our encoders can write them.
            let _ = encoder.set_exif_metadata(exif.clone());
        }
    }

    /// Adds the rest of the metadata to a JPEG.
    pub(super) fn add_to_jpeg(&self, bytes: Vec<u8>) -> Vec<u8> {
        let mut segments = Vec::new();
        if let Some(xmp) = &self.xmp {
            segments.push(JpegSegment::new_with_contents(0xe1, [JPEG_XMP, xmp.as_bytes()].concat().into()));
        }
        if let Some(iptc) = &self.iptc {
            let contents = [PHOTOSHOP, &iptc::block(iptc)].concat();
            segments.push(JpegSegment::new_with_contents(0xed, contents.into()));
        }
        if segments.is_empty() {
            return bytes;
        }
        match Jpeg::from_bytes(bytes.clone().into()) {
            Ok(mut jpeg) => {
                // JFIF asks for its own segment first, EXIF for the place behind it.
                let heads =
                    jpeg.segments().iter().take_while(|segment| matches!(segment.marker(), 0xe0 | 0xe1));
                let at = heads.count();
                jpeg.segments_mut().splice(at..at, segments);
                jpeg.encoder().bytes().to_vec()
            }
            Err(_) => bytes,
        }
    }

    /// Adds the rest of the metadata to a PNG.
    pub(super) fn add_to_png(&self, bytes: Vec<u8>) -> Vec<u8> {
        let mut texts: Vec<(&str, &str)> =
            self.texts.iter().map(|text| (text.keyword, text.text.as_str())).collect();
        texts.extend(self.xmp.as_deref().map(|xmp| (PNG_XMP, xmp)));
        let profile = self.iptc.as_deref().map(|iptc| to_hexadecimal(&iptc::block(iptc)));
        texts.extend(profile.as_deref().map(|profile| (PNG_IPTC[0], profile)));
        if texts.is_empty() {
            return bytes;
        }
        match Png::from_bytes(bytes.clone().into()) {
            Ok(mut png) => {
                png.chunks_mut()
                    .splice(1..1, texts.into_iter().map(|(keyword, text)| text_chunk(keyword, text)));
                png.encoder().bytes().to_vec()
            }
            Err(_) => bytes,
        }
    }
}

/// A text of a PNG. A profile is in a chunk of its own kind: programs look for it nowhere else.
fn text_chunk(keyword: &str, text: &str) -> PngChunk {
    if PNG_IPTC.contains(&keyword) {
        return PngChunk::new(*b"tEXt", [keyword.as_bytes(), b"\0", text.as_bytes()].concat().into());
    }
    // Not compressed, in no language, without a translated keyword.
    PngChunk::new(*b"iTXt", [keyword.as_bytes(), b"\0\0\0\0\0", text.as_bytes()].concat().into())
}

/// The bytes of a profile: its name and its length, each on a line, then hexadecimal digits.
fn from_hexadecimal(profile: &str) -> Option<Vec<u8>> {
    let (_, digits) = profile.trim_start().split_once('\n')?;
    let (_, digits) = digits.trim_start().split_once('\n')?;
    let digits: Vec<u32> = digits.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

fn to_hexadecimal(bytes: &[u8]) -> String {
    let lines =
        bytes.chunks(36).map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    format!("\niptc\n{:8}\n{}\n", bytes.len(), lines.collect::<Vec<_>>().join("\n"))
}
