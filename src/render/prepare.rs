//! Prepares an output: one value of all that it shows and all that it depends on.
//!
//! The digest of that value is the output's key, and its template and views are the output itself, so a key can
//! forget nothing that the bytes depend on. Markdown is in it as the digests of its texts and what they refer to;
//! it is rendered with the bytes alone. Must not know: where the bytes go.

use std::mem::Discriminant;

use serde::{Serialize, Serializer};

use super::card::{self, CardBuilder, CardText};
use super::feeds::FeedView;
use super::markdown::LastPageTexts;
use super::page::PageHtml;
use super::theme::{Theme, View};
use super::view::ExplainerView;
use super::{block_html, export, feeds, hosting, json_ld, page, picture, standalone, view, views};
use crate::base::{Digest, UrlPath};
use crate::diagnostics::Finding;
use crate::model::{CardSubject, Drawing, Output, Page, Site};
use crate::parse::front_matter::ExplainerFront;
use crate::parse::prose::Prose;
use crate::source::{File, Snapshot};

/// Everything that outputs are made from.
#[derive(Clone, Copy)]
pub(crate) struct RenderCx<'s> {
    pub(crate) site: &'s Site,
    pub(crate) theme: &'s Theme,
    pub(crate) snapshot: &'s Snapshot,
}

/// The digest of everything that an output's bytes depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Key {
    /// Of everything but the style sheet.
    pub(crate) page: Digest,
    /// Of the style sheet; of nothing for a file that has none in it.
    pub(crate) style: Digest,
}

/// An output before it is made.
pub(crate) struct Prepared<'s> {
    cx: RenderCx<'s>,
    url: &'s UrlPath,
    form: Form<'s>,
}

/// An output by the way in which it is made.
#[derive(Serialize)]
enum Form<'s> {
    /// A template that shows one view, under a name.
    View {
        template: &'static str,
        name: &'static str,
        #[serde(serialize_with = "as_digest")]
        view: Box<dyn View + 's>,
    },
    /// A template that shows a view and, if there is one, the Markdown of a page.
    Page {
        template: &'static str,
        #[serde(serialize_with = "as_digest")]
        view: Box<dyn View + 's>,
        body: Option<Body<'s>>,
    },
    Explainer {
        view: Box<ExplainerView<'s>>,
        body: Body<'s>,
    },
    /// An explainer as Markdown or as data.
    Export {
        format: Export,
        view: Box<ExplainerView<'s>>,
        body: Body<'s>,
        #[serde(skip)]
        front: &'s ExplainerFront,
    },
    JsonFeed(FeedView<'s>),
    Drawing {
        /// The name of the block, and of its template.
        block: &'static str,
        #[serde(serialize_with = "drawing_digest")]
        drawing: (&'s Page, &'s Drawing),
    },
    /// A template that sees the site alone.
    Bare(&'static str),
    Text(String),
    Card(CardText<'s>),
    /// A file that is copied or made from another file's bytes: the digest of them and of the way.
    File(Digest),
}

#[derive(Serialize)]
enum Export {
    Markdown,
    Data,
}

#[expect(clippy::borrowed_box, reason = "serde hands over a reference to the field")]
fn as_digest<'s, S: Serializer>(view: &Box<dyn View + 's>, serializer: S) -> Result<S::Ok, S::Error> {
    view.digest().serialize(serializer)
}

/// Prepares the output at an address.
pub(crate) fn prepare<'s>(cx: RenderCx<'s>, url: &'s UrlPath, output: &'s Output) -> Prepared<'s> {
    let site = cx.site;
    let cards = CardBuilder::new(site, cx.theme);
    // Pages that the site makes by itself have the site's card: one of their own would say no more.
    let card = || cards.link(&CardSubject::Home);
    let form = match output {
        Output::Page(at) => page_form(cx, *at, cards),
        Output::Markdown(at) => export_form(site, &site.pages[*at], Export::Markdown),
        Output::Data(at) => export_form(site, &site.pages[*at], Export::Data),
        Output::Home => Form::Page {
            template: "home.html",
            view: Box::new(views::home(site, card())),
            body: site.home.as_ref().map(|page| Body::new(cx, page)),
        },
        Output::Topic => match site.frame.topics.get(url) {
            Some(topic) => {
                let card = cards.link(&CardSubject::Topic(url.clone()));
                Form::page("topic.html", views::topic(site, topic, card))
            }
            None => Form::Text(String::new()),
        },
        Output::Drawing { page, at } => match site.page(*page) {
            Some(page) => drawing_form(page, &page.drawings[*at]),
            None => Form::Text(String::new()),
        },
        Output::NotFound => Form::page("404.html", views::not_found(site, card())),
        Output::Corrections => Form::page("corrections.html", views::corrections(site, url, card())),
        Output::PageIndex => Form::page("page-index.html", views::page_index(site, url, card())),
        Output::Listing(listing) => Form::page("listing.html", views::listing(site, *listing, card())),
        Output::Entity(at) => {
            Form::page("entity.html", views::entity_page(site, &site.frame.listed[*at], url, card()))
        }
        Output::Feed => Form::view("feed.xml", "feed", feeds::feed(site)),
        Output::JsonFeed => Form::JsonFeed(feeds::feed(site)),
        Output::Sitemap => Form::view("sitemap.xml", "urls", feeds::sitemap(site)),
        Output::Robots => Form::Bare("robots.txt"),
        Output::Headers => Form::Text(hosting::headers(site, &cx.theme.style)),
        Output::Redirects => Form::Text(hosting::redirects(site)),
        Output::NoJekyll => Form::Text(String::new()),
        Output::Redirect(to) => Form::page("redirect.html", views::redirect(site, url, to)),
        Output::Asset(path) => Form::File(file_digest(cx.snapshot.get(path))),
        Output::Rendition(of) => Form::File(picture::key(file_digest(cx.snapshot.get(&of.path)), of)),
        Output::Card(subject) => cards.text(subject).map_or_else(|| Form::Text(String::new()), Form::Card),
    };
    Prepared { cx, url, form }
}

