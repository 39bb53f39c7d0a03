//! The command line: a file for each command, and the only place that prints.
//!
//! Messages go to standard error, results to standard output. Exit status: 0 for success, 1 if the content has errors,
//! 2 if the command could not do its work.

mod ask;
mod build;
mod check;
mod completions;
#[cfg(feature = "deploy")]
mod deploy;
mod due;
mod explain;
mod import;
mod init;
mod man;
mod new;
mod online;
mod reference;
mod schema;
mod templates;
mod verify;
mod watch;
mod watch_target;

use std::error::Error;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::base::printable::{escape_controls, printable};
use crate::base::words::Count;
use crate::diagnostics::draw::{Colour, human};
use crate::diagnostics::{Finding, Level, sort_and_dedup};
use crate::model::{HeldPage, Site};
use crate::parse::settings::{complete_base_url, normal_base_url};
use crate::pipeline::Compiled;
use crate::shell::project::{ProjectOptions, Revision};
use crate::shell::publish::PublishError;
use crate::source::Snapshot;

/// A static site generator for explainers.
#[derive(Parser)]
#[command(name = "nutgraf", version, about, max_term_width = 100)]
struct Nutgraf {
    #[command(subcommand)]
    command: Command,
    /// Choose when messages have colours
    #[arg(long, global = true, value_enum, default_value_t = ColorMode::Auto)]
    color: ColorMode,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site
    Build(build::Build),
    /// Check every page as an editor would
    Check(check::Check),
    /// Upload what changed, without readers ever seeing a broken page
    #[cfg(feature = "deploy")]
    Deploy(deploy::Deploy),
    /// List pages due for review
    Due(due::Due),
    /// Explain a rule
    Explain(explain::Explain),
    /// Create a new site
    Init(init::Init),
    /// Import a site from Zola, Hugo or Jekyll
    Import(import::Import),
    /// Create a new explainer
    New(new::New),
    /// List the built-in templates and their variables
    Templates(templates::Templates),
    /// Copy a built-in template into the site, to change it
    Eject(templates::Eject),
    /// Print a script that completes these commands in a shell
    Completions(completions::Completions),
    /// Write the manual pages
    Man(man::ManPages),
    /// Write the generated pages of nutgraf's own documentation
    #[command(hide = true)]
    Reference(reference::Reference),
    /// Print or write JSON Schemas, for editors
    Schema(schema::SchemaArgs),
    /// Show the site in a browser while you write
    Watch(watch::Watch),
}

/// The arguments of every command that reads a site.
#[derive(Args)]
struct SiteArgs {
    /// The site's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// Use this address instead of `base_url` in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrlArg>,
    /// Build the site as of this day [default: SOURCE_DATE_EPOCH, else today in the site's time zone]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl SiteArgs {
    /// The output folder, unless `--out` names another.
    fn output_folder(&self) -> PathBuf {
        self.root.join("public")
    }

    fn project_options(&self, drafts: bool) -> ProjectOptions {
        let base_url = self.base_url.as_ref().map(BaseUrlArg::say_completed);
        ProjectOptions { root: self.root.clone(), base_url, today: self.today, drafts }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum ColorMode {
    Auto,
    Always,
    Never,
}

/// The exit status of a command, or why it could not do its work.
type CommandResult = Result<ExitCode, Box<dyn Error>>;

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let nutgraf = parse_arguments();
    match nutgraf.color {
        ColorMode::Auto => {}
        ColorMode::Always => anstream::ColorChoice::Always.write_global(),
        ColorMode::Never => anstream::ColorChoice::Never.write_global(),
    }
    let result = match nutgraf.command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        #[cfg(feature = "deploy")]
        Command::Deploy(deploy) => deploy.run(),
        Command::Due(due) => due.run(),
        Command::Explain(explain) => explain.run(),
        Command::Init(init) => init.run(),
        Command::Import(import) => import.run(),
        Command::New(new) => new.run(),
        Command::Templates(templates) => templates.run(),
        Command::Eject(eject) => eject.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(pages) => pages.run(),
        Command::Reference(reference) => reference.run(),
        Command::Schema(schema) => schema.run(),
        Command::Watch(watch) => watch.run(),
    };
    result.unwrap_or_else(|error| report_error(&*error))
}

