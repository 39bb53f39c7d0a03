//! "Cite this page": in plain words, in APA style (7th edition) and as BibLaTeX.
//!
//! APA asks for the day of retrieval where a page changes without saying so. An explainer says when it was
//! changed last, which is the date that is cited, and lists its changes: so none is given, which we could
//! not know here anyway. Must not know: where on the page this is shown.

mod name;

use super::escape;
use super::view::{CiteView, NO_TITLE, text};
use super::views::values;
use crate::base::catalogue::Catalogue;
use crate::model::{Page, Site};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::prose::Title;
use crate::parse::table::SpannedDate;
use name::AuthorName;

/// The number of authors that APA names, the last of them included.
const MAX_APA_AUTHORS: usize = 20;

/// A page to cite, with all that any style says of it.
struct CitedPage<'s> {
    /// Its authors as their names are written; the publisher if it names none.
    authors: Vec<&'s str>,
    /// Names of organizations, however much they look like a person's.
    groups: Vec<&'s str>,
    title: &'s Title,
    site: Option<&'s str>,
    date: Option<&'s SpannedDate>,
    url: String,
    /// The last part of its address.
    slug: &'s str,
    catalogue: &'s Catalogue,
}

/// Makes the citations of an explainer.
pub(crate) fn cite_explainer(site: &Site, page: &Page, front: &ExplainerFront) -> CiteView {
    let publisher = text(site.settings.publisher.name.as_ref());
    let name = site.settings.title.as_ref().map(|title| title.plain.as_str());
    let mut authors = values(&front.authors);
    if authors.is_empty() {
        authors.extend(publisher);
    }
    let work = CitedPage {
        // A site that is its own author is named once.
        site: name.filter(|name| authors != [*name]),
        authors,
        groups: publisher.into_iter().chain(name).collect(),
        title: page.title().unwrap_or(&NO_TITLE),
        date: page.updated(),
        url: page.url.absolute(&site.base_url),
        slug: page.url.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or(""),
        catalogue: &site.catalogue,
    };
    CiteView { plain: work.plain_citation(), apa: work.apa_citation(), bibtex: work.bibtex_entry() }
}