impl<'s> Form<'s> {
    fn view(template: &'static str, name: &'static str, view: impl View + 's) -> Self {
        Self::View { template, name, view: Box::new(view) }
    }

    fn page(template: &'static str, view: impl View + 's) -> Self {
        Self::view(template, "page", view)
    }
}

fn page_form<'s>(cx: RenderCx<'s>, at: usize, cards: CardBuilder<'s>) -> Form<'s> {
    let site = cx.site;
    let page = &site.pages[at];
    let card = cards.link(&CardSubject::Page(at));
    let Some(front) = page.explainer() else {
        let view = Box::new(views::plain(site, page, card));
        return Form::Page { template: "page.html", view, body: Some(Body::new(cx, page)) };
    };
    let mut view = Box::new(views::explainer(site, page, front));
    view.head.card = card;
    for (number, section) in view.sections.iter_mut().enumerate() {
        section.card = cards.link(&CardSubject::Section(at, number));
    }
    Form::Explainer { view, body: Body::new(cx, page) }
}

fn export_form<'s>(site: &'s Site, page: &'s Page, format: Export) -> Form<'s> {
    let Some(front) = page.explainer() else { return Form::Text(String::new()) };
    Form::Export {
        format,
        view: Box::new(views::explainer(site, page, front)),
        body: Body { page, links: None },
        front,
    }
}

fn drawing_form<'s>(page: &'s Page, drawing: &'s Drawing) -> Form<'s> {
    let block = page.files[drawing.file].document().blocks[drawing.block].kind.name;
    Form::Drawing { block, drawing: (page, drawing) }
}

/// A page's Markdown before it is rendered. It stands in a key by the digests of its texts, with what they refer to.
struct Body<'s> {
    page: &'s Page,
    /// The digest of all that links can lead to, if the site's own templates make HTML of its blocks: what addresses are
    /// in it is known when it is rendered.
    links: Option<Digest>,
}

impl<'s> Body<'s> {
    fn new(cx: RenderCx<'s>, page: &'s Page) -> Self {
        let is_own = block_html::has_own_templates(page, cx.theme);
        Self { page, links: is_own.then(|| cx.site.link_digest()) }
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { page, links: targets } = self;
        let references = &page.references;
        let texts: Vec<_> = page.files.iter().map(|file| file.document().digest).collect();
        let entities: Vec<_> =
            references.entities.iter().map(|entity| written(entity.text.as_ref())).collect();
        let facts: Vec<_> = references.facts.iter().map(|fact| written(fact.comparison.as_ref())).collect();
        let resolved: Vec<_> = references.resolved.values().collect();
        let links: Vec<_> = references.links.values().collect();
        let renamed: Vec<_> = page.renamed.values().collect();
        (texts, entities, facts, resolved, links, renamed, targets).serialize(serializer)
    }
}

fn written(prose: Option<&Prose>) -> Option<&str> {
    prose.map(|prose| prose.text.value.as_str())
}

/// A drawing depends on its block's text, and on what that refers to.
fn drawing_digest<S: Serializer>(
    (page, drawing): &(&Page, &Drawing),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let body = &page.files[drawing.file];
    let placed = &body.document().blocks[drawing.block];
    let resolved: Vec<_> = page.references.within(&body.path, placed.span).collect();
    (placed.digest, resolved).serialize(serializer)
}

