//! What a page's text says, as an editor reads it: passages without mark-up, and in them sentences, quotations,
//! dates and quantities, each with its place in the file.
//!
//! Made out once for all rules. Must not know: the rules.

mod acronym;
mod age;
mod comment;
mod date;
mod future;
mod joined;
mod number;
mod passage;
mod passive;
mod picture;
mod promise;
mod quotation;
mod reader;
mod relative;
mod sentence;
mod syllable;
mod title;
mod verbatim;
mod width;
mod word;

use acronym::acronyms;
pub(super) use acronym::is_spelled_out;
use age::ages;
pub(super) use age::{Age, NamePosition};
pub(super) use comment::{Comment, comments};
pub(super) use date::{DateMention, first_year};
use date::{mentions, years};
use future::futures;
pub(super) use joined::{Word, words};
pub(super) use number::Quantity;
use number::quantities;
pub(super) use passage::{Passage, PassageKind};
pub(super) use passive::is_passive;
pub(super) use picture::pictures;
pub(super) use promise::{CountPromise, promise};
use quotation::{Quotation, quotations};
pub(super) use reader::{body_passages, text_passages};
use relative::relatives;
pub(super) use relative::{RelativeTime, TimeShift};
use sentence::sentences;
pub(super) use syllable::count_syllables;
pub(super) use title::{title_beside_name, title_head};
pub(super) use verbatim::contains_quotation;
pub(super) use width::width_in_pixels;
pub(super) use word::{Tokens, hyphenated_words, letter_runs};