/// Parses the arguments of the process. If they are wrong, the message repeats them with what is not printable escaped.
fn parse_arguments() -> Nutgraf {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    Nutgraf::try_parse_from(&arguments).unwrap_or_else(|error| {
        let printable =
            arguments.iter().map(|argument| escape_controls(&argument.to_string_lossy()).into_owned());
        Nutgraf::try_parse_from(printable).err().unwrap_or(error).exit()
    })
}

/// The address of a site, as somebody types it.
#[derive(Clone)]
struct BaseUrlArg {
    /// Ends in a slash.
    url: String,
    /// Set if it had no scheme.
    typed: Option<String>,
}

impl FromStr for BaseUrlArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(url) = normal_base_url(text) {
            return Ok(Self { url, typed: None });
        }
        let completed = complete_base_url(text).map(|url| Self { url, typed: Some(text.trim().to_owned()) });
        completed.ok_or("write an address such as https://example.org/")
    }
}

impl BaseUrlArg {
    /// The address. If it was completed, that is said.
    fn say_completed(&self) -> String {
        if let Some(typed) = &self.typed {
            eprint(&format!("`{}` is taken for {}\n", escape_controls(typed), self.url));
        }
        self.url.clone()
    }
}

/// Writes to standard error, but no character that could move the cursor, set a title or turn letters around: titles and
/// other texts of authors are in messages. An error in writing is ignored: there is nowhere left to report it.
fn eprint(text: &str) {
    let _ = write!(anstream::stderr(), "{}", printable(text));
}

/// Writes to standard output, and ignores an error as [`eprint()`] does.
fn print(text: &str) {
    let _ = write!(anstream::stdout(), "{}", printable(text));
}

/// Reports why a command could not do its work. Gives exit status 2.
fn report_error<E: std::fmt::Display + ?Sized>(error: &E) -> ExitCode {
    eprint(&format!("error: {error}\n"));
    ExitCode::from(2)
}

/// Reports why the site is not in its folder; `consequence` is what follows from errors in its pages.
fn report_publish_error(
    error: &PublishError<Vec<Finding>>,
    revision: &Revision,
    consequence: &str,
) -> ExitCode {
    match error {
        PublishError::Folder(error) => report_error(error),
        PublishError::Pages(findings) => {
            eprint_findings(&sort_and_dedup(findings.concat()), revision.compiled.snapshot(), consequence);
            ExitCode::FAILURE
        }
    }
}

/// Reports files that the system could not read. Gives exit status 2, or `None` if there are none.
fn report_unread(compiled: &Compiled) -> Option<ExitCode> {
    // Then there are no other findings.
    let findings = compiled.findings();
    findings.iter().any(Finding::is_of_system).then(|| {
        eprint_findings(findings, compiled.snapshot(), "nothing was done");
        ExitCode::from(2)
    })
}

/// Writes findings to standard error, then how many there are and, if there are errors, what follows from them.
fn eprint_findings(findings: &[Finding], snapshot: &Snapshot, consequence: &str) {
    // The stream takes the colours out where they are not wanted.
    let drawn: String =
        findings.iter().map(|finding| human(finding, snapshot, Colour::Ansi) + "\n").collect();
    eprint(&(drawn + &findings_summary(findings, consequence)));
}

/// Says which pages are held back, and until when.
fn eprint_held_pages(site: &Site) {
    for HeldPage { until, page } in site.held_pages() {
        eprint(&format!("held back until {until}: {}\n", page.path()));
    }
}

/// The numbers of errors and warnings, and what follows from errors; empty if there are neither.
fn findings_summary(findings: &[Finding], consequence: &str) -> String {
    let count = |level| findings.iter().filter(|finding| finding.level() == level).count();
    let errors = count(Level::Error);
    let warnings = count(Level::Warning);
    match (errors, warnings) {
        (0, 0) => String::new(),
        (0, _) => format!("{}\n", Count(warnings, "warning")),
        (_, 0) => format!("{}: {consequence}\n", Count(errors, "error")),
        _ => format!("{} and {}: {consequence}\n", Count(errors, "error"), Count(warnings, "warning")),
    }
}

/// The error of a command that adds to a site, if the folder has no `site.toml`.
const NO_SITE: &str =
    "there is no site here: go to its folder, give it with `--root`, or create one with `nutgraf init DIR`";

/// The consequence of errors in a build.
const NOTHING_WRITTEN: &str = "nothing was written";
