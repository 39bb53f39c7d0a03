//! A picture's licence: its name, and where it can be read.
//!
//! Known are those of Creative Commons, which want to be linked to. Must not know: what is licensed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::catalogue::Catalogue;

/// What others may do with a picture.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct LicenceView<'s> {
    pub(crate) name: &'s str,
    /// Where it can be read.
    pub(crate) url: Option<String>,
}

const CREATIVE_COMMONS: &str = "https://creativecommons.org/";

/// `CC BY-SA 4.0`, `CC-BY-SA-4.0` and the licence's address say the same; anything else is a name as it is.
pub(crate) fn licence<'s>(text: &'s str, catalogue: &'s Catalogue) -> LicenceView<'s> {
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    let name = if is_address { catalogue.text("licence") } else { text };
    let url = if is_address { Some(text.to_owned()) } else { deed(text) };
    LicenceView { name, url }
}

/// The address of a licence of Creative Commons, by its name.
fn deed(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase().replace(' ', "-");
    if matches!(name.as_str(), "cc0" | "cc0-1.0") {
        return Some(format!("{CREATIVE_COMMONS}publicdomain/zero/1.0/"));
    }
    let (kind, version) = name.strip_prefix("cc-")?.rsplit_once('-')?;
    let is_known = ["by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd"].contains(&kind)
        && ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version);
    is_known.then(|| format!("{CREATIVE_COMMONS}licenses/{kind}/{version}/"))
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
