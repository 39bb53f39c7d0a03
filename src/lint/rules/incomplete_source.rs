//! S008: a source that lacks what a reader needs to find it.

use super::prelude::*;
use crate::parse::data::{Source, SourceKind};

pub(super) static RULE: Rule =
    Rule::new("S008", "incomplete-source", Warn, &[INCOMPLETE], EXPLANATION, Run::Site(check));

const INCOMPLETE: Message = Message {
    text: "source `{id}` needs {lacking}",
    label: "",
    remedies: &["add it, or explain in `note` why it cannot be known"],
};

const EXPLANATION: &str = "\
Finds a source without the details by which readers can find it.

A reader who wants to check the source, or a colleague next year when the address is dead, has only these details.

| kind | needs |
| --- | --- |
| article, page, post, dataset | an author or a publisher, a date, and an address or an archived copy |
| interview | who was asked (an author), and a date |
| all others | an author or a publisher, and a date |

    [mfa]
    kind = \"article\"
    title = \"On the visit\"
    url = \"https://example.org/\"

Add what is missing. If something cannot be known, explain that in `note`: then the rule ignores the source. (Every
command asks for a title.)
";

fn check(site: &Site, found: &mut Vec<Finding>) {
    for source in site.registry.sources() {
        let missing = missing_parts(source);
        if !missing.is_empty() && !source.is_explained && source.title.is_some() {
            let words = fill!(INCOMPLETE, id = source.id.value, lacking = missing.join(" and "));
            found.push(RULE.finding(&source.path, source.id.span, words));
        }
    }
}

/// Names the parts that a source of its kind needs and does not have.
fn missing_parts(source: &Source) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if source.date.is_none() {
        missing.push("a date");
    }
    if source.kind == SourceKind::Interview {
        if source.authors.is_empty() {
            missing.push("an author");
        }
    } else if source.authors.is_empty() && source.publisher.is_none() {
        missing.push("an author or publisher");
    }
    let is_on_the_web = {
        use SourceKind::{Article, Dataset, Page, Post};
        matches!(source.kind, Article | Page | Post | Dataset)
    };
    if is_on_the_web && source.url.is_none() && source.archived.is_none() {
        missing.push("an address");
    }
    missing
}
