//! All that can be found, by code: what a person or a program is told of a rule, whatever was found.
//!
//! The rules say it themselves; what reading the files finds has a table of its own. Must not know: any site.

use super::levels::{Setting, Usual};
use super::rule::category;
use super::{RULES, Rule};
use crate::diagnostics::{CODES, Card, Code, Level, LintLevel, template};

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
        stance: rule.stance,
        clocked: rule.clocked,
        preview: rule.preview,
        explanation: rule.explanation.to_owned() + &settings(rule),
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
    let (message, ways) = template(code.code).unwrap_or_default();
    let ways: String = ways.iter().map(|way| format!("- {way}\n")).collect();
    let consequence = match code.level {
        Level::Error => "every command that reads the site finds it, and nothing is built while it stands",
        Level::Warning => "every command that reads the site finds it; the site is built",
    };
    Card {
        code,
        category: category(code.code),
        stance: if code.level == Level::Error { LintLevel::Deny } else { LintLevel::Warn },
        clocked: false,
        preview: false,
        explanation: format!(
            "Finds: {message}.\n\nIt cannot be set: {consequence}.\n\nWhat to do:\n\n{ways}"
        ),
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

    #[test]
    fn a_rule_tells_what_can_be_set_and_what_holds_otherwise() {
        let card = card("long-sentence").expect("a rule");
        assert!(card.explanation.contains("| `max_words` | 40 |"), "{}", card.explanation);
    }
}
