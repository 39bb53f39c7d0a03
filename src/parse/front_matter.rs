//! The front matter of explainers, sections and pages.
//!
//! Typed, and nothing resolved. Must not know: other files.

use super::Kind;
use super::prose::{Dek, Prose, Title, dek, prose, title};
use super::settings::{PageCheck, page_check};
use super::table::{Fields, SpannedDate, Text};
use crate::base::Span;
use crate::blocks::{Figure, parse_figure};
use crate::diagnostics::Problem;

/// The front matter of an explainer.
#[derive(Clone, Debug)]
pub(crate) struct ExplainerFront {
    pub(crate) title: Option<Title>,
    pub(crate) title_span: Option<Span>,
    pub(crate) dek: Option<Dek>,
    pub(crate) published: Option<SpannedDate>,
    /// The last substantive change.
    pub(crate) updated: Option<SpannedDate>,
    pub(crate) reviewed: Option<SpannedDate>,
    pub(crate) review_by: Option<SpannedDate>,
    /// The date up to which it is correct.
    pub(crate) as_of: Option<SpannedDate>,
    pub(crate) authors: Vec<Text>,
    pub(crate) topics: Vec<Text>,
    pub(crate) key_points: Vec<Prose>,
    pub(crate) lead_image: Option<Box<Figure>>,
    pub(crate) aliases: Vec<Text>,
    /// The address by which feeds know it, if that is not its own.
    pub(crate) feed_id: Option<Text>,
    pub(crate) draft: bool,
    /// Meant to stay true without being looked at.
    pub(crate) evergreen: bool,
    /// Not updated any more after `as_of`, but for corrections.
    frozen: bool,
    /// Ids of the sources that the page chiefly rests on.
    pub(crate) based_on: Vec<Text>,
    /// The newest first.
    pub(crate) changes: Vec<Revision>,
    /// The newest first.
    pub(crate) corrections: Vec<Revision>,
    pub(crate) check: PageCheck,
}

/// A substantive change: what is new on the page since a day. Or a correction: a mistake that was on the page, and what
/// is right.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    pub(crate) date: SpannedDate,
    pub(crate) note: Prose,
    /// The words that were wrong; only of a correction.
    pub(crate) was: Option<Text>,
    /// The id of the section that it is about.
    pub(crate) section: Option<Text>,
}

/// The front matter of a section that is a file.
#[derive(Clone, Debug)]
pub(crate) struct SectionFront {
    pub(crate) title: Option<Title>,
    pub(crate) title_span: Option<Span>,
    /// One sentence, shown under the question.
    pub(crate) answer: Option<Prose>,
    pub(crate) as_of: Option<SpannedDate>,
}

/// The front matter of a plain page, and of the words for the home page.
#[derive(Clone, Debug)]
pub(crate) struct PageFront {
    pub(crate) title: Option<Title>,
    pub(crate) title_span: Option<Span>,
    pub(crate) dek: Option<Title>,
    pub(crate) updated: Option<SpannedDate>,
    pub(crate) aliases: Vec<Text>,
    pub(crate) draft: bool,
}

/// Reads the front matter of an explainer or a plain page, by its `kind`.
pub(crate) fn front(fields: &mut Fields<'_, '_>) -> Kind {
    let is_explainer = fields.word("kind", &[("explainer", true), ("page", false)]);
    if is_explainer == Some(false) {
        let (title, title_span) = titled(fields);
        return Kind::Page(PageFront { title, title_span, ..home(fields) });
    }
    Kind::Explainer(Box::new(explainer(fields)))
}

