//! Whether a text contains the words of a quotation.
//!
//! Capitals, marks and spaces make no difference; words in brackets were inserted, and `…` marks an omission.
//! Must not know: where the text comes from.

/// Checks whether the pieces of a quotation are in a text, in their order.
pub(crate) fn contains_quotation(text: &str, quotation: &str) -> bool {
    let text = normalize(text);
    let mut rest = text.as_str();
    for piece in quoted_pieces(quotation) {
        let Some(at) = rest.find(&piece) else { return false };
        // The space after one piece may be the one before the next.
        rest = &rest[at + piece.len() - 1..];
    }
    true
}

/// The normalized words between omissions and insertions.
fn quoted_pieces(quotation: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut depth = 0_usize;
    for letter in quotation.replace("...", "…").replace(". . .", "…").chars() {
        match letter {
            '[' => {
                depth += 1;
                pieces.push(std::mem::take(&mut piece));
            }
            ']' => depth = depth.saturating_sub(1),
            '…' => pieces.push(std::mem::take(&mut piece)),
            _ if depth == 0 => piece.push(letter),
            _ => {}
        }
    }
    pieces.push(piece);
    pieces.iter().map(|piece| normalize(piece)).filter(|piece| piece != " ").collect()
}

/// The words of a text in lower case without apostrophes, with one space around each.
fn normalize(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            words.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’' | '‘' | '\u{ad}') && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "Friendship between the two States has no limits, there are no ‘forbidden’ areas of cooperation.";

    #[test]
    fn marks_capitals_omissions_and_insertions_make_no_difference() {
        for quotation in [
            "friendship between the two states",
            "Friendship … has no limits",
            "Friendship [of both] has no “limits” – there are no",
            "no limits... cooperation",
            "has no limits [and] there are",
        ] {
            assert!(contains_quotation(TEXT, quotation), "{quotation}");
        }
    }

    #[test]
    fn another_word_another_order_and_half_a_word_make_one() {
        for quotation in ["friendship of the two states", "no limits … the two States", "has no limit"] {
            assert!(!contains_quotation(TEXT, quotation), "{quotation}");
        }
    }
}
