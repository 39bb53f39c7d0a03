//! Schemes of addresses: those that only lead somewhere, and all others, which might run.

use std::borrow::Cow;

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
