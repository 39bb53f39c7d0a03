//! Words in a frame: at the largest of some sizes at which all of them stand in it.
//!
//! Nothing is ever cut: where the sizes end, smaller ones follow. Must not know: what the words say.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;
use unicode_linebreak::linebreaks;

use super::shaped_words::{Cluster, Words};

/// The room for some words, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The largest first.
    pub(super) sizes: &'static [u32],
    /// From one line to the next, in ems.
    pub(super) leading: f64,
}

/// Words in lines. All lengths are pixels.
#[derive(Debug, Default, JsonSchema, Serialize)]
pub(crate) struct WordsView {
    /// Of the letters.
    pub(crate) size: f64,
    /// From one line to the next.
    pub(crate) leading: f64,
    /// Of the widest line.
    pub(crate) width: f64,
    /// Of all lines, without the space between the last and what is below it.
    pub(crate) height: f64,
    pub(crate) lines: Vec<LineView>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct LineView {
    pub(crate) width: f64,
    /// Below the first line.
    pub(crate) y: f64,
    pub(crate) runs: Vec<RunView>,
}

/// Words of one face and one direction. Each stands at its own place, so that no run moves another.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct RunView {
    /// From the left end of the line.
    pub(crate) x: f64,
    pub(crate) text: String,
    /// The face: `serif` and `sans-serif` are nutgraf's own.
    pub(crate) family: String,
}

/// How much smaller each size is where no more are named.
const SMALLER: f64 = 0.92;

/// A word that is wider than the frame makes all words smaller, down to this share of the largest size. Then it is
/// parted, and all words may be larger again.
const WHOLE: f64 = 0.46;
const PARTED: f64 = 0.62;

/// What shaping a line by itself may add to the widths of its parts, in ems.
const SLACK: f64 = 0.02;

/// A part of the text that no line ends in.
#[derive(Debug)]
struct Part {
    range: Range<usize>,
    /// Without the spaces at its end, in ems.
    width: f64,
    /// With them.
    whole: f64,
}

/// Sets words into a frame.
pub(super) fn fit(words: &Words<'_>, frame: &Frame, family: impl Fn(usize) -> String) -> WordsView {
    let clusters = words.clusters();
    let parts = parts(&words.text, &clusters);
    let set = |(size, is_parted): (f64, bool)| {
        let room = frame.width / size - SLACK;
        let ranges = lines(&parts, &clusters, (room, is_parted))?;
        let height = size * ((ranges.len() as f64 - 1.0) * frame.leading + 1.0);
        let ranges = (height <= frame.height).then(|| balanced(&parts, ranges, room, &clusters))?;
        let lines = ranges.into_iter().zip(0..).map(|(range, line)| {
            let end = range.start + words.text[range.clone()].trim_end().len();
            let (runs, width) = words.line(range.start..end);
            let runs = runs.into_iter().map(|run| RunView {
                x: rounded(run.x * size),
                text: run.text,
                family: family(run.face),
            });
            let y = rounded(f64::from(line) * size * frame.leading);
            LineView { width: rounded(width * size), y, runs: runs.collect() }
        });
        let lines: Vec<_> = lines.collect();
        let width = lines.iter().map(|line| line.width).fold(0.0, f64::max);
        let leading = rounded(size * frame.leading);
        let height = rounded(height.max(0.0));
        (width <= frame.width).then(|| WordsView { size: rounded(size), leading, width, height, lines })
    };
    sizes(frame).find_map(set).unwrap_or_default()
}

/// The sizes to try, and whether words may be parted at each: those that are named, then ever smaller ones.
fn sizes(frame: &Frame) -> impl Iterator<Item = (f64, bool)> {
    let named = frame.sizes.iter().copied().map(f64::from);
    let largest = frame.sizes.first().copied().map_or(frame.height, f64::from);
    let last = frame.sizes.last().copied().map_or(largest, f64::from);
    let below = std::iter::successors(Some(last * SMALLER), |size| Some(size * SMALLER));
    let parted = named.clone().filter(move |size| *size <= largest * PARTED).chain(below);
    let whole = named.filter(move |size| *size >= largest * WHOLE).map(|size| (size, false));
    whole.chain(parted.map(|size| (size, true)))
}

/// Two digits: a hundredth of a pixel is nothing, and a number that others read should be short.
fn rounded(pixels: f64) -> f64 {
    (pixels * 100.0).round() / 100.0
}

/// The text in parts between which a line may end (Unicode Standard Annex 14).
fn parts(text: &str, clusters: &[Cluster]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut next = 0;
    for (end, _) in linebreaks(text) {
        let trimmed = start + text[start..end].trim_end_matches(' ').len();
        let mut part = Part { range: start..end, width: 0.0, whole: 0.0 };
        while let Some(cluster) = clusters.get(next).filter(|cluster| cluster.at < end) {
            part.whole += cluster.width;
            part.width += if cluster.at < trimmed { cluster.width } else { 0.0 };
            next += 1;
        }
        parts.push(part);
        start = end;
    }
    parts
}

/// The lines of a text, none wider than so many ems; nothing, where a part is wider and may not be parted.
fn lines(parts: &[Part], clusters: &[Cluster], (room, is_parted): (f64, bool)) -> Option<Vec<Range<usize>>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut used = 0.0;
    for part in parts {
        if !lines.is_empty() && used + part.width <= room {
            if let Some(line) = lines.last_mut() {
                line.end = part.range.end;
            }
            used += part.whole;
        } else if part.width <= room {
            lines.push(part.range.clone());
            used = part.whole;
        } else if is_parted {
            used = pieces(part, clusters, room, &mut lines);
        } else {
            return None;
        }
    }
    Some(lines)
}

/// Parts what is wider than a line; a cluster that is wider itself stands alone in its line, at no size that is
/// kept. Gives the width of the last line.
fn pieces(part: &Part, clusters: &[Cluster], room: f64, lines: &mut Vec<Range<usize>>) -> f64 {
    let first = clusters.partition_point(|cluster| cluster.at < part.range.start);
    let inside = clusters[first..].iter().take_while(|cluster| cluster.at < part.range.end);
    let mut used = 0.0;
    let mut start = part.range.start;
    for cluster in inside {
        if used + cluster.width > room && cluster.at > start {
            lines.push(start..cluster.at);
            (start, used) = (cluster.at, 0.0);
        }
        used += cluster.width;
    }
    lines.push(start..part.range.end);
    used
}

/// As many lines, as even as they can be.
fn balanced(parts: &[Part], ranges: Vec<Range<usize>>, room: f64, clusters: &[Cluster]) -> Vec<Range<usize>> {
    let mut best = ranges;
    let count = best.len();
    let mut low = 0.0;
    let mut high = room;
    for _ in 0..if (2..=6).contains(&count) { 12 } else { 0 } {
        let middle = f64::midpoint(low, high);
        match lines(parts, clusters, (middle, false)).filter(|lines| lines.len() <= count) {
            Some(even) => (best, high) = (even, middle),
            None => low = middle,
        }
    }
    best
}

#[cfg(test)]
mod tests;
