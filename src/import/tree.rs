//! What each file of an old tree is.
//!
//! Its path says so, and whose tree it is. Must not know: where anything will be.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::address::{Shape, Standing, address, undated, urlized};
use super::front::{Front, Parts, front, parts};
use super::reading::is_theme;
use super::redirect::is_own;
use super::settings::{Generator, Settings, is_page};
use super::shown::{Folders, is_ignored, unshown, waits};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::source::{Broken, File, Snapshot};

/// An old page, read.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) path: SitePath,
    pub(super) text: std::sync::Arc<str>,
    /// Where its text begins.
    pub(super) body: usize,
    pub(super) front: Front,
    pub(super) standing: Standing,
    /// Its old address, without the first slash.
    pub(super) url: String,
}

/// A file that is handed on: where it lies, and its old address.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) path: SitePath,
    pub(super) url: String,
}

/// A section that has no words of its own, or none at all: a list.
#[derive(Debug)]
pub(super) struct List {
    pub(super) path: SitePath,
    pub(super) front: Front,
    pub(super) language: Option<String>,
    /// Its old address, without the first slash.
    pub(super) url: String,
}

/// The files of an old tree, sorted.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) pages: Vec<Page>,
    pub(super) kept: Vec<Kept>,
    /// Sections that have no words of their own.
    pub(super) lists: Vec<List>,
    /// Of which nothing was shown.
    unshown: Folders,
    /// The name of the main language, where its pages stand below it.
    pub(super) below: Option<String>,
    /// How many files of templates and themes there are.
    pub(super) templates: usize,
    pub(super) findings: Vec<Finding>,
}

/// Sorts the files of a tree, and reads its pages.
pub(super) fn tree((old, settings): (&Snapshot, &Settings), today: Date) -> Tree {
    let mut tree = Tree::default();
    let bundles = bundles(old, settings);
    for (path, file) in old.files() {
        if is_theme(path) || settings.generator == Generator::Hugo && path.is_in("assets") {
            tree.templates += 1;
            continue;
        }
        // What it says is written anew, and the other nutgraf makes just the same.
        if is_own(path) || path.as_str() == "static/.nojekyll" {
            continue;
        }
        let Some((inside, language)) = within(settings, path) else {
            if is_page(path) && is_beside(settings, path) {
                tree.leave(path, "it lies in no folder that the settings name");
            }
            continue;
        };
        if is_ignored(settings, path) {
            tree.ignore(path);
            continue;
        }
        match standing(settings, (path, inside), language.clone()) {
            Some(standing) if is_page(path) && is_resource(path, (settings, &bundles)) => {
                drop(standing);
                tree.leave(path, "it lies beside the `index.md` of another, and made no page");
            }
            Some(standing) if is_page(path) => tree.page((settings, today), (path, file), standing),
            _ => tree.keep((path, file), (inside, language.as_deref()), settings.generator),
        }
    }
    tree.unshown.hide(&mut tree.pages);
    let unshown = std::mem::take(&mut tree.unshown);
    tree.lists.retain(|list| !unshown.has(&list.path, list.language.as_deref()));
    tree.lists_without_files(settings);
    tree.below = settings.below.clone();
    tree.pages.sort_by(|a, b| a.path.cmp(&b.path));
    tree.with_their_pages();
    tree
}

/// Folders whose `index.md` is the one page in them.
fn bundles(old: &Snapshot, settings: &Settings) -> Vec<String> {
    let pages = old.files().keys().filter(|path| is_page(path) && within(settings, path).is_some());
    let index = pages.filter(|path| stem(path) == "index");
    index.map(|path| path.folder().to_owned()).filter(|folder| folder.contains('/')).collect()
}

/// The name of a file without its language and its ending.
fn stem(path: &SitePath) -> &str {
    path.stem().split('.').next().unwrap_or_default()
}

/// Whether a page of Hugo's is only a part of the one whose folder it lies in.
fn is_resource(path: &SitePath, (settings, bundles): (&Settings, &[String])) -> bool {
    let index = matches!(stem(path), "index" | "_index");
    settings.generator == Generator::Hugo && !index && bundles.iter().any(|folder| path.is_in(folder))
}

/// The path of a file below the folder of pages or of files that it lies in, and the language of that folder.
fn within<'p>(settings: &Settings, path: &'p SitePath) -> Option<(&'p str, Option<String>)> {
    let below = |folder: &str| path.as_str().strip_prefix(folder)?.strip_prefix('/');
    if settings.generator == Generator::Jekyll {
        let first = path.as_str().split('/').next().unwrap_or("");
        let posts = path.as_str().split('/').any(|name| matches!(name, "_posts" | "_drafts"));
        let own = !first.starts_with('_') && !OF_JEKYLL.contains(&path.as_str());
        return (posts || own).then_some((path.as_str(), None));
    }
    let pages =
        settings.folders.iter().find_map(|(folder, language)| Some((below(folder)?, language.clone())));
    pages.or_else(|| Some((below("static")?, None)))
}

