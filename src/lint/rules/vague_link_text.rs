//! A002: a link that does not say where it leads.

use std::collections::BTreeMap;

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("A002", "vague-link-text", Warn, &[VAGUE, ADDRESS, SAME_WORDS], EXPLANATION, Run::Page(check));

const VAGUE: Message = Message {
    text: "this link text is vague",
    label: "it does not say where the link goes",
    remedies: &["describe the linked page in a few words"],
};

const ADDRESS: Message = Message { label: "an address is not a description", ..VAGUE };

const SAME_WORDS: Message = Message {
    text: "two links with the same text go to different pages",
    label: "the first goes to {first}",
    remedies: &["write how the pages differ"],
};

const EXPLANATION: &str = "\
Finds links with texts such as `here`, `click here`, `this`, `link` or `read more`, or with a bare address. It also
finds a link with the same text as an earlier one on the page that goes to another address.

People who use a screen reader may go from link to link, and hear only the text of each (WCAG 2.4.4).

    read more [here](https://example.org/report)

Describe the linked page: `the [report of 2022](https://example.org/report)`. The links of names and citations are
not counted.
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
