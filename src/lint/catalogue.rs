//! All that can be found, by code: what a person or a program is told of a rule, whatever was found.
//!
//! The rules say it themselves; what reading the files finds has a table of its own. Must not know: any site.

use super::levels::{Setting, Usual};
use super::lexicon::{WordList, recommendations};
use super::rule::{Run, category};
use super::{RULES, Rule};
use crate::diagnostics::{CODES, Card, Code, Level, LintLevel, messages_as_markdown, with_ellipses};

/// Every code, in order: the rules, and what reading the files finds.
pub(crate) fn cards() -> Vec<Card> {
    let read = CODES.iter().filter(|code| Rule::named(code.code).is_none()).map(of_code);
    let mut cards: Vec<_> = RULES.iter().map(|rule| of_rule(rule)).chain(read).collect();
    cards.sort_by_key(|card| card.code.code);
    cards
}

/// The one that a code or a name means.
pub(crate) fn card(word: &str) -> Option<Card> {
    let is_meant = |code: &Code| code.code.eq_ignore_ascii_case(word) || code.name.eq_ignore_ascii_case(word);
    cards().into_iter().find(|card| is_meant(card.code))
}

fn of_rule(rule: &'static Rule) -> Card {
    Card {
        code: &rule.code,
        category: rule.category(),
        stance: rule.default_level,
        clocked: rule.clocked,
        preview: rule.preview,
        is_problem: matches!(rule.run, Run::Reading),
        explanation: format!(
            "{}{}\n{}",
            rule.explanation,
            settings(rule),
            messages_as_markdown(rule.code.messages, |remedy| remedies(remedy, rule.word_lists))
        ),
    }
}

/// A remedy without a finding at hand. One that a list of words has is in that list alone, so all of the
/// list's are given.
fn remedies(remedy: &str, lists: &[WordList]) -> Vec<String> {
    match remedy {
        "{instead}" => recommendations(lists).map(str::to_owned).collect(),
        remedy => vec![with_ellipses(remedy)],
    }
}

/// What can be set, as a table of Markdown.
fn settings(rule: &Rule) -> String {
    if rule.settings.is_empty() {
        return String::new();
    }
    let rows: String = rule.settings.iter().map(row).collect();
    let head = format!("In `[check.rule.{}]` of `site.toml`:\n\n", rule.code.name);
    format!("\n{head}| key | where nothing is said | what it is |\n| --- | --- | --- |\n{rows}")
}

fn row(setting: &Setting) -> String {
    let usual = match &setting.usual {
        Usual::Count(count) => count.to_string(),
        Usual::Texts => "the rule's own list; yours come to it".to_owned(),
    };
    format!("| `{}` | {usual} | {} |\n", setting.key, setting.about)
}

fn of_code(code: &'static Code) -> Card {
    Card {
        code,
        category: category(code.code),
        stance: if code.level == Level::Error { LintLevel::Deny } else { LintLevel::Warn },
        clocked: false,
        preview: false,
        is_problem: true,
        explanation: messages_as_markdown(code.messages, |remedy| vec![with_ellipses(remedy)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_card_with_a_category() {
        let cards = cards();
        assert!(cards.is_sorted_by(|a, b| a.code.code < b.code.code));
        assert!(CODES.iter().all(|code| card(code.name).is_some()));
        assert!(cards.iter().all(|card| !card.category.is_empty() && !card.explanation.is_empty()));
    }

    /// The text of an item; nothing for a line that is none.
    fn item(line: &str) -> Option<&str> {
        line.trim_start().strip_prefix("- ")
    }

    #[test]
    fn what_a_code_says_is_in_whole_sentences() {
        for card in cards() {
            let code = card.code.code;
            assert!(card.explanation.lines().all(|line| !line.starts_with(',')), "{code}");
            assert!(card.explanation.matches('`').count() % 2 == 0, "{code}");
            for text in card.explanation.lines().filter_map(item) {
                assert!(!text.starts_with(',') && text.contains(' '), "{code}: {text}");
                assert!(text.matches('`').count() % 2 == 0, "{code}: {text}");
            }
        }
    }

    #[test]
    fn every_code_says_what_it_finds_and_what_to_do() {
        for card in cards() {
            let items = card.explanation.lines().filter_map(item);
            assert!(items.count() > 0 && card.explanation.contains("hat to do:\n\n- "), "{}", card.code.code);
        }
    }

    #[test]
    fn templates_are_given_as_tera_reads_them() {
        let card = card("H002").expect("a code");
        assert!(card.explanation.contains("`{{ a.b or \"\" }}`"), "{}", card.explanation);
    }

    #[test]
    fn a_rule_tells_what_can_be_set_and_what_holds_otherwise() {
        let card = card("long-sentence").expect("a rule");
        assert!(card.explanation.contains("| `max_words` | 40 |"), "{}", card.explanation);
    }
}
