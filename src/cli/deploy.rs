//! `nutgraf deploy`: builds the site and uploads it.

use std::cell::Cell;
use std::error::Error;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use url::Url;

use super::check::accept_baseline;
use super::{
    CommandResult, NOTHING_WRITTEN, SiteArgs, eprint, eprint_findings, eprint_held_pages, print,
    report_error, report_publish_error, report_unread,
};
use crate::base::words::Count;
use crate::diagnostics::LintLevel;
use crate::lint::Selection;
use crate::model::history::{LostUrls, find_lost_urls};
use crate::pipeline::Compiled;
use crate::shell::build::build_site;
use crate::shell::compress::Coding;
use crate::shell::deploy::{
    self, ByteSize, DeployPlan, DeployRequest, DeploySummary, DestinationAddress, LockRequest, Observer,
    Progress,
};
use crate::shell::project::{Project, Revision};
use crate::shell::publish::Target;

#[derive(Args)]
pub(super) struct Deploy {
    /// s3://bucket/folder, gs://bucket/folder, az://container/folder, file:///folder or a folder's path
    #[arg(value_name = "TARGET")]
    target: String,
    #[command(flatten)]
    site: SiteArgs,
    /// Build the site in this folder before uploading it [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Accept the findings that this file lists, as `nutgraf check --baseline` does
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Show what would be uploaded and removed, without changing anything
    #[arg(long)]
    dry_run: bool,
    /// Take over existing files at the target, and replace another site there
    #[arg(long)]
    adopt: bool,
    /// Take over from another deploy, which then stops
    #[arg(long)]
    break_lock: bool,
    /// Write a `.br` and a `.gz` copy of each text file in a folder, for servers that can send them
    #[arg(long)]
    compress: bool,
    /// Compress text files in a bucket, which cannot choose for each browser
    #[arg(long, value_enum, default_value_t = EncodingArg::Identity)]
    encoding: EncodingArg,
    /// Retry for this many seconds if a server fails
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    patience: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum EncodingArg {
    /// No compression
    Identity,
    /// For all browsers and most programs
    Gzip,
    /// For all browsers; smallest
    Br,
}

impl Deploy {
    pub(super) fn run(self) -> CommandResult {
        let address = DestinationAddress::parse(&self.target)?;
        deploy::check_compression(&address, self.encoding.coding(), self.compress)?;
        let out = self.out.clone().unwrap_or_else(|| self.site.output_folder());
        deploy::check_folder(&address, &self.site.root, &out)?;
        let revision = Project::open(self.site.project_options(false))?.compile();
        if let Some(status) = report_unread(&revision.compiled) {
            return Ok(status);
        }
        if !self.is_publishable(&revision.compiled)? {
            return Ok(ExitCode::FAILURE);
        }
        eprint_held_pages(revision.compiled.site());
        if !self.dry_run {
            return self.upload(&revision, &address, &out);
        }
        let folder = tempfile::tempdir()?;
        if let Err(status) = self.build(&revision, folder.path()) {
            return Ok(status);
        }
        let plan = deploy::plan(&self.request(&address, folder.path(), &revision.compiled)?)?;
        print(&plan.to_string());
        let is_approved = approve_lost_urls(&revision.compiled, &plan).is_some();
        Ok(if is_approved { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Reports the findings, and returns whether neither they nor those of the editor's rules prevent a deploy.
    fn is_publishable(&self, compiled: &Compiled) -> Result<bool, Box<dyn Error>> {
        eprint_findings(compiled.findings(), compiled.snapshot(), NOTHING_WRITTEN);
        if compiled.has_errors() {
            return Ok(false);
        }
        let mut report = compiled.report(&Selection { deploy: true, ..Selection::default() });
        if let Some(file) = &self.baseline {
            accept_baseline(file, &mut report, compiled.snapshot())?;
        }
        let denied = report.failing(compiled.site().settings.check.fail_on.unwrap_or(LintLevel::Deny));
        eprint_findings(&denied, compiled.snapshot(), NOTHING_DEPLOYED);
        Ok(denied.is_empty())
    }

    fn upload(&self, revision: &Revision, address: &DestinationAddress, out: &Path) -> CommandResult {
        let begun = Instant::now();
        let compiled = &revision.compiled;
        if let Err(status) = self.build(revision, out) {
            return Ok(status);
        }
        let line = ProgressLine::default();
        let observer = Observer {
            approve: &|plan| approve_lost_urls(compiled, plan),
            report_progress: &|progress, plan| line.show(progress, plan.total),
        };
        let deployed = deploy::deploy(&self.request(address, out, compiled)?, &observer);
        line.clear();
        let Some(summary) = deployed? else { return Ok(ExitCode::FAILURE) };
        eprint(&summary_line(address, &summary, begun));
        Ok(ExitCode::SUCCESS)
    }

    /// Builds the site into a folder. Reports why that fails, and then gives the exit status.
    fn build(&self, revision: &Revision, folder: &Path) -> Result<(), ExitCode> {
        // Readers know what is at the destination, so the addresses that this folder loses are no findings here.
        let (notes, _) = revision.compare_with_build(folder).map_err(|error| report_error(&error))?;
        let target = Target { notes, ..Target::new(folder, &self.site.root) };
        let built = build_site(revision, self.compress, &target);
        built.map(drop).map_err(|error| report_publish_error(&error, revision, NOTHING_DEPLOYED))
    }

    fn request<'a>(
        &self,
        address: &'a DestinationAddress,
        folder: &'a Path,
        compiled: &Compiled,
    ) -> Result<DeployRequest<'a>, Box<dyn Error>> {
        Ok(DeployRequest {
            address,
            output_dir: folder,
            base_url: Url::parse(&compiled.site().base_url)?,
            coding: self.encoding.coding(),
            adopt: self.adopt,
            lock: LockRequest { user: user_name(), force: self.break_lock },
            retry_timeout: Duration::from_secs(self.patience),
        })
    }
}

const NOTHING_DEPLOYED: &str = "nothing was deployed";

/// Reports the addresses that readers may know and that the deploy removes, and returns them; `None` if the site's
/// settings make such a warning an error.
fn approve_lost_urls(compiled: &Compiled, plan: &DeployPlan) -> Option<LostUrls> {
    let (lost, findings) = find_lost_urls(compiled.site(), &plan.previous_urls());
    eprint_findings(&findings, compiled.snapshot(), NOTHING_DEPLOYED);
    let is_approved = findings.is_empty() || compiled.site().settings.check.fail_on != Some(LintLevel::Warn);
    is_approved.then_some(lost)
}

fn summary_line(address: &DestinationAddress, summary: &DeploySummary, begun: Instant) -> String {
    let DeploySummary { uploaded, removed, unchanged, bytes, ref left } = *summary;
    if uploaded + removed == 0 {
        return format!(
            "{left}nothing to upload: {address} is up to date, {} unchanged\n",
            Count(unchanged, "file")
        );
    }
    let files = Count(uploaded, "file");
    let bytes = ByteSize(bytes);
    let seconds = begun.elapsed().as_secs_f32();
    format!(
        "{left}{files} uploaded ({bytes}), {removed} removed, {unchanged} unchanged in {address}, {seconds:.1} s\n"
    )
}

/// Returns the name of the user, which other deploys show while this one holds the lock.
#[expect(clippy::disallowed_methods, reason = "the environment says whose process this is")]
fn user_name() -> String {
    let names = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME"];
    let name = names.into_iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    name.unwrap_or_else(|| "somebody".to_owned())
}

impl EncodingArg {
    fn coding(self) -> Option<Coding> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(Coding::Gzip),
            Self::Br => Some(Coding::Brotli),
        }
    }
}

