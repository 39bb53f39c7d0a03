//! Where `nutgraf watch` shows a site: in browsers, or in a folder.
//!
//! Reports each change in one line. Must not know: how changes are noticed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{eprint, eprint_findings, eprint_held_pages, report_error, report_publish_error};
use crate::base::SitePath;
use crate::base::words::Count;
use crate::diagnostics::sort_and_dedup;
use crate::model::history::{PreviousUrls, find_lost_urls};
use crate::shell::FileError;
use crate::shell::build::build_site;
use crate::shell::preview::{Preview, Shown};
use crate::shell::project::Revision;
use crate::shell::publish::{Manifest, Target};

/// The browsers or the folder that a site is shown in.
pub(super) enum WatchTarget {
    Preview {
        preview: Preview,
        /// The addresses of the last build: those that the site has no more are reported.
        previous: PreviousUrls,
    },
    Folder {
        folder: PathBuf,
        /// The site's root.
        site: PathBuf,
    },
}

/// The reason for a new revision of the site.
pub(super) struct Change {
    /// Empty for the first revision.
    pub(super) paths: Vec<SitePath>,
    pub(super) noticed: Instant,
}

/// The consequence of errors in a watched site.
const NOT_SHOWN: &str = "nothing new is shown until this is fixed";

/// How long to wait for another build in the same folder.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(200);

impl WatchTarget {
    /// Announces a preview, and opens it in a browser if that is asked for.
    pub(super) fn preview(preview: Preview, open: bool, output_folder: &Path) -> Result<Self, FileError> {
        let previous = Manifest::previous_urls(output_folder)?;
        let url = preview.url();
        eprint(&format!("{url}\n"));
        if !preview.is_loopback() {
            eprint("warning: others on this network can see the site, without its drafts\n");
        }
        if open && let Err(error) = open::that_detached(&url) {
            eprint(&format!("warning: cannot open a browser: {error}\n"));
        }
        Ok(Self::Preview { preview, previous })
    }

    /// Shows a new revision, which replaces the last.
    pub(super) fn show(&self, revision: Revision, change: &Change) {
        let result = match self {
            Self::Preview { preview, previous } => {
                let shown = preview.show(revision);
                eprint_preview_findings(&shown, change, previous);
                match shown.changed_pages {
                    0 => "no open page needs reloading".to_owned(),
                    pages => format!("{} changed", Count(pages, "open page")),
                }
            }
            Self::Folder { folder, site } => write_site(&revision, folder, site),
        };
        eprint(&format!("{change}: {result}, {} ms\n", change.noticed.elapsed().as_millis()));
    }
}

fn eprint_preview_findings(shown: &Shown, change: &Change, previous: &PreviousUrls) {
    let compiled = &shown.revision.compiled;
    // A page is rendered when a browser asks for it, so a broken template would go unnoticed until then.
    let is_of_templates = |path: &SitePath| path.as_str().starts_with("templates/");
    let must_try =
        (change.paths.is_empty() || change.paths.iter().any(is_of_templates)) && !compiled.has_errors();
    let trial = if must_try { compiled.trial() } else { vec![] };
    let (_, lost) = find_lost_urls(compiled.site(), previous);
    let findings = compiled.findings().iter().chain(&shown.failed).chain(&trial).chain(&lost);
    eprint_findings(&sort_and_dedup(findings.cloned().collect()), compiled.snapshot(), NOT_SHOWN);
}

/// Builds the site into a folder, and returns the result in a few words.
fn write_site(revision: &Revision, folder: &Path, site: &Path) -> String {
    let (notes, lost) = match revision.compare_with_build(folder) {
        Ok(compared) => compared,
        Err(error) => {
            report_error(&error);
            return "not written".to_owned();
        }
    };
    eprint_findings(&revision.findings_with(&lost), revision.compiled.snapshot(), NOT_SHOWN);
    if revision.compiled.has_errors() {
        return "nothing written".to_owned();
    }
    eprint_held_pages(revision.compiled.site());
    let target = Target { notes, ..Target::new(folder, site) };
    let begun = Instant::now();
    loop {
        match build_site(revision, false, &target) {
            Ok(done) => return format!("{} written, {} removed", Count(done.written, "file"), done.removed),
            // The watcher will report that, and the site is shown without the file.
            Err(error) if error.is_of_vanished_source() => {
                return "not written, since a file is gone".to_owned();
            }
            Err(error) if error.is_temporary() && begun.elapsed() < PATIENCE => sleep(PAUSE),
            Err(error) => {
                report_publish_error(&error, revision, NOT_SHOWN);
                return "not written".to_owned();
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.paths {
            [] => write!(f, "ready"),
            [path] => write!(f, "{path}"),
            [path, other] => write!(f, "{path} and {other}"),
            [path, rest @ ..] => write!(f, "{path} and {} more", Count(rest.len(), "file")),
        }
    }
}
