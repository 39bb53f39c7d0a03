//! P003: a sentence too long to be read at once.

use super::super::prose::{Kind, quotations, sentences};
use super::super::{Proof, Rule, Run, Words, code};
use crate::base::words::count_words;
use crate::finding::{Finding, Level};

pub(super) static RULE: Rule = Rule {
    code: code("P003", "long-sentence", Level::Warning),
    clocked: false,
    explanation: "\
Finds sentences of more than 40 words.

Who reads on a phone, or in a second language, loses a sentence that does not end. In edited English 95
sentences of 100 have fewer than 42 words.

Make two of it, or a list. Words in quotation marks are not counted, and neither are citations.
",
    run: Run::Page(run),
};

const MOST: u32 = 40;

fn run(proof: &Proof<'_>, found: &mut Vec<Finding>) {
    for passage in proof.own().filter(|passage| passage.kind != Kind::Heading) {
        let (quoted, _) = quotations(&passage.text);
        for sentence in sentences(&passage.text) {
            let inside = quoted.iter().filter(|quotation| {
                sentence.start <= quotation.range.start && quotation.range.end <= sentence.end
            });
            let others: u32 = inside.map(|it| count_words(&passage.text[it.words.clone()])).sum();
            let words = count_words(&passage.text[sentence.clone()]) - others;
            if words > MOST {
                let said = Words::new(
                    format!("this sentence has {words} words"),
                    format!("more than {MOST}"),
                    "make two of it, or a list",
                );
                found.push(RULE.finding(passage.path, passage.span(sentence), said));
            }
        }
    }
}
