//! A page's short texts elsewhere than on the page: on the site's other pages, in the feed, in metadata.
//!
//! What they refer to stays where it is: a citation leads to the page's source, a link to where it led from
//! the page. There are no cards to open, so a name is a name and a figure a figure; and there is no foot for
//! footnotes. Must not know: templates.

use super::escape::attribute;
use super::markdown::{self, PageTexts, SourceText, Surroundings};
use crate::base::SitePath;
use crate::base::catalogue::Catalogue;
use crate::model::{Image, Page, Resolved, Section, Site};
use crate::parse::prose::Prose;

/// Where a text's sources stand.
#[derive(Clone, Copy)]
pub(crate) enum Cited<'a> {
    /// On the page, to which an address leads.
    There(&'a str),
    /// Beside the text: the places of the page's sources, in the order in which they stand here. An address
    /// leads to the page all the same.
    Here(&'a str, &'a [usize]),
    /// Nowhere: a reader of feeds has no style sheet, and would read the mark of a source as a digit of the text.
    Nowhere(&'a str),
}

/// The HTML of a text that a page has resolved, in one of its files or in a data file.
pub(crate) fn html(site: &Site, page: &Page, (path, prose): (&SitePath, &Prose), cited: Cited<'_>) -> String {
    let (Cited::There(href) | Cited::Here(href, _) | Cited::Nowhere(href)) = cited;
    let resolved = page.references.at(path, prose.text.span.start);
    let resolved: Vec<_> = resolved.iter().map(|resolved| moved(resolved, href)).collect();
    let mut around = StandaloneText { site, page, cited, raw_html: site.settings.raw_html };
    markdown::inline(&SourceText::prose(prose, &resolved, &[]).parse(), &mut around)
}

/// What metadata say of a page, in its own words.
pub(crate) struct PlainTexts {
    /// The answer of each section.
    pub(crate) answers: Vec<Option<String>>,
    /// The note of each correction.
    pub(crate) corrections: Vec<String>,
}

/// The texts of a page without any mark-up.
pub(crate) fn plain_texts<'p>(site: &Site, page: &'p Page, texts: &PageTexts<'p>) -> PlainTexts {
    let plain = |path: &SitePath, prose: &'p Prose| {
        let mut around = StandaloneText { site, page, cited: Cited::There(""), raw_html: true };
        markdown::plain(&texts.prose(path, prose), &mut around)
    };
    let answer = |section: &Section| {
        let body = &page.files[section.file];
        Some(plain(&body.path, body.section_front()?.answer.as_ref()?))
    };
    let notes = page.corrections().iter().map(|correction| plain(page.path(), &correction.note));
    PlainTexts { answers: page.sections.iter().map(answer).collect(), corrections: notes.collect() }
}

/// What a reference leads to from elsewhere.
fn moved(resolved: &Resolved, page: &str) -> Resolved {
    match resolved {
        Resolved::Link(href) => Resolved::Link(joined(page, href)),
        Resolved::Image(image) => Resolved::Image(Image { href: joined(page, &image.href), ..image.clone() }),
        Resolved::Entity(_) => Resolved::Name,
        // A citation and a figure are made by the surroundings.
        Resolved::Sources(_) | Resolved::Fact { .. } | Resolved::Name | Resolved::Text => resolved.clone(),
        Resolved::Data { .. } => Resolved::Text,
    }
}

/// A link on a page, from where `page` leads to that page.
pub(crate) fn joined(page: &str, href: &str) -> String {
    let (path, fragment) = href.split_at(href.find('#').unwrap_or(href.len()));
    if path.is_empty() {
        return format!("{page}{fragment}");
    }
    let names_scheme = path.find(':').is_some_and(|colon| !path[..colon].contains('/'));
    if names_scheme || path.starts_with('/') {
        return href.to_owned();
    }
    let mut folder = &page[..page.rfind('/').map_or(0, |slash| slash + 1)];
    let mut rest = href;
    while let Some(up) = rest.strip_prefix("../") {
        let Some(above) = folder.strip_suffix('/').filter(|folder| !folder.ends_with("..")) else { break };
        folder = &folder[..above.rfind('/').map_or(0, |slash| slash + 1)];
        rest = up;
    }
    format!("{folder}{rest}")
}

struct StandaloneText<'s> {
    site: &'s Site,
    page: &'s Page,
    cited: Cited<'s>,
    raw_html: bool,
}

impl Surroundings for StandaloneText<'_> {
    fn catalogue(&self) -> &Catalogue {
        &self.site.catalogue
    }

    fn entity(&self, at: usize) -> (&str, &str) {
        let named = &self.page.references.entities[at];
        (named.name(), &named.id.value)
    }

    fn citation(&self, at: usize, _: usize) -> String {
        let id = attribute(&self.page.references.sources[at].source.id.value);
        let (href, place) = match self.cited {
            Cited::There(href) => (href, at),
            Cited::Nowhere(_) => return String::new(),
            Cited::Here(_, places) => ("", places.iter().position(|place| *place == at).unwrap_or(at)),
        };
        format!("<span class=\"cite\"><a href=\"{}#s:{id}\">{}</a></span>", attribute(href), place + 1)
    }

    fn raw_html(&self) -> bool {
        self.raw_html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_where_it_led_from_its_page() {
        let page = "../why/index.html";
        for (href, moved) in [
            ("", "../why/index.html"),
            ("#part", "../why/index.html#part"),
            ("../other/index.html#x", "../other/index.html#x"),
            ("../../up/", "../../up/"),
            ("picture.png", "../why/picture.png"),
            ("https://example.org/../x", "https://example.org/../x"),
            ("mailto:a@example.org", "mailto:a@example.org"),
        ] {
            assert_eq!(joined(page, href), moved, "{href}");
        }
    }

    #[test]
    fn a_link_from_an_address_is_an_address() {
        let page = "https://example.org/folder/why/";
        assert_eq!(joined(page, "../other/index.html"), "https://example.org/folder/other/index.html");
        assert_eq!(joined(page, "#part"), "https://example.org/folder/why/#part");
    }
}
