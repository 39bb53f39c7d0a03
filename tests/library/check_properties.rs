//! What holds of the editor's rules for any text: nothing panics, every finding has its place, and what they find
//! depends on the words alone.
//!
//! Pages are made of the pieces that rules look for: a mix of those goes deeper than random characters.

use std::collections::BTreeMap;

use nutgraf::test_support::{Colour, human, short};
use nutgraf::{Env, File, Finding, Memo, Selection, SitePath, Snapshot, compile};
use proptest::prelude::*;

/// Sentences, and what stands between them in the place of some.
const SENTENCES: &[&str] = &[
    "Anna Lind, 44, met Karl Olsen on Thursday, 14 September 2022.",
    "The the plan was put off.",
    "He said “we will never give way to anybody”.",
    "He said “we will never give way to anybody”.[@a]",
    "A minister spoke of “a new era.",
    "Then so” she left!",
    "Trade with them reached $50 billion.[@a, p. 4]",
    "Some 12.5 per cent of the 3,400 members agreed.",
    "Some analysts say that it is over.",
    "Clearly, nobody wants it.",
    "The regime denied it.",
    "They came last week, and leave tomorrow.",
    "It is currently the largest.",
    "As of March 2019 it has eight members.[@b]",
    "President Karl Olsen will open it on 3 May 2024.",
    "It was signed on 3 May.",
    "The OSCE sent observers to Olbia.",
    "The Office of Small Things (OST) answered. OST is small.",
    "Read more [here](../b/index.md) or [there](#gone).",
    "See [the survey](https://example.org/survey), [Anna Lind] and [the town][olbia].",
    "The number is [=count].",
    "Dr. J. D. Berg of the U.S. Senate sat at 8 a.m. Monday.",
    "Wait... what? “Yes!” “No?”",
    "It was built by them, was sold by us, and is owned by nobody.",
    "*In print*, `code code`, ~~struck~~ and **strong strong** words.",
    "Three things changed:",
    "The committee, which had met in the hall above the river ever since its first members had been chosen by lot, decided after a long debate that nobody who had served before should be asked to serve again unless all the others agreed to it.",
    "الكلمة الكلمة 中文中文 e\u{301}e\u{301} 👩‍👧 \u{202e}x\u{feff}.",
    "Anna Linde and Ana Lind are one; so are Old Town and Olbia.",
];

const BLOCKS: &[&str] = &[
    "\n\n",
    "\n\n## What then? {#then}\n\n",
    "\n\n#### Too deep\n\n",
    "\n\n- one\n- two\n\n",
    "\n\n> Words of somebody else.\n\n",
    "\n\n![](x.svg)\n\n",
    "\n\n<!-- check: allow(C006) because \"it is a name\" -->\n\n",
    "\n\n<!-- check: allow(C006) -->\n\n",
    "\n\n```timeline\n[[event]]\ndate = 2022-09-15\ntext = \"Anna Lind met Karl Olsen.[@a]\"\n[[event]]\ndate = 2022-09-14\ntext = \"He left he left.\"\n```\n\n",
    "\n\n| a | b |\n|---|---|\n| 5 million | last week |\n\n",
    "[^n]\n\n[^n]: A note note.\n\n",
];

const SOURCES: &str = "[a]\nkind = \"article\"\ntitle = \"A\"\npublisher = \"P\"\ndate = 2021-05-01\nexcerpt = \"We will not give way to anybody\"\n\
                       [b]\nkind = \"report\"\ntitle = \"B\"\nurl = \"https://example.com/b\"\n";
const ENTITIES: &str = "[anna]\nkind = \"person\"\nname = \"Anna Lind\"\naliases = [\"Lind\"]\nborn = 1977-05-05\n\
                        [karl]\nkind = \"person\"\nname = \"Karl Olsen\"\nroles = [{ title = \"President\", from = 2010-01-01, to = 2020-01-01 }]\n\
                        [olbia]\nkind = \"place\"\nname = \"Olbia\"\nrenamed = [{ from = \"Old Town\", date = 2001-01-01 }]\n";
const FACTS: &str = "[count]\nlabel = \"How many\"\nvalue = 8\nas_of = 2019-01-01\nsource = \"a\"\n";
const FRONT: &str = "title = \"A question about three things\"\ndek = \"Why, and how, and what for, said in a sentence of the usual length.\"\n\
                     published = 2022-01-01\nupdated = 2022-02-01\nreview_by = 2023-01-01\nauthors = [\"The desk\"]\n";

