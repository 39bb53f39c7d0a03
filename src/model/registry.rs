//! Who and what the site knows: sources, entities and facts, for all pages and for one folder's.
//!
//! Must not know: who refers to them.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use unicase::UniCase;

use super::Files;
use super::names::Names;
use super::spelling::Spellings;
use crate::base::number::with_unit;
use crate::base::words::nearest;
use crate::base::{Place, SitePath};
use crate::diagnostics::{Finding, Problem};
use crate::parse::data::{Entity, Source};
use crate::parse::fact::Fact;
use crate::parse::table::Text;
use crate::parse::{Content, Parsed, Role, role};

/// An entry of a data file, and the file.
#[derive(Debug)]
pub(crate) struct Entry<T> {
    pub(crate) path: SitePath,
    parsed: Arc<Parsed>,
    at: usize,
    kind: PhantomData<fn() -> T>,
}

/// Tells entries apart: a data file, and a place in it.
pub(crate) type EntryId = (SitePath, usize);

/// A source, and the file that describes it.
pub(crate) type SourceEntry = Entry<Source>;
/// An entity, and the file that describes it.
pub(crate) type EntityEntry = Entry<Entity>;
/// A fact, and the file that describes it.
pub(crate) type FactEntry = Entry<Fact>;

impl<T> Clone for Entry<T> {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), parsed: self.parsed.clone(), at: self.at, kind: PhantomData }
    }
}

impl<T> Entry<T> {
    fn new((path, parsed): (&SitePath, &Arc<Parsed>), at: usize) -> Self {
        Self { path: path.clone(), parsed: parsed.clone(), at, kind: PhantomData }
    }

    pub(crate) fn entry_id(&self) -> EntryId {
        (self.path.clone(), self.at)
    }

    /// Whether it is the same entry of the same file.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.at == other.at && self.path == other.path
    }
}

impl SourceEntry {
    pub(crate) fn source(&self) -> &Source {
        match &self.parsed.content {
            Content::Sources(sources) => &sources[self.at],
            _ => unreachable!("made of a file of sources"),
        }
    }
}

impl EntityEntry {
    pub(crate) fn entity(&self) -> &Entity {
        match &self.parsed.content {
            Content::Entities(entities) => &entities[self.at],
            _ => unreachable!("made of a file of entities"),
        }
    }

    /// The name to print: the entity's, or its id when the name is missing.
    pub(crate) fn name(&self) -> &str {
        let entity = self.entity();
        entity.name.as_ref().map_or(&entity.id.value, |name| &name.value)
    }
}

impl FactEntry {
    pub(crate) fn fact(&self) -> &Fact {
        match &self.parsed.content {
            Content::Facts(facts) => &facts[self.at],
            _ => unreachable!("made of a file of facts"),
        }
    }

    /// The figure as a language writes it, with its unit; nothing, where it lacks, which is a finding.
    pub(crate) fn words(&self, language: &str) -> String {
        let fact = self.fact();
        let unit = fact.unit.as_ref().map(|unit| unit.value.as_str());
        fact.value.as_ref().map(|value| with_unit(&value.words(language), unit, language)).unwrap_or_default()
    }
}

/// All that data files describe, by folder.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    folders: BTreeMap<String, Shelf>,
    /// Folders with a data file that could not be read to its end.
    broken: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Shelf {
    sources: BTreeMap<String, SourceEntry>,
    facts: BTreeMap<String, FactEntry>,
    /// The words of sources, by their ids.
    texts: BTreeMap<String, Arc<str>>,
    /// By id, name and alias, folded.
    names: BTreeMap<String, EntityEntry>,
    /// The same without ids, to be found in a text.
    in_text: Option<Names>,
    /// Spellings that nobody should use, to be found in a text.
    variants: Option<Names>,
    /// All names, for those that are spelt nearly so; made out when somebody asks.
    spellings: OnceLock<Spellings>,
}

impl Shelf {
    fn spellings(&self) -> &Spellings {
        self.spellings.get_or_init(|| Spellings::new(self.entities()))
    }

