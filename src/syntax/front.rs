//! Front matter: what an author says of an explainer, a section, a page.
//!
//! Typed, and nothing resolved. Must not know: other files.

use super::block::{Figure, figure};
use super::prose::{Dek, Prose, Title, dek, prose, title};
use super::table::{Fields, Text, When};
use crate::finding::Problem;

/// The front matter of an explainer.
#[derive(Clone, Debug)]
pub(crate) struct ExplainerFront {
    pub(crate) title: Option<Title>,
    pub(crate) dek: Option<Dek>,
    pub(crate) published: Option<When>,
    /// The last substantive change.
    pub(crate) updated: Option<When>,
    pub(crate) reviewed: Option<When>,
    pub(crate) review_by: Option<When>,
    /// When what it says was true.
    pub(crate) as_of: Option<When>,
    pub(crate) authors: Vec<Text>,
    pub(crate) topics: Vec<Text>,
    pub(crate) key_points: Vec<Prose>,
    pub(crate) lead_image: Option<Box<Figure>>,
    pub(crate) aliases: Vec<Text>,
    pub(crate) draft: bool,
    /// Meant to stay true without being looked at.
    pub(crate) evergreen: bool,
    pub(crate) changes: Vec<Change>,
    pub(crate) corrections: Vec<Correction>,
}

/// A substantive change: what is new on the page since a day.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) date: When,
    pub(crate) note: Prose,
}

/// A mistake that was on the page, and what is right.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    pub(crate) date: When,
    pub(crate) note: Prose,
    /// The words that were wrong.
    pub(crate) was: Option<Text>,
}

/// The front matter of a section that is a file.
#[derive(Clone, Debug)]
pub(crate) struct SectionFront {
    pub(crate) title: Option<Title>,
    /// One sentence, shown under the question.
    pub(crate) answer: Option<Prose>,
    pub(crate) as_of: Option<When>,
}

/// The front matter of a plain page, and of the words for the home page.
#[derive(Clone, Debug)]
pub(crate) struct PageFront {
    pub(crate) title: Option<Title>,
    pub(crate) dek: Option<Title>,
    pub(crate) updated: Option<When>,
    pub(crate) aliases: Vec<Text>,
    pub(crate) draft: bool,
}

/// The front matter of a file that is an explainer or a plain page: its `kind` says which.
pub(crate) enum Front {
    Explainer(Box<ExplainerFront>),
    Page(PageFront),
}

#[derive(Clone, Copy)]
enum Kind {
    Explainer,
    Page,
}

pub(crate) fn front(fields: &mut Fields<'_, '_>) -> Front {
    match fields.word("kind", &[("explainer", Kind::Explainer), ("page", Kind::Page)]) {
        Some(Kind::Page) => Front::Page(page(fields)),
        Some(Kind::Explainer) | None => Front::Explainer(Box::new(explainer(fields))),
    }
}

fn explainer(fields: &mut Fields<'_, '_>) -> ExplainerFront {
    let front = ExplainerFront {
        title: needed_title(fields),
        dek: fields.text("dek").map(|text| dek(fields, text)),
        published: fields.date("published"),
        updated: fields.date("updated"),
        reviewed: fields.date("reviewed"),
        review_by: fields.date("review_by"),
        as_of: fields.date("as_of"),
        authors: fields.texts("authors"),
        topics: fields.texts("topics"),
        key_points: proses(fields, "key_points"),
        lead_image: fields.table("lead_image", "a lead image", figure).map(Box::new),
        aliases: fields.texts("aliases"),
        draft: fields.flag("draft"),
        evergreen: fields.flag("evergreen"),
        changes: fields.tables("change", "a change", change).into_iter().flatten().collect(),
        corrections: fields.tables("correction", "a correction", correction).into_iter().flatten().collect(),
    };
    fields.table("check", "the check settings of a page", check);
    in_order(fields, &front);
    front
}

/// A page cannot be changed or reviewed before it was published.
fn in_order(fields: &Fields<'_, '_>, front: &ExplainerFront) {
    let Some(published) = &front.published else { return };
    for (later, when) in
        [("updated", &front.updated), ("reviewed", &front.reviewed), ("review_by", &front.review_by)]
    {
        if let Some(when) = when.as_ref().filter(|when| when.date.latest() < published.date.earliest()) {
            fields.report(when.span, Problem::DatesOutOfOrder { later, earlier: "published" });
        }
    }
}

fn change(fields: &mut Fields<'_, '_>) -> Option<Change> {
    let date = fields.needed_date("date");
    let note = fields.needed_text("note").map(|text| prose(fields, text));
    Some(Change { date: date?, note: note? })
}

fn correction(fields: &mut Fields<'_, '_>) -> Option<Correction> {
    let date = fields.needed_date("date");
    let note = fields.needed_text("note").map(|text| prose(fields, text));
    let was = fields.text("was");
    Some(Correction { date: date?, note: note?, was })
}

/// Settings for the rules on this page: read here so that a slip in them is found early.
fn check(fields: &mut Fields<'_, '_>) {
    fields.texts("deny");
    fields.tables("allow", "an allowed finding", |allow| {
        allow.needed_text("rule");
        allow.needed_text("because");
        allow.date("until");
    });
}

pub(crate) fn section(fields: &mut Fields<'_, '_>) -> SectionFront {
    SectionFront {
        title: needed_title(fields),
        answer: fields.text("answer").map(|text| prose(fields, text)),
        as_of: fields.date("as_of"),
    }
}

fn page(fields: &mut Fields<'_, '_>) -> PageFront {
    let title = needed_title(fields);
    PageFront { title, ..home(fields) }
}

/// Everything in the front matter of the home page's words may be left out.
pub(crate) fn home(fields: &mut Fields<'_, '_>) -> PageFront {
    PageFront {
        title: optional_title(fields, "title"),
        dek: optional_title(fields, "dek"),
        updated: fields.date("updated"),
        aliases: fields.texts("aliases"),
        draft: fields.flag("draft"),
    }
}

fn needed_title(fields: &mut Fields<'_, '_>) -> Option<Title> {
    fields.needed_text("title").map(|text| title(fields, &text))
}

pub(crate) fn optional_title(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Title> {
    fields.text(key).map(|text| title(fields, &text))
}

pub(crate) fn proses(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Prose> {
    let texts = fields.texts(key);
    texts.into_iter().map(|text| prose(fields, text)).collect()
}
