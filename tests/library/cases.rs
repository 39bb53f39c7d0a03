//! The cases: one file is one case, a small site and what comes of it.
//!
//! A case begins with a line or more that say what it shows. Then parts, each under a line `--- NAME`:
//! a file of the site (`--- content/x.md`), the findings as they are drawn (`--- findings`), what the editor's
//! rules find (`--- check C006 A002`; `--- check` for those that the case begins with), all that is found in a
//! form for programs (`--- check as json`, `sarif` or `github`), the HTML at an address (`--- html /x/`), the
//! share card of a page (`--- card /x/`). With a part `--- import` the files are another generator's, that part is what `import` makes of them and finds, and the
//! findings are those of the new site, which has no errors. A file whose name is followed by `(bytes)` may have `\xNN` in it. What a case does
//! not give is filled in: `site.toml`, and templates that print the HTML of a page's parts and no more, so no words of the
//! interface are on a page. With an empty part `--- built-in templates` the page is that of the built-in theme; with a
//! template of its own, such as `--- templates/explainer.html`, a case can include one part of it.
//!
//! `BLESS=1 cargo test --test library cases` writes what came out into the expectations, and names each file that it
//! wrote. Read the difference. It does not write findings into a case without the part `--- findings`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::case;
use nutgraf::test_support::{
    CODES, Colour, Format, Imported, ImportedFile, RULES, human, import, old_file, report, short,
};
use nutgraf::{Compiled, Env, File, Finding, Memo, Selection, SitePath, Snapshot, UrlPath, compile};

const DEFAULTS: [(&str, &str); 5] = [
    ("site.toml", SITE),
    ("templates/explainer.html", include_str!("../cases/explainer.html")),
    ("templates/page.html", include_str!("../cases/page.html")),
    ("templates/home.html", "{{ html.body | safe }}"),
    ("static/style.css", ""),
];

/// Rules of what every page should have are asked for by name: a case's pages are short, and share cards are not
/// what most are about.
const SITE: &str = "\
title = \"Site\"
base_url = \"https://example.org/\"
cards = \"none\"
[check.levels]
dek-length = \"allow\"
placeholder-address = \"allow\"
";

/// Parts that are no file.
const NO_SETTINGS: &str = "no site.toml";
const BUILT_IN_TEMPLATES: &str = "built-in templates";

struct Case {
    path: PathBuf,
    /// What it shows.
    about: String,
    parts: Vec<(String, String)>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a case is a text");
        let (about, parts) = case::parts(&text);
        Self { path: path.to_owned(), about, parts }
    }

    fn snapshot(&self) -> Snapshot {
        let mut files: BTreeMap<SitePath, File> = BTreeMap::new();
        let built_in = self.has(BUILT_IN_TEMPLATES);
        let defaults = DEFAULTS.iter().filter(|(name, _)| !built_in || !name.starts_with("templates/"));
        files.extend(defaults.map(|(name, text)| case::file(name, text)));
        let is_switch = |name: &str| matches!(name, NO_SETTINGS | BUILT_IN_TEMPLATES);
        let given = self.parts.iter().filter(|(name, _)| !case::is_expectation(name) && !is_switch(name));
        files.extend(given.map(|(name, text)| case::file(name, text)));
        if self.has(NO_SETTINGS) {
            files.remove(&SitePath::new("site.toml"));
        }
        Snapshot::new(files)
    }

    fn has(&self, part: &str) -> bool {
        self.parts.iter().any(|(name, _)| name == part)
    }

    /// The files of another generator's tree that the case gives.
    fn old(&self) -> Snapshot {
        let given = self.parts.iter().filter(|(name, _)| !case::is_expectation(name));
        let file = |(name, text): &(String, String)| case::file_by(name, text, old_file);
        Snapshot::new(given.map(file).collect())
    }

    /// What came out, in the place of each expectation.
    fn actual(&self) -> Vec<(String, String)> {
        let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
        let imported =
            self.parts.iter().any(|(name, _)| name == "import").then(|| import(&self.old(), env.today));
        let snapshot = imported.as_ref().map_or_else(|| self.snapshot(), |imported| self.moved(imported));
        let compiled = compile(&snapshot, &env, &mut Memo::default());
        if let Some(imported) = imported.as_ref().filter(|imported| !imported.files.is_empty()) {
            assert!(
                !compiled.has_errors(),
                "{}\n{}",
                self.drawn(imported),
                draw(&compiled, compiled.findings())
            );
        }
        let mut parts = self.parts.clone();
        for (name, text) in parts.iter_mut().filter(|(name, _)| case::is_expectation(name)) {
            *text = match name.strip_prefix("html /") {
                Some(url) => html(&compiled, &UrlPath::new(url)),
                None if name == "import" => {
                    imported.as_ref().map_or_else(String::new, |made| self.drawn(made))
                }
                None if name.starts_with("card /") => card(&compiled, &name["card /".len()..]),
                None if name.starts_with("check as ") => in_form(&compiled, name, &self.about),
                None if name.starts_with("check") => {
                    draw(&compiled, &compiled.check(&selection(name, &self.about)))
                }
                None => draw(&compiled, compiled.findings()),
            };
        }
        let empty = imported.is_some_and(|imported| imported.files.is_empty());
        if !empty && !parts.iter().any(|(name, _)| name == "findings") && !compiled.findings().is_empty() {
            parts.push(("findings".to_owned(), draw(&compiled, compiled.findings())));
        }
        parts
    }

    /// What an import found and made.
    fn drawn(&self, imported: &Imported) -> String {
        let old = self.old();
        let found = imported.findings.iter().map(|finding| human(finding, &old, Colour::None) + "\n");
        let mut drawn: String = found.collect::<String>() + &imported.summary() + "\n";
        for (path, made) in &imported.files {
            match made {
                ImportedFile::Written(text) => drawn += &format!("== {}\n{text}\n", path.as_str()),
                ImportedFile::Copied(old) => {
                    drawn += &format!("== {} is {}\n\n", path.as_str(), old.as_str());
                }
            }
        }
        drawn
    }

    /// The site that an import made.
    fn moved(&self, imported: &Imported) -> Snapshot {
        let given = |old: &SitePath| {
            let is_it = |(name, _): &&(String, String)| name.trim_end_matches(" (bytes)") == old.as_str();
            self.parts.iter().find(is_it).expect("a file that was given")
        };
        let mut files: BTreeMap<SitePath, File> = BTreeMap::new();
        files.extend(
            DEFAULTS
                .iter()
                .filter(|(name, _)| name.starts_with("templates/"))
                .map(|(name, text)| case::file(name, text)),
        );
        files.extend(imported.files.iter().map(|(path, made)| match made {
            ImportedFile::Written(text) => (path.clone(), File::new(path, text.as_bytes())),
            ImportedFile::Copied(old) => {
                let (name, text) = given(old);
                let as_ours = |_: &SitePath, bytes: &[u8]| File::new(path, bytes);
                (path.clone(), case::file_by(name, text, as_ours).1)
            }
        }));
        Snapshot::new(files)
    }

    fn write(&self, parts: &[(String, String)]) -> String {
        let mut text = self.about.clone();
        for (name, part) in parts {
            let _ = write!(text, "--- {name}\n{part}");
        }
        text
    }
}

