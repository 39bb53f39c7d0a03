//! `nutgraf check`: reads every page as its editor would.

mod baseline;
mod fix;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::explain::{list, unknown_rule};
use super::online::refresh;
use super::{CommandResult, SiteArgs, eprint, eprint_held_pages, findings_summary, print, report_unread};
use crate::base::SitePath;
use crate::base::words::Count;
use crate::diagnostics::LintLevel;
use crate::diagnostics::draw::{self, Format};
use crate::lint::{Selection, code_docs, count_words, levels_table, stats};
use crate::pipeline::Compiled;
use crate::shell::printable_path;
use crate::shell::project::{Project, Revision};
#[cfg(feature = "deploy")]
pub(super) use baseline::accept_baseline;

#[derive(Args)]
pub(super) struct Check {
    /// Show findings in these files and folders only
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    site: SiteArgs,
    /// Ignore drafts
    #[arg(long)]
    no_drafts: bool,
    /// Request the links to other sites, and write the results to links.lock
    #[arg(long)]
    online: bool,
    /// Check only these rules: codes, names, or letters of categories, separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    only: Vec<String>,
    /// Set the level of a rule, whatever the site's settings say: `T001=deny`; may be repeated
    #[arg(long, value_name = "RULE=LEVEL")]
    level: Vec<LevelArg>,
    /// Choose how findings are shown
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    format: CheckFormat,
    /// Fix what can be fixed safely, and show the rest
    #[arg(long, group = "mending")]
    fix: bool,
    /// Show what `--fix` would change, and change nothing
    #[arg(long, group = "mending", conflicts_with = "fix")]
    diff: bool,
    /// With `--fix` or `--diff`: include fixes that may change the meaning of a text
    #[arg(long, requires = "mending")]
    unsafe_fixes: bool,
    /// Accept the findings that this file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Remove from the baseline what is fixed
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// With `--write-baseline`: add what is new
    #[arg(long, requires = "write_baseline")]
    accept: bool,
    /// Count the findings of each rule instead of showing them
    #[arg(long)]
    stats: bool,
    /// Show the level of each rule in a file, and where it is set
    #[arg(long, value_name = "FILE")]
    show_settings: Option<PathBuf>,
    /// Exit with status 0 even if there are errors
    #[arg(long)]
    exit_zero: bool,
    /// List the rules without reading the site
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum CheckFormat {
    /// With the line and what to do
    Human,
    /// One line each
    Short,
    /// For programs: one JSON object per line
    Json,
    /// For code hosts and editors: SARIF 2.1.0
    Sarif,
    /// For a workflow on GitHub: annotations
    Github,
}

/// A rule and its level, as in `T001=deny`.
#[derive(Clone)]
struct LevelArg {
    rule: String,
    level: LintLevel,
}

impl FromStr for LevelArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rule, level) = text.split_once('=').ok_or("write it as `T001=deny`")?;
        let level = match level {
            "allow" => LintLevel::Allow,
            "warn" => LintLevel::Warn,
            "deny" => LintLevel::Deny,
            _ => return Err("a level is `allow`, `warn` or `deny`"),
        };
        Ok(Self { rule: rule.to_owned(), level })
    }
}

/// A checked site, and what the command line asks of the check.
struct CheckCx<'a> {
    revision: &'a Revision,
    selection: &'a Selection,
    /// The files and folders to check, relative to the site's root; empty for all.
    scope: &'a [String],
}

