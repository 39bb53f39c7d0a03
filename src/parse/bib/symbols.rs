//! Commands of LaTeX's text mode by their names. The crate knows those for letters with accents; formulas are another
//! module's.
//!
//! Must not know: how a command is written.

/// Commands that are a sign. Names are those of `textcomp`, of the base system and of babel.
const SYMBOLS: &[(&str, &str)] = &[
    ("EUR", "€"),
    ("P", "¶"),
    ("S", "§"),
    ("celsius", "℃"),
    ("copyright", "©"),
    ("dag", "†"),
    ("ddag", "‡"),
    ("degree", "°"),
    ("dots", "…"),
    ("enspace", " "),
    ("euro", "€"),
    ("flqq", "«"),
    ("frqq", "»"),
    ("glq", "‚"),
    ("glqq", "„"),
    ("grq", "‘"),
    ("grqq", "“"),
    ("hyp", "-"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("lbrack", "["),
    ("ldots", "…"),
    ("linebreak", " "),
    ("lq", "‘"),
    ("micro", "µ"),
    ("newline", " "),
    ("nobreakspace", "\u{a0}"),
    ("o", "ø"),
    ("ohm", "Ω"),
    ("par", " "),
    ("percent", "%"),
    ("pounds", "£"),
    ("qquad", " "),
    ("quad", " "),
    ("rbrack", "]"),
    ("rq", "’"),
    ("slash", "/"),
    ("space", " "),
    ("textasciicircum", "^"),
    ("textasciigrave", "`"),
    ("textasciitilde", "~"),
    ("textasteriskcentered", "∗"),
    ("textbackslash", "\\"),
    ("textbaht", "฿"),
    ("textbar", "|"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textbrokenbar", "¦"),
    ("textbullet", "•"),
    ("textcelsius", "℃"),
    ("textcent", "¢"),
    ("textcopyright", "©"),
    ("textcurrency", "¤"),
    ("textdagger", "†"),
    ("textdaggerdbl", "‡"),
    ("textdegree", "°"),
    ("textdiv", "÷"),
    ("textdollar", "$"),
    ("textdong", "₫"),
    ("textdownarrow", "↓"),
    ("textellipsis", "…"),
    ("textemdash", "—"),
    ("textendash", "–"),
    ("textestimated", "℮"),
    ("texteuro", "€"),
    ("textflorin", "ƒ"),
    ("textfractionsolidus", "⁄"),
    ("textgreater", ">"),
    ("textinterrobang", "‽"),
    ("textleftarrow", "←"),
    ("textless", "<"),
    ("textlnot", "¬"),
    ("textmho", "℧"),
    ("textminus", "−"),
    ("textmu", "µ"),
    ("textnaira", "₦"),
    ("textnumero", "№"),
    ("textohm", "Ω"),
    ("textonehalf", "½"),
    ("textonequarter", "¼"),
    ("textonesuperior", "¹"),
    ("textordfeminine", "ª"),
    ("textordmasculine", "º"),
    ("textparagraph", "¶"),
    ("textperiodcentered", "·"),
    ("textpertenthousand", "‱"),
    ("textperthousand", "‰"),
    ("textpeso", "₱"),
    ("textpm", "±"),
    ("textquotedbl", "\""),
    ("textquotesingle", "'"),
    ("textreferencemark", "※"),
    ("textregistered", "®"),
    ("textrightarrow", "→"),
    ("textsection", "§"),
    ("textservicemark", "℠"),
    ("textsterling", "£"),
    ("textsurd", "√"),
    ("textthreequarters", "¾"),
    ("textthreesuperior", "³"),
    ("texttimes", "×"),
    ("texttrademark", "™"),
    ("texttwosuperior", "²"),
    ("textunderscore", "_"),
    ("textuparrow", "↑"),
    ("textwon", "₩"),
    ("textyen", "¥"),
    ("thinspace", " "),
];

/// Commands whose words are shown as others are.
pub(super) const SHOWN: [&str; 29] = [
    "MakeLowercase", "MakeUppercase", "NoCaseChange", "emph", "hbox", "lowercase", "mathrm", "mbox",
    "mkbibacro", "mkbibbold", "mkbibemph", "mkbibitalic", "text", "textbf", "textit", "textlatin", "textmd",
    "textnormal", "textrm", "textsc", "textsf", "textsl", "textsw", "texttt", "textup", "uline", "underline",
    "uppercase", "fbox",
];

/// Commands of two parts, of which the second is for readers.
pub(super) const SECOND_SHOWN: [&str; 5] = ["bibinfo", "foreignlanguage", "href", "textcolor", "textlang"];

/// Commands whose part is for programs.
pub(super) const HIDDEN: [&str; 6] =
    ["SortNoop", "hspace", "noopsort", "phantom", "selectlanguage", "sortnoop"];

/// Commands that change what only print has.
pub(super) const WITHOUT_EFFECT: [&str; 26] = [
    "allowbreak", "bf", "bfseries", "em", "footnotesize", "ignorespaces", "it", "itshape", "large",
    "leavevmode", "nobreak", "normalfont", "normalsize", "protect", "relax", "rm", "rmfamily", "sc",
    "scshape", "sf", "sl", "small", "tt", "ttfamily", "unskip", "upshape",
];

/// The sign that a command is.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    let at = SYMBOLS.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(SYMBOLS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(SYMBOLS.is_sorted());
    }
}
