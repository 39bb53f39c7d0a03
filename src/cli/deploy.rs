//! `nutgraf deploy`: the built site, to where readers find it.

mod progress_line;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use url::Url;

use super::build::{press, tell};
use super::check::pass_over;
use super::{SiteArgs, fail, fit, print, say, show, today};
use crate::base::words::Count;
use crate::diagnostics::LintLevel;
use crate::lint::Selection;
use crate::model::Env;
use crate::model::history::LostUrls;
use crate::pipeline::{Compiled, Memo, compile, time_zone};
use crate::shell::compress::Coding;
use crate::shell::deploy::{
    self, ByteSize, DeployError, DeployPlan, DeployRequest, DeploySummary, DestinationAddress, Encoding,
    LockRequest, Observer, Progress,
};
use crate::shell::publish::{Manifest, Notes, Target};
use crate::shell::scan::{Survey as Sources, survey};
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
    #[arg(long, value_enum, default_value_t = Packed::Identity)]
    encoding: Packed,
    /// For how many seconds a server that fails is asked again
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    patience: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Packed {
    /// Not at all
    Identity,
    /// For all browsers and most programs
    Gzip,
    /// For all browsers; smallest
    Br,
}

/// What stops a deploy in the site itself, and was shown.
struct Unfit;

impl Deploy {
    pub(super) fn run(self) -> ExitCode {
        match self.deploy() {
            Ok(Ok(())) => ExitCode::SUCCESS,
            Ok(Err(Unfit)) => ExitCode::FAILURE,
            Err(error) => fail(&*error),
        }
    }

    fn deploy(&self) -> Result<Result<(), Unfit>, Box<dyn Error>> {
        let address = DestinationAddress::parse(&self.target).map_err(DeployError::Usage)?;
        deploy::check_compression(&address, self.encoding.into(), self.codings())?;
        let out = self.out.clone().unwrap_or_else(|| self.site.public());
        deploy::check_folder(&address, &self.site.root, &out)?;
        let sources = survey(&self.site.root)?;
        let today = today(self.site.today, &time_zone(&sources.settings_text()));
        let env = Env { today, base_url: self.site.base_url.clone(), drafts: false };
        let compiled = compile(&sources.read(), &env, &mut Memo::default());
        if !fit(&compiled, &[]) || self.is_denied(&compiled)? {
            return Ok(Err(Unfit));
        }
        if !self.dry_run {
            return self.send(&compiled, &sources, (&address, &out));
        }
        let folder = tempfile::tempdir()?;
        if self.build(&compiled, &sources, folder.path()).is_err() {
            return Ok(Err(Unfit));
        }
        let plan = deploy::plan(&self.request(&address, folder.path(), &compiled)?)?;
        print(&plan.to_string());
        Ok(lost(&compiled, &plan).map(drop).ok_or(Unfit))
    }

    /// Shows what the site's own rules hold to be wrong enough to keep it back.
    fn is_denied(&self, compiled: &Compiled) -> Result<bool, Box<dyn Error>> {
        let mut report = compiled.report(&Selection::default());
        if let Some(file) = &self.baseline {
            pass_over(file, &mut report, compiled.snapshot())?;
        }
        let denied = report.failing(compiled.fail_on().unwrap_or(LintLevel::Deny));
        show(&denied, compiled.snapshot(), NOTHING_DEPLOYED);
        Ok(!denied.is_empty())
    }

    fn send(
        &self,
        compiled: &Compiled,
        sources: &Sources,
        (address, out): (&DestinationAddress, &Path),
    ) -> Result<Result<(), Unfit>, Box<dyn Error>> {
        let begun = Instant::now();
        if self.build(compiled, sources, out).is_err() {
            return Ok(Err(Unfit));
        }
        let line = ProgressLine::default();
        let observer = Observer {
            approve: &|plan| lost(compiled, plan),
            report_progress: &|progress, plan| line.show(progress, plan.total()),
        };
        let deployed = deploy::deploy(&self.request(address, out, compiled)?, &observer);
        line.clear();
        let told = deployed?.map(|deployed| say(&told(address, &deployed, begun)));
        Ok(told.ok_or(Unfit))
    }

    fn codings(&self) -> &'static [Coding] {
        if self.compress { &Coding::ALL } else { &[] }
    }

    fn build(&self, compiled: &Compiled, sources: &Sources, folder: &Path) -> Result<(), ExitCode> {
        // What readers know is what stands at the target. The folder goes on remembering what its builds had.
        let (lost, _) = compiled.lost(&Manifest::former(folder));
        let notes = Notes { lost, drafts: compiled.drafts() };
        let target = Target { notes, ..Target::new(folder, &self.site.root) };
        let pressed = press(compiled, sources, self.codings(), &target);
        pressed.map(drop).map_err(|error| tell(&error, compiled, NOTHING_DEPLOYED))
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
            base_url: Url::parse(compiled.base_url())?,
            encoding: self.encoding.into(),
            adopt: self.adopt,
            lock: LockRequest { user: user_name(), force: self.break_lock },
            retry_timeout: Duration::from_secs(self.patience),
        })
    }
}

const NOTHING_DEPLOYED: &str = "nothing was deployed";

/// Shows which addresses that readers may hold would lead nowhere, and gives them; nothing, where the site's rules
/// hold that to be wrong enough to keep it back.
fn lost(compiled: &Compiled, plan: &DeployPlan) -> Option<LostUrls> {
    let (lost, found) = compiled.lost(&plan.previous_urls());
    let kept_back = compiled.fail_on() == Some(LintLevel::Warn) && !found.is_empty();
    show(&found, compiled.snapshot(), NOTHING_DEPLOYED);
    (!kept_back).then_some(lost)
}

fn told(address: &DestinationAddress, deployed: &DeploySummary, begun: Instant) -> String {
    let DeploySummary { uploaded, removed, unchanged, bytes, ref left } = *deployed;
    if uploaded + removed == 0 {
        return format!("{left}{address} is as it should be: {} unchanged\n", Count(unchanged, "file"));
    }
    let (files, bytes) = (Count(uploaded, "file"), ByteSize(bytes));
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

impl From<Packed> for Encoding {
    fn from(packed: Packed) -> Self {
        match packed {
            Packed::Identity => Self::Identity,
            Packed::Gzip => Self::Gzip,
            Packed::Br => Self::Brotli,
        }
    }
}
