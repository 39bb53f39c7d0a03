//! Pages and files that the old site did not show: they must not become visible in the new one.
//!
//! Must not know: addresses, texts.

use jiff::civil::Date;

use super::front_matter::FrontMatter;
use super::old_site::OldPage;
use super::settings::{Generator, Settings};
use crate::base::{SitePath, Span};

/// Why a page was not shown, and the span that says so.
#[derive(Clone, Debug)]
pub(super) struct Hidden {
    pub(super) span: Span,
    /// A sentence with the key in backticks.
    pub(super) reason: String,
}

/// Returns why the front matter of a page hides it on a day.
pub(super) fn find_hidden(settings: &Settings, front: &FrontMatter, today: Date) -> Option<Hidden> {
    if front.hidden.is_some() {
        return front.hidden.clone();
    }
    if let Some(from) = &front.shown_from
        && from.date > today
        && !settings.show_future
    {
        let reason = format!("`{}` is yet to come ({})", from.key, from.date);
        return Some(Hidden { span: from.span, reason });
    }
    if let Some(until) = &front.shown_until
        && until.date <= today
        && !settings.show_expired
    {
        let reason = format!("`{}` has passed ({})", until.key, until.date);
        return Some(Hidden { span: until.span, reason });
    }
    None
}

/// Sections whose `_index.md` is a draft. Zola shows nothing in them.
#[derive(Debug, Default)]
pub(super) struct DraftSections(Vec<DraftSection>);

#[derive(Debug)]
struct DraftSection {
    folder: String,
    language: Option<String>,
}

impl DraftSections {
    pub(super) fn add(&mut self, path: &SitePath, language: Option<&str>) {
        let folder = path.folder().to_owned();
        self.0.push(DraftSection { folder, language: language.map(str::to_owned) });
    }

    pub(super) fn contains(&self, path: &SitePath, language: Option<&str>) -> bool {
        self.0.iter().any(|section| path.is_in(&section.folder) && section.language.as_deref() == language)
    }

    /// Makes drafts of the pages in them.
    pub(super) fn hide_pages(&self, pages: &mut [OldPage]) {
        for page in pages {
            if !page.front.draft && self.contains(&page.path, page.location.language.as_deref()) {
                page.front.draft = true;
                let reason = "its section is a draft".to_owned();
                page.front.hidden = Some(Hidden { span: Span::default(), reason });
            }
        }
    }
}

/// Returns whether `ignored_content` matches a file or a folder that contains it. Zola matches pages by their whole
/// path, and other files also by their path from each folder.
pub(super) fn is_ignored(settings: &Settings, path: &SitePath) -> bool {
    if settings.ignored_content.is_empty() || !path.is_in("content") {
        return false;
    }
    let whole = format!("/{}", path.as_str());
    let slashes: Vec<usize> = whole.match_indices('/').map(|(slash, _)| slash).collect();
    let is_match = |path: &str| settings.ignored_content.is_match(path);
    // The first slash is the root, the second that of `content`.
    let ends = slashes.iter().copied().skip(2).chain([whole.len()]);
    let mut starts = slashes.iter().map(|slash| slash + 1).skip(1);
    ends.into_iter().any(|end| is_match(&whole[..end]))
        || !super::settings::is_page(path) && starts.any(|start| is_match(&whole[start..]))
}

/// Returns whether a generator hides pages with a future date.
pub(super) fn hides_future_pages(generator: Generator) -> bool {
    generator != Generator::Zola
}

#[cfg(test)]
mod tests {
    use super::super::settings::read_settings;
    use super::*;
    use crate::source::{File, Snapshot};

    #[track_caller]
    fn assert_ignored(pattern: &str, path: &str, expected: bool) {
        let config = format!("base_url = 'https://a.example'\nignored_content = ['{pattern}']\n");
        let files = [(SitePath::new("config.toml"), File::text(config.as_bytes()))];
        let settings = read_settings(&Snapshot::new(files.into())).ok().flatten().expect("settings");
        assert_eq!(is_ignored(&settings, &SitePath::new(path)), expected, "{pattern} {path}");
    }

    #[test]
    fn patterns_of_ignored_content_match_as_zolas_do() {
        assert_ignored("*.tmp", "content/a/b.tmp", true);
        assert_ignored("*.{md,txt}", "content/a.txt", true);
        assert_ignored("*.{md,txt}", "content/a.text", false);
        assert_ignored("**/drafts", "content/drafts/a.md", true);
        assert_ignored("a/**/b", "content/a/b", true);
        assert_ignored("a/**/b", "content/a/c/d/b", true);
        assert_ignored("a/**/b", "content/a/b.md", false);
        assert_ignored("b?.txt", "content/b1.txt", true);
        assert_ignored("**/[ab].md", "content/b.md", true);
        assert_ignored("**/[ab].md", "content/c.md", false);
        assert_ignored("a", "content/ab", false);
        assert_ignored("*.md", "static/a.md", false);
    }
}
