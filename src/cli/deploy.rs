//! `nutgraf deploy`: builds the site and uploads it.

mod progress_line;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use url::Url;

use super::build::report_publish_error;
use super::check::accept_baseline;
use super::{NOTHING_WRITTEN, SiteArgs, eprint, eprint_findings, print, report_error};
use crate::base::words::Count;
use crate::diagnostics::LintLevel;
use crate::lint::Selection;
use crate::model::history::{LostUrls, find_lost_urls};
use crate::pipeline::Compiled;
use crate::shell::build::build_site;
use crate::shell::compress::Coding;
use crate::shell::deploy::{
    self, ByteSize, DeployError, DeployPlan, DeployRequest, DeploySummary, DestinationAddress, Encoding,
    LockRequest, Observer, Progress,
};
use crate::shell::project::{Project, Revision};
use crate::shell::publish::Target;
use progress_line::ProgressLine;

#[derive(Args)]
pub(super) struct Deploy {
    /// s3://bucket/folder, gs://bucket/folder, az://container/folder, file:///folder or a folder's path
    #[arg(value_name = "TARGET")]
    target: String,
    #[command(flatten)]
    site: SiteArgs,
    /// Where the site is built before it is deployed [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Pass over what this file lists, as `nutgraf check --baseline` does
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Show what would be uploaded and removed, and touch nothing
    #[arg(long)]
    dry_run: bool,
    /// Make files there the site's that stand where its own belong, and take the place of another site
    #[arg(long)]
    adopt: bool,
    /// Take the place from another deploy, which then stops
    #[arg(long)]
    break_lock: bool,
    /// Put `.br` and `.gz` beside each text in a folder, for servers that hand those on
    #[arg(long)]
    compress: bool,
    /// How text is packed in a bucket, which cannot choose what a browser reads
    #[arg(long, value_enum, default_value_t = EncodingArg::Identity)]
    encoding: EncodingArg,
    /// For how many seconds a server that fails is asked again
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    patience: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum EncodingArg {
    /// Not at all
    Identity,
    /// For all browsers and most programs
    Gzip,
    /// For all browsers; smallest
    Br,
}

/// The site has errors that keep it from being deployed. They have been reported.
struct NotPublishable;

impl Deploy {
    pub(super) fn run(self) -> ExitCode {
        match self.deploy() {
            Ok(Ok(())) => ExitCode::SUCCESS,
            Ok(Err(NotPublishable)) => ExitCode::FAILURE,
            Err(error) => report_error(&*error),
        }
    }

    fn deploy(&self) -> Result<Result<(), NotPublishable>, Box<dyn Error>> {
        let address = DestinationAddress::parse(&self.target).map_err(DeployError::Usage)?;
        deploy::check_compression(&address, self.encoding.into(), self.codings())?;
        let out = self.out.clone().unwrap_or_else(|| self.site.output_folder());
        deploy::check_folder(&address, &self.site.root, &out)?;
        let revision = Project::open(self.site.project_options(false))?.compile();
        if !self.is_publishable(&revision.compiled)? {
            return Ok(Err(NotPublishable));
        }
        if !self.dry_run {
            return self.upload(&revision, &address, &out);
        }
        let folder = tempfile::tempdir()?;
        if self.build(&revision, folder.path()).is_err() {
            return Ok(Err(NotPublishable));
        }
        let plan = deploy::plan(&self.request(&address, folder.path(), &revision.compiled)?)?;
        print(&plan.to_string());
        Ok(approve_lost_urls(&revision.compiled, &plan).map(drop).ok_or(NotPublishable))
    }

    /// Reports the findings, and returns whether neither they nor those of the editor's rules prevent a deploy.
    fn is_publishable(&self, compiled: &Compiled) -> Result<bool, Box<dyn Error>> {
        eprint_findings(compiled.findings(), compiled.snapshot(), NOTHING_WRITTEN);
        if compiled.has_errors() {
            return Ok(false);
        }
        let mut report = compiled.report(&Selection::default());
        if let Some(file) = &self.baseline {
            accept_baseline(file, &mut report, compiled.snapshot())?;
        }
        let denied = report.failing(compiled.site().settings.check.fail_on.unwrap_or(LintLevel::Deny));
        eprint_findings(&denied, compiled.snapshot(), NOTHING_DEPLOYED);
        Ok(denied.is_empty())
    }

    fn upload(
        &self,
        revision: &Revision,
        address: &DestinationAddress,
        out: &Path,
    ) -> Result<Result<(), NotPublishable>, Box<dyn Error>> {
        let begun = Instant::now();
        let compiled = &revision.compiled;
        if self.build(revision, out).is_err() {
            return Ok(Err(NotPublishable));
        }
        let line = ProgressLine::default();
        let observer = Observer {
            approve: &|plan| approve_lost_urls(compiled, plan),
            report_progress: &|progress, plan| line.show(progress, plan.total()),
        };
        let deployed = deploy::deploy(&self.request(address, out, compiled)?, &observer);
        line.clear();
        let Some(summary) = deployed? else { return Ok(Err(NotPublishable)) };
        eprint(&summary_line(address, &summary, begun));
        Ok(Ok(()))
    }

    fn codings(&self) -> &'static [Coding] {
        if self.compress { &Coding::ALL } else { &[] }
    }

    fn build(&self, revision: &Revision, folder: &Path) -> Result<(), ExitCode> {
        // Readers know what is at the destination, so the addresses that this folder loses are no findings here.
        let (notes, _) = revision.compare_with_build(folder);
        let target = Target { notes, ..Target::new(folder, &self.site.root) };
        let built = build_site(revision, self.codings(), &target);
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
            encoding: self.encoding.into(),
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
        return format!("{left}{address} is as it should be: {} unchanged\n", Count(unchanged, "file"));
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

impl From<EncodingArg> for Encoding {
    fn from(packed: EncodingArg) -> Self {
        match packed {
            EncodingArg::Identity => Self::Identity,
            EncodingArg::Gzip => Self::Gzip,
            EncodingArg::Br => Self::Brotli,
        }
    }
}
