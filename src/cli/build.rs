//! `nutgraf build`: makes the site and writes it into a folder.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::{NOTHING_WRITTEN, SiteArgs, eprint, eprint_findings, report_error};
use crate::base::Digest;
use crate::base::words::Count;
use crate::diagnostics::{Finding, sort_and_dedup};
use crate::shell::build::build_site;
use crate::shell::compress::Coding;
use crate::shell::project::{Project, Revision};
use crate::shell::publish::{PublishError, Target, is_unchanged};

#[derive(Args)]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteArgs,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
    /// Put `.br` and `.gz` beside each text file, for servers that hand those on
    #[arg(long)]
    compress: bool,
    /// Where the site is written [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Build {
    pub(super) fn run(self) -> ExitCode {
        let begun = Instant::now();
        let mut project = match Project::open(self.site.project_options(self.drafts)) {
            Ok(project) => project,
            Err(error) => return report_error(&error),
        };
        let folder = self.out.unwrap_or_else(|| self.site.output_folder());
        let stamp = project.stamp().map(|stamp| Digest::of_value(&(stamp, self.compress)));
        if stamp.is_some_and(|stamp| is_unchanged(&folder, &stamp)) {
            eprint("nothing changed\n");
            return ExitCode::SUCCESS;
        }
        let revision = project.compile();
        let (notes, lost) = revision.compare_with_build(&folder);
        let findings = revision.findings_with(&lost);
        eprint_findings(&findings, revision.compiled.snapshot(), NOTHING_WRITTEN);
        if revision.compiled.has_errors() {
            return ExitCode::FAILURE;
        }
        // Without a stamp the next build is not skipped, so that it shows the warnings again.
        let stamp = stamp.filter(|_| findings.is_empty());
        let target = Target { folder: &folder, site: &self.site.root, stamp, notes };
        let codings = if self.compress { &Coding::ALL[..] } else { &[] };
        match build_site(&revision, codings, &target) {
            Ok(published) => {
                eprint(&format!(
                    "{} in {}: {} written, {} removed, {} ms\n",
                    Count(published.written + published.kept, "file"),
                    folder.display(),
                    published.written,
                    published.removed,
                    begun.elapsed().as_millis()
                ));
                ExitCode::SUCCESS
            }
            Err(error) => report_publish_error(&error, &revision, NOTHING_WRITTEN),
        }
    }
}

/// Reports why the site is not in its folder; `consequence` is what follows from errors in its pages.
pub(super) fn report_publish_error(
    error: &PublishError<Vec<Finding>>,
    revision: &Revision,
    consequence: &str,
) -> ExitCode {
    match error {
        PublishError::Pages(findings) => {
            eprint_findings(&sort_and_dedup(findings.concat()), revision.compiled.snapshot(), consequence);
            ExitCode::FAILURE
        }
        PublishError::Refused(refusal) => report_error(refusal),
        PublishError::Disk(error) => report_error(error),
    }
}
