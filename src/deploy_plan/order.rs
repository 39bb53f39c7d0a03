//! Orders changes into batches: changes of one batch may run in any order, and the next batch starts when all of them
//! are done.
//!
//! Must not know: why a file changes.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction::Incoming;
use petgraph::algo::condensation;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{DeployState, Diff, Listing, References};

/// Files in a batch: few enough to upload all of them again after an interrupted deploy.
const BATCH_SIZE: usize = 512;

/// Into how many batches changes of one kind may be split, however many there are: the state of all files is written
/// before each batch.
const MAX_PARTS: usize = 64;

/// Changes that may run concurrently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Batch {
    pub(crate) files: Vec<String>,
    pub(crate) is_removal: bool,
}

/// Orders all changes of a diff. `references` has an entry for each file that is uploaded.
pub(crate) fn plan_batches(
    diff: &Diff,
    state: &DeployState,
    listing: &Listing,
    references: &References,
) -> Vec<Batch> {
    let mut batches = Vec::new();
    let size = BATCH_SIZE.max(diff.changes.len() / MAX_PARTS);
    for files in order_uploads(diff, state, listing, references) {
        batches.extend(split_batch(&files, size, false));
    }
    for files in order_removals(diff, state) {
        batches.extend(split_batch(&files, size, true));
    }
    batches
}

fn split_batch(files: &[String], size: usize, is_removal: bool) -> impl Iterator<Item = Batch> {
    files.chunks(size).map(move |files| Batch { files: files.to_vec(), is_removal })
}

fn order_uploads(
    diff: &Diff,
    state: &DeployState,
    listing: &Listing,
    references: &References,
) -> Vec<Vec<String>> {
    let uploads: BTreeSet<&str> = diff.uploads().collect();
    let incomplete = incomplete_files(&uploads, state, listing);
    let mut graph = Graph::new();
    for &file in &uploads {
        graph.insert(file, prerequisites(references.get(file), &incomplete));
    }
    // A file that stays, but has had broken references since an interrupted deploy, must not be linked to either.
    for &file in incomplete.difference(&uploads) {
        if let Some(deployed) = state.files.get(file) {
            graph.insert(file, prerequisites(Some(&deployed.references), &incomplete));
        }
    }
    let rank = |file: &str| Rank::of(file, references.get(file).is_some_and(|files| !files.is_empty()));
    // In a cycle, files that are missing are uploaded before files that exist: a reader may be on one of the latter.
    let step = |file: &str| (rank(file) == Rank::HomePage, listing.contains_key(file), rank(file));
    let mut batches = order_graph(&graph, rank, step);
    for batch in &mut batches {
        batch.retain(|file| uploads.contains(file.as_str()));
    }
    batches.retain(|batch| !batch.is_empty());
    batches
}

fn prerequisites<'a>(
    references: Option<&BTreeSet<String>>,
    incomplete: &BTreeSet<&'a str>,
) -> BTreeSet<&'a str> {
    references.into_iter().flatten().filter_map(|file| incomplete.get(file.as_str()).copied()).collect()
}

/// Returns files that no link may lead readers to yet: missing ones, and those that may refer to a missing file,
/// directly or through others.
fn incomplete_files<'a>(
    uploads: &BTreeSet<&'a str>,
    state: &'a DeployState,
    listing: &Listing,
) -> BTreeSet<&'a str> {
    let referenced = state.files.values().flat_map(|deployed| &deployed.references).map(String::as_str);
    let mut incomplete: BTreeSet<&str> =
        uploads.iter().copied().chain(referenced).filter(|file| !listing.contains_key(*file)).collect();
    let mut referrers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (file, deployed) in &state.files {
        for reference in &deployed.references {
            referrers.entry(reference).or_default().push(file);
        }
    }
    let mut queue: Vec<&str> = incomplete.iter().copied().collect();
    while let Some(file) = queue.pop() {
        for referrer in referrers.get(file).into_iter().flatten() {
            if incomplete.insert(referrer) {
                queue.push(referrer);
            }
        }
    }
    incomplete
}

/// Orders removals: a file goes after all files that refer to it.
fn order_removals(diff: &Diff, state: &DeployState) -> Vec<Vec<String>> {
    let mut graph: Graph<'_> = diff.removals().map(|file| (file, BTreeSet::new())).collect();
    for file in diff.removals() {
        for reference in state.files.get(file).into_iter().flat_map(|deployed| &deployed.references) {
            if let Some(referrers) = graph.get_mut(reference.as_str()) {
                referrers.insert(file);
            }
        }
    }
    let rank = |file: &str| {
        let has_references = state.files.get(file).is_some_and(|deployed| !deployed.references.is_empty());
        std::cmp::Reverse(Rank::of(file, has_references))
    };
    order_graph(&graph, rank, rank)
}

/// The order of uploads where references leave it open. Removals take the opposite order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Leaf,
    Page,
    /// Feeds and site maps, from which programs come to pages.
    Index,
    /// Most readers start here, so it changes last.
    HomePage,
}

impl Rank {
    fn of(file: &str, has_references: bool) -> Self {
        let file = uncompressed_name(file);
        let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension {
            _ if file == "index.html" => Self::HomePage,
            "html" => Self::Page,
            "atom" | "json" | "rss" | "txt" | "xml" if has_references => Self::Index,
            _ => Self::Leaf,
        }
    }
}

/// Strips `.br` or `.gz`: the name of the file that a compressed copy was made of.
pub(crate) fn uncompressed_name(file: &str) -> &str {
    file.strip_suffix(".br").or_else(|| file.strip_suffix(".gz")).unwrap_or(file)
}

/// For each file, the files that must come before it.
type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Sorts a graph topologically, by rank where it leaves a choice. Files of a cycle follow each other by `step`, without
/// any file in between that waits for them.
fn order_graph<R: Copy + Ord, S: Ord>(
    graph: &Graph<'_>,
    rank: impl Fn(&str) -> R,
    step: impl Fn(&str) -> S,
) -> Vec<Vec<String>> {
    let mut digraph = DiGraph::new();
    let nodes: BTreeMap<&str, NodeIndex> =
        graph.keys().map(|file| (*file, digraph.add_node(*file))).collect();
    for (file, before) in graph {
        for other in before.iter().filter_map(|other| nodes.get(other)) {
            digraph.add_edge(*other, nodes[file], ());
        }
    }
    let cycles = condensation(digraph, true);
    let min_rank = |cycle: NodeIndex| cycles[cycle].iter().map(|file| rank(file)).min();
    let mut waits_for: Vec<usize> =
        cycles.node_indices().map(|cycle| cycles.neighbors_directed(cycle, Incoming).count()).collect();
    let mut ready: BTreeMap<Option<R>, Vec<NodeIndex>> = BTreeMap::new();
    for cycle in cycles.externals(Incoming) {
        ready.entry(min_rank(cycle)).or_default().push(cycle);
    }
    let mut batches = Vec::new();
    while let Some((_, current)) = ready.pop_first() {
        // Cycles of one rank run side by side, each in its own steps.
        let mut steps: BTreeMap<S, Vec<String>> = BTreeMap::new();
        for file in current.iter().flat_map(|cycle| &cycles[*cycle]) {
            steps.entry(step(file)).or_default().push((*file).to_owned());
        }
        for files in steps.values_mut() {
            files.sort();
        }
        batches.extend(steps.into_values());
        for follower in current.into_iter().flat_map(|done| cycles.neighbors(done)) {
            waits_for[follower.index()] -= 1;
            if waits_for[follower.index()] == 0 {
                ready.entry(min_rank(follower)).or_default().push(follower);
            }
        }
    }
    batches
}
