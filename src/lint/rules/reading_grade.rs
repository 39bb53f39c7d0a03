//! P005: a page with too high a reading grade.

use super::super::text::{count_syllables, offset_in};
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("P005", "reading-grade", Warn, &[HARD], EXPLANATION, Run::Page(check)).with(&[Setting::count(
        "grade",
        14,
        "highest grade that a page may have",
    )]);

const HARD: Message = Message {
    text: "this page has a reading grade of {grade}",
    label: "its hardest paragraph, with a grade of {hardest}",
    remedies: &["use shorter sentences and words, until it is {most} at most"],
};

const EXPLANATION: &str = "\
Finds a page of 100 words or more whose text has a Flesch-Kincaid grade above 14, and points to its hardest
paragraph.

The grade adds up the average length of sentences and of words. It measures how hard a text is to read, not whether
it is good. The news of a broadcaster has a grade of 11.3, and nine texts out of ten are below 13.

Split the longest sentences, and choose shorter words. Names that the site knows and sentences in quotation marks
are not counted.

`grade` sets the highest grade that a page may have.
";

/// Fewer words have no usual length.
const MIN_WORDS: f64 = 100.0;

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let max_grade = f64::from(RULE.count(cx.site, "grade"));
    let mut page = TextStatistics::default();
    let mut hardest: Option<(&Passage<'_>, TextStatistics)> = None;
    for passage in cx.prose_passages().filter(|passage| passage.kind != PassageKind::Footnote) {
        let paragraph = TextStatistics::of_passage(cx, passage);
        page.add(&paragraph);
        if hardest.is_none_or(|(_, hardest)| paragraph.grade() >= hardest.grade()) {
            hardest = Some((passage, paragraph));
        }
    }
    if let Some((passage, paragraph)) = hardest
        && page.words >= MIN_WORDS
        && page.grade() > max_grade
    {
        let words = fill!(
            HARD,
            grade = format!("{:.1}", page.grade()),
            hardest = format!("{:.1}", paragraph.grade()),
            most = format!("{max_grade:.0}")
        );
        found.push(RULE.within(passage, 0..passage.text.len(), words));
    }
}

/// The counts that a reading grade is made of.
#[derive(Clone, Copy, Debug, Default)]
struct TextStatistics {
    sentences: f64,
    words: f64,
    syllables: f64,
}

impl TextStatistics {
    /// Counts without quoted sentences and without names.
    fn of_passage(cx: &LintContext<'_>, passage: &Passage<'_>) -> Self {
        let names = cx.entity_mentions(passage);
        let mut counts = Self::default();
        for sentence in passage.facts().sentences.iter().filter(|sentence| !passage.is_quoted(sentence.start))
        {
            counts.sentences += 1.0;
            for word in passage.text[sentence.clone()].split_whitespace() {
                let at = offset_in(&passage.text, word);
                let is_name = || names.iter().any(|mention| mention.range.contains(&at));
                if word.contains(char::is_alphabetic) && !is_name() {
                    counts.words += 1.0;
                    counts.syllables += f64::from(count_syllables(word));
                }
            }
        }
        counts
    }

    fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.words += other.words;
        self.syllables += other.syllables;
    }

    /// The grade by the formula of Flesch and Kincaid (Kincaid and others, 1975); 0 without words.
    fn grade(&self) -> f64 {
        if self.words == 0.0 {
            return 0.0;
        }
        0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
    }
}
