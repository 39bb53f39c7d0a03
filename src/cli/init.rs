//! `nutgraf init`: a new site.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ask::asker;
use super::{base_url, fail, say, today};
use crate::base::words::Count;
use crate::parse::formats::Written;
use crate::reference::schemas;
use crate::scaffold::{Nameplate, site};
use crate::shell::scan::FOLDERS;
use crate::shell::write_new::lay;

#[derive(Args)]
pub(super) struct Init {
    /// The folder of the new site; it may be there, with nothing in the way
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What the site is called [asked for on a terminal; default: Explainers]
    #[arg(long)]
    title: Option<String>,
    /// Where the site will be [asked for on a terminal; default: `https://example.org/`]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// The day on which it begins [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl Init {
    pub(super) fn run(self) -> ExitCode {
        let today = today(self.today, &TimeZone::UTC);
        let mut asker = asker();
        let title = self.title.or_else(|| asker.line("What is the site called? [Explainers]"));
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Explainers".to_owned());
        let answer = self.base_url.or_else(|| asker.line("Where will it be? [https://example.org/]"));
        let answer = answer.unwrap_or_else(|| "https://example.org/".to_owned());
        let Ok(base_url) = base_url(&answer) else {
            return fail(&format!("`{answer}` is no address of a site, such as https://example.org/"));
        };
        let mut files = site(&Nameplate { title, base_url, today });
        files.extend(for_editors());
        let count = Count(files.len(), "file");
        match lay(&self.folder, files, &FOLDERS) {
            Ok(()) => tell(&self.folder, &count),
            Err(error) => fail(&error),
        }
    }
}

/// The schemas of data files, which the site's `.taplo.toml` names.
fn for_editors() -> impl Iterator<Item = (String, String)> {
    let of_file = schemas().into_iter().filter(|schema| matches!(schema.place, Written::File(_)));
    of_file.map(|schema| (format!(".schemas/{}.schema.json", schema.name), schema.text()))
}

fn tell(folder: &Path, count: &Count) -> ExitCode {
    let (shown, enter) = (folder.display(), enter(folder));
    say(&format!(
        "{count} in {shown}. Next:\n{enter}  nutgraf watch --open\n      shows the site in a browser as you write\n  \
         nutgraf new \"Why …?\"\n      begins an explainer of your own\n"
    ));
    ExitCode::SUCCESS
}

/// How one goes to a folder, as a line of what to do next; nothing where one is there.
pub(super) fn enter(folder: &Path) -> String {
    let folder = folder.display().to_string();
    if folder == "." { String::new() } else { format!("  cd {}\n", quoted(&folder)) }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-~+@%:,".contains(c);
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
