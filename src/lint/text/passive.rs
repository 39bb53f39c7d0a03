//! Passives in running English: a form of `be` or `get`, and a participle.
//!
//! Adverbs may come between them. An adjective that looks like a participle is none. Must not know: how many
//! passives are too many.

/// Forms of the verbs that a passive begins with.
const AUXILIARIES: [&str; 14] = [
    "am", "are", "aren’t", "be", "been", "being", "get", "gets", "got", "is", "isn’t", "was", "were",
    "getting",
];

/// Adverbs without `ly` that may come before the participle.
const ADVERBS: [&str; 25] = [
    "all", "almost", "already", "also", "always", "being", "both", "even", "ever", "first", "just", "later",
    "long", "never", "not", "now", "often", "once", "only", "since", "soon", "still", "then", "thus", "yet",
];

/// Words ending in `ed` that are adjectives after `be`, or no participles at all.
const ADJECTIVES: [&str; 34] = [
    "advanced", "agreed", "aged", "ashamed", "bored", "concerned", "confused", "convinced", "crowded",
    "dedicated", "delighted", "detailed", "determined", "disappointed", "embarrassed", "excited",
    "exhausted", "frightened", "hundred", "indeed", "interested", "limited", "married", "naked", "need",
    "pleased", "prepared", "qualified", "sacred", "satisfied", "supposed", "surprised", "tired", "worried",
];

/// Participles that do not end in `ed`.
const PARTICIPLES: [&str; 92] = [
    "beaten", "begun", "bent", "bitten", "blown", "born", "borne", "bought", "bound", "broken", "brought",
    "built", "burnt", "cast", "caught", "chosen", "cut", "dealt", "done", "drawn", "driven", "drunk", "dug",
    "eaten", "fed", "felt", "forbidden", "forgiven", "forgotten", "fought", "found", "frozen", "given",
    "ground", "grown", "heard", "held", "hidden", "hit", "hung", "hurt", "kept", "known", "laid", "led",
    "left", "lent", "let", "lit", "lost", "made", "meant", "met", "mistaken", "overthrown", "paid", "proven",
    "put", "read", "rid", "ridden", "run", "said", "seen", "sent", "set", "sewn", "shaken", "shot", "shown",
    "shut", "sold", "sought", "spent", "split", "spoken", "spread", "stolen", "struck", "stuck", "sung",
    "sworn", "swept", "taken", "taught", "thought", "thrown", "told", "torn", "understood", "won", "written",
];

/// The most adverbs that may come between.
const MAX_ADVERBS: usize = 3;

/// Checks whether a sentence contains a passive.
pub(crate) fn is_passive(sentence: &str) -> bool {
    let lower = sentence.to_lowercase().replace('\'', "’");
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '’' && letter != '-')
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).filter(|at| AUXILIARIES.contains(&words[*at])).any(|at| {
        let is_adverb = |word: &&&str| ADVERBS.contains(word) || word.len() > 3 && word.ends_with("ly");
        let verb = words[at + 1..].iter().take(MAX_ADVERBS + 1).find(|word| !is_adverb(word));
        verb.is_some_and(|verb| {
            let is_regular = verb.len() > 3 && verb.ends_with("ed") && !verb.ends_with("eed");
            (is_regular || PARTICIPLES.contains(verb)) && !ADJECTIVES.contains(verb)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_be_and_a_participle_are_a_passive() {
        for text in [
            "The trip was announced.",
            "It had not yet been officially confirmed.",
            "He is also widely known for it.",
            "They got caught.",
            "The law is being written.",
            "It wasn’t clear, but it was told.",
        ] {
            assert!(is_passive(text), "{text}");
        }
    }

    #[test]
    fn an_adjective_and_an_active_verb_are_none() {
        for text in [
            "He was tired.",
            "She is interested in it.",
            "They announced the trip.",
            "It is a hundred.",
            "He was there and agreed.",
            "It is indeed so.",
            "They have built it.",
        ] {
            assert!(!is_passive(text), "{text}");
        }
    }
}
