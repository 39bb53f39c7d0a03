//! The rules, each in a file of its own: what it is for, what it finds, where it keeps quiet.

mod doubled_word;
mod long_sentence;
mod review_overdue;
mod unbalanced_quote;
mod uncited_quote;
mod unused_source;
mod vague_link_text;
mod weekday_date_mismatch;

use super::Rule;

/// Every rule, by code.
pub static RULES: &[&Rule] = &[
    &vague_link_text::RULE,
    &unused_source::RULE,
    &weekday_date_mismatch::RULE,
    &doubled_word::RULE,
    &unbalanced_quote::RULE,
    &long_sentence::RULE,
    &uncited_quote::RULE,
    &review_overdue::RULE,
];
