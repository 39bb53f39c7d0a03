//! Whether what a watch shows is what a clean build makes: the promise of the tool, kept under its eyes.
//!
//! Must not know: how changes are noticed, or how a site is compiled.

use std::path::Path;

use super::say;
use crate::base::UrlPath;
use crate::diagnostics::Finding;
use crate::diagnostics::draw::{Colour, human};
use crate::model::Env;
use crate::pipeline::{Compiled, Memo, compile};
use crate::shell::fonts::MachineFonts;
use crate::shell::scan::survey;
use crate::source::Snapshot;

/// Compares what a watch knows of a site with a clean build, and says what it found.
pub(super) fn verify(root: &Path, seen: &Snapshot, (env, memo): (&Env, &mut Memo)) {
    let Ok(survey) = survey(root) else { return };
    let (there, cold) = MachineFonts::default().compile(&survey.read(), env, &mut Memo::default());
    let missed = there.since(seen).paths;
    // Mended at the next look, or somebody is writing just now.
    if let Some(path) = missed.first() {
        return say(&format!("verify: `{path}` is not what was last seen of it\n"));
    }
    let warm = compile(seen, env, memo);
    say(&match difference(&warm, &cold) {
        Some(what) => format!("verify: {what} is NOT what a clean build makes: this is a bug of nutgraf\n"),
        None => "verify: the same as a clean build\n".to_owned(),
    });
}

/// The first thing in which two states of a site differ.
fn difference(warm: &Compiled, cold: &Compiled) -> Option<String> {
    if findings(warm) != findings(cold) {
        return Some("what was found".to_owned());
    }
    if !warm.urls().eq(cold.urls()) {
        return Some("the list of addresses".to_owned());
    }
    cold.urls().find(|url| text(warm, url) != text(cold, url)).map(|url| format!("`{url}`"))
}

/// What was found, drawn.
pub(super) fn findings(compiled: &Compiled) -> Vec<String> {
    drawn(compiled, compiled.findings())
}

/// What stands at an address: its text, what keeps it from being made, or whose bytes it has or is made of.
pub(super) fn text(compiled: &Compiled, url: &UrlPath) -> String {
    match compiled.render(url) {
        Some(Ok(text)) => text,
        Some(Err(found)) => drawn(compiled, &found).concat(),
        None => format!("{:?} {:?}", compiled.asset(url), compiled.rendition(url)),
    }
}

fn drawn(compiled: &Compiled, findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| human(finding, compiled.snapshot(), Colour::None)).collect()
}
