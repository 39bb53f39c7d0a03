//! The data of a site: sources, entities and facts, for all pages or for those of one folder.
//!
//! Must not know: which pages refer to them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use unicase::UniCase;

use super::Files;
use super::names::{Names, Spellings};
use crate::base::number::with_unit;
use crate::base::words::nearest;
use crate::base::{Place, SitePath};
use crate::diagnostics::{Finding, Problem};
use crate::parse::data::Fact;
use crate::parse::data::{Entity, Source};
use crate::parse::table::Text;
use crate::parse::{Content, Role, role};

/// An entry of a data file, and the file.
#[derive(Clone, Debug)]
pub(crate) struct Entry<T> {
    pub(crate) path: SitePath,
    /// Its place in the file.
    at: usize,
    entry: Arc<T>,
}

/// Tells entries apart: a data file, and a place in it.
pub(crate) type EntryId = (SitePath, usize);

pub(crate) type SourceEntry = Entry<Source>;
pub(crate) type EntityEntry = Entry<Entity>;
pub(crate) type FactEntry = Entry<Fact>;

impl<T> Deref for Entry<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.entry
    }
}

impl<T> Entry<T> {
    /// The entries of a file, in its order.
    fn all<'f>(path: &'f SitePath, entries: &'f [Arc<T>]) -> impl Iterator<Item = Self> + use<'f, T> {
        entries.iter().enumerate().map(|(at, entry)| Self { path: path.clone(), at, entry: entry.clone() })
    }

    pub(crate) fn entry_id(&self) -> EntryId {
        (self.path.clone(), self.at)
    }

    /// Whether it is the same entry of the same file.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.at == other.at && self.path == other.path
    }
}

impl EntityEntry {
    /// The name to print: the entity's, or its id when the name is missing.
    pub(crate) fn name(&self) -> &str {
        self.name.as_ref().map_or(&self.id.value, |name| &name.value)
    }
}

impl FactEntry {
    /// The figure as a language writes it, with its unit; empty if the value is missing, which is a finding.
    pub(crate) fn words(&self, language: &str) -> String {
        let unit = self.unit.as_ref().map(|unit| unit.value.as_str());
        self.value.as_ref().map(|value| with_unit(&value.words(language), unit, language)).unwrap_or_default()
    }
}

/// All entries of data files, by folder.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    folders: BTreeMap<String, FolderEntries>,
    /// Folders with a data file that could not be read to its end.
    broken: BTreeSet<String>,
    /// Other entries of a library with the id of a source, for those who cite it.
    doubled: BTreeMap<EntryId, Vec<Finding>>,
}

#[derive(Debug, Default)]
struct FolderEntries {
    sources: BTreeMap<String, SourceEntry>,
    facts: BTreeMap<String, FactEntry>,
    /// The words of sources, by their ids.
    texts: BTreeMap<String, Arc<str>>,
    /// By id, name and alias, folded.
    names: BTreeMap<String, EntityEntry>,
    /// The same without ids, to be found in a text.
    in_text: Option<Names>,
    /// Spellings that `check` finds in a text.
    variants: Option<Names>,
    /// All names, to find misspelt ones; built at the first use.
    spellings: OnceLock<Spellings>,
}

impl FolderEntries {
    fn spellings(&self) -> &Spellings {
        self.spellings.get_or_init(|| Spellings::new(self.entities()))
    }

    fn entities(&self) -> impl Iterator<Item = &EntityEntry> {
        let by_id = self.names.iter().filter(|(label, entity)| **label == fold(&entity.id.value));
        by_id.map(|(_, entity)| entity)
    }
}

/// CommonMark's matching of labels: case folded, white space collapsed.
fn fold(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    UniCase::new(words.join(" ")).to_folded_case()
}

