//! Compresses texts for servers that look for `index.html.br` and `index.html.gz`, each as small as its method allows.
//!
//! The output depends on the text alone: it has no name and no time in it. Must not know: whose text it is.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

/// A content coding of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// The extension that is added to the name of a file.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The name in the `Content-Encoding` header.
    #[cfg(feature = "deploy")]
    pub(crate) fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The bytes in this coding; empty if they are no fewer.
    pub(crate) fn encode_smaller(self, bytes: &[u8]) -> Vec<u8> {
        let coded = self.encode(bytes);
        if coded.len() < bytes.len() { coded } else { Vec::new() }
    }

    /// The bytes in this coding.
    pub(crate) fn encode(self, mut bytes: &[u8]) -> Vec<u8> {
        // Writing to memory cannot fail.
        let mut coded = Vec::with_capacity(bytes.len() / 3);
        let _ = match self {
            Self::Brotli => {
                let size_hint = bytes.len();
                let best = BrotliEncoderParams { quality: 11, size_hint, ..BrotliEncoderParams::default() };
                brotli::BrotliCompress(&mut bytes, &mut coded, &best).map(drop)
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut coded, Compression::best());
                encoder.write_all(bytes).and_then(|()| encoder.try_finish())
            }
        };
        coded
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn decoding_gives_the_text_back() {
        let text = "Why is it so? Because it is so. ".repeat(50);
        let mut one = String::new();
        let mut other = String::new();
        let [brotli, gzip] = Coding::ALL.map(|coding| coding.encode_smaller(text.as_bytes()));
        brotli::Decompressor::new(&brotli[..], 4096).read_to_string(&mut one).unwrap();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut other).unwrap();
        assert_eq!((&one, &other), (&text, &text));
        assert!(brotli.len() < gzip.len() && gzip.len() < text.len() / 4);
        assert_eq!(gzip[4..8], [0; 4], "no time is in it");
    }

    #[test]
    fn a_text_that_would_not_shrink_is_not_coded() {
        for coding in Coding::ALL {
            assert!(coding.encode_smaller(b"").is_empty() && coding.encode_smaller(b"q7").is_empty());
        }
    }
}
