//! `nutgraf deploy`: the built site, to where readers find it.

mod line;

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
    self, Address, Bytes, Claim, Deployed, Encoding, Order, Progress, Survey, Trouble, Witness,
};
use crate::shell::publish::{Manifest, Notes, Target};
use crate::shell::scan::{Survey as Sources, survey};
use line::Line;

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
        let address = Address::parse(&self.target).map_err(Trouble::Address)?;
        deploy::suits(&address, self.encoding.into(), self.codings())?;
        let out = self.out.clone().unwrap_or_else(|| self.site.public());
        deploy::firm(&address, &self.site.root, &out)?;
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
        let plan = deploy::plan(&self.order(&address, folder.path(), &compiled)?)?;
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
        (address, out): (&Address, &Path),
    ) -> Result<Result<(), Unfit>, Box<dyn Error>> {
        let begun = Instant::now();
        if self.build(compiled, sources, out).is_err() {
            return Ok(Err(Unfit));
        }
        let line = Line::default();
        let agrees = |survey: &Survey| lost(compiled, survey);
        let witness =
            Witness { agrees: &agrees, sees: &|progress, survey| line.show(progress, survey.work()) };
        let deployed = deploy::deploy(&self.order(address, out, compiled)?, &witness);
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

    fn order<'a>(
        &self,
        address: &'a Address,
        folder: &'a Path,
        compiled: &Compiled,
    ) -> Result<Order<'a>, Box<dyn Error>> {
        Ok(Order {
            address,
            folder,
            base: Url::parse(compiled.base_url())?,
            encoding: self.encoding.into(),
            adopt: self.adopt,
            claim: Claim { who: who(), by_force: self.break_lock },
            patience: Duration::from_secs(self.patience),
        })
    }
}

const NOTHING_DEPLOYED: &str = "nothing was deployed";

/// Shows which addresses that readers may hold would lead nowhere, and gives them; nothing, where the site's rules
/// hold that to be wrong enough to keep it back.
fn lost(compiled: &Compiled, survey: &Survey) -> Option<LostUrls> {
    let (lost, found) = compiled.lost(&survey.former());
    let kept_back = compiled.fail_on() == Some(LintLevel::Warn) && !found.is_empty();
    show(&found, compiled.snapshot(), NOTHING_DEPLOYED);
    (!kept_back).then_some(lost)
}

fn told(address: &Address, deployed: &Deployed, begun: Instant) -> String {
    let Deployed { put, removed, kept, bytes, ref left } = *deployed;
    if put + removed == 0 {
        return format!("{left}{address} is as it should be: {} unchanged\n", Count(kept, "file"));
    }
    let (files, bytes) = (Count(put, "file"), Bytes(bytes));
    let seconds = begun.elapsed().as_secs_f32();
    format!(
        "{left}{files} uploaded ({bytes}), {removed} removed, {kept} unchanged in {address}, {seconds:.1} s\n"
    )
}

/// Who is told to another deploy that finds this one at work.
#[expect(clippy::disallowed_methods, reason = "the environment says whose process this is")]
fn who() -> String {
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
