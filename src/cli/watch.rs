//! `nutgraf watch`: shows each edit of the site in a browser, or writes it into a folder.
//!
//! The steps are the same whatever changed: rescan the files, compile them, show the result. The watcher only says
//! where to look.

#[cfg(test)]
mod tests;

use std::time::Instant;

use clap::Args;

use super::verify::compare_with_clean_build;
use super::watch_target::{Change, WatchTarget};
use super::{CommandResult, SiteArgs, eprint};
use crate::shell::preview::{Address, Preview};
use crate::shell::project::Project;
use crate::shell::scan::{ScanError, ScanScope};
use crate::shell::watcher::Watcher;

#[derive(Args)]
pub(super) struct Watch {
    #[command(flatten)]
    site: SiteArgs,
    /// Show drafts, each marked as a draft; never to other machines [default: true, with `--no-serve` false]
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    drafts: Option<bool>,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// Use this port for the preview [default: 1111, or the next free one]
    #[arg(long)]
    port: Option<u16>,
    /// Serve the preview at this name or address of the machine [default: 127.0.0.1]
    #[arg(long)]
    host: Option<String>,
    /// Write changes into `public` instead of serving the site
    #[arg(long, conflicts_with_all = ["open", "port", "host"])]
    no_serve: bool,
    /// Look for changes again and again, if the system does not report them, as on some network drives
    #[arg(long)]
    poll: bool,
    /// Compare with a clean build after each change, and report a difference
    #[arg(long)]
    verify: bool,
}

impl Watch {
    pub(super) fn run(self) -> CommandResult {
        let mut noticed = Instant::now();
        let mut watcher = Watcher::new(&self.site.root, self.poll);
        let address = Address { host: self.host.clone(), port: self.port };
        let preview = if self.no_serve { None } else { Some(Preview::open(&address)?) };
        let drafts = self.shows_drafts(preview.as_ref())?;
        let mut project = Project::open(self.site.project_options(drafts))?;
        // Read before the address is printed: a user who sees it may save a file at once, and that must count as a change.
        let mut last = project.snapshot();
        let folder = self.site.output_folder();
        let target = match preview {
            Some(preview) => WatchTarget::preview(preview, self.open, &folder)?,
            None => WatchTarget::Folder { folder, site: self.site.root.clone() },
        };
        loop {
            let revision = project.compile();
            let snapshot = revision.snapshot.clone();
            let paths = snapshot.since(&last).paths;
            target.show(revision, &Change { paths, noticed });
            last = snapshot;
            noticed = self.wait(&mut watcher, &mut project)?;
        }
    }

    /// Waits until a file has changed, and returns when that was noticed.
    fn wait(&self, watcher: &mut Watcher, project: &mut Project) -> Result<Instant, ScanError> {
        let mut must_verify = self.verify;
        loop {
            let scope = watcher.wait();
            let noticed = Instant::now();
            if let Some(notice) = watcher.take_notice() {
                eprint(&format!("warning: {notice}\n"));
            }
            if project.rescan(&scope)? {
                return Ok(noticed);
            }
            // Only now that everything was scanned must the two agree.
            if must_verify && scope == ScanScope::Everything {
                compare_with_clean_build(project);
                must_verify = false;
            }
        }
    }

    /// Returns whether drafts are shown. A preview that other machines can reach never has any; a folder, from which a
    /// site may be published, has them only if they are asked for.
    fn shows_drafts(&self, preview: Option<&Preview>) -> Result<bool, &'static str> {
        let is_private = preview.is_some_and(Preview::is_loopback);
        let drafts = self.drafts.unwrap_or(is_private);
        if drafts && preview.is_some() && !is_private {
            return Err("drafts are not shown to other machines: leave out `--drafts` or `--host`");
        }
        Ok(drafts)
    }
}
