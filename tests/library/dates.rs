//! What a page says of its own date, on every output that says it: the pages, the Markdown, the data, the share cards.

use nutgraf::{Env, Memo, Snapshot, UrlPath, compile};
use proptest::prelude::*;
use serde_json::Value;

/// The front matter that decides whether a page is frozen, and what else may stand beside it.
#[derive(Clone, Debug)]
struct Front {
    as_of: Option<&'static str>,
    review_by: Option<&'static str>,
    is_frozen: bool,
    rest: Vec<&'static str>,
}

fn front() -> impl Strategy<Value = Front> {
    let as_of = proptest::option::of(prop::sample::select(vec![
        "2026-11-03",
        "\"2026-11\"",
        "2026",
        "\"2026~\"",
        "\"2022-09?\"",
        "\"-0043-03\"",
        "\"2022-09-15/2022-09-16\"",
    ]));
    let review_by = proptest::option::of(prop::sample::select(vec!["2026-11-10", "2027-05-01"]));
    let rest = proptest::sample::subsequence(
        vec![
            "updated = 2026-11-20\n",
            "reviewed = 2026-11-21\n",
            "evergreen = true\n",
            "topics = [\"T\"]\n",
            "[[change]]\ndate = 2026-11-20\nnote = \"More.\"\n",
            "[[correction]]\ndate = 2026-11-22\nnote = \"It was nine.\"\n",
        ],
        0..=6,
    );
    (as_of, review_by, any::<bool>(), rest).prop_map(|(as_of, review_by, is_frozen, rest)| Front {
        as_of,
        review_by,
        is_frozen,
        rest,
    })
}

/// The outputs that say of when the page is, by their addresses; other outputs have no dates of pages.
fn outputs(front: &Front) -> Vec<(String, String)> {
    let line =
        |key: &str, value: Option<&str>| value.map(|value| format!("{key} = {value}\n")).unwrap_or_default();
    let page = format!(
        "+++\ntitle = \"Why?\"\npublished = 2026-11-01\n{}{}{}{}+++\nText.\n\n## What?\n\nText.\n",
        line("as_of", front.as_of),
        line("review_by", front.review_by),
        line("frozen", front.is_frozen.then_some("true")),
        front.rest.concat()
    );
    let snapshot: Snapshot = [
        ("site.toml", "title = \"S\"\nbase_url = \"https://example.org/\"\n"),
        ("content/why.md", page.as_str()),
    ]
    .into_iter()
    .collect();
    let env = Env { today: "2026-11-28".parse().expect("a date"), base_url: None, drafts: false };
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    assert!(!compiled.has_errors(), "{:?}", compiled.findings());
    let text = |url: &UrlPath| Some((url.to_string(), compiled.render(url)?.expect("can be made")));
    compiled.urls().filter_map(text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_is_said_to_be_kept_where_its_author_says_so_and_nowhere_else(front in front()) {
        let is_kept = front.is_frozen && front.as_of.is_some() && front.review_by.is_none();
        for (url, text) in outputs(&front) {
            let text = text.to_lowercase();
            let says_it = text.contains("kept as of");
            let must_say_it = matches!(url.as_str(), "/" | "/why/" | "/why/index.md" | "/topics/t/");
            prop_assert!(says_it == is_kept || !says_it && !must_say_it, "{}: {}", url, text);
            prop_assert!(is_kept || !text.contains("only errors are corrected"), "{}: {}", url, text);
            if url == "/why/index.json" {
                let data: Value = serde_json::from_str(&text).expect("JSON");
                prop_assert_eq!(&data["frozen"], &Value::Bool(is_kept));
            }
            if url == "/why/" && !is_kept && front.as_of.is_some() {
                prop_assert!(text.contains("as of "), "{}", text);
            }
        }
    }
}
