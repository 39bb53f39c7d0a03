//! The inputs of a site as a value.
//!
//! A [`Snapshot`] is the site's folder at one moment. The later stages read no disk, so they cannot fail for its
//! reasons, and a test writes a site as a literal. Must not know: how files are read, or their contents.

mod picture;
mod typeface;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::base::{Digest, LineIndex, Position, SitePath};
pub(crate) use picture::{Format, LONGEST_SIDE, MOST_PIXELS, Picture, turns};
pub use typeface::Typeface;
pub(crate) use typeface::{FontData, has, letters};

/// The file with a site's settings.
pub(crate) const SETTINGS: &str = "site.toml";

/// The file with the results of checking links out of the site.
pub(crate) const LINKS: &str = "links.lock";

/// Redirects that a site adds to those from its pages' old addresses: both are published as one file.
pub(crate) const OWN_REDIRECTS: &str = "static/_redirects";

/// The files that are parsed in a site's root.
pub(crate) const ROOT: [&str; 2] = [SETTINGS, LINKS];

/// The files in a site's root that are listed.
pub(crate) fn root_files() -> impl Iterator<Item = &'static str> {
    ROOT.into_iter().chain(MISPLACED)
}

/// Names of data files that somebody may have put where none is read, such as into a site's root.
pub(crate) const MISPLACED: [&str; 10] = [
    "sources.toml", "sources.bib", "entities.toml", "facts.toml", "source.toml", "entity.toml", "fact.toml",
    "Sources.toml", "Entities.toml", "Facts.toml",
];

/// The folder with the words of the interface, a file a language.
pub(crate) const LOCALES: &str = "locales";

/// The file of a site with its own words of the interface in a language.
pub(crate) fn catalogue_path(language: &str) -> SitePath {
    SitePath::new(&format!("{LOCALES}/{language}.ftl"))
}

/// How many bytes a text may have. Ten megabytes of text are a mistake.
pub(crate) const LARGEST: u64 = 10_000_000;

/// The files of a site, by path, and the machine's typefaces that it needs. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: Arc<BTreeMap<SitePath, File>>,
    typefaces: Arc<[Typeface]>,
}

/// How two snapshots differ.
#[derive(Debug, Default)]
pub(crate) struct Change {
    /// The files that were added, removed or changed, in order.
    pub(crate) paths: Vec<SitePath>,
    /// Whether any was added or removed.
    pub(crate) others: bool,
}

/// One file of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// A file that nutgraf parses.
    Text(Text),
    /// A file that is copied verbatim.
    Asset(Asset),
    /// A file that could not be read.
    Broken(Broken),
}

/// A text file: UTF-8, without its byte order mark.
#[derive(Clone, Debug)]
pub struct Text {
    pub(crate) text: Arc<str>,
    pub(crate) digest: Digest,
    /// Made when the first finding in it is drawn.
    lines: OnceLock<LineIndex>,
}

/// Texts with the same digest are equal.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for Text {}

/// A file that is copied verbatim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub(crate) digest: Digest,
    /// Its header, if it is a picture.
    pub(crate) picture: Option<Picture>,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Not UTF-8.
    NotUtf8 {
        /// The text with each bad sequence replaced.
        lossy: Arc<str>,
        /// The byte offset of the first replacement in it.
        at: usize,
    },
    /// Its link or its name is at fault, for this reason.
    Unreadable(String),
    /// The operating system could not read it, for this reason: its author has made no mistake.
    ReadFailed(String),
    /// A folder where a file is expected.
    IsFolder,
    /// A socket, a pipe or a device where a file is expected.
    IsSpecialFile,
    /// A file where a folder is expected.
    NotAFolder,
    /// A symbolic link to a folder above it.
    LinkLoop,
    /// A symbolic link to something outside the site.
    LinkOut,
    /// Two files whose names differ only in the Unicode normal form of their letters.
    TwoForms,
    /// More bytes than a page may have.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
}

/// Tells data that pages may show and readers may download: it is parsed, and copied verbatim.
pub(crate) fn is_data(path: &SitePath) -> bool {
    path.as_str().starts_with("content/") && path.extension() == Some("csv")
}

/// Tells stored texts of sources, `sources/ID.txt`: only rules read them, and they are not published.
pub(crate) fn is_stored(path: &SitePath) -> bool {
    let folder = path.folder();
    path.extension() == Some("txt") && folder.starts_with("content/") && folder.ends_with("/sources")
}

/// Tells files that are parsed; all others are copied verbatim.
pub(crate) fn is_text(path: &SitePath) -> bool {
    let ending = path.extension().unwrap_or("");
    match path.as_str().split('/').next() {
        Some("content") => matches!(ending, "md" | "toml" | "bib" | "csv") || is_stored(path),
        Some(LOCALES) => ending == "ftl",
        // What is not read cannot be wrong.
        Some(name) if MISPLACED.contains(&name) => false,
        Some("static") => ending == "css" || path.as_str() == OWN_REDIRECTS,
        _ => true,
    }
}

