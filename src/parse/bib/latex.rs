//! Values of BibLaTeX files in Unicode.
//!
//! The crate knows accents and dashes. Signs, formulas and commands around a text are translated before it sees them;
//! LaTeX that is left after it is unknown here. Must not know: what the value is for.

use std::ops::Range;

use biblatex::{Chunk, Chunks, ChunksExt, ChunksRef, Person};

use super::{math, symbols};

/// Signs that mean something to the crate, which gets noncharacters in their place: no text has any of those.
const SHIELDED: &str = "\\{}$~-^_#&%`'\"=,\u{a0}";
const FIRST_SHIELD: u32 = 0xFDD0;

/// A value as the crate reads it.
#[derive(Default)]
pub(super) struct Translation {
    pub(super) text: String,
    /// Formulas that no line of text can hold: they stay as they are.
    pub(super) refused: Vec<Range<usize>>,
}

/// Translates what the crate does not know.
pub(super) fn translated(raw: &str) -> Translation {
    let mut translator = Translator { raw, at: 0, translation: Translation::default() };
    translator.run();
    translator.translation
}

struct Translator<'r> {
    raw: &'r str,
    at: usize,
    translation: Translation,
}

impl<'r> Translator<'r> {
    fn rest(&self) -> &'r str {
        &self.raw[self.at..]
    }

    fn eat(&mut self, text: &str) -> bool {
        let there = self.rest().starts_with(text);
        self.at += if there { text.len() } else { 0 };
        there
    }

    fn push(&mut self, text: &str) {
        self.translation.text += text;
    }

    fn run(&mut self) {
        while let Some(letter) = self.rest().chars().next() {
            self.at += letter.len_utf8();
            match letter {
                '\\' => self.command(),
                '$' => {
                    let fence = if self.eat("$") { "$$" } else { "$" };
                    self.formula(fence, fence);
                }
                '~' => self.push(&shielded("\u{a0}")),
                '`' if self.eat("`") => self.push("“"),
                '\'' if self.eat("'") => self.push("”"),
                _ => self.translation.text.push(letter),
            }
        }
    }

    /// A formula behind `open`.
    fn formula(&mut self, open: &str, close: &str) {
        let start = self.at;
        let end = self.rest().match_indices(close).find(|(at, _)| !self.rest()[..*at].ends_with('\\'));
        let Some((length, _)) = end else {
            // The crate reports it.
            self.push("$");
            return;
        };
        self.at += length + close.len();
        self.keep_formula(&self.raw[start..start + length], start - open.len()..self.at);
    }

    fn keep_formula(&mut self, latex: &str, whole: Range<usize>) {
        if let Some(text) = math::formula(latex) {
            self.push(&shielded(&text));
        } else {
            self.push(&shielded(&self.raw[whole.clone()]));
            self.translation.refused.push(whole);
        }
    }

    /// The name or sign behind a backslash.
    fn command(&mut self) {
        let length = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &self.rest()[..length];
        let start = self.at - 1;
        self.at += length;
        if name.is_empty() {
            self.sign();
        } else if let Some(symbol) = symbols::symbol(name) {
            self.skip_end();
            self.push(&shielded(symbol));
        } else if symbols::WITHOUT_EFFECT.contains(&name) {
            self.skip_end();
        } else if symbols::HIDDEN.contains(&name) {
            self.group();
        } else if symbols::SECOND_SHOWN.contains(&name) {
            self.group();
            self.around("", "");
        } else if symbols::SHOWN.contains(&name) {
            self.around("", "");
        } else {
            match name {
                "enquote" | "mkbibquote" | "textquote" => self.around("“", "”"),
                "mkbibparens" => self.around("(", ")"),
                "mkbibbrackets" => self.around("[", "]"),
                "url" | "nolinkurl" | "path" => {
                    let address = self.group().map(|range| verbatim(&self.raw[range]));
                    self.push(&shielded(&address.unwrap_or_default()));
                }
                "ensuremath" => {
                    if let Some(range) = self.group() {
                        self.keep_formula(&self.raw[range], start..self.at);
                    }
                }
                "textsuperscript" => self.script(math::raised),
                "textsubscript" => self.script(math::lowered),
                // One that the crate knows, or an unknown one.
                _ => {
                    self.push("\\");
                    self.push(name);
                }
            }
        }
    }

    /// A backslash before something that is no letter.
    fn sign(&mut self) {
        let Some(sign) = self.rest().chars().next() else { return self.push("\\") };
        self.at += sign.len_utf8();
        match sign {
            '\\' | ',' | ' ' | ';' | '\n' | '\t' => self.push(" "),
            '!' | '/' | '@' | '-' => {}
            '(' => self.formula("\\(", "\\)"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => self.push(&shielded(sign.encode_utf8(&mut [0; 4]))),
            // An accent. Upon an i it has no dot, whether the author has taken it away or not.
            _ => {
                self.push("\\");
                self.translation.text.push(sign);
                let after = self.rest().strip_prefix("\\i");
                if after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphabetic())) {
                    self.eat("\\i");
                    self.skip_end();
                    self.push("i");
                }
            }
        }
    }

    /// What ends the name of a command.
    fn skip_end(&mut self) {
        if !self.eat("{}") {
            self.at += self.rest().len() - self.rest().trim_start().len();
        }
    }

    /// The inside of the braces that stand here.
    fn group(&mut self) -> Option<Range<usize>> {
        let space = self.rest().len() - self.rest().trim_start().len();
        let inside = self.rest()[space..].strip_prefix('{')?;
        let start = self.at + space + 1;
        let mut depth = 0;
        let mut is_escaped = false;
        for (at, letter) in inside.char_indices() {
            match letter {
                '}' if depth == 0 && !is_escaped => {
                    self.at = start + at + 1;
                    return Some(start..start + at);
                }
                '{' if !is_escaped => depth += 1,
                '}' if !is_escaped => depth -= 1,
                _ => {}
            }
            is_escaped = letter == '\\' && !is_escaped;
        }
        None
    }

    /// A command that shows the content of its braces.
    fn around(&mut self, open: &str, close: &str) {
        self.push(open);
        if let Some(range) = self.group() {
            let Translation { text, refused } = translated(&self.raw[range.clone()]);
            self.push(&text);
            let refused = refused.into_iter().map(|at| range.start + at.start..range.start + at.end);
            self.translation.refused.extend(refused);
        }
        self.push(close);
    }

    fn script(&mut self, script: fn(&str) -> Option<String>) {
        let Some(range) = self.group() else { return };
        let text = translated(&self.raw[range]).text;
        let is_figure = text.contains(|c: char| c.is_ascii_digit());
        let scripted = script(&text).filter(|_| is_figure);
        self.push(&scripted.unwrap_or(text));
    }
}

