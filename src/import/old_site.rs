//! The files of an old site, each classified by its path: pages, lists, files to copy, theme.
//!
//! Must not know: the new site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::date::split_date_prefix;
use super::front_matter::{DateValue, FrontMatter, parse_front_matter, split_front_matter};
use super::location::{
    ContentPath, PageKind, PageLocation, content_path, is_theme, main_stem, page_location,
};
use super::permalink::{hugo_urlize, permalink};
use super::redirects::is_old_redirects_file;
use super::settings::{Generator, Settings, SpannedText, is_page};
use super::value::SyntaxError;
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::source::{Broken, File, Snapshot};

#[derive(Debug)]
pub(super) struct OldPage {
    pub(super) path: SitePath,
    /// The whole file.
    pub(super) text: Arc<str>,
    /// Offset of the text below the front matter.
    pub(super) body: usize,
    pub(super) front: FrontMatter,
    pub(super) location: PageLocation,
    /// Relative to the old site's root.
    pub(super) url: String,
}

/// A file to copy.
#[derive(Debug)]
pub(super) struct OldFile {
    pub(super) path: SitePath,
    /// Relative to the old site's root.
    pub(super) url: String,
}

/// A list of pages: a section without a text, or without a file.
#[derive(Debug)]
pub(super) struct OldList {
    /// Its file, or that of a page in it.
    pub(super) path: SitePath,
    pub(super) front: FrontMatter,
    pub(super) language: Option<String>,
    /// Relative to the old site's root.
    pub(super) url: String,
}

#[derive(Debug)]
pub(super) struct OldSite {
    /// Sorted by path.
    pub(super) pages: Vec<OldPage>,
    pub(super) files: Vec<OldFile>,
    pub(super) lists: Vec<OldList>,
    /// Number of files of templates and themes.
    pub(super) theme_files: usize,
    pub(super) findings: Vec<Finding>,
}

/// Classifies all files, and parses the front matter of pages.
pub(super) fn read_old_site(old: &Snapshot, settings: &Settings, today: Date) -> OldSite {
    let bundles = old.files().keys().filter(|path| is_bundle(path, settings));
    let bundles = bundles.map(|path| path.folder().to_owned()).collect();
    let mut reader = SiteReader {
        settings,
        today,
        bundles,
        draft_sections: vec![],
        site: OldSite { pages: vec![], files: vec![], lists: vec![], theme_files: 0, findings: vec![] },
    };
    for (path, file) in old.files() {
        reader.read_file(path, file);
    }
    reader.finish()
}

/// Checks whether a file makes its folder one of Hugo's page bundles: it is an `index.md`.
fn is_bundle(path: &SitePath, settings: &Settings) -> bool {
    let is_index = is_page(path) && main_stem(path) == "index";
    is_index && content_path(settings, path).is_some() && path.folder().contains('/')
}

struct SiteReader<'a> {
    settings: &'a Settings,
    today: Date,
    bundles: Vec<String>,
    /// Sections whose `_index.md` is a draft, by folder and language. Zola shows nothing in them.
    draft_sections: Vec<(String, Option<String>)>,
    site: OldSite,
}