impl File {
    /// A file of the site with these bytes. Its path decides if it is a text.
    pub fn new(path: &SitePath, bytes: &[u8]) -> Self {
        // Data too large for a page is still published for readers.
        let largest = usize::try_from(LARGEST).unwrap_or(usize::MAX);
        if !is_text(path) || is_data(path) && bytes.len() > largest {
            return Self::Asset(Asset::new(bytes));
        }
        if is_data(path) {
            // Data, UTF-8 or not. Its bytes are copied verbatim, so the digest is of them.
            let text = Text::new(&String::from_utf8_lossy(bytes));
            return Self::Text(Text { digest: Digest::of(bytes), ..text });
        }
        Self::text(bytes)
    }

    /// A text with these bytes.
    pub(crate) fn text(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(Text::new(text)),
            Err(error) => {
                let lossy = String::from_utf8_lossy(bytes).into_owned().into();
                Self::Broken(Broken::NotUtf8 { lossy, at: error.valid_up_to() })
            }
        }
    }
}

impl Text {
    /// A text as it stands in a file.
    pub fn new(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { text: text.into(), digest: Digest::of(text.as_bytes()), lines: OnceLock::new() }
    }
}

impl Asset {
    /// An asset with these bytes.
    pub fn new(bytes: &[u8]) -> Self {
        Self { digest: Digest::of(bytes), picture: Picture::of(bytes) }
    }
}

impl Snapshot {
    /// A snapshot of these files.
    pub fn new(files: BTreeMap<SitePath, File>) -> Self {
        Self { files: Arc::new(files), typefaces: Arc::default() }
    }

    /// Adds typefaces of the machine, the preferred one first.
    pub fn with_typefaces(self, typefaces: impl Into<Arc<[Typeface]>>) -> Self {
        Self { typefaces: typefaces.into(), ..self }
    }

    pub(crate) fn typefaces(&self) -> &Arc<[Typeface]> {
        &self.typefaces
    }

    /// The files by path, in order.
    pub(crate) fn files(&self) -> &BTreeMap<SitePath, File> {
        &self.files
    }

    pub(crate) fn get(&self, path: &SitePath) -> Option<&File> {
        self.files.get(path)
    }

    /// Replaces the texts of some files.
    pub(crate) fn with(&self, texts: BTreeMap<SitePath, String>) -> Self {
        let mut files = BTreeMap::clone(&self.files);
        files.extend(texts.into_iter().map(|(path, text)| (path, File::Text(Text::new(&text)))));
        Self::new(files).with_typefaces(self.typefaces.clone())
    }

    /// Compares it with an earlier snapshot of the same site.
    pub(crate) fn since(&self, before: &Self) -> Change {
        let mut change = Change::default();
        let mut now = self.files.iter().peekable();
        let mut then = before.files.iter().peekable();
        loop {
            let order = match (now.peek(), then.peek()) {
                (None, None) => return change,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((path, _)), Some((other, _))) => path.cmp(other),
            };
            let file = if order == Ordering::Greater { None } else { now.next() };
            let was = if order == Ordering::Less { None } else { then.next() };
            change.others |= order != Ordering::Equal;
            if let Some((path, _)) = file.or(was).filter(|_| file != was) {
                change.paths.push(path.clone());
            }
        }
    }

    /// The text of a file that findings are drawn on; of one that is not UTF-8 what could be read.
    pub(crate) fn text(&self, path: &SitePath) -> Option<&str> {
        match self.files.get(path)? {
            File::Text(text) => Some(&text.text),
            File::Broken(Broken::NotUtf8 { lossy, .. }) => Some(lossy),
            File::Asset(_) | File::Broken(_) => None,
        }
    }

    /// The line and the column of a byte of such a text.
    pub(crate) fn position(&self, path: &SitePath, at: usize) -> Position {
        match self.files.get(path) {
            Some(File::Text(Text { text, lines, .. })) => {
                lines.get_or_init(|| LineIndex::new(text)).position(text, at)
            }
            _ => {
                let text = self.text(path).unwrap_or_default();
                LineIndex::new(text).position(text, at)
            }
        }
    }

    /// The files below a folder, each with its path within it.
    pub(crate) fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SitePath, &'a File, &'a str)> {
        self.files.iter().filter_map(move |(path, file)| {
            let rest = path.as_str().strip_prefix(folder)?.strip_prefix('/')?;
            Some((path, file, rest))
        })
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(texts: I) -> Self {
        let mut files = BTreeMap::new();
        for (path, text) in texts {
            let path = SitePath::new(path);
            let file = File::new(&path, text.as_bytes());
            files.insert(path, file);
        }
        Self::new(files)
    }
}