/// Whether a file lies beside the folders of pages, with which somebody may have meant it.
fn is_beside(settings: &Settings, path: &SitePath) -> bool {
    let above = |(folder, _): &(String, Option<String>)| folder.split('/').next().map(str::to_owned);
    settings.folders.iter().filter_map(above).any(|above| path.is_in(&above)) || path.is_in("content")
}

/// Files in a root of Jekyll's that are no part of the site.
const OF_JEKYLL: [&str; 9] = [
    "Gemfile",
    "Gemfile.lock",
    "Rakefile",
    "README.md",
    "LICENSE",
    "LICENSE.md",
    "package.json",
    "CONTRIBUTING.md",
    "package-lock.json",
];

/// How a page stands in its folder; nothing, where no page can stand.
fn standing(
    settings: &Settings,
    (path, inside): (&SitePath, &str),
    language: Option<String>,
) -> Option<Standing> {
    if path.is_in("static") {
        return None;
    }
    let mut names: Vec<String> = inside.split('/').map(str::to_owned).collect();
    let file = names.pop()?;
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    if settings.generator == Generator::Jekyll {
        return Some(of_jekyll(names, stem));
    }
    let (stem, suffix) = match stem.rsplit_once('.') {
        Some((stem, suffix)) if settings.languages.iter().any(|known| known == suffix) => {
            (stem, Some(suffix.to_owned()))
        }
        _ => (stem, None),
    };
    let language = language.or(suffix);
    let (name, shape) = match stem {
        "_index" => (names.pop(), Shape::Section),
        "index" => (names.pop(), Shape::Bundle),
        stem => (Some(stem.to_owned()), Shape::Single),
    };
    let shape = if name.is_none() { Shape::Home } else { shape };
    Some(Standing { folders: names, name: name.unwrap_or_default(), shape, language })
}

fn of_jekyll(names: Vec<String>, stem: &str) -> Standing {
    let is_post = names.iter().any(|name| matches!(name.as_str(), "_posts" | "_drafts"));
    let folders: Vec<_> = names.into_iter().filter(|name| !name.starts_with('_')).collect();
    let home = stem == "index" && folders.is_empty();
    let shape = match (is_post, home) {
        (true, _) => Shape::Post,
        (false, true) => Shape::Home,
        (false, false) => Shape::Single,
    };
    Standing { folders, name: stem.to_owned(), shape, language: None }
}

impl Tree {
    /// Hugo makes a list of each folder in the first one, and a first page, whether or not there is a file for it.
    fn lists_without_files(&mut self, settings: &Settings) {
        if settings.generator != Generator::Hugo {
            return;
        }
        let of_site = |page: &&Page| page.standing.language.is_none() && !page.front.draft;
        let mut lists = BTreeMap::new();
        for page in self.pages.iter().filter(of_site) {
            let first = page.standing.folders.first().map(String::as_str);
            let below = settings.below.as_deref();
            for name in first.into_iter().chain(below.filter(|_| first.is_none())) {
                let own = below.filter(|below| *below != name).map(|below| format!("{below}/"));
                let url = format!("{}{}/", own.unwrap_or_default(), urlized(name, settings.literal));
                lists.entry(url).or_insert_with(|| page.path.clone());
            }
        }
        let known: BTreeSet<_> = self.lists.iter().map(|list| list.url.clone()).collect();
        let known: BTreeSet<_> = self.pages.iter().map(|page| page.url.clone()).chain(known).collect();
        let new = lists.into_iter().filter(|(url, _)| !known.contains(url));
        self.lists.extend(new.map(|(url, path)| List { path, front: Front::default(), language: None, url }));
    }

    /// What lies in a page's own folder stood below the page's address, whatever that was.
    fn with_their_pages(&mut self) {
        let bundles = self.pages.iter().filter(|page| page.standing.shape == Shape::Bundle);
        let urls: BTreeMap<_, _> = bundles
            .filter(|page| page.url.ends_with('/'))
            .map(|page| (page.path.folder(), page.url.as_str()))
            .collect();
        for kept in &mut self.kept {
            let folders = kept.path.as_str().match_indices('/').rev().map(|(slash, _)| slash);
            let own = folders.into_iter().find_map(|slash| {
                let folder = &kept.path.as_str()[..slash];
                Some(format!("{}{}", urls.get(folder)?, &kept.path.as_str()[slash + 1..]))
            });
            if let Some(url) = own {
                kept.url = url;
            }
        }
    }

    fn leave(&mut self, path: &SitePath, why: &str) {
        let problem = Problem::PageLeft { why: why.to_owned() };
        self.findings.push(Finding::new(path, Span::default(), problem));
    }

    fn ignore(&mut self, path: &SitePath) {
        let why = "`ignored_content` in the settings names it".to_owned();
        let problem = if is_page(path) { Problem::PageLeft { why } } else { Problem::FileLeft { why } };
        self.findings.push(Finding::new(path, Span::default(), problem));
    }

