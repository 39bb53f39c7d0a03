//! Share cards, as they are drawn: their size, their weight, their margins; the same bytes each time.
//!
//! Looks at pixels. What can be known without is in `tests/cases/cards/`.

use std::collections::BTreeMap;

use image::{ImageFormat, RgbImage};
use nutgraf::{Compiled, Env, Memo, Snapshot, UrlPath, compile};
use rayon::prelude::*;

const SITE: &str = "title = \"The site of all sites\"\nbase_url = \"https://example.org/\"\n";

/// Titles of all kinds, the longest of 900 letters.
fn titles() -> Vec<String> {
    let long =
        "Why did the ferry operators withdraw from the interim agreement that all had held to be settled? ";
    let titles = [
        "Why?",
        "Why did Xi Jinping’s 2022 Central Asia trip matter?",
        "ÅÇŐ: Ẫ jyqgp, fj?",
        "Γιατί έχει σημασία το ταξίδι; Ἀρχὴ ἥμισυ παντός",
        "Почему эта поездка так важна? Қазақстан және Өзбекстан",
        "Is the 🦄 economy over, 中 and all?",
        "لماذا تُعدّ هذه الزيارة (2022) مهمة؟",
    ];
    let words = "W".repeat(400);
    titles.into_iter().map(str::to_owned).chain([long.repeat(9), words]).collect()
}

fn site(settings: &str) -> Compiled {
    let mut files = BTreeMap::from([("site.toml".to_owned(), format!("{SITE}{settings}"))]);
    for (at, title) in titles().into_iter().enumerate() {
        let page = format!(
            "+++\ntitle = \"{title}\"\ntopics = [\"{}\"]\nas_of = 2022-09-15\n+++\nText.\n\n## Section: {title}\n\nText.\n",
            title.chars().take(40).collect::<String>()
        );
        files.insert(format!("content/page-{at}.md"), page);
    }
    let snapshot: Snapshot = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    compile(&snapshot, &env, &mut Memo::default())
}

fn cards(compiled: &Compiled) -> Vec<&UrlPath> {
    compiled.urls().filter(|url| url.as_str().starts_with("immutable/")).collect()
}

fn card(compiled: &Compiled, url: &UrlPath) -> Vec<u8> {
    compiled.card(url).expect("a card").unwrap_or_else(|found| panic!("{url}: {found:?}"))
}

fn pixels(png: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(png, ImageFormat::Png).expect("a PNG").into_rgb8()
}

/// Whether anything but paper stands in a part of a picture.
fn is_inked(pixels: &RgbImage, (left, right): (u32, u32), (top, bottom): (u32, u32)) -> bool {
    let paper = pixels.get_pixel(0, 629);
    (top..bottom).any(|y| (left..right).any(|x| pixels.get_pixel(x, y) != paper))
}

#[test]
fn a_card_has_its_size_and_its_margins_and_weighs_little() {
    let compiled = site("");
    let all = cards(&compiled);
    assert!(all.len() > 3 * titles().len(), "{all:?}");
    all.into_par_iter().for_each(|url| {
        let png = card(&compiled, url);
        assert!(png.len() <= 200_000, "{url} has {} bytes", png.len());
        let pixels = pixels(&png);
        assert_eq!(pixels.dimensions(), (1200, 630), "{url}");
        // A letter may reach a little past its own width.
        for columns in [(0, 64), (1136, 1200)] {
            assert!(!is_inked(&pixels, columns, (20, 630)), "{url}: something stands in the margin");
        }
        assert!(!is_inked(&pixels, (0, 1200), (590, 630)), "{url}: something stands in the foot");
        assert!(!is_inked(&pixels, (0, 1200), (496, 512)), "{url}: the question reaches the rule");
        assert!(is_inked(&pixels, (64, 1136), (120, 500)), "{url}: there is no question");
    });
}

#[test]
fn cards_have_the_same_bytes_on_each_run_and_in_each_order() {
    let (one, other) = (site(""), site(""));
    let urls = cards(&one);
    assert_eq!(urls, cards(&other));
    let made: Vec<_> = urls.par_iter().map(|url| card(&one, url)).collect();
    for (url, bytes) in urls.iter().zip(made).rev().step_by(3) {
        assert!(card(&other, url) == bytes, "{url}");
    }
}

