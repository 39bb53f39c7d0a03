//! References of a text: `[@source]`, `[=figure]`, `[Name]`, `[text][name]` and links into the site.
//!
//! Addresses have a scheme, which only leads somewhere, or might run. Must not know: what there is to refer to.

use std::borrow::Cow;
use std::ops::Range;

use super::Cited;
use crate::base::Span;
use crate::diagnostics::Problem;
use crate::parse::html::UrlKind;

/// A link that the site must resolve.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    pub(crate) target: Target,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// `[@id, locator; @other]`
    Sources(Vec<Cited>),
    /// `[=id]`: a figure.
    Fact(String),
    /// `[label]` or `[label][]`: a name, or only a word in brackets.
    Name(String),
    /// `[text][label]`: a name or an id, and a mistake if there is none.
    Label(String),
    /// `[text](destination)` or `![text](destination)`
    Link { destination: String, image: bool },
    /// An address in HTML, which is one only where the site allows HTML.
    HtmlUrl { url: String, kind: UrlKind },
}

impl Reference {
    /// The bytes of one of its sources in the file.
    pub(crate) fn part(&self, cited: &Cited) -> Range<usize> {
        let start = self.span.range().start;
        start + cited.at.start..start + cited.at.end
    }
}

/// The id of the figure that a label `=id` refers to.
pub(crate) fn fact_id(label: &str) -> Option<&str> {
    label.trim().strip_prefix('=').map(str::trim).filter(|id| !id.is_empty())
}

/// The scheme of an address, by what following it does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// None: a path in the site.
    None,
    /// Leads somewhere.
    Passive,
    /// Might run, or is unknown; in lower case.
    Active(String),
}

/// Schemes that only lead somewhere. A list of the good ones, since browsers keep finding new bad ones.
const PASSIVE: [&str; 12] =
    ["http", "https", "mailto", "tel", "sms", "geo", "ftp", "ftps", "irc", "ircs", "xmpp", "news"];

/// Finds the scheme of an address as a browser would: with tabs, line breaks and leading control
/// characters taken out (WHATWG URL, section 4.4).
pub(crate) fn scheme(url: &str) -> Scheme {
    let split = ['\t', '\n', '\r'];
    let url = if url.contains(split) { Cow::Owned(url.replace(split, "")) } else { Cow::Borrowed(url) };
    let url = url.trim_start_matches(|c: char| c <= ' ');
    if url.starts_with("//") {
        return Scheme::Passive;
    }
    let Some((scheme, _)) = url.split_once(':') else { return Scheme::None };
    let is_valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !is_valid {
        Scheme::None
    } else if PASSIVE.iter().any(|passive| passive.eq_ignore_ascii_case(scheme)) {
        Scheme::Passive
    } else {
        Scheme::Active(scheme.to_ascii_lowercase())
    }
}

/// The finding for an address that might run. A picture in its address and a disk of Windows have their own.
pub(crate) fn active_url(scheme: String) -> Problem {
    match scheme.as_str() {
        "data" => Problem::DataUrl {},
        drive if drive.len() == 1 => Problem::DrivePath { drive: drive.to_uppercase() },
        _ => Problem::ActiveUrl { scheme },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_scheme_is_seen() {
        for url in
            ["javascript:alert(1)", "JavaScript:x", " \u{1}java\nscript:x", "data:text/html,x", "vbscript:x"]
        {
            assert!(matches!(scheme(url), Scheme::Active(_)), "{url}");
        }
        for url in ["a/b:c", "#x:y", "1:2", "über:x"] {
            assert_eq!(scheme(url), Scheme::None, "{url}");
        }
    }
}
