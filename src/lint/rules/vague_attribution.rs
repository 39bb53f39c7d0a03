//! S005: a claim that is attributed to no one in particular.

use super::prelude::*;

pub(super) static RULE: Rule = Rule::new(
    "S005",
    "vague-attribution",
    Warn,
    &[UNNAMED, UNNAMED_ONE_SOURCE],
    EXPLANATION,
    Run::Page(check),
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

Anything can be said after `critics say`. Readers cannot tell whether that is one critic, a thousand, or none.

    Some analysts say that Beijing is worried.

Name one and where he or she works, or cite two who do. The rule ignores subjects with a nation, a body or a name
(`Chinese officials`, `experts at the WHO`, `critics such as …`), `the experts` (who have been named before), claims
in somebody else's words, words in quotation marks, and code.
";

/// Words before a subject that make it no clearer.
const VAGUE_ADJECTIVES: [&str; 31] = [
    "some", "many", "most", "several", "few", "a", "other", "certain", "various", "numerous", "independent",
    "outside", "political", "economic", "military", "legal", "policy", "security", "foreign", "senior",
    "leading", "unnamed", "anonymous", "industry", "health", "market", "international", "local",
    "conservative", "liberal", "even",
];
/// Words between a subject and its verb.
const ADVERBS: [&str; 22] = [
    "also", "have", "has", "had", "often", "long", "now", "still", "widely", "generally", "already", "may",
    "might", "would", "will", "do", "even", "sometimes", "frequently", "increasingly", "therefore",
    "commonly",
];
/// Words that begin a clause.
const CONJUNCTIONS: [&str; 17] = [
    "and", "but", "or", "that", "as", "while", "although", "though", "because", "if", "whether", "yet", "so",
    "since", "however", "meanwhile", "whereas",
];
/// Adverbs of `is widely seen as`.
const WIDELY: [&str; 8] =
    ["widely", "generally", "commonly", "often", "broadly", "universally", "increasingly", "popularly"];
const BE: [&str; 4] = ["is", "are", "was", "were"];
/// Phrases before a name.
const NAMING: [&str; 5] = ["such as", "including", "among them", "for example", "for instance"];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for passage in cx.prose_passages() {
        for sentence in &passage.facts().sentences {
            found.extend(vague_attribution(passage, sentence));
        }
    }
}

/// Finds the first vague attribution of a sentence with fewer than two sources.
fn vague_attribution(passage: &Passage<'_>, sentence: &Range<usize>) -> Option<Finding> {
    let hits = passage.lexicon_hits(sentence);
    if !hits.iter().any(|hit| matches!(hit.list, WordList::Vague | WordList::Impersonal)) {
        return None;
    }
    let text = &passage.text[sentence.clone()];
    let sources = passage.count_sources(sentence);
    if sources > 1 || NAMING.iter().any(|phrase| text.contains(phrase)) {
        return None;
    }
    let tokens = Tokens::with_inner_marks(text);
    for hit in hits {
        let at = hit.range.start - sentence.start;
        let range = match hit.list {
            // After a verb of saying with another subject, the claim is that subject's.
            WordList::Saying => return None,
            WordList::Vague => vague_subject(&tokens, at, |verb| {
                let verb = sentence.start + verb;
                hits.iter().any(|hit| hit.list == WordList::Saying && hit.range.start == verb)
            }),
            WordList::Impersonal => impersonal_verb(&tokens, at),
            WordList::Opinion | WordList::Loaded | WordList::Reporting => None,
        };
        if let Some(range) = range
            && !passage.is_quoted(range.start + sentence.start)
        {
            let range = range.start + sentence.start..range.end + sentence.start;
            let LexiconEntry { reason, instead, .. } = hit.entry;
            let words = match sources {
                0 => fill!(UNNAMED, reason, instead),
                _ => fill!(UNNAMED_ONE_SOURCE, reason, instead),
            };
            return Some(RULE.within(passage, range, words));
        }
    }
    None
}

/// Returns whether exactly one space separates a word from the one before it.
fn is_joined(tokens: &Tokens<'_>, at: usize) -> bool {
    at > 0 && at < tokens.len() && tokens.text_before(at) == " "
}

/// The bytes from a vague subject, which begins at byte `noun`, to its verb. `is_verb` returns whether a verb of
/// saying begins at a byte.
fn vague_subject(tokens: &Tokens<'_>, noun: usize, is_verb: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let noun = tokens.index_of(noun)?;
    let mut verb = noun + 1;
    while is_joined(tokens, verb) && tokens.is_one_of(verb, &ADVERBS) {
        verb += 1;
    }
    if !is_joined(tokens, verb) || !is_verb(tokens.range(verb, verb).start) {
        return None;
    }
    let mut first = noun;
    while is_joined(tokens, first) && tokens.is_one_of(first - 1, &VAGUE_ADJECTIVES) {
        first -= 1;
    }
    let begins_clause = !is_joined(tokens, first) || tokens.is_one_of(first - 1, &CONJUNCTIONS);
    begins_clause.then(|| tokens.range(first, verb))
}

/// The bytes of `it is said` and `is widely seen as`, of which the last verb begins at byte `verb`.
fn impersonal_verb(tokens: &Tokens<'_>, verb: usize) -> Option<Range<usize>> {
    let verb = tokens.index_of(verb)?;
    let has_adverb = is_joined(tokens, verb) && tokens.is_one_of(verb - 1, &WIDELY);
    let be = verb.checked_sub(1 + usize::from(has_adverb))?;
    let it = be.checked_sub(1).filter(|it| tokens.is_one_of(*it, &["it"]));
    if !tokens.is_one_of(be, &BE) || !tokens.is_one_of(verb + 1, &["that", "to", "as"]) {
        return None;
    }
    if has_adverb {
        return Some(tokens.range(it.unwrap_or(be), verb));
    }
    let first = it.filter(|_| tokens.is_one_of(verb + 1, &["that"]))?;
    Some(tokens.range(first, verb))
}
