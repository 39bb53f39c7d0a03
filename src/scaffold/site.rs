//! The files of a new site.
//!
//! Must not know: the folder that they are written to.

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use super::Files;
use crate::base::toml::format_string;
use crate::base::words::slug;

static SKELETON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/skeleton");

/// Placeholders in the skeleton. They are valid, since the skeleton itself is a site.
const TITLE: &str = "\"Explainers\"";
const BASE_URL: &str = "https://example.org/";
const DATE: &str = "2026-01-01";
const PROJECT: &str = "\"explainers\"";

/// Longest name of a project at Cloudflare Pages, where it is a label of a host name
/// (developers.cloudflare.com/pages/get-started/direct-upload).
const MAX_PROJECT_NAME: usize = 58;

/// Settings of a new site.
pub(crate) struct NewSite {
    pub(crate) title: String,
    /// Ends in a slash.
    pub(crate) base_url: String,
    pub(crate) today: Date,
}

/// Returns the files of a new site.
pub(crate) fn site_files(site: &NewSite) -> Files {
    let mut files = Files::new();
    add_files(&SKELETON, site, &mut files);
    files
}

fn add_files(dir: &Dir<'_>, site: &NewSite, files: &mut Files) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(path.to_owned(), fill_placeholders(text, site));
        }
    }
    for dir in dir.dirs() {
        add_files(dir, site, files);
    }
}

fn fill_placeholders(text: &str, site: &NewSite) -> String {
    let base_url = format_string(&site.base_url);
    let base_url = &base_url[1..base_url.len() - 1];
    let date = site.today.to_string();
    let project = format_string(&project_name(&site.title));
    // The title is inserted last: it may contain a placeholder.
    let parts: Vec<_> = text
        .split(TITLE)
        .map(|part| part.replace(BASE_URL, base_url).replace(DATE, &date).replace(PROJECT, &project))
        .collect();
    parts.join(&format_string(&site.title))
}

/// Returns the name of a project at a hosting provider: the letters of the title that a host name can have.
fn project_name(title: &str) -> String {
    let name: String = slug(title)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(MAX_PROJECT_NAME)
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "explainers".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::base::SitePath;
    use crate::diagnostics::Finding;
    use crate::lint::Selection;
    use crate::model::Env;
    use crate::pipeline::{Memo, compile};
    use crate::source::{File, Snapshot};

    fn new_site(title: &str, today: &str) -> NewSite {
        let today = today.parse().expect("a date");
        NewSite { title: title.to_owned(), base_url: "https://why.example/a/".to_owned(), today }
    }

    fn found(files: Files, today: &str) -> Vec<Finding> {
        let read = |(path, text): (String, String)| {
            let path = SitePath::new(&path);
            (path.clone(), File::new(&path, text.as_bytes()))
        };
        let of_site = |(path, _): &(String, String)| path == "site.toml" || path.starts_with("content/");
        let snapshot = Snapshot::new(files.into_iter().filter(of_site).map(read).collect());
        let env = Env { today: today.parse().expect("a date"), base_url: None, drafts: true };
        let compiled = compile(&snapshot, &env, &mut Memo::default());
        let all = Selection::default();
        compiled.findings().iter().cloned().chain(compiled.check(&all)).chain(compiled.trial()).collect()
    }

    #[test]
    fn on_a_new_site_tasks_and_its_address_are_found_and_nothing_else_for_years() {
        for today in ["2024-02-29", "2026-11-26", "2027-12-31", "2040-01-01"] {
            let begun = site_files(&new_site("Why", today));
            for later in [today, "2041-06-30"] {
                let found = found(begun.clone(), later);
                let codes: Vec<_> = found.iter().map(|finding| finding.code().code).collect();
                assert_eq!(codes, ["X007", "X007", "L009", "L009"], "on {later}: {found:#?}");
            }
        }
    }

    #[test]
    fn all_dates_in_a_new_site_are_its_first_day() {
        let files = site_files(&new_site("Why", "2031-05-06"));
        assert!(files.values().all(|text| !text.contains(DATE)));
        assert!(files["content/leap-day/index.md"].contains("published = 2031-05-06"));
    }

    #[test]
    fn the_name_of_the_project_is_made_of_the_title() {
        let name = |title| {
            let files = site_files(&new_site(title, "2026-11-26"));
            let line =
                files["wrangler.toml"].lines().find(|line| line.starts_with("name")).map(str::to_owned);
            line.unwrap_or_default()
        };
        assert_eq!(name("Why, oh why?"), r#"name = "why-oh-why""#);
        assert_eq!(name("Brücken: \"explainers\""), r#"name = "brcken-explainers""#);
        assert_eq!(name("为什么"), r#"name = "explainers""#);
        let long = name(&"long ".repeat(40));
        assert!(long.len() <= "name = ".len() + 2 + MAX_PROJECT_NAME && !long.ends_with("-\""), "{long}");
    }

    #[test]
    fn a_new_site_has_the_files_of_the_skeleton() {
        let files = site_files(&new_site("Why", "2026-11-26"));
        for name in [
            ".editorconfig",
            ".github/workflows/pages.yml",
            ".gitignore",
            ".taplo.toml",
            ".vscode/extensions.json",
            ".vscode/settings.json",
            "build.sh",
            "content/about.md",
            "netlify.toml",
            "site.toml",
            "wrangler.toml",
        ] {
            assert!(files.contains_key(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_site_has_the_title_it_is_given(title in "\\PC{1,40}", lines in any::<String>()) {
            for title in [title.clone(), format!("{title}{lines}")] {
                let files = site_files(&NewSite { title: title.clone(), ..new_site("", "2026-11-26") });
                let read: BTreeMap<String, toml::Value> = toml::from_str(&files["site.toml"]).expect("TOML");
                prop_assert_eq!(read["title"].as_str(), Some(&*title));
                prop_assert_eq!(read["base_url"].as_str(), Some("https://why.example/a/"));
                prop_assert_eq!(read["publisher"]["contact"].as_str(), Some("https://why.example/a/about/"));
            }
        }
    }
}