    fn entities(&self) -> impl Iterator<Item = &EntityEntry> {
        let by_id = self.names.iter().filter(|(label, named)| **label == fold(&named.entity().id.value));
        by_id.map(|(_, named)| named)
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
        let mut registry = Self { folders: BTreeMap::new(), broken };
        // A file in `content/` itself comes before those of its folders: what it says holds for all.
        let mut data: Vec<_> = files.iter().collect();
        data.sort_by_key(|(path, _)| (path.folder() != "content", *path));
        for &(path, parsed) in &data {
            match &parsed.content {
                Content::Sources(sources) => {
                    for at in 0..sources.len() {
                        registry.add_source(Entry::new((path, parsed), at), findings);
                    }
                }
                Content::Entities(entities) => {
                    for at in 0..entities.len() {
                        registry.add_entity(&Entry::new((path, parsed), at), findings);
                    }
                }
                Content::Facts(facts) => {
                    for at in 0..facts.len() {
                        registry.add_fact(Entry::new((path, parsed), at), findings);
                    }
                }
                Content::Stored(text) => {
                    let folder = path.folder().strip_suffix("/sources").unwrap_or_default();
                    let shelf = registry.folders.entry(folder.to_owned()).or_default();
                    shelf.texts.insert(path.stem().to_owned(), text.clone());
                }
                _ => {}
            }
        }
        registry.find_names(&data);
        registry
    }

    /// Makes all names ready to be looked for.
    fn find_names(&mut self, data: &[(&SitePath, &Arc<Parsed>)]) {
        for &(path, parsed) in data {
            let Content::Entities(entities) = &parsed.content else { continue };
            let named: Vec<EntityEntry> =
                (0..entities.len()).map(|at| Entry::new((path, parsed), at)).collect();
            if let Some(shelf) = self.folders.get_mut(path.folder()) {
                shelf.in_text = Names::new(&named, Entity::names_in_text);
                shelf.variants = Names::new(&named, Entity::spellings_to_mend);
            }
        }
    }

    fn add_source(&mut self, sourced: SourceEntry, findings: &mut Vec<Finding>) {
        let id = sourced.source().id.clone();
        if let Some(first) = self.source(sourced.path.folder(), &id.value) {
            let problem = Problem::DefinedTwice { what: "source", id: id.value.clone() };
            let first = Place::new(&first.path, first.source().id.span);
            findings.push(Finding::new(&sourced.path, id.span, problem).related(first, "the first"));
            return;
        }
        let shelf = self.folders.entry(sourced.path.folder().to_owned()).or_default();
        shelf.sources.insert(id.value, sourced);
    }

    fn add_fact(&mut self, counted: FactEntry, findings: &mut Vec<Finding>) {
        let id = counted.fact().id.clone();
        if let Some(first) = self.fact(counted.path.folder(), &id.value) {
            let problem = Problem::DefinedTwice { what: "fact", id: id.value };
            let first = Place::new(&first.path, first.fact().id.span);
            findings.push(Finding::new(&counted.path, id.span, problem).related(first, "the first"));
            return;
        }
        let shelf = self.folders.entry(counted.path.folder().to_owned()).or_default();
        shelf.facts.insert(id.value, counted);
    }

    fn add_entity(&mut self, named: &EntityEntry, findings: &mut Vec<Finding>) {
        let entity = named.entity();
        let folder = named.path.folder().to_owned();
        let is_id = |text: &Text| std::ptr::eq(text, &raw const entity.id);
        for text in std::iter::once(&entity.id).chain(entity.names()) {
            let known = self.entity(&folder, &text.value);
            if let Some(first) = known.filter(|first| !first.is(named)) {
                let problem = if is_id(text) {
                    Problem::DefinedTwice { what: "entity", id: text.value.clone() }
                } else {
                    Problem::AmbiguousName { name: text.value.clone() }
                };
                let first = Place::new(&first.path, first.entity().id.span);
                findings.push(Finding::new(&named.path, text.span, problem).related(first, "the first"));
                continue;
            }
            let shelf = self.folders.entry(folder.clone()).or_default();
            shelf.names.insert(fold(&text.value), named.clone());
        }
    }

