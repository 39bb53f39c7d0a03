//! The width of a text in Arial, by which search results cut titles.
//!
//! The advance widths are those of Liberation Sans 1.07.4 (SIL Open Font License; Debian's
//! `fonts-liberation`), which equal Arial's, in 2,048ths of the font size. Must not know: which width is too
//! much.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The font size of titles in search results, in pixels.
const FONT_SIZE: u32 = 20;
/// Units per em.
const UNITS_PER_EM: u32 = 2048;
/// The advance width of a digit, for letters that the table lacks.
const DEFAULT_ADVANCE: u32 = 1139;

/// Letters by their advance width. Accents add nothing.
const ADVANCES: [(u32, &str); 79] = [
    (391, "'"),
    (455, "ijl’‘łι"),
    (532, "|"),
    (569, " !,./:;I[\\]ft·ıΙ"),
    (682, "()-`r“”„"),
    (684, "{}"),
    (717, "•"),
    (727, "\""),
    (747, "г"),
    (797, "*"),
    (809, "τ"),
    (896, "к"),
    (903, "ζ"),
    (913, "ε"),
    (917, "ξ"),
    (938, "т"),
    (939, "з"),
    (961, "^"),
    (987, "ς"),
    (1024, "Jcksvxyzсухγκλν"),
    (1045, "э"),
    (1067, "чь"),
    (1075, "χ"),
    (1088, "в"),
    (1109, "Гпя"),
    (1120, "υ"),
    (1128, "Γ"),
    (1131, "н"),
    (1139, "#$0123456789?L_abdeghnopqu–«»€£Łđþðаеорηθο"),
    (1140, "δ"),
    (1144, "ий"),
    (1165, "ρ"),
    (1173, "бц"),
    (1178, "β"),
    (1180, "μ"),
    (1184, "α"),
    (1193, "К"),
    (1195, "дл"),
    (1196, "+<=>~"),
    (1237, "З"),
    (1251, "FTZßøТΖΤ"),
    (1264, "σ"),
    (1266, "Σ"),
    (1280, "ъ"),
    (1301, "У"),
    (1328, "φ"),
    (1331, "Ξ"),
    (1344, "БЛЬ"),
    (1365, "Ч"),
    (1366, "&ABEKPSVXYÞАВЕРХΑΒΕΚΡΥΧ"),
    (1368, "ΔΛ"),
    (1370, "ж"),
    (1387, "Д"),
    (1408, "м"),
    (1413, "π"),
    (1460, "ψ"),
    (1472, "ИЙПЭы"),
    (1479, "CDHNRUwĐÐНСЯΗΝΠ"),
    (1515, "Ц"),
    (1531, "Ω"),
    (1536, "ю"),
    (1557, "Ф"),
    (1593, "GOQØОΘΟ"),
    (1599, "ω"),
    (1621, "Ъ"),
    (1634, "Φ"),
    (1643, "ш"),
    (1685, "фщ"),
    (1706, "MmМΜ"),
    (1711, "Ψ"),
    (1813, "Ы"),
    (1821, "%æ"),
    (1877, "Ш"),
    (1891, "Ж"),
    (1920, "Щ"),
    (1933, "Wœ"),
    (2048, "—…ÆŒ"),
    (2069, "Ю"),
    (2079, "@"),
];

/// The width of a text at 20 pixels, in pixels.
pub(crate) fn width_in_pixels(text: &str) -> u32 {
    let advances = text.nfd().filter(|letter| !is_combining_mark(*letter)).map(|letter| {
        match ADVANCES.iter().find(|(_, letters)| letters.contains(letter)) {
            Some((advance, _)) => *advance,
            None if is_full_width(letter) => UNITS_PER_EM,
            None => DEFAULT_ADVANCE,
        }
    });
    advances.sum::<u32>() * FONT_SIZE / UNITS_PER_EM
}

/// Checks whether a letter is kana, Han or Hangul, each as wide as high.
fn is_full_width(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_letters_take_less_room() {
        // 10 × 455 / 2048 × 20 and 10 × 1933 / 2048 × 20.
        assert_eq!(width_in_pixels("iiiiiiiiii"), 44);
        assert_eq!(width_in_pixels("WWWWWWWWWW"), 188);
    }

    #[test]
    fn an_accent_takes_none_and_a_chinese_letter_a_square() {
        assert_eq!(width_in_pixels("é"), width_in_pixels("e"));
        assert_eq!(width_in_pixels("й"), width_in_pixels("и"));
        assert_eq!(width_in_pixels("中国"), 40);
        assert_eq!(width_in_pixels(""), 0);
    }
}
