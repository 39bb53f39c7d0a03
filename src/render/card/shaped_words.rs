//! Words as they can be drawn: each letter with a face that has it, and how wide they are.
//!
//! Must not know: where lines end, or what the words are for.

use std::ops::Range;

use harfrust::{Direction, ShapeOptions, ShaperInstance, Tag, UnicodeBuffer, Variation};
use unicode_bidi::{BidiInfo, Level};

use super::faces::{FaceAt, Faces, Hand};

/// Stands where a letter should be that no face has. Ours have it.
const LACKING: char = '\u{fffd}';

/// Keeps the letters beside it in the order of a script that is written from right to left.
const RIGHT_TO_LEFT: char = '\u{200f}';

/// Letters that are left as they are though they show nothing: they join or part the letters beside them.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// A text without line breaks, controls and anything else that cannot be drawn.
pub(super) struct Words<'f> {
    pub(super) text: String,
    faces: &'f Faces,
    /// The face of each run, and where it ends.
    runs: Vec<(usize, FaceAt)>,
    pub(super) base: Level,
    /// The level of each byte: whether it is read from right to left (Unicode Standard Annex 9).
    levels: Vec<Level>,
}

/// A piece of a text that no line break can part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cluster {
    /// Where it begins.
    pub(super) at: usize,
    /// In ems.
    pub(super) width: f64,
}

/// Words of one face and one direction, side by side.
#[derive(Debug)]
pub(super) struct Run {
    /// From the left end of the line, in ems.
    pub(super) x: f64,
    pub(super) text: String,
    pub(super) face: FaceAt,
}

/// Returns whether a letter shows nothing by itself, so that no face need have it (Unicode's `Default_Ignorable_Code_Point`).
pub(super) fn is_silent(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || letter.is_control()
}

