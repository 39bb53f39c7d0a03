//! Applies fixes to a text.
//!
//! Where the text is not the one that a fix replaces, nothing is changed. Must not know: files, or rules.

use super::{Edit, Fix};

/// Applies those of the fixes that can be applied together. Gives the new text and their number. Of two that
/// overlap or touch, the second is left for the next run.
pub(crate) fn apply_fixes(text: &str, fixes: &[&Fix]) -> (String, usize) {
    let mut fixes = fixes.to_vec();
    fixes.retain(|fix| fix.edits.iter().any(|edit| edit.old != edit.new));
    fixes.sort_by_key(|fix| fix.edits.iter().map(|edit| edit.span).min());
    let mut taken: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for fix in fixes {
        if fix.edits.iter().all(|edit| fits(text, edit, &taken)) {
            taken.extend(&fix.edits);
            count += 1;
        }
    }
    taken.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = text.to_owned();
    for edit in taken {
        text.replace_range(edit.span.range(), &edit.new);
    }
    (text, count)
}

/// Checks whether the text still has what an edit replaces, and no other edit touches that.
fn fits(text: &str, edit: &Edit, taken: &[&Edit]) -> bool {
    let Edit { span, old, .. } = edit;
    let touches = |other: &&Edit| span.start <= other.span.end && other.span.start <= span.end;
    text.get(span.range()) == Some(&**old) && !taken.iter().any(touches)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::diagnostics::Applicability;

    fn fix(edits: &[(usize, &str, &str)]) -> Fix {
        let edit = |(at, old, new): &(usize, &str, &str)| Edit {
            span: Span::new(*at..at + old.len()),
            old: (*old).to_owned(),
            new: (*new).to_owned(),
        };
        Fix { applicability: Applicability::Safe, edits: edits.iter().map(edit).collect() }
    }

    fn mend(text: &str, fixes: &[Fix]) -> (String, usize) {
        apply_fixes(text, &fixes.iter().collect::<Vec<_>>())
    }

    #[test]
    fn changes_that_lie_apart_are_all_made() {
        let fixes = [fix(&[(6, "d d", "d")]), fix(&[(0, "a a", "a"), (11, "e", "")])];
        assert_eq!(mend("a a b d d  e", &fixes), ("a b d  ".to_owned(), 2));
    }

    #[test]
    fn of_two_in_each_others_way_the_second_waits() {
        let fixes = [fix(&[(2, "a a", "a")]), fix(&[(0, "a a", "a")])];
        assert_eq!(mend("a a a", &fixes), ("a a".to_owned(), 1));
    }

    #[test]
    fn a_text_that_is_another_is_left_alone() {
        // Nor is one of two changes made that belong together.
        let fixes = [
            fix(&[(0, "a", "c"), (1, "b", "c")]),
            fix(&[(0, "b", "c")]),
            fix(&[(1, "é", "e")]),
            fix(&[(9, "x", "")]),
        ];
        assert_eq!(mend("a中", &fixes), ("a中".to_owned(), 0));
    }
}
