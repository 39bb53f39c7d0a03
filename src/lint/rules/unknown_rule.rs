//! X003: settings or a suppression for a rule that there is not.

use super::super::{RULES, Rule, Run, Words};
use crate::base::words::{Choice, nearest};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, LintLevel};

pub(in super::super) static RULE: Rule =
    Rule::new(("X003", "unknown-rule"), LintLevel::Deny, EXPLANATION, Run::Hygiene);

const EXPLANATION: &str = "\
Finds the name of a rule that there is not, in `[check]` of `site.toml`, in front matter or in a comment; and
a key of a rule's table that the rule does not have, or a value that it does not understand. It also finds a
suppression of a rule that holds everywhere: one that every command goes by, or one about suppressions.

What was meant to hold does not.

    [check.levels]
    vage-attribution = \"deny\"

`nutgraf check --list` shows the rules, `nutgraf explain RULE` what can be set for one.
";

/// The finding for a word that names no rule.
pub(in super::super) fn rule(path: &SitePath, word: &str, span: Span) -> Finding {
    let near = nearest(word, RULES.iter().flat_map(|rule| [rule.code.name, rule.code.code]));
    let help = near.map_or_else(
        || "`nutgraf check --list` shows the rules".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    RULE.finding(path, span, Words::new(format!("there is no rule `{word}`"), "", help))
}

/// The finding for a rule that holds whatever is said of it.
pub(in super::super) fn fixed(path: &SitePath, rule: &Rule, span: Span) -> Finding {
    let words = Words::new(
        format!("`{}` holds everywhere", rule.code.name),
        "cannot be suppressed",
        "mend what it finds, and take this out",
    );
    RULE.finding(path, span, words)
}

/// The finding for a key that a rule does not have.
pub(in super::super) fn key((path, span): (&SitePath, Span), rule: &Rule, key: &str) -> Finding {
    let known: Vec<_> = rule.settings.iter().map(|setting| setting.key).collect();
    let help = match (nearest(key, known.iter().copied()), known.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, true) => "it has no settings".to_owned(),
        (None, false) => format!("it can have {}", Choice(known)),
    };
    let words = Words::new(format!("`{key}` cannot be set for `{}`", rule.code.name), "", help);
    RULE.finding(path, span, words)
}

/// The finding for a value of another kind than its key has.
pub(in super::super) fn value((path, span): (&SitePath, Span), key: &str, expected: &str) -> Finding {
    RULE.finding(
        path,
        span,
        Words::new(format!("`{key}` must be {expected}"), "", format!("write {expected}")),
    )
}