impl<'f> Words<'f> {
    pub(super) fn new(text: &str, hand: Hand, faces: &'f Faces) -> Self {
        let written = String::with_capacity(text.len());
        let mut words = Self { text: written, faces, runs: vec![], base: Level::ltr(), levels: vec![] };
        let mut kept = false;
        for letter in text.chars() {
            kept = match letter {
                // One space, however many there are; one that joins two words goes on doing so.
                letter if letter.is_whitespace() => {
                    if !words.text.is_empty() && !words.text.ends_with(char::is_whitespace) {
                        let joins_words = matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2007}');
                        words.push(if joins_words { '\u{a0}' } else { ' ' }, 0);
                    }
                    false
                }
                // What joins nothing is nothing.
                letter if JOINERS.contains(&letter) => kept && words.letter(letter, hand),
                letter if is_silent(letter) => kept,
                letter => words.letter(letter, hand),
            };
        }
        words.text.truncate(words.text.trim_end().len());
        if let Some(last) = words.runs.last_mut() {
            last.0 = words.text.len();
        }
        let bidi = BidiInfo::new(&words.text, None);
        words.base = bidi.paragraphs.first().map_or(Level::ltr(), |paragraph| paragraph.level);
        words.levels = bidi.levels;
        words
    }

    /// Adds a letter, and returns whether it is kept.
    fn letter(&mut self, letter: char, hand: Hand) -> bool {
        let last = self.runs.last().map(|run| run.1);
        // What belongs to no script stays in the face of the letter before it.
        let follows = |face: FaceAt| !letter.is_alphanumeric() && self.faces.has(face, letter);
        let kept = last.filter(|face| JOINERS.contains(&letter) || follows(*face));
        if let Some(face) = kept.or_else(|| self.faces.of(letter, hand)) {
            self.push(letter, face);
            return true;
        }
        // A sign that lacks is left out; where a letter lacks, another word must not be read.
        if let Some(face) = self.faces.of(LACKING, hand).filter(|_| letter.is_alphanumeric()) {
            self.push(LACKING, face);
        }
        false
    }

    fn push(&mut self, letter: char, face: FaceAt) {
        let spaced = letter == ' ' || letter == '\u{a0}';
        let face =
            self.runs.last().filter(|run| spaced && self.faces.has(run.1, letter)).map_or(face, |run| run.1);
        self.text.push(letter);
        match self.runs.last_mut() {
            Some(run) if run.1 == face => run.0 = self.text.len(),
            _ => self.runs.push((self.text.len(), face)),
        }
    }

    /// The text in pieces that stay whole, in its own order.
    pub(super) fn clusters(&self) -> Vec<Cluster> {
        let mut clusters = Vec::new();
        for (range, level) in self.in_levels(0..self.text.len()) {
            for (piece, face) in self.in_faces(range) {
                clusters.extend(self.shape(piece, face, level));
            }
        }
        clusters.sort_by_key(|cluster| cluster.at);
        // Marks that stand on one letter are shaped one after the other.
        clusters.dedup_by(|next, first| {
            let same = next.at == first.at;
            first.width += if same { next.width } else { 0.0 };
            same
        });
        clusters
    }

    /// A line of the text as it is drawn, from left to right, and how wide it is.
    pub(super) fn line(&self, range: Range<usize>) -> (Vec<Run>, f64) {
        let levelled = self.in_levels(range);
        let levels: Vec<_> = levelled.iter().map(|(_, level)| *level).collect();
        let mut runs = Vec::new();
        let mut x = 0.0;
        for at in BidiInfo::reorder_visual(&levels) {
            let (run, level) = levelled[at].clone();
            let mut pieces = self.in_faces(run);
            if level.is_rtl() {
                pieces.reverse();
            }
            for (piece, face) in pieces {
                let clusters = self.shape(piece.clone(), face, level);
                let text = &self.text[piece];
                let mark = if level.is_rtl() { RIGHT_TO_LEFT.to_string() } else { String::new() };
                runs.push(Run { x, text: [&mark, text, &mark].concat(), face });
                x += clusters.iter().map(|cluster| cluster.width).sum::<f64>();
            }
        }
        (runs, x)
    }

    /// A range of the text, parted where the direction changes.
    fn in_levels(&self, range: Range<usize>) -> Vec<(Range<usize>, Level)> {
        let mut start = range.start;
        let runs = self.levels[range].chunk_by(|one, next| one == next).map(|run| {
            let part = start..start + run.len();
            start = part.end;
            (part, run[0])
        });
        runs.collect()
    }

    /// A range of the text, parted where the face changes.
    fn in_faces(&self, range: Range<usize>) -> Vec<(Range<usize>, FaceAt)> {
        let mut parts = Vec::new();
        let mut start = range.start;
        let first = self.runs.partition_point(|run| run.0 <= range.start);
        for (end, face) in &self.runs[first..] {
            if start >= range.end {
                break;
            }
            let end = (*end).min(range.end);
            parts.push((start..end, *face));
            start = end;
        }
        parts
    }

    /// Shapes words of one face and direction, exactly as they will be shaped when they are drawn.
    fn shape(&self, range: Range<usize>, face: FaceAt, level: Level) -> Vec<Cluster> {
        let face = self.faces.face(face);
        let Some(font) = face.font() else { return vec![] };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&self.text[range.clone()]);
        buffer.set_direction(if level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        let usual = USUAL.map(|(tag, value)| Variation { tag: Tag::new(tag), value });
        let instance = ShaperInstance::from_variations(&font, usual);
        let shaper = face.shaping.shaper(&font).instance(Some(&instance)).build();
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let clusters = glyphs.map(|(glyph, position)| Cluster {
            at: range.start + usize::try_from(glyph.cluster).unwrap_or(0),
            width: f64::from(position.x_advance) / face.units,
        });
        clusters.collect()
    }
}

/// How a face that varies is set where a template says nothing else.
const USUAL: [(&[u8; 4], f32); 2] = [(b"wght", 400.0), (b"wdth", 100.0)];