/// The rules that a part `check C006 A002` is about; where it names none, those whose codes the case begins with,
/// and where it begins with none, or with one about suppressions, all that speak by themselves.
fn selection(part: &str, about: &str) -> Selection {
    let is_code = |word: &&str| {
        word.len() == 4
            && word.starts_with(char::is_uppercase)
            && word[1..].bytes().all(|b| b.is_ascii_digit())
    };
    let named: Vec<_> = part.split_whitespace().skip(1).map(str::to_owned).collect();
    let words = about.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let begins = words.take_while(is_code).filter(|code| !code.starts_with('X')).map(str::to_owned);
    let only = if named.is_empty() { begins.collect() } else { named };
    Selection { only, ..Selection::default() }
}

/// A form in which a part `check as json` wants all that is found.
fn in_form(compiled: &Compiled, part: &str, about: &str) -> String {
    let format = match part.trim_start_matches("check as ") {
        "short" => Format::Short,
        "json" => Format::Json,
        "sarif" => Format::Sarif,
        "github" => Format::Github,
        other => panic!("no form is called {other}"),
    };
    let drawn = report(&compiled.report(&selection("check", about)), compiled.snapshot(), format);
    without_rules(&drawn).unwrap_or(drawn) + "\n"
}

/// A SARIF log without its list of rules, and without their numbers in it: any new rule changes them.
fn without_rules(log: &str) -> Option<String> {
    let mut log: serde_json::Value = serde_json::from_str(log).ok()?;
    log.pointer_mut("/runs/0/tool/driver/rules")?.as_array_mut()?.clear();
    for result in log.pointer_mut("/runs/0/results")?.as_array_mut()? {
        result.as_object_mut()?.remove("ruleIndex");
    }
    serde_json::to_string_pretty(&log).ok().map(|log| log + "\n")
}

fn draw(compiled: &Compiled, findings: &[Finding]) -> String {
    let mut drawn = String::new();
    for finding in findings.iter().filter(|finding| !finding.is_suppressed()) {
        drawn += &human(finding, compiled.snapshot(), Colour::None);
        drawn.push('\n');
    }
    if drawn.is_empty() { "none\n\n".to_owned() } else { drawn }
}

fn html(compiled: &Compiled, url: &UrlPath) -> String {
    match compiled.render(url) {
        None => format!("nothing at {url}\n\n"),
        Some(Ok(html)) => format!("{}\n\n", unversioned(html.trim())),
        Some(Err(found)) => {
            found.iter().map(|finding| human(finding, compiled.snapshot(), Colour::None) + "\n").collect()
        }
    }
}

