//! nutgraf turns a folder of Markdown and TOML into an explainer site.
//!
//! ```text
//!             shell                      core: values in, values out               shell
//!   disk ──scan──▶ Snapshot ──parse──▶ Parsed ──resolve──▶ Site ──prepare──▶ key ──render──▶ bytes ──▶ folder, preview
//!                     Env { today, base_url, drafts } ──────┘
//! ```
//!
//! - [`Snapshot`]: every input as a value. The stages after it read no disk, clock, environment or network.
//! - `parse` reads one file alone, and never fails: it gives a value and its [`Finding`]s.
//! - `blocks` has the blocks: a file each, from its keys to its HTML, and the table of them.
//! - `model` resolves: the table of addresses, who cites what, which name is which entity.
//! - `render` prepares what is at an address: one value, whose digest is its key, and from which it is rendered.
//! - `scaffold` has the texts that a new site and a new explainer begin with.
//! - `lint` is the editor: rules over a resolved site, none of which a build asks for.
//! - `reference` is what nutgraf says of itself, for people and for editors, out of the tables that it goes by.
//! - `import` makes the files of such a site out of another generator's, and says what it could not carry over.
//! - [`compile()`] is all of these in a row.
//! - `shell` meets the machine: every command opens a site by `shell::project`, the only caller of `compile`.
//! - `cli` has a file for each command, and is the only place that prints.
//!
//! `watch` runs the whole pipe after every change. A [`Memo`] keeps what each stage made the last time, and
//! changes nothing but the time that it takes: there is no graph of what depends on what, and no kind of event.
//!
//! A module imports lower floors only; `tests/library/floors.rs` holds that. `blocks` is a slice through three
//! of them: a file of it has all sides of one block, so it may use what those floors use, and they may use it.
//!
//! | floor | modules |
//! | --- | --- |
//! | 0 | `base` |
//! | 1 | `source`, `diagnostics`, `geo`, `deploy_plan` |
//! | 2 | `parse` |
//! | 3 | `model` |
//! | 4 | `lint`, `render`, `import`, `scaffold` |
//! | 2 to 4 | `blocks` |
//! | 5 | `pipeline`, `reference` |
//! | 6 | `shell` |
//! | 7 | `cli` |

mod base;
mod blocks;
mod cli;
#[cfg(feature = "deploy")]
mod deploy_plan;
mod diagnostics;
mod geo;
mod import;
mod lint;
mod model;
mod parse;
mod pipeline;
mod reference;
mod render;
mod scaffold;
mod shell;
mod source;

pub use base::{SitePath, UrlPath};
pub use cli::run;
pub use diagnostics::{Finding, Level};
pub use lint::Selection;
pub use model::Env;
pub use pipeline::{Compiled, Memo, compile};
pub use source::{File, Snapshot};

/// What nutgraf's own tests and benchmarks use besides. It may change at any time.
#[doc(hidden)]
pub mod test_support {
    pub use crate::diagnostics::draw::{Colour, Format, human, report, short};
    pub use crate::diagnostics::{CODES, Code, LintLevel, Report};
    pub use crate::import::{Imported, ImportedFile, import, old_file};
    pub use crate::lint::{RULES, Rule};
    pub use crate::render::commonmark;
    pub use crate::source::{Asset, Broken, Text, Typeface};
}
