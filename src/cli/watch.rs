//! `nutgraf watch`: the site in a browser or in a folder, as it is written.
//!
//! Whatever changed, it is the same few steps: look at the disk again, compile what is there, show it. The
//! watcher only says where to look.

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::outlet::{Change, WatchTarget};
use super::verify::verify;
use super::{SiteArgs, fail, say, today};
use crate::model::Env;
use crate::pipeline::{Memo, time_zone};
use crate::shell::fonts::MachineFonts;
use crate::shell::preview::{Address, Preview, PreviewError};
use crate::shell::scan::{Look, Scan, ScanError};
use crate::shell::watcher::Watcher;

#[derive(Args)]
pub(super) struct Watch {
    #[command(flatten)]
    site: SiteArgs,
    /// Whether drafts are shown, each marked as one; never to other machines [default: true, with `--no-serve` false]
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    drafts: Option<bool>,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// The port of the preview [default: 1111, or the next that is free]
    #[arg(long)]
    port: Option<u16>,
    /// The name or address of this machine under which the preview is to be had [default: 127.0.0.1]
    #[arg(long)]
    host: Option<String>,
    /// Write what changed into `public` instead of serving it
    #[arg(long, conflicts_with_all = ["open", "port", "host"])]
    no_serve: bool,
    /// Look for changes again and again, where the system does not tell of them: on some network drives
    #[arg(long)]
    poll: bool,
    /// After each change, compare with a clean build, and say so when the two differ
    #[arg(long)]
    verify: bool,
}

/// Why a watch ends by itself.
#[derive(Debug, thiserror::Error)]
enum WatchError {
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error(transparent)]
    Preview(#[from] PreviewError),
    #[error("drafts are not shown to other machines: leave out `--drafts` or `--host`")]
    DraftsForOthers,
}

impl Watch {
    pub(super) fn run(self) -> ExitCode {
        match self.watch() {
            Ok(never) => match never {},
            Err(error) => fail(&error),
        }
    }

    fn watch(&self) -> Result<Infallible, WatchError> {
        let mut begun = Instant::now();
        let mut watcher = Watcher::new(&self.site.root, self.poll);
        let mut scan = Scan::new(&self.site.root)?;
        let (outlet, drafts) = self.outlet()?;
        let (mut memo, mut typecase, mut last) = (Memo::default(), MachineFonts::default(), scan.snapshot());
        loop {
            let env = self.env(&scan, drafts);
            let (snapshot, compiled) = typecase.compile(&scan.snapshot(), &env, &mut memo);
            outlet.show(compiled, scan.survey(), &Change { changed: snapshot.since(&last).paths, begun });
            last = snapshot;
            begun =
                self.wait(&mut watcher, &mut scan, || verify(&self.site.root, &last, (&env, &mut memo)))?;
        }
    }

    /// Waits until something is not as it was. Gives when that was noticed.
    fn wait(
        &self,
        watcher: &mut Watcher,
        scan: &mut Scan,
        mut verify: impl FnMut(),
    ) -> Result<Instant, ScanError> {
        let mut verified = !self.verify;
        loop {
            let look = watcher.wait();
            let noticed = Instant::now();
            watcher.notice().into_iter().for_each(|notice| say(&format!("warning: {notice}\n")));
            if scan.look(&look)? {
                return Ok(noticed);
            }
            if !verified && look == Look::Everywhere {
                verify();
                verified = true;
            }
        }
    }

    fn env(&self, scan: &Scan, drafts: bool) -> Env {
        let today = today(self.site.today, &time_zone(&scan.survey().settings_text()));
        Env { today, base_url: self.site.base_url.clone(), drafts }
    }

    /// Where the site appears, and whether its drafts do. A preview that other machines can reach never has
    /// any; a folder, from which a site may be published, has them only when they are asked for.
    fn outlet(&self) -> Result<(WatchTarget, bool), WatchError> {
        if self.no_serve {
            let (folder, site) = (self.site.public(), self.site.root.clone());
            return Ok((WatchTarget::Folder { folder, site }, self.drafts.unwrap_or(false)));
        }
        let preview = Preview::open(&Address { host: self.host.clone(), port: self.port })?;
        let drafts = self.drafts.unwrap_or(preview.is_loopback());
        if drafts && !preview.is_loopback() {
            return Err(WatchError::DraftsForOthers);
        }
        Ok((WatchTarget::preview(preview, self.open, &self.site.public()), drafts))
    }
}
