//! The page of blocks: each with an example that is shown as it is written and as it looks, and with its keys.
//!
//! Must not know: how a block is drawn.

use super::begin_page;
use super::keys::write_tables;
use crate::blocks::{BLOCKS, BlockType};

const INTRODUCTION: &str = "
A block is a fenced code block that begins with the name of the block; its body is TOML. Each example is shown as source
and as readers see it. Rows of data follow a line of `---`, or are in a CSV file beside
the page. [A template](../how-to/own-block.md) makes a block of your own.
";

pub(super) fn page() -> String {
    let dek = "The parts of a page that are data: timelines, maps, charts, tables, quotations and more.";
    let mut page = begin_page("Blocks", dek, INTRODUCTION);
    for block in BLOCKS {
        let BlockType { name, about, example, .. } = block;
        let live = format!("```{name}\n{example}```\n");
        page += &format!("\n## {name}\n\n{about}\n\n````markdown\n{live}````\n\n{live}\n");
        write_tables(&block.shape(), "", &mut page);
        page.push('\n');
    }
    page
}
