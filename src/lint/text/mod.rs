//! The text of a page as an editor reads it: passages without mark-up, and in them sentences, quotations,
//! dates and quantities, each with its byte range.
//!
//! All of it is found once for all rules. Must not know: the rules.

mod acronym;
mod age;
mod comment;
mod date;
mod future;
mod image;
mod leftover;
mod number;
mod passage;
mod passive;
mod promise;
mod quotation;
mod reader;
mod relative;
mod sentence;
mod syllable;
mod title;
mod width;
mod word;

use acronym::find_acronyms;
pub(super) use acronym::is_spelled_out;
pub(super) use age::{Age, NamePosition};
pub(super) use comment::{Comment, find_comments};
pub(super) use date::{DateMention, DayRange, first_year, parse_month, parse_weekday};
pub(super) use image::find_images;
pub(super) use leftover::{LeftoverKind, find_leftovers};
pub(super) use number::Quantity;
pub(super) use passage::{ListPosition, Passage, PassageKind};
pub(super) use passive::is_passive;
pub(super) use promise::{CountPromise, find_count_promise};
use quotation::Quotation;
pub(super) use quotation::contains_quotation;
pub(super) use reader::{body_passages, text_passages};
pub(super) use relative::{RelativeTime, TimeShift};
pub(super) use syllable::count_syllables;
pub(super) use title::{title_beside_name, title_head};
pub(super) use width::width_in_pixels;
pub(super) use word::{Tokens, has_same_letters, has_word, hyphenated_words, offset_in, runs};
