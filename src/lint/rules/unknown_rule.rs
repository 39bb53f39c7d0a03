//! X003: settings or a suppression for a rule that does not exist.

use super::super::{DefaultValue, RULES};
use super::prelude::*;
use crate::base::words::{Choice, nearest};

pub(in super::super) static RULE: Rule = Rule::new(
    "X003",
    "unknown-rule",
    Deny,
    &[UNKNOWN_RULE, FIXED_RULE, UNKNOWN_KEY, NOT_A_COUNT, NOT_TEXTS],
    EXPLANATION,
    Run::Hygiene,
);

const UNKNOWN_RULE: Message = Message {
    text: "there is no rule `{word}`",
    label: "",
    remedies: &["did you mean `{near}`?", "`nutgraf check --list` shows the rules"],
};

const FIXED_RULE: Message = Message {
    text: "`{rule}` applies everywhere",
    label: "it cannot be suppressed",
    remedies: &["fix what it finds, and remove this"],
};

const UNKNOWN_KEY: Message = Message {
    text: "`{key}` cannot be set for `{rule}`",
    label: "",
    remedies: &["did you mean `{near}`?", "you can set {known}", "it has no settings"],
};

const NOT_A_COUNT: Message = Message {
    text: "`{key}` must be a whole number",
    label: "",
    remedies: &["write one, such as `{key} = 40`"],
};

const NOT_TEXTS: Message = Message {
    text: "`{key}` must be a list of texts",
    label: "",
    remedies: &["write it like this: `{key} = [\"one\", \"two\"]`"],
};

const EXPLANATION: &str = "\
Finds a rule that does not exist in `[check]` of `site.toml`, in front matter or in a comment, a key that the rule
does not have, and a value of the wrong kind. It also finds a suppression of a rule that cannot be suppressed: one
that every command applies, or one about suppressions.

The setting has no effect.

    [check.levels]
    vage-attribution = \"deny\"

`nutgraf check --list` shows the rules, and `nutgraf explain RULE` the settings of one.
";

/// The finding for a word that names no rule.
pub(in super::super) fn rule(path: &SitePath, word: &str, span: Span) -> Finding {
    let near = nearest(word, RULES.iter().flat_map(|rule| [rule.code.name, rule.code.code]));
    RULE.finding(path, span, fill!(UNKNOWN_RULE, word, near))
}

/// The finding for a rule that holds whatever is said of it.
pub(in super::super) fn fixed(path: &SitePath, rule: &Rule, span: Span) -> Finding {
    RULE.finding(path, span, fill!(FIXED_RULE, rule = rule.code.name))
}

/// The finding for a key that a rule does not have.
pub(in super::super) fn key(path: &SitePath, span: Span, rule: &Rule, key: &str) -> Finding {
    let known: Vec<_> = rule.settings.iter().map(|setting| setting.key).collect();
    let near = nearest(key, known.iter().copied());
    let known = (!known.is_empty()).then(|| Choice(known).to_string());
    RULE.finding(path, span, fill!(UNKNOWN_KEY, key, rule = rule.code.name, near, known))
}

/// The finding for a value that is not of its setting's type.
pub(in super::super) fn wrong_type(path: &SitePath, span: Span, setting: &Setting) -> Finding {
    let words = match setting.default {
        DefaultValue::Count(_) => fill!(NOT_A_COUNT, key = setting.key),
        DefaultValue::Texts => fill!(NOT_TEXTS, key = setting.key),
    };
    RULE.finding(path, span, words)
}