#[test]
fn a_letter_that_lacks_hides_no_other() {
    let drawn = |title: &str| {
        let page = format!("+++\ntitle = \"{title}\"\n+++\nText.\n");
        let files = [("site.toml", SITE), ("content/a.md", &*page)];
        let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
        let compiled = compile(&files.into_iter().collect(), &env, &mut Memo::default());
        let url = cards(&compiled).into_iter().find(|url| url.as_str().contains("/a/card.")).cloned();
        card(&compiled, &url.expect("a card of the page"))
    };
    assert!(drawn("What 🦄 is there?") == drawn("What is there?"), "a sign that lacks is left out");
    assert!(drawn("What 中 is there?") == drawn("What \u{fffd} is there?"), "a letter that lacks is marked");
}

#[test]
fn a_name_changes_with_what_is_on_the_card_and_with_nothing_else() {
    let names = |settings: &str| cards(&site(settings)).into_iter().cloned().collect::<Vec<_>>();
    let usual = names("");
    assert_eq!(usual, names("[limits]\nhome = 3\n"));
    assert_ne!(usual, names("language = \"kk\"\n"));
    assert_eq!(names("cards = \"none\"\n"), []);
    assert!(
        names("cards = \"explainers\"\n")
            .iter()
            .all(|url| usual.contains(url) && !url.as_str().contains("/card-"))
    );
}

/// A card template whose elements refer each to the next. `{}` stands for an element's number, `{+}` for the next one's.
fn chained(element: &str, length: usize) -> String {
    let one = |at: usize| element.replace("{}", &at.to_string()).replace("{+}", &(at + 1).to_string());
    let chain: String = (0..length).map(one).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\"><defs>{chain}</defs>\
         <path d=\"M0 0L9 0L9 9\" clip-path=\"url(#c0)\" mask=\"url(#m0)\" fill=\"url(#p0)\" stroke=\"red\" \
         marker-end=\"url(#k0)\" filter=\"url(#f0)\"/></svg>"
    )
}

fn with_card_template(template: &str) -> Compiled {
    let files = [
        ("site.toml", SITE),
        ("content/a.md", "+++\ntitle = \"A?\"\n+++\nText.\n"),
        ("templates/card.svg", template),
    ];
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    compile(&files.into_iter().collect::<Snapshot>(), &env, &mut Memo::default())
}

#[test]
fn a_card_that_is_too_deep_for_the_stack_is_a_finding() {
    let drawn = |template: &str| {
        let compiled = with_card_template(template);
        let url = cards(&compiled)[0].clone();
        compiled.card(&url).expect("a card").map(drop).map_err(|finding| format!("{finding:?}"))
    };
    for element in [
        r##"<clipPath id="c{}" clip-path="url(#c{+})"><rect width="9" height="9"/></clipPath>"##,
        r##"<clipPath id="c{}"><rect width="9" height="9" clip-path="url(#c{+})"/></clipPath>"##,
        r##"<mask id="m{}"><rect width="9" height="9" mask="url(#m{+})"/></mask>"##,
        r##"<pattern id="p{}" width="3" height="3"><rect width="9" height="9" style="fill: url('#p{+}')"/></pattern>"##,
        r##"<marker id="k{}"><path d="M0 0L9 9" stroke="red" marker-end="url(#k{+})"/></marker>"##,
        r##"<g id="g{}" filter="url(#f{+})"><path d="M0 0L9 9"/></g><filter id="f{}"><feImage href="#g{}"/></filter>"##,
    ] {
        drawn(&chained(element, 60)).unwrap_or_else(|found| panic!("{element}: {found}"));
        let found = drawn(&chained(element, 5_000)).expect_err(element);
        assert!(found.contains("more than 250 deep"), "{element}: {found}");
    }
    // A picture inside, and one inside of that.
    let inside = |svg: &str| {
        let encoded: String = svg.bytes().map(|byte| format!("%{byte:02x}")).collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\
             <image width=\"9\" height=\"9\" href=\"data:image/svg+xml,{encoded}\"/></svg>"
        )
    };
    let clip = r##"<clipPath id="c{}" clip-path="url(#c{+})"><rect width="9" height="9"/></clipPath>"##;
    let flat = inside(&chained(clip, 60));
    drawn(&flat).unwrap_or_else(|found| panic!("{found}"));
    for deep in [inside(&chained(clip, 5_000)), inside(&flat)] {
        let found = drawn(&deep).expect_err("too deep");
        assert!(found.contains("more than 250 deep"), "{found}");
    }
}
