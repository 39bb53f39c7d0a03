//! The messages of a code as Markdown, with `…` in each gap.
//!
//! Must not know: whether it is printed or published.

use crate::diagnostics::Message;

/// One fact, with all that can be done about it.
#[derive(PartialEq, Eq)]
struct Fact {
    text: String,
    remedies: Vec<String>,
}

/// Lists the facts, each with its remedies below it; the remedies once, where all facts have the same.
/// `expand` gives a text or a remedy with its gaps closed: several, where other data can fill one.
pub(crate) fn messages_as_markdown(messages: &[Message], expand: impl Fn(&str) -> Vec<String>) -> String {
    let facts = distinct_facts(messages, expand);
    let Some(first) = facts.first() else { return String::new() };
    if facts.iter().all(|fact| fact.remedies == first.remedies) {
        let texts = match facts.as_slice() {
            [fact] => format!("Finds: {}.\n", fact.text),
            facts => format!("Finds:\n\n{}", facts.iter().map(|fact| item(&fact.text)).collect::<String>()),
        };
        let remedies: String = first.remedies.iter().map(|remedy| item(remedy)).collect();
        return format!("{texts}\nWhat to do:\n\n{remedies}");
    }
    let mut list = "Finds, and what to do:\n\n".to_owned();
    for fact in facts {
        list += &item(&fact.text);
        list.extend(fact.remedies.iter().map(|remedy| format!("  {}", item(remedy))));
    }
    list
}

/// Messages that differ in their label or their remedies only are one fact.
fn distinct_facts(messages: &[Message], expand: impl Fn(&str) -> Vec<String>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for message in messages {
        let remedies: Vec<_> = message.remedies.iter().flat_map(|remedy| expand(remedy)).collect();
        for text in expand(message.text) {
            let at = facts.iter().position(|fact| fact.text == text).unwrap_or_else(|| {
                facts.push(Fact { text, remedies: Vec::new() });
                facts.len() - 1
            });
            let known = &mut facts[at].remedies;
            let new: Vec<_> = remedies.iter().filter(|remedy| !known.contains(remedy)).cloned().collect();
            known.extend(new);
        }
    }
    facts
}

fn item(text: &str) -> String {
    format!("- {text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::with_ellipses;

    const UNKNOWN: Message =
        Message { text: "no `{id}` here", label: "", remedies: &["write one", "did you mean `{near}`?"] };
    const EMPTY: Message = Message { text: "this is empty", label: "here", remedies: &["write it"] };

    fn markdown(messages: &[Message]) -> String {
        messages_as_markdown(messages, |text| vec![with_ellipses(text)])
    }

    #[test]
    fn one_fact_is_a_sentence() {
        let other = Message { remedies: &["write one", "take it out"], ..UNKNOWN };
        assert_eq!(
            markdown(&[UNKNOWN, other]),
            "Finds: no `…` here.\n\nWhat to do:\n\n- write one\n- did you mean `…`?\n- take it out\n"
        );
    }

    #[test]
    fn several_facts_have_their_remedies_below_them() {
        assert_eq!(
            markdown(&[EMPTY, UNKNOWN]),
            "Finds, and what to do:\n\n- this is empty\n  - write it\n- no `…` here\n  - write one\n  - did you mean `…`?\n"
        );
    }

    #[test]
    fn remedies_that_all_facts_share_are_listed_once() {
        let other = Message { text: "this is missing", ..EMPTY };
        assert_eq!(
            markdown(&[EMPTY, other]),
            "Finds:\n\n- this is empty\n- this is missing\n\nWhat to do:\n\n- write it\n"
        );
    }
}