impl SiteReader<'_> {
    fn report(&mut self, path: &SitePath, span: Span, problem: Problem) {
        self.site.findings.push(Finding::new(path, span, problem));
    }

    /// Reports that a page is not imported. `why` is a sentence without a capital.
    fn report_page_left(&mut self, path: &SitePath, why: &str) {
        self.report(path, Span::default(), Problem::PageLeft { why: why.to_owned() });
    }

    fn read_file(&mut self, path: &SitePath, file: &File) {
        let settings = self.settings;
        if is_theme(path) || settings.generator == Generator::Hugo && path.is_in("assets") {
            self.site.theme_files += 1;
            return;
        }
        // The first is merged into the new one; nutgraf writes the other itself.
        if is_old_redirects_file(path) || path.as_str() == "static/.nojekyll" {
            return;
        }
        let Some(content_path) = content_path(settings, path) else {
            // Its author may have meant a page next to the folders of pages to be one.
            let first = |dir: &str| dir.split('/').next().unwrap_or_default().to_owned();
            let mut dirs = settings.content_dirs.iter().map(|dir| first(&dir.path));
            let is_beside = path.is_in("content") || dirs.any(|dir| path.is_in(&dir));
            if is_page(path) && is_beside {
                self.report_page_left(path, "it is not in a folder that the settings name");
            }
            return;
        };
        if is_ignored(settings, path) {
            let why = "`ignored_content` in the settings names it".to_owned();
            let problem = if is_page(path) { Problem::PageLeft { why } } else { Problem::FileLeft { why } };
            return self.report(path, Span::default(), problem);
        }
        match page_location(settings, path, content_path) {
            // With Hugo, a Markdown file may be only a resource of the page whose folder it is in.
            Some(_)
                if settings.generator == Generator::Hugo
                    && is_page(path)
                    && !matches!(main_stem(path), "index" | "_index")
                    && self.bundles.iter().any(|folder| path.is_in(folder)) =>
            {
                self.report_page_left(
                    path,
                    "it is beside the `index.md` of another page, and was not a page itself",
                );
            }
            Some(location) if is_page(path) => self.read_page(path, file, location),
            _ => self.keep_file(path, file, content_path),
        }
    }

    fn read_page(&mut self, path: &SitePath, file: &File, location: PageLocation) {
        let text = match file {
            File::Text(text) if text.text.contains('\0') => {
                return self.report_page_left(path, "it has a NUL byte in it");
            }
            File::Text(text) => &text.text,
            File::Broken(Broken::NotUtf8 { .. }) => {
                return self.report_page_left(path, "it is not UTF-8 text");
            }
            File::Broken(Broken::LinkOut) => {
                return self.report_page_left(path, "it is a symbolic link out of the tree");
            }
            File::Broken(Broken::Unreadable(why)) => return self.report_page_left(path, why),
            _ => return self.report_page_left(path, "it cannot be read"),
        };
        let parsed = split_front_matter(text, self.settings.generator).and_then(|(range, body)| {
            let front = match range {
                Some((range, format)) => Some(parse_front_matter(text, range, format, self.settings)?),
                None => None,
            };
            Ok((front, body))
        });
        let (front, body) = match parsed {
            Ok(parsed) => parsed,
            Err(SyntaxError { span, message }) => {
                let why = format!("its front matter cannot be read: {message}");
                return self.report(path, span, Problem::PageLeft { why });
            }
        };
        // Jekyll copies files without front matter.
        if front.is_none() && self.settings.generator == Generator::Jekyll {
            return self.report_page_left(path, "it has no front matter");
        }
        let mut front = front.unwrap_or_default();
        if location.kind == PageKind::Post {
            front.draft |= path.as_str().split('/').any(|name| name == "_drafts");
        }
        self.date_by_file_name(&location, &mut front);
        if self.is_zola_section(path)
            && let Some(url) = front.url.take()
        {
            // A section has the address of its folder, whatever its front matter says.
            front.dropped_keys.push(SpannedText { text: "path".to_owned(), span: url.span });
        }
        front.hidden = find_hidden(self.settings, &front, self.today);
        let url = permalink(self.settings, &location, &front);
        let page = OldPage { path: path.clone(), text: text.clone(), body, front, location, url };
        self.add_page(page);
    }

    fn is_zola_section(&self, path: &SitePath) -> bool {
        self.settings.generator == Generator::Zola && main_stem(path) == "_index"
    }

    /// Takes the date of a page from its file name, as Zola and Jekyll do if front matter has none.
    fn date_by_file_name(&self, location: &PageLocation, front: &mut FrontMatter) {
        if self.settings.generator == Generator::Hugo || front.published.is_some() {
            return;
        }
        let Some(date) = split_date_prefix(&location.name).0 else { return };
        front.published = Some(DateValue { key: "date".to_owned(), date, span: Span::default() });
        // Zola does not hide pages with a future date.
        if self.settings.generator != Generator::Zola {
            front.shown_from = front.published.clone();
        }
    }

    /// Adds a page; or a list, if it is a section without a text.
    fn add_page(&mut self, mut page: OldPage) {
        if self.is_zola_section(&page.path) && page.front.draft {
            self.draft_sections.push((page.path.folder().to_owned(), page.location.language.clone()));
        }
        if page.location.kind == PageKind::Section && page.text[page.body..].trim().is_empty() {
            // A hidden one had no address.
            if page.front.hidden.is_none() {
                self.add_list(page);
            }
            return;
        }
        // There always is a home page, so it cannot be hidden.
        let is_home = page.location.kind == PageKind::Home && page.location.language.is_none();
        if is_home && let Some(hidden) = page.front.hidden.take() {
            let key = hidden.text.split('`').nth(1).unwrap_or_default().to_owned();
            page.front.dropped_keys.push(SpannedText { text: key, span: hidden.span });
        }
        page.front.draft |= page.front.hidden.is_some();
        self.site.pages.push(page);
    }

    /// Adds a list, and reports what its front matter says: lists have no text in nutgraf.
    fn add_list(&mut self, page: OldPage) {
        let OldPage { path, front, location, url, .. } = page;
        for (key, text) in [("title", &front.title), ("description", &front.dek)] {
            if let Some(text) = text {
                self.report(&path, text.span, Problem::KeyLeft { key: key.to_owned() });
            }
        }
        for dropped in &front.dropped_keys {
            self.report(&path, dropped.span, Problem::KeyLeft { key: dropped.text.clone() });
        }
        self.site.lists.push(OldList { path, front, language: location.language, url });
    }

    /// Keeps a file to copy, unless it is a template, a style sheet or a page in other mark-up.
    fn keep_file(&mut self, path: &SitePath, file: &File, (inside, language): ContentPath<'_>) {
        let extension = path.extension().unwrap_or("").to_ascii_lowercase();
        let is_markup =
            matches!(extension.as_str(), "html" | "htm" | "adoc" | "asciidoc" | "rst" | "org" | "pandoc");
        let is_hugo_page = is_markup && self.settings.generator == Generator::Hugo && !path.is_in("static");
        if is_hugo_page || extension == "liquid" {
            return self.report_page_left(path, "only pages in Markdown are");
        }
        let is_jekyll_template = is_markup && self.settings.generator == Generator::Jekyll;
        if is_jekyll_template || matches!(extension.as_str(), "css" | "scss" | "sass") {
            self.site.theme_files += 1;
            return;
        }
        if let File::Broken(_) = file {
            let why = "it cannot be read, or is a symbolic link out of the tree".to_owned();
            return self.report(path, Span::default(), Problem::FileLeft { why });
        }
        let url = match language {
            Some(language) => format!("{language}/{inside}"),
            None => inside.to_owned(),
        };
        self.site.files.push(OldFile { path: path.clone(), url });
    }

    fn finish(mut self) -> OldSite {
        let sections = std::mem::take(&mut self.draft_sections);
        let is_draft = |path: &SitePath, language: &Option<String>| {
            sections.iter().any(|(folder, of)| path.is_in(folder) && of == language)
        };
        for page in &mut self.site.pages {
            if !page.front.draft && is_draft(&page.path, &page.location.language) {
                page.front.draft = true;
                let text = "its section is a draft".to_owned();
                page.front.hidden = Some(SpannedText { text, span: Span::default() });
            }
        }
        self.site.lists.retain(|list| !is_draft(&list.path, &list.language));
        if self.settings.generator == Generator::Hugo {
            self.add_lists_without_files();
        }
        self.site.pages.sort_by(|a, b| a.path.cmp(&b.path));
        self.move_files_to_their_pages();
        self.site
    }

    /// Adds lists that Hugo makes without a file: one for each folder at the top, and one for the default language if
    /// that has a folder.
    fn add_lists_without_files(&mut self) {
        let settings = self.settings;
        let subdir = settings.language_subdir.as_deref();
        let mut lists = BTreeMap::new();
        for page in &self.site.pages {
            if page.location.language.is_some() || page.front.draft {
                continue;
            }
            let section = page.location.folders.first().map(String::as_str);
            let Some(name) = section.or(subdir) else { continue };
            let prefix = match subdir {
                Some(subdir) if subdir != name => format!("{subdir}/"),
                _ => String::new(),
            };
            let url = format!("{prefix}{}/", hugo_urlize(name, settings.literal_paths));
            lists.entry(url).or_insert_with(|| page.path.clone());
        }
        let page_urls = self.site.pages.iter().map(|page| &page.url);
        let known: BTreeSet<&String> =
            page_urls.chain(self.site.lists.iter().map(|list| &list.url)).collect();
        lists.retain(|url, _| !known.contains(url));
        for (url, path) in lists {
            self.site.lists.push(OldList { path, front: FrontMatter::default(), language: None, url });
        }
    }

    /// Corrects the addresses of files in a page's folder: they were below the page's address, whatever that was.
    fn move_files_to_their_pages(&mut self) {
        let mut bundles = BTreeMap::new();
        for page in &self.site.pages {
            if page.location.kind == PageKind::Bundle && page.url.ends_with('/') {
                bundles.insert(page.path.folder(), page.url.as_str());
            }
        }
        for file in &mut self.site.files {
            let path = file.path.as_str();
            let nearest = path.match_indices('/').rev().find_map(|(slash, _)| {
                Some(format!("{}{}", bundles.get(&path[..slash])?, &path[slash + 1..]))
            });
            if let Some(url) = nearest {
                file.url = url;
            }
        }
    }
}

/// Returns why the front matter of a page hides it on a day, as a sentence with the key in backticks.
fn find_hidden(settings: &Settings, front: &FrontMatter, today: Date) -> Option<SpannedText> {
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
fn is_ignored(settings: &Settings, path: &SitePath) -> bool {
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
        || !is_page(path) && starts.any(|start| is_match(&whole[start..]))
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
        let settings = read_settings(&Snapshot::new(files.into())).expect("settings");
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
