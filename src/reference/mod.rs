//! The reference: formats, blocks, findings and commands, made from the tables that the program itself uses.
//!
//! Editors get JSON Schemas, people the pages of `docs/content/reference/`, which a test compares with these. Must
//! not know: any site.

mod blocks;
mod commands;
mod findings;
mod keys;
mod schema;
#[cfg(test)]
mod tests;

pub(crate) use schema::{Schema, schemas};

/// Renders the pages of the reference: the name and the text of each file.
pub(crate) fn pages(command: &clap::Command) -> Vec<(&'static str, String)> {
    vec![
        ("blocks.md", blocks::page()),
        ("commands.md", commands::page(command)),
        ("findings.md", findings::page()),
        ("keys.md", keys::page()),
    ]
}

/// Begins a page: its front matter, a comment for people who want to edit it, and its first paragraphs.
fn begin_page(title: &str, dek: &str, introduction: &str) -> String {
    format!(
        "+++\nkind = \"page\"\ntitle = \"{title}\"\ndek = \"{dek}\"\n+++\n\n\
        <!-- Made by `nutgraf reference`, out of nutgraf's own tables. Do not edit it. -->\n{introduction}"
    )
}
