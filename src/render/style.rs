//! The style sheet: `static/style.css` with all that it imports, made small, and the policy that allows it.
//!
//! Must not know: the disk; what the style sheet styles.

mod bundle;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::base::SitePath;
use crate::diagnostics::Finding;
use crate::source::Snapshot;
use bundle::bundle;

/// The style sheet that imports all others.
pub(crate) const ENTRY: &str = "static/style.css";

/// A style sheet that is ready to be put into pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    pub(crate) css: String,
    /// A content security policy (CSP level 3) under which a page may use this style and nothing else but
    /// its own pictures.
    pub(crate) policy: String,
}

/// Bundles the site's style sheet.
pub(crate) fn style(snapshot: &Snapshot) -> (Style, Vec<Finding>) {
    match bundle(snapshot, &SitePath::new(ENTRY)) {
        Ok(css) => {
            // In a page, `</style` would end the element wherever it stood.
            let css = css.replace("</", "<\\/");
            // No scripts, no frames, and only the site's own pictures. `connect-src` is for the tools of browsers alone,
            // which fetch `robots.txt` from the page.
            let [hash, hung] = [&css, HUNG].map(|style| STANDARD.encode(Sha256::digest(style)));
            let policy = format!(
                "default-src 'none'; style-src 'sha256-{hash}' 'sha256-{hung}'; img-src 'self' data:; \
                 connect-src 'self'; base-uri 'none'; form-action 'none'"
            );
            (Style { css, policy }, vec![])
        }
        Err(finding) => (Style::default(), vec![finding]),
    }
}

/// Anchors a card at the mark that opens it. The Nu checker, which every page must pass, does not know anchors yet, and
/// does not read the style of an SVG: so this is in one. `static/style/marks.css` has the rest.
pub(crate) const HUNG: &str = "[popover]{position-anchor:auto;--under:anchor(bottom)}";

#[cfg(test)]
mod tests {
    use super::*;

    fn css(sheets: &[(&str, &str)]) -> String {
        let (style, findings) = style(&sheets.iter().copied().collect());
        assert!(findings.is_empty(), "{findings:?}");
        style.css
    }

    fn mistake(sheets: &[(&str, &str)]) -> (String, std::ops::Range<usize>, String) {
        let (_, findings) = style(&sheets.iter().copied().collect());
        (findings[0].place.path.to_string(), findings[0].range(), findings[0].problem.message())
    }

    #[test]
    fn white_space_and_comments_go_and_all_else_stays_as_it_is_written() {
        for (written, expected) in [
            ("b { color: blue ; margin : 0 0 }", "b{color:blue;margin :0 0}"),
            ("a  >  b,\n c :hover {}", "a > b,c :hover{}"),
            ("a{width:calc( 1px  +  2px )}", "a{width:calc(1px + 2px)}"),
            ("a/* or */.b{c:d/**/e /**/ f}", "a.b{c:d/**/e f}"),
            ("@media ( width > 1px ) and (x){}", "@media (width > 1px) and (x){}"),
            ("a{content:\"/* ; } */  \";b:url( x.png )}", "a{content:\"/* ; } */  \";b:url( x.png )}"),
            (".a\\;{--x: ;--y:{b:c};}", ".a\\;{--x:;--y:{b:c}}"),
            ("@charset \"utf-8\";\n<!-- a{} -->", "<!-- a{}-->"),
            (
                "a{animation:x 1s linear both;@starting-style{b:c}}",
                "a{animation:x 1s linear both;@starting-style{b:c}}",
            ),
        ] {
            assert_eq!(css(&[(ENTRY, written)]), expected, "{written}");
        }
    }

    #[test]
    fn imports_are_put_in_under_their_conditions() {
        let written = "@layer x;@import \"css/a.css\";\n@IMPORT url(css/b.css) layer(x) supports( a: b ) print , (c);d {}";
        let sheets =
            [(ENTRY, written), ("static/css/a.css", "\n@import 'b.css';"), ("static/css/b.css", " e {}")];
        assert_eq!(css(&sheets), "@layer x;e{}@layer x{@supports (a: b){@media print , (c){e{}}}}d{}");
    }

    #[test]
    fn a_mistake_is_found_in_its_sheet_at_its_place() {
        for (written, at, message) in [
            ("é{c:d} e }", 10..11, "nothing is open"),
            ("a{b c}", 2..3, "no `:`"),
            ("a{b:c", 1..2, "`}` that closes"),
            ("a{b:c(d}", 7..8, "nothing is open"),
            ("a{b:'c\n'}", 4..6, "quotation marks"),
            ("a:b;", 0..1, "no `{`"),
            ("a{}@import 'a.css';", 3..10, "before all rules"),
            ("@import 'mine.css';", 0..7, "imports itself"),
            ("@import a;", 0..7, "no address"),
        ] {
            let (path, range, found) =
                mistake(&[(ENTRY, "@import 'mine.css';"), ("static/mine.css", written)]);
            assert_eq!((&*path, range), ("static/mine.css", at), "{written}: {found}");
            assert!(found.contains(message), "{written}: {found}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_a_finding_and_imports_cannot_multiply_without_end() {
        for [open, close] in [["a{", "}"], ["@media x{", "}"], ["a{b:calc(", ")}"], [":is(", ")"], ["[", "]"]]
        {
            let deep = |depth: usize| open.repeat(depth) + &close.repeat(depth);
            let (_, _, found) = mistake(&[(ENTRY, &deep(20_000))]);
            assert!(found.contains("nested more than 100 deep"), "{found}");
        }
        let names: Vec<String> = (0..30).map(|at| format!("static/{at}.css")).collect();
        let texts: Vec<String> = (1..=30).map(|at| format!("@import '{at}.css';").repeat(2)).collect();
        let mut sheets: Vec<(&str, &str)> =
            names.iter().zip(&texts).map(|(name, text)| (&**name, &**text)).collect();
        sheets.extend([(ENTRY, "@import '0.css';"), ("static/30.css", "a{}")]);
        assert!(mistake(&sheets).2.contains("too much is imported"));
    }
}
