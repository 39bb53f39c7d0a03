//! What nutgraf says of itself: its formats, blocks, findings and commands, out of the tables that it goes by.
//!
//! Editors get it as JSON Schemas, people as the pages of `docs/content/reference/`, which a test holds against
//! what is said here. Must not know: any site.

mod blocks;
mod commands;
mod findings;
mod keys;
mod schema;
#[cfg(test)]
mod tests;

pub(crate) use schema::{Schema, schemas};

/// The pages of the reference: the name of each file, and its text.
pub(crate) fn pages(command: &clap::Command) -> Vec<(&'static str, String)> {
    vec![
        ("blocks.md", blocks::page()),
        ("commands.md", commands::page(command)),
        ("findings.md", findings::page()),
        ("keys.md", keys::page()),
    ]
}

/// Says at the head of a page that nobody should edit it.
const GENERATED: &str =
    "<!-- Made by `nutgraf reference`, out of nutgraf's own tables. Do not edit it. -->\n";