fn shielded(text: &str) -> String {
    let shields = (FIRST_SHIELD..).map_while(char::from_u32);
    let shield = |c| {
        SHIELDED.chars().zip(shields.clone()).find(|(sign, _)| *sign == c).map_or(c, |(_, shield)| shield)
    };
    text.chars().map(shield).collect()
}

fn unshielded(text: &str) -> String {
    let sign =
        |c: char| u32::from(c).checked_sub(FIRST_SHIELD).and_then(|at| SHIELDED.chars().nth(at as usize));
    text.chars().map(|c| sign(c).unwrap_or(c)).collect()
}

/// A text.
pub(super) fn plain(chunks: ChunksRef<'_>) -> String {
    let parts = chunks.iter().map(|chunk| match &chunk.v {
        Chunk::Normal(part) | Chunk::Verbatim(part) | Chunk::Math(part) => part.as_str(),
    });
    typeset(&parts.collect::<String>())
}

/// Values that stand in a list, joined by `and`.
pub(super) fn items(chunks: ChunksRef<'_>) -> Vec<String> {
    let items: Vec<Chunks> = chunks.parse().unwrap_or_default();
    items.iter().map(|item| plain(item)).filter(|item| !item.is_empty()).collect()
}

/// Names as they are spoken: `Ludwig van Beethoven`. One that stands in braces of its own is no person's, and
/// has no parts.
pub(super) fn names(chunks: ChunksRef<'_>) -> Vec<String> {
    let names: Vec<Chunks> = chunks.parse().unwrap_or_default();
    names.iter().map(|name| spoken(name)).filter(|name| !name.is_empty()).collect()
}

