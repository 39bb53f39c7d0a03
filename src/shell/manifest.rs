//! The two files in an output folder that record its last build.
//!
//! `.nutgraf-manifest.json` lists our files with digests: the same site gives the same manifest, but for addresses that
//! earlier builds lost. `.nutgraf-state` has their sizes and times, so that one `lstat` shows whether a file was
//! touched since. Times differ from build to build, so they are in a file of their own, and if that is lost the files
//! are read instead. Must not know: how a file gets into the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{FileError, is_absent, unless_absent};
use crate::base::Digest;
use crate::model::history::{LostUrls, NewExplainers, PreviousUrls};

/// The names of our own files in the folder. No output may begin with [`RESERVED`].
pub(crate) const MANIFEST: &str = ".nutgraf-manifest.json";
pub(crate) const STATE: &str = ".nutgraf-state";
pub(crate) const STAGE: &str = ".nutgraf-tmp";
const RESERVED: &str = ".nutgraf-";

const VERSION: u32 = 1;
const TOOL: &str = concat!("nutgraf ", env!("CARGO_PKG_VERSION"));

/// The files of the folder that are ours.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    version: u32,
    tool: String,
    /// Outputs that turned out to be no files, by name, with the keys that they had.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) without: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Notes::is_empty")]
    pub(crate) notes: Notes,
    pub(crate) files: BTreeMap<String, ManifestEntry>,
}

/// Notes of a build for the next, besides its files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Notes {
    /// Files of earlier builds whose addresses are lost and not redirected.
    pub(crate) lost: LostUrls,
    /// The files of drafts.
    pub(crate) drafts: BTreeSet<String>,
    /// The explainers that were new on the day of the build.
    pub(crate) new: NewExplainers,
}

impl Notes {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The key that a file was made from, and its content.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ManifestEntry {
    pub(crate) key: String,
    pub(crate) digest: String,
    pub(crate) size: u64,
}

impl Manifest {
    pub(crate) fn new(files: BTreeMap<String, ManifestEntry>, notes: Notes) -> Self {
        Self { version: VERSION, tool: TOOL.into(), without: BTreeMap::new(), notes, files }
    }

    /// The addresses of the last build in a folder, without its drafts.
    pub(crate) fn previous_urls(folder: &Path) -> Result<PreviousUrls, FileError> {
        let manifest = Self::read_bytes(&folder.join(MANIFEST))?.and_then(|bytes| Self::parse(&bytes));
        let Some(Self { files, notes, .. }) = manifest else { return Ok(PreviousUrls::default()) };
        let files = files.into_keys().filter(|file| !notes.drafts.contains(file)).collect();
        Ok(PreviousUrls { files, lost: notes.lost, new: notes.new })
    }

    /// The bytes of a manifest; `None` if there is no such file. One that cannot be read may name files of ours, and is
    /// not taken for an empty one.
    pub(crate) fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
        match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => Ok(None),
            bytes => unless_absent(bytes).map_err(FileError::on("read", path)),
        }
    }

    /// Parses a manifest. `None` if it cannot be read, or names files that no build of ours can have written, such as
    /// `../.profile`.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        let is_ours = manifest.version == VERSION && manifest.files.keys().all(|file| is_valid_name(file));
        is_ours.then_some(manifest)
    }

    /// Returns whether this version of nutgraf has written it.
    pub(crate) fn is_current(&self) -> bool {
        self.tool == TOOL
    }
}

impl ManifestEntry {
    /// Returns whether the file still has the bytes that we wrote. They are read only if its stamp has changed: a
    /// folder that was restored by a CI cache or `cp -r` has new times and the same bytes.
    pub(crate) fn is_intact(
        &self,
        path: &Path,
        now: FileStamp,
        recorded: Option<&FileStamp>,
    ) -> io::Result<bool> {
        if recorded == Some(&now) {
            return Ok(true);
        }
        Ok(now.size() == self.size && unless_absent(digest_of_file(path))? == Some(self.digest.clone()))
    }
}

