//! Reads TOML with look-alikes in it, sign by sign.

use std::ops::Range;

use super::{Change, Sign};
use crate::diagnostics::Problem;

/// Characters that stand for `"`.
const DOUBLE: [char; 13] = ['“', '”', '„', '‟', '«', '»', '＂', '″', '〝', '〞', '〟', '「', '」'];

/// Characters that stand for `'`, or for `"` in another house.
const SINGLE: [char; 10] = ['‘', '’', '‚', '‛', '‹', '›', '＇', '′', '´', '`'];

const DASHES: [char; 7] = ['‐', '‑', '‒', '–', '—', '―', '−'];

/// Characters that show as a space, or as nothing where a space would.
const SPACES: [(char, &str); 17] = [
    ('\u{a0}', "a no-break space"),
    ('\u{1680}', "an ogham space"),
    ('\u{2000}', "an en quad"),
    ('\u{2001}', "an em quad"),
    ('\u{2002}', "an en space"),
    ('\u{2003}', "an em space"),
    ('\u{2004}', "a third of an em space"),
    ('\u{2005}', "a quarter of an em space"),
    ('\u{2006}', "a sixth of an em space"),
    ('\u{2007}', "a figure space"),
    ('\u{2008}', "a punctuation space"),
    ('\u{2009}', "a thin space"),
    ('\u{200a}', "a hair space"),
    ('\u{202f}', "a narrow no-break space"),
    ('\u{205f}', "a mathematical space"),
    ('\u{3000}', "an ideographic space"),
    ('\u{b}', "a vertical tab"),
];

const INVISIBLE: [(char, &str); 18] = [
    ('\u{ad}', "a soft hyphen"),
    ('\u{61c}', "a direction mark"),
    ('\u{180e}', "a vowel separator"),
    ('\u{200b}', "a zero-width space"),
    ('\u{200c}', "a zero-width non-joiner"),
    ('\u{200d}', "a zero-width joiner"),
    ('\u{200e}', "a direction mark"),
    ('\u{200f}', "a direction mark"),
    ('\u{202a}', "a direction mark"),
    ('\u{202b}', "a direction mark"),
    ('\u{202c}', "a direction mark"),
    ('\u{202d}', "a direction mark"),
    ('\u{202e}', "a direction mark"),
    ('\u{2060}', "a word joiner"),
    ('\u{2066}', "a direction mark"),
    ('\u{2067}', "a direction mark"),
    ('\u{2069}', "a direction mark"),
    ('\u{feff}', "a byte order mark"),
];

/// Line breaks of other formats. An editor shows them as one, and TOML does not take them for one.
const LINE_BREAKS: [(char, &str); 3] =
    [('\u{85}', "a “next line”"), ('\u{2028}', "a line separator"), ('\u{2029}', "a paragraph separator")];

/// The letters of the longest text that a remedy repeats.
const LONGEST_SHOWN: usize = 60;

/// The name of an invisible character.
pub(in crate::parse) fn invisible_name(letter: char) -> Option<&'static str> {
    let all = INVISIBLE.iter().chain(&SPACES).chain(&LINE_BREAKS);
    all.into_iter().find(|(known, _)| *known == letter).map(|(_, name)| *name)
}

/// Finds everything outside of strings and comments that looks like TOML and is not.
pub(super) fn scan(toml: &str) -> Vec<Sign> {
    let mut scanner = Scanner { toml, at: 0, depth: 0, in_value: false, may_begin: true, signs: vec![] };
    while let Some(letter) = toml[scanner.at..].chars().next() {
        scanner.step(letter);
    }
    scanner.signs
}

struct Scanner<'t> {
    toml: &'t str,
    at: usize,
    /// How many lists and inline tables are open.
    depth: usize,
    /// Behind the `=` of a line.
    in_value: bool,
    /// Whether a key or a value may begin here.
    may_begin: bool,
    signs: Vec<Sign>,
}

