//! The checker itself: what must offend does, what must not does not.

use std::collections::BTreeMap;

use super::{Floors, Source, read};

const TABLE: &str = "//! | floor | modules |\n//! | --- | --- |\n//! | 0 | `base` |\n\
    //! | 1 | `source`, `diagnostics` |\n//! | 2 | `parse` |\n//! | 3 | `model` |\n//! | 4 | `lint`, `render` |\n\
    //! | 2 to 4 | `blocks` |\n//! | 5 | `pipeline` |\n";

fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    let file = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    read(&files.iter().map(file).collect::<BTreeMap<_, _>>())
}

fn climbs(name: &str, text: &str) -> Vec<String> {
    let floors = Floors::of_doc(TABLE);
    sources(&[(name, text)]).iter().flat_map(|source| source.climbs(&floors)).collect()
}

fn touches(text: &str) -> Vec<String> {
    sources(&[("src/base/x.rs", text)]).iter().flat_map(Source::touches).collect()
}

#[test]
fn an_import_from_above_offends_at_its_line() {
    assert_eq!(
        climbs("src/base/path.rs", "//! Paths.\n\nuse crate::model::Site;\n"),
        ["src/base/path.rs:3: `base` uses `model`"]
    );
}

#[test]
fn every_way_to_write_a_path_is_seen() {
    for text in [
        "use crate::{base::Digest, model::{self, Site}};",
        "use {crate::model as m, std::fmt};",
        "fn f() -> crate::model::Site { todo() }",
        "fn f() { g::<crate :: model::Site>(); }",
        "use super::super::model::Site;",
        "mod inner { use super::super::super::model::Site; }",
        "macro_rules! m { () => { $crate::model::site() } }",
        "pub(in crate::model) fn f() {}",
        "use crate::Site;",
        "use crate::*;",
    ] {
        assert_eq!(climbs("src/parse/front.rs", text).len(), 1, "{text}");
    }
}

#[test]
fn what_is_below_or_beside_or_said_only_offends_nobody() {
    for text in [
        "use crate::base::Digest;\nuse crate::parse::front_matter::Front;\nuse super::block::Block;",
        "// use crate::model::Site;\n/* crate::model /* nested */ crate::model */",
        r##"const A: &str = "crate::model"; const B: &str = r#"" crate::model"#; const C: char = '"';"##,
        "fn f<'a>(a: &'a str) -> char { '\\'' } const D: u8 = b'\"';",
        "#[cfg(test)]\nmod tests {\n use crate::model::Site;\n fn f() { if a { b } }\n}",
        "#[cfg(test)]\nuse crate::model::Site;\nuse crate::base::Span;",
        "pub(crate) struct Here;",
    ] {
        assert_eq!(climbs("src/parse/front.rs", text), [""; 0], "{text}");
    }
}

#[test]
fn of_one_floor_only_findings_may_use_sources() {
    assert!(climbs("src/diagnostics/draw.rs", "use crate::source::Snapshot;").is_empty());
    assert_eq!(climbs("src/source/mod.rs", "use crate::diagnostics::Finding;").len(), 1);
    assert_eq!(climbs("src/lint/dates.rs", "use crate::render::Plan;").len(), 1);
    assert_eq!(climbs("src/render/page.rs", "use crate::lint::Rule;").len(), 1);
}

#[test]
fn a_slice_and_the_modules_on_its_floors_use_each_other() {
    let parse = "use crate::blocks::Block;";
    assert!(climbs("src/blocks/quote.rs", "use crate::parse::Placed;\nuse crate::render::Plan;").is_empty());
    for user in ["src/parse/mod.rs", "src/render/page.rs", "src/pipeline.rs"] {
        assert!(climbs(user, parse).is_empty(), "{user}");
    }
    assert_eq!(climbs("src/source/mod.rs", parse).len(), 1);
    assert_eq!(climbs("src/blocks/quote.rs", "use crate::pipeline::compile;").len(), 1);
}

#[test]
fn a_file_of_a_test_module_is_free() {
    let files = [
        ("src/base/date.rs", "#[cfg(test)]\nmod tests;\n"),
        ("src/base/date/tests.rs", "use crate::model::Site;\nuse std::fs;"),
        ("src/base/date/tests/more.rs", "use crate::model::Site;"),
    ];
    let floors = Floors::of_doc(TABLE);
    let sources = sources(&files);
    assert!(sources.iter().all(|it| it.climbs(&floors).is_empty() && it.touches().is_empty()));
}

#[test]
fn the_machine_offends_however_it_is_reached() {
    for text in [
        "use std::fs;",
        "use std::{fmt, net::TcpStream};",
        "fn f() { std::env::var(\"A\"); }",
        "use std::process::Command;",
        "use std::time::{Duration, Instant};",
        "fn f(a: SystemTime) {}",
        "fn f() { jiff::Zoned::now(); }",
        "fn f() { Timestamp::now() }",
        "fn f() { println!(\"\") }",
        "fn f() { eprint!(\"\") }",
        "fn f() { dbg!(1); }",
        "fn f() { std::io::stderr(); }",
    ] {
        assert_eq!(touches(text).len(), 1, "{text}");
    }
    let free = "const A: &str = env!(\"B\"); use std::io; use std::time::Duration; fn f() { let now = 1; }";
    assert_eq!(touches(free), [""; 0]);
}