    /// Whether all is known that a file in a folder can refer to.
    pub(crate) fn is_whole(&self, folder: &str) -> bool {
        !self.broken.contains(folder) && !self.broken.contains("content")
    }

    /// The shelves that a file in a folder can see: its own, then the site's.
    fn shelves(&self, folder: &str) -> impl Iterator<Item = &Shelf> {
        let own = self.folders.get(folder);
        let all = self.folders.get("content").filter(|_| folder != "content");
        own.into_iter().chain(all)
    }

    /// All that a source says, where it is kept beside the file that describes it.
    pub(crate) fn stored(&self, sourced: &SourceEntry) -> Option<&str> {
        let shelf = self.folders.get(sourced.path.folder())?;
        shelf.texts.get(&sourced.source().id.value).map(|text| &**text)
    }

    /// All sources, by folder and id.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &SourceEntry> {
        self.folders.values().flat_map(|shelf| shelf.sources.values())
    }

    /// All entities, by folder.
    pub(crate) fn entities(&self) -> impl Iterator<Item = &EntityEntry> {
        let mut seen = BTreeSet::new();
        let named = self.folders.values().flat_map(|shelf| shelf.names.values());
        named.filter(move |named| seen.insert(named.entry_id()))
    }

    /// All facts, by folder and id.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &FactEntry> {
        self.folders.values().flat_map(|shelf| shelf.facts.values())
    }

    pub(crate) fn source(&self, folder: &str, id: &str) -> Option<&SourceEntry> {
        self.shelves(folder).find_map(|shelf| shelf.sources.get(id))
    }

    pub(crate) fn fact(&self, folder: &str, id: &str) -> Option<&FactEntry> {
        self.shelves(folder).find_map(|shelf| shelf.facts.get(id))
    }

    /// The entity with this id, name or alias.
    pub(crate) fn entity(&self, folder: &str, label: &str) -> Option<&EntityEntry> {
        let mut shelves = self.shelves(folder).peekable();
        shelves.peek()?;
        let label = fold(label);
        shelves.find_map(|shelf| shelf.names.get(&label))
    }

    /// Where a text names an entity without a mark: the longest name at each place, a folder's own before the
    /// site's.
    pub(crate) fn names_in(&self, folder: &str, text: &str) -> Vec<(Range<usize>, &EntityEntry)> {
        let names = self.shelves(folder).filter_map(|shelf| shelf.in_text.as_ref());
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

    /// Where a text has a spelling that an entity lists as one of its `variants`.
    pub(crate) fn variants_in(&self, folder: &str, text: &str) -> Vec<(Range<usize>, &EntityEntry)> {
        let variants = self.shelves(folder).filter_map(|shelf| shelf.variants.as_ref());
        variants.flat_map(|variants| variants.in_text(text)).collect()
    }

    /// The name that words are nearly, and whose it is; nothing, where they are a name.
    pub(crate) fn near_name(&self, folder: &str, words: &[&str]) -> Option<(&str, &EntityEntry)> {
        self.shelves(folder).find_map(|shelf| shelf.spellings().near(words))
    }

    /// How many words the longest name has.
    pub(crate) fn longest_name(&self, folder: &str) -> usize {
        self.shelves(folder).map(|shelf| shelf.spellings().longest()).max().unwrap_or(0)
    }

    pub(crate) fn near_source(&self, folder: &str, id: &str) -> Option<String> {
        let known = self.shelves(folder).flat_map(|shelf| shelf.sources.keys());
        nearest(id, known.map(String::as_str)).map(str::to_owned)
    }

    pub(crate) fn near_fact(&self, folder: &str, id: &str) -> Option<String> {
        let known = self.shelves(folder).flat_map(|shelf| shelf.facts.keys());
        nearest(id, known.map(String::as_str)).map(str::to_owned)
    }

    /// The nearest name, as its entity spells it.
    pub(crate) fn near_entity(&self, folder: &str, label: &str) -> Option<String> {
        let named = self.shelves(folder).flat_map(|shelf| shelf.names.values()).map(EntityEntry::entity);
        let texts = named.flat_map(|entity| entity.names().chain([&entity.id]));
        nearest(label, texts.map(|text| text.value.as_str())).map(str::to_owned)
    }
}
