//! The order of changes: waves, of which each may be done in any order, and the next only when all of it is done.
//!
//! Must not know: why a file changes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Diff, Present, Standing};

/// Files of one wave: no more than anybody minds to send again when a rollout was cut short.
const MOST: usize = 512;

/// Changes that may be done side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wave {
    pub(crate) files: Vec<String>,
    pub(crate) is_removal: bool,
}

type Names = BTreeMap<String, BTreeSet<String>>;

/// The order of all changes. `names` has what each file that is put names.
pub(crate) fn waves(diff: &Diff, standing: &Standing, present: &Present, names: &Names) -> Vec<Wave> {
    let puts = put_order(diff, standing, present, names);
    let removals = removal_order(diff, standing);
    let parts = |waves: Vec<Vec<String>>, is_removal| {
        let part = move |files: &[String]| Wave { files: files.to_vec(), is_removal };
        waves.into_iter().flat_map(move |files| files.chunks(MOST).map(part).collect::<Vec<_>>())
    };
    parts(puts, false).chain(parts(removals, true)).collect()
}

fn put_order(diff: &Diff, standing: &Standing, present: &Present, names: &Names) -> Vec<Vec<String>> {
    let puts: BTreeSet<&str> = diff
        .changes
        .iter()
        .filter(|(_, change)| **change != Change::Remove)
        .map(|(file, _)| &**file)
        .collect();
    let holes = holes(&puts, standing, present);
    let before = |named: &BTreeSet<String>| -> BTreeSet<&str> {
        named.iter().filter_map(|name| holes.get(name.as_str()).copied()).collect()
    };
    let mut graph: Graph<'_> =
        puts.iter().map(|file| (*file, names.get(*file).map(&before).unwrap_or_default())).collect();
    // One that stays, and has named what is not there since a rollout was cut short, must not be led to either.
    for file in holes.iter().filter(|hole| !puts.contains(*hole)) {
        if let Some(entry) = standing.files.get(*file) {
            graph.insert(file, before(&entry.names));
        }
    }
    let rank = |file: &str| rank(file, names.get(file).is_some_and(|names| !names.is_empty()));
    // In a circle what is not there goes up before what is: a reader may be at that already.
    let turn = |file: &str| (rank(file) == LAST, present.contains_key(file), rank(file));
    let mut waves = arranged(&graph, rank, turn);
    waves.iter_mut().for_each(|wave| wave.retain(|file| puts.contains(&**file)));
    waves.retain(|wave| !wave.is_empty());
    waves
}

/// What a reader must not be led to yet: what is not there, and what names, or perhaps names, such a file.
fn holes<'a>(puts: &BTreeSet<&'a str>, standing: &'a Standing, present: &Present) -> BTreeSet<&'a str> {
    let named = standing.files.values().flat_map(|entry| &entry.names).map(String::as_str);
    let mut holes: BTreeSet<&str> =
        puts.iter().copied().chain(named).filter(|file| !present.contains_key(*file)).collect();
    let mut namers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (file, entry) in &standing.files {
        entry.names.iter().for_each(|name| namers.entry(name).or_default().push(file));
    }
    let mut open: Vec<&str> = holes.iter().copied().collect();
    while let Some(hole) = open.pop() {
        for namer in namers.get(hole).into_iter().flatten() {
            if holes.insert(namer) {
                open.push(namer);
            }
        }
    }
    holes
}

fn removal_order(diff: &Diff, standing: &Standing) -> Vec<Vec<String>> {
    let going = diff.changes.iter().filter(|(_, change)| **change == Change::Remove).map(|(file, _)| &**file);
    let mut graph: Graph<'_> = going.map(|file| (file, BTreeSet::new())).collect();
    let files: Vec<&str> = graph.keys().copied().collect();
    for file in files {
        for name in standing.files.get(file).into_iter().flat_map(|entry| &entry.names) {
            if let Some(before) = graph.get_mut(name.as_str()) {
                before.insert(file);
            }
        }
    }
    let names = |file: &str| standing.files.get(file).is_some_and(|entry| !entry.names.is_empty());
    let rank = |file: &str| LAST - rank(file, names(file));
    arranged(&graph, rank, rank)
}

/// The home page is what readers come to, so it is the last to change.
const LAST: u8 = 3;

/// What goes first where nothing else says so: files that name none; pages; feeds and maps of the site, from which
/// programs come to pages; the home page.
fn rank(file: &str, names: bool) -> u8 {
    let file = unpacked(file);
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        _ if file == "index.html" => LAST,
        "html" => 1,
        "atom" | "json" | "rss" | "txt" | "xml" if names => 2,
        _ => 0,
    }
}

