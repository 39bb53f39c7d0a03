//! P005: a page that is harder to read than it must be.

use super::super::text::{Passage, PassageKind, count_syllables};
use super::super::{LintContext, Rule, Run, Setting};
use crate::diagnostics::{Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule =
    Rule::new("P005", "reading-grade", LintLevel::Warn, &[HARD], EXPLANATION, Run::Page(run)).with(SETTINGS);

const HARD: Message = Message {
    text: "this page has a reading grade of {grade}",
    label: "this is its hardest paragraph, of {hardest}",
    remedies: &["shorter sentences and words, until it is {most} at most"],
};

const EXPLANATION: &str = "\
Finds a page of 100 words or more whose text has a Flesch-Kincaid grade above 14, and points at its hardest paragraph.

The grade adds the usual length of a sentence to that of a word: it tells how long a text is at one's throat, not
whether it is good. The news of a broadcaster has 11.3, nine texts of ten less than 13.

Cut the longest sentences in two, and take the shorter word. It does not count names that the site knows and
sentences in quotation marks.

`grade` says from where on it speaks.
";

const SETTINGS: &[Setting] = &[Setting::count("grade", 14, "the highest grade that a page may have")];

/// Fewer words have no usual length.
const LEAST: f64 = 100.0;

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let texts = cx.prose_passages().filter(|passage| passage.kind != PassageKind::Footnote);
    let measured: Vec<_> = texts.map(|passage| (passage, Measure::of(cx, passage))).collect();
    let all = measured.iter().fold(Measure::default(), |all, (_, one)| all.and(one));
    let most = f64::from(RULE.count(cx.site, "grade"));
    let worst = measured.iter().max_by(|(_, a), (_, b)| a.grade().total_cmp(&b.grade()));
    if let Some((passage, one)) = worst.filter(|_| all.words >= LEAST && all.grade() > most) {
        let (grade, hardest) = (format!("{:.1}", all.grade()), format!("{:.1}", one.grade()));
        let words = fill!(HARD, grade, hardest, most = format!("{most:.0}"));
        found.push(RULE.within(passage, 0..passage.text.len(), words));
    }
}

/// How much there is of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    sentences: f64,
    words: f64,
    syllables: f64,
}

impl Measure {
    fn of(cx: &LintContext<'_>, passage: &Passage<'_>) -> Self {
        let names = cx.entity_mentions(passage);
        let is_name = |at: usize| names.iter().any(|(range, _)| range.contains(&at));
        let mut all = Self::default();
        for sentence in passage.sentences().iter().filter(|sentence| !passage.is_quoted(sentence.start)) {
            let text = &passage.text[sentence.clone()];
            let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
            let words = words.filter(|word| !is_name(sentence.start + place(text, word)));
            let counted: Vec<_> = words.map(|word| f64::from(count_syllables(word))).collect();
            all.sentences += 1.0;
            // A text has fewer words than a float has places.
            all.words += f64::from(u32::try_from(counted.len()).unwrap_or(u32::MAX));
            all.syllables += counted.iter().sum::<f64>();
        }
        all
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// Flesch and Kincaid's formula (Kincaid and others, 1975); nothing is of grade 0.
    fn grade(&self) -> f64 {
        if self.words == 0.0 {
            return 0.0;
        }
        0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
    }
}

/// Where a piece of a text begins in it.
fn place(text: &str, piece: &str) -> usize {
    piece.as_ptr() as usize - text.as_ptr() as usize
}
