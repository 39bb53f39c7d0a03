//! What a reader, a browser and a machine get of the repository's own site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use base64::Engine;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::folder::Site;

const EXPLAINER: &str = "xi-jinping-central-asia/index.html";
const BASE: &str = "https://nutgraf.example/";

/// What fits in the first ten packets that a server may send.
const ROUND_TRIP: usize = 14_600;

/// The built site: every file by its name.
static BUILT: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| Site::own(|_| {}).built());

fn text(name: &str) -> &'static str {
    std::str::from_utf8(BUILT.get(name).unwrap_or_else(|| panic!("there is no {name}"))).expect("UTF-8")
}

/// A start tag, and for `style` and `script` what stands in it.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    content: String,
}

impl Element {
    fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    /// Whether a browser asks for what the attribute names without being told to by the reader.
    fn fetches(&self, attribute: &str) -> bool {
        match (self.name.as_str(), attribute) {
            ("a" | "area", "href") => false,
            ("link", "href") => !matches!(self.get("rel"), "canonical" | "license"),
            _ => true,
        }
    }
}

fn elements(html: &str) -> Vec<Element> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let mut found: Vec<Element> = Vec::new();
    let mut open = false;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token.unwrap_or_else(|never| match never {}) {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| (string(name), string(value)));
                let element = Element {
                    name: string(&tag.name),
                    attributes: attributes.collect(),
                    content: String::new(),
                };
                open = matches!(element.name.as_str(), "style" | "script");
                found.push(element);
            }
            Token::String(text) if open => found.last_mut().expect("a tag").content += &string(&text),
            Token::EndTag(_) => open = false,
            Token::Error(error) => panic!("{:?} in {html}", error.value),
            _ => {}
        }
    }
    found
}

/// The HTML pages and their elements.
fn pages() -> impl Iterator<Item = (&'static str, Vec<Element>)> {
    let pages = BUILT.keys().filter(|name| name.ends_with(".html"));
    pages.map(|name| (name.as_str(), elements(text(name))))
}

const ADDRESSES: [&str; 7] = ["href", "src", "poster", "data", "action", "cite", "xlink:href"];

/// Every address on a page, with the element and the attribute that it stands in.
fn addresses(elements: &[Element]) -> Vec<(&Element, &'static str, String)> {
    let mut found = Vec::new();
    for element in elements {
        for attribute in ADDRESSES.into_iter().filter(|name| element.attributes.contains_key(*name)) {
            found.push((element, attribute, element.get(attribute).to_owned()));
        }
        let candidates = element.get("srcset").split(", ").filter(|candidate| !candidate.is_empty());
        found.extend(
            candidates.map(|it| (element, "srcset", it.split(' ').next().unwrap_or_default().to_owned())),
        );
    }
    found
}

fn is_absolute(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    scheme || address.starts_with('/')
}

