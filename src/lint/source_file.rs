//! A file as it is written: what its author said to himself stands in no page.
//!
//! Must not know: the rules.

use crate::base::SitePath;
use crate::model::Page;
use crate::parse::Document;
use crate::source::{SETTINGS, Snapshot};

/// Files of data, in the folder that they are about.
const DATA: [&str; 3] = ["sources.toml", "entities.toml", "facts.toml"];

/// A file of the site.
pub(super) struct SourceFile<'s> {
    pub(super) path: SitePath,
    pub(super) form: SourceFormat<'s>,
}

/// How it is written.
pub(super) enum SourceFormat<'s> {
    Markdown(&'s Document),
    Toml(&'s str),
}

/// The files of pages, and the data beside those that are folders.
pub(super) fn of_pages<'s>(snapshot: &'s Snapshot, pages: &[&'s Page]) -> Vec<SourceFile<'s>> {
    let mut scripts = Vec::new();
    for page in pages {
        let of_body = |(path, document)| SourceFile { path, form: SourceFormat::Markdown(document) };
        scripts.extend(page.files.iter().map(|body| of_body((body.path.clone(), body.document()))));
        if page.path().stem() == "index" && !page.is_home() {
            scripts.extend(data(snapshot, page.path().folder()));
        }
    }
    scripts
}

/// The files that are no page's: `site.toml`, and the data that all pages share.
pub(super) fn shared_files(snapshot: &Snapshot) -> Vec<SourceFile<'_>> {
    toml(snapshot, SETTINGS).into_iter().chain(data(snapshot, "content")).collect()
}

fn data<'s>(snapshot: &'s Snapshot, folder: &str) -> impl Iterator<Item = SourceFile<'s>> {
    DATA.iter().filter_map(move |name| toml(snapshot, &format!("{folder}/{name}")))
}

fn toml<'s>(snapshot: &'s Snapshot, path: &str) -> Option<SourceFile<'s>> {
    let path = SitePath::new(path);
    let form = SourceFormat::Toml(snapshot.text(&path)?);
    Some(SourceFile { path, form })
}
