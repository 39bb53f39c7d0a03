//! The commands, and the only place that prints.
//!
//! Messages go to standard error, results to standard output. Exit status: 0 done and clean, 1 the content
//! has errors, 2 the tool could not do its work.

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
mod outlet;
mod reference;
mod schema;
mod templates;
mod verify;
mod watch;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::words::Count;
use crate::diagnostics::draw::{Colour, human};
use crate::diagnostics::{Finding, Level, in_order};
use crate::pipeline::Compiled;
use crate::source::Snapshot;

/// A static site generator for explainers.
#[derive(Parser)]
#[command(name = "nutgraf", version, about, max_term_width = 100)]
struct Nutgraf {
    #[command(subcommand)]
    command: Command,
    /// Whether messages have colours
    #[arg(long, global = true, value_enum, default_value_t = When::Auto)]
    color: When,
}

#[derive(Subcommand)]
enum Command {
    /// Make the site
    Build(build::Build),
    /// Read every page as its editor would
    Check(check::Check),
    /// Bring the site to where readers find it: only what changed, in an order that no reader notices
    #[cfg(feature = "deploy")]
    Deploy(deploy::Deploy),
    /// Say what must be looked at again, by date
    Due(due::Due),
    /// Say what a rule is for
    Explain(explain::Explain),
    /// Begin a site
    Init(init::Init),
    /// Make a new site out of one of Zola, Hugo or Jekyll
    Import(import::Import),
    /// Begin an explainer
    New(new::New),
    /// Say which templates are built in, and what each may see
    Templates(templates::Templates),
    /// Copy a built-in template into the site, to change it
    Eject(templates::Eject),
    /// Write what a shell needs to complete these commands
    Completions(completions::Completions),
    /// Write the manual's pages
    Man(man::ManPages),
    /// Write the generated pages of nutgraf's own documentation
    #[command(hide = true)]
    Reference(reference::Reference),
    /// Tell an editor how the files are written: JSON Schemas
    Schema(schema::SchemaArgs),
    /// Show the site in a browser as it is written
    Watch(watch::Watch),
}

/// What every command that reads a site can be told.
#[derive(Args)]
struct SiteArgs {
    /// The site's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// The site's address, instead of `base_url` in site.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// The day on which the site is built [default: SOURCE_DATE_EPOCH, else the day in the site's time zone]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl SiteArgs {
    /// Where the site is written, unless another folder is asked for.
    fn public(&self) -> PathBuf {
        self.root.join("public")
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let nutgraf = Nutgraf::parse();
    match nutgraf.color {
        When::Auto => {}
        When::Always => anstream::ColorChoice::Always.write_global(),
        When::Never => anstream::ColorChoice::Never.write_global(),
    }
    match nutgraf.command {
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
    }
}

fn base_url(url: &str) -> Result<String, &'static str> {
    crate::parse::settings::normal_base_url(url).ok_or("an address such as https://example.org/ is needed")
}

/// A line to standard error. Nobody can be told when that fails.
fn say(text: &str) {
    let _ = write!(anstream::stderr(), "{text}");
}

/// A result, to standard output. Nobody can be told when that fails.
fn print(text: &str) {
    let _ = write!(anstream::stdout(), "{text}");
}

/// The tool could not do its work.
fn fail<E: std::fmt::Display + ?Sized>(error: &E) -> ExitCode {
    say(&format!("error: {error}\n"));
    ExitCode::from(2)
}

/// Draws findings, each with an empty line after it, then how many there are and what follows from errors.
fn show(findings: &[Finding], snapshot: &Snapshot, consequence: &str) {
    // The stream takes colours out again where none are wanted.
    let drawn: String =
        findings.iter().map(|finding| human(finding, snapshot, Colour::Ansi) + "\n").collect();
    say(&(drawn + &summary(findings, consequence)));
}

/// How many findings there are, and what follows from errors; nothing when there are none.
fn summary(findings: &[Finding], consequence: &str) -> String {
    let count = |level| findings.iter().filter(|finding| finding.level() == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    match (errors, warnings) {
        (0, 0) => String::new(),
        (0, warnings) => format!("{}\n", Count(warnings, "warning")),
        (errors, 0) => format!("{}: {consequence}\n", Count(errors, "error")),
        (errors, warnings) => {
            format!("{} and {}: {consequence}\n", Count(errors, "error"), Count(warnings, "warning"))
        }
    }
}

/// That a command which adds to a site has none.
const NO_SITE: &str =
    "there is no site here: go to its folder, name it with `--root`, or begin one with `nutgraf init DIR`";

/// What follows from errors of a build.
const NOTHING_WRITTEN: &str = "nothing was written";

/// The day that a build goes by.
#[expect(clippy::disallowed_methods, reason = "the one place where the environment and the clock are read")]
fn today(given: Option<Date>, zone: &TimeZone) -> Date {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let moment = epoch.and_then(|seconds| Timestamp::from_second(seconds).ok());
    given.unwrap_or_else(|| zone.to_datetime(moment.unwrap_or_else(Timestamp::now)).date())
}

/// Shows what was found on the site and beside it, and whether that lets a command go on.
fn fit(compiled: &Compiled, beside: &[Finding]) -> bool {
    let all = in_order([compiled.findings(), beside].concat());
    show(&all, compiled.snapshot(), NOTHING_WRITTEN);
    !compiled.has_errors()
}