impl Check {
    pub(super) fn run(self) -> CommandResult {
        let selection = Selection {
            only: self.only.clone(),
            levels: self.level.iter().map(|arg| (arg.rule.clone(), arg.level)).collect(),
            ..Selection::default()
        };
        let docs = code_docs();
        let mut names = selection.only.iter().chain(selection.levels.iter().map(|(name, _)| name));
        if let Some(name) = names.find(|name| !docs.iter().any(|doc| doc.code.is_of(name))) {
            return Err(unknown_rule(name).into());
        }
        if self.list {
            print(&list(&selection.only));
            return Ok(ExitCode::SUCCESS);
        }
        let refreshed = if self.online { refresh(&self.site) } else { Ok(()) };
        refreshed?;
        let mut project = Project::open(self.site.project_options(!self.no_drafts))?;
        let scope = site_paths(&self.site.root, &self.paths)?;
        let revision = project.compile();
        if let Some(status) = report_unread(&revision.compiled) {
            return Ok(status);
        }
        let cx = CheckCx { revision: &revision, selection: &selection, scope: &scope };
        if self.diff {
            fix::print_diff(&self.fixed(&cx), &cx);
        }
        if !self.fix {
            return self.report_result(&revision.compiled, &cx);
        }
        let fixed = self.fixed(&cx);
        let is_written = fix::write_fixes(&fixed, &cx);
        let status = self.report_result(&fixed.compiled, &cx)?;
        Ok(if is_written { status } else { ExitCode::from(2) })
    }

    /// Prints the findings, and returns the exit status.
    fn report_result(&self, compiled: &Compiled, cx: &CheckCx<'_>) -> CommandResult {
        if let Some(file) = &self.show_settings {
            let path = site_paths(&self.site.root, std::slice::from_ref(file))?.concat();
            print(&levels_table(compiled.site(), cx.selection, &SitePath::new(&path)));
            return Ok(ExitCode::SUCCESS);
        }
        let (_, lost) = cx.revision.compare_with_build(&self.site.output_folder())?;
        let mut report = compiled.report_with(cx.selection, lost);
        let snapshot = self.accept_baseline(&mut report, cx, compiled.snapshot())?;
        let report = report.within(cx.scope).in_folder(path_from_here(&self.site.root));
        if self.stats {
            print(&stats(&report, count_words(compiled.site(), cx.scope)));
        } else if !self.diff {
            print(&draw::report(&report, &snapshot, self.format.into()));
        }
        let open: Vec<_> = report.open().map(|item| item.finding.clone()).collect();
        eprint(&findings_summary(&open, "fix before publishing"));
        let suppressed = report.count_suppressed_for_a_time();
        if suppressed > 0 {
            eprint(&format!("{} suppressed until a later date\n", Count(suppressed, "finding")));
        }
        eprint_held_pages(compiled.site());
        let fail_on = compiled.site().settings.check.fail_on.unwrap_or(LintLevel::Deny);
        let failed = report.fails(fail_on) && !self.exit_zero;
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

impl From<CheckFormat> for Format {
    fn from(format: CheckFormat) -> Self {
        match format {
            CheckFormat::Human => Self::Human,
            CheckFormat::Short => Self::Short,
            CheckFormat::Json => Self::Json,
            CheckFormat::Sarif => Self::Sarif,
            CheckFormat::Github => Self::Github,
        }
    }
}

/// The paths relative to the site's root, with `/` between names. They may be given relative to the current folder
/// or to the root.
fn site_paths(root: &Path, paths: &[PathBuf]) -> Result<Vec<String>, String> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let outside = |path: &Path| format!("there is no `{}` in the site's folder", printable_path(path));
    let within = |path: &PathBuf| match path_within(&root, path) {
        Some(within) => Ok(SitePath::new(&within).to_string()),
        None => Err(outside(path)),
    };
    paths.iter().map(within).collect()
}

/// The site's root relative to the current folder, with a slash at its end; empty if it is that folder or not in it.
/// Code hosts run commands in the folder where they checked the site out, and their paths begin there.
fn path_from_here(root: &Path) -> String {
    let here = Path::new(".").canonicalize().unwrap_or_default();
    match path_within(&here, root) {
        Some(path) if !path.is_empty() => path + "/",
        _ => String::new(),
    }
}

fn path_within(root: &Path, path: &Path) -> Option<String> {
    let candidates =
        [path.to_owned(), root.join(path)].into_iter().filter_map(|path| path.canonicalize().ok());
    let mut inside = candidates.filter_map(|path| Some(path.strip_prefix(root).ok()?.to_owned()));
    let names: Vec<_> = inside.next()?.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    Some(names.join("/"))
}
