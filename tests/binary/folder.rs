//! A site in a folder of its own, and runs of nutgraf on it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub(crate) const NUTGRAF: &str = env!("CARGO_BIN_EXE_nutgraf");

/// The day of all builds, unless a test is about the day.
pub(crate) const TODAY: &str = "--today=2026-11-24";

/// Longer than any run may take, on a slow machine too.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder that holds a home, and a site beside it.
pub(crate) struct Site {
    folder: TempDir,
}

/// A run that has ended.
#[derive(Debug)]
pub(crate) struct Run {
    /// None when it was killed.
    pub(crate) status: Option<i32>,
    pub(crate) output: String,
    pub(crate) messages: String,
}

/// Settings of a site whose name is one for examples, and which may be deployed nevertheless.
pub(crate) const SETTINGS: &str = "title = \"Why\"\nbase_url = \"https://why.example/\"\n[[check.path]]\npath = \"site.toml\"\n\
     levels = { placeholder-address = \"allow\" }\n";

const SMALL: [(&str, &str); 8] = [
    ("site.toml", SETTINGS),
    ("content/index.md", "+++\ntitle = \"Why\"\n+++\n\nQuestions.\n"),
    ("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\n\nUs.\n"),
    (
        "content/why/index.md",
        "+++\ntitle = \"Why so?\"\ndek = \"The reason.\"\npublished = 2026-01-02\nupdated = 2026-01-02\n\
         reviewed = 2026-01-02\nreview_by = 2027-01-02\n+++\n\nBecause.[@one]\n",
    ),
    ("content/why/01-first.md", "+++\ntitle = \"What came first?\"\n+++\n\nAn egg. [About](../about.md)\n"),
    ("content/why/02-then.md", "+++\ntitle = \"What then?\"\n+++\n\nA hen.\n"),
    (
        "content/why/sources.toml",
        "[one]\nkind = \"article\"\ntitle = \"One\"\npublisher = \"One\"\nurl = \"https://one.example/\"\naccessed = 2026-01-01\n",
    ),
    ("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

impl Site {
    /// An explainer of two sections, a page, a home page and a file.
    pub(crate) fn small() -> Self {
        let site = Self::empty();
        for (path, text) in SMALL {
            site.write(path, text);
        }
        site
    }

    /// A copy of the repository's own site; its files are made in the order that is asked for.
    pub(crate) fn own(order: impl Fn(&mut Vec<PathBuf>)) -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let site = Self::empty();
        let mut files = vec![repository.join("site.toml")];
        for folder in ["content", "templates", "static"] {
            files.extend(
                tree(&repository.join(folder)).into_keys().map(|name| repository.join(folder).join(name)),
            );
        }
        order(&mut files);
        for file in files.iter().filter(|file| file.is_file()) {
            let name = file.strip_prefix(repository).expect("below the repository");
            site.write(name.to_str().expect("UTF-8"), fs::read(file).expect("readable"));
        }
        site
    }

    pub(crate) fn empty() -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir_all(site.root()).expect("a site");
        fs::create_dir_all(site.home()).expect("a home");
        site
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("sites/why")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.path("public")
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).expect("a file to remove");
    }

    pub(crate) fn link(&self, name: &str, target: impl AsRef<Path>) {
        std::os::unix::fs::symlink(target, self.path(name)).expect("a link");
    }

    /// `nutgraf build`, in the site's folder.
    pub(crate) fn command(&self) -> Command {
        let mut command = self.around(NUTGRAF);
        command.args(["build", TODAY]);
        command
    }

    /// A program in the site's folder, with nothing of our own environment but the path.
    pub(crate) fn around(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.home()).current_dir(self.root()).stdin(Stdio::null());
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command
    }

    pub(crate) fn build(&self) -> Run {
        self.build_with::<&str>(&[])
    }

    pub(crate) fn build_with<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Run {
        self.end(self.command().args(arguments))
    }

    /// Builds and expects to succeed, and gives what is in the output folder.
    pub(crate) fn built(&self) -> BTreeMap<String, Vec<u8>> {
        self.build().expect_status(0);
        bytes(&self.public())
    }

    /// Starts a program; what it says goes into files, so that no full pipe can stop it.
    pub(crate) fn start(&self, command: &mut Command) -> Started {
        let log = |_| tempfile::tempfile_in(self.folder.path()).expect("a file");
        let [output, messages] = [0, 1].map(log);
        let handle = |file: &File| Stdio::from(file.try_clone().expect("a handle"));
        command.stdout(handle(&output)).stderr(handle(&messages));
        Started { child: command.spawn().expect("a program"), output, messages }
    }

    pub(crate) fn end(&self, command: &mut Command) -> Run {
        self.start(command).end()
    }
}

