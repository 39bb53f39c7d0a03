//! Where a watched site appears: in browsers, or in a folder.
//!
//! Says on one line what became of each change. Must not know: how changes are noticed.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::build::{press, tell};
use super::{say, show};
use crate::base::SitePath;
use crate::base::words::Count;
use crate::diagnostics::in_order;
use crate::model::history::PreviousUrls;
use crate::pipeline::Compiled;
use crate::shell::preview::{Edition, Preview, Told};
use crate::shell::publish::{Manifest, Notes, Target};
use crate::shell::scan::Survey;

/// Where the site appears.
pub(super) enum WatchTarget {
    /// With what the folder has of the site that was built last.
    Preview(Preview, PreviousUrls),
    Folder {
        folder: PathBuf,
        site: PathBuf,
    },
}

/// What led to a new state of the site.
pub(super) struct Change {
    /// Nothing for the first.
    pub(super) changed: Vec<SitePath>,
    pub(super) begun: Instant,
}

impl WatchTarget {
    /// In browsers; `open` opens one.
    pub(super) fn preview(preview: Preview, open: bool, folder: &Path) -> Self {
        let url = preview.url();
        say(&format!("{url}\n"));
        if !preview.is_loopback() {
            say("warning: others on this network can look at the site, without its drafts\n");
        }
        if open && let Err(error) = open::that_detached(&url) {
            say(&format!("warning: no browser could be opened: {error}\n"));
        }
        Self::Preview(preview, Manifest::former(folder))
    }

    /// Puts a new state of the site in place of the last.
    pub(super) fn show(&self, compiled: Compiled, survey: &Survey, news: &Change) {
        let became = match self {
            Self::Preview(preview, former) => {
                let told = preview.show(Edition { compiled, survey: survey.clone() });
                draw(&told, news, former);
                match told.pages {
                    0 => "no open page changed".to_owned(),
                    pages => format!("{} changed", Count(pages, "open page")),
                }
            }
            Self::Folder { folder, site } => write(&compiled, survey, (folder, site)),
        };
        say(&format!("{}: {became}, {} ms\n", news.what(), news.begun.elapsed().as_millis()));
    }
}

/// Draws what was found. A page is made when somebody looks at it; whether a changed template can be rendered
/// is of interest before.
fn draw(told: &Told, news: &Change, former: &PreviousUrls) {
    let compiled = &told.edition.compiled;
    let is_tried = news.is_of_templates() && !compiled.has_errors();
    let trial = if is_tried { compiled.trial() } else { vec![] };
    let (_, lost) = compiled.lost(former);
    let all = compiled.findings().iter().chain(&told.failed).chain(&trial).chain(&lost).cloned();
    show(&in_order(all.collect()), compiled.snapshot(), AGAIN);
}

/// What is said where a build would say that nothing was written.
const AGAIN: &str = "nothing new is shown until this is mended";

/// How long a folder is waited for that another run is writing.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(200);

fn write(compiled: &Compiled, survey: &Survey, (folder, site): (&Path, &Path)) -> String {
    let (lost, found) = compiled.lost(&Manifest::former(folder));
    let all = in_order([compiled.findings(), &found].concat());
    show(&all, compiled.snapshot(), AGAIN);
    if compiled.has_errors() {
        return "nothing written".to_owned();
    }
    let notes = Notes { lost, drafts: compiled.drafts() };
    let target = Target { notes, ..Target::new(folder, site) };
    let begun = Instant::now();
    loop {
        match press(compiled, survey, &[], &target) {
            Ok(done) => return format!("{} written, {} removed", Count(done.written, "file"), done.removed),
            Err(error) if error.is_for_a_moment() && begun.elapsed() < PATIENCE => sleep(PAUSE),
            Err(error) => {
                tell(&error, compiled, AGAIN);
                return "not written".to_owned();
            }
        }
    }
}

impl Change {
    /// Whether the templates are others than before; at first they are.
    fn is_of_templates(&self) -> bool {
        self.changed.is_empty() || self.changed.iter().any(|path| path.as_str().starts_with("templates/"))
    }

    fn what(&self) -> String {
        match &*self.changed {
            [] => "the site is read".to_owned(),
            [one] => one.to_string(),
            [one, other] => format!("{one} and {other}"),
            [one, rest @ ..] => format!("{one} and {} more", Count(rest.len(), "file")),
        }
    }
}