fn explainer(fields: &mut Fields<'_, '_>) -> ExplainerFront {
    let (title, title_span) = titled(fields);
    let front = ExplainerFront {
        title,
        title_span,
        dek: fields.text("dek").map(|text| dek(fields, text)),
        published: fields.date("published"),
        updated: fields.date("updated"),
        reviewed: fields.date("reviewed"),
        review_by: fields.date("review_by"),
        as_of: fields.date("as_of"),
        authors: fields.texts("authors"),
        topics: fields.texts("topics"),
        key_points: proses(fields, "key_points"),
        lead_image: fields.table("lead_image", "a lead image", parse_figure).map(Box::new),
        aliases: fields.texts("aliases"),
        feed_id: fields.text("feed_id"),
        draft: fields.flag("draft"),
        evergreen: fields.flag("evergreen"),
        frozen: fields.flag("frozen"),
        based_on: fields.texts("based_on"),
        changes: newest_first(fields.tables("change", "a change", |fields| revision(fields, false))),
        corrections: newest_first(
            fields.tables("correction", "a correction", |fields| revision(fields, true)),
        ),
        check: fields.table("check", "the check settings of a page", page_check).unwrap_or_default(),
    };
    if let Some(published) = &front.published {
        let review = ("review_by", front.review_by.as_ref());
        for (later, when) in front.past().chain([review]) {
            if let Some(when) = when.filter(|when| when.date.latest() < published.date.earliest()) {
                fields.report(when.span, Problem::DatesOutOfOrder { later, earlier: "published" });
            }
        }
    }
    if let Some(as_of) = front.as_of.as_ref().filter(|_| front.evergreen) {
        fields.report(as_of.span, Problem::EvergreenAsOf {});
    }
    if front.frozen {
        report_unfrozen(fields, &front);
    }
    front
}

/// Reports what a frozen page lacks, and what it cannot have.
fn report_unfrozen(fields: &Fields<'_, '_>, front: &ExplainerFront) {
    if fields.lacks("as_of") {
        fields.report(fields.span_of("frozen"), Problem::FrozenWithoutDate {});
    }
    if let Some(review_by) = &front.review_by {
        fields.report(review_by.span, Problem::FrozenReview {});
    }
}

/// Records as a reader meets them. An author adds at the top of the list or at its end.
fn newest_first(records: Vec<Option<Revision>>) -> Vec<Revision> {
    let mut records: Vec<_> = records.into_iter().flatten().collect();
    records.sort_by_key(|record| std::cmp::Reverse(record.date.date.earliest()));
    records
}

impl ExplainerFront {
    /// The dates of changes since it was published, with their keys.
    pub(crate) fn past(&self) -> impl Iterator<Item = (&'static str, Option<&SpannedDate>)> {
        let changes = self.changes.iter().map(|change| ("change", Some(&change.date)));
        let corrections = self.corrections.iter().map(|correction| ("correction", Some(&correction.date)));
        let keys = [("updated", self.updated.as_ref()), ("reviewed", self.reviewed.as_ref())];
        keys.into_iter().chain(changes).chain(corrections)
    }

    /// The date as of which the page is frozen, if it is. A page that will be reviewed is not.
    pub(crate) fn frozen_as_of(&self) -> Option<&SpannedDate> {
        self.as_of.as_ref().filter(|_| self.frozen && self.review_by.is_none())
    }
}

fn revision(fields: &mut Fields<'_, '_>, is_correction: bool) -> Option<Revision> {
    let date = fields.needed_date("date");
    let note = fields.needed_text("note").map(|text| prose(fields, text));
    let was = if is_correction { fields.text("was") } else { None };
    let section = fields.text("section");
    Some(Revision { date: date?, note: note?, was, section })
}

pub(crate) fn section(fields: &mut Fields<'_, '_>) -> SectionFront {
    let (title, title_span) = titled(fields);
    SectionFront {
        title,
        title_span,
        answer: fields.text("answer").map(|text| prose(fields, text)),
        as_of: fields.date("as_of"),
    }
}

/// Everything in the front matter of the home page's words may be left out.
pub(crate) fn home(fields: &mut Fields<'_, '_>) -> PageFront {
    PageFront {
        title: optional_title(fields, "title"),
        title_span: None,
        dek: optional_title(fields, "dek"),
        updated: fields.date("updated"),
        aliases: fields.texts("aliases"),
        draft: fields.flag("draft"),
    }
}

/// A title and its span.
fn titled(fields: &mut Fields<'_, '_>) -> (Option<Title>, Option<Span>) {
    let text = fields.needed_text("title");
    (text.as_ref().map(|text| title(fields, text)), text.map(|text| text.span))
}

pub(crate) fn optional_title(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Title> {
    fields.text(key).map(|text| title(fields, &text))
}

pub(crate) fn proses(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Prose> {
    let texts = fields.texts(key);
    texts.into_iter().map(|text| prose(fields, text)).collect()
}
