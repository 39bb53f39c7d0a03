//! The documentation: it builds without a finding, its links lead somewhere, and what it tells its readers to do
//! does what it says.

mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Parser, Tag};
use told::{Step, changed, says, steps};

const NUTGRAF: &str = env!("CARGO_BIN_EXE_nutgraf");

/// Commands that no test can run, with the reason; the page says so in its line, too.
const NOT_RUN: &[(&str, &str)] = &[
    ("nutgraf watch --open", "it goes on until it is stopped; tests/binary/watch.rs watches"),
    ("nutgraf check --online", "it asks servers outside; tests/binary/online.rs asks its own"),
    ("npx wrangler pages deploy", NO_ACCOUNT),
    ("rsync -r --delete --exclude '.nutgraf-*' public/ HOST:/var/www/site/", "there is no such host"),
    ("nutgraf deploy s3://BUCKET", DEPLOYED),
    ("nutgraf deploy gs://BUCKET", DEPLOYED),
    ("nutgraf deploy 'az://$web'", DEPLOYED),
    ("aws s3 website s3://BUCKET --index-document index.html --error-document 404.html", NO_ACCOUNT),
    (
        "gcloud storage buckets update gs://BUCKET --web-main-page-suffix=index.html --web-error-page=404.html",
        NO_ACCOUNT,
    ),
    (
        "az storage blob service-properties update --account-name NAME --static-website --index-document index.html --404-document 404.html",
        NO_ACCOUNT,
    ),
];

const DEPLOYED: &str =
    "it needs an account; tests/binary/bucket.rs deploys to a server of S3's on this machine";

const NO_ACCOUNT: &str = "it needs an account with that host";

/// The pages whose steps are done in order, each in the folder that the tutorial leaves.
const TUTORIAL: &str = "first-explainer.md";

/// The folder of the documentation. With `BLESS` set its generated pages are written before the first test reads
/// them: the tests run side by side, and some check and build all pages.
fn docs() -> PathBuf {
    static DOCS: LazyLock<PathBuf> = LazyLock::new(|| {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        if std::env::var_os("BLESS").is_some() {
            let reference = docs.join("content/reference");
            assert!(nutgraf(&["reference", reference.to_str().unwrap()]).status.success());
        }
        docs
    });
    DOCS.clone()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The pages as they are written, by their paths below `content`.
fn pages() -> BTreeMap<String, String> {
    let content = docs().join("content");
    let markdown = files(&content).into_iter().filter(|path| path.extension().is_some_and(|it| it == "md"));
    let name = |path: &Path| path.strip_prefix(&content).unwrap().to_string_lossy().replace('\\', "/");
    markdown.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

fn nutgraf(arguments: &[&str]) -> Output {
    let mut command = Command::new(NUTGRAF);
    command.args(arguments).env("SOURCE_DATE_EPOCH", "1795651200").output().unwrap()
}

/// Both of what a program says, with its status.
fn told(output: &Output) -> String {
    let text = [&*output.stdout, &output.stderr].concat();
    format!("{}\n{}", output.status, String::from_utf8_lossy(&text))
}

#[test]
fn the_documentation_is_checked_and_nothing_is_found() {
    let root = docs();
    let output = nutgraf(&["check", "--root", root.to_str().unwrap()]);
    assert!(output.status.success() && output.stdout.is_empty(), "{}", told(&output));
}

#[test]
fn the_generated_pages_are_what_nutgraf_says_of_itself_now() {
    let now = tempfile::tempdir().unwrap();
    let reference = docs().join("content/reference");
    assert!(nutgraf(&["reference", now.path().to_str().unwrap()]).status.success());
    for page in files(now.path()) {
        let written = reference.join(page.file_name().unwrap());
        let same = fs::read_to_string(&page).unwrap() == fs::read_to_string(&written).unwrap_or_default();
        assert!(same, "{} is out of date: BLESS=1 cargo test --test binary docs", written.display());
    }
}

/// The pages of a built site, by their addresses below its root.
fn built(base_url: &str) -> BTreeMap<String, String> {
    let (root, out) = (docs(), tempfile::tempdir().unwrap());
    let public = out.path().join("public");
    let (root, public_name) = (root.to_str().unwrap(), public.to_str().unwrap());
    let output = nutgraf(&["build", "--root", root, "--out", public_name, "--base-url", base_url]);
    assert!(output.status.success(), "{}", told(&output));
    assert!(!told(&output).contains("warning"), "{}", told(&output));
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&public).unwrap().to_string_lossy().replace('\\', "/");
        let address = name.strip_suffix("index.html").unwrap_or(&name).to_owned();
        (address, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned())
    };
    files(&public).into_iter().map(read).collect()
}

/// Where a page leads to, and what can be led to in it.
#[derive(Default)]
struct Anchors {
    hrefs: Vec<String>,
    ids: BTreeSet<String>,
}

fn anchors(html: &str) -> Anchors {
    let mut anchors = Anchors::default();
    for Ok(token) in Tokenizer::new(html) {
        let Token::StartTag(tag) = token else { continue };
        let text = |name: &str| {
            tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
        };
        anchors.ids.extend(text("id"));
        anchors.hrefs.extend(text("href").into_iter().chain(text("src")));
    }
    anchors
}

