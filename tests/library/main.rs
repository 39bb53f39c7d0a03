//! Tests of the library: sites as values, compiled in memory.
//!
//! One test binary, because linking each one costs more than running it. `tests/README.md` says what is where.

mod cards;
mod case;
mod cases;
mod check_properties;
mod commonmark;
mod dates;
mod feeds;
mod findings;
mod floors;
mod formats;
mod hosting;
mod interface_words;
mod manuscript;
mod properties;
mod quality;
mod reachable;
mod schema_org;
