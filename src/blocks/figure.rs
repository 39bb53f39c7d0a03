//! `figure`: a picture with what must be said of it.
//!
//! Must not know: how pictures are made smaller.

use super::*;
use crate::render::figure::{FigureView, licence};

pub(super) static TYPE: BlockType = BlockType {
    name: "figure",
    noun: "a figure",
    about: "A picture with what must be said of it. JPEG, PNG and WebP are offered 480, 960 and 1600 pixels wide too.",
    example: EXAMPLE,
    keys: &[
        ("*", "src", "The picture's file, beside the page or from the site's root."),
        ("*", "alt", "What the picture shows, for those who do not see it."),
        ("*", "decorative", "The picture says nothing that the text does not say: it has no `alt`."),
        ("*", "credit", "Who made it."),
        ("*", "licence", "Under which licence it may be shown."),
    ],
    takes_rows: false,
    parse: |fields, _| Arc::new(parse_figure(fields)),
    view: schema::<FigureView<'_>>,
    drawing: None,
};

const EXAMPLE: &str = r#"src = "orbit.svg"
alt = "The Earth at four places of its way round the Sun, a quarter of a year apart."
caption = "A year ends when the Earth is where it was, and not when a day does."
credit = "The nutgraf project"
"#;

/// A picture with what must be said of it.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// A path relative to the file, or from the site's root.
    pub(crate) src: Option<Text>,
    /// Describes the picture for readers who cannot see it.
    pub(crate) alt: Option<Text>,
    pub(crate) caption: Option<Prose>,
    pub(crate) credit: Option<Text>,
    pub(crate) licence: Option<Text>,
}

pub(crate) fn parse_figure(fields: &mut Fields<'_, '_>) -> Figure {
    let src = fields.needed_text("src");
    fields.need_unless("alt", "decorative");
    Figure {
        src,
        alt: fields.text("alt"),
        caption: fields.text("caption").map(|text| prose(fields, text)),
        credit: fields.text("credit"),
        licence: fields.text("licence"),
    }
}

impl Figure {
    /// The picture, with its caption and its credit below it.
    pub(crate) fn to_markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, path: &SitePath) -> String {
        let image = self.src.as_ref().and_then(|src| exporter.page.references.image(path, src));
        let src = image.map(|image| exporter.absolute(&image.href)).unwrap_or_default();
        let alt = escape(text(self.alt.as_ref()).unwrap_or_default());
        let caption = self.caption.as_ref().map(|caption| exporter.text(path, caption));
        let named = text(self.licence.as_ref()).map(|text| licence(text, &exporter.site.catalogue));
        let named = named.map(|licence| match licence.url {
            Some(url) => format!("[{}]({})", escape(licence.name), address(&url)),
            None => escape(licence.name),
        });
        let credit: Vec<_> = text(self.credit.as_ref()).map(escape).into_iter().chain(named).collect();
        let credit = (!credit.is_empty()).then(|| format!("({})", credit.join(", ")));
        let below: Vec<_> = caption.into_iter().chain(credit).collect();
        let below = if below.is_empty() { String::new() } else { format!("{}\n\n", below.join(" ")) };
        format!("![{alt}]({})\n\n{below}", address(&src))
    }
}

impl Block for Figure {
    fn content(&self) -> BlockContent<'_> {
        BlockContent {
            texts: self.caption.iter().map(BlockText::new).collect(),
            alt: self.alt.as_ref().map(|text| Alt { text, caption: self.caption.as_ref() }),
            ..BlockContent::default()
        }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        if let Some(src) = &self.src {
            resolver.resolve_image(path, src);
        }
        resolver.resolve_texts(path, &self.caption);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let caption = self.caption.as_ref().map(|caption| renderer.text_html(place.path, caption));
        let image = self.src.as_ref().and_then(|src| renderer.page.references.image(place.path, src));
        Box::new(FigureView::new(self, image, caption, &renderer.site.catalogue))
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        self.to_markdown(exporter, place.path)
    }
}
