//! `nutgraf new`: begins an explainer.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;

use super::ask::{Asker, asker};
use super::init::cd_line;
use super::{CommandResult, NO_SITE, eprint, eprint_findings};
use crate::base::SitePath;
use crate::base::printable::escape_controls;
use crate::base::words::{Count, slug};
use crate::diagnostics::Level;
use crate::lint::Selection;
use crate::scaffold::{ExplainerLayout, MAX_SLUG, NewExplainer, explainer_files, question_slug};
use crate::shell::project::{Project, ProjectOptions};
use crate::shell::scan::SiteFiles;
use crate::shell::write_new::write_new;
use crate::source::SETTINGS;

#[derive(Args)]
pub(super) struct New {
    /// The question that the explainer answers: `"Why does the bridge matter?"` [asked for on a terminal]
    question: Option<String>,
    /// Set the dek, the summary below the title, of 60 to 200 characters [asked for on a terminal]
    #[arg(long)]
    dek: Option<String>,
    /// Add a section that answers this question; may be repeated [asked for on a terminal]
    #[arg(long, value_name = "QUESTION")]
    section: Vec<String>,
    /// Add a source, by its address or its title; may be repeated [asked for on a terminal]
    #[arg(long, value_name = "URL|TITLE", conflicts_with = "single_file")]
    source: Vec<String>,
    /// Add a topic; may be repeated
    #[arg(long)]
    topic: Vec<String>,
    /// Add an author; may be repeated
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// Set the slug, its name in `content/` and in its address [default: the question's main words]
    #[arg(long)]
    slug: Option<String>,
    /// Write one file, with its sections as headings and its sources in `content/sources.toml`
    #[arg(long)]
    single_file: bool,
    /// The site's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// Date it to this day [default: SOURCE_DATE_EPOCH, else today in the site's time zone]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl New {
    pub(super) fn run(mut self) -> CommandResult {
        let options =
            ProjectOptions { root: self.root.clone(), today: self.today, drafts: true, ..Default::default() };
        let mut project = Project::open(options)?;
        if project.files().on_disk(&SitePath::new(SETTINGS)).is_none() {
            return Err(NO_SITE.into());
        }
        self.ask_for_missing(&mut asker());
        let root = self.root.clone();
        let explainer = self.new_explainer(project.today())?;
        check_is_free(&explainer, project.files())?;
        let files = explainer_files(&explainer);
        let texts = files.iter().map(|(path, text)| (SitePath::new(path), text.clone()));
        let compiled = project.compile_with(texts.collect()).compiled;
        let paths: Vec<_> = files.keys().cloned().collect();
        let report = compiled.report(&Selection::default()).within(&paths);
        let open: Vec<_> = report.open().map(|item| item.finding.clone()).collect();
        if open.iter().any(|finding| finding.level() == Level::Error) {
            eprint_findings(&open, compiled.snapshot(), "nothing was created");
            return Ok(ExitCode::FAILURE);
        }
        let count = Count(files.len(), "file");
        write_new(&root, files, &[])?;
        let place = match explainer.layout {
            ExplainerLayout::Folder => format!("content/{}", explainer.slug),
            ExplainerLayout::SingleFile => format!("content/{}.md", explainer.slug),
        };
        let tasks = Count(open.len(), "open task");
        let cd = cd_line(&root);
        eprint(&format!(
            "{count} at {place}, a draft with {tasks}. Next:\n{cd}  nutgraf check {place}\n      lists them\n  \
             nutgraf watch --open\n      shows it in a browser as you write\n"
        ));
        Ok(ExitCode::SUCCESS)
    }

    /// Asks for the arguments that were not given.
    fn ask_for_missing(&mut self, asker: &mut Asker<impl std::io::BufRead>) {
        self.question = self.question.take().or_else(|| asker.ask_line("Which question does it answer?"));
        if self.question.is_none() {
            return;
        }
        self.dek =
            self.dek.take().or_else(|| asker.ask_line("What does the page answer, in a sentence or two?"));
        if self.section.is_empty() {
            self.section = asker
                .ask_lines("Which questions follow from it? One per line; an empty line ends the list:\n ");
        }
        if self.source.is_empty() && !self.single_file {
            self.source =
                asker.ask_lines("Which sources does it have? Addresses or titles, one per line:\n ");
        }
    }

    fn new_explainer(self, today: Date) -> Result<NewExplainer, String> {
        let layout = if self.single_file { ExplainerLayout::SingleFile } else { ExplainerLayout::Folder };
        let is_given = |text: &String| !text.trim().is_empty();
        let question = self.question.filter(is_given).ok_or("give a question: `nutgraf new \"Why …?\"`")?;
        let name = match &self.slug {
            Some(given) if slug(given) != *given => {
                return Err(format!(
                    "`{}` cannot be part of an address: write `{}`",
                    escape_controls(given),
                    slug(given)
                ));
            }
            Some(given) if given.len() > MAX_SLUG => {
                return Err(format!(
                    "this slug has {} bytes, and the name of a file has room for {MAX_SLUG}: shorten it",
                    given.len()
                ));
            }
            Some(given) => given.clone(),
            None => question_slug(&question),
        };
        if name.is_empty() {
            return Err(
                "nutgraf cannot make an address from this question: give one with `--slug`".to_owned()
            );
        }
        let sections = self.section.into_iter().filter(is_given).collect();
        let sources = self.source.into_iter().filter(is_given).collect();
        Ok(NewExplainer {
            question,
            slug: name,
            dek: self.dek.filter(is_given),
            sections,
            sources,
            topics: self.topic,
            authors: self.author,
            today,
            layout,
        })
    }
}

/// Fails if there is a file or a folder at the explainer's place already.
fn check_is_free(explainer: &NewExplainer, site: &SiteFiles) -> Result<(), String> {
    for path in [format!("content/{}", explainer.slug), format!("content/{}.md", explainer.slug)] {
        if site.exists(&path) {
            return Err(format!("there is a `{path}` already: choose another name with `--slug`"));
        }
    }
    Ok(())
}
