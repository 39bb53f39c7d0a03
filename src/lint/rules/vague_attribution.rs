//! S005: a claim that is put into the mouth of nobody in particular.

use std::ops::Range;

use super::super::lexicon::{LexiconEntry, LexiconHit, WordList};
use super::super::text::{Passage, Word, words};
use super::super::{LintContext, Rule, Run};
use crate::diagnostics::{Finding, LintLevel, Message, fill};

pub(super) static RULE: Rule = Rule::new(
    "S005",
    "vague-attribution",
    LintLevel::Warn,
    &[UNNAMED, UNNAMED_ONE_SOURCE],
    EXPLANATION,
    Run::Page(run),
)
.with_word_lists(&[WordList::Vague, WordList::Impersonal]);

const UNNAMED: Message = Message {
    text: "this is attributed to nobody in particular",
    label: "{reason}",
    remedies: &["{instead}"],
};

const UNNAMED_ONE_SOURCE: Message =
    Message { text: "this is attributed to nobody in particular, by one source", ..UNNAMED };

const EXPLANATION: &str = "\
Finds a claim that is attributed to nobody in particular (`some say`, `analysts warn`, `it is believed`, `is widely
seen as`) and has no source, or only one.

Anything can be said with `critics say` before it. A reader cannot tell one critic from a thousand, or from none.

    Some analysts say that Beijing is worried.

Name one and where he or she works, or cite two who do. It keeps quiet where a nation, a body or a name stands with
them (`Chinese officials`, `experts at the WHO`, `critics such as …`), about `the experts`,
who have been named before, where somebody else is quoted as saying so, and about words in quotation marks and code.
";

/// What may stand before the subject and makes it no clearer.
const PLAIN: [&str; 31] = [
    "some",
    "many",
    "most",
    "several",
    "few",
    "a",
    "other",
    "certain",
    "various",
    "numerous",
    "independent",
    "outside",
    "political",
    "economic",
    "military",
    "legal",
    "policy",
    "security",
    "foreign",
    "senior",
    "leading",
    "unnamed",
    "anonymous",
    "industry",
    "health",
    "market",
    "international",
    "local",
    "conservative",
    "liberal",
    "even",
];
/// What may stand between the subject and its verb.
const BETWEEN: [&str; 22] = [
    "also",
    "have",
    "has",
    "had",
    "often",
    "long",
    "now",
    "still",
    "widely",
    "generally",
    "already",
    "may",
    "might",
    "would",
    "will",
    "do",
    "even",
    "sometimes",
    "frequently",
    "increasingly",
    "therefore",
    "commonly",
];
/// What a clause may begin behind.
const JOINTS: [&str; 17] = [
    "and",
    "but",
    "or",
    "that",
    "as",
    "while",
    "although",
    "though",
    "because",
    "if",
    "whether",
    "yet",
    "so",
    "since",
    "however",
    "meanwhile",
    "whereas",
];
const WIDELY: [&str; 8] =
    ["widely", "generally", "commonly", "often", "broadly", "universally", "increasingly", "popularly"];
const BE: [&str; 4] = ["is", "are", "was", "were"];
/// What names somebody after all.
const NAMING: [&str; 5] = ["such as", "including", "among them", "for example", "for instance"];

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.prose_passages() {
        for sentence in passage.sentences() {
            let hits = passage.lexicon_hits(sentence);
            let is_vague = |hit: &&LexiconHit| matches!(hit.list, WordList::Vague | WordList::Impersonal);
            if hits.iter().any(|hit| is_vague(&hit)) {
                found.extend(
                    vague(passage, sentence).map(|(range, hit)| say(passage, range, (sentence, hit))),
                );
            }
        }
    }
}

/// The first vague attribution of a sentence that fewer than two sources support.
fn vague<'p>(passage: &'p Passage<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, &'p LexiconHit)> {
    if passage.count_sources(sentence) > 1
        || NAMING.iter().any(|naming| passage.text[sentence.clone()].contains(naming))
    {
        return None;
    }
    let clause =
        Clause { text: &passage.text[sentence.clone()], words: words(&passage.text[sentence.clone()]) };
    let hits = passage.lexicon_hits(sentence);
    for hit in hits {
        let at = hit.range.start - sentence.start;
        let range = match hit.list {
            // What somebody has said before is that somebody's.
            WordList::Saying => return None,
            WordList::Vague => clause.subject(at, |verb| {
                hits.iter()
                    .any(|hit| hit.list == WordList::Saying && hit.range.start - sentence.start == verb)
            }),
            WordList::Impersonal => clause.impersonal(at),
            WordList::Opinion | WordList::Loaded | WordList::Reporting => None,
        };
        if let Some(range) = range.map(|range| range.start + sentence.start..range.end + sentence.start)
            && !passage.is_quoted(range.start)
        {
            return Some((range, hit));
        }
    }
    None
}

/// A sentence in words.
struct Clause<'t> {
    text: &'t str,
    words: Vec<Word<'t>>,
}

impl Clause<'_> {
    fn at(&self, byte: usize) -> Option<usize> {
        self.words.binary_search_by_key(&byte, |word| word.range.start).ok()
    }

    /// Whether nothing but a space stands before a word, and another word before that.
    fn is_joined(&self, at: usize) -> bool {
        at > 0 && &self.text[self.words[at - 1].range.end..self.words[at].range.start] == " "
    }

    /// From a vague subject to its verb, if it is one.
    fn subject(&self, byte: usize, is_verb: impl Fn(usize) -> bool) -> Option<Range<usize>> {
        let head = self.at(byte)?;
        let mut verb = head + 1;
        while self.words.get(verb)?.is_one_of(&BETWEEN) && self.is_joined(verb) {
            verb += 1;
        }
        let is_verb = self.is_joined(verb) && is_verb(self.words[verb].range.start);
        let first = self.begin(head);
        let before = first.checked_sub(1).map(|before| &self.words[before]);
        let begins = !self.is_joined(first) || before.is_none_or(|word| word.is_one_of(&JOINTS));
        (is_verb && begins).then(|| self.words[first].range.start..self.words[verb].range.end)
    }

    /// The first of the words before a subject that make it no clearer.
    fn begin(&self, head: usize) -> usize {
        let mut first = head;
        while self.is_joined(first) && self.words[first - 1].is_one_of(&PLAIN) {
            first -= 1;
        }
        first
    }

    /// `it is said`, `is widely seen as`, and where that begins.
    fn impersonal(&self, byte: usize) -> Option<Range<usize>> {
        let verb = self.at(byte)?;
        let widely = self.is_joined(verb) && self.words[verb - 1].is_one_of(&WIDELY);
        let be = verb.checked_sub(1 + usize::from(widely)).filter(|be| self.words[*be].is_one_of(&BE))?;
        let it = be.checked_sub(1).filter(|it| self.words[*it].is("it"));
        let claims = self.words.get(verb + 1).is_some_and(|next| next.is_one_of(&["that", "to", "as"]));
        let first = if widely {
            Some(it.unwrap_or(be))
        } else {
            it.filter(|_| self.words[verb + 1..].first().is_some_and(|next| next.is("that")))
        };
        first.filter(|_| claims).map(|first| self.words[first].range.start..self.words[verb].range.end)
    }
}

fn say(passage: &Passage<'_>, range: Range<usize>, (sentence, hit): (&Range<usize>, &LexiconHit)) -> Finding {
    let LexiconEntry { reason, instead, .. } = hit.entry;
    let words = match passage.count_sources(sentence) {
        0 => fill!(UNNAMED, reason, instead),
        _ => fill!(UNNAMED_ONE_SOURCE, reason, instead),
    };
    RULE.within(passage, range, words)
}
