//! What the old site never showed: nobody may find it in the new one by surprise.
//!
//! Must not know: where a page stands, or what is written on it.

use globset::GlobMatcher;
use jiff::civil::Date;

use super::front::Front;
use super::settings::{Generator, Settings};
use super::tree::Page;
use crate::base::{SitePath, Span};

/// A page of which its own front matter says that nobody should see it on a day: where it says so, and what.
pub(super) fn unshown(settings: &Settings, front: &Front, today: Date) -> Option<(Span, String)> {
    if front.unshown.is_some() {
        return front.unshown.clone();
    }
    let begins = front.begins.as_ref().filter(|(_, date, _)| *date > today && !settings.future);
    let ends = front.ends.as_ref().filter(|(_, date, _)| *date <= today && !settings.expired);
    begins
        .map(|(key, date, span)| (*span, format!("`{key}` is yet to come ({date})")))
        .or_else(|| ends.map(|(key, date, span)| (*span, format!("`{key}` has passed ({date})"))))
}

/// Folders of Zola's whose `_index.md` is a draft, each with its language: nothing in them is shown.
#[derive(Debug, Default)]
pub(super) struct Folders(Vec<(String, Option<String>)>);

impl Folders {
    pub(super) fn add(&mut self, path: &SitePath, language: Option<&str>) {
        self.0.push((path.folder().to_owned(), language.map(str::to_owned)));
    }

    pub(super) fn has(&self, path: &SitePath, language: Option<&str>) -> bool {
        self.0.iter().any(|(folder, of)| path.is_in(folder) && of.as_deref() == language)
    }

    /// Makes drafts of the pages in them.
    pub(super) fn hide(&self, pages: &mut [Page]) {
        let shown = pages.iter_mut().filter(|page| !page.front.draft);
        for page in shown.filter(|page| self.has(&page.path, page.standing.language.as_deref())) {
            page.front.draft = true;
            page.front.unshown = Some((Span::default(), "its section is a draft".to_owned()));
        }
    }
}

/// Whether the settings say that a file is none of the site's, or a folder that it lies in. Zola asks of pages
/// with their whole paths, and of the files beside them from the folder where they lie.
pub(super) fn is_ignored(settings: &Settings, path: &SitePath) -> bool {
    if settings.ignored.is_empty() || !path.is_in("content") {
        return false;
    }
    let whole = format!("/{}", path.as_str());
    let ends = whole.match_indices('/').map(|(slash, _)| slash).skip(2).chain([whole.len()]);
    let above: Vec<&str> = ends.map(|end| &whole[..end]).collect();
    let is_page = super::settings::is_page(path);
    let fits = |glob: &GlobMatcher| {
        let starts = whole.match_indices('/').map(|(slash, _)| slash + 1).skip(1);
        above.iter().any(|path| glob.is_match(path))
            || !is_page && starts.into_iter().any(|start| glob.is_match(&whole[start..]))
    };
    settings.ignored.iter().any(fits)
}

/// Whether a generator shows a page from some day on.
pub(super) fn waits(generator: Generator) -> bool {
    generator != Generator::Zola
}
