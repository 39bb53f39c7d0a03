//! `nutgraf init`: begins a site.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ask::{Asker, asker};
use super::{BaseUrlArg, CommandResult, eprint};
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
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrlArg>,
    /// Date its pages to this day [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

impl Init {
    pub(super) fn run(self) -> CommandResult {
        let mut asker = asker();
        let title = self.title.or_else(|| asker.ask_line("What is the site called? [Explainers]"));
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Explainers".to_owned());
        let base_url = self.base_url.or_else(|| ask_base_url(&mut asker));
        let base_url = base_url.map_or_else(|| DEFAULT_BASE_URL.to_owned(), |arg| arg.say_completed());
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

const DEFAULT_BASE_URL: &str = "https://example.org/";

/// Asks for the site's address until there is an answer that is one; `None` if there is no answer.
fn ask_base_url<R: BufRead>(asker: &mut Asker<R>) -> Option<BaseUrlArg> {
    loop {
        let answer = asker.ask_line(&format!("What is its address? [{DEFAULT_BASE_URL}]"))?;
        match answer.parse() {
            Ok(base_url) => return Some(base_url),
            Err(remedy) => {
                eprint(&format!("`{}` is not the address of a site: {remedy}\n", escape_controls(&answer)));
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_none_is_asked_for_again() {
        let ask = |typed: &str| ask_base_url(&mut Asker::Terminal(typed.as_bytes())).map(|arg| arg.url);
        assert_eq!(
            ask("ftp://a.b\nC:\\site\n bridges.example \nother\n").as_deref(),
            Some("https://bridges.example/")
        );
        assert_eq!(ask("nowhere\n\n"), None);
        assert_eq!(ask("nowhere"), None);
    }
}
