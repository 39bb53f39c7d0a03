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

    /// The bytes in this coding; empty if they are no fewer.
    pub(crate) fn encode(self, bytes: &[u8]) -> Vec<u8> {
        // Writing to memory cannot fail. If it did, the file would be served uncompressed.
        let coded = match self {
            Self::Brotli => brotli(bytes),
            Self::Gzip => gzip(bytes),
        };
        coded.ok().filter(|coded| coded.len() < bytes.len()).unwrap_or_default()
    }
}

fn brotli(mut bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut coded = Vec::with_capacity(bytes.len() / 3);
    let best = BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut bytes, &mut coded, &best)?;
    Ok(coded)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
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
        let [brotli, gzip] = Coding::ALL.map(|coding| coding.encode(text.as_bytes()));
        brotli::Decompressor::new(&brotli[..], 4096).read_to_string(&mut one).unwrap();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut other).unwrap();
        assert_eq!((&one, &other), (&text, &text));
        assert!(brotli.len() < gzip.len() && gzip.len() < text.len() / 4);
        assert_eq!(gzip[4..8], [0; 4], "no time is in it");
    }

    #[test]
    fn a_text_that_would_not_shrink_is_not_coded() {
        for coding in Coding::ALL {
            assert!(coding.encode(b"").is_empty() && coding.encode(b"q7").is_empty());
        }
    }
}
