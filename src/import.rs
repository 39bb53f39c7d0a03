//! Another generator's tree, as a site of ours: values in, values out.
//!
//! ```text
//! old tree ──settings──▶ whose it is ──tree──▶ pages, files ──places──▶ new names ──body, front──▶ new files
//! ```
//!
//! Every old address still leads to its page, what cannot be carried over is a [`Finding`] at its place in the old
//! file, and what is made builds. Must not know: the disk.

mod address;
mod again;
mod body;
mod edit;
mod front;
mod heading;
mod html;
mod link;
mod markup;
mod page;
mod place;
mod reading;
mod redirect;
mod settings;
mod settle;
mod shortcode;
mod shown;
mod site;
mod tag;
mod tree;
mod unknown;
mod value;
mod write;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::words::Count;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem, sort_and_dedup};
use crate::source::{OWN_REDIRECTS, Snapshot};
use link::Map;
use place::Places;
pub use reading::old_file;
pub(crate) use reading::{Reading, is_passed_by, reading};
use settings::{Generator, Settings};
use tree::Tree;

/// A new site, and what it lacks.
#[derive(Debug, Default)]
pub struct Imported {
    /// Its files. None, when there was nothing to make them of, which an error among the findings says.
    pub files: BTreeMap<SitePath, Made>,
    /// What could not be carried over, at its places in the old files, in order.
    pub findings: Vec<Finding>,
    carried: Carried,
}

/// Where a file of the new site comes from.
#[derive(Debug, PartialEq, Eq)]
pub enum Made {
    /// It was written.
    Written(String),
    /// It is this file of the old tree.
    Copied(SitePath),
}

/// How much was carried over, and what was not meant to be.
#[derive(Debug, Default)]
struct Carried {
    generator: &'static str,
    theme: Option<String>,
    pages: usize,
    drafts: usize,
    files: usize,
    aliases: usize,
    templates: usize,
    /// Keys that have no place, each with how often it stands somewhere.
    keys: Vec<(String, usize)>,
}

/// Makes a site of an old tree, as it was on a day.
pub fn import(old: &Snapshot, today: Date) -> Imported {
    let settings = match settings::settings(old) {
        Ok(Some(settings)) => settings,
        Ok(None) => return nothing(&SitePath::new("."), Span::default(), Problem::NoTree {}),
        Err((path, (span, message))) => return nothing(&path, span, Problem::UnreadSettings { message }),
    };
    let tree = tree::tree((old, &settings), today);
    if tree.pages.is_empty() && tree.findings.is_empty() {
        return nothing(&SitePath::new("."), Span::default(), Problem::NoTree {});
    }
    let places = place::places(&tree);
    make((old, &settings), &tree, &places)
}

fn nothing(path: &SitePath, span: Span, problem: Problem) -> Imported {
    Imported { findings: vec![Finding::new(path, span, problem)], ..Imported::default() }
}

fn make((old, settings): (&Snapshot, &Settings), tree: &Tree, places: &Places) -> Imported {
    let read: Vec<_> = tree.pages.par_iter().map(|page| body::read(page, settings)).collect();
    let ids = read.iter().map(body::Read::ids).collect();
    let map = Map::new((old, settings), tree, places).with_ids(ids);
    let pages: Vec<_> =
        (0..tree.pages.len()).into_par_iter().map(|at| page::page(&map, at, &read[at])).collect();
    let (site, mut findings) = site::site(settings, tree);
    let redirects = redirect::redirects((old, settings), &map);
    findings.extend(redirects.findings);
    findings.extend(tree.findings.iter().chain(&places.findings).cloned());
    let mut files = BTreeMap::from([(SitePath::new("site.toml"), Made::Written(site))]);
    for (place, page) in places.pages.iter().zip(pages) {
        findings.extend(page.findings);
        files.insert(place.file.clone(), Made::Written(page.text));
    }
    if !places.lists.is_empty() {
        files
            .entry(SitePath::new("content/index.md"))
            .or_insert_with(|| Made::Written(page::home(&places.lists)));
    }
    files.extend(redirects.text.map(|text| (SitePath::new(OWN_REDIRECTS), Made::Written(text))));
    files.extend(places.kept.iter().map(|(old, new)| (new.clone(), Made::Copied(old.clone()))));
    let aliases = places.pages.iter().map(|place| place.aliases.len()).sum::<usize>() + places.lists.len();
    let aliases = aliases + redirects.count;
    let carried = Carried {
        generator: match settings.generator {
            Generator::Zola => "Zola",
            Generator::Hugo => "Hugo",
            Generator::Jekyll => "Jekyll",
        },
        theme: settings.theme.clone(),
        pages: tree.pages.len(),
        drafts: tree.pages.iter().filter(|page| page.front.draft).count(),
        files: places.kept.len(),
        aliases,
        templates: tree.templates,
        keys: vec![],
    };
    let findings = sort_and_dedup(findings);
    let carried = Carried { keys: again::keys(&findings), ..carried };
    Imported { files, findings: again::fewer(findings), carried }
}

impl Imported {
    /// What was carried over, and what was left by kind, a line each.
    pub fn summary(&self) -> String {
        if self.files.is_empty() {
            return String::new();
        }
        let Carried { generator, theme, pages, drafts, files, aliases, templates, keys } = &self.carried;
        let drafts =
            if *drafts > 0 { format!(", {} among them", Count(*drafts, "draft")) } else { String::new() };
        let theme = theme.as_ref().map_or_else(String::new, |theme| format!(" (`{theme}`)"));
        let redirects = match aliases {
            0 => String::new(),
            1 => ", 1 old address that leads on".to_owned(),
            aliases => format!(", {aliases} old addresses that lead on"),
        };
        let mut text = format!(
            "from {generator}: {}{drafts}; {} copied{redirects}\n",
            Count(*pages, "page"),
            Count(*files, "file")
        );
        if *templates > 0 {
            text += &format!(
                "not carried over, since nutgraf has a theme: {} of templates and styles{theme}\n",
                Count(*templates, "file")
            );
        }
        let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let by_key = |code: &str| matches!(code, "I002" | "I021");
        for code in self.findings.iter().map(Finding::code).filter(|code| !by_key(code.code)) {
            *kinds.entry((code.code, code.name)).or_default() += 1;
        }
        if !keys.is_empty() {
            let count: usize = keys.iter().map(|(_, times)| times).sum();
            text += &format!("left: {count:>5} key-left (I002): {}\n", again::named(keys));
        }
        for ((code, name), count) in kinds {
            text += &format!("left: {count:>5} {name} ({code})\n");
        }
        text
    }
}
