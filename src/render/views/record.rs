//! Corrections and changes as pages show them, and the list of all corrections.
//!
//! Must not know: templates; how Markdown becomes HTML.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::card::CardLinkView;
use super::super::standalone::{self, Cited};
use super::super::view::{DateView, HeadView, NO_TITLE, NumberView, text};
use super::{base_head, message_title};
use crate::base::UrlPath;
use crate::base::catalogue::Catalogue;
use crate::model::{Page, Site};
use crate::parse::front_matter::Revision;
use crate::parse::prose::Title;
use crate::parse::table::Text;

/// A substantive change; its words come beside the view.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct ChangeView<'s> {
    pub(crate) date: DateView<'s>,
    /// The section that it is about.
    pub(crate) section: Option<NumberView<'s>>,
}

/// A correction; its words come beside the view.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CorrectionView<'s> {
    pub(crate) id: String,
    pub(crate) date: DateView<'s>,
    pub(crate) was: Option<&'s str>,
    /// The section that it is about.
    pub(crate) section: Option<NumberView<'s>>,
}

/// What a section shows of a correction: the id of the note at the foot.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct MarkView<'s> {
    pub(crate) id: String,
    pub(crate) date: DateView<'s>,
}

/// `page` of the list of all corrections.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CorrectionsView<'s> {
    #[serde(flatten)]
    pub(crate) head: HeadView<'s>,
    pub(crate) corrections: Vec<CorrectedView<'s>>,
}

/// A correction in the list of all.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct CorrectedView<'s> {
    /// Of the explainer.
    pub(crate) href: String,
    pub(crate) title: &'s Title,
    /// Of the note on it.
    pub(crate) note: String,
    pub(crate) date: DateView<'s>,
    pub(crate) was: Option<&'s str>,
    /// The note, whose references lead to the explainer: the one text that a view has, since it stands on
    /// other pages than its own.
    pub(crate) html: String,
}

/// A correction, with its id on its page: its day, since that stays when others come. A second one of the
/// same day has a number too.
pub(crate) fn numbered(page: &Page) -> impl Iterator<Item = (String, &Revision)> {
    let corrections = page.corrections();
    corrections.iter().enumerate().map(|(at, correction)| {
        let day = correction.date.date.earliest();
        let before = corrections[..at].iter().filter(|other| other.date.date.earliest() == day).count();
        let number = if before == 0 { String::new() } else { format!("-{}", before + 1) };
        (format!("k:{day}{number}"), correction)
    })
}

pub(super) fn corrections<'s>(page: &'s Page, catalogue: &Catalogue) -> Vec<CorrectionView<'s>> {
    let corrections = numbered(page).map(|(id, correction)| CorrectionView {
        id,
        date: DateView::new(&correction.date, catalogue),
        was: text(correction.was.as_ref()),
        section: section(page, correction.section.as_ref()),
    });
    corrections.collect()
}

pub(super) fn changes<'s>(page: &'s Page, all: &'s [Revision], catalogue: &Catalogue) -> Vec<ChangeView<'s>> {
    let changes = all.iter().map(|change| ChangeView {
        date: DateView::new(&change.date, catalogue),
        section: section(page, change.section.as_ref()),
    });
    changes.collect()
}

fn section<'s>(page: &'s Page, id: Option<&'s Text>) -> Option<NumberView<'s>> {
    let id = &id?.value;
    Some(NumberView { id, number: page.section(id)? + 1 })
}

/// The corrections of the section with an id.
pub(super) fn marks<'s>(page: &'s Page, section: &str, catalogue: &Catalogue) -> Vec<MarkView<'s>> {
    let marks = numbered(page)
        .filter(|(_, correction)| text(correction.section.as_ref()) == Some(section))
        .map(|(id, correction)| MarkView { id, date: DateView::new(&correction.date, catalogue) });
    marks.collect()
}

/// `page` of the list of all corrections at an address, the newest first.
pub(crate) fn all<'s>(site: &'s Site, url: &UrlPath, card: Option<CardLinkView>) -> CorrectionsView<'s> {
    let of_page = |page: &'s Page| numbered(page).map(move |(id, correction)| (page, id, correction));
    let mut corrected: Vec<_> = site.explainers().iter().flat_map(of_page).collect();
    corrected.sort_by_key(|(_, _, correction)| Reverse(correction.date.date.earliest()));
    let entry = |(page, id, correction): (&'s Page, String, &'s Revision)| {
        let href = page.url.href_from(url);
        CorrectedView {
            title: page.title().unwrap_or(&NO_TITLE),
            note: format!("{href}#{id}"),
            date: DateView::new(&correction.date, &site.catalogue),
            was: text(correction.was.as_ref()),
            html: standalone::html(site, page, (page.path(), &correction.note), Cited::There(&href)),
            href,
        }
    };
    CorrectionsView {
        head: HeadView {
            description: Some(site.catalogue.text("corrections-description")),
            card,
            ..base_head(site, "corrections", url, message_title(site, "corrections"))
        },
        corrections: corrected.into_iter().map(entry).collect(),
    }
}