/// The text that a packed one stands beside, as a browser may read it in its place.
pub(crate) fn unpacked(file: &str) -> &str {
    file.strip_suffix(".br").or_else(|| file.strip_suffix(".gz")).unwrap_or(file)
}

/// For each file, those that must come before it.
type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Waves in which each file comes after those that must come before it, and otherwise by rank; the files of a circle in
/// turns, with nothing in between that waits for them.
fn arranged<T: Ord>(
    graph: &Graph<'_>,
    rank: impl Fn(&str) -> u8,
    turn: impl Fn(&str) -> T,
) -> Vec<Vec<String>> {
    let circles = circles(graph);
    let circle_of: BTreeMap<&str, usize> = circles
        .iter()
        .enumerate()
        .flat_map(|(at, files)| files.iter().map(move |file| (*file, at)))
        .collect();
    let mut waits: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); circles.len()];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); circles.len()];
    for (file, before) in graph {
        let at = circle_of[file];
        for other in before.iter().filter_map(|file| circle_of.get(file)).filter(|other| **other != at) {
            if waits[at].insert(*other) {
                followers[*other].push(at);
            }
        }
    }
    let ranks: Vec<u8> =
        circles.iter().map(|files| files.iter().map(|file| rank(file)).min().unwrap_or_default()).collect();
    let mut ready: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    (0..circles.len())
        .filter(|at| waits[*at].is_empty())
        .for_each(|at| ready.entry(ranks[at]).or_default().push(at));
    let mut waves = Vec::new();
    while let Some((_, now)) = ready.pop_first() {
        // Circles of the same rank go side by side, each in its turns.
        let mut steps: BTreeMap<T, Vec<String>> = BTreeMap::new();
        for file in now.iter().flat_map(|at| &circles[*at]) {
            steps.entry(turn(file)).or_default().push((*file).to_owned());
        }
        steps.values_mut().for_each(|files| files.sort());
        waves.extend(steps.into_values());
        for done in now {
            for follower in std::mem::take(&mut followers[done]) {
                waits[follower].remove(&done);
                if waits[follower].is_empty() {
                    ready.entry(ranks[follower]).or_default().push(follower);
                }
            }
        }
    }
    waves
}

/// The strongly connected parts of a graph, by Tarjan's algorithm without recursion: a site may be one long chain.
fn circles<'a>(graph: &Graph<'a>) -> Vec<Vec<&'a str>> {
    let files: Vec<&str> = graph.keys().copied().collect();
    let places: BTreeMap<&str, usize> = files.iter().copied().zip(0..).collect();
    let edges: Vec<Vec<usize>> = graph
        .values()
        .map(|before| before.iter().filter_map(|file| places.get(file).copied()).collect())
        .collect();
    let mut search = Search { low: vec![usize::MAX; files.len()], ..Search::default() };
    (0..files.len()).for_each(|root| search.from(root, &edges));
    search.found.into_iter().map(|part| part.into_iter().map(|at| files[at]).collect()).collect()
}

#[derive(Default)]
struct Search {
    /// The earliest place on the stack that each can come back to; `MAX` before it is seen, `DONE` after.
    low: Vec<usize>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
    seen: usize,
}

const DONE: usize = usize::MAX - 1;

impl Search {
    fn from(&mut self, root: usize, edges: &[Vec<usize>]) {
        if self.low[root] != usize::MAX {
            return;
        }
        // Each: a place, its number, and how many of its edges were followed.
        let mut path = vec![self.enter(root)];
        while let Some((at, number, followed)) = path.pop() {
            if let Some(next) = edges[at].get(followed) {
                path.push((at, number, followed + 1));
                match self.low[*next] {
                    usize::MAX => path.push(self.enter(*next)),
                    DONE => {}
                    low => self.low[at] = self.low[at].min(low),
                }
            } else {
                let low = self.low[at];
                if low == number {
                    self.close(at);
                } else if let Some((parent, _, _)) = path.last() {
                    self.low[*parent] = self.low[*parent].min(low);
                }
            }
        }
    }

    fn enter(&mut self, at: usize) -> (usize, usize, usize) {
        let number = self.seen;
        self.seen += 1;
        self.low[at] = number;
        self.stack.push(at);
        (at, number, 0)
    }

    /// Takes off the stack all that came after a place, and the place: one part.
    fn close(&mut self, at: usize) {
        let mut part = Vec::new();
        while let Some(top) = self.stack.pop() {
            self.low[top] = DONE;
            part.push(top);
            if top == at {
                break;
            }
        }
        self.found.push(part);
    }
}