/// A line on a terminal that shows the progress of a deploy.
struct ProgressLine {
    is_terminal: bool,
    shown_at: Cell<Option<Instant>>,
}

/// More often than this makes no difference to the eye.
const REDRAW_INTERVAL: Duration = Duration::from_millis(80);

/// Clears the rest of the line.
const CLEAR: &str = "\x1b[K";

impl Default for ProgressLine {
    fn default() -> Self {
        Self { is_terminal: io::stderr().is_terminal(), shown_at: Cell::new(None) }
    }
}

impl ProgressLine {
    fn show(&self, progress: Progress, total: Progress) {
        if self.is_terminal && self.shown_at.get().is_none_or(|shown| shown.elapsed() >= REDRAW_INTERVAL) {
            self.shown_at.set(Some(Instant::now()));
            eprint(&format!("\r{}{CLEAR}", text(progress, total)));
        }
    }

    fn clear(&self) {
        if self.shown_at.get().is_some() {
            eprint(&format!("\r{CLEAR}"));
        }
    }
}

/// Formats the files and bytes done, of all.
fn text(done: Progress, total: Progress) -> String {
    let files = Count(total.files, "file");
    format!("{} of {files}, {} of {}", done.files, ByteSize(done.bytes), ByteSize(total.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_files_and_bytes_done_of_all() {
        let progress = Progress { files: 3, bytes: 1_234_567 };
        assert_eq!(
            text(progress, Progress { files: 1200, bytes: 42_000_000 }),
            "3 of 1200 files, 1.2 MB of 42.0 MB"
        );
        assert_eq!(text(Progress::default(), Progress { files: 1, bytes: 999 }), "0 of 1 file, 0 B of 999 B");
    }

    #[test]
    fn without_a_terminal_nothing_is_written() {
        let line = ProgressLine { is_terminal: false, shown_at: Cell::new(None) };
        line.show(Progress { files: 1, bytes: 9 }, Progress { files: 1, bytes: 9 });
        assert!(line.shown_at.get().is_none());
    }
}
