//! The texts of a finding as data, with gaps for what differs from finding to finding.
//!
//! A gap is a name in braces, `{key}`; any other brace is text. Must not know: codes, or what they mean.

use crate::base::SitePath;
use crate::base::printable::escape_controls;
use crate::base::words::Count;

/// Shown for each gap where there is no finding at hand.
const ELLIPSIS: &str = "…";

/// One thing that a code can say: the fact, why it is one, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// The fact, in lower case, without a full stop.
    pub(crate) text: &'static str,
    /// Stands at the caret; empty where the line speaks for itself. Left out where a gap in it has no value.
    pub(crate) label: &'static str,
    /// Things to do. A finding shows the first of them whose gaps all have a value.
    pub(crate) remedies: &'static [&'static str],
}

/// A message with the values of one finding.
#[derive(Clone, Debug)]
pub(crate) struct FilledMessage {
    pub(crate) message: &'static Message,
    /// By the gap's name.
    gaps: Vec<(&'static str, String)>,
}

impl Message {
    /// Fails to compile, in a constant, where a gap has no value or a value no gap.
    pub(crate) const fn check_gaps(&self, names: &[&str]) {
        let mut used = [false; 16];
        mark_gaps(self.text, names, &mut used);
        mark_gaps(self.label, names, &mut used);
        let mut at = 0;
        while at < self.remedies.len() {
            mark_gaps(self.remedies[at], names, &mut used);
            at += 1;
        }
        let mut at = 0;
        while at < names.len() {
            assert!(used[at], "a value is given for which this message has no gap");
            at += 1;
        }
    }
}

impl FilledMessage {
    /// The message with the values of those gaps that have one. [`fill`] checks the names.
    pub(crate) fn new(
        message: &'static Message,
        values: impl IntoIterator<Item = (&'static str, Option<String>)>,
    ) -> Self {
        let gaps = values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        Self { message, gaps }
    }

    /// The fact.
    pub(crate) fn text(&self) -> String {
        self.fill(self.message.text).unwrap_or_else(|| with_ellipses(self.message.text))
    }

    /// The label for the caret; may be empty.
    pub(crate) fn label(&self) -> String {
        self.fill(self.message.label).unwrap_or_default()
    }

    /// The first remedy whose gaps all have a value; may be empty.
    pub(crate) fn remedy(&self) -> String {
        self.message.remedies.iter().find_map(|remedy| self.fill(remedy)).unwrap_or_default()
    }

    /// A text with its values; nothing where one is missing.
    fn fill(&self, text: &str) -> Option<String> {
        fill_gaps(text, |name| {
            self.gaps.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
        })
    }
}

/// A text with `…` in each of its gaps.
pub(crate) fn with_ellipses(text: &str) -> String {
    fill_gaps(text, |_| Some(ELLIPSIS)).unwrap_or_default()
}

fn fill_gaps<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
    let mut filled = String::with_capacity(text.len());
    let mut from = 0;
    while let Some((start, end)) = next_gap(text, from) {
        filled.push_str(&text[from..start]);
        filled.push_str(value(&text[start + 1..end - 1])?);
        from = end;
    }
    filled.push_str(&text[from..]);
    Some(filled)
}

/// The first gap at or after a byte, braces included: only lower-case letters and `_` are between them.
const fn next_gap(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = from;
    while start < bytes.len() {
        if bytes[start] == b'{' {
            let mut end = start + 1;
            while end < bytes.len() && (bytes[end].is_ascii_lowercase() || bytes[end] == b'_') {
                end += 1;
            }
            if end > start + 1 && end < bytes.len() && bytes[end] == b'}' {
                return Some((start, end + 1));
            }
        }
        start += 1;
    }
    None
}

const fn mark_gaps(text: &str, names: &[&str], used: &mut [bool]) {
    let mut from = 0;
    while let Some((start, end)) = next_gap(text, from) {
        let name = text.split_at(end - 1).0.split_at(start + 1).1;
        let mut at = 0;
        while at < names.len() && !is_same(names[at], name) {
            at += 1;
        }
        assert!(at < names.len(), "this message has a gap for which no value is given");
        used[at] = true;
        from = end;
    }
}

/// `==`, which constants cannot use yet.
pub(super) const fn is_same(one: &str, other: &str) -> bool {
    let one = one.as_bytes();
    let other = other.as_bytes();
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// A value for a gap; nothing where this finding has none.
pub(crate) trait GapValue {
    fn gap_value(&self) -> Option<String>;
}

impl<T: GapValue> GapValue for Option<T> {
    fn gap_value(&self) -> Option<String> {
        self.as_ref().and_then(GapValue::gap_value)
    }
}

impl<T: GapValue + ?Sized> GapValue for &T {
    fn gap_value(&self) -> Option<String> {
        (*self).gap_value()
    }
}

macro_rules! gap_values {
    ($($type:ty),*) => {
        $(impl GapValue for $type {
            fn gap_value(&self) -> Option<String> {
                Some(self.to_string())
            }
        })*
    };
}

gap_values!(i8, i16, i64, u32, u64, usize, jiff::civil::Date, Count);

/// Texts come from files, from their names and from their authors: what is not printable is escaped.
impl GapValue for str {
    fn gap_value(&self) -> Option<String> {
        Some(escape_controls(self).into_owned())
    }
}

impl GapValue for String {
    fn gap_value(&self) -> Option<String> {
        self.as_str().gap_value()
    }
}

impl GapValue for SitePath {
    fn gap_value(&self) -> Option<String> {
        self.as_str().gap_value()
    }
}

/// Fills a constant [`Message`]: `fill!(TOO_LONG, words, limit = most)`. A gap without a value, and a value
/// without a gap, do not compile.
macro_rules! fill {
    ($message:ident $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const { $message.check_gaps(&[$(stringify!($name)),*]) };
        $crate::diagnostics::FilledMessage::new(
            &$message,
            [$((stringify!($name), $crate::diagnostics::gap_value!($name $(= $value)?))),*],
        )
    }};
}

/// The value of a gap, which is a variable of its name where none is given.
macro_rules! gap_value {
    ($name:ident) => {
        $crate::diagnostics::GapValue::gap_value(&$name)
    };
    ($name:ident = $value:expr) => {
        $crate::diagnostics::GapValue::gap_value(&$value)
    };
}

pub(crate) use {fill, gap_value};

#[cfg(test)]
mod tests {
    use super::*;

    const MISSING: Message = Message {
        text: "there is no source `{id}`",
        label: "of {count}",
        remedies: &["did you mean `{near}`?", "write `{{ a.{id} or \"\" }}`: {…}, {#id}"],
    };

    #[test]
    fn a_finding_shows_the_first_remedy_whose_gaps_it_can_fill() {
        let id = "a";
        let near = fill!(MISSING, id, count = 2_u32, near = Some("b"));
        assert_eq!(
            [near.text(), near.label(), near.remedy()],
            ["there is no source `a`", "of 2", "did you mean `b`?"]
        );
        let far = fill!(MISSING, id, count = None::<u32>, near = None::<&str>);
        assert_eq!([far.label(), far.remedy()], ["", "write `{{ a.a or \"\" }}`: {…}, {#id}"]);
    }

    #[test]
    fn without_a_finding_a_gap_is_an_ellipsis() {
        assert_eq!(with_ellipses(MISSING.text), "there is no source `…`");
        assert_eq!(with_ellipses("{{ card.width }} {} {a"), "{{ card.width }} {} {a");
    }
}
