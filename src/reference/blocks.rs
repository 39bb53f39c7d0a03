//! The page of blocks: each with an example that is shown as it is written and as it looks, and with its keys.
//!
//! Must not know: how a block is drawn.

use std::fmt::Write;

use super::GENERATED;
use super::keys::write_tables;
use crate::parse::formats::{Format, Written, formats};

const HEAD: &str = "\
+++
kind = \"page\"
title = \"Blocks\"
dek = \"The parts of a page that are data: timelines, maps, charts, tables, quotations and more.\"
+++

";

const INTRODUCTION: &str = "
A block is a fenced code block whose first word is the name of a block; its body is TOML. Each of these is shown as it is
written, and as it looks. Rows of data stand behind a line of `---`, or in a CSV file beside
the page. A block of your own is [a template](../how-to/own-block.md).
";

/// What each block looks like, and in a few words what it is for.
pub(super) const EXAMPLES: &[(&str, &str, &str)] = &[
    (
        "chart",
        "Figures that are drawn: as bars, lines, dots, or bars in layers.",
        include_str!("examples/chart.toml"),
    ),
    (
        "compare",
        "Two sides, or three, of equal weight. Where the same is asked of every side, use `sides` and `[[row]]`.",
        include_str!("examples/compare.toml"),
    ),
    (
        "figure",
        "A picture with what must be said of it. JPEG, PNG and WebP are offered 480, 960 and 1600 pixels wide too.",
        include_str!("examples/figure.toml"),
    ),
    ("known", "What is known, and what is not.", include_str!("examples/known.toml")),
    (
        "map",
        "Countries in groups, places, and routes between them. Borders are those of Natural Earth.",
        include_str!("examples/map.toml"),
    ),
    ("people", "Who is who, out of `entities.toml`.", include_str!("examples/people.toml")),
    ("quote", "Somebody's words, in their language and in the page's.", include_str!("examples/quote.toml")),
    ("table", "Rows of data under a caption.", include_str!("examples/table.toml")),
    ("timeline", "Events in the order of their dates.", include_str!("examples/timeline.toml")),
];

pub(super) fn page() -> String {
    let mut page = HEAD.to_owned() + GENERATED + INTRODUCTION;
    let blocks = formats().into_iter().filter(|format| format.place == Written::Fence);
    page.extend(blocks.map(|block| section(&block)));
    page
}

fn section(block: &Format) -> String {
    let name = block.name;
    let example = EXAMPLES.iter().find(|(word, ..)| *word == name);
    let (about, body) = example.map(|(_, about, body)| (*about, *body)).unwrap_or_default();
    let live = format!("```{name}\n{body}```\n");
    let mut section = format!("\n## {name}\n\n{about}\n\n````markdown\n{live}````\n\n{live}\n");
    write_tables(&block.shape, "", &mut section);
    let _ = writeln!(section);
    section
}
