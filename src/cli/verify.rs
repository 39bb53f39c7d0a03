//! `nutgraf watch --verify`: compares what a watch shows with a clean build.
//!
//! Must not know: how changes are noticed.

use super::eprint;
use crate::base::UrlPath;
use crate::diagnostics::Finding;
use crate::diagnostics::draw::{Colour, human};
use crate::pipeline::Compiled;
use crate::shell::project::Project;

/// Compiles the site with and without what the watch has cached, and reports whether the results are the same.
pub(super) fn compare_with_clean_build(project: &mut Project) {
    // If the folder cannot be read now, the next rescan reports it.
    let Ok(mut fresh) = project.reopen() else { return };
    let warm = project.compile();
    let cold = fresh.compile();
    // The watch has missed a file. It finds it at its next scan, or the file is being written just now.
    if let Some(path) = cold.snapshot.since(&warm.snapshot).paths.first() {
        return eprint(&format!("verify: `{path}` has changed since it was last read\n"));
    }
    eprint(&match first_difference(&warm.compiled, &cold.compiled) {
        Some(what) => {
            format!("verify: {what} is NOT the same as in a clean build: this is a bug in nutgraf\n")
        }
        None => "verify: the same as a clean build\n".to_owned(),
    });
}

fn first_difference(warm: &Compiled, cold: &Compiled) -> Option<String> {
    if drawn_findings(warm) != drawn_findings(cold) {
        return Some("the list of findings".to_owned());
    }
    if !warm.urls().eq(cold.urls()) {
        return Some("the list of addresses".to_owned());
    }
    let mut urls = cold.urls();
    let differs = urls.find(|url| describe_output(warm, url) != describe_output(cold, url))?;
    Some(format!("`{differs}`"))
}

/// The findings of a compiled site, drawn.
pub(super) fn drawn_findings(compiled: &Compiled) -> Vec<String> {
    draw(compiled, compiled.findings())
}

/// A text that is the same if the bytes at an address are: the rendered text, the findings that prevent it, or the
/// path of the file and the size of the picture.
pub(super) fn describe_output(compiled: &Compiled, url: &UrlPath) -> String {
    match compiled.render(url) {
        Some(Ok(text)) => text,
        Some(Err(findings)) => draw(compiled, &findings).concat(),
        None => format!("{:?} {:?}", compiled.outputs().asset(url), compiled.rendition(url)),
    }
}

fn draw(compiled: &Compiled, findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| human(finding, compiled.snapshot(), Colour::None)).collect()
}
