//! Encodings and response headers of files in a bucket, which serves each object with fixed headers.
//!
//! Must not know: how files are uploaded.

use std::io::Write;

use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use object_store::{Attribute, Attributes};

use crate::base::Digest;
use crate::base::serving::{HEADERS, NO_JEKYLL, REDIRECTS, cache_control, media_type};
use crate::deploy_plan::uncompressed_name;

/// The `Content-Encoding` of text files, the same for all readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    #[default]
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// Returns the encoding for `file`: other files than text do not get smaller.
    pub(super) fn for_file(self, file: &str) -> Self {
        if media_type(file).ends_with("charset=utf-8") { self } else { Self::Identity }
    }

    fn header_value(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    pub(super) fn compress(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Identity => bytes,
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                // Writing to a vector cannot fail.
                let _ = encoder.write_all(&bytes);
                encoder.finish().unwrap_or_default()
            }
            Self::Brotli => {
                let mut compressed = Vec::new();
                let mut writer =
                    CompressorWriter::new(&mut compressed, 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW);
                let _ = writer.write_all(&bytes);
                drop(writer);
                compressed
            }
        }
    }
}

/// The best: a page is compressed once and read many times.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Returns the headers with which a bucket serves a file.
pub(super) fn response_headers(file: &str, encoding: Encoding) -> Attributes {
    let mut headers = Attributes::new();
    headers.insert(Attribute::ContentType, media_type(file).into());
    headers.insert(Attribute::CacheControl, cache_control(file).into());
    if let Some(value) = encoding.for_file(file).header_value() {
        headers.insert(Attribute::ContentEncoding, value.into());
    }
    headers
}

/// Returns the headers of nutgraf's own objects, the lock and the state.
pub(super) fn internal_headers() -> Attributes {
    let mut headers = Attributes::new();
    headers.insert(Attribute::ContentType, "application/json".into());
    headers.insert(Attribute::CacheControl, "no-store".into());
    headers
}

/// Returns a digest of [`response_headers`].
pub(super) fn headers_digest(file: &str, encoding: Encoding) -> String {
    let values = (media_type(file), cache_control(file), encoding.for_file(file).header_value());
    Digest::of_value(&values).to_string()
}

/// Returns whether a bucket has a use for a file: not for the configuration of a web server, nor for compressed copies
/// of files that `is_deployed`, since a bucket cannot choose between them.
pub(super) fn belongs_in_bucket(file: &str, is_deployed: impl Fn(&str) -> bool) -> bool {
    let original = uncompressed_name(file);
    let is_copy = original != file && is_deployed(original);
    !(is_copy || matches!(file, HEADERS | REDIRECTS | NO_JEKYLL))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_is_decompressed_to_the_same() {
        let text = "a page ".repeat(1000).into_bytes();
        let gzip = Encoding::Gzip.compress(text.clone());
        let brotli = Encoding::Brotli.compress(text.clone());
        assert!(gzip.len() < 200 && brotli.len() < 100);
        let mut decompressed = Vec::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut decompressed).expect("gzip");
        assert_eq!(decompressed, text);
        decompressed.clear();
        brotli::Decompressor::new(&brotli[..], 4096).read_to_end(&mut decompressed).expect("brotli");
        assert_eq!(decompressed, text);
    }

    #[test]
    fn a_picture_is_never_compressed() {
        assert_eq!(Encoding::Brotli.for_file("a.jpg"), Encoding::Identity);
        assert_eq!(headers_digest("a.jpg", Encoding::Brotli), headers_digest("a.jpg", Encoding::Identity));
        assert_ne!(headers_digest("a.html", Encoding::Brotli), headers_digest("a.html", Encoding::Identity));
    }

    #[test]
    fn web_server_configuration_and_compressed_copies_do_not_belong_in_a_bucket() {
        let is_deployed = |file: &str| file == "index.html";
        for file in ["_headers", "_redirects", ".nojekyll", "index.html.br", "index.html.gz"] {
            assert!(!belongs_in_bucket(file, is_deployed), "{file}");
        }
        for file in ["index.html", "data.csv.gz", "a/_headers"] {
            assert!(belongs_in_bucket(file, is_deployed), "{file}");
        }
    }
}
