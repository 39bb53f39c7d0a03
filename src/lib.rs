//! nutgraf turns a folder of Markdown and TOML into an explainer site.
//!
//! ```text
//!             shell                      core: values in, values out               shell
//!   disk ──scan──▶ Snapshot ──parse──▶ Parsed ──resolve──▶ Site ──plan──▶ Plan ──render──▶ bytes ──▶ folder, preview
//!                     Env { today, base_url, drafts } ──────┘
//! ```
//!
//! - [`Snapshot`]: every input as a value. The stages after it read no disk, clock, environment or network.
//! - `syntax` reads one file alone, and never fails: it gives a value and its [`Finding`]s.
//! - `model` resolves: routes, who cites what, which name is which entity.
//! - `render` plans tasks, each with the digest of all that its bytes depend on, and renders one of them.
//! - `skeleton` has the texts that a new site and a new explainer begin with.
//! - `check` is the editor: rules over a resolved site, none of which a build asks for.
//! - `reference` is what nutgraf says of itself, for people and for editors, out of the tables that it goes by.
//! - [`import()`] makes the files of such a site out of another generator's, and says what it could not carry over.
//! - [`compile()`] is all of these in a row; `shell` meets the machine, and `cli` is the only place that prints.
//!
//! `watch` runs the whole pipe after every change. A [`Memo`] keeps what each stage made the last time, and
//! changes nothing but the time that it takes: there is no graph of what depends on what, and no kind of event.
//!
//! A module imports lower floors only; `tests/floors.rs` holds that:
//!
//! | floor | modules |
//! | --- | --- |
//! | 0 | `base` |
//! | 1 | `source`, `finding`, `atlas`, `rollout` |
//! | 2 | `syntax` |
//! | 3 | `model` |
//! | 4 | `check`, `render`, `import`, `skeleton` |
//! | 5 | `compile`, `reference` |
//! | 6 | `shell` |
//! | 7 | `cli` |

mod atlas;
mod base;
mod check;
mod cli;
mod compile;
mod finding;
mod import;
mod model;
mod reference;
mod render;
#[cfg(feature = "deploy")]
mod rollout;
mod shell;
mod skeleton;
mod source;
mod syntax;

pub use base::{SitePath, UrlPath};
pub use check::{RULES, Rule, Selection};
pub use cli::run;
pub use compile::{Compiled, Memo, compile};
pub use finding::draw::{Colour, Format, human, report, short};
pub use finding::{CODES, Code, Finding, Level, Report, Stance};
pub use import::{Imported, Made, import, old_file};
pub use model::Env;
pub use render::commonmark;
pub use source::{Asset, Broken, File, Snapshot, Text, Typeface};
