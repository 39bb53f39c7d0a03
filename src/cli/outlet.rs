//! Where a watched site appears: in browsers, or in a folder.
//!
//! Says on one line what became of each change. Must not know: how changes are noticed.

use std::path::PathBuf;
use std::time::Instant;

use super::build::press;
use super::{say, show};
use crate::base::SitePath;
use crate::base::words::Count;
use crate::compile::Compiled;
use crate::finding::{Finding, in_order};
use crate::shell::preview::{Edition, Preview};
use crate::shell::publish::{PublishError, Target};
use crate::shell::scan::Survey;

/// Where the site appears.
pub(super) enum Outlet {
    Preview(Preview),
    Folder { folder: PathBuf, site: PathBuf },
}

/// What led to a new state of the site.
pub(super) struct News {
    /// Nothing for the first.
    pub(super) changed: Vec<SitePath>,
    pub(super) begun: Instant,
}

impl Outlet {
    /// In browsers; `open` opens one.
    pub(super) fn preview(preview: Preview, open: bool) -> Self {
        let url = preview.url();
        say(&format!("{url}\n"));
        if !preview.is_loopback() {
            say("warning: others on this network can look at the site, without its drafts\n");
        }
        if open && let Err(error) = open::that_detached(&url) {
            say(&format!("warning: no browser could be opened: {error}\n"));
        }
        Self::Preview(preview)
    }

    /// Puts a new state of the site in place of the last.
    pub(super) fn show(&self, compiled: Compiled, survey: &Survey, news: &News) {
        show(compiled.findings(), compiled.snapshot(), AGAIN);
        let became = match self {
            Self::Preview(preview) => {
                let pages = preview.show(Edition { compiled, survey: survey.clone() });
                format!("{} in a browser", Count(pages, "page"))
            }
            Self::Folder { folder, site } => write(&compiled, survey, &Target { folder, site, stamp: None }),
        };
        say(&format!("{}: {became}, {} ms\n", news.what(), news.begun.elapsed().as_millis()));
    }
}

/// What is said where a build would say that nothing was written.
const AGAIN: &str = "the last good state stays";

fn write(compiled: &Compiled, survey: &Survey, target: &Target<'_>) -> String {
    if compiled.has_errors() {
        return "nothing written".to_owned();
    }
    match press(compiled, survey, target) {
        Ok(done) => format!("{} written, {} removed", Count(done.written, "file"), done.removed),
        Err(PublishError::Pages(findings)) => {
            let findings: Vec<Finding> = in_order(findings.concat());
            show(&findings, compiled.snapshot(), AGAIN);
            "nothing written".to_owned()
        }
        Err(PublishError::Refused(refusal)) => format!("nothing written: {refusal}"),
        Err(PublishError::Disk(error)) => format!("not all written: {error}"),
    }
}

impl News {
    fn what(&self) -> String {
        match &*self.changed {
            [] => "the site is read".to_owned(),
            [one] => one.to_string(),
            [one, other] => format!("{one} and {other}"),
            [one, rest @ ..] => format!("{one} and {} more", Count(rest.len(), "file")),
        }
    }
}
