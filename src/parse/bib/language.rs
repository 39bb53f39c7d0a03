//! Languages by the names that LaTeX has for them (babel's and polyglossia's), as BCP 47 has them.
//!
//! Must not know: what is written in one.

use icu_locale_core::Locale;

/// By name. A variety stands here where its tag differs in what a reader of it hears or sees.
const NAMES: &[(&str, &str)] = &[
    ("american", "en-US"),
    ("arabic", "ar"),
    ("australian", "en-AU"),
    ("austrian", "de-AT"),
    ("basque", "eu"),
    ("belarusian", "be"),
    ("brazil", "pt-BR"),
    ("brazilian", "pt-BR"),
    ("british", "en-GB"),
    ("bulgarian", "bg"),
    ("canadian", "en-CA"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("estonian", "et"),
    ("farsi", "fa"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("galician", "gl"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("kazakh", "kk"),
    ("korean", "ko"),
    ("latin", "la"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("mexican", "es-MX"),
    ("mongolian", "mn"),
    ("naustrian", "de-AT"),
    ("ngerman", "de"),
    ("norsk", "nb"),
    ("norwegian", "no"),
    ("nswissgerman", "de-CH"),
    ("nynorsk", "nn"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("slovak", "sk"),
    ("slovene", "sl"),
    ("slovenian", "sl"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("swissgerman", "de-CH"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("ukenglish", "en-GB"),
    ("ukrainian", "uk"),
    ("usenglish", "en-US"),
    ("uzbek", "uz"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
];

/// The tag of a language that is named in one of the two ways.
pub(super) fn tag(name: &str) -> Option<String> {
    let name = name.trim();
    let known = name.to_ascii_lowercase();
    match NAMES.binary_search_by_key(&known.as_str(), |(name, _)| name) {
        Ok(at) => Some(NAMES[at].1.to_owned()),
        Err(_) => Locale::try_from_str(name).is_ok().then(|| name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_lead_to_tags() {
        assert!(NAMES.is_sorted());
        for (name, expected) in NAMES {
            assert!(Locale::try_from_str(expected).is_ok(), "{expected}");
            assert_eq!(tag(name).as_deref(), Some(*expected));
        }
        assert_eq!(tag("English").as_deref(), Some("en"));
        assert_eq!(tag("zh-Hant").as_deref(), Some("zh-Hant"));
        assert_eq!(tag("klingonese"), None);
    }
}
