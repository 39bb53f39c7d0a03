//! `nutgraf build`: makes the site and writes it into a folder.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::{
    CommandResult, NOTHING_WRITTEN, SiteArgs, eprint, eprint_findings, eprint_held_pages,
    report_publish_error, report_unread,
};
use crate::base::Digest;
use crate::base::words::Count;
use crate::shell::build::build_site;
use crate::shell::printable_path;
use crate::shell::project::Project;
use crate::shell::publish::{Published, Target, is_unchanged};

#[derive(Args)]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteArgs,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
    /// Write a `.br` and a `.gz` copy of each text file, for servers that can send them
    #[arg(long)]
    compress: bool,
    /// Write the site to this folder [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace files of others that are where files of the site belong
    #[arg(long)]
    adopt: bool,
}

const NOTHING_CHANGED: &str = "nothing changed\n";

impl Build {
    pub(super) fn run(self) -> CommandResult {
        let begun = Instant::now();
        let mut project = Project::open(self.site.project_options(self.drafts))?;
        let folder = self.out.unwrap_or_else(|| self.site.output_folder());
        let stamp = project.stamp().map(|stamp| Digest::of_value(&(stamp, self.compress)));
        if stamp.is_some_and(|stamp| is_unchanged(&folder, &stamp)) {
            eprint(NOTHING_CHANGED);
            return Ok(ExitCode::SUCCESS);
        }
        let revision = project.compile();
        if let Some(status) = report_unread(&revision.compiled) {
            return Ok(status);
        }
        let (notes, lost) = revision.compare_with_build(&folder)?;
        let findings = revision.findings_with(&lost);
        eprint_findings(&findings, revision.compiled.snapshot(), NOTHING_WRITTEN);
        if revision.compiled.has_errors() {
            return Ok(ExitCode::FAILURE);
        }
        eprint_held_pages(revision.compiled.site());
        // Without a stamp the next build is not skipped, so that it shows the warnings again.
        let stamp = stamp.filter(|_| findings.is_empty());
        let target = Target { folder: &folder, site: &self.site.root, stamp, notes, adopt: self.adopt };
        let Published { written, removed, kept, .. } = match build_site(&revision, self.compress, &target) {
            Ok(published) => published,
            Err(error) => return Ok(report_publish_error(&error, &revision, NOTHING_WRITTEN)),
        };
        if written + removed == 0 {
            // As when nothing had to be read: what is said must not depend on how long ago a file was saved.
            eprint(NOTHING_CHANGED);
            return Ok(ExitCode::SUCCESS);
        }
        let files = Count(written + kept, "file");
        let folder = printable_path(&folder);
        let ms = begun.elapsed().as_millis();
        eprint(&format!("{files} in {folder}: {written} written, {removed} removed, {ms} ms\n"));
        Ok(ExitCode::SUCCESS)
    }
}
