//! `nutgraf init`: begins a site.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ask::asker;
use super::{eprint, parse_base_url, report_error};
use crate::base::words::Count;
use crate::parse::formats::Written;
use crate::reference::schemas;
use crate::scaffold::{NewSite, site_files};
use crate::shell::project::build_date;
use crate::shell::scan::FOLDERS;
use crate::shell::write_new::write_new;

#[derive(Args)]
pub(super) struct Init {
    /// The folder of the new site; it may be there, with nothing in the way
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What the site is called [asked for on a terminal; default: Explainers]
    #[arg(long)]
    title: Option<String>,
    /// Where the site will be [asked for on a terminal; default: `https://example.org/`]
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<String>,
    /// The day on which it begins [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl Init {
    pub(super) fn run(self) -> ExitCode {
        let mut asker = asker();
        let title = self.title.or_else(|| asker.ask_line("What is the site called? [Explainers]"));
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Explainers".to_owned());
        let answer = self.base_url.or_else(|| asker.ask_line("Where will it be? [https://example.org/]"));
        let answer = answer.unwrap_or_else(|| "https://example.org/".to_owned());
        let Ok(base_url) = parse_base_url(&answer) else {
            return report_error(&format!(
                "`{answer}` is no address of a site, such as https://example.org/"
            ));
        };
        let mut files =
            site_files(&NewSite { title, base_url, today: build_date(self.today, &TimeZone::UTC) });
        files.extend(data_file_schemas());
        let count = Count(files.len(), "file");
        match write_new(&self.folder, files, &FOLDERS) {
            Ok(()) => {
                eprint_next_steps(&self.folder, &count);
                ExitCode::SUCCESS
            }
            Err(error) => report_error(&error),
        }
    }
}

/// The schemas of data files, which the site's `.taplo.toml` names.
fn data_file_schemas() -> impl Iterator<Item = (String, String)> {
    let schemas = schemas().into_iter().filter(|schema| matches!(schema.place, Written::File(_)));
    schemas.map(|schema| (format!(".schemas/{}.schema.json", schema.name), schema.text()))
}

fn eprint_next_steps(folder: &Path, count: &Count) {
    eprint(&format!(
        "{count} in {}. Next:\n{}  nutgraf watch --open\n      shows the site in a browser as you write\n  \
         nutgraf new \"Why …?\"\n      begins an explainer of your own\n",
        folder.display(),
        cd_line(folder)
    ));
}

/// The line that tells how to go to a folder; empty for the current one.
pub(super) fn cd_line(folder: &Path) -> String {
    let folder = folder.display().to_string();
    if folder == "." { String::new() } else { format!("  cd {}\n", shell_quote(&folder)) }
}

/// Quotes a path for a shell, if it needs that.
fn shell_quote(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/._-~+@%:,".contains(c));
    if is_plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
