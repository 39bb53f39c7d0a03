//! The documentation of all codes, out of the rules and the table of problems.
//!
//! `explain`, the reference and SARIF read it. Must not know: any site.

use super::levels::{DefaultValue, Setting};
use super::lexicon::recommendations;
use super::{RULES, Rule, Run};
use crate::diagnostics::{
    CODES, Code, CodeDoc, Level, LintLevel, Phrases, messages_as_markdown, with_ellipses,
};

/// Documents every code, in order.
pub(crate) fn code_docs() -> Vec<CodeDoc> {
    let read = CODES.iter().filter(|code| Rule::named(code.code).is_none()).map(problem_doc);
    let mut docs: Vec<_> = RULES.iter().map(|rule| rule_doc(rule)).chain(read).collect();
    docs.sort_by_key(|doc| doc.code.code);
    docs
}

/// Documents the code with this code or name.
pub(crate) fn code_doc(word: &str) -> Option<CodeDoc> {
    let is_meant = |code: &Code| code.code.eq_ignore_ascii_case(word) || code.name.eq_ignore_ascii_case(word);
    code_docs().into_iter().find(|doc| is_meant(doc.code))
}

fn rule_doc(rule: &'static Rule) -> CodeDoc {
    CodeDoc {
        code: &rule.code,
        default_level: rule.default_level,
        clocked: rule.clocked,
        preview: rule.preview,
        is_problem: matches!(rule.run, Run::Reading),
        explanation: format!(
            "{}{}\n{}",
            rule.explanation,
            settings_as_markdown(rule),
            messages_as_markdown(rule.code.messages, |remedy| match remedy {
                // It comes from a list of words, and has no text of its own.
                "{instead}" => recommendations(rule.word_lists).map(str::to_owned).collect(),
                remedy => vec![with_ellipses(remedy)],
            })
        ),
    }
}

/// Lists the settings of a rule as a Markdown table; empty where it has none.
fn settings_as_markdown(rule: &Rule) -> String {
    if rule.settings.is_empty() {
        return String::new();
    }
    let head = "| key | default | what it is |\n| --- | --- | --- |\n";
    let mut table = format!("\nIn `[check.rule.{}]` of `site.toml`:\n\n{head}", rule.code.name);
    for Setting { key, default, about } in rule.settings {
        let default = match default {
            DefaultValue::Count(count) => count.to_string(),
            DefaultValue::Texts => "the rule's own list; yours are added".to_owned(),
        };
        table += &format!("| `{key}` | {default} | {about} |\n");
    }
    table
}

fn problem_doc(code: &'static Code) -> CodeDoc {
    CodeDoc {
        code,
        default_level: if code.level == Level::Error { LintLevel::Deny } else { LintLevel::Warn },
        clocked: false,
        preview: false,
        is_problem: true,
        explanation: messages_as_markdown(code.messages, |text| match code.phrases {
            // Once for each phrase that can be in it.
            Some(Phrases { gap, list }) if text.contains(gap) => {
                list.iter().map(|phrase| with_ellipses(&text.replace(gap, phrase))).collect()
            }
            _ => vec![with_ellipses(text)],
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_card_with_a_category() {
        let docs = code_docs();
        assert!(docs.is_sorted_by(|a, b| a.code.code < b.code.code));
        assert!(CODES.iter().all(|code| code_doc(code.name).is_some()));
        assert!(docs.iter().all(|doc| !doc.code.category().is_empty() && !doc.explanation.is_empty()));
    }

    /// The text of an item; nothing for a line that is none.
    fn item(line: &str) -> Option<&str> {
        line.trim_start().strip_prefix("- ")
    }

    #[test]
    fn what_a_code_says_is_in_whole_sentences() {
        for doc in code_docs() {
            let code = doc.code.code;
            assert!(doc.explanation.lines().all(|line| !line.starts_with(',')), "{code}");
            assert!(doc.explanation.matches('`').count() % 2 == 0, "{code}");
            for text in doc.explanation.lines().filter_map(item) {
                assert!(!text.starts_with(',') && text.contains(' '), "{code}: {text}");
                assert!(text.matches('`').count() % 2 == 0, "{code}: {text}");
            }
        }
    }

    #[test]
    fn every_code_says_what_it_finds_and_what_to_do() {
        for doc in code_docs() {
            let items = doc.explanation.lines().filter_map(item);
            assert!(items.count() > 0 && doc.explanation.contains("hat to do:\n\n- "), "{}", doc.code.code);
        }
    }

    #[test]
    fn templates_are_given_as_tera_reads_them() {
        let doc = code_doc("H002").expect("a code");
        assert!(doc.explanation.contains("`{{ a.b or \"\" }}`"), "{}", doc.explanation);
    }

    #[test]
    fn a_rule_tells_what_can_be_set_and_what_holds_otherwise() {
        let doc = code_doc("long-sentence").expect("a rule");
        assert!(doc.explanation.contains("| `max_words` | 40 |"), "{}", doc.explanation);
    }
}
