//! The reasons for which `import` leaves something out, as the ends of sentences that begin with its name.
//!
//! The import writes them into comments too. Must not know: when one holds.

pub(crate) const LEADS_TO_NOTHING: &str = "points to nothing that was imported";
pub(crate) const LEADS_TO_DRAFT: &str = "points to a draft, which readers cannot see";
pub(crate) const IS_ACTIVE: &str = "could run code or open the reader's files";
pub(crate) const BY_TEMPLATE: &str = "is made by a template of the old site";

pub(crate) const IN_NO_FILE: &str = "is not a picture in a file";
pub(crate) const NOT_CARRIED_OVER: &str = "is not a picture that was imported";
pub(crate) const UNREADABLE_PICTURE: &str = "is not a picture that nutgraf can read";
pub(crate) const TOO_MANY_PIXELS: &str = "has more pixels than a picture may have";
pub(crate) const NO_PIXELS: &str = "is a picture without width or height";

pub(crate) const NO_TITLE: &str = "is missing: `A site` was written";
pub(crate) const NO_BASE_URL: &str = "is not a whole address: `https://example.org/` was written";
pub(crate) const NO_LANGUAGE_TAG: &str = "is not a language tag";
pub(crate) const NO_TIME_ZONE: &str = "is not a time zone";
pub(crate) const NO_DATE: &str = "is not a date that nutgraf can read";
pub(crate) const NO_PATTERN: &str = "is a pattern that cannot be read: the files that match it are imported";
pub(crate) const BEFORE_PUBLICATION: &str = "is before the day of publication";

/// Of a link.
pub(super) const LINK: &[&str] = &[LEADS_TO_NOTHING, LEADS_TO_DRAFT, IS_ACTIVE, BY_TEMPLATE];

/// Of a picture.
pub(super) const PICTURE: &[&str] =
    &[NOT_CARRIED_OVER, IN_NO_FILE, UNREADABLE_PICTURE, TOO_MANY_PIXELS, NO_PIXELS, BY_TEMPLATE];

/// Of a value in settings or front matter.
pub(super) const VALUE: &[&str] =
    &[NO_TITLE, NO_BASE_URL, NO_LANGUAGE_TAG, NO_TIME_ZONE, NO_DATE, NO_PATTERN, BEFORE_PUBLICATION];
