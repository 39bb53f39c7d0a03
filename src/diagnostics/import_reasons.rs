//! The reasons for which `import` leaves something out, as the ends of sentences that begin with its name.
//!
//! The import writes them into comments too. Must not know: when one holds.

pub(crate) const LEADS_TO_NOTHING: &str = "leads to nothing that was carried over";
pub(crate) const LEADS_TO_DRAFT: &str = "leads to a draft, which readers cannot have";
pub(crate) const IS_ACTIVE: &str = "could run code or reach the reader's files";
pub(crate) const BY_TEMPLATE: &str = "is made by a template of the old site";

pub(crate) const IN_NO_FILE: &str = "is no picture that lies in a file";
pub(crate) const NOT_CARRIED_OVER: &str = "is no picture that was carried over";
pub(crate) const UNREADABLE_PICTURE: &str = "is no picture that nutgraf can read";
pub(crate) const TOO_MANY_PIXELS: &str = "has more pixels than a picture may have";
pub(crate) const NO_PIXELS: &str = "is a picture without width or height";

pub(crate) const NO_TITLE: &str = "is nowhere said: `A site` stands in its place";
pub(crate) const NO_BASE_URL: &str = "is no whole address: `https://example.org/` stands in its place";
pub(crate) const NO_LANGUAGE_TAG: &str = "is no language tag";
pub(crate) const NO_TIME_ZONE: &str = "is no time zone";
pub(crate) const NO_DATE: &str = "is no date that can be read";
pub(crate) const NO_PATTERN: &str = "is a pattern that cannot be read: files that it names are carried over";
pub(crate) const BEFORE_PUBLICATION: &str = "lies before the day of publication";

/// Of a link.
pub(super) const LINK: &[&str] = &[LEADS_TO_NOTHING, LEADS_TO_DRAFT, IS_ACTIVE, BY_TEMPLATE];

/// Of a picture.
pub(super) const PICTURE: &[&str] =
    &[NOT_CARRIED_OVER, IN_NO_FILE, UNREADABLE_PICTURE, TOO_MANY_PIXELS, NO_PIXELS, BY_TEMPLATE];

/// Of a value in settings or front matter.
pub(super) const VALUE: &[&str] =
    &[NO_TITLE, NO_BASE_URL, NO_LANGUAGE_TAG, NO_TIME_ZONE, NO_DATE, NO_PATTERN, BEFORE_PUBLICATION];
