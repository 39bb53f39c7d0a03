//! `static/_redirects` of the new site: redirects for old addresses that cannot be aliases of a page.
//!
//! Each feed, topic and section of the old site gets a line, if its target exists in the new one. The format is
//! Netlify's (docs.netlify.com/manage/routing/redirects). Must not know: texts.

use std::collections::BTreeMap;

use super::link_map::LinkMap;
use super::old_site::OldList;
use super::permalink::{hugo_urlize, slugify, with_final_slash};
use super::settings::Generator;
use super::writer::absolute_url;
use crate::base::{SitePath, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::model::topic_url;
use crate::source::{File, OWN_REDIRECTS};

#[derive(Debug)]
pub(super) struct Redirects {
    /// Text of the file; `None` if it would be empty.
    pub(super) text: Option<String>,
    /// Number of redirects that the old site's own file does not have.
    pub(super) count: usize,
    /// Sections whose target does not exist.
    pub(super) findings: Vec<Finding>,
}

/// Writes the redirects, after those of the old site's own file.
pub(super) fn write_redirects(map: &LinkMap<'_>) -> Redirects {
    let settings = map.settings;
    let base_url = settings.base_url.as_ref().and_then(|url| absolute_url(&url.text));
    let path = base_url.as_deref().and_then(|url| url.split_once("://")?.1.split_once('/'));
    let root = path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"));
    let mut writer = RedirectWriter { map, root, redirects: BTreeMap::new() };
    let findings = map.site.lists.iter().filter_map(|list| writer.add_section(list)).collect();
    let topics = writer.topics();
    for (taxonomy, slug, name) in &topics {
        writer.add(&format!("{taxonomy}/{slug}/"), topic_url(name).absolute("/").as_str());
        writer.add(&format!("{taxonomy}/"), "/");
    }
    writer.add_feeds(&topics);
    let mut lines = Vec::new();
    let own = if settings.generator == Generator::Jekyll { "_redirects" } else { OWN_REDIRECTS };
    if let Some(File::Text(text)) = map.old.get(&SitePath::new(own)) {
        lines.push(text.text.trim_end().to_owned());
    }
    let count = writer.redirects.len();
    if count > 0 {
        lines.push("# Redirects of the old site's feeds and lists.".to_owned());
    }
    lines.extend(writer.redirects.into_iter().map(|(from, to)| format!("{from} {to} 301")));
    let text = (!lines.is_empty()).then(|| lines.join("\n") + "\n");
    Redirects { text, count, findings }
}

/// Returns whether a file has redirects of the old site.
pub(super) fn is_old_redirects_file(path: &SitePath) -> bool {
    path.as_str() == OWN_REDIRECTS || path.as_str() == "_redirects"
}

struct RedirectWriter<'a> {
    map: &'a LinkMap<'a>,
    /// Path of the site on its host.
    root: String,
    /// From an address to a path or URL.
    redirects: BTreeMap<String, String>,
}

/// A topic that has a page in the new site: its taxonomy and slug as the old site's addresses had them, and its name.
type TopicAddress<'a> = (String, String, &'a str);

impl<'a> RedirectWriter<'a> {
    /// Redirects an old address to one of the new site, unless something is there.
    fn add(&mut self, from: &str, to: &str) {
        if from.is_empty() || from.contains(['?', '#', '*', ':']) {
            return;
        }
        let from = UrlPath::new(from);
        if self.map.layout.is_free(&from) {
            let to = format!("{}{}", self.root, to.trim_start_matches('/'));
            self.redirects.entry(from.absolute("/")).or_insert(to);
        }
    }

    /// Adds a section that redirects (Zola). Returns a finding if its target does not exist.
    fn add_section(&mut self, list: &OldList) -> Option<Finding> {
        let redirect = list.front.redirect_to.as_ref()?;
        let Some(target) = self.map.new_address(&redirect.text) else {
            let why = "it points to nothing that was imported".to_owned();
            let problem = Problem::AddressLeft { url: format!("/{}", list.url), why };
            return Some(Finding::new(&list.path, redirect.span, problem));
        };
        let aliases = list.front.aliases.iter().map(|alias| with_final_slash(&alias.text));
        for from in aliases.chain([list.url.clone()]) {
            if target.contains("://") {
                let from = UrlPath::new(&from).absolute("/");
                self.redirects.entry(from).or_insert_with(|| target.clone());
            } else {
                self.add(&from, &target);
            }
        }
        None
    }

    fn add_feeds(&mut self, topics: &[TopicAddress<'_>]) {
        let settings = self.map.settings;
        let is_hugo = settings.generator == Generator::Hugo;
        let mut folders = vec![String::new()];
        for list in &self.map.site.lists {
            if is_hugo || list.front.has_feed {
                folders.push(with_final_slash(&list.url));
            }
        }
        if is_hugo {
            let languages = settings.other_languages.iter().chain(&settings.language_subdir);
            folders.extend(languages.map(|language| format!("{language}/")));
        }
        for (taxonomy, slug, _) in topics {
            if is_hugo {
                folders.push(format!("{taxonomy}/{slug}/"));
                folders.push(format!("{taxonomy}/"));
            } else if settings.taxonomies_with_feeds.iter().any(|known| slugify(known) == *taxonomy) {
                folders.push(format!("{taxonomy}/{slug}/"));
            }
        }
        for name in &settings.feed_names {
            for folder in &folders {
                self.add(&format!("{folder}{name}"), "/feed.xml");
            }
        }
    }

    /// Returns all topics of explainers that readers can see. Jekyll has no pages for topics.
    fn topics(&self) -> Vec<TopicAddress<'a>> {
        let settings = self.map.settings;
        let mut topics = Vec::new();
        if settings.generator == Generator::Jekyll {
            return topics;
        }
        let prefix = match &settings.language_subdir {
            Some(subdir) => format!("{subdir}/"),
            None => String::new(),
        };
        for (page, new_page) in self.map.site.pages.iter().zip(&self.map.layout.pages) {
            if !new_page.is_explainer || page.front.draft || page.location.language.is_some() {
                continue;
            }
            for topic in &page.front.topics {
                let name = topic.name.as_str();
                let taxonomy = &topic.taxonomy;
                if !settings.taxonomies.iter().any(|known| known.eq_ignore_ascii_case(taxonomy)) {
                    continue;
                }
                let (taxonomy, slug) = match settings.generator {
                    Generator::Zola => (slugify(taxonomy), slugify(name)),
                    _ => (
                        format!("{prefix}{}", hugo_urlize(taxonomy, false)),
                        hugo_urlize(name, settings.literal_paths),
                    ),
                };
                topics.push((taxonomy, slug, name));
            }
        }
        topics
    }
}
