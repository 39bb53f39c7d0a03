//! What can happen to a site's folder, and which places a watcher would then name.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use proptest::prelude::*;
use proptest::sample::select;

#[derive(Clone, Debug)]
pub(in crate::shell) enum Step {
    Write(&'static str, &'static str),
    Touch(&'static str),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    Swap(&'static str, &'static str),
    Link(&'static str, &'static str),
    Folder(&'static str),
    /// A file whose name is not UTF-8 comes or goes.
    Strange(&'static str),
}

const FILES: [&str; 19] = [
    "site.toml",
    "content/a.md",
    "content/A.md",
    "content/b.md",
    "content/b",
    "content/b-c.md",
    "content/d/x.md",
    "content/d/x.md~",
    "content/d/.y.md",
    "content/d/e/z.md",
    "content/f.md/g.md",
    "content/l.md",
    "content/\u{fffd}.md",
    "static/s.css",
    "static/.well-known/q.txt",
    "static/.git/q.txt",
    "templates/page.html",
    "shared/m.md",
    "shared/n/o.md",
];

const PLACES: [&str; 14] = [
    "content", "aside", "content/d", "content/d/e", "content/d/k", "content/f.md", "content/l",
    "content/l.md", "content/.h", "static", "static/l", "templates", "shared", "shared/n",
];

const LINKS: [&str; 7] =
    ["content", "content/l", "content/d/k", "content/l.md", "content/.h", "static/l", "site.toml"];

const TARGETS: [&str; 11] = [
    "content/d", "content/d/e", "content", "shared", "shared/n", "shared/m.md", "aside", "nowhere",
    "content/l", "..", "content/a.md",
];

pub(in crate::shell) fn step() -> impl Strategy<Value = Step> {
    let any = || prop_oneof![select(&FILES[..]), select(&PLACES[..])];
    prop_oneof![
        8 => (select(&FILES[..]), select(&["", "one", "two", "longer"][..])).prop_map(|(at, text)| Step::Write(at, text)),
        1 => any().prop_map(Step::Touch),
        3 => any().prop_map(Step::Remove),
        4 => (any(), any()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => (any(), any()).prop_map(|(from, to)| Step::Swap(from, to)),
        2 => (select(&LINKS[..]), select(&TARGETS[..])).prop_map(|(at, to)| Step::Link(at, to)),
        1 => select(&PLACES[..]).prop_map(Step::Folder),
        1 => select(&["content", "content/d"][..]).prop_map(Step::Strange),
    ]
}

impl Step {
    pub(in crate::shell) fn write(at: &'static str, text: &'static str) -> Self {
        Self::Write(at, text)
    }

    /// Does it, as far as the folder allows it, and names the places.
    pub(in crate::shell) fn take(&self, root: &Path) -> BTreeSet<PathBuf> {
        let touched = self.touched();
        let before = names(root, &touched);
        // What cannot be done is not done.
        let _ = self.act(root);
        &before | &names(root, &touched)
    }

    /// The places that it touches, and the folders that it may make on the way.
    fn touched(&self) -> Vec<PathBuf> {
        let places: &[&str] = match self {
            Self::Write(at, _)
            | Self::Touch(at)
            | Self::Remove(at)
            | Self::Link(at, _)
            | Self::Folder(at) => &[at],
            Self::Rename(from, to) | Self::Swap(from, to) => &[from, to],
            Self::Strange(folder) => return vec![Path::new(folder).join(strange())],
        };
        let made = |place: &&str| Path::new(place).ancestors().map(Path::to_owned).collect::<Vec<_>>();
        let all = places.iter().flat_map(made).filter(|path| !path.as_os_str().is_empty());
        all.filter(|path| places.iter().any(|place| path == Path::new(place)) || self.makes_way()).collect()
    }

    fn makes_way(&self) -> bool {
        matches!(self, Self::Write(..) | Self::Folder(_) | Self::Link(..))
    }

    fn act(&self, root: &Path) -> std::io::Result<()> {
        let make_way = |at: &str| root.join(at).parent().map_or(Ok(()), fs::create_dir_all);
        match self {
            Self::Write(at, text) => make_way(at).and_then(|()| fs::write(root.join(at), text)),
            Self::Touch(at) => File::open(root.join(at))?.set_modified(SystemTime::UNIX_EPOCH),
            Self::Remove(at) => remove(&root.join(at)),
            Self::Rename(from, to) => fs::rename(root.join(from), root.join(to)),
            Self::Swap(from, to) => {
                fs::rename(root.join(from), root.join("swap"))?;
                let swapped = fs::rename(root.join(to), root.join(from));
                fs::rename(root.join("swap"), root.join(if swapped.is_ok() { to } else { from }))
            }
            Self::Link(at, to) => {
                make_way(at)?;
                let _ = remove(&root.join(at));
                let to = if *to == ".." { root.parent().unwrap().join("no/thing") } else { root.join(to) };
                symlink(to, root.join(at))
            }
            Self::Folder(at) => fs::create_dir_all(root.join(at)),
            Self::Strange(folder) => {
                let at = root.join(folder).join(strange());
                if at.exists() { fs::remove_file(at) } else { fs::write(at, "") }
            }
        }
    }
}

fn strange() -> &'static std::ffi::OsStr {
    std::ffi::OsStr::from_bytes(b"\xe9.md")
}

fn remove(at: &Path) -> std::io::Result<()> {
    if fs::symlink_metadata(at)?.is_dir() { fs::remove_dir_all(at) } else { fs::remove_file(at) }
}

/// All names that places have in the site: each its own, that of what it leads to, and those through
/// links.
fn names(root: &Path, places: &[PathBuf]) -> BTreeSet<PathBuf> {
    let real_root = fs::canonicalize(root).unwrap();
    let links = links(&real_root);
    let mut names = BTreeSet::new();
    let mut news: Vec<PathBuf> = places.to_vec();
    while let Some(name) = news.pop() {
        if name.components().count() > 8 || !names.insert(name.clone()) {
            continue;
        }
        news.extend(real(&real_root, &real_root.join(&name)));
        for (link, hops) in &links {
            let rest = hops.iter().filter_map(|hop| name.strip_prefix(hop).ok());
            news.extend(rest.map(|rest| link.join(rest).components().collect()));
            let leads_through = hops.iter().any(|hop| hop.starts_with(&name));
            news.extend(leads_through.then(|| link.clone()));
        }
    }
    names
}

/// The path of something without links, and its target.
fn real(root: &Path, path: &Path) -> impl Iterator<Item = PathBuf> {
    let own = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    let own = own.zip(path.file_name()).map(|(folder, name)| folder.join(name));
    let real = own.into_iter().chain(fs::canonicalize(path));
    let within = move |path: PathBuf| path.strip_prefix(root).ok().map(Path::to_owned);
    real.filter_map(within).filter(|path| !path.as_os_str().is_empty())
}

/// All links, and the places that each leads to, one after the other.
fn links(root: &Path) -> Vec<(PathBuf, Vec<PathBuf>)> {
    let all = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    let links = all.filter(walkdir::DirEntry::path_is_symlink).map(walkdir::DirEntry::into_path);
    let hops = |link: PathBuf| {
        let mut hops = Vec::new();
        let mut at = link.clone();
        while let (Ok(next), true) = (fs::read_link(&at), hops.len() < 20) {
            hops.extend(next.strip_prefix(root).ok().map(Path::to_owned));
            hops.extend(real(root, &next));
            at = next;
        }
        (link.strip_prefix(root).unwrap().to_owned(), hops)
    };
    links.map(hops).collect()
}
