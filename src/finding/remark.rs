//! What a rule of the editor's has to say.
//!
//! Its English stands in the rule's own file, beside what the rule is for. Must not know: the rules.

use super::Code;

/// A rule's finding, in words.
#[derive(Clone, Debug)]
pub(crate) struct Remark {
    pub(crate) code: &'static Code,
    pub(crate) message: String,
    /// Why it is one, for the caret; may be empty.
    pub(crate) label: String,
    pub(crate) help: String,
}
