//! `--compress`: what a server can hand on compressed lies ready, and goes when nobody wants it.

use std::collections::BTreeMap;
use std::io::Read;

use super::bytes::settle;
use super::folder::{Site, bytes};

fn site() -> Site {
    let site = Site::small();
    site.write(
        "static/logo.svg",
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", "<g/>".repeat(99)),
    );
    site.write("static/tiny.txt", "q7");
    site.write("static/photo.png", vec![0; 9_000]);
    site.write("static/own.csv", "a,b\n".repeat(99));
    site.write("static/own.csv.gz", "the author's own");
    site
}

fn compressed(site: &Site) -> BTreeMap<String, Vec<u8>> {
    site.build_with(&["--compress"]).expect_status(0);
    bytes(&site.public())
}

#[test]
fn each_text_lies_beside_itself_in_both_codings() {
    let site = site();
    let files = compressed(&site);
    let named = "index.html why/index.html why/index.md why/index.json feed.xml feed.json logo.svg";
    for name in named.split(' ') {
        assert!([".br", ".gz"].iter().all(|coding| files.contains_key(&format!("{name}{coding}"))), "{name}");
    }
    // What is very short may shrink in one coding alone.
    for (name, coded) in &files {
        let mut text = Vec::new();
        let of = if let Some(of) = name.strip_suffix(".br") {
            brotli::Decompressor::new(&coded[..], 4096).read_to_end(&mut text).unwrap();
            of
        } else if let Some(of) = name.strip_suffix(".gz").filter(|of| *of != "own.csv") {
            flate2::read::GzDecoder::new(&coded[..]).read_to_end(&mut text).unwrap();
            of
        } else {
            continue;
        };
        assert!(text == files[of] && coded.len() < text.len(), "{name}");
    }
    for name in ["tiny.txt.br", "tiny.txt.gz", "photo.png.br", "_headers.br", ".nojekyll.gz"] {
        assert!(!files.contains_key(name), "{name}");
    }
    assert_eq!(files["own.csv.gz"], b"the author's own");
}

#[test]
fn the_same_site_compresses_to_the_same_bytes_and_a_second_build_writes_none() {
    let site = site();
    settle();
    let files = compressed(&site);
    assert_eq!(files, compressed(&self::site()));
    site.build_with(&["--compress"]).expect_status(0).expect_messages(&["nothing changed"]);
    site.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\n\nUs and others.\n");
    // The page, and that in both codings.
    site.build_with(&["--compress"]).expect_status(0).expect_messages(&[": 3 written, 0 removed"]);
}

#[test]
fn without_the_flag_they_go() {
    let site = site();
    let plain = site.built();
    assert!(compressed(&site).len() > plain.len() + 10);
    assert_eq!(site.built(), plain);
}

#[test]
fn a_text_that_no_longer_shrinks_loses_its_codings() {
    let site = site();
    site.write("static/tiny.txt", "so ".repeat(99));
    assert!(compressed(&site).contains_key("tiny.txt.br"));
    site.write("static/tiny.txt", "q7");
    assert!(!compressed(&site).contains_key("tiny.txt.br"));
    site.write("public/tiny.txt.br", "somebody's");
    site.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\n\nUs and others.\n");
    site.build_with(&["--compress"]).expect_status(2).expect_messages(&["`tiny.txt.br`: a file"]);
}
