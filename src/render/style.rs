//! The style sheet: `static/style.css` with all that it imports, minified, and the policy that allows it.
//!
//! Must not know: the disk; what the style sheet styles.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lightningcss::bundler::{Bundler, ResolveResult, SourceProvider};
use lightningcss::error::{Error, ErrorLocation};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use sha2::{Digest, Sha256};

use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::source::Snapshot;

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

/// Bundles and minifies the site's style sheet.
pub(crate) fn style(snapshot: &Snapshot) -> (Style, Vec<Finding>) {
    match bundle_sheets(snapshot) {
        Ok(css) => {
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

fn bundle_sheets(snapshot: &Snapshot) -> Result<String, Finding> {
    let sheets = Sheets(snapshot);
    let mut bundler = Bundler::new(&sheets, None, ParserOptions::default());
    let mut sheet = bundler.bundle(Path::new(ENTRY)).map_err(|error| style_finding(snapshot, error))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| style_finding(snapshot, error))?;
    let options = PrinterOptions { minify: true, ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(|error| style_finding(snapshot, error))?;
    // In a page, `</style` would end the element wherever it stood.
    Ok(printed.code.replace("</", "<\\/"))
}

fn style_finding<K: std::fmt::Display>(snapshot: &Snapshot, error: Error<K>) -> Finding {
    let problem = Problem::StyleSheet { message: error.kind.to_string().to_lowercase() };
    let Some(ErrorLocation { filename, line, column }) = error.loc else {
        return Finding::new(&SitePath::new(ENTRY), Span::default(), problem);
    };
    // lightningcss counts lines from 0 and columns from 1, in UTF-16 units.
    let path = SitePath::new(&filename);
    let text = snapshot.text(&path).unwrap_or("");
    let mut at: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
    let mut units = column.saturating_sub(1) as usize;
    for c in text[at..].chars().take_while(|c| *c != '\n') {
        if units == 0 {
            break;
        }
        units = units.saturating_sub(c.len_utf16());
        at += c.len_utf8();
    }
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    Finding::new(&path, Span::new(at..end), problem)
}

/// Anchors a card at the mark that opens it. The Nu checker, which every page must pass, does not know anchors yet, and
/// does not read the style of an SVG: so this is in one. `static/style/marks.css` has the rest.
pub(crate) const HUNG: &str = "[popover]{position-anchor:auto;--under:anchor(bottom)}";

struct Sheets<'a>(&'a Snapshot);

/// An import of a style sheet that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("there is no style sheet `{0}`")]
struct NoSheet(String);

impl SourceProvider for Sheets<'_> {
    type Error = NoSheet;

    fn read<'a>(&'a self, file: &Path) -> Result<&'a str, NoSheet> {
        let path = file.to_string_lossy();
        self.0.text(&SitePath::new(&path)).ok_or_else(|| NoSheet(path.into_owned()))
    }

    fn resolve(&self, specifier: &str, from: &Path) -> Result<ResolveResult, NoSheet> {
        let from = SitePath::new(&from.to_string_lossy());
        let path = from.resolve(specifier).ok_or_else(|| NoSheet(specifier.to_owned()))?;
        Ok(ResolveResult::File(PathBuf::from(path.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_put_in_and_white_space_taken_out() {
        let site = [
            ("static/style.css", "@import \"css/a.css\";\nb { color: red }"),
            ("static/css/a.css", "a {\n color: blue }"),
        ];
        let (style, findings) = style(&site.into_iter().collect());
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(style.css, "a{color:#00f}b{color:red}");
    }

    #[test]
    fn a_mistake_is_found_in_the_imported_sheet() {
        let site =
            [("static/style.css", "@import \"a.css\";"), ("static/a.css", "ü {}\na { color: red }\nb { c ")];
        let (_, findings) = style(&site.into_iter().collect());
        assert_eq!(findings[0].place.path.as_str(), "static/a.css");
    }
}