impl CitedPage<'_> {
    /// Authors, title, site, date, address.
    fn plain_citation(&self) -> String {
        let parts = [
            self.catalogue.list(&self.authors),
            Some(self.catalogue.format("quoted", &[("text", (&self.title.plain).into())])),
            self.site.map(str::to_owned),
            self.date.map(|when| when.date.words(self.catalogue)),
            Some(self.url.clone()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The APA citation as HTML, since a title is in italics.
    fn apa_citation(&self) -> String {
        let title = format!("<i>{}</i>{}", self.title.html, full_stop_after(&self.title.plain));
        let date = format!("({}).", escape::text(&self.apa_date()));
        let authors = self.apa_authors();
        let authors = escape::text(&format!("{authors}{}", full_stop_after(&authors)));
        let (first, second, third) =
            if self.authors.is_empty() { (title, date, String::new()) } else { (authors, date, title) };
        let site = self.site.map(|site| escape::text(&format!("{site}{}", full_stop_after(site))));
        let parts = [first, second, third, site.unwrap_or_default(), escape::text(&self.url)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn apa_authors(&self) -> String {
        let names = self.authors.iter().map(|author| AuthorName::new(author, &self.groups).apa());
        let names: Vec<_> = names.collect();
        match names.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((last, rest)) if rest.len() < MAX_APA_AUTHORS => format!("{}, & {last}", rest.join(", ")),
            Some((last, rest)) => format!("{}, … {last}", rest[..MAX_APA_AUTHORS - 1].join(", ")),
        }
    }

    /// `2022, September 16`; a date that is not plain, in its own words.
    fn apa_date(&self) -> String {
        let undated = || self.catalogue.text("apa-no-date").to_owned();
        self.date.map_or_else(undated, |when| when.date.apa_words(self.catalogue))
    }

    /// BibLaTeX's `@online`; old styles show it as `@misc`.
    fn bibtex_entry(&self) -> String {
        let names = self.authors.iter().map(|author| AuthorName::new(author, &self.groups).bibtex());
        let fields = [
            ("author", names.collect::<Vec<_>>().join(" and ")),
            // In braces of its own, a title keeps its capitals.
            ("title", format!("{{{}}}", escape_latex(&self.title.plain))),
            ("date", self.date.map(|when| when.date.edtf()).unwrap_or_default()),
            ("organization", self.site.map(|site| format!("{{{}}}", escape_latex(site))).unwrap_or_default()),
            ("url", self.url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")),
        ];
        let fields = fields.iter().filter(|(_, value)| !value.is_empty());
        let fields: Vec<_> = fields.map(|(key, value)| format!("  {key} = {{{value}}}")).collect();
        // The key, `my-question-2022`.
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let mut key: String = self.slug.chars().filter(plain).collect();
        if key.is_empty() {
            key += "page";
        }
        if let Some(year) = self.date.and_then(|when| when.date.one_year()) {
            key += &format!("-{year}");
        }
        format!("@online{{{key},\n{}\n}}", fields.join(",\n"))
    }
}

/// The full stop that a text needs after it, if any.
fn full_stop_after(text: &str) -> &'static str {
    let ends = text.trim_end_matches(['”', '’', '"', '\'', ')']).ends_with(['.', '?', '!', '…']);
    if ends || text.is_empty() { "" } else { "." }
}

/// Escapes a text for LaTeX. Braces are spelled out, since not every reader of `.bib` files knows `\{`; letters that
/// LaTeX would join into another one are kept apart.
fn escape_latex(text: &str) -> String {
    let mut latex = String::with_capacity(text.len());
    let mut last = ' ';
    for letter in text.chars() {
        match letter {
            '\\' => latex += r"\textbackslash{}",
            '{' => latex += r"\textbraceleft{}",
            '}' => latex += r"\textbraceright{}",
            '~' => latex += r"\textasciitilde{}",
            '^' => latex += r"\textasciicircum{}",
            '&' | '%' | '$' | '#' | '_' => latex.extend(['\\', letter]),
            '-' | '\'' | '`' | '<' | '>' | ',' if letter == last => latex.extend(['{', '}', letter]),
            '`' if matches!(last, '?' | '!') => latex += "{}`",
            _ => latex.push(letter),
        }
        last = letter;
    }
    latex
}

/// Returns whether a byline is an organization's, by the rules of [`AuthorName`].
pub(crate) fn is_group(name: &str) -> bool {
    matches!(AuthorName::new(name, &[]), AuthorName::Group(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use biblatex::{Bibliography, ChunksExt};
    use proptest::prelude::*;

    fn work<'s>(title: &'s Title, authors: &[&'s str], date: Option<&'s SpannedDate>) -> CitedPage<'s> {
        CitedPage {
            authors: authors.to_vec(),
            groups: vec!["Nomads"],
            title,
            site: Some("The Site"),
            date,
            url: "https://example.org/a/my-question/".to_owned(),
            slug: "my-question",
            catalogue: Catalogue::english(),
        }
    }

    fn title(plain: &str) -> Title {
        Title { plain: plain.to_owned(), html: escape::text(plain) }
    }

    fn when(date: &str) -> SpannedDate {
        SpannedDate::nowhere(date)
    }

    #[test]
    fn apa_sets_what_is_there_in_its_order() {
        let question = title("Why & how?");
        let date = when("2022-09-16");
        assert_eq!(
            work(&question, &["Anna Berg", "Nomads"], Some(&date)).apa_citation(),
            "Berg, A., &amp; Nomads. (2022, September 16). <i>Why &amp; how?</i> The Site. https://example.org/a/my-question/"
        );
        let statement = title("A statement");
        assert_eq!(
            work(&statement, &[], None).apa_citation(),
            "<i>A statement</i>. (n.d.). The Site. https://example.org/a/my-question/"
        );
        let of = |date: &str| work(&statement, &[], Some(&when(date))).apa_date();
        assert_eq!([of("2022"), of("2022-09"), of("2022~")], ["2022", "2022, September", "around 2022"]);
        assert_eq!(of("2022-09-15/2022-09-16"), "15–16\u{a0}September 2022");
    }

    #[test]
    fn apa_names_twenty_authors_and_the_last() {
        let title = title("A");
        let of = |count| work(&title, &vec!["Anna Berg"; count], None).apa_authors();
        assert_eq!(of(20).matches("Berg").count(), 20);
        assert!(of(20).ends_with(", & Berg, A."), "{}", of(20));
        assert_eq!(of(30).matches("Berg").count(), 20);
        assert!(of(30).ends_with(", … Berg, A."), "{}", of(30));
    }

    #[test]
    fn bibtex_is_an_entry_with_a_key_of_address_and_year() {
        let question = title("50% {more}?");
        let date = when("2022-09");
        let expected = "@online{my-question-2022,\n  author = {Berg, Anna and {The desk \\& co.}},\n  \
            title = {{50\\% \\textbraceleft{}more\\textbraceright{}?}},\n  date = {2022-09},\n  \
            organization = {{The Site}},\n  url = {https://example.org/a/my-question/}\n}";
        assert_eq!(work(&question, &["Anna Berg", "The desk & co."], Some(&date)).bibtex_entry(), expected);
    }

    proptest! {
        #[test]
        fn bibtex_says_what_the_page_says(
            plain in "[\\\\{}~^&%$#_'`<>,\"=@|!?:;.a-zÄ中“–\u{301} -]{1,40}|\\PC{1,30}",
            day in 1..29,
        ) {
            let title = title(&plain);
            let date = when(&format!("2022-09-{day:02}"));
            let entry = work(&title, &["Ludwig van Beethoven"], Some(&date)).bibtex_entry();
            let read = Bibliography::parse(&entry).map_err(|error| TestCaseError::fail(format!("{error}\n{entry}")))?;
            let read = read.iter().next().expect("an entry");
            let field = |key: &str| read.get(key).expect("a field").format_verbatim();
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(words(&field("title")), words(&plain), "{}", entry);
            prop_assert_eq!(field("date"), date.date.edtf());
            prop_assert_eq!(field("url"), "https://example.org/a/my-question/");
            prop_assert_eq!(&read.author().expect("authors")[0].prefix, "van");
        }
    }
}