/// The file and the fragment that a relative address leads to.
fn target(page: &str, address: &str) -> (String, String) {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (path, _version) = path.split_once('?').unwrap_or((path, ""));
    let decode = |text: &str| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    if path.is_empty() {
        return (page.to_owned(), decode(fragment));
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut names: Vec<String> =
        folder.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    for name in path.split('/') {
        match name {
            "." => {}
            ".." => drop(names.pop().unwrap_or_else(|| panic!("{page}: `{address}` leads above the site"))),
            name => names.push(decode(name)),
        }
    }
    (names.join("/"), decode(fragment))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_link_within_the_site_leads_to_a_file_and_a_place_in_it() {
    let ids: BTreeMap<&str, BTreeSet<String>> = pages()
        .map(|(name, elements)| (name, elements.iter().map(|it| it.get("id").to_owned()).collect()))
        .collect();
    let mut faults = Vec::new();
    let mut checked = 0;
    // A server shows 404.html at any address, so its links begin at the root.
    for (name, elements) in pages().filter(|(name, _)| *name != "404.html") {
        for (_, _, address) in addresses(&elements).into_iter().filter(|(.., it)| !is_absolute(it)) {
            checked += 1;
            let (file, fragment) = target(name, &address);
            let there = BUILT.contains_key(&file);
            let is_view = || file.ends_with(".svg") && text(&file).contains(&format!("id=\"{fragment}\""));
            let place = fragment.is_empty()
                || ids.get(file.as_str()).is_some_and(|ids| ids.contains(&fragment))
                || is_view();
            if !there || !place {
                faults.push(format!("{name}: `{address}` leads to nothing"));
            }
        }
    }
    assert!(checked > 50, "only {checked} links were found");
    assert_none(&faults);
}

#[test]
fn no_id_stands_twice_on_a_page() {
    let mut faults = Vec::new();
    for (name, elements) in pages() {
        let mut seen = BTreeSet::new();
        let ids = elements.iter().map(|element| element.get("id")).filter(|id| !id.is_empty());
        faults.extend(ids.filter(|id| !seen.insert(*id)).map(|id| format!("{name}: `{id}` twice")));
    }
    assert_none(&faults);
}

#[test]
fn links_within_the_site_are_relative_so_that_it_works_anywhere() {
    let mut faults = Vec::new();
    for (name, elements) in pages().filter(|(name, _)| *name != "404.html") {
        for (element, attribute, address) in addresses(&elements) {
            let own = address.starts_with('/') || address.starts_with(BASE);
            if own && element.get("rel") != "canonical" {
                faults.push(format!("{name}: <{} {attribute}=\"{address}\">", element.name));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_links_of_the_404_page_lead_to_files_from_any_address() {
    let elements = elements(text("404.html"));
    let elsewhere = addresses(&elements).into_iter().filter(|(.., it)| !it.starts_with('#'));
    for (_, _, address) in elsewhere {
        let path = address.strip_prefix(BASE).or_else(|| address.strip_prefix('/'));
        let path = path.unwrap_or_else(|| panic!("`{address}` depends on where the page is shown"));
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        assert!(BUILT.contains_key(&file), "`{address}` leads to nothing");
    }
}

#[test]
fn no_page_asks_another_origin_for_anything() {
    let mut faults = Vec::new();
    for (name, elements) in pages() {
        for (element, attribute, address) in addresses(&elements) {
            let here = name == "404.html" && (address.starts_with(BASE) || address.starts_with('/'));
            if element.fetches(attribute) && is_absolute(&address) && !here && !address.starts_with("data:") {
                faults.push(format!("{name}: <{} {attribute}=\"{address}\">", element.name));
            }
        }
        for style in elements.iter().filter(|element| element.name == "style") {
            if style.content.contains("://") || style.content.contains("@import") {
                faults.push(format!("{name}: a style sheet that asks for more"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_page_has_a_script_that_runs_or_a_style_attribute() {
    let mut faults = Vec::new();
    for (name, elements) in pages() {
        for element in elements {
            let runs = element.name == "script" && element.get("type") != "application/ld+json";
            let handles = element.attributes.keys().any(|key| key.starts_with("on") || key == "style");
            let active = addresses(std::slice::from_ref(&element))
                .iter()
                .any(|(.., it)| it.starts_with("javascript:"));
            if runs || handles || active {
                faults.push(format!("{name}: <{} {:?}>", element.name, element.attributes));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_policy_of_every_page_names_its_own_style_sheet_and_nothing_that_runs() {
    for (name, elements) in pages() {
        let policy = elements.iter().find(|it| it.get("http-equiv") == "Content-Security-Policy");
        let policy = policy.unwrap_or_else(|| panic!("{name} has no policy")).get("content");
        let styles: Vec<_> = elements.iter().filter(|element| element.name == "style").collect();
        for style in &styles {
            let hash = base64::prelude::BASE64_STANDARD.encode(Sha256::digest(&style.content));
            assert!(policy.contains(&format!("'sha256-{hash}'")), "{name}: {policy}");
        }
        assert!(policy.contains("default-src 'none'; style-src 'sha256-"), "{name}: {policy}");
        assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{name}: {policy}");
    }
}

#[test]
fn the_explainer_fits_into_one_round_trip() {
    let page = text(EXPLAINER);
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut page.as_bytes(), &mut packed, &parameters).expect("in memory");
    assert!(packed.len() <= ROUND_TRIP, "{} bytes of brotli, and {ROUND_TRIP} fit", packed.len());
    let asks = elements(page).iter().any(|it| it.name == "link" && it.get("rel") == "stylesheet");
    assert!(!asks, "its style sheet is another round trip");
}

#[test]
fn the_explainer_describes_itself_to_machines() {
    let elements = elements(text(EXPLAINER));
    let script = elements.iter().find(|it| it.get("type") == "application/ld+json").expect("JSON-LD");
    let value: Value = serde_json::from_str(&script.content).expect("JSON");
    assert_eq!(value["@context"], "https://schema.org");
    let nodes = value["@graph"].as_array().expect("a graph");
    let value = nodes.iter().find(|node| node["@type"] == "BackgroundNewsArticle").expect("an explainer");
    let canonical = elements.iter().find(|it| it.get("rel") == "canonical").expect("a canonical link");
    assert_eq!(value["url"], canonical.get("href"));
    for property in ["headline", "description", "datePublished", "dateModified", "inLanguage"] {
        assert!(value[property].as_str().is_some_and(|text| !text.is_empty()), "{property} in {value}");
    }
    for property in ["author", "publisher", "citation", "isPartOf"] {
        let first = if value[property].is_array() { &value[property][0] } else { &value[property] };
        let described = nodes.iter().find(|node| first["@id"].is_string() && node["@id"] == first["@id"]);
        let first = described.unwrap_or(first);
        assert!(first["@type"].is_string() && first["name"].is_string(), "{property} in {value}");
    }
}

/// The file that stands at an absolute address of the site.
fn is_built(address: &str) -> bool {
    let path = address.strip_prefix(BASE).unwrap_or_else(|| panic!("{address} is not the site's"));
    let path = path.split_once('#').map_or(path, |(page, _)| page);
    let name =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    BUILT.contains_key(&name)
}

#[test]
fn a_feed_reader_understands_the_feed() {
    let feed = atom_syndication::Feed::read_from(BUILT["feed.xml"].as_slice()).expect("an Atom feed");
    assert_eq!(feed.id(), BASE);
    assert!(!feed.title().is_empty() && !feed.entries().is_empty());
    assert!(feed.links().iter().any(|link| link.rel() == "self" && link.href() == format!("{BASE}feed.xml")));
    for entry in feed.entries() {
        assert!(is_built(entry.links()[0].href()), "{:?}", entry.links());
        assert!(!entry.id().is_empty() && !entry.title().is_empty());
        assert!(entry.updated() <= feed.updated());
        assert!(!entry.authors().is_empty() || !feed.authors().is_empty(), "RFC 4287, 4.1.1: an author");
    }
}

#[test]
fn the_sitemap_is_well_formed_and_names_pages_that_are_there() {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text("sitemap.xml"));
    let mut open = Vec::new();
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => open.push(String::from_utf8(tag.name().as_ref().to_vec()).expect("UTF-8")),
            Event::End(_) => drop(open.pop()),
            Event::Text(text) if open == ["urlset", "url", "loc"] => {
                found.push(text.decode().expect("UTF-8").into_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    assert!(found.contains(&BASE.to_owned()) && found.iter().all(|address| is_built(address)), "{found:?}");
    let pages = BUILT.keys().filter(|name| name.ends_with("index.html")).count();
    assert_eq!(found.len(), pages, "every page but 404.html: {found:?}");
}

#[test]
fn every_page_says_its_language_title_and_canonical_address() {
    for (name, elements) in pages() {
        let one = |wanted: &str| elements.iter().filter(|element| element.name == wanted).count();
        assert_eq!((one("title"), one("h1")), (1, 1), "{name}");
        assert!(elements.iter().any(|it| it.name == "html" && !it.get("lang").is_empty()), "{name}");
        let canonical: Vec<_> = elements.iter().filter(|it| it.get("rel") == "canonical").collect();
        let expected = Some(BASE.to_owned() + name.trim_end_matches("index.html"));
        assert_eq!(canonical.first().map(|it| it.get("href").to_owned()), expected, "{name}");
    }
}

#[test]
fn the_built_site_is_what_it_should_be_made_of() {
    for name in [
        "index.html", "404.html", "feed.json", "feed.xml", "sitemap.xml", "robots.txt", "_headers", EXPLAINER,
    ] {
        assert!(BUILT.contains_key(name), "{name} is missing");
    }
    let sources = BUILT.keys().filter(|name| {
        let extension = Path::new(name.as_str()).extension();
        let is_source = extension.is_some_and(|extension| extension == "md" || extension == "toml");
        is_source && !name.ends_with("/index.md")
    });
    assert_eq!(sources.collect::<Vec<_>>(), Vec::<&String>::new());
}
