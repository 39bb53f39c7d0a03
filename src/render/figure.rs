//! A picture, as templates see it, with its licence: its name, and where it can be read.
//!
//! Known are those of Creative Commons, which want to be linked to. Must not know: how a picture's copies are made.

use schemars::JsonSchema;
use serde::Serialize;

use super::picture;
use super::view::text;
use crate::base::catalogue::Catalogue;
use crate::blocks::Figure;
use crate::model::Image;

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
