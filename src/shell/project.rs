//! The one door to a site: every command opens it here, so that all of them see the same files, day, settings,
//! typefaces and findings, and make the same bytes.
//!
//! Nothing else calls [`compile`]. Must not know: what a command does with the site.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::FileError;
use super::fonts::MachineFonts;
use super::manifest::{Manifest, Notes};
use super::scan::{Scan, ScanError, ScanScope, SiteFiles};
use super::threads;
use crate::base::{Digest, SitePath};
use crate::diagnostics::{Finding, sort_and_dedup};
use crate::model::Env;
use crate::model::history::{find_lost_urls, new_explainers};
use crate::pipeline::{Compiled, Memo, compile, time_zone};
use crate::render::theme::built_in_digest;
use crate::source::Snapshot;

/// How a site is to be read.
#[derive(Clone, Default)]
pub(crate) struct ProjectOptions {
    /// The site's folder.
    pub(crate) root: PathBuf,
    /// Replaces `base_url` of site.toml.
    pub(crate) base_url: Option<String>,
    /// See [`build_date`].
    pub(crate) today: Option<Date>,
    pub(crate) drafts: bool,
}

/// A site on this machine, with everything that makes compiling it again cheaper.
pub(crate) struct Project {
    options: ProjectOptions,
    scan: Scan,
    env: Env,
    fonts: MachineFonts,
    memo: Memo,
}

/// A site at one moment: its files on disk, what was read of them, and what was compiled from that.
pub(crate) struct Revision {
    pub(crate) files: SiteFiles,
    pub(crate) snapshot: Snapshot,
    pub(crate) env: Env,
    pub(crate) compiled: Compiled,
}

impl Project {
    /// Lists the site's files. Their contents are read when the site is first compiled.
    pub(crate) fn open(options: ProjectOptions) -> Result<Self, ScanError> {
        threads::start();
        let scan = Scan::new(&options.root)?;
        let env = env(&options, &scan);
        Ok(Self { options, scan, env, fonts: MachineFonts::default(), memo: Memo::default() })
    }

    /// The same site with nothing cached, on the same day.
    pub(crate) fn reopen(&self) -> Result<Self, ScanError> {
        Self::open(ProjectOptions { today: Some(self.env.today), ..self.options.clone() })
    }

    /// The day that the site is compiled for.
    pub(crate) fn today(&self) -> Date {
        self.env.today
    }

    pub(crate) fn files(&self) -> &SiteFiles {
        self.scan.files()
    }

    /// A digest of all that the bytes of the site depend on, made without reading its files; `None` if a file may
    /// have changed unnoticed.
    pub(crate) fn stamp(&self) -> Option<Digest> {
        let files = self.scan.files().stamp()?;
        let tool = (env!("CARGO_PKG_VERSION"), built_in_digest());
        Some(Digest::of_value(&(tool, files, &self.env)))
    }

    /// Reads the files as they were last listed, unless they are read already.
    pub(crate) fn snapshot(&mut self) -> Snapshot {
        self.scan.snapshot()
    }

    /// Looks for changed files, and returns whether there are any.
    pub(crate) fn rescan(&mut self, scope: &ScanScope) -> Result<bool, ScanError> {
        let differs = self.scan.rescan(scope)?;
        self.env = env(&self.options, &self.scan);
        Ok(differs)
    }

    /// Compiles the files as they were last listed.
    pub(crate) fn compile(&mut self) -> Revision {
        let snapshot = self.snapshot();
        self.compile_snapshot(snapshot)
    }

    /// Compiles the site as it would be with some more files.
    pub(crate) fn compile_with(&mut self, texts: BTreeMap<SitePath, String>) -> Revision {
        let snapshot = self.snapshot().with(texts);
        self.compile_snapshot(snapshot)
    }

    fn compile_snapshot(&mut self, snapshot: Snapshot) -> Revision {
        let mut snapshot = snapshot.with_typefaces(self.fonts.typefaces());
        let mut compiled = compile(&snapshot, &self.env, &mut self.memo);
        // Which letters the share cards lack is known only now.
        if self.fonts.update(compiled.wanted_letters(), &compiled.site().settings.language) {
            snapshot = snapshot.with_typefaces(self.fonts.typefaces());
            compiled = compile(&snapshot, &self.env, &mut self.memo);
        }
        Revision { files: self.scan.files().clone(), snapshot, env: self.env.clone(), compiled }
    }
}

impl Revision {
    /// Compares with the last build in a folder: gives the notes for a manifest, and a finding for each address that is
    /// lost.
    pub(crate) fn compare_with_build(&self, folder: &Path) -> Result<(Notes, Vec<Finding>), FileError> {
        let site = self.compiled.site();
        let (lost, findings) = find_lost_urls(site, &Manifest::previous_urls(folder)?);
        Ok((Notes { lost, drafts: site.draft_files(), new: new_explainers(site) }, findings))
    }

    /// The findings in the site's files and some others, in order.
    pub(crate) fn findings_with(&self, others: &[Finding]) -> Vec<Finding> {
        sort_and_dedup([self.compiled.findings(), others].concat())
    }
}

fn env(options: &ProjectOptions, scan: &Scan) -> Env {
    let zone = time_zone(&scan.files().settings_text());
    Env {
        today: build_date(options.today, &zone),
        base_url: options.base_url.clone(),
        drafts: options.drafts,
    }
}

/// The day of a build: the given one, else that of `SOURCE_DATE_EPOCH`, else the current one, both in a time zone.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a build reads the environment and the clock"
)]
pub(crate) fn build_date(given: Option<Date>, zone: &TimeZone) -> Date {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let moment = epoch.and_then(|seconds| Timestamp::from_second(seconds).ok());
    given.unwrap_or_else(|| zone.to_datetime(moment.unwrap_or_else(Timestamp::now)).date())
}
