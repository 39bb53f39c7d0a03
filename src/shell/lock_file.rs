//! Puts `links.lock` in its place, whole or not at all.
//!
//! Must not know: what is in it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process;

use crate::source::LINKS;

/// Writes the file of a site.
pub(crate) fn write(root: &Path, text: &str) -> io::Result<()> {
    let aside = root.join(format!(".{LINKS}.{}", process::id()));
    let written = File::create_new(&aside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&aside, root.join(LINKS)));
    placed.inspect_err(|_| drop(fs::remove_file(&aside)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        for text in ["one", "two"] {
            write(folder.path(), text).expect("written");
            assert_eq!(fs::read_to_string(folder.path().join(LINKS)).expect("read"), text);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_cannot_be_placed_leaves_all_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join(LINKS).join("in the way")).expect("a folder");
        write(folder.path(), "one").expect_err("a folder is in the way");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
