//! The floors of the crate: a module uses those below its own, and only the two upper ones meet the
//! machine.
//!
//! Which module stands on which floor is read from the table in the documentation of `src/lib.rs`. The
//! sources are read as tokens, so a comment or a string offends nobody. Code for tests is free.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use uses::{Floors, Source};

mod uses;

/// The first floor that may read disk, clock, environment and network.
const SHELL: usize = 6;

/// Lines that a file may have, and the lists which are longer for a reason.
const LINES: usize = 600;
const LONG: [(&str, &str); 1] = [("src/diagnostics/problem.rs", "the table of all findings")];

/// All sources of the crate but its root, which names every module.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: BTreeMap<String, String> = files(&root.join("src"))
        .into_iter()
        .map(|path| (path.strip_prefix(root).expect("below").to_string_lossy().into_owned(), path))
        .map(|(name, path)| (name, fs::read_to_string(path).expect("a source is a text")))
        .collect();
    assert!(all.len() > 20, "the sources were not found");
    uses::read(&all)
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn floors() -> Floors {
    Floors::of_doc(include_str!("../../src/lib.rs"))
}

#[expect(clippy::needless_pass_by_value, reason = "what is made for it alone is handed over")]
fn assert_none(offences: Vec<String>) {
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn a_module_uses_lower_floors_only() {
    let floors = floors();
    assert_none(sources().iter().flat_map(|source| source.climbs(&floors)).collect());
}

#[test]
fn the_core_meets_no_disk_clock_environment_or_network_and_prints_nothing() {
    let floors = floors();
    let core = |source: &&Source| floors.of(source.top()).is_some_and(|floor| floor < SHELL);
    assert_none(sources().iter().filter(core).flat_map(Source::touches).collect());
}

#[test]
fn only_the_command_line_prints() {
    let sources = sources();
    let others = sources.iter().filter(|source| source.top() != "cli");
    assert_none(others.flat_map(Source::prints).collect());
}

#[test]
fn commands_open_a_site_through_one_door() {
    const COMPILE: [&str; 3] = ["crate", "pipeline", "compile"];
    let compiles = |source: &&Source| source.names(&COMPILE) || source.names(&["crate", "compile"]);
    let callers: Vec<_> = sources().iter().filter(compiles).map(|source| source.name.clone()).collect();
    assert_eq!(callers, ["src/shell/project.rs"]);
}

#[test]
fn only_check_online_and_deploy_ask_servers_outside() {
    let sources = sources();
    let asks = |source: &Source, way: &str| source.text.contains(way);
    let callers = |way: &str| -> Vec<String> {
        let callers = sources.iter().filter(|source| source.top() != "shell" && asks(source, way));
        callers.map(|source| source.name.clone()).collect()
    };
    assert_eq!(callers("fetch::"), ["src/cli/online.rs"]);
    assert_eq!(callers("shell::deploy::"), ["src/cli/deploy.rs"]);
    for way in ["object_store", "reqwest"] {
        let others = sources
            .iter()
            .filter(|source| !source.name.starts_with("src/shell/deploy/") && asks(source, way));
        assert_none(others.map(|source| format!("{} names {way}", source.name)).collect());
    }
    let check = include_str!("../../src/cli/check.rs");
    let mut calls = check.lines().filter(|line| line.contains("refresh(")).peekable();
    assert!(
        calls.peek().is_some() && calls.all(|line| line.contains("if self.online {")),
        "nobody asked for it"
    );
}

#[test]
fn markdown_is_set_up_in_one_file() {
    for item in ["Parser", "Options"] {
        let names = |source: &&Source| source.names(&["pulldown_cmark", item]);
        let files: Vec<_> = sources().iter().filter(names).map(|source| source.name.clone()).collect();
        assert_eq!(files, ["src/parse/markdown/events.rs"], "pulldown_cmark::{item}");
    }
}

/// A method with a body in the trait, and a type of block that is made from another, would let a new block forget it.
#[test]
fn a_block_that_forgets_one_of_its_sides_does_not_compile() {
    let text = fs::read_to_string("src/blocks/mod.rs").expect("the table of blocks");
    let start = text.find("pub(crate) trait Block:").expect("the trait");
    let body = &text[start..start + text[start..].find("\n}\n").expect("its end")];
    assert!(body.matches("fn ").count() >= 4, "{body}");
    assert_eq!(body.matches('{').count(), 1, "a method has a body: {body}");
    let mut types = 0;
    for path in files(Path::new("src/blocks")) {
        let text = fs::read_to_string(path).expect("a file of blocks");
        if let Some((_, rest)) = text.split_once(": BlockType = BlockType {") {
            let literal = rest.split("\n};").next().unwrap_or_default();
            assert!(!literal.contains("\n    .."), "a type of block takes keys from another: {literal}");
            types += 1;
        }
    }
    assert!(types > 10, "only {types} types of block were found");
}

#[test]
fn every_file_says_what_it_is() {
    let silent = |source: &Source| !source.text.starts_with("//! ");
    let offence = |source: Source| format!("{} does not begin with `//!`", source.name);
    assert_none(sources().into_iter().filter(silent).map(offence).collect());
}

#[test]
fn a_file_has_one_job_and_600_lines_at_most() {
    let sources = sources();
    let lines = |name: &str| sources.iter().find(|source| source.name == name).map(Source::lines);
    for (name, reason) in LONG {
        assert!(lines(name).is_some(), "{name} is listed as long ({reason}) and is not there");
    }
    let long = |source: &&Source| source.lines() > LINES && LONG.iter().all(|(name, _)| *name != source.name);
    let offence = |source: &Source| format!("{} has {} lines", source.name, source.lines());
    assert_none(sources.iter().filter(long).map(offence).collect());
}

#[test]
fn main_is_read_at_a_glance() {
    let main = include_str!("../../src/main.rs");
    assert!(main.lines().count() <= 25, "src/main.rs has {} lines", main.lines().count());
}

#[test]
fn every_module_stands_on_a_floor() {
    let floors = floors();
    assert!(floors.of("cli").is_some_and(|cli| cli > SHELL), "the table in src/lib.rs was not read");
    let homeless = |source: &Source| floors.of(source.top()).is_none() && source.top() != "main";
    let offence = |source: Source| format!("{}: no row of src/lib.rs names it", source.name);
    assert_none(sources().into_iter().filter(homeless).map(offence).collect());
}

#[test]
fn all_that_the_binary_has_in_it_is_in_the_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = toml::from_str(include_str!("../../Cargo.toml")).expect("a manifest");
    let listed = manifest["package"]["include"].as_array().expect("what is packaged");
    let listed: Vec<_> = listed.iter().filter_map(|place| place.as_str()?.strip_suffix("/**")).collect();
    let mut embedded = 0;
    for source in sources() {
        for (name, from) in embeds(&source.text) {
            let path = if from { root.join(name) } else { root.join(&source.name).with_file_name(name) };
            assert!(path.exists(), "{} embeds {}, which is not there", source.name, path.display());
            let path = path.canonicalize().expect("a path");
            let is_packaged = listed.iter().any(|place| path.starts_with(root.join(place)));
            assert!(is_packaged, "{} embeds {}, which is not in the package", source.name, path.display());
            embedded += 1;
        }
    }
    assert!(embedded >= 3, "the theme and the skeleton were not found");
}

/// The paths that a source embeds, each with whether it is from the root. Code for tests has others.
fn embeds(text: &str) -> Vec<(&str, bool)> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let calls = ["include_str!(", "include_bytes!(", "include_dir!("];
    let paths = calls.iter().flat_map(|call| code.split(call).skip(1));
    let path = |rest: &'_ str| -> Option<(usize, usize)> {
        let start = rest.find('"')? + 1;
        Some((start, start + rest[start..].find('"')?))
    };
    paths
        .filter_map(|rest| path(rest).map(|(start, end)| &rest[start..end]))
        .map(|path| path.strip_prefix("$CARGO_MANIFEST_DIR/").map_or((path, false), |path| (path, true)))
        .collect()
}