fn spoken(name: ChunksRef<'_>) -> String {
    let whole = |chunk: &Chunk| matches!(chunk, Chunk::Verbatim(_)) || chunk.get().trim().is_empty();
    if name.iter().all(|chunk| whole(&chunk.v)) {
        return plain(name);
    }
    let person = Person::parse(name);
    let parts = [person.given_name, person.prefix, person.name, person.suffix];
    let parts = parts.iter().map(String::as_str).filter(|part| !part.is_empty());
    typeset(&parts.collect::<Vec<_>>().join(" "))
}

/// A text in which nothing is LaTeX, and nothing HTML, which Zotero writes for italics.
fn typeset(text: &str) -> String {
    let text = without_tags(&unshielded(&without_commands(text)));
    let words = text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The unknown commands in a value that the crate has read.
pub(super) fn commands(text: &str) -> impl Iterator<Item = &str> {
    let behind = text.match_indices('\\').map(|(at, _)| &text[at + 1..]);
    let names = behind.map(|rest| &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()]);
    names.filter(|name| !name.is_empty())
}

/// `\unknown{word}` as `word`.
fn without_commands(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut open = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                while letters.next_if(char::is_ascii_alphabetic).is_some() {}
                if letters.next_if_eq(&'{').is_some() {
                    open += 1;
                } else {
                    letters.next_if_eq(&' ');
                }
            }
            '}' if open > 0 => open -= 1,
            _ => plain.push(letter),
        }
    }
    plain
}

/// `<i>word</i>` as `word`: the tags that Zotero puts into titles and notes. A lone `<` is a sign.
fn without_tags(text: &str) -> String {
    const WORDS: [&str; 9] = ["i", "b", "em", "strong", "sup", "sub", "span", "a", "u"];
    const LINES: [&str; 9] = ["p", "br", "div", "li", "ul", "ol", "h1", "h2", "blockquote"];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        plain += before;
        let name = behind.trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        match behind.split_once('>') {
            Some((_, after)) if is(&WORDS) => rest = after,
            Some((_, after)) if is(&LINES) => {
                plain.push(' ');
                rest = after;
            }
            _ => {
                plain.push('<');
                rest = behind;
            }
        }
    }
    plain + rest
}

/// An address, a number or a date, in which nothing is typeset. The crate would make dashes of its hyphens.
pub(super) fn verbatim(raw: &str) -> String {
    let raw = raw.trim().replace(r"$\sim$", "~").replace(r"\string", "");
    let mut plain = String::with_capacity(raw.len());
    let mut rest = raw.as_str();
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '{' | '}' => {}
            '\\' => {
                let (name, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_alphabetic).count());
                if let Some(symbol) = symbols::symbol(name) {
                    plain += symbol;
                    rest = behind.trim_start();
                } else if let Some(sign) = rest.chars().next().filter(char::is_ascii_punctuation) {
                    plain.push(sign);
                    rest = &rest[1..];
                } else {
                    plain.push('\\');
                }
            }
            _ => plain.push(letter),
        }
    }
    plain
}

