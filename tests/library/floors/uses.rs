//! What a source of the crate uses, read from its tokens.
//!
//! Enough of Rust to find paths: `use` trees, `crate::…` and `super::…` wherever they stand. A macro
//! that makes a path out of pieces would be missed; there is none.

mod lexer;
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use lexer::{Token, tokens};

/// The floors of each module: one, or several for a slice such as `blocks`.
pub(crate) struct Floors(BTreeMap<String, RangeInclusive<usize>>);

impl Floors {
    /// The rows of a table, as in "//! | 1 | `source`, `diagnostics` |".
    pub(crate) fn of_doc(text: &str) -> Self {
        let row = |line: &str| {
            let (floor, modules) = line.strip_prefix("//! | ")?.split_once(" | ")?;
            let (first, last) = floor.split_once(" to ").unwrap_or((floor, floor));
            let floors: RangeInclusive<usize> = first.parse().ok()?..=last.parse().ok()?;
            let names = modules.split('`').skip(1).step_by(2);
            Some(names.map(|name| (name.to_owned(), floors.clone())).collect::<Vec<_>>())
        };
        Self(text.lines().filter_map(row).flatten().collect())
    }

    /// The upper floor of a module.
    pub(crate) fn of(&self, module: &str) -> Option<usize> {
        Some(*self.0.get(module)?.end())
    }

    /// Beside lower floors and itself, a module may use what `BESIDE` says. A slice and the modules on its
    /// floors may use each other.
    fn allow(&self, from: &str, to: &str) -> bool {
        let floors = self.0.get(from).zip(self.0.get(to));
        let below = floors.is_some_and(|(from, to)| {
            let slice = from.start() < from.end() || to.start() < to.end();
            to.end() < from.start() || slice && to.start() <= from.end()
        });
        from == to || below || BESIDE.contains(&(from, to))
    }
}

/// A finding is drawn with the text that it is about.
const BESIDE: [(&str, &str); 1] = [("diagnostics", "source")];

/// One file, without what is only for tests.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
    /// `["shell", "publish", "disk"]`.
    module: Vec<String>,
    tokens: Vec<Token>,
}

/// A path and the line where it begins.
type Used = (usize, Vec<String>);

/// Reads sources by name. The root names every module, and a test module may use what it likes.
pub(crate) fn read(files: &BTreeMap<String, String>) -> Vec<Source> {
    let mut test_modules = Vec::new();
    let mut sources = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| *name != "src/lib.rs") {
        let module = module_of(name);
        let tokens = without_tests(tokens(text), &module, &mut test_modules);
        sources.push(Source { name: name.clone(), text: text.clone(), module, tokens });
    }
    for source in &mut sources {
        if test_modules.iter().any(|test| source.module.starts_with(test)) {
            source.tokens.clear();
        }
    }
    sources
}

fn module_of(name: &str) -> Vec<String> {
    let path = name.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').filter(|name| *name != "mod").map(str::to_owned).collect()
}

/// Takes out every item under `#[cfg(test)]`; a `mod x;` among them is noted.
#[expect(clippy::needless_pass_by_value, reason = "what is made for it alone is handed over")]
fn without_tests(tokens: Vec<Token>, module: &[String], test_modules: &mut Vec<Vec<String>>) -> Vec<Token> {
    const CFG: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !CFG.iter().enumerate().all(|(n, text)| is(&tokens, at + n, text)) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += CFG.len();
        let end = end_of_item(&tokens, at);
        if let Some(name) = (at..end).find(|&at| is(&tokens, at, "mod") && is(&tokens, at + 2, ";")) {
            test_modules.push([module, &[tokens[name + 1].text.clone()]].concat());
        }
        at = end;
    }
    kept
}

fn is(tokens: &[Token], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text == text)
}

/// Behind the item's `;` or its closing brace.
fn end_of_item(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
        if depth == 0 && token.text == "}" {
            return at + 1;
        }
    }
    tokens.len()
}

impl Source {
    /// The module right under the crate's root.
    pub(crate) fn top(&self) -> &str {
        &self.module[0]
    }

    /// How many there are, without a test module at the end.
    pub(crate) fn lines(&self) -> usize {
        let code = self.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        code.lines().count()
    }

