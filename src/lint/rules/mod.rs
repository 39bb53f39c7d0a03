//! The rules, each in a file of its own: its explanation, its settings, and the function that finds.
//!
//! Must not know: who asks, and in which form findings are shown.

mod age_birthdate_conflict;
mod anachronistic_source;
mod broken_promise_count;
mod check_worthy_sentence;
mod claim_without_source;
mod dead_external_link;
mod dek_length;
mod doubled_word;
mod expired_as_of;
pub(super) mod expired_suppression;
mod incomplete_source;
mod inconsistent_name;
mod insecure_address;
mod leftover_markup;
mod loaded_language;
mod long_sentence;
mod long_title;
pub(super) mod malformed_suppression;
mod missing_alt;
mod missing_disclosure;
mod open_task;
mod passive_density;
mod past_event_in_future_tense;
mod placeholder_address;
mod problems;
mod quote_not_in_source;
mod reading_grade;
mod relative_time;
mod renumbered_list;
mod review_overdue;
mod skipped_heading_level;
mod stale_age;
pub(super) mod stale_baseline_entry;
mod stale_title;
mod superseded_name;
pub(super) mod suppression_without_reason;
mod timeline_text_conflict;
mod unarchived_source;
mod unattributed_opinion;
mod unbalanced_quote;
mod uncited_number;
mod uncited_quote;
mod undefined_term;
mod unexpanded_acronym;
pub(super) mod unknown_rule;
mod unpublished_correction;
mod unused_source;
pub(super) mod unused_suppression;
mod vague_attribution;
mod vague_link_text;
mod vague_present;
mod weekday_date_mismatch;
mod yearless_date;

/// The names that most rules use.
mod prelude {
    pub(super) use std::ops::Range;

    pub(super) use jiff::ToSpan;
    pub(super) use jiff::civil::Date;

    pub(super) use super::super::lexicon::{LexiconEntry, WordList};
    pub(super) use super::super::text::{DateMention, DayRange, Passage, PassageKind, Tokens, has_word};
    pub(super) use super::super::{EntityMention, LintContext, Rule, Run, Setting};
    pub(super) use crate::base::words::count_words;
    pub(super) use crate::base::{Place, SitePath, Span};
    pub(super) use crate::diagnostics::LintLevel::{Allow, Deny, Warn};
    pub(super) use crate::diagnostics::{Edit, FilledMessage, Finding, Fix, Level, Message, fill};
    pub(super) use crate::model::{EntityEntry, Site};
}

use super::Rule;

/// Every rule, by code.
pub static RULES: &[&Rule] = &[
    &missing_alt::RULE,
    &vague_link_text::RULE,
    &problems::UNDEFINED_SOURCE,
    &unused_source::RULE,
    &weekday_date_mismatch::RULE,
    &timeline_text_conflict::RULE,
    &age_birthdate_conflict::RULE,
    &doubled_word::RULE,
    &unbalanced_quote::RULE,
    &inconsistent_name::RULE,
    &broken_promise_count::RULE,
    &renumbered_list::RULE,
    &skipped_heading_level::RULE,
    &dek_length::RULE,
    &long_title::RULE,
    &problems::DUPLICATE_SLUG,
    &problems::UNORDERED_TIMELINE,
    &unpublished_correction::RULE,
    &missing_disclosure::RULE,
    &problems::BROKEN_INTERNAL_LINK,
    &dead_external_link::RULE,
    &placeholder_address::RULE,
    &insecure_address::RULE,
    &leftover_markup::RULE,
    &unexpanded_acronym::RULE,
    &undefined_term::RULE,
    &long_sentence::RULE,
    &passive_density::RULE,
    &reading_grade::RULE,
    &claim_without_source::RULE,
    &uncited_quote::RULE,
    &uncited_number::RULE,
    &check_worthy_sentence::RULE,
    &vague_attribution::RULE,
    &unattributed_opinion::RULE,
    &loaded_language::RULE,
    &incomplete_source::RULE,
    &unarchived_source::RULE,
    &quote_not_in_source::RULE,
    &anachronistic_source::RULE,
    &relative_time::RULE,
    &vague_present::RULE,
    &expired_as_of::RULE,
    &stale_age::RULE,
    &stale_title::RULE,
    &past_event_in_future_tense::RULE,
    &review_overdue::RULE,
    &yearless_date::RULE,
    &superseded_name::RULE,
    &unused_suppression::RULE,
    &suppression_without_reason::RULE,
    &unknown_rule::RULE,
    &expired_suppression::RULE,
    &stale_baseline_entry::RULE,
    &malformed_suppression::RULE,
    &open_task::RULE,
];
