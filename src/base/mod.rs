//! Types that all modules use: paths, spans, lines, digests, dates, numbers, words, the catalogue of the interface's words.
//!
//! Must not know: what a site, a page or a finding is.

pub(crate) mod catalogue;
pub(crate) mod date;
pub(crate) mod digest;
pub(crate) mod ip_address;
pub(crate) mod line_index;
pub(crate) mod number;
pub(crate) mod path;
pub(crate) mod printable;
pub(crate) mod serving;
pub(crate) mod span;
pub(crate) mod toml;
pub(crate) mod words;

pub(crate) use digest::Digest;
pub(crate) use line_index::{LineIndex, Position};
pub(crate) use path::nfc;
pub use path::{SitePath, UrlPath};
pub(crate) use span::{Place, Span};
