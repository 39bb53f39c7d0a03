//! `nutgraf check --online`: asks the addresses outside the site, and writes what they answer into `links.lock`.
//!
//! The check that follows reads it, as one that asks nobody does. This is the only way into the network.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{say, today};
use crate::base::words::Count;
use crate::diagnostics::Level;
use crate::model::Env;
use crate::parse::links::{Answer, Links, nobody_answers};
use crate::pipeline::{Compiled, Memo, compile};
use crate::shell::fetch::{FetchError, Fetcher, Limits, Ways};
use crate::shell::lock_file;
use crate::shell::scan::{ScanError, survey};
use crate::source::LINKS;

/// Why the addresses could not be asked, or nothing be kept of it.
#[derive(Debug, thiserror::Error)]
pub(super) enum OnlineError {
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(
        "`{LINKS}` has a mistake in it: `nutgraf check` shows it; mend it, or remove the file to begin again"
    )]
    Mistaken,
    #[error("no server answers: is this machine on the network? `{LINKS}` is as it was")]
    Offline,
    #[error("`{LINKS}` cannot be written: {0}")]
    Write(io::Error),
}

/// Asks what has not been well since yesterday.
pub(super) fn refresh(root: &Path) -> Result<(), OnlineError> {
    let env = Env { today: today(None, &TimeZone::UTC), base_url: None, drafts: true };
    let compiled = compile(&survey(root)?.read(), &env, &mut Memo::default());
    let is_mistaken = |path: &str, level| path == LINKS && level == Level::Error;
    if compiled.findings().iter().any(|it| is_mistaken(it.place.path.as_str(), it.level())) {
        return Err(OnlineError::Mistaken);
    }
    let now = Timestamp::now();
    let known = compiled.links();
    let due: Vec<_> = compiled.external().into_iter().filter(|url| known.is_due(url, now)).collect();
    let asked = due.len();
    let answers = Fetcher::new(Limits::default(), Ways::of_the_web())?.ask_all(due, progress(asked))?;
    if nobody_answers(answers.values()) {
        return Err(OnlineError::Offline);
    }
    if answers.len() < asked {
        let late = Count(asked - answers.len(), "address");
        say(&format!("warning: there was no time left for {late}: ask again to go on\n"));
    }
    keep(root, &compiled, (answers, now))
}

/// Tells who sits before a terminal how far it is.
fn progress(of: usize) -> impl Fn(usize) + Send + Sync + 'static {
    let shown = io::stderr().is_terminal();
    move |done| {
        let end = if done == of { "\r\x1b[K" } else { "" };
        if shown {
            say(&format!("\r{done} of {of} addresses{end}"));
        }
    }
}

/// Writes down what was answered, and forgets what the site has no more.
fn keep(
    root: &Path,
    compiled: &Compiled,
    (answers, now): (BTreeMap<String, Answer>, Timestamp),
) -> Result<(), OnlineError> {
    let mut links: Links = compiled.links().clone();
    answers.into_iter().for_each(|(url, answer)| links.record(&url, answer, now));
    if !compiled.has_errors() {
        let used = compiled.external();
        links.keep(|url| used.contains(url));
    }
    if links == *compiled.links() {
        return Ok(());
    }
    lock_file::write(root, &links.to_toml()).map_err(OnlineError::Write)
}
