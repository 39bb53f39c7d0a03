//! Values of BibLaTeX files in Unicode.
//!
//! The crate knows accents, escapes and dashes; what is left of LaTeX is taken away here. Must not know: what
//! the value is for.

use std::borrow::Cow;

use biblatex::{Chunk, Chunks, ChunksExt, ChunksRef, Person};

/// LaTeX that the crate misreads, written as it understands it: `\o{}`, and an accent upon `\i`.
pub(super) fn for_the_crate(raw: &str) -> Cow<'_, str> {
    if !raw.contains("\\o{}") && !raw.contains("\\i") {
        return Cow::Borrowed(raw);
    }
    let mut text = raw.replace("\\o{}", "{\\o}");
    for accent in ["'", "`", "^", "\"", "~", "="] {
        text = text.replace(&format!("\\{accent}\\i"), &format!("\\{accent}i"));
    }
    Cow::Owned(text)
}

/// A text.
pub(super) fn plain(chunks: ChunksRef<'_>) -> String {
    let mut text = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(part) | Chunk::Verbatim(part) => text += part,
            // `$11^{th}$` and `CO$_2$`, which is all the mathematics that titles have.
            Chunk::Math(part) => text.extend(part.chars().filter(|c| !"^_{}".contains(*c))),
        }
    }
    typeset(&text)
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

/// A text in which nothing is LaTeX but what the crate left as it was.
fn typeset(text: &str) -> String {
    let text = without_commands(text).replace("``", "“").replace("''", "”").replace('~', "\u{a0}");
    let words = text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// `\emph{word}` as `word`: the crate leaves commands that it does not know.
fn without_commands(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut open = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let mut named = false;
                while letters.next_if(char::is_ascii_alphabetic).is_some() {
                    named = true;
                }
                if letters.next_if_eq(&'{').is_some() {
                    open += 1;
                } else if named {
                    letters.next_if_eq(&' ');
                } else if let Some(space) = letters.next() {
                    plain.extend(matches!(space, ' ' | ',' | '\\').then_some(' '));
                }
            }
            '}' if open > 0 => open -= 1,
            _ => plain.push(letter),
        }
    }
    plain
}

/// An address, a number or a date, in which nothing is typeset. The crate would make dashes of its hyphens.
pub(super) fn verbatim(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    let mut letters = raw.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' => {}
            '\\' => plain.push(letters.next_if(char::is_ascii_punctuation).unwrap_or('\\')),
            _ => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_crate_leaves_of_latex_is_taken_away() {
        assert_eq!(without_commands(r"a \emph{b \textbf{c}} d"), "a b c d");
        assert_eq!(without_commands(r"\relax x\ y"), "x y");
        assert_eq!(typeset("``One''  Vol.~2"), "“One” Vol.\u{a0}2");
    }

    #[test]
    fn an_address_is_no_text() {
        assert_eq!(verbatim(r"https://a.b/c--d\_e?f=1\&g=2\%20"), "https://a.b/c--d_e?f=1&g=2%20");
        assert_eq!(verbatim("{2022~}"), "2022~");
    }
}
