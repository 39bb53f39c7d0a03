//! `nutgraf check`: every page, read as its editor would; and `nutgraf explain`, why.

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::online::refresh;
use super::{SiteArgs, fail, say, summary, today};
use crate::base::words::nearest;
use crate::check::{RULES, Rule, Selection};
use crate::compile::{Memo, compile, time_zone};
use crate::finding::draw::{Colour, human, short};
use crate::finding::{CODES, Finding, Level, Stance, in_order};
use crate::model::Env;
use crate::shell::scan::survey;
use crate::source::Snapshot;

#[derive(Args)]
pub(super) struct Check {
    #[command(flatten)]
    site: SiteArgs,
    /// Leave drafts out
    #[arg(long)]
    no_drafts: bool,
    /// Only these rules: codes, names, or the letter of a category, with commas between them
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    only: Vec<String>,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Ask the addresses outside the site, and write what they answer into links.lock
    #[arg(long)]
    online: bool,
    /// Show the rules, and read nothing
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// With the line and a remedy
    Human,
    /// A line each
    Short,
}

#[derive(Args)]
pub(super) struct Explain {
    /// A code or a name, such as C006 or doubled-word
    rule: String,
}

impl Check {
    pub(super) fn run(self) -> ExitCode {
        if let Some(word) = self.only.iter().find(|word| !RULES.iter().any(|rule| rule.is_of(word))) {
            return fail(&unknown(word));
        }
        let selection = Selection { only: self.only, ..Selection::default() };
        if self.list {
            let is_meant = |rule: &&&Rule| {
                selection.only.is_empty() || selection.only.iter().any(|word| rule.is_of(word))
            };
            print(&RULES.iter().filter(is_meant).map(|rule| line(rule)).collect::<String>());
            return ExitCode::SUCCESS;
        }
        let refreshed = if self.online { refresh(&self.site.root) } else { Ok(()) };
        let survey = match refreshed.and_then(|()| Ok(survey(&self.site.root)?)) {
            Ok(survey) => survey,
            Err(error) => return fail(&error),
        };
        let today = today(self.site.today, &time_zone(&survey.settings_text()));
        let env = Env { today, base_url: self.site.base_url, drafts: !self.no_drafts };
        let compiled = compile(&survey.read(), &env, &mut Memo::default());
        let found = compiled.findings().iter().cloned().chain(compiled.check(&selection));
        let found = in_order(found.filter(|finding| !finding.is_suppressed()).collect());
        print(&drawn(&found, compiled.snapshot(), self.format));
        say(&summary(&found, "to be mended before this is published"));
        let failed = found.iter().any(|finding| finding.level() == Level::Error);
        if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

fn unknown(word: &str) -> String {
    let near = nearest(word, RULES.iter().map(|rule| rule.code.name));
    let help = near.map_or_else(
        || "`nutgraf check --list` shows them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no rule `{word}`: {help}")
}

fn line(rule: &Rule) -> String {
    let stance = match rule.stance {
        Stance::Allow => "allow",
        Stance::Warn => "warn",
        Stance::Deny => "deny",
    };
    let clocked = if rule.clocked { ", by the day's date" } else { "" };
    let preview = if rule.preview { ", preview" } else { "" };
    format!("{} {} ({stance}{clocked}{preview})\n", rule.code.code, rule.code.name)
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn drawn(found: &[Finding], snapshot: &Snapshot, format: Format) -> String {
    let draw = |finding| match format {
        Format::Human => human(finding, snapshot, Colour::Ansi) + "\n",
        Format::Short => short(finding, snapshot),
    };
    found.iter().map(draw).collect()
}

impl Explain {
    pub(super) fn run(&self) -> ExitCode {
        if let Some(rule) = Rule::named(&self.rule) {
            print(&format!("{}\n{}", line(rule), rule.explanation));
            return ExitCode::SUCCESS;
        }
        let is_meant = |word: &str| word.eq_ignore_ascii_case(&self.rule);
        match CODES.iter().find(|code| is_meant(code.code) || is_meant(code.name)) {
            Some(code) => {
                let level = word(code.level);
                print(&format!(
                    "{} {} ({level})\n\nEvery command that reads the site finds it.\n",
                    code.code, code.name
                ));
                ExitCode::SUCCESS
            }
            None => fail(&unknown(&self.rule)),
        }
    }
}

/// A result, to standard output. Nobody can be told when that fails.
fn print(text: &str) {
    let _ = write!(anstream::stdout(), "{text}");
}
