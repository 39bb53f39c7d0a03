//! What holds for every text that is mended.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Words of others, which nobody may change.
const QUOTED: [&str; 4] =
    ["“so so it is” ", "\"the the end\" ", "\n\n> no no, we we\n\n", "“a landmark in in our life” "];

const OWN: [&str; 16] = [
    "the the ",
    "We we ",
    "so\nso ",
    "is ",
    "war. ",
    "\n\n",
    "*so* so ",
    "`x x` ",
    "[a a](b.md) ",
    "- in in\n",
    "## On on it\n\n",
    "é é ",
    "<!-- check: allow(C006) because \"x\" --> ",
    "<!-- check: allow(C006) because \"x\" -->\n\n",
    "currently ",
    "| a a | b |\n|---|---|\n| c | d d |\n\n",
];

thread_local! {
    /// The theme is the same for all.
    static MEMO: RefCell<Memo> = RefCell::default();
}

fn env() -> Env {
    Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false }
}

fn site(body: &str) -> Snapshot {
    let page = format!("+++\ntitle = \"A?\"\npublished = 2026-01-02\n+++\n{body}");
    let settings = "title = \"Site\"\nbase_url = \"https://example.org/\"\n[check]\npreview = true\n";
    [("site.toml", settings), ("content/a.md", &page), ("static/style.css", "")].into_iter().collect()
}

fn fixed_site(snapshot: &Snapshot, most: Applicability) -> FixedSite {
    let request = FixRequest { selection: &Selection::default(), scope: &[], most };
    MEMO.with_borrow_mut(|memo| fix_site(snapshot, &env(), &request, memo))
}

/// How often each rule found something.
fn counts(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for item in report.open() {
        *counts.entry(item.finding.code().code).or_default() += 1;
    }
    counts
}

fn text(snapshot: &Snapshot) -> &str {
    snapshot.text(&SitePath::new("content/a.md")).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_of_others_stay_and_a_second_round_finds_nothing_to_do(
        pieces in prop::collection::vec(prop::sample::select([&OWN[..], &QUOTED[..]].concat()), 1..24),
        is_unsafe in any::<bool>(),
    ) {
        let most = if is_unsafe { Applicability::Unsafe } else { Applicability::Safe };
        let before = site(&pieces.concat());
        let mended = fixed_site(&before, most);
        let after = mended.compiled.snapshot();
        for quoted in QUOTED {
            let count = |text: &str| text.matches(quoted.trim()).count();
            prop_assert_eq!(count(text(&before)), count(text(after)), "{}", text(after));
        }
        prop_assert!(fixed_site(after, most).changed.is_empty(), "{}", text(after));
        if !is_unsafe {
            let compile = |snapshot| MEMO.with_borrow_mut(|memo| compile(snapshot, &env(), memo));
            let all = |snapshot| compile(snapshot).report(&Selection::default());
            let (before, after) = (all(&before), all(after));
            let (before, after) = (counts(&before), counts(&after));
            // A comment that is taken out may have been all that a section had.
            let grew = |(code, count): (&&str, &usize)| *code != "M011" && before.get(code).unwrap_or(&0) < count;
            prop_assert!(!after.iter().any(grew), "{before:?} {after:?}");
        }
    }
}

#[test]
fn a_comment_whose_end_makes_markdown_of_html_is_taken_out_when_asked_alone() {
    let before = site("<!-- check: allow(C006) because \"x\" --> We *currently* wait.\n");
    let body = |most| {
        text(fixed_site(&before, most).compiled.snapshot()).rsplit_once("+++\n").map(|it| it.1.to_owned())
    };
    assert_eq!(
        body(Applicability::Safe).as_deref(),
        Some("<!-- check: allow(C006) because \"x\" --> We *currently* wait.\n")
    );
    assert_eq!(body(Applicability::Unsafe).as_deref(), Some(" We *currently* wait.\n"));
}

#[test]
fn what_a_change_uncovers_is_mended_in_the_next_round() {
    let mended = fixed_site(&site("It is so so so so.\n"), Applicability::Safe);
    assert!(text(mended.compiled.snapshot()).ends_with("It is so.\n"));
    assert_eq!(mended.changed.len(), 1);
}

#[test]
fn a_file_is_given_up_when_it_has_come_to_have_more_errors() {
    let report = |body| compile(&site(body), &env(), &mut Memo::default()).report(&Selection::default());
    let (good, bad) = (report("So it is.\n"), report("So it is.[@nobody]\n"));
    let [a, b] = ["content/a.md", "content/b.md"].map(SitePath::new);
    assert_eq!(worse_files(&good, &bad, std::slice::from_ref(&a)), std::slice::from_ref(&a));
    assert_eq!(worse_files(&good, &bad, std::slice::from_ref(&b)), [b], "one file may spoil another");
    assert_eq!(worse_files(&bad, &good, &[a]), []);
}

#[test]
fn a_file_outside_of_the_scope_is_left_alone() {
    let site = site("The line is so so.\n");
    let request = FixRequest {
        selection: &Selection::default(),
        scope: &["content/b".to_owned()],
        most: Applicability::Unsafe,
    };
    assert!(fix_site(&site, &env(), &request, &mut Memo::default()).changed.is_empty());
}

#[test]
fn a_file_that_was_not_read_is_mended_whatever_else_is_found_in_it_then() {
    let settings = "title = “Site”\nbase_url = \"https://example.org/\"\n";
    let page = "+++\ntitle\u{a0}= “Why „so“?”\nkind ＝ 'nothing'\n+++\nIt is so so.[@a]\n";
    let sources = "[b]\nkind = “report”\n";
    let files = [("site.toml", settings), ("content/a.md", page), ("content/sources.toml", sources)];
    let mended = fixed_site(&files.into_iter().collect(), Applicability::Safe);
    let snapshot = mended.compiled.snapshot();
    assert_eq!(text(snapshot), "+++\ntitle = \"Why „so“?\"\nkind = 'nothing'\n+++\nIt is so.[@a]\n");
    assert_eq!((mended.changed.len(), mended.given_up.len()), (3, 0));
    let codes: Vec<_> = mended.compiled.findings().iter().map(|finding| finding.code().code).collect();
    assert_eq!(codes, ["F016", "C001", "F012"]);
}
