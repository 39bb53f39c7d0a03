//! `figure`: a picture with what must be said of it.
//!
//! Must not know: how pictures are made smaller.

use super::*;
use crate::model::Image;
use crate::render::picture;

pub(super) static TYPE: BlockType = BlockType {
    name: "figure",
    noun: "a figure",
    about: "A picture with its caption, credit and licence. JPEG, PNG and WebP pictures get copies 480, 960 and 1600 pixels wide.",
    example: r#"src = "orbit.svg"
alt = "The Earth at four places of its way round the Sun, a quarter of a year apart."
caption = "A year ends when the Earth is where it was, and not when a day does."
credit = "The nutgraf project"
"#,
    keys: &[
        ("*", "src", "The picture's file, beside the page or from the site's root."),
        ("*", "alt", "What the picture shows, for readers who cannot see it."),
        ("*", "decorative", "Says that the picture is only decoration, and needs no `alt`."),
        ("*", "credit", "The person or agency that made it."),
        ("*", "licence", "The licence of the picture."),
    ],
    takes_rows: false,
    parse: |fields, _| Arc::new(parse_figure(fields)),
    view: schema::<FigureView<'_>>,
    drawing: None,
};

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
            caption: None,
            claims: vec![],
            drawing: None,
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

/// A picture with what must be said of it. As `block` of `blocks/figure.html` too.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct FigureView<'s> {
    pub(crate) src: String,
    pub(crate) alt: &'s str,
    /// The picture's smaller copies, as in `<img srcset>`.
    pub(crate) srcset: Option<String>,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    /// It is the first that a reader sees.
    pub(crate) leads: bool,
    /// HTML; in a key it is null, since the text's digest stands there.
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<&'s str>,
    pub(crate) licence: Option<LicenceView<'s>>,
}

impl<'s> FigureView<'s> {
    pub(crate) fn new(
        figure: &'s Figure,
        image: Option<&Image>,
        caption: Option<String>,
        catalogue: &'s Catalogue,
    ) -> Self {
        let pixels = image.and_then(|image| image.pixels);
        Self {
            src: image.map(|image| image.href.clone()).unwrap_or_default(),
            alt: text(figure.alt.as_ref()).unwrap_or_default(),
            srcset: image.and_then(picture::srcset),
            width: pixels.map(|(width, _)| width),
            height: pixels.map(|(_, height)| height),
            leads: false,
            caption,
            credit: text(figure.credit.as_ref()),
            licence: text(figure.licence.as_ref()).map(|text| licence(text, catalogue)),
        }
    }
}

/// What others may do with a picture.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct LicenceView<'s> {
    pub(crate) name: &'s str,
    /// Where it can be read.
    pub(crate) url: Option<String>,
}

/// `CC BY-SA 4.0`, `CC-BY-SA-4.0` and the licence's address say the same; anything else is a name as it is.
pub(crate) fn licence<'s>(text: &'s str, catalogue: &'s Catalogue) -> LicenceView<'s> {
    if text.starts_with("https://") || text.starts_with("http://") {
        return LicenceView { name: catalogue.text("licence"), url: Some(text.to_owned()) };
    }
    let name = text.to_ascii_lowercase().replace(' ', "-");
    let parts = name.strip_prefix("cc-").and_then(|rest| rest.rsplit_once('-'));
    let path = match (name.as_str(), parts) {
        ("cc0" | "cc0-1.0", _) => Some("publicdomain/zero/1.0".to_owned()),
        (
            _,
            Some((
                kind @ ("by" | "by-sa" | "by-nc" | "by-nc-sa" | "by-nd" | "by-nc-nd"),
                version @ ("1.0" | "2.0" | "2.5" | "3.0" | "4.0"),
            )),
        ) => Some(format!("licenses/{kind}/{version}")),
        _ => None,
    };
    LicenceView { name: text, url: path.map(|path| format!("https://creativecommons.org/{path}/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Option<String> {
        licence(text, Catalogue::english()).url
    }

    #[test]
    fn a_licence_of_creative_commons_is_linked_to_however_it_is_written() {
        let by_sa = Some("https://creativecommons.org/licenses/by-sa/4.0/".to_owned());
        assert_eq!((url("CC BY-SA 4.0"), url("CC-BY-SA-4.0")), (by_sa.clone(), by_sa));
        assert_eq!(url("CC0").as_deref(), Some("https://creativecommons.org/publicdomain/zero/1.0/"));
    }

    #[test]
    fn any_other_is_words_or_an_address() {
        assert_eq!(
            (licence("Public domain", Catalogue::english()).name, url("Public domain")),
            ("Public domain", None)
        );
        assert_eq!((url("CC BY-XX 4.0"), url("javascript:alert(1)")), (None, None));
        assert_eq!(licence("https://example.org/terms", Catalogue::english()).name, "Licence");
    }
}
