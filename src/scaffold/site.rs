//! A new site.
//!
//! Must not know: whose folder it is laid into.

use std::path::Path;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use super::Files;
use super::words::string;
use crate::base::words::slug;

static SKELETON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/skeleton");

/// What its files have in the place of a site's own words.
const TITLE: &str = "\"Explainers\"";
const BASE_URL: &str = "https://example.org/";
const DAY: &str = "2026-01-01";
const PROJECT: &str = "\"explainers\"";

/// How long the name of a project may be at Cloudflare Pages
/// (developers.cloudflare.com/pages/get-started/direct-upload), which is part of a host's name there.
const LABEL: usize = 58;

/// What a new site is called, and where and when it begins.
pub(crate) struct Nameplate {
    pub(crate) title: String,
    /// Ends in a slash.
    pub(crate) base_url: String,
    pub(crate) today: Date,
}

/// The files of a new site.
pub(crate) fn site(plate: &Nameplate) -> Files {
    files(&SKELETON).map(|(path, text)| (path.to_owned(), named(text, plate))).collect()
}

fn named(text: &str, plate: &Nameplate) -> String {
    let base_url = string(&plate.base_url);
    let base_url = &base_url[1..base_url.len() - 1];
    // The address last: nobody's title is looked through for it.
    let (day, project) = (plate.today.to_string(), string(&project(&plate.title)));
    let named = |part: &str| part.replace(BASE_URL, base_url).replace(DAY, &day).replace(PROJECT, &project);
    let parts = text.split(TITLE).map(named);
    parts.collect::<Vec<_>>().join(&string(&plate.title))
}

/// What a host may call the site: the letters of its title that a host's name can have.
fn project(title: &str) -> String {
    let words = slug(title);
    let label: String =
        words.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(LABEL).collect();
    let label = label.trim_matches('-');
    if label.is_empty() { "explainers".to_owned() } else { label.to_owned() }
}

fn files<'d>(dir: &'d Dir<'d>) -> Box<dyn Iterator<Item = (&'d str, &'d str)> + 'd> {
    let text = |file: &'d include_dir::File<'d>| Some((path(file.path())?, file.contents_utf8()?));
    Box::new(dir.files().filter_map(text).chain(dir.dirs().flat_map(files)))
}

fn path(path: &Path) -> Option<&str> {
    path.to_str()
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

    fn plate(title: &str, today: &str) -> Nameplate {
        let today = today.parse().expect("a date");
        Nameplate { title: title.to_owned(), base_url: "https://why.example/a/".to_owned(), today }
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
    fn nothing_is_found_on_a_new_site_for_years() {
        for today in ["2024-02-29", "2026-11-26", "2027-12-31", "2040-01-01"] {
            let begun = site(&plate("Why", today));
            for later in [today, "2041-06-30"] {
                let found = found(begun.clone(), later);
                assert!(found.is_empty(), "on {later}: {found:#?}");
            }
        }
    }

    #[test]
    fn all_dates_of_a_new_site_are_its_first_day() {
        let files = site(&plate("Why", "2031-05-06"));
        assert!(files.values().all(|text| !text.contains(DAY)));
        assert!(files["content/leap-day/index.md"].contains("published = 2031-05-06"));
    }

    #[test]
    fn each_site_is_a_project_of_its_own() {
        let name = |title| {
            let files = site(&plate(title, "2026-11-26"));
            let line =
                files["wrangler.toml"].lines().find(|line| line.starts_with("name")).map(str::to_owned);
            line.unwrap_or_default()
        };
        assert_eq!(name("Why, oh why?"), r#"name = "why-oh-why""#);
        assert_eq!(name("Brücken: \"explainers\""), r#"name = "brcken-explainers""#);
        assert_eq!(name("为什么"), r#"name = "explainers""#);
        let long = name(&"long ".repeat(40));
        assert!(long.len() <= "name = ".len() + 2 + LABEL && !long.ends_with("-\""), "{long}");
    }

    #[test]
    fn every_file_of_the_skeleton_is_there() {
        let files = site(&plate("Why", "2026-11-26"));
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
                let files = site(&Nameplate { title: title.clone(), ..plate("", "2026-11-26") });
                let read: BTreeMap<String, toml::Value> = toml::from_str(&files["site.toml"]).expect("TOML");
                prop_assert_eq!(read["title"].as_str(), Some(&*title));
                prop_assert_eq!(read["base_url"].as_str(), Some("https://why.example/a/"));
                prop_assert_eq!(read["publisher"]["contact"].as_str(), Some("https://why.example/a/about/"));
            }
        }
    }
}