    /// Uses of floors that are not below.
    pub(crate) fn climbs(&self, floors: &Floors) -> Vec<String> {
        let tops = self.paths().into_iter().filter_map(|(line, path)| Some((line, self.absolute(path)?)));
        let offences = tops
            .filter(|(_, to)| !floors.allow(self.top(), to))
            .map(|(line, to)| format!("{}:{line}: `{}` uses `{to}`", self.name, self.top()));
        offences.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Uses of the machine.
    pub(crate) fn touches(&self) -> Vec<String> {
        let std = self.paths().into_iter().filter_map(|(line, path)| match path.as_slice() {
            [std, module, ..] if std == "std" && MACHINE.contains(&module.as_str()) => {
                Some((line, format!("std::{module}")))
            }
            _ => None,
        });
        let clocks = self.tokens.windows(2).filter_map(|pair| {
            let clock = CLOCKS.contains(&pair[1].text.as_str());
            let now = pair[0].text == "::" && pair[1].text == "now";
            (clock || now).then(|| (pair[1].line, pair[1].text.clone()))
        });
        let named = std.chain(clocks).map(|(line, what)| format!("{}:{line}: `{what}`", self.name));
        named.chain(self.prints()).collect()
    }

    /// Uses of the terminal.
    pub(crate) fn prints(&self) -> Vec<String> {
        let macros = self.tokens.windows(2).filter(|pair| {
            let printing = PRINTING.contains(&pair[0].text.as_str());
            let stream = STREAMS.contains(&pair[0].text.as_str());
            (printing && pair[1].text == "!") || (stream && pair[1].text == "(")
        });
        macros.map(|pair| format!("{}:{}: `{}`", self.name, pair[0].line, pair[0].text)).collect()
    }

    /// Whether it names an item of the crate, by its path or by that of the module that it is in.
    pub(crate) fn names(&self, item: &[&str]) -> bool {
        self.paths().iter().any(|(_, path)| {
            let names = path.iter().map(String::as_str);
            let path: Vec<_> = names.filter(|name| !matches!(*name, "*" | "self")).collect();
            path == item || path == item[..item.len() - 1]
        })
    }

    /// The module under the root that a path leads to, if it begins in the crate.
    #[expect(clippy::needless_pass_by_value, reason = "what is made for it alone is handed over")]
    fn absolute(&self, path: Vec<String>) -> Option<String> {
        let rest = match path[0].as_str() {
            "crate" => path.get(1).cloned(),
            "super" => {
                let up = path.iter().take_while(|name| *name == "super").count();
                let base = self.module.len().checked_sub(up)?;
                self.module[..base].iter().chain(&path[up..]).next().cloned()
            }
            _ => return None,
        };
        Some(rest.unwrap_or_else(|| "crate".to_owned()))
    }

    /// Every path that begins with `crate`, `super`, `std` or `pulldown_cmark`. In a module within the file, `super` is
    /// the file itself.
    fn paths(&self) -> Vec<Used> {
        let mut found = Vec::new();
        let mut inner = Vec::new();
        let mut depth = 0_usize;
        let mut at = 0;
        while at < self.tokens.len() {
            match self.tokens[at].text.as_str() {
                "mod" if is(&self.tokens, at + 2, "{") => inner.push(depth),
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    inner.pop_if(|opened| *opened == depth);
                }
                "crate" | "super" | "std" | "pulldown_cmark" if is(&self.tokens, at + 1, "::") => {
                    let mut paths = Vec::new();
                    at = self.tree(at, &[], &mut paths);
                    let line = self.tokens[at - 1].line;
                    found.extend(paths.into_iter().map(|path| (line, out_of(path, inner.len()))));
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        found.retain(|(_, path)| !path.is_empty());
        found
    }

    /// Reads a path or a tree of paths, and says where it ends.
    fn tree(&self, from: usize, before: &[String], paths: &mut Vec<Vec<String>>) -> usize {
        let mut path = before.to_vec();
        let mut at = from;
        if is(&self.tokens, at, "{") {
            at += 1;
            while at < self.tokens.len() && !is(&self.tokens, at, "}") {
                at = if is(&self.tokens, at, ",") { at + 1 } else { self.tree(at, &path, paths) };
            }
            return at + 1;
        }
        path.push(self.tokens[at].text.clone());
        if is(&self.tokens, at + 1, "::") && !is(&self.tokens, at + 2, "<") {
            return self.tree(at + 2, &path, paths);
        }
        paths.push(path);
        at += 1;
        if is(&self.tokens, at, "as") { at + 2 } else { at }
    }
}

/// A path written in a module so deep within its file: as the file itself would write it.
fn out_of(path: Vec<String>, inner: usize) -> Vec<String> {
    let up = path.iter().take_while(|name| *name == "super").count();
    match up {
        0 => path,
        up if up <= inner => Vec::new(),
        _ => path[inner..].to_vec(),
    }
}

const MACHINE: [&str; 4] = ["fs", "net", "env", "process"];
const CLOCKS: [&str; 2] = ["SystemTime", "Instant"];
const PRINTING: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];
const STREAMS: [&str; 3] = ["stdin", "stdout", "stderr"];
