//! `nutgraf new`: an explainer that waits for its words.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;

use super::ask::{Asker, asker};
use super::init::enter;
use super::{NO_SITE, fail, say, show, today};
use crate::base::SitePath;
use crate::base::words::{Count, slug};
use crate::diagnostics::Level;
use crate::lint::Selection;
use crate::model::Env;
use crate::pipeline::{Compiled, Memo, compile, time_zone};
use crate::scaffold::{Files, Form, Outline, explainer, short};
use crate::shell::scan::{Survey, survey};
use crate::shell::write_new::lay;
use crate::source::SETTINGS;

#[derive(Args)]
pub(super) struct New {
    /// What the explainer answers: `"Why does the bridge matter?"` [asked for on a terminal]
    question: Option<String>,
    /// What the page answers, in a sentence or two of 60 to 200 characters [asked for on a terminal]
    #[arg(long)]
    dek: Option<String>,
    /// A question that follows from it; may be given again [asked for on a terminal]
    #[arg(long, value_name = "QUESTION")]
    section: Vec<String>,
    /// What it rests on, an address or a title; may be given again [asked for on a terminal]
    #[arg(long, value_name = "URL|TITLE", conflicts_with = "single_file")]
    source: Vec<String>,
    /// What it is about; may be given again
    #[arg(long)]
    topic: Vec<String>,
    /// Who writes it; may be given again
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// Its place in `content/` and its address [default: the telling words of the question]
    #[arg(long)]
    slug: Option<String>,
    /// One file, with its sections as headings and its sources in `content/sources.toml`
    #[arg(long)]
    single_file: bool,
    /// The site's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// The day on which it is begun [default: SOURCE_DATE_EPOCH, else the day in the site's time zone]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl New {
    pub(super) fn run(self) -> ExitCode {
        self.begin().unwrap_or_else(|error| fail(&*error))
    }

    fn begin(mut self) -> Result<ExitCode, Box<dyn Error>> {
        let survey = survey(&self.root)?;
        if survey.on_disk(&SitePath::new(SETTINGS)).is_none() {
            return Err(NO_SITE.into());
        }
        self.ask(&mut asker());
        let today = today(self.today, &time_zone(&survey.settings_text()));
        let root = self.root.clone();
        let outline = self.outline(today)?;
        taken(&outline, &survey)?;
        let files = explainer(&outline);
        let compiled = rehearse(&survey, &files, today);
        let found = compiled.report(&Selection::default()).within(&files.keys().cloned().collect::<Vec<_>>());
        let open: Vec<_> = found.open().map(|item| item.finding.clone()).collect();
        if open.iter().any(|finding| finding.level() == Level::Error) {
            show(&open, compiled.snapshot(), "nothing was laid down");
            return Ok(ExitCode::FAILURE);
        }
        lay(&root, files.clone(), &[]).map_err(|error| error.to_string())?;
        tell(&root, &files, &outline, open.len());
        Ok(ExitCode::SUCCESS)
    }

    /// Asks for what was not given.
    fn ask(&mut self, asker: &mut Asker<impl std::io::BufRead>) {
        self.question = self.question.take().or_else(|| asker.line("Which question does it answer?"));
        if self.question.is_none() {
            return;
        }
        self.dek = self.dek.take().or_else(|| asker.line("What does it answer, in a sentence or two?"));
        if self.section.is_empty() {
            self.section = asker.lines("Which questions follow from it? One a line, an empty line ends:\n ");
        }
        if self.source.is_empty() && !self.single_file {
            self.source = asker.lines("What does it rest on? Addresses or titles, one a line:\n ");
        }
    }

    fn outline(self, today: Date) -> Result<Outline, String> {
        let form = if self.single_file { Form::File } else { Form::Folder };
        let said = |text: &String| !text.trim().is_empty();
        let question = self.question.filter(said).ok_or("a question is needed: `nutgraf new \"Why …?\"`")?;
        let name = match &self.slug {
            Some(given) if slug(given) != *given => {
                return Err(format!("`{given}` is no name for an address: write `{}`", slug(given)));
            }
            Some(given) => given.clone(),
            None => short(&question),
        };
        if name.is_empty() {
            return Err("no address can be made of this question: name one with `--slug`".to_owned());
        }
        let sections = self.section.into_iter().filter(said).collect();
        let sources = self.source.into_iter().filter(said).collect();
        let (dek, topics, authors) = (self.dek.filter(said), self.topic, self.author);
        Ok(Outline { question, slug: name, dek, sections, sources, topics, authors, today, form })
    }
}

/// That the explainer's place is taken, as a file or as a folder.
fn taken(outline: &Outline, survey: &Survey) -> Result<(), String> {
    for path in [format!("content/{}", outline.slug), format!("content/{}.md", outline.slug)] {
        if survey.exists(&path) {
            return Err(format!("there is a `{path}` already: name another place with `--slug`"));
        }
    }
    Ok(())
}

/// The site as it would be with the new files.
fn rehearse(survey: &Survey, files: &Files, today: Date) -> Compiled {
    let texts = files.iter().map(|(path, text)| (SitePath::new(path), text.clone()));
    let env = Env { today, base_url: None, drafts: true };
    compile(&survey.read().with(texts.collect()), &env, &mut Memo::default())
}

/// Says what was laid down and what comes next.
fn tell(root: &Path, files: &Files, outline: &Outline, open: usize) {
    let place = match outline.form {
        Form::Folder => format!("content/{}", outline.slug),
        Form::File => format!("content/{}.md", outline.slug),
    };
    let (count, open, enter) = (Count(files.len(), "file"), Count(open, "open task"), enter(root));
    say(&format!(
        "{count} at {place}, a draft with {open}. Next:\n{enter}  nutgraf check {place}\n      lists them\n  \
         nutgraf watch --open\n      shows it in a browser as you write\n"
    ));
}