/// A digest for the address of a drawing in its page, since browsers keep pictures.
pub(super) fn drawing_key(theme: &Theme, page: &Page, drawing: &Drawing) -> Digest {
    Digest::of_value(&(theme.digest, drawing_form(page, drawing)))
}

/// The digest of a file's bytes; of none if it cannot be read.
pub(crate) fn file_digest(file: Option<&File>) -> Digest {
    match file {
        Some(File::Asset(asset)) => asset.digest,
        Some(File::Text(text)) => text.digest,
        Some(File::Broken(_)) | None => Digest::of(b""),
    }
}

/// Tells outputs apart that are made in different ways: by their kind, and by that of their page, block or card.
pub(crate) fn variety(site: &Site, output: &Output) -> (Discriminant<Output>, Option<&'static str>) {
    let of = match output {
        Output::Page(at) => site.pages[*at].is_explainer().then_some("explainer"),
        Output::Drawing { page, at } => site.page(*page).map(|page| {
            let drawing = &page.drawings[*at];
            page.files[drawing.file].document().blocks[drawing.block].kind.name
        }),
        Output::Card(subject) => Some(match subject {
            CardSubject::Page(_) => "page",
            CardSubject::Section(..) => "section",
            CardSubject::Topic(_) => "topic",
            CardSubject::Home => "home",
        }),
        _ => None,
    };
    (std::mem::discriminant(output), of)
}

impl<'s> Prepared<'s> {
    pub(crate) fn key(&self) -> Key {
        let theme = self.cx.theme;
        let unstyled = |page| Key { page, style: Digest::of(b"") };
        match &self.form {
            Form::File(digest) => unstyled(*digest),
            Form::Card(text) => unstyled(CardBuilder::new(self.cx.site, theme).fingerprint(text)),
            form => Key { page: Digest::of_value(&(theme.digest, form)), style: theme.style_digest },
        }
    }

    /// The text of the output; nothing for a file, whose bytes are not made here. Of a share card, the SVG that it is
    /// drawn from.
    pub(crate) fn render(self, texts: &mut LastPageTexts<'s>) -> Option<Result<String, Vec<Finding>>> {
        let RenderCx { site, theme, .. } = self.cx;
        let site_view = view::site(site, &theme.style);
        let template = |name: &str, views: &[(&'static str, &dyn View)]| {
            theme.render(name, &self.url.to_string(), views)
        };
        let mut findings = Vec::new();
        let rendered = match self.form {
            Form::View { template: file, name, view } => template(file, &[(name, &*view)]),
            Form::Page { template: file, view, body } => {
                let html = body.map(|Body { page, .. }| page::page_html(site, theme, page, texts.of(page)));
                let PageHtml { view: html, failed, .. } = html.unwrap_or_default();
                findings = failed;
                template(file, &[("page", &*view), ("html", &html)])
            }
            Form::Explainer { mut view, body: Body { page, .. } } => {
                let texts = texts.of(page);
                let PageHtml { view: mut html, failed, .. } = page::page_html(site, theme, page, texts);
                findings = failed;
                if let Some(lead) = &mut view.lead_image {
                    lead.caption = html.lead_caption.take();
                }
                let plain_texts = standalone::plain_texts(site, page, texts);
                let json_ld = json_ld::explainer(&site_view, &view, &plain_texts);
                template("explainer.html", &[("page", &*view), ("html", &html), ("json_ld", &json_ld)])
            }
            Form::Export { format: Export::Markdown, body: Body { page, .. }, front, .. } => {
                Ok(export::explainer_markdown(site, page, front, texts.of(page)))
            }
            Form::Export { format: Export::Data, body: Body { page, .. }, front, .. } => {
                Ok(export::data(&site_view, site, page, front, texts.of(page)))
            }
            Form::JsonFeed(feed) => Ok(feeds::json_feed(&site_view, &feed)),
            Form::Drawing { block, drawing: (page, drawing) } => {
                let body = &page.files[drawing.file];
                match body.document().blocks[drawing.block].block.content().drawing {
                    Some(drawing) => {
                        let view = drawing.drawing_view(page, &body.path, &site.catalogue);
                        template(&format!("blocks/{block}.svg"), &[(block, &*view)])
                    }
                    None => Ok(String::new()),
                }
            }
            Form::Bare(file) => template(file, &[]),
            Form::Text(text) => Ok(text),
            Form::Card(text) => card::svg(theme, &text),
            Form::File(_) => return None,
        };
        let text = rendered.unwrap_or_else(|finding| {
            findings.push(finding);
            String::new()
        });
        Some(if findings.is_empty() { Ok(text) } else { Err(findings) })
    }
}