impl Scanner<'_> {
    fn step(&mut self, letter: char) {
        match letter {
            '#' => self.at = self.line_end(),
            _ if self.may_begin && (matches!(letter, '"' | '\'') || is_quote(letter)) => self.string(letter),
            _ => {
                let ascii = self.sign(letter);
                self.structure(ascii);
                self.at += letter.len_utf8();
            }
        }
    }

    /// Notes a character that is no TOML, and returns the one that it stands for.
    fn sign(&mut self, letter: char) -> char {
        let named = |names: &[(char, &'static str)]| {
            names.iter().find(|(known, _)| *known == letter).map(|(_, name)| *name)
        };
        let (meant, problem) = if let Some(name) = named(&SPACES) {
            (" ", Problem::OtherSpace { name })
        } else if let Some(name) = named(&INVISIBLE) {
            ("", Problem::InvisibleCharacter { name })
        } else if let Some(name) = named(&LINE_BREAKS) {
            let range = self.at..self.at + letter.len_utf8();
            let problem = Problem::OtherLineBreak { name };
            self.signs.push(Sign { range, problem, changes: vec![], is_quote: false });
            return '\n';
        } else if let Some(meant) = ascii_of(letter) {
            (meant, Problem::LookAlike { sign: letter.to_string(), meant })
        } else {
            return letter;
        };
        let range = self.at..self.at + letter.len_utf8();
        let changes = vec![Change { range: range.clone(), new: meant.to_owned() }];
        self.signs.push(Sign { range, problem, changes, is_quote: false });
        meant.chars().next().unwrap_or(' ')
    }

    /// Follows the structure of a line.
    fn structure(&mut self, letter: char) {
        match letter {
            '\n' if self.depth == 0 => (self.in_value, self.may_begin) = (false, true),
            '\n' | ' ' | '\t' | '\r' => {}
            '=' => (self.in_value, self.may_begin) = (true, true),
            '[' | '{' => {
                self.depth += usize::from(self.in_value);
                self.may_begin = true;
            }
            ']' | '}' => {
                self.depth = self.depth.saturating_sub(1);
                self.may_begin = false;
            }
            ',' => self.may_begin = true,
            '.' if !self.in_value => self.may_begin = true,
            _ => self.may_begin = false,
        }
    }

    /// A string, or what is meant for one.
    fn string(&mut self, opener: char) {
        let start = self.at;
        let line_end = self.line_end();
        self.may_begin = false;
        if ["\"\"\"", "'''"].iter().any(|quotes| self.toml[start..].starts_with(quotes)) {
            self.at = self.multiline_end(start + 3, opener);
            return;
        }
        let inside = start + opener.len_utf8();
        let first = self.first_straight(inside..line_end, opener);
        if let Some(end) = first.filter(|end| self.may_end(end + 1)) {
            self.at = end + 1;
            return;
        }
        let mut closers = self.closers(inside..line_end, opener);
        let closer = closers.next();
        // In a list, a text without a mark in it ends there; else only one place may be its end.
        let is_bare = |end: usize| !self.toml[inside..end].contains(|c| is_of(c, opener));
        let certain = closer.filter(|end| is_bare(*end) || closers.next().is_none());
        drop(closers);
        match certain {
            Some(end) => {
                let closer = self.toml[end..].chars().next().unwrap_or(opener);
                self.quoted(start..end, (opener, closer), first);
                self.at = end + closer.len_utf8();
            }
            None => {
                let is_straight = matches!(opener, '"' | '\'');
                if is_straight && closer.is_none() {
                    self.more_behind(first, opener);
                } else if is_straight {
                    self.inner_quote(first.unwrap_or(start), opener);
                } else {
                    self.quote(start, opener, vec![], None);
                }
                // Nobody knows where a text of several lines begins in a line that is not understood.
                let line = &self.toml[start..line_end];
                let is_lost = line.contains("\"\"\"") || line.contains("'''");
                self.at = if is_lost { self.toml.len() } else { line_end };
            }
        }
    }

    /// A text from its first mark to its last. `first` is the first straight mark in it.
    fn quoted(&mut self, range: Range<usize>, (opener, closer): (char, char), first: Option<usize>) {
        let Range { start, end } = range;
        let inside = &self.toml[start + opener.len_utf8()..end];
        match (is_quote(opener), is_quote(closer)) {
            (false, false) => self.inner_quote(first.unwrap_or(start), opener),
            (false, true) => {
                // What is behind a straight mark may have escapes in it.
                let change = Change { range: end..end + closer.len_utf8(), new: opener.to_string() };
                let changes = if inside.contains(opener) { vec![] } else { vec![change] };
                self.quote(end, closer, changes, None);
            }
            (true, closer_is_quote) => {
                // Three marks are meant for a text of several lines, and a straight one may end another text.
                let is_certain = !inside.starts_with(|c| is_of(c, opener))
                    && (closer_is_quote || !inside.contains(|c| is_of(c, opener)));
                let literal = literal(inside).filter(|_| is_certain);
                let range = start..end + closer.len_utf8();
                let changes = literal.iter().map(|new| Change { range: range.clone(), new: new.clone() });
                self.quote(start, opener, changes.collect(), literal.clone());
            }
        }
    }

    fn quote(&mut self, at: usize, mark: char, changes: Vec<Change>, fixed: Option<String>) {
        let fixed = fixed.filter(|fixed| fixed.chars().count() <= LONGEST_SHOWN);
        let problem = Problem::CurlyQuotes { mark: mark.to_string(), fixed };
        self.signs.push(Sign { range: at..at + mark.len_utf8(), problem, changes, is_quote: true });
    }

    /// A straight mark that ends its text, and was not meant to.
    fn inner_quote(&mut self, at: usize, mark: char) {
        // Two texts without a comma between them.
        if self.toml[at + 1..].trim_start_matches([' ', '\t']).starts_with(['"', '\'']) && self.depth > 0 {
            return;
        }
        let problem = if mark == '"' { Problem::InnerQuote {} } else { Problem::InnerApostrophe {} };
        self.signs.push(Sign { range: at..at + 1, problem, changes: vec![], is_quote: true });
    }

    /// A text that ends, with something behind it that is no other key.
    fn more_behind(&mut self, end: Option<usize>, mark: char) {
        let Some(end) = end else { return };
        let behind = &self.toml[end + 1..self.line_end()];
        if !behind.contains('=') {
            self.inner_quote(end, mark);
        }
    }

    /// The places on a line where a text in these marks may end.
    fn closers(&self, range: Range<usize>, opener: char) -> impl Iterator<Item = usize> {
        let letters = self.toml[range.clone()].char_indices();
        let marks = letters.filter(move |(_, letter)| is_of(*letter, opener));
        let ends = marks.map(move |(at, letter)| (range.start + at, letter.len_utf8()));
        ends.filter(|(at, bytes)| self.may_end(at + bytes)).map(|(at, _)| at)
    }

    /// The mark that ends a TOML string.
    fn first_straight(&self, range: Range<usize>, opener: char) -> Option<usize> {
        let mut is_escaped = false;
        for (at, letter) in self.toml[range.clone()].char_indices() {
            if letter == opener && !is_escaped && !is_quote(opener) {
                return Some(range.start + at);
            }
            is_escaped = opener == '"' && letter == '\\' && !is_escaped;
        }
        None
    }

    /// Returns whether what follows a byte may follow a string.
    fn may_end(&self, at: usize) -> bool {
        let is_line_break =
            |letter: char| letter == '\n' || LINE_BREAKS.iter().any(|(known, _)| *known == letter);
        let is_space = |letter: char| {
            !is_line_break(letter) && (letter.is_whitespace() || invisible_name(letter).is_some())
        };
        let next = self.toml[at..].trim_start_matches(is_space).chars().next().unwrap_or('\n');
        let next = ascii_of(next).and_then(|ascii| ascii.chars().next()).unwrap_or(next);
        match next {
            '#' => true,
            _ if is_line_break(next) => true,
            ',' | '}' | '=' if self.depth > 0 => true,
            ']' => self.depth > 0 || !self.in_value,
            '=' | '.' => !self.in_value,
            _ => false,
        }
    }

    fn line_end(&self) -> usize {
        self.toml[self.at..].find('\n').map_or(self.toml.len(), |at| self.at + at)
    }

    fn multiline_end(&self, from: usize, quote: char) -> usize {
        let mut is_escaped = false;
        for (at, letter) in self.toml[from..].char_indices() {
            let rest = &self.toml[from + at..];
            if letter == quote && !is_escaped && rest.starts_with(&quote.to_string().repeat(3)) {
                let marks = rest.len() - rest.trim_start_matches(quote).len();
                return from + at + marks.min(5);
            }
            is_escaped = quote == '"' && letter == '\\' && !is_escaped;
        }
        self.toml.len()
    }
}

