//! Whether a text has the words of a quotation.
//!
//! Capital letters, marks and spaces make no difference; what stands in brackets was put in, and `…` stands for
//! what was left out. Must not know: where the text comes from.

/// Whether the pieces of a quotation stand in a text, in their order.
pub(crate) fn contains_quotation(text: &str, quotation: &str) -> bool {
    let text = plain(text);
    let mut rest = text.as_str();
    pieces(quotation).iter().all(|piece| match rest.find(piece.as_str()) {
        Some(at) => {
            // The space behind one piece may be the one before the next.
            rest = &rest[at + piece.len() - 1..];
            true
        }
        None => false,
    })
}

/// What stands between omissions and insertions, each with a space before and behind it.
fn pieces(quotation: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut open = String::new();
    let mut depth = 0_usize;
    let dotted = quotation.replace("...", "…").replace(". . .", "…");
    for letter in dotted.chars() {
        match letter {
            '[' => {
                depth += 1;
                pieces.push(std::mem::take(&mut open));
            }
            ']' => depth = depth.saturating_sub(1),
            '…' => pieces.push(std::mem::take(&mut open)),
            _ if depth == 0 => open.push(letter),
            _ => {}
        }
    }
    pieces.push(open);
    pieces.iter().map(|piece| plain(piece)).filter(|piece| piece != " ").collect()
}

/// A text's words in lower case, a space around each; apostrophes are left out.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’' | '‘' | '\u{ad}') && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
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
    fn another_word_another_order_and_half_a_word_do() {
        for quotation in ["friendship of the two states", "no limits … the two States", "has no limit"] {
            assert!(!contains_quotation(TEXT, quotation), "{quotation}");
        }
    }
}
