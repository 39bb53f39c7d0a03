//! `nutgraf init`: begins a site.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ask::asker;
use super::{CommandResult, eprint, parse_base_url};
use crate::base::printable::escape_controls;
use crate::base::words::Count;
use crate::parse::formats::Written;
use crate::reference::schemas;
use crate::scaffold::{NewSite, site_files};
use crate::shell::printable_path;
use crate::shell::project::build_date;
use crate::shell::scan::FOLDERS;
use crate::shell::write_new::write_new;

#[derive(Args)]
pub(super) struct Init {
    /// The folder of the new site; it may exist if no file in it would be replaced
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Set the site's title [asked for on a terminal; default: Explainers]
    #[arg(long)]
    title: Option<String>,
    /// Set the site's address [asked for on a terminal; default: `https://example.org/`]
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<String>,
    /// Date its pages to this day [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl Init {
    pub(super) fn run(self) -> CommandResult {
        let mut asker = asker();
        let title = self.title.or_else(|| asker.ask_line("What is the site called? [Explainers]"));
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Explainers".to_owned());
        let answer = self.base_url.or_else(|| asker.ask_line("What is its address? [https://example.org/]"));
        let answer = answer.unwrap_or_else(|| "https://example.org/".to_owned());
        let base_url = parse_base_url(&answer).map_err(|_| {
            format!(
                "`{}` is not the address of a site, such as https://example.org/",
                escape_controls(&answer)
            )
        })?;
        let mut files =
            site_files(&NewSite { title, base_url, today: build_date(self.today, &TimeZone::UTC) });
        // The schemas of data files, which the site's `.taplo.toml` names.
        let schemas = schemas().into_iter().filter(|schema| matches!(schema.place, Written::File(_)));
        files.extend(schemas.map(|schema| (format!(".schemas/{}.schema.json", schema.name), schema.text())));
        let count = Count(files.len(), "file");
        write_new(&self.folder, files, &FOLDERS)?;
        eprint(&format!(
            "{count} in {}. Next:\n{}  nutgraf watch --open\n      shows the site in a browser as you write\n  \
             nutgraf new \"Why …?\"\n      creates an explainer of your own\n",
            printable_path(&self.folder),
            cd_line(&self.folder)
        ));
        Ok(ExitCode::SUCCESS)
    }
}

/// The line that says how to go to a folder, quoted for a shell if it needs that; empty for the current one.
pub(super) fn cd_line(folder: &Path) -> String {
    let mut folder = printable_path(folder);
    if folder == "." {
        return String::new();
    }
    if !folder.chars().all(|c| c.is_alphanumeric() || "/._-~+@%:,".contains(c)) {
        folder = format!("'{}'", folder.replace('\'', "'\\''"));
    }
    format!("  cd {folder}\n")
}