/// A run that may still go on.
pub(crate) struct Started {
    child: Child,
    output: File,
    messages: File,
}

impl Started {
    pub(crate) fn end(mut self) -> Run {
        let begun = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("a child") {
                Some(status) => break status.code(),
                None if begun.elapsed() > PATIENCE => {
                    self.child.kill().expect("to kill it");
                    panic!("still running after {PATIENCE:?}");
                }
                None => sleep(Duration::from_millis(2)),
            }
        };
        Run { status, output: text(self.output), messages: text(self.messages) }
    }

    /// As `kill -9` does.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("to kill it");
        self.child.wait().expect("a child");
    }
}

fn text(mut file: File) -> String {
    use std::io::{Read, Seek};
    let mut bytes = Vec::new();
    file.rewind().expect("to rewind");
    file.read_to_end(&mut bytes).expect("to read");
    String::from_utf8(bytes).expect("messages are UTF-8")
}

impl Run {
    #[track_caller]
    pub(crate) fn expect_status(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "\n{}{}", self.output, self.messages);
        self
    }

    /// That the messages hold each of these.
    #[track_caller]
    pub(crate) fn expect_messages(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.messages.contains(part), "nothing says `{part}`:\n{}", self.messages);
        }
        self
    }
}

/// What there is at a path, so exactly that nothing can be done to it unseen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) inode: u64,
    /// Content and times: reading alone changes none of them.
    times: [(i64, i64); 2],
    mode: u32,
    /// Of a file.
    pub(crate) bytes: Option<Vec<u8>>,
    /// Of a link.
    target: Option<PathBuf>,
}

/// Everything below a folder, and the folder itself under "".
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Found> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            let meta = entry.path().symlink_metadata().expect("there");
            let bytes = meta.is_file().then(|| fs::read(entry.path()).unwrap_or_default());
            let times = [(meta.mtime(), meta.mtime_nsec()), (meta.ctime(), meta.ctime_nsec())];
            let target = fs::read_link(entry.path()).ok();
            (name, Found { inode: meta.ino(), times, mode: meta.mode(), bytes, target })
        })
        .collect()
}

/// Everything below a folder but folders: a stage that comes and goes gives a folder a new time.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Found> {
    tree(folder).into_iter().filter(|(name, _)| !folder.join(name).is_dir()).collect()
}

/// The files below a folder; the state, which holds times, is left out.
pub(crate) fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = tree(folder).into_iter().filter_map(|(name, found)| Some((name, found.bytes?)));
    files.filter(|(name, _)| name != ".nutgraf-state").collect()
}

/// Compares two folders' files, and names those which differ.
#[track_caller]
pub(crate) fn assert_same(left: &BTreeMap<String, Vec<u8>>, right: &BTreeMap<String, Vec<u8>>) {
    assert!(!left.is_empty());
    let names = left.keys().chain(right.keys()).filter(|name| left.get(*name) != right.get(*name));
    assert_eq!(names.collect::<Vec<_>>(), Vec::<&String>::new(), "these files differ");
}

/// Says that this test cannot be run here. Not by `eprintln!`, which the test harness would swallow.
pub(crate) fn skip(reason: &str) {
    let thread = std::thread::current();
    let _ = writeln!(std::io::stderr(), "SKIPPED {}: {reason}", thread.name().unwrap_or("a_test"));
}
