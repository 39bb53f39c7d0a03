//! Whether what a watch shows is what a clean build makes: the promise of the tool, kept under its eyes.
//!
//! Must not know: how changes are noticed, or how a site is compiled.

use std::path::Path;

use super::say;
use crate::compile::{Compiled, Memo, compile};
use crate::finding::draw::{Colour, human};
use crate::model::Env;
use crate::shell::scan::survey;
use crate::source::Snapshot;

/// Compares what a watch knows of a site with a clean build, and says what it found.
pub(super) fn verify(root: &Path, seen: &Snapshot, (env, memo): (&Env, &mut Memo)) {
    let Ok(survey) = survey(root) else { return };
    let there = survey.read();
    let missed = there.since(seen).paths;
    // Mended at the next look, or somebody is writing just now.
    if let Some(path) = missed.first() {
        return say(&format!("verify: `{path}` is not what was last seen of it\n"));
    }
    let (warm, cold) = (compile(seen, env, memo), compile(&there, env, &mut Memo::default()));
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
    let bytes = |compiled: &Compiled, url| {
        let text = compiled.render(url)?;
        Some(text.map_err(|found| {
            found.iter().map(|found| human(found, compiled.snapshot(), Colour::None)).collect::<String>()
        }))
    };
    cold.urls().find(|url| bytes(warm, url) != bytes(cold, url)).map(|url| format!("`{url}`"))
}

fn findings(compiled: &Compiled) -> Vec<String> {
    compiled.findings().iter().map(|found| human(found, compiled.snapshot(), Colour::None)).collect()
}
