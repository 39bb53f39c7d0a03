//! C007: a quotation mark without its partner.

use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("C007", "unbalanced-quote", Warn, &[UNCLOSED, UNOPENED], EXPLANATION, Run::Page(check))
        .preview();

const UNCLOSED: Message = Message {
    text: "this quotation mark has no partner",
    label: "it is never closed",
    remedies: &["add the other one"],
};

const UNOPENED: Message = Message { label: "nothing opened it", ..UNCLOSED };

const EXPLANATION: &str = "\
Finds a quotation mark that has no partner in its paragraph.

Readers must see where somebody else's words end and yours begin.

    He spoke of “a new era of relations.

Add the other mark. A quotation of more than one paragraph may stay open if the next paragraph opens it again. The
marks for inches and minutes are not counted.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    for (at, passage) in cx.passages.iter().enumerate() {
        // A passage of the same kind can open the quotation again.
        let is_continued = cx.passages.get(at + 1).is_some_and(|next| {
            passage.kind == next.kind
                && passage.kind != PassageKind::ShortText
                && passage.path == next.path
                && next.text.trim_start().starts_with(OPENING_MARKS)
        });
        for mark in &passage.facts().unpaired_marks {
            let is_opening = passage.text[mark.clone()].starts_with(OPENING_MARKS);
            if is_opening && is_continued {
                continue;
            }
            let words = if is_opening { fill!(UNCLOSED) } else { fill!(UNOPENED) };
            found.push(RULE.within(passage, mark.clone(), words));
        }
    }
}

const OPENING_MARKS: [char; 3] = ['“', '«', '„'];
