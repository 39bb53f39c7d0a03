//! What stands at a place by our hand: the memory of the rollouts before.
//!
//! It is kept at the place itself, and written before each wave: what the wave is about to change is in
//! it, and marked as unsure. Must not know: how it gets there.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Goal, Wanted, Wave};

const VERSION: u32 = 1;

/// Which files are ours, and what is known of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The address of the site whose files these are; nothing, where nobody has written it down.
    pub(crate) site: Option<String>,
    pub(crate) files: BTreeMap<String, Entry>,
    /// Files that stood there once, whose addresses nobody has answered for, each with what seemed to have taken its
    /// place.
    pub(crate) lost: BTreeMap<String, Option<String>>,
}

/// One file of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) wanted: Wanted,
    /// How many bytes the place holds: fewer than the file has, when it is encoded.
    pub(crate) stored: u64,
    /// What the place calls these bytes (`ETag`), where it says so.
    pub(crate) tag: Option<String>,
    /// The files of ours that it names.
    pub(crate) names: BTreeSet<String>,
    /// Whether it surely stands as it is written here. A file of a wave that was cut short may be the old one, the new
    /// one, or not there.
    pub(crate) sure: bool,
}

/// On the wire: names are places in the list, which would be most of the bytes otherwise.
#[derive(Serialize, Deserialize)]
struct Wire {
    version: u32,
    /// Younger than the rest, so a memory may be without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    files: Vec<WireEntry>,
    /// What files name that is not there yet: places after those of the files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    lost: BTreeMap<String, Option<String>>,
}

#[derive(Serialize, Deserialize)]
struct WireEntry {
    file: String,
    digest: String,
    size: u64,
    served: String,
    stored: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    names: Vec<usize>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    unsure: bool,
}

impl Standing {
    /// Reads what [`Standing::bytes`] wrote; nothing, if it is not that.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let wire: Wire = serde_json::from_slice(bytes).ok()?;
        let files: Vec<_> = wire.files.iter().map(|entry| entry.file.clone()).chain(wire.others).collect();
        let sound = |file: &String| file.split('/').all(|name| !matches!(name, "" | "." | ".."));
        if wire.version != VERSION || !files.iter().all(sound) {
            return None;
        }
        let entry = |entry: WireEntry| {
            let wanted = Wanted { digest: entry.digest, size: entry.size, served: entry.served };
            let names = entry.names.iter().filter_map(|at| files.get(*at).cloned()).collect();
            let (stored, tag, sure) = (entry.stored, entry.tag, !entry.unsure);
            (entry.file, Entry { wanted, stored, tag, names, sure })
        };
        let files = wire.files.into_iter().map(entry).collect();
        Some(Self { site: wire.site, files, lost: wire.lost })
    }

    /// Another site than this one whose files stand there.
    pub(crate) fn other_site(&self, site: &str) -> Option<&str> {
        self.site.as_deref().filter(|there| *there != site)
    }

    /// The same memory, the same bytes: JSON, with a line's end for the reader's `cat`.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let named = self.files.values().flat_map(|entry| &entry.names);
        let others: BTreeSet<&String> = named.filter(|name| !self.files.contains_key(*name)).collect();
        let places: BTreeMap<&String, usize> =
            self.files.keys().chain(others.iter().copied()).zip(0..).collect();
        let entry = |(file, entry): (&String, &Entry)| WireEntry {
            file: file.clone(),
            digest: entry.wanted.digest.clone(),
            size: entry.wanted.size,
            served: entry.wanted.served.clone(),
            stored: entry.stored,
            tag: entry.tag.clone(),
            names: entry.names.iter().filter_map(|name| places.get(name).copied()).collect(),
            unsure: !entry.sure,
        };
        let files = self.files.iter().map(entry).collect();
        let others = others.into_iter().cloned().collect();
        let (site, lost) = (self.site.clone(), self.lost.clone());
        let wire = Wire { version: VERSION, site, files, others, lost };
        let mut bytes = serde_json::to_vec(&wire).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What must be known before a wave begins: each of its files may be as it was, as it will be, or not there.
    pub(crate) fn begin(&mut self, wave: &Wave, goal: &Goal<'_>) {
        for file in &wave.files {
            match goal.wanted.get(file).filter(|_| !wave.is_removal) {
                Some(wanted) => self.expect(file, wanted, goal.named_by(file)),
                None => drop(self.files.get_mut(file).map(|entry| entry.sure = false)),
            }
        }
    }

    fn expect(&mut self, file: &str, wanted: &Wanted, names: &BTreeSet<String>) {
        let known = self.files.get(file).map(|entry| entry.names.clone()).unwrap_or_default();
        let names = names.union(&known).cloned().collect();
        let entry = Entry { wanted: wanted.clone(), stored: wanted.size, tag: None, names, sure: false };
        self.files.insert(file.to_owned(), entry);
    }

    /// That a file now stands, as so many bytes that the place calls so.
    pub(crate) fn stands(&mut self, file: &str, (stored, tag): (u64, Option<String>), goal: &Goal<'_>) {
        if let Some(entry) = self.files.get_mut(file) {
            (entry.stored, entry.tag, entry.sure) = (stored, tag, true);
            entry.names.clone_from(goal.named_by(file));
        }
    }

    /// That a file is gone.
    pub(crate) fn forget(&mut self, file: &str) {
        self.files.remove(file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Wanted {
        Wanted { digest: text.to_owned(), size: 3, served: "html".to_owned() }
    }

    fn expected(file: &str, names: &[&str]) -> Standing {
        let mut standing = Standing::default();
        standing.expect(file, &wanted("1"), &names.iter().map(|name| (*name).to_owned()).collect());
        standing
    }

    #[test]
    fn a_memory_that_names_no_site_is_of_any() {
        let old = Standing::parse(b"{\"version\":1,\"files\":[]}").expect("a memory");
        assert_eq!((old.other_site("https://b.example/"), &old), (None, &Standing::default()));
        let named = Standing { site: Some("https://a.example/".to_owned()), ..old };
        assert_eq!(named.other_site("https://b.example/"), Some("https://a.example/"));
        assert_eq!(named.other_site("https://a.example/"), None);
        assert_eq!(Standing::parse(&named.bytes()), Some(named));
    }

    #[test]
    fn what_was_written_is_read_again() {
        let mut standing = expected("a.html", &["b.png", "c.html"]);
        standing.expect("b.png", &wanted("2"), &BTreeSet::new());
        let goal = Goal { wanted: &BTreeMap::new(), names: &BTreeMap::new() };
        standing.stands("b.png", (2, Some("tag".to_owned())), &goal);
        assert_eq!(Standing::parse(&standing.bytes()), Some(standing));
    }

    #[test]
    fn another_version_and_names_that_lead_out_are_not_read() {
        assert_eq!(Standing::parse(b"{\"version\":2,\"files\":[]}"), None);
        assert_eq!(Standing::parse(&expected("../a", &[]).bytes()), None);
    }
}