/// The stamps of our files when the build ended. It makes the next build faster, and is never needed.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    version: u32,
    pub(crate) stamp: Option<String>,
    /// By name; the manifest is among them.
    pub(crate) files: BTreeMap<String, FileStamp>,
}

impl State {
    pub(crate) fn new(stamp: Option<&Digest>, files: BTreeMap<String, FileStamp>) -> Self {
        Self { version: VERSION, stamp: stamp.map(Digest::to_string), files }
    }

    /// Reads the state; `None` also if that fails, since the files themselves are read then.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let state: Self = serde_json::from_slice(&fs::read(folder.join(STATE)).ok()?).ok()?;
        (state.version == VERSION).then_some(state)
    }
}

/// The size of a file and the time when it was last written, in nanoseconds since 1970. An inode number would add
/// nothing, and the files of a restored folder have new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileStamp(u64, i64);

impl FileStamp {
    pub(crate) fn new(metadata: &Metadata) -> Self {
        let seconds = metadata.mtime().saturating_mul(1_000_000_000);
        Self(metadata.len(), seconds.saturating_add(metadata.mtime_nsec()))
    }

    /// The stamp of a regular file; `None` for anything else, a symbolic link among them.
    pub(crate) fn at(path: &Path) -> Result<Option<Self>, FileError> {
        let metadata = unless_absent(fs::symlink_metadata(path)).map_err(FileError::on("read", path))?;
        Ok(metadata.filter(Metadata::is_file).map(|metadata| Self::new(&metadata)))
    }

    pub(crate) fn size(self) -> u64 {
        self.0
    }
}

/// Returns whether the folder still has exactly the files that a build with this stamp wrote. Costs one `lstat` a file.
/// Files that are not ours do not matter.
pub(crate) fn is_unchanged(folder: &Path, stamp: &Digest) -> bool {
    let Some(state) = State::read(folder) else { return false };
    state.stamp == Some(stamp.to_string())
        && is_idle(folder)
        && state.files.par_iter().all(|(file, recorded)| {
            FileStamp::at(&folder.join(file)).is_ok_and(|stamp| stamp == Some(*recorded))
        })
}

/// Returns whether no build is at work in the folder or was killed there. A killed build may have left files that
/// neither the manifest nor the state names.
pub(crate) fn is_idle(folder: &Path) -> bool {
    is_absent(&folder.join(STAGE))
}

/// Returns whether an output may have this name: a relative path of plain names, the first not reserved.
pub(crate) fn is_valid_name(file: &str) -> bool {
    !file.starts_with(RESERVED) && file.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

/// The digest of a stream, as [`Digest`] writes that of bytes; `each` is called with the bytes as they come. A film
/// need not fit in memory.
pub(crate) fn digest_of_stream(
    mut source: impl Read,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => &buffer[..read],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(read);
        each(read)?;
    }
    Ok(hasher.finalize().to_hex()[..32].to_owned())
}

pub(crate) fn digest_of_file(path: &Path) -> io::Result<String> {
    digest_of_stream(File::open(path)?, |_| Ok(()))
}

/// JSON in one line, which ends. Maps with text keys cannot fail to serialize.
pub(crate) fn json_line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_with_a_path_outside_its_folder_is_rejected() {
        for file in ["../a", "/etc/passwd", "a/../../b", "a//b", "", ".", ".nutgraf-state"] {
            let entry = ManifestEntry { key: String::new(), digest: String::new(), size: 0 };
            let manifest = Manifest::new(BTreeMap::from([(file.into(), entry)]), Notes::default());
            assert!(Manifest::parse(&json_line(&manifest)).is_none(), "{file}");
        }
    }

    #[test]
    fn a_manifest_of_another_version_is_rejected() {
        let newer = br#"{"version":2,"tool":"nutgraf 9","files":{}}"#;
        assert!(Manifest::parse(newer).is_none());
    }

    #[test]
    fn a_stream_digests_as_its_bytes_do() {
        let bytes = vec![7; 200_000];
        let digest = digest_of_stream(&bytes[..], |_| Ok(())).unwrap();
        assert_eq!(digest, Digest::of(&bytes).to_string());
    }
}
