//! Typefaces of the machine: inputs like the site's files, for letters of share cards that the built-in typefaces do
//! not have.
//!
//! Must not know: where they were found, or what is set in them.

use std::fmt;
use std::sync::Arc;

use skrifa::charmap::Charmap;
use skrifa::raw::FontRef;
use skrifa::{MetadataProvider, Tag};

use crate::base::Digest;

/// A font file, whole in memory or mapped into it.
pub(crate) type FontData = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// One face of a font file. Cheap to clone.
#[derive(Clone)]
pub struct Typeface {
    /// Its PostScript name, which should be unique on the machine.
    pub(crate) name: Arc<str>,
    pub(crate) data: FontData,
    /// Its index in the file, which may have several faces.
    pub(crate) index: u32,
    pub(crate) digest: Digest,
}

impl Typeface {
    /// A face of a font file; `None` if there is none at that index, or if its letters cannot be drawn as outlines
    /// at any size: faces with colours, and those with an axis for optical sizes.
    pub fn new(name: &str, data: Arc<dyn AsRef<[u8]> + Send + Sync>, index: u32) -> Option<Self> {
        let bytes = (*data).as_ref();
        let face = FontRef::from_index(bytes, index).ok()?;
        let has = |table: &[u8; 4]| face.table_data(Tag::new(table)).is_some();
        let outlined = has(b"head") && [b"glyf", b"CFF ", b"CFF2"].into_iter().any(has);
        let coloured = [b"CBDT", b"COLR", b"sbix", b"SVG "].into_iter().any(has);
        let by_size = face.axes().iter().any(|axis| axis.tag() == Tag::new(b"opsz"));
        if !outlined || coloured || by_size {
            return None;
        }
        let digest = Digest::of_value(&(name, Digest::of(bytes), index));
        Some(Self { name: name.into(), data, index, digest })
    }
}

/// Says if a face of a font file has a letter.
pub(crate) fn has(bytes: &[u8], index: u32, letter: char) -> bool {
    let face = FontRef::from_index(bytes, index);
    face.is_ok_and(|face| Charmap::new(&face).map(letter).is_some_and(|glyph| glyph.to_u32() != 0))
}

/// All letters that a face of a font file has.
pub(crate) fn letters(bytes: &[u8], index: u32) -> Vec<char> {
    let Ok(face) = FontRef::from_index(bytes, index) else { return vec![] };
    let mappings = Charmap::new(&face).mappings().filter(|(_, glyph)| glyph.to_u32() != 0);
    let mut letters: Vec<_> = mappings.filter_map(|(letter, _)| char::from_u32(letter)).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// Faces with the same digest are equal.
impl PartialEq for Typeface {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl fmt::Debug for Typeface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Typeface({} {})", self.name, self.digest)
    }
}
