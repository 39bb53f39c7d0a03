//! The state of a destination: which files nutgraf has deployed there.
//!
//! It is stored at the destination itself and written before each batch, with the files that the batch is about to
//! change marked as unconfirmed. Must not know: how it is stored.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Batch, References, SiteFile, StoredObject};

const VERSION: u32 = 1;

/// Files that nutgraf has deployed to a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeployState {
    /// URL of the site; `None` in states that older versions wrote.
    pub(crate) site: Option<String>,
    pub(crate) files: BTreeMap<String, DeployedFile>,
    /// Files of earlier deploys whose URLs no longer lead anywhere, each with the file that seemed to replace it.
    pub(crate) lost: BTreeMap<String, Option<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeployedFile {
    pub(crate) file: SiteFile,
    /// Bytes at the destination: fewer than the file has if it is compressed.
    pub(crate) stored_size: u64,
    pub(crate) etag: Option<String>,
    /// The site's files that it refers to.
    pub(crate) references: BTreeSet<String>,
    /// False from the start of a change to its confirmation: the old file, the new one or none may be there.
    pub(crate) confirmed: bool,
}

/// [`DeployState`] as JSON. References are indices into the list of files: paths would be most of the bytes.
#[derive(Serialize, Deserialize)]
struct StateJson {
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    files: Vec<FileJson>,
    /// Files that are referred to but were never deployed: indices after those of `files`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    lost: BTreeMap<String, Option<String>>,
}

#[derive(Serialize, Deserialize)]
struct FileJson {
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

impl DeployState {
    /// Parses what [`DeployState::to_json`] wrote; `None` if it is invalid or of another version.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let json: StateJson = serde_json::from_slice(bytes).ok()?;
        let paths: Vec<_> = json.files.iter().map(|entry| entry.file.clone()).chain(json.others).collect();
        if json.version != VERSION || !paths.iter().all(|path| is_inside(path)) {
            return None;
        }
        let mut files = BTreeMap::new();
        for entry in json.files {
            let deployed = DeployedFile {
                file: SiteFile { digest: entry.digest, size: entry.size, headers: entry.served },
                stored_size: entry.stored,
                etag: entry.tag,
                references: entry.names.iter().filter_map(|at| paths.get(*at).cloned()).collect(),
                confirmed: !entry.unsure,
            };
            files.insert(entry.file, deployed);
        }
        Some(Self { site: json.site, files, lost: json.lost })
    }

    /// Serializes the state to JSON with a final newline. The same state gives the same bytes.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        let references = self.files.values().flat_map(|deployed| &deployed.references);
        let others: BTreeSet<&String> = references.filter(|file| !self.files.contains_key(*file)).collect();
        let indices: BTreeMap<&String, usize> =
            self.files.keys().chain(others.iter().copied()).zip(0..).collect();
        let mut files = Vec::with_capacity(self.files.len());
        for (path, deployed) in &self.files {
            files.push(FileJson {
                file: path.clone(),
                digest: deployed.file.digest.clone(),
                size: deployed.file.size,
                served: deployed.file.headers.clone(),
                stored: deployed.stored_size,
                tag: deployed.etag.clone(),
                names: deployed.references.iter().filter_map(|file| indices.get(file).copied()).collect(),
                unsure: !deployed.confirmed,
            });
        }
        let json = StateJson {
            version: VERSION,
            site: self.site.clone(),
            files,
            others: others.into_iter().cloned().collect(),
            lost: self.lost.clone(),
        };
        let mut bytes = serde_json::to_vec(&json).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Returns the URL of the site that was deployed here, if it is not `site`.
    pub(crate) fn other_site<'s>(&'s self, site: &str) -> Option<&'s str> {
        self.site.as_deref().filter(|deployed| *deployed != site)
    }

    /// Marks the files of a batch as unconfirmed, before it starts. `files` are those of the site; `references` those of
    /// the files that are uploaded.
    pub(crate) fn start_batch(
        &mut self,
        batch: &Batch,
        files: &BTreeMap<String, SiteFile>,
        references: &References,
    ) {
        for path in &batch.files {
            if batch.is_removal {
                if let Some(deployed) = self.files.get_mut(path) {
                    deployed.confirmed = false;
                }
            } else if let Some(file) = files.get(path) {
                self.start_upload(path, file, references.get(path).cloned().unwrap_or_default());
            }
        }
    }

    fn start_upload(&mut self, path: &str, file: &SiteFile, mut references: BTreeSet<String>) {
        // Until the upload is confirmed, the old file may be there, with its references.
        if let Some(deployed) = self.files.get(path) {
            references.extend(deployed.references.iter().cloned());
        }
        let deployed = DeployedFile {
            file: file.clone(),
            stored_size: file.size,
            etag: None,
            references,
            confirmed: false,
        };
        self.files.insert(path.to_owned(), deployed);
    }

    /// Records that an upload is complete.
    pub(crate) fn confirm_upload(&mut self, path: &str, object: StoredObject, references: &References) {
        if let Some(deployed) = self.files.get_mut(path) {
            deployed.stored_size = object.size;
            deployed.etag = object.etag;
            deployed.confirmed = true;
            deployed.references = references.get(path).cloned().unwrap_or_default();
        }
    }
}

/// Returns whether a path stays within the destination.
fn is_inside(path: &str) -> bool {
    path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site_file(text: &str) -> SiteFile {
        SiteFile { digest: text.to_owned(), size: 3, headers: "html".to_owned() }
    }

    fn with_pending_upload(path: &str, references: &[&str]) -> DeployState {
        let mut state = DeployState::default();
        let references = references.iter().map(|file| (*file).to_owned()).collect();
        state.start_upload(path, &site_file("1"), references);
        state
    }

    #[test]
    fn a_state_without_a_site_is_of_any_site() {
        let old = DeployState::parse(b"{\"version\":1,\"files\":[]}").expect("a state");
        assert_eq!((old.other_site("https://b.example/"), &old), (None, &DeployState::default()));
        let state = DeployState { site: Some("https://a.example/".to_owned()), ..old };
        assert_eq!(state.other_site("https://b.example/"), Some("https://a.example/"));
        assert_eq!(state.other_site("https://a.example/"), None);
        assert_eq!(DeployState::parse(&state.to_json()), Some(state));
    }

    #[test]
    fn a_state_is_parsed_as_it_was_written() {
        let mut state = with_pending_upload("a.html", &["b.png", "c.html"]);
        state.start_upload("b.png", &site_file("2"), BTreeSet::new());
        let object = StoredObject { size: 2, etag: Some("tag".to_owned()) };
        state.confirm_upload("b.png", object, &References::new());
        assert_eq!(DeployState::parse(&state.to_json()), Some(state));
    }

    #[test]
    fn another_version_and_paths_that_lead_out_are_rejected() {
        assert_eq!(DeployState::parse(b"{\"version\":2,\"files\":[]}"), None);
        assert_eq!(DeployState::parse(&with_pending_upload("../a", &[]).to_json()), None);
    }
}
