//! BLAKE3 digests of values.
//!
//! Two inputs with the same digest count as the same. Must not know: what it digests.

use std::fmt::{self, Write};

use serde::{Serialize, Serializer};

/// A BLAKE3 digest. Displayed and serialized as its first 32 hexadecimal digits: 128 bits are
/// plenty to tell the pages of a site apart, and the manifest stays small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Digest([u8; 16]);

impl Digest {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(digest)
    }

    /// The digest of a value as its JSON. Never fails: our views have string keys only, and a value that
    /// JSON cannot hold digests as the error's text. The JSON is gathered first, since BLAKE3 is several
    /// times slower with many small pieces.
    pub(crate) fn of_value<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut json = Vec::with_capacity(4096);
        match serde_json::to_writer(&mut json, value) {
            Ok(()) => Self::of(&json),
            Err(error) => Self::of(error.to_string().as_bytes()),
        }
    }

    /// Its first eight digits, for an address that changes with a file.
    pub(crate) fn short(self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.map(|digit| char::from(DIGITS[usize::from(digit)])).try_for_each(|digit| f.write_char(digit))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_digests_as_its_json() {
        assert_eq!(Digest::of_value(&["a", "b"]), Digest::of(br#"["a","b"]"#));
    }

    #[test]
    fn a_digest_is_written_as_32_digits() {
        assert_eq!(Digest::of(b"").to_string(), "af1349b9f5f9a1a6a0404dea36dcc949");
    }
}
