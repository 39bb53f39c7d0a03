//! How a file is served from a bucket, which cannot choose what suits a browser: its headers are its own.
//!
//! Must not know: the bucket.

use std::io::Write;

use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use object_store::{Attribute, Attributes};

use crate::base::Digest;
use crate::base::serving::{HEADERS, NO_JEKYLL, REDIRECTS, cache_control, media_type};
use crate::deploy_plan::unpacked;

/// What texts are packed into, once and for all readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As they are.
    #[default]
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// What a file is packed into: only text gets any smaller.
    pub(super) fn of(self, file: &str) -> Self {
        if media_type(file).ends_with("charset=utf-8") { self } else { Self::Identity }
    }

    fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// The bytes that are sent.
    pub(super) fn pack(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Identity => bytes,
            Self::Gzip => {
                let mut packed = GzEncoder::new(Vec::new(), Compression::best());
                // A vector takes whatever is written to it.
                let _ = packed.write_all(&bytes);
                packed.finish().unwrap_or_default()
            }
            Self::Brotli => {
                let mut packed = Vec::new();
                let mut writer = CompressorWriter::new(&mut packed, 1 << 16, QUALITY, WINDOW);
                let _ = writer.write_all(&bytes);
                drop(writer);
                packed
            }
        }
    }
}

/// As small as it gets: a page is packed once and read many times.
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;

/// The headers that a file has in a bucket.
pub(super) fn attributes(file: &str, encoding: Encoding) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, media_type(file).into());
    attributes.insert(Attribute::CacheControl, cache_control(file).into());
    if let Some(name) = encoding.of(file).name() {
        attributes.insert(Attribute::ContentEncoding, name.into());
    }
    attributes
}

/// The digest of those.
pub(super) fn served(file: &str, encoding: Encoding) -> String {
    Digest::of_value(&(media_type(file), cache_control(file), encoding.of(file).name())).to_string()
}

/// Files that speak to a server of files, and to no bucket; and what such a server gives in the place of another.
pub(super) fn is_for_a_bucket(file: &str, is_wanted: impl Fn(&str) -> bool) -> bool {
    let text = unpacked(file);
    let is_packed = text != file && is_wanted(text);
    !(is_packed || matches!(file, HEADERS | REDIRECTS | NO_JEKYLL))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_to_the_same() {
        let text = "a page ".repeat(1000).into_bytes();
        let gzip = Encoding::Gzip.pack(text.clone());
        let brotli = Encoding::Brotli.pack(text.clone());
        assert!(gzip.len() < 200 && brotli.len() < 100);
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, text);
        unpacked.clear();
        brotli::Decompressor::new(&brotli[..], 4096).read_to_end(&mut unpacked).expect("brotli");
        assert_eq!(unpacked, text);
    }

    #[test]
    fn a_picture_is_never_packed_and_says_nothing_of_it() {
        assert_eq!(Encoding::Brotli.of("a.jpg"), Encoding::Identity);
        assert_eq!(served("a.jpg", Encoding::Brotli), served("a.jpg", Encoding::Identity));
        assert_ne!(served("a.html", Encoding::Brotli), served("a.html", Encoding::Identity));
    }

    #[test]
    fn what_speaks_to_a_server_of_files_is_not_for_a_bucket() {
        let is_wanted = |file: &str| file == "index.html";
        for file in ["_headers", "_redirects", ".nojekyll", "index.html.br", "index.html.gz"] {
            assert!(!is_for_a_bucket(file, is_wanted), "{file}");
        }
        for file in ["index.html", "data.csv.gz", "a/_headers"] {
            assert!(is_for_a_bucket(file, is_wanted), "{file}");
        }
    }
}
