//! A file as its author wrote it, with the comments that are on no page.
//!
//! Must not know: the rules.

use crate::base::SitePath;
use crate::model::Page;
use crate::parse::Document;
use crate::source::{SETTINGS, Snapshot};

/// The names of data files, in the folder that they belong to.
const DATA_FILES: [&str; 3] = ["sources.toml", "entities.toml", "facts.toml"];

/// A file of the site.
pub(super) struct SourceFile<'s> {
    pub(super) path: SitePath,
    pub(super) content: SourceContent<'s>,
}

pub(super) enum SourceContent<'s> {
    Markdown(&'s Document),
    Toml(&'s str),
}

/// The files of pages, and the data files in the folders of those that have one of their own.
pub(super) fn page_files<'s>(snapshot: &'s Snapshot, pages: &[&'s Page]) -> Vec<SourceFile<'s>> {
    let mut files = Vec::new();
    for page in pages {
        for body in &page.files {
            let content = SourceContent::Markdown(body.document());
            files.push(SourceFile { path: body.path.clone(), content });
        }
        if page.path().stem() == "index" && !page.is_home() {
            files.extend(data_files(snapshot, page.path().folder()));
        }
    }
    files
}

/// The files that belong to no page: `site.toml`, and the data files of the whole site.
pub(super) fn shared_files(snapshot: &Snapshot) -> Vec<SourceFile<'_>> {
    toml_file(snapshot, SETTINGS).into_iter().chain(data_files(snapshot, "content")).collect()
}

fn data_files<'s>(snapshot: &'s Snapshot, folder: &str) -> impl Iterator<Item = SourceFile<'s>> {
    DATA_FILES.iter().filter_map(move |name| toml_file(snapshot, &format!("{folder}/{name}")))
}

fn toml_file<'s>(snapshot: &'s Snapshot, path: &str) -> Option<SourceFile<'s>> {
    let path = SitePath::new(path);
    let content = SourceContent::Toml(snapshot.text(&path)?);
    Some(SourceFile { path, content })
}
