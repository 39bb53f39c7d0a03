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
pub(super) use acronym::is_spelt;
use age::ages;
pub(super) use age::{Age, Bearer};
pub(super) use comment::{Comment, comments};
pub(super) use date::{Mention, first_year};
use date::{mentions, years};
use future::futures;
pub(super) use joined::{Word, words};
pub(super) use number::Quantity;
use number::quantities;
pub(super) use passage::{Kind, Passage};
pub(super) use passive::is_passive;
pub(super) use picture::pictures;
pub(super) use promise::{Promise, promise};
use quotation::{Quotation, quotations};
pub(super) use reader::{of_body, of_text};
use relative::relatives;
pub(super) use relative::{Relative, Shift};
use sentence::sentences;
pub(super) use syllable::syllables;
pub(super) use title::{head, title_at};
pub(super) use verbatim::has_words;
pub(super) use width::pixels;
pub(super) use word::{Tokens, hyphenated, runs};
