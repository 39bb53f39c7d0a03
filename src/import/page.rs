//! A new page: its front matter and its text.
//!
//! Must not know: how a text is changed.

use jiff::civil::Date;

use super::address::{Shape, undated};
use super::body::{self, Read};
use super::front::{Front, Lead};
use super::link::Map;
use super::settle::settled;
use super::tree::Page;
use super::write::{Table, quoted, words};
use crate::base::Span;
use crate::diagnostics::{Finding, Problem};

/// A new file, and what of the old one is not in it.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
}

/// Writes the new file of an old page.
pub(super) fn page(map: &Map<'_>, at: usize, read: &Read) -> Written {
    let page = &map.tree.pages[at];
    let place = &map.places.pages[at];
    let mut carried = body::body(map, at, read);
    let mut writer = Writer { map, at, page, table: Table::default(), findings: vec![] };
    if page.standing.shape == Shape::Home && place.file.as_str() == "content/index.md" {
        writer.home();
    } else {
        writer.front(read);
    }
    carried.findings.append(&mut writer.findings);
    let text = settled(&carried.text, &carried.meant, place.is_explainer);
    let text = format!("+++\n{}+++\n\n{}", writer.table.text, text.trim_start_matches(['\n', '\r']));
    Written { text, findings: carried.findings }
}

/// Words of the first page that say nothing: they are there for the addresses that lead to it.
pub(super) fn home(lists: &[String]) -> String {
    let mut table = Table::default();
    table.texts("aliases", lists.iter().map(String::as_str));
    format!("+++\n{}+++\n", table.text)
}

/// The title of a page that has none, by its file: `two-words` as "Two words".
fn named(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(
        || "Untitled".to_owned(),
        |first| first.to_uppercase().collect::<String>() + letters.as_str(),
    )
}

struct Writer<'a> {
    map: &'a Map<'a>,
    at: usize,
    page: &'a Page,
    table: Table,
    findings: Vec<Finding>,
}

impl Writer<'_> {
    fn report(&mut self, span: Span, problem: Problem) {
        self.findings.push(Finding::new(&self.page.path, span, problem));
    }

    fn home(&mut self) {
        let front = &self.page.front;
        self.table.text("title", front.title.as_ref().map(|title| words(&title.text)).as_deref());
        self.table.text("dek", front.dek.as_ref().map(|dek| words(&dek.text)).as_deref());
        self.updated(None);
        let own = &self.map.places.pages[self.at].aliases;
        self.table.texts("aliases", own.iter().chain(&self.map.places.lists).map(String::as_str));
        self.left();
        self.without_place();
    }

    fn front(&mut self, read: &Read) {
        let (front, place) = (&self.page.front, &self.map.places.pages[self.at]);
        if !place.is_explainer {
            self.table.text("kind", Some("page"));
        }
        let title = front.title.as_ref().map(|title| title.text.as_str()).or_else(|| read.title());
        let name = || named(undated(&self.page.standing.name).1);
        self.table.text("title", Some(&words(&title.map_or_else(name, str::to_owned))));
        self.table.text("dek", front.dek.as_ref().map(|dek| words(&dek.text)).as_deref());
        let published = front.published.map(|(date, _)| date).filter(|_| place.is_explainer);
        if let Some(date) = published {
            self.table.bare("published", &date.to_string());
        }
        self.updated(published);
        if place.is_explainer {
            self.table.texts("authors", front.authors.iter().map(String::as_str));
            self.table.texts("topics", front.names_of_topics());
        }
        self.table.texts("aliases", place.aliases.iter().map(String::as_str));
        self.table.text("feed_id", place.known_at.as_deref());
        if front.draft {
            self.table.bare("draft", "true");
        }
        if let Some(lead) = &front.picture {
            self.picture(lead, place.is_explainer);
        }
        self.left();
        if !place.is_explainer {
            self.without_place();
        }
        if let Some(language) = self.page.standing.language.clone() {
            self.report(Span::default(), Problem::OtherLanguage { language });
        }
    }

    /// A page cannot be changed before it is published.
    fn updated(&mut self, published: Option<Date>) {
        let Some((date, span)) = self.page.front.updated else { return };
        if published.is_some_and(|published| date < published) {
            let problem =
                Problem::ValueLeft { key: "updated".to_owned(), why: "lies before the day of publication" };
            return self.report(span, problem);
        }
        if published != Some(date) {
            self.table.bare("updated", &date.to_string());
        }
    }

    fn picture(&mut self, lead: &Lead, is_explainer: bool) {
        let span = lead.src.span;
        if !is_explainer {
            return self.report(span, Problem::KeyLeft { key: "image".to_owned() });
        }
        match self.map.picture(self.at, &lead.src.text) {
            Ok(Some(src)) => {
                self.table.table("lead_image");
                self.table.bare("src", &quoted(&src));
                match &lead.alt {
                    Some(alt) => self.table.text("alt", Some(alt)),
                    None => {
                        self.table.bare("decorative", "true");
                        self.report(span, Problem::UndescribedPicture {});
                    }
                }
                self.table.text("caption", lead.caption.as_deref().map(words).as_deref());
            }
            Ok(None) => self.report(span, Problem::PictureElsewhere {}),
            Err(why) => self.report(span, Problem::PictureLeft { target: lead.src.text.clone(), why }),
        }
    }

    /// Tells of keys and values that are not in the new file, and of a page that becomes a draft.
    fn left(&mut self) {
        let front = &self.page.front;
        if let Some((span, why)) = &front.unshown {
            self.findings.push(Finding::new(&self.page.path, *span, Problem::Unshown { why: why.clone() }));
        }
        if let Some((key, _, span)) = front.ends.as_ref().filter(|_| front.unshown.is_none()) {
            self.findings.push(Finding::new(&self.page.path, *span, Problem::KeyLeft { key: key.clone() }));
        }
        let Front { left, faults, .. } = &self.page.front;
        for (key, span) in left {
            self.findings.push(Finding::new(&self.page.path, *span, Problem::KeyLeft { key: key.clone() }));
        }
        for (key, span, why) in faults {
            let problem = Problem::ValueLeft { key: key.clone(), why };
            self.findings.push(Finding::new(&self.page.path, *span, problem));
        }
    }

    /// A first page and a plain page have no date of publication, which is the one of these that is ever said.
    fn without_place(&mut self) {
        if let Some((_, span)) = self.page.front.published.filter(|(_, span)| *span != Span::default()) {
            self.report(span, Problem::KeyLeft { key: "date".to_owned() });
        }
    }
}
