//! Finds the machine's typefaces for letters of share cards that nutgraf's own typefaces lack.
//!
//! The machine's fonts are loaded only when such a letter is needed. Must not know: what a card looks like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, FaceInfo, Source, Stretch, Style};

use crate::source::{FontData, Typeface, has};

/// Words in the names of families whose letters have serifs or go with them.
const SERIF: [&str; 12] = [
    "Serif", "Naskh", "Mincho", "Ming", "Song", "Batang", "Myungjo", "Times", "Tinos", "Roman", "Kaiti",
    "Georgia",
];

/// How heavy a face should be: as ours for questions is.
const WEIGHT: u16 = 600;

/// The faces found for the letters that were last asked for.
#[derive(Default)]
pub(crate) struct MachineFonts {
    /// Loaded when a letter is first asked for.
    database: Option<Database>,
    letters: BTreeSet<char>,
    language: String,
    typefaces: Arc<[Typeface]>,
}

/// How well a face suits the cards: the lowest is best.
type Rank<'f> = (usize, bool, bool, bool, u16, &'f str, &'f str, u32);

impl MachineFonts {
    pub(crate) fn typefaces(&self) -> Arc<[Typeface]> {
        self.typefaces.clone()
    }

    /// Looks for faces with all of these letters, and returns whether they are others than before.
    pub(crate) fn update(&mut self, letters: &BTreeSet<char>, language: &str) -> bool {
        if *letters == self.letters && (letters.is_empty() || language == self.language) {
            return false;
        }
        self.letters.clone_from(letters);
        language.clone_into(&mut self.language);
        let typefaces = self.find_typefaces();
        let differ = typefaces != self.typefaces;
        self.typefaces = typefaces;
        differ
    }

    fn find_typefaces(&mut self) -> Arc<[Typeface]> {
        if self.letters.is_empty() {
            return Arc::default();
        }
        let database = self.database.get_or_insert_with(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            database
        });
        typefaces_for(database, &self.letters, region(&self.language)).into()
    }
}

/// The faces that together have as many of these letters as the machine has, the best first.
fn typefaces_for(database: &Database, letters: &BTreeSet<char>, region: &str) -> Vec<Typeface> {
    let mut upright: Vec<_> = database.faces().filter(|face| face.style == Style::Normal).collect();
    upright.sort_by(|a, b| rank(a, region).cmp(&rank(b, region)));
    let mut missing = letters.clone();
    let mut typefaces = Vec::new();
    let mut files = BTreeMap::new();
    for face in upright {
        let found: Option<BTreeSet<char>> = database.with_face_data(face.id, |bytes, index| {
            missing.iter().copied().filter(|letter| has(bytes, index, *letter)).collect()
        });
        let Some(found) = found.filter(|found| !found.is_empty()) else { continue };
        if let Some(typeface) = read_typeface(face, &mut files) {
            missing.retain(|letter| !found.contains(letter));
            typefaces.push(typeface);
        }
        if missing.is_empty() {
            break;
        }
    }
    typefaces
}

/// Reads a face's file, unless `files` has it; `None` if it can no longer be read.
fn read_typeface(face: &FaceInfo, files: &mut BTreeMap<PathBuf, FontData>) -> Option<Typeface> {
    let (Source::File(path) | Source::SharedFile(path, _)) = &face.source else { return None };
    if !files.contains_key(path) {
        files.insert(path.clone(), Arc::new(fs::read(path).ok()?));
    }
    Typeface::new(&face.post_script_name, files.get(path)?.clone(), face.index)
}

fn rank<'f>(face: &'f FaceInfo, wanted_region: &str) -> Rank<'f> {
    let family = face.families.first().map_or("", |(name, _)| name.as_str());
    let foreign = match REGIONS.iter().find(|region| family.split(' ').any(|word| word == **region)) {
        Some(region) if *region == wanted_region => 0,
        None => 1,
        Some(_) => 2,
    };
    let sans = !SERIF.iter().any(|word| family.contains(word));
    let weight = face.weight.0.abs_diff(WEIGHT);
    let stretched = face.stretch != Stretch::Normal;
    (foreign, face.monospaced, sans, stretched, weight, family, &face.post_script_name, face.index)
}

/// Words that name the region in families of Chinese, Japanese and Korean fonts, each with its own forms of one letter.
const REGIONS: [&str; 5] = ["SC", "TC", "HK", "JP", "KR"];

/// The region of a language.
fn region(language: &str) -> &'static str {
    let has_subtag = |subtag: &str| language.split('-').any(|part| part.eq_ignore_ascii_case(subtag));
    match language.split('-').next() {
        Some("ja") => "JP",
        Some("ko") => "KR",
        Some("zh") if has_subtag("HK") || has_subtag("MO") => "HK",
        Some("zh") if has_subtag("TW") || has_subtag("Hant") => "TC",
        _ => "SC",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_the_letters_of_its_region() {
        for (language, wanted) in [
            ("ja", "JP"),
            ("ko-KR", "KR"),
            ("zh", "SC"),
            ("zh-Hant", "TC"),
            ("zh-TW", "TC"),
            ("zh-Hant-HK", "HK"),
            ("en", "SC"),
        ] {
            assert_eq!(region(language), wanted, "{language}");
        }
    }
}