type Files = BTreeMap<String, Vec<u8>>;

fn site(pages: &[(&str, String)]) -> Files {
    let texts = [
        ("site.toml", "title = \"S\"\nbase_url = \"https://x.y/\"\n[check]\npreview = true\n"),
        ("content/sources.toml", SOURCES),
        ("content/entities.toml", ENTITIES),
        ("content/facts.toml", FACTS),
    ];
    let fixed = texts.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned()));
    let pages = pages.iter().map(|(name, text)| (format!("content/{name}/index.md"), text.clone()));
    fixed.chain(pages).map(|(path, text)| (path, text.into_bytes())).collect()
}

fn page(front: &str, body: &str) -> String {
    format!("+++\n{FRONT}{front}+++\n\n{body}\n")
}

/// What all rules find, and the files as they were read.
fn check(files: &Files, today: &str, clocked: bool) -> (Vec<Finding>, Snapshot) {
    let file =
        |(path, bytes): (&String, &Vec<u8>)| (SitePath::new(path), File::new(&SitePath::new(path), bytes));
    let snapshot = Snapshot::new(files.iter().map(file).collect());
    let env = Env { today: today.parse().expect("a day"), base_url: None, drafts: true };
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    let selection = Selection { only: vec!["all".to_owned()], clocked, ..Selection::default() };
    (compiled.check(&selection), compiled.snapshot().clone())
}

const TODAY: &str = "2026-11-24";

/// A finding without its place: rule, words and sentence, however they were wrapped.
fn sameness(finding: &Finding, files: &Files) -> (&'static str, String, String) {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bytes = &files[finding.path().as_str()][finding.range()];
    (finding.code().code, plain(&String::from_utf8_lossy(bytes)), plain(finding.sentence()))
}

fn sorted<T: Ord>(found: impl Iterator<Item = T>) -> Vec<T> {
    let mut found: Vec<_> = found.collect();
    found.sort();
    found
}

fn drawn(found: &[Finding], snapshot: &Snapshot) -> String {
    found.iter().map(|finding| human(finding, snapshot, Colour::None) + &short(finding, snapshot)).collect()
}

/// Sentences, and now and then something between them.
fn body() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => proptest::sample::select(SENTENCES).prop_map(|sentence| format!("{sentence} ")),
        2 => proptest::sample::select(BLOCKS).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 1..14).prop_map(|pieces| pieces.concat())
}

/// Paragraphs of nothing but sentences.
fn paragraphs() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let sentences = proptest::collection::vec(proptest::sample::select(SENTENCES), 1..5);
    proptest::collection::vec(sentences, 1..4)
}

/// Anything at all, in any file.
fn odd() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let path = proptest::sample::select(
        &[
            "content/a/index.md",
            "content/a/entities.toml",
            "content/a/sources.toml",
            "content/b.md",
            "site.toml",
        ][..],
    );
    let text = prop_oneof![
        any::<String>().prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..60),
        body().prop_map(|body| page("", &body).into_bytes()),
        (body(), any::<String>(), body())
            .prop_map(|(a, odd, b)| page("", &format!("{a}{odd}{b}")).into_bytes()),
    ];
    (path, text)
}

/// The same words on other lines.
fn wrapped(paragraphs: &[Vec<&str>], width: usize) -> String {
    let wrap = |sentences: &Vec<&str>| {
        let (mut text, mut column) = (String::new(), 0);
        for word in sentences.iter().flat_map(|sentence| sentence.split(' ')) {
            if !text.is_empty() {
                let full = column + word.len() > width;
                text.push(if full { '\n' } else { ' ' });
                column = if full { 0 } else { column + 1 };
            }
            text.push_str(word);
            column += word.len();
        }
        text
    };
    paragraphs.iter().map(wrap).collect::<Vec<_>>().join("\n\n")
}

/// `PROPTEST_CASES` may ask for more.
#[expect(clippy::disallowed_methods, reason = "a test may be told how long to look")]
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
}