    fn page(
        &mut self,
        (settings, today): (&Settings, Date),
        (path, file): (&SitePath, &File),
        standing: Standing,
    ) {
        let text = match file {
            File::Text(text) if text.text.contains('\0') => {
                return self.leave(path, "it has a NUL byte in it");
            }
            File::Text(text) => &text.text,
            File::Broken(Broken::NotUtf8 { .. }) => return self.leave(path, "it is not UTF-8 text"),
            File::Broken(Broken::LinkOut) => {
                return self.leave(path, "it is a symbolic link out of the tree");
            }
            _ => return self.leave(path, "it cannot be read"),
        };
        match read(settings, text) {
            // A file of Jekyll's without front matter is no page of its.
            Ok((parts, _)) if parts.front.is_none() && settings.generator == Generator::Jekyll => {
                self.leave(path, "it has no front matter");
            }
            Ok((parts, mut front)) => {
                if standing.shape == Shape::Post {
                    front.draft |= path.as_str().split('/').any(|name| name == "_drafts");
                }
                date_by_name(settings, &standing, &mut front);
                if settings.generator == Generator::Zola && stem(path) == "_index" {
                    without_path(&mut front);
                }
                front.unshown = unshown(settings, &front, today);
                self.sort((settings, path), (text, parts.body), (front, standing));
            }
            Err((span, message)) => {
                let why = format!("its front matter cannot be read: {message}");
                self.findings.push(Finding::new(path, span, Problem::PageLeft { why }));
            }
        }
    }

    /// Takes a page that was read, or a list, which a section without words is.
    fn sort(
        &mut self,
        (settings, path): (&Settings, &SitePath),
        (text, body): (&std::sync::Arc<str>, usize),
        (mut front, standing): (Front, Standing),
    ) {
        let url = address(settings, &standing, &front);
        let (path, language) = (path.clone(), standing.language.clone());
        if settings.generator == Generator::Zola && stem(&path) == "_index" && front.draft {
            self.unshown.add(&path, language.as_deref());
        }
        if matches!(standing.shape, Shape::Section) && text[body..].trim().is_empty() {
            // One that was not shown had no address.
            if front.unshown.is_none() {
                self.tell(&path, &front);
                self.lists.push(List { path, front, language, url });
            }
            return;
        }
        // The first page there always is.
        let first = standing.shape == Shape::Home && language.is_none();
        if let Some((span, why)) = front.unshown.take_if(|_| first) {
            front.left.push((why.split('`').nth(1).unwrap_or_default().to_owned(), span));
        }
        front.draft |= front.unshown.is_some();
        self.pages.push(Page { path, text: text.clone(), body, front, standing, url });
    }

    /// Tells of what a list says, since nobody writes anything on one.
    fn tell(&mut self, path: &SitePath, front: &Front) {
        let words = [("title", &front.title), ("description", &front.dek)];
        let words = words.into_iter().filter_map(|(key, said)| Some((key.to_owned(), said.as_ref()?.span)));
        for (key, span) in words.chain(front.left.iter().cloned()) {
            self.findings.push(Finding::new(path, span, Problem::KeyLeft { key }));
        }
    }

    /// Keeps a file; style sheets are the old theme's.
    fn keep(
        &mut self,
        (path, file): (&SitePath, &File),
        (inside, language): (&str, Option<&str>),
        generator: Generator,
    ) {
        let ending = path.extension().unwrap_or("").to_ascii_lowercase();
        let markup =
            matches!(ending.as_str(), "html" | "htm" | "adoc" | "asciidoc" | "rst" | "org" | "pandoc");
        let page = !path.is_in("static") && markup && generator == Generator::Hugo
            || matches!(ending.as_str(), "liquid");
        match file {
            _ if page => self.leave(path, "only pages in Markdown are"),
            _ if generator == Generator::Jekyll && markup => self.templates += 1,
            _ if matches!(ending.as_str(), "css" | "scss" | "sass") => self.templates += 1,
            File::Broken(_) => {
                let why = "it cannot be read, or is a symbolic link out of the tree".to_owned();
                self.findings.push(Finding::new(path, Span::default(), Problem::FileLeft { why }));
            }
            _ => {
                let url =
                    language.map_or_else(|| inside.to_owned(), |language| format!("{language}/{inside}"));
                self.kept.push(Kept { path: path.clone(), url });
            }
        }
    }
}

fn read(settings: &Settings, text: &str) -> Result<(Parts, Front), super::value::Fault> {
    let parts = parts(text, settings.generator)?;
    let front = match &parts.front {
        Some(found) => front(text, found.clone(), (settings.generator, &settings.taxonomies))?,
        None => Front::default(),
    };
    Ok((parts, front))
}

/// A section of Zola's has its folder's address, whatever it says.
fn without_path(front: &mut Front) {
    if let Some(said) = front.path.take() {
        front.left.push(("path".to_owned(), said.span));
    }
}

/// Zola and Jekyll read a day in a file's name, where its front matter says none.
fn date_by_name(settings: &Settings, standing: &Standing, front: &mut Front) {
    let by_name = settings.generator != Generator::Hugo && front.published.is_none();
    if let Some(day) = undated(&standing.name).0.filter(|_| by_name) {
        front.published = Some((day, Span::default()));
        if waits(settings.generator) {
            front.begins = Some(("date".to_owned(), day, Span::default()));
        }
    }
}
