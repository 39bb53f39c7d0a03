//! Paths with white space in them behind brackets, which CommonMark takes for text.
//!
//! Must not know: whether there is such a file.

use std::ops::Range;

/// Finds the path in `(my file.pdf)` or `(my file.pdf "title")` behind brackets, or in the line of a definition
/// `[label]: my file.pdf`, if it has white space in it and is one by its ending.
pub(super) fn spaced_path(text: &str, brackets: Range<usize>) -> Option<&str> {
    let line = text[brackets.end..].lines().next().unwrap_or("");
    let begins_line =
        text[..brackets.start].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
    let inside = match line.strip_prefix('(') {
        Some(inside) => &inside[..closing(inside)?],
        None => line.strip_prefix(':').filter(|_| begins_line)?,
    };
    let path = without_title(inside.trim());
    (path.contains([' ', '\t']) && has_ending(path) && !path.starts_with('<')).then_some(path)
}

/// The byte of the parenthesis that closes one before the text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1;
    for (at, letter) in text.char_indices() {
        open += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// A path without the title in quotation marks behind it.
fn without_title(inside: &str) -> &str {
    let mark = inside.chars().next_back().filter(|mark| matches!(mark, '"' | '\''));
    let title = mark.and_then(|mark| inside[..inside.len() - 1].rfind(mark));
    title.filter(|at| inside[..*at].ends_with(' ')).map_or(inside, |at| inside[..at].trim_end())
}

/// Tells a path from words in parentheses: it ends like the name of a file.
fn has_ending(path: &str) -> bool {
    let file = path.split(['#', '?']).next().unwrap_or("");
    file.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty()
            && ending.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && ending.len() <= 5
            && ending.chars().all(|letter| letter.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_words() {
        let found = |behind: &str| spaced_path(&format!("[a]{behind}"), 0..3).map(str::to_owned);
        for (behind, path) in [
            ("(old town.jpg) and", "old town.jpg"),
            ("( two  spaces.pdf )", "two  spaces.pdf"),
            ("(old town (1).jpg \"The town\")", "old town (1).jpg"),
            ("(../maps/old town.md#north gate)", "../maps/old town.md#north gate"),
            (": old town.jpg", "old town.jpg"),
        ] {
            assert_eq!(found(behind).as_deref(), Some(path), "{behind}");
        }
        for behind in
            ["(as they say)", "(see p. 4)", "(town.jpg)", "(<old town.jpg>)", ": see below.", " (a b.c)"]
        {
            assert_eq!(found(behind), None, "{behind}");
        }
    }
}
