//! Pages and files that the old site did not show: they must not become visible in the new one.
//!
//! Must not know: addresses, texts.

use jiff::civil::Date;

use super::front_matter::FrontMatter;
use super::settings::{Settings, SpannedText};
use crate::base::{SitePath, Span};

/// Returns why the front matter of a page hides it on a day, as a sentence with the key in backticks.
pub(super) fn find_hidden(settings: &Settings, front: &FrontMatter, today: Date) -> Option<SpannedText> {
    if front.hidden.is_some() {
        return front.hidden.clone();
    }
    if let Some(from) = &front.shown_from
        && from.date > today
        && !settings.show_future
    {
        let text = format!("`{}` is yet to come ({})", from.key, from.date);
        return Some(SpannedText { text, span: from.span });
    }
    if let Some(until) = &front.shown_until
        && until.date <= today
        && !settings.show_expired
    {
        let text = format!("`{}` has passed ({})", until.key, until.date);
        return Some(SpannedText { text, span: until.span });
    }
    None
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

#[cfg(test)]
mod tests {
    use super::super::settings::read_settings;
    use super::*;
    use crate::source::{File, Snapshot};

    #[track_caller]
    fn assert_ignored(pattern: &str, path: &str, expected: bool) {
        let config = format!("base_url = 'https://a.example'\nignored_content = ['{pattern}']\n");
        let files = [(SitePath::new("config.toml"), File::text(config.as_bytes()))];
        let settings = read_settings(&Snapshot::new(files.into())).ok().expect("settings");
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