impl Registry {
    pub(crate) fn new(files: &Files, unread: &BTreeSet<SitePath>, findings: &mut Vec<Finding>) -> Self {
        let is_data = |path: &&SitePath| {
            matches!(role(path), Role::Sources | Role::Bibliography | Role::Entities | Role::Facts)
        };
        let data = unread.iter().filter(is_data);
        let broken = data.map(|path| path.folder().to_owned()).collect();
        let mut registry = Self { folders: BTreeMap::new(), broken, doubled: BTreeMap::new() };
        // A file in `content/` itself comes before those of its folders: what it says holds for all.
        let mut data: Vec<_> = files.iter().collect();
        data.sort_by_key(|(path, _)| (path.folder() != "content", *path));
        for &(path, parsed) in &data {
            match &parsed.content {
                Content::Sources(sources) => {
                    Entry::all(path, sources).for_each(|source| registry.add_source(source, findings));
                }
                Content::Entities(entities) => {
                    Entry::all(path, entities).for_each(|entity| registry.add_entity(&entity, findings));
                }
                Content::Facts(facts) => {
                    Entry::all(path, facts).for_each(|fact| registry.add_fact(fact, findings));
                }
                Content::Stored(text) => {
                    let folder = path.folder().strip_suffix("/sources").unwrap_or_default();
                    registry.folder_mut(folder).texts.insert(path.stem().to_owned(), text.clone());
                }
                _ => {}
            }
        }
        // All names are made ready to be looked for.
        for &(path, parsed) in &data {
            let Content::Entities(entities) = &parsed.content else { continue };
            let entities: Vec<EntityEntry> = Entry::all(path, entities).collect();
            if let Some(folder) = registry.folders.get_mut(path.folder()) {
                folder.in_text = Names::new(&entities, Entity::names_in_text);
                folder.variants = Names::new(&entities, Entity::spellings_to_mend);
            }
        }
        registry
    }

    fn folder_mut(&mut self, folder: &str) -> &mut FolderEntries {
        self.folders.entry(folder.to_owned()).or_default()
    }

    fn add_source(&mut self, source: SourceEntry, findings: &mut Vec<Finding>) {
        let id = &source.id;
        if let Some(first) = self.source(source.path.folder(), &id.value) {
            let problem = Problem::DefinedTwice { what: "source", id: id.value.clone() };
            let place = Place::new(&first.path, first.id.span);
            let finding = Finding::new(&source.path, id.span, problem).related(place, "the first");
            if role(&source.path) == Role::Bibliography {
                self.doubled.entry(first.entry_id()).or_default().push(finding);
            } else {
                findings.push(finding);
            }
            return;
        }
        self.folder_mut(source.path.folder()).sources.insert(id.value.clone(), source);
    }

    fn add_fact(&mut self, fact: FactEntry, findings: &mut Vec<Finding>) {
        let id = &fact.id;
        if let Some(first) = self.fact(fact.path.folder(), &id.value) {
            let problem = Problem::DefinedTwice { what: "fact", id: id.value.clone() };
            let first = Place::new(&first.path, first.id.span);
            findings.push(Finding::new(&fact.path, id.span, problem).related(first, "the first"));
            return;
        }
        self.folder_mut(fact.path.folder()).facts.insert(id.value.clone(), fact);
    }

    fn add_entity(&mut self, entity: &EntityEntry, findings: &mut Vec<Finding>) {
        let folder = entity.path.folder();
        let is_id = |text: &Text| std::ptr::eq(text, &raw const entity.id);
        for text in std::iter::once(&entity.id).chain(entity.names()) {
            let known = self.entity(folder, &text.value);
            if let Some(first) = known.filter(|first| !first.is(entity)) {
                let problem = if is_id(text) {
                    Problem::DefinedTwice { what: "entity", id: text.value.clone() }
                } else {
                    Problem::AmbiguousName { name: text.value.clone() }
                };
                let first = Place::new(&first.path, first.id.span);
                findings.push(Finding::new(&entity.path, text.span, problem).related(first, "the first"));
                continue;
            }
            self.folder_mut(folder).names.insert(fold(&text.value), entity.clone());
        }
    }

    /// Whether all data files that a folder can refer to could be read to their end.
    pub(crate) fn is_whole(&self, folder: &str) -> bool {
        !self.broken.contains(folder) && !self.broken.contains("content")
    }

    /// The entries that a file in a folder can see: those of its own folder, then the site's.
    fn visible(&self, folder: &str) -> impl Iterator<Item = &FolderEntries> {
        let own = self.folders.get(folder);
        let all = self.folders.get("content").filter(|_| folder != "content");
        own.into_iter().chain(all)
    }

