//! S008: a source that a reader could not find.

use super::super::{Rule, Run};
use crate::diagnostics::{Finding, LintLevel, Message, fill};
use crate::model::Site;
use crate::parse::data::{Source, SourceKind};

pub(super) static RULE: Rule =
    Rule::new("S008", "incomplete-source", LintLevel::Warn, &[INCOMPLETE], EXPLANATION, Run::Site(run));

const INCOMPLETE: Message = Message {
    text: "the source `{id}` lacks {lacking}",
    label: "",
    remedies: &["add it, or say in `note` why it cannot be known"],
};

const EXPLANATION: &str = "\
Finds a source that lacks what its kind is found by.

A reader who wants to see for herself, or a colleague next year when the address is dead, has only what stands there.

| kind | needs |
| --- | --- |
| article, post, dataset | an author or a publisher, a date, and an address or an archived copy |
| report, document, book | an author or a publisher, and a date |
| interview | who was asked (an author), and a date |

    [mfa]
    kind = \"article\"
    title = \"On the visit\"
    url = \"https://example.org/\"

Add what lacks. Where something cannot be known, say so in `note`: then it keeps quiet. (A title is needed by every
command.)
";

fn run(site: &Site, found: &mut Vec<Finding>) {
    for source in site.registry.sources() {
        let lacking = lacking(source);
        if !lacking.is_empty() && source.note.is_none() {
            let words = fill!(INCOMPLETE, id = source.id.value, lacking = lacking.join(" and "));
            found.push(RULE.finding(&source.path, source.id.span, words));
        }
    }
}

/// What a source of its kind should have.
fn lacking(source: &Source) -> Vec<&'static str> {
    let is_signed = match source.kind {
        SourceKind::Interview => !source.authors.is_empty(),
        _ => !source.authors.is_empty() || source.publisher.is_some(),
    };
    let is_found = match source.kind {
        SourceKind::Article | SourceKind::Post | SourceKind::Dataset => {
            source.url.is_some() || source.archived.is_some()
        }
        SourceKind::Report | SourceKind::Document | SourceKind::Book | SourceKind::Interview => true,
    };
    let who = if source.kind == SourceKind::Interview { "an author" } else { "an author or a publisher" };
    let all = [(is_signed, who), (source.date.is_some(), "a date"), (is_found, "an address")];
    all.into_iter().filter(|(is_there, _)| !is_there).map(|(_, lack)| lack).collect()
}