#[test]
fn findings_in_a_text_without_an_end_grow_with_the_text_and_not_with_its_square() {
    for piece in
        ["word ", "so so, ", "50 men and ", "Anna Lind and Ana Lind ", "“no ", "A.B.C.D and ", "x[^n] y[@a] "]
    {
        let kept = |times: usize| {
            let (found, snapshot) = check(&site(&[("a", page("", &piece.repeat(times)))]), TODAY, false);
            let sentences: usize = found.iter().map(|finding| finding.sentence().len()).sum();
            sentences + drawn(&found, &snapshot).len()
        };
        let [once, twice, four_times] = [500, 1_000, 2_000].map(kept);
        assert!(twice <= 3 * once && four_times <= 5 * once, "{piece}: {once} {twice} {four_times}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_rule_panic_and_every_finding_has_its_place(odd in proptest::collection::vec(odd(), 1..4)) {
        let mut files = site(&[]);
        files.extend(odd.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)));
        let (found, snapshot) = check(&files, TODAY, false);
        for finding in &found {
            prop_assert!(finding.is_inside(&snapshot), "{finding:?}");
        }
        drawn(&found, &snapshot);
    }

    #[test]
    fn wrapping_a_paragraph_anew_changes_no_finding(paragraphs in paragraphs(), width in 1usize..60) {
        let before = site(&[("a", page("", &wrapped(&paragraphs, usize::MAX)))]);
        let after = site(&[("a", page("", &wrapped(&paragraphs, width)))]);
        let same = |files: &Files| sorted(check(files, TODAY, false).0.iter().map(|it| sameness(it, files)));
        prop_assert_eq!(same(&before), same(&after));
    }

    #[test]
    fn the_order_of_files_changes_no_finding(bodies in proptest::collection::vec(body(), 3)) {
        let names = [["a", "b", "c"], ["c", "a", "b"]];
        let [first, second] = names.map(|names| {
            let pages: Vec<_> = names.into_iter().zip(bodies.iter().map(|body| page("", body))).collect();
            let files = site(&pages);
            let (found, _) = check(&files, TODAY, false);
            sorted(found.iter().map(|finding| {
                let name = finding.path().as_str().trim_start_matches("content/").split('/').next();
                let number = names.iter().position(|other| Some(*other) == name);
                (number, finding.range().start, sameness(finding, &files))
            }))
        });
        prop_assert_eq!(first, second);
    }

    #[test]
    fn what_a_page_suppresses_is_not_found(body in body()) {
        let plain = site(&[("a", page("", &body))]);
        let here = |finding: &&Finding| finding.path().as_str() == "content/a/index.md" && !finding.is_suppressed();
        let codes = |found: &[Finding]| {
            let found = found.iter().filter(here).map(|finding| finding.code().code);
            sorted(found.filter(|code| !code.starts_with('X')))
        };
        let mut found = codes(&check(&plain, TODAY, false).0);
        found.dedup();
        let allow: Vec<_> = found.iter().map(|code| format!("{{ rule = \"{code}\", because = \"here\" }}")).collect();
        let front = format!("[check]\nallow = [{}]\n", allow.join(", "));
        let suppressed = site(&[("a", page(&front, &body))]);
        prop_assert_eq!(codes(&check(&suppressed, TODAY, false).0), Vec::<&str>::new());
    }

    #[test]
    fn the_same_site_and_day_make_the_same_bytes(body in body()) {
        let files = site(&[("a", page("", &body)), ("b", page("as_of = 2022-01-15\n", &body))]);
        let [first, second] = [(); 2].map(|()| {
            let (found, snapshot) = check(&files, TODAY, false);
            drawn(&found, &snapshot)
        });
        prop_assert_eq!(first, second);
    }

    #[test]
    fn time_takes_back_no_finding(body in body(), days in (0i64..3000, 1i64..3000)) {
        let files = site(&[("a", page("", &body)), ("b", page("as_of = 2022-01-15\n", &body))]);
        let first: jiff::civil::Date = "2022-02-01".parse().expect("a day");
        let day = |days: i64| first.saturating_add(jiff::Span::new().days(days)).to_string();
        let at = |days: i64| {
            let (found, _) = check(&files, &day(days), true);
            let place = |it: &Finding| (it.path().as_str().to_owned(), it.range().start, it.code().code);
            sorted(found.iter().map(place))
        };
        let later = at(days.0 + days.1);
        for finding in at(days.0) {
            prop_assert!(later.contains(&finding), "{finding:?}");
        }
    }
}