    /// All that a source says, where it is kept beside the file that describes it.
    pub(crate) fn stored(&self, source: &SourceEntry) -> Option<&str> {
        let folder = self.folders.get(source.path.folder())?;
        folder.texts.get(&source.id.value).map(|text| &**text)
    }

    /// All sources, by folder and id.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &SourceEntry> {
        self.folders.values().flat_map(|folder| folder.sources.values())
    }

    /// All entities, by folder.
    pub(crate) fn entities(&self) -> impl Iterator<Item = &EntityEntry> {
        let mut seen = BTreeSet::new();
        let entity = self.folders.values().flat_map(|folder| folder.names.values());
        entity.filter(move |entity| seen.insert(entity.entry_id()))
    }

    /// All facts, by folder and id.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &FactEntry> {
        self.folders.values().flat_map(|folder| folder.facts.values())
    }

    pub(crate) fn source(&self, folder: &str, id: &str) -> Option<&SourceEntry> {
        self.visible(folder).find_map(|folder| folder.sources.get(id))
    }

    /// What is wrong with a source, as far as it concerns those who cite it.
    pub(crate) fn source_findings(&self, source: &SourceEntry) -> Vec<Finding> {
        let slips = source.slips.iter().map(|(at, problem)| Finding::new(&source.path, *at, problem.clone()));
        slips.chain(self.doubled.get(&source.entry_id()).into_iter().flatten().cloned()).collect()
    }

    pub(crate) fn fact(&self, folder: &str, id: &str) -> Option<&FactEntry> {
        self.visible(folder).find_map(|folder| folder.facts.get(id))
    }

    /// The entity with this id, name or alias.
    pub(crate) fn entity(&self, folder: &str, label: &str) -> Option<&EntityEntry> {
        let mut visible = self.visible(folder).peekable();
        visible.peek()?;
        let label = fold(label);
        visible.find_map(|folder| folder.names.get(&label))
    }

    /// Finds entities that a text names without a mark: the longest name at each place, a folder's own before the
    /// site's.
    pub(crate) fn names_in(&self, folder: &str, text: &str) -> Vec<(Range<usize>, &EntityEntry)> {
        let names = self.visible(folder).filter_map(|folder| folder.in_text.as_ref());
        let mut found: Vec<_> = names.flat_map(|names| names.in_text(text)).collect();
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            let free = range.start >= end;
            end = if free { range.end } else { end };
            free
        });
        found
    }

    /// Finds spellings that an entity lists as its `variants`.
    pub(crate) fn variants_in(&self, folder: &str, text: &str) -> Vec<(Range<usize>, &EntityEntry)> {
        let variants = self.visible(folder).filter_map(|folder| folder.variants.as_ref());
        variants.flat_map(|variants| variants.in_text(text)).collect()
    }

    /// The name that words are nearly, and whose it is; nothing, where they are a name.
    pub(crate) fn near_name(&self, folder: &str, words: &[&str]) -> Option<(&str, &EntityEntry)> {
        self.visible(folder).find_map(|folder| folder.spellings().near(words))
    }

    /// The number of words in the longest name.
    pub(crate) fn longest_name(&self, folder: &str) -> usize {
        self.visible(folder).map(|folder| folder.spellings().longest()).max().unwrap_or(0)
    }

    pub(crate) fn near_source(&self, folder: &str, id: &str) -> Option<String> {
        let known = self.visible(folder).flat_map(|folder| folder.sources.keys());
        nearest(id, known.map(String::as_str)).map(str::to_owned)
    }

    pub(crate) fn near_fact(&self, folder: &str, id: &str) -> Option<String> {
        let known = self.visible(folder).flat_map(|folder| folder.facts.keys());
        nearest(id, known.map(String::as_str)).map(str::to_owned)
    }

    /// The nearest name, as its entity spells it.
    pub(crate) fn near_entity(&self, folder: &str, label: &str) -> Option<String> {
        let entities = self.visible(folder).flat_map(|folder| folder.names.values());
        let texts = entities.flat_map(|entity| entity.names().chain([&entity.id]));
        nearest(label, texts.map(|text| text.value.as_str())).map(str::to_owned)
    }
}