/// The size of the share card that is drawn for a page, or why there is none.
fn card(compiled: &Compiled, url: &str) -> String {
    let begins = format!("immutable/{url}card.");
    let at = compiled.urls().find(|at| at.as_str().starts_with(&begins));
    match at.and_then(|at| compiled.card(at)) {
        None => format!("nothing at /{begins}\n\n"),
        Some(Ok(png)) => {
            let size = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
            format!("{} × {}\n\n", size(16), size(20))
        }
        Some(Err(found)) => {
            found.iter().map(|finding| human(finding, compiled.snapshot(), Colour::None) + "\n").collect()
        }
    }
}

/// HTML without the digits that follow `?v=` in a drawing's address, and those in a card's: they change with any
/// template.
fn unversioned(html: &str) -> String {
    let mut parts = html.split("/card");
    let first = parts.next().unwrap_or_default().to_owned();
    let html = parts.fold(first, |text, part| {
        let named = part.split_once(".png").and_then(|(name, rest)| Some((name.rsplit_once('.')?, rest)));
        match named.filter(|((_, print), _)| print.len() == 8 && print.bytes().all(|b| b.is_ascii_hexdigit()))
        {
            Some(((name, _), rest)) => format!("{text}/card{name}.….png{rest}"),
            None => format!("{text}/card{part}"),
        }
    });

    let mut parts = html.split("?v=");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "?v=…" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}

fn cases() -> Vec<Case> {
    let mut paths = Vec::new();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for area in fs::read_dir(top).expect("the cases").map(|entry| entry.expect("an area").path()) {
        if area.is_dir() {
            paths.extend(fs::read_dir(area).expect("an area").map(|entry| entry.expect("a case").path()));
        }
    }
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

#[test]
fn every_case_comes_out_as_it_is_written() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failed = String::new();
    for case in cases() {
        let parts = case.actual();
        let (expected, actual) = (case.write(&case.parts), case.write(&parts));
        if expected == actual {
            continue;
        }
        let name = case.path.display();
        // A case that expects no findings is of a site without mistakes: to have some is a mistake of the case.
        if bless && parts.len() == case.parts.len() {
            fs::write(&case.path, &actual).expect("a blessed case is written");
            // Not by `eprintln`, which a test that passes does not show.
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("blessed {name}\n"));
        } else {
            let _ = writeln!(failed, "== {name}\n-- expected\n{expected}\n-- came out\n{actual}");
        }
    }
    let remedy = if bless {
        "these cases have findings and no part for them: correct the case, or add a line `--- findings`"
    } else {
        "bless with BLESS=1 and read the difference"
    };
    assert!(failed.is_empty(), "{remedy}\n{failed}");
}

/// Where the rules that read the day's date find something on a day, and which.
fn clocked(case: &Case, today: &str) -> BTreeSet<String> {
    let env = Env { today: today.parse().expect("a date"), base_url: None, drafts: false };
    let compiled = compile(&case.snapshot(), &env, &mut Memo::default());
    let found = compiled.check(&Selection { clocked: true, ..Selection::default() });
    let line = |finding: &Finding| short(finding, compiled.snapshot());
    // Without the message: how long ago it was may be said otherwise on each day.
    found.iter().map(line).filter_map(|line| Some(line.split_once("]: ")?.0.to_owned())).collect()
}

#[test]
fn what_is_found_by_the_days_date_never_goes_away_by_itself() {
    let mut all = 0;
    for case in cases().iter().filter(|case| case.path.components().any(|part| part.as_os_str() == "check")) {
        let days = ["2022-09-13", "2024-02-29", "2026-11-24", "2030-01-01"];
        let found: Vec<_> = days.iter().map(|day| clocked(case, day)).collect();
        for pair in found.windows(2) {
            let lost: Vec<_> = pair[0].difference(&pair[1]).collect();
            assert!(lost.is_empty(), "{}: {lost:?}", case.path.display());
        }
        all += found[3].len();
    }
    assert!(all > 20, "the rules have found no more than {all}");
}

#[test]
fn every_case_says_what_it_shows_and_expects_something() {
    for case in cases() {
        let name = case.path.display();
        assert!(!case.about.trim().is_empty(), "{name} does not say what it shows");
        assert!(case.parts.iter().any(|(name, _)| case::is_expectation(name)), "{name} expects nothing");
    }
}

#[test]
fn every_code_has_a_case_that_fires() {
    // The cases are being written by another test.
    if std::env::var_os("BLESS").is_some() {
        return;
    }
    let drawn: String = cases()
        .iter()
        .flat_map(|case| case.parts.clone())
        .filter(|(name, _)| case::is_expectation(name))
        .map(|(_, text)| text)
        .collect();
    // What only a disk can do is tested on one, in tests/binary.
    let on_disk = ["B007", "F003", "F004", "F005", "F006", "F009", "L007", "X005"];
    let codes = CODES.iter().chain(RULES.iter().map(|rule| &rule.code));
    for code in codes.filter(|code| !on_disk.contains(&code.code)) {
        assert!(drawn.contains(&format!("[{}]", code.code)), "no case fires {} {}", code.code, code.name);
    }
}
