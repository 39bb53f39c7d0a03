//! The typefaces of share cards: ours, which are in the binary, and the machine's for the letters that ours lack.
//!
//! What letter has which face is decided here and nowhere else, so that words are measured with the faces in which
//! they are drawn. Must not know: the words.

use std::sync::{Arc, LazyLock};

use harfrust::{FontRef, ShaperData};
use resvg::usvg::fontdb::{Database, ID, Source};
use skrifa::raw::TableProvider;

use crate::base::Digest;
use crate::source::{FontData, Typeface, letters};

/// `data/README.md` says whose they are.
const OURS: [(&str, &[u8]); 2] =
    [("serif", include_bytes!("data/literata.ttf")), ("sans-serif", include_bytes!("data/noto-sans.ttf"))];

/// The letters of our own faces, in order.
static LETTERS: LazyLock<[Vec<char>; 2]> = LazyLock::new(|| OURS.map(|(_, bytes)| letters(bytes, 0)));

/// Of the bytes of our own faces.
static DIGEST: LazyLock<Digest> =
    LazyLock::new(|| Digest::of_value(&OURS.map(|(_, bytes)| Digest::of(bytes))));

/// Our own faces, read once.
static OUR_FACES: LazyLock<(Vec<Arc<Face>>, Database)> = LazyLock::new(|| {
    let mut database = Database::new();
    let ours = OURS.into_iter().filter_map(|(family, bytes)| {
        let name = Arc::from(family);
        let data = Arc::new(bytes);
        Face::new(&mut database, Typeface { name, data, index: 0, digest: *DIGEST }).map(Arc::new)
    });
    (ours.collect(), database)
});

/// With which of our faces words are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// Questions and names.
    Serif,
    /// The small print around them.
    Sans,
}

/// A face, by its place among all: ours, then the machine's in the order of preference.
pub(super) type FaceAt = usize;

/// All faces that the cards of a site are drawn with.
pub(crate) struct Faces {
    faces: Vec<Arc<Face>>,
    pub(super) database: Arc<Database>,
}

pub(super) struct Face {
    /// Its name is what a template calls it.
    pub(super) typeface: Typeface,
    pub(super) id: ID,
    /// What every shaping with it needs, made once.
    pub(super) shaping: ShaperData,
    /// The height and depth of its line, and the units of both in an em.
    pub(super) units: f64,
}

/// Returns whether one of our own faces has a letter.
pub(super) fn is_ours(letter: char) -> bool {
    LETTERS.iter().any(|letters| letters.binary_search(&letter).is_ok())
}

impl Faces {
    /// Ours, and these of the machine's.
    pub(super) fn new(machines: &[Typeface]) -> Self {
        let (ours, mut database) = OUR_FACES.clone();
        let faces = machines.iter().filter_map(|face| Face::new(&mut database, face.clone()).map(Arc::new));
        let faces = ours.into_iter().chain(faces.collect::<Vec<_>>()).collect();
        Self { faces, database: Arc::new(database) }
    }

    pub(super) fn face(&self, at: FaceAt) -> &Face {
        &self.faces[at]
    }

    /// The face of a letter; none, if no face has it.
    pub(super) fn of(&self, letter: char, hand: Hand) -> Option<FaceAt> {
        let ours = match hand {
            Hand::Serif => [0, 1],
            Hand::Sans => [1, 0],
        };
        ours.into_iter().chain(OURS.len()..self.faces.len()).find(|at| self.has(*at, letter))
    }

    /// Returns whether a face has a letter.
    pub(super) fn has(&self, at: FaceAt, letter: char) -> bool {
        let Some(ours) = LETTERS.get(at) else {
            let Typeface { data, index, .. } = &self.faces[at].typeface;
            return crate::source::has((**data).as_ref(), *index, letter);
        };
        ours.binary_search(&letter).is_ok()
    }

    /// The face that a template calls by this name.
    pub(super) fn named(&self, family: &str) -> Option<&Face> {
        self.faces.iter().map(|face| &**face).find(|face| *face.typeface.name == *family)
    }

    /// The digest of all faces that these letters have.
    pub(super) fn digest(&self, words: &str) -> Digest {
        let foreign = words.chars().filter(|letter| !letter.is_ascii() && !is_ours(*letter));
        let mut others: Vec<_> = foreign.filter_map(|letter| self.of(letter, Hand::Serif)).collect();
        others.sort_unstable();
        others.dedup();
        let others: Vec<_> = others.into_iter().map(|at| self.faces[at].typeface.digest).collect();
        Digest::of_value(&(*DIGEST, others))
    }
}

impl Face {
    fn new(database: &mut Database, typeface: Typeface) -> Option<Self> {
        let Typeface { ref data, index, .. } = typeface;
        let ids = database.load_font_source(Source::Binary(Arc::new(Bytes(data.clone()))));
        let id = ids.into_iter().find(|id| database.face(*id).is_some_and(|face| face.index == index))?;
        let font = FontRef::from_index((**data).as_ref(), index).ok()?;
        let units = font.head().ok()?.units_per_em();
        let shaping = ShaperData::new(&font);
        let is_allowed = (16..=16384).contains(&units);
        is_allowed.then(|| Self { typeface, id, shaping, units: f64::from(units) })
    }

    pub(super) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index((*self.typeface.data).as_ref(), self.typeface.index).ok()
    }
}

/// A font's bytes, as the library wants to hold them.
struct Bytes(FontData);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        (*self.0).as_ref()
    }
}