/// What a relative address on a page means, below the site's root, and its fragment.
fn target(page: &str, href: &str) -> (String, Option<String>) {
    let (path, fragment) =
        href.split_once('#').map_or((href, None), |(path, id)| (path, Some(id.to_owned())));
    let path = path.split('?').next().unwrap_or(path);
    if path.is_empty() {
        return (page.to_owned(), fragment);
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    // An address that works from disk, too, names the file.
    if parts.last() == Some(&"index.html") {
        parts.pop();
        return (parts.iter().map(|part| format!("{part}/")).collect(), fragment);
    }
    let slash = if path.ends_with('/') || path.ends_with("..") || path == "." { "/" } else { "" };
    let joined = format!("{}{slash}", parts.join("/"));
    (if joined == "/" { String::new() } else { joined }, fragment)
}

#[test]
fn every_link_of_the_built_pages_leads_to_a_page_and_to_a_place_on_it() {
    for base_url in ["https://docs.example/", "https://docs.example/sub/"] {
        let pages = built(base_url);
        let all: BTreeMap<_, _> = pages.iter().map(|(url, html)| (url, anchors(html))).collect();
        // The page for what is not there is shown anywhere, and leads by whole addresses.
        let htmls = all.iter().filter(|(url, _)| url.is_empty() || url.ends_with('/'));
        let mut followed = 0;
        for (page, found) in htmls {
            let inside = found.hrefs.iter().filter(|href| !href.contains(':') || href.starts_with('#'));
            for href in inside {
                let (url, fragment) = target(page, href);
                let to = all.get(&url).unwrap_or_else(|| panic!("/{page}: `{href}` leads nowhere ({url})"));
                let there = fragment.is_none_or(|id| to.ids.contains(&id));
                assert!(there, "/{page}: `{href}` leads to no place on /{url}");
                followed += 1;
            }
        }
        assert!(followed > 100, "{followed}");
    }
}

#[test]
fn every_link_of_the_pages_as_they_are_written_leads_to_a_file() {
    let content = docs().join("content");
    let mut followed = 0;
    for (name, text) in pages() {
        let body = text.splitn(3, "+++").nth(2).unwrap_or(&text);
        for event in Parser::new(body) {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else {
                continue;
            };
            let path = dest_url.split('#').next().unwrap_or("");
            if path.is_empty() || path.contains(':') {
                continue;
            }
            let file = content.join(&name).parent().unwrap().join(path);
            assert!(file.is_file(), "{name}: `{dest_url}` is no file, as a code host shows it");
            followed += 1;
        }
    }
    assert!(followed > 10, "{followed}");
}

#[test]
fn every_block_is_shown_as_it_is_written_and_as_it_looks() {
    let names = nutgraf(&["schema"]);
    let names = String::from_utf8(names.stdout).unwrap();
    let blocks: Vec<_> =
        names.lines().filter_map(|line| line.strip_suffix(" a block")).map(str::trim).collect();
    let page = &built("https://docs.example/")["reference/blocks/"];
    assert_eq!(page.matches("language-markdown").count(), blocks.len());
    for block in blocks {
        assert!(page.contains(&format!("```{block}\n")), "`{block}` is not shown as it is written");
        assert!(!page.contains(&format!("language-{block}")), "`{block}` is not shown as it looks");
    }
}

/// A folder in which the steps of a page are done.
struct Desk {
    folder: tempfile::TempDir,
    /// Entries of [`NOT_RUN`] that were met.
    passed_over: BTreeSet<&'static str>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        Self { folder, passed_over: BTreeSet::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("site").join(name)
    }

    fn follow(&mut self, page: &str, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Write { path, text } => self.write(path, text),
                Step::Add { path, text } => {
                    let old = fs::read_to_string(self.path(path)).unwrap_or_default();
                    self.write(path, &format!("{old}\n{text}"));
                }
                Step::Change { path, diff } => {
                    let old = fs::read_to_string(self.path(path)).unwrap();
                    self.write(path, &changed(&old, diff));
                }
                Step::Run { command, output } => self.run(page, command, output),
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&mut self, page: &str, command: &str, expected: &str) {
        if let Some((command, _)) = command.split_once("# not run: ") {
            let known = NOT_RUN.iter().find(|(known, _)| *known == command.trim());
            let (known, _) = known.unwrap_or_else(|| panic!("{page}: no reason why `{command}` is not run"));
            self.passed_over.insert(known);
            return;
        }
        let others = std::env::var_os("PATH").unwrap_or_default();
        let own = Path::new(NUTGRAF).parent().unwrap().to_owned();
        let path = std::env::join_paths([own].into_iter().chain(std::env::split_paths(&others))).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{{ {command}\n}} 2>&1")]).current_dir(self.path(""));
        shell.env("PATH", path).env("SOURCE_DATE_EPOCH", "1795651200");
        let output = shell.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(says(&said, expected), "{page}: `{command}` says\n{said}\nand the page says\n{expected}");
    }
}

#[test]
fn what_the_pages_tell_their_readers_to_do_does_what_they_say() {
    let pages = pages();
    let tutorial = steps(&pages[TUTORIAL]);
    assert!(tutorial.len() > 10, "{tutorial:?}");
    let others = pages.iter().filter(|(name, _)| !name.starts_with("reference/") && *name != TUTORIAL);
    let mut passed_over = BTreeSet::new();
    for (name, text) in others {
        let mut desk = Desk::new();
        desk.follow(TUTORIAL, &tutorial);
        desk.follow(name, &steps(text));
        passed_over.extend(desk.passed_over);
    }
    let idle: Vec<_> = NOT_RUN.iter().filter(|(command, _)| !passed_over.contains(command)).collect();
    assert!(idle.is_empty(), "no page has these any more: {idle:?}");
}
