//! A002: a link that does not say where it leads.

use super::super::{Proof, Rule, Run, Words};
use crate::finding::{Finding, Stance};

pub(super) static RULE: Rule =
    Rule::new(("A002", "vague-link-text"), Stance::Warn, EXPLANATION, Run::Page(run));

const EXPLANATION: &str = "\
Finds links whose words are `here`, `click here`, `this`, `link`, `read more` and the like, or a bare address.

Who listens to a page may go from link to link: the words of a link are all that is heard of it (WCAG 2.4.4).

    read more [here](https://example.org/report)

Write what is there: `the [report of 2022](https://example.org/report)`.
";

const VAGUE: [&str; 12] = [
    "here",
    "click here",
    "this",
    "this link",
    "link",
    "more",
    "read more",
    "learn more",
    "this article",
    "this page",
    "see here",
    "source",
];

fn run(proof: &Proof<'_>, found: &mut Vec<Finding>) {
    for passage in &proof.passages {
        for (range, _) in &passage.links {
            let words = passage.text[range.clone()].trim();
            let plain = words.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
            let label = if VAGUE.contains(&&*plain) {
                "it does not say where it leads"
            } else if words.starts_with("http://")
                || words.starts_with("https://")
                || words.starts_with("www.")
            {
                "an address is no name"
            } else {
                continue;
            };
            let said = Words::new("a link with vague words", label, "write what is there, in a few words");
            found.push(RULE.within(passage, range.clone(), said));
        }
    }
}
