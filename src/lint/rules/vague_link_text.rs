//! A002: a link that does not say where it leads.

use std::collections::BTreeMap;

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("A002", "vague-link-text", Warn, &[VAGUE, ADDRESS, SAME_WORDS], EXPLANATION, Run::Page(check));

const VAGUE: Message = Message {
    text: "a link with vague words",
    label: "it does not say where it leads",
    remedies: &["write what is there, in a few words"],
};

const ADDRESS: Message = Message { label: "an address is no name", ..VAGUE };

const SAME_WORDS: Message = Message {
    text: "a link with the words of another, which leads elsewhere",
    label: "the first leads to {first}",
    remedies: &["write in what they differ"],
};

const EXPLANATION: &str = "\
Finds links whose words are `here`, `click here`, `this`, `link`, `read more` and the like, or a bare address; and
a link with the words of an earlier one on the page that leads elsewhere.

Who listens to a page may go from link to link: the words of a link are all that is heard of it (WCAG 2.4.4).

    read more [here](https://example.org/report)

Write what is there: `the [report of 2022](https://example.org/report)`. Names and citations are no links of an
author's.
";

const WORDS: [&str; 12] = [
    "here", "click here", "this", "this link", "link", "more", "read more", "learn more", "this article",
    "this page", "see here", "source",
];

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let mut addresses: BTreeMap<String, &str> = BTreeMap::new();
    for passage in &cx.passages {
        for link in &passage.links {
            let words = passage.text[link.words.clone()].trim();
            let plain = words.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
            let said = if WORDS.contains(&&*plain) {
                fill!(VAGUE)
            } else if ["http://", "https://", "www."].iter().any(|start| words.starts_with(start)) {
                fill!(ADDRESS)
            } else if let Some(first) = addresses.get(&plain) {
                if *first == link.address || plain.is_empty() {
                    continue;
                }
                fill!(SAME_WORDS, first)
            } else {
                addresses.insert(plain, &link.address);
                continue;
            };
            found.push(RULE.within(passage, link.words.clone(), said));
        }
    }
}
