//! The parts of a case, a text of `tests/cases/`: `cases.rs` says what they mean.

use nutgraf::{File, SitePath};

/// What a case shows, and its parts by their names.
pub(crate) fn parts(text: &str) -> (String, Vec<(String, String)>) {
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut about = String::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("--- ") {
            Some(name) => parts.push((name.trim().to_owned(), String::new())),
            None => parts.last_mut().map_or(&mut about, |(_, text)| text).push_str(line),
        }
    }
    (about, parts)
}

/// Whether a part is what should come out, and no file.
pub(crate) fn is_expectation(name: &str) -> bool {
    matches!(name, "findings" | "import")
        || name.split(' ').next() == Some("check")
        || name.starts_with("html ")
        || name.starts_with("card ")
}

/// The file that a part is.
pub(crate) fn file(name: &str, text: &str) -> (SitePath, File) {
    file_by(name, text, File::new)
}

/// The same, read in another way.
pub(crate) fn file_by(name: &str, text: &str, read: impl Fn(&SitePath, &[u8]) -> File) -> (SitePath, File) {
    let (name, bytes) = match name.strip_suffix(" (bytes)") {
        Some(name) => (name, bytes(text)),
        None => (name, text.as_bytes().to_vec()),
    };
    let path = SitePath::new(name);
    (path.clone(), read(&path, &bytes))
}

/// Text with `\xNN` for bytes that a text cannot have.
fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        bytes.push(u8::from_str_radix(&rest[at + 2..at + 4], 16).expect("two hexadecimal digits"));
        rest = &rest[at + 4..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}
