//! A002: a link that does not say where it leads.

use std::collections::BTreeMap;

use super::super::{LintContext, Rule, Run, Words};
use crate::diagnostics::{Finding, LintLevel};

pub(super) static RULE: Rule =
    Rule::new(("A002", "vague-link-text"), LintLevel::Warn, EXPLANATION, Run::Page(run));

const EXPLANATION: &str = "\
Finds links whose words are `here`, `click here`, `this`, `link`, `read more` and the like, or a bare address; and
a link with the words of an earlier one on the page that leads elsewhere.

Who listens to a page may go from link to link: the words of a link are all that is heard of it (WCAG 2.4.4).

    read more [here](https://example.org/report)

Write what is there: `the [report of 2022](https://example.org/report)`. Names and citations are no links of an
author's.
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

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for passage in &cx.passages {
        for (range, address) in &passage.links {
            let words = passage.text[range.clone()].trim();
            let plain = words.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
            let said = match (vague(words, &plain), known.get(&plain)) {
                (Some(label), _) => {
                    Words::new("a link with vague words", label, "write what is there, in a few words")
                }
                (None, Some(first)) if first != address && !plain.is_empty() => Words::new(
                    "a link with the words of another, which leads elsewhere",
                    format!("the first leads to {first}"),
                    "write in what they differ",
                ),
                (None, first) => {
                    if first.is_none() {
                        known.insert(plain, address);
                    }
                    continue;
                }
            };
            found.push(RULE.within(passage, range.clone(), said));
        }
    }
}

/// Why the words of a link say nothing, if they do not.
fn vague(words: &str, plain: &str) -> Option<&'static str> {
    let is_address = ["http://", "https://", "www."].iter().any(|start| words.starts_with(start));
    match VAGUE.contains(&plain) {
        true => Some("it does not say where it leads"),
        false => is_address.then_some("an address is no name"),
    }
}