/// The address in a value that holds one: `\url{…}`, the first part of `\href{…}{…}`, or the value itself.
pub(super) fn address(raw: &str) -> Option<String> {
    let marked = [r"\url", r"\href", r"\nolinkurl"].iter().find_map(|mark| raw.split_once(mark));
    if let Some((_, behind)) = marked {
        let mut translator = Translator { raw: behind, at: 0, translation: Translation::default() };
        return translator.group().map(|range| verbatim(&behind[range]));
    }
    let raw = verbatim(raw);
    (raw.starts_with("https://") || raw.starts_with("http://"))
        .then_some(raw)
        .filter(|raw| !raw.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use biblatex::Bibliography;
    use proptest::prelude::*;

    fn title(raw: &str) -> String {
        let Translation { text, refused } = translated(raw);
        assert!(refused.is_empty(), "{raw}");
        let file = format!("@misc{{x, title = {{{text}}}}}");
        let read = Bibliography::parse(&file).expect("readable");
        plain(read.iter().next().and_then(|entry| entry.get("title")).expect("a title"))
    }

    #[test]
    fn what_has_a_sign_in_unicode_gets_it() {
        for (raw, expected) in [
            (r"3\textdegree{}N, $\leq$ 7\,$\mu$m", "3°N, ≤ 7 µm"),
            (r"\texteuro 5 \textpm{} 1\%", "€5 ± 1%"),
            (r"{\ldots} and \textonehalf", "… and ½"),
            (r"\enquote{One \emph{two}} \mkbibquote{three}", "“One two” “three”"),
            (r"10\textsuperscript{6} at the 2\textsuperscript{nd}", "10⁶ at the 2nd"),
            (r"one\\two \textbackslash three", r"one two \three"),
            (
                r"a {\textless}i{\textgreater}b{\textless}/i{\textgreater} {$<$}p{$>$}c{$<$}/p{$>$} 1 < 2",
                "a b c 1 < 2",
            ),
            (r"``So'' -- it's 20\textasciitilde{}m~long", "“So” – it's 20~m\u{a0}long"),
            (r"Nov\'{a}k, {\'\i}, \o{}, \v{c}, \ss{}", "Novák, í, ø, č, ß"),
            (
                r"see \url{https://a.org/~b--c_d} or \href{https://a.org/}{there}",
                "see https://a.org/~b--c_d or there",
            ),
            (r"\foreignlanguage{german}{Wort} \noopsort{a}b \em c", "Wort b c"),
        ] {
            assert_eq!(title(raw), expected, "{raw}");
        }
    }

    #[test]
    fn what_has_none_is_named() {
        let translation = translated(r"a $\begin{matrix}1\\2\end{matrix}$");
        assert_eq!(translation.refused.first(), Some(&(2..34)));
        assert_eq!(commands(r"\hmm{a} \ b \x").collect::<Vec<_>>(), ["hmm", "x"]);
        assert_eq!(without_commands(r"\hmm{a} \x b"), "a b");
    }

    #[test]
    fn an_address_is_no_text() {
        for raw in [
            r"https://a.b/~c--d\_e?f=1\&g=2\%20\#h",
            r"https://a.b/{\textasciitilde}c--d_e?f=1&g=2\%20#h",
            r"\url{https://a.b/~c--d_e?f=1&g=2%20#h}",
            r"\href{https://a.b/\~{}c--d_e?f=1&g=2%20\#h}{here}",
            r"Read at \url{https://a.b/$\sim$c--d_e?f=1&g=2%20#h}.",
        ] {
            assert_eq!(address(raw).as_deref(), Some("https://a.b/~c--d_e?f=1&g=2%20#h"), "{raw}");
        }
        assert_eq!(address("http://a.b/").as_deref(), Some("http://a.b/"));
        assert_eq!(address("Leaflet, see https://a.b/"), None);
        assert_eq!(verbatim("{2022~}"), "2022~");
    }

    proptest! {
        #[test]
        fn any_text_comes_through_as_it_was_meant(words in "[a-zä≥µ€(). ]{0,20}", formula in "[a-z0-9]{1,5}") {
            let latex = words.replace('µ', r"\textmu{}").replace('€', r"\texteuro ").replace('≥', r"$\geq$");
            let expected = format!("{words}{formula}").replace('€', "€ ");
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squeezed(&title(&format!("{latex}${formula}$"))), squeezed(&expected));
        }

        #[test]
        fn any_value_is_read(raw in r"(\\[a-zA-Z]{0,9}|[{}$~`'^_%&a-zä≥<> -]){0,25}") {
            let Translation { refused, .. } = translated(&raw);
            prop_assert!(refused.into_iter().all(|range| raw.get(range).is_some()));
            verbatim(&raw);
            address(&raw);
        }
    }
}