/// A text as a TOML string; `None` if it is not certain what a backslash in it means.
fn literal(text: &str) -> Option<String> {
    match (text.contains('\\'), text.contains('"'), text.contains('\'')) {
        (true, ..) => None,
        (false, false, _) => Some(format!("\"{text}\"")),
        (false, true, false) => Some(format!("'{text}'")),
        (false, true, true) => Some(format!("\"{}\"", text.replace('"', "\\\""))),
    }
}

/// Returns whether a character is a quotation mark that TOML does not know.
fn is_quote(letter: char) -> bool {
    DOUBLE.contains(&letter) || SINGLE.contains(&letter)
}

/// Returns whether a mark may close what another opens.
fn is_of(letter: char, opener: char) -> bool {
    let is_double = |mark: char| mark == '"' || DOUBLE.contains(&mark);
    let is_single = |mark: char| mark == '\'' || SINGLE.contains(&mark);
    is_double(letter) && is_double(opener) || is_single(letter) && is_single(opener)
}

/// The sign of TOML that a character looks like.
fn ascii_of(letter: char) -> Option<&'static str> {
    const FULL_WIDTH: &str =
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    match letter {
        '！'..='～' => {
            let at = letter as usize - '！' as usize;
            FULL_WIDTH.get(at..=at)
        }
        '、' => Some(","),
        '。' => Some("."),
        '⹀' | '꞊' => Some("="),
        _ if DASHES.contains(&letter) => Some("-"),
        _ => None,
    }
}
