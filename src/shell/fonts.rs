//! The machine's typefaces, for the letters of share cards that nutgraf's own lack.
//!
//! The disk is looked at only when such a letter is wanted. Which face a letter has does not depend on which other
//! letters are wanted, or were. Must not know: what a card looks like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Stretch, Style};

use crate::model::Env;
use crate::pipeline::{Compiled, Memo, compile};
use crate::source::{FontData, Snapshot, Typeface, has};

/// Words in the names of families whose letters have serifs or go with them.
const SERIF: [&str; 12] = [
    "Serif", "Naskh", "Mincho", "Ming", "Song", "Batang", "Myungjo", "Times", "Tinos", "Roman", "Kaiti",
    "Georgia",
];

/// How heavy a face should be: as ours for questions is.
const WEIGHT: u16 = 600;

/// What was found for the letters that were wanted last.
#[derive(Default)]
pub(crate) struct MachineFonts {
    machine: Option<Machine>,
    wanted: (BTreeSet<char>, String),
    faces: Arc<[Typeface]>,
}

/// All faces of the machine, in no order.
struct Machine(Database);

/// How much a face is preferred, the least the most.
type Rank<'f> = (usize, bool, bool, bool, u16, &'f str, &'f str, u32);

impl MachineFonts {
    /// A site, compiled with the typefaces that its cards need, and the snapshot that has these.
    pub(crate) fn compile(
        &mut self,
        snapshot: &Snapshot,
        env: &Env,
        memo: &mut Memo,
    ) -> (Snapshot, Compiled) {
        let snapshot = snapshot.clone().with_typefaces(self.faces.clone());
        let compiled = compile(&snapshot, env, memo);
        let wanted = (compiled.wanted_letters().clone(), compiled.language().to_owned());
        if wanted.0 == self.wanted.0 && (wanted.0.is_empty() || wanted.1 == self.wanted.1) {
            return (snapshot, compiled);
        }
        self.wanted = wanted;
        let faces = self.look();
        if *faces == *self.faces {
            return (snapshot, compiled);
        }
        self.faces = faces;
        let snapshot = snapshot.with_typefaces(self.faces.clone());
        let compiled = compile(&snapshot, env, memo);
        (snapshot, compiled)
    }

    fn look(&mut self) -> Arc<[Typeface]> {
        let (letters, language) = &self.wanted;
        if letters.is_empty() {
            return Arc::default();
        }
        let machine = self.machine.get_or_insert_with(Machine::look);
        machine.faces(letters, region(language)).into()
    }
}

impl Machine {
    fn look() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        Self(database)
    }

    /// The faces that together have these letters, the one that is preferred first.
    fn faces(&self, letters: &BTreeSet<char>, region: &str) -> Vec<Typeface> {
        let mut upright: Vec<_> = self.0.faces().filter(|face| face.style == Style::Normal).collect();
        upright.sort_by(|a, b| rank(a, region).cmp(&rank(b, region)));
        let mut left = letters.clone();
        let (mut faces, mut read) = (Vec::new(), BTreeMap::new());
        for face in upright {
            let there = self.letters(face.id, &left);
            if let Some(typeface) = (!there.is_empty()).then(|| typeface(face, &mut read)).flatten() {
                left.retain(|letter| !there.contains(letter));
                faces.push(typeface);
            }
            if left.is_empty() {
                break;
            }
        }
        faces
    }

    /// Those of some letters that a face has.
    fn letters(&self, face: ID, letters: &BTreeSet<char>) -> BTreeSet<char> {
        let there = self.0.with_face_data(face, |bytes, index| {
            letters.iter().copied().filter(|letter| has(bytes, index, *letter)).collect()
        });
        there.unwrap_or_default()
    }
}

/// A face, with its file in memory; nothing, where that can no longer be read.
fn typeface(face: &FaceInfo, read: &mut BTreeMap<PathBuf, FontData>) -> Option<Typeface> {
    let (Source::File(path) | Source::SharedFile(path, _)) = &face.source else { return None };
    if !read.contains_key(path) {
        read.insert(path.clone(), Arc::new(fs::read(path).ok()?));
    }
    Typeface::new(&face.post_script_name, read.get(path)?.clone(), face.index)
}

fn rank<'f>(face: &'f FaceInfo, wanted: &str) -> Rank<'f> {
    let family = face.families.first().map_or("", |(name, _)| name.as_str());
    let foreign = match REGIONS.iter().find(|region| family.split(' ').any(|word| word == **region)) {
        Some(region) if *region == wanted => 0,
        None => 1,
        Some(_) => 2,
    };
    let plain = !SERIF.iter().any(|word| family.contains(word));
    let weight = face.weight.0.abs_diff(WEIGHT);
    let (name, stretched) = (face.post_script_name.as_str(), face.stretch != Stretch::Normal);
    (foreign, face.monospaced, plain, stretched, weight, family, name, face.index)
}

/// How families of Chinese, Japanese and Korean letters are told apart: one letter has its own form in each.
const REGIONS: [&str; 5] = ["SC", "TC", "HK", "JP", "KR"];

/// The region of a language.
fn region(language: &str) -> &'static str {
    let has = |part: &str| language.split('-').any(|known| known.eq_ignore_ascii_case(part));
    match language.split('-').next() {
        Some("ja") => "JP",
        Some("ko") => "KR",
        Some("zh") if has("HK") || has("MO") => "HK",
        Some("zh") if has("TW") || has("Hant") => "TC",
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
