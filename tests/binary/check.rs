//! `nutgraf check`, `due` and `explain`: how they end, what they write, and that they write nothing else.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::folder::{NUTGRAF, Run, Site, TODAY, bytes, tree};

/// A page with two slips, one of them in words of others.
const SLIPS: &str =
    "\u{feff}+++\r\ntitle = \"A?\"\r\n+++\r\nSince the the war, he said “no no”.\r\n\r\nIt is so so.\r\n";

fn run(site: &Site, arguments: &[&str]) -> Run {
    let mut command = site.around(NUTGRAF);
    command.args(arguments);
    if arguments[0] != "explain" {
        command.arg(TODAY);
    }
    site.end(&mut command)
}

/// A check for words that stand twice, and nothing else.
fn check(site: &Site, arguments: &[&str]) -> Run {
    run(site, &[&["check", "--only", "C006"], arguments].concat())
}

fn with_slips() -> Site {
    let site = Site::small();
    site.write("content/a.md", SLIPS);
    site
}

#[test]
fn a_check_ends_by_what_is_at_the_failing_level() {
    let site = with_slips();
    let run = check(&site, &[]).expect_status(0).expect_messages(&["2 warnings"]);
    assert!(run.output.contains("--> content/a.md:4:7\n"), "{}", run.output);
    check(&site, &["--level", "C006=deny"]).expect_status(1).expect_messages(&["2 errors"]);
    check(&site, &["--level", "C006=deny", "--exit-zero"]).expect_status(0);
    let settings = site.read("site.toml");
    site.write("site.toml", settings + "[check]\nfail_on = \"warn\"\n");
    check(&site, &[]).expect_status(1);
    check(&site, &["--level", "C006=allow", "--only", "D005"]).expect_status(1);
    check(&site, &["content/why"]).expect_status(0);
}

#[test]
fn what_is_suppressed_is_not_shown_and_what_will_come_back_is_counted() {
    let site = Site::small();
    let comments =
        ["", " until 2026-12-01"].map(|until| format!("<!-- check: allow(C006) because \"x\"{until} -->"));
    let [for_ever, for_now] = comments;
    site.write(
        "content/a.md",
        format!("+++\ntitle = \"A?\"\n+++\nSo so it is. {for_ever}\n\nIt is so so. {for_now}\n"),
    );
    let run = check(&site, &["--level", "C006=deny"]).expect_status(0);
    assert_eq!((&*run.output, &*run.messages), ("", "1 finding suppressed until a later date\n"));
}

#[test]
fn what_the_day_brings_fails_no_check() {
    let site = Site::small();
    let settings = site.read("site.toml");
    site.write("site.toml", settings + "[check]\nfail_on = \"warn\"\n[check.levels]\nT007 = \"deny\"\n");
    let late = ["check", "--only", "T007", "--today", "2027-02-01", "--format", "short"];
    let run = site.end(site.around(NUTGRAF).args(late)).expect_status(0);
    assert!(run.output.contains("warning[T007]"), "{}", run.output);
}

#[test]
fn a_check_that_cannot_be_made_is_status_2() {
    let site = Site::small();
    let senseless: [(&[&str], &str); 7] = [
        (&["--only", "C06"], "did you mean `C006`?"),
        (&["--level", "C006"], "T001=deny"),
        (&["--level", "C006=loud"], "`allow`, `warn` or `deny`"),
        (&["content/nowhere"], "there is no `content/nowhere`"),
        (&["--unsafe-fixes"], "--fix"),
        (&["--baseline", "nowhere.toml"], "nowhere.toml"),
        (&["--write-baseline"], "--baseline"),
    ];
    for (arguments, said) in senseless {
        run(&site, &[&["check"], arguments].concat()).expect_status(2).expect_messages(&[said]);
    }
}

#[test]
fn a_path_is_written_as_seen_from_here_or_from_the_sites_root() {
    let site = with_slips();
    for path in ["content/a.md", "./content/../content/a.md", "content", "."] {
        let run = check(&site, &["--format", "short", path]);
        assert_eq!(run.output.lines().count(), 2, "{path}: {}", run.output);
    }
    let mut from_below = site.around(NUTGRAF);
    from_below.current_dir(site.path("content"));
    from_below.args(["check", "--root", "..", "--only", "C006", "--format", "short", "a.md", TODAY]);
    assert_eq!(site.end(&mut from_below).output.lines().count(), 2);
}

#[test]
fn a_fix_changes_its_words_and_nothing_else() {
    let site = with_slips();
    let path = site.path("content/a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    site.link("content/b.md", "a.md");
    let before = bytes(&site.root());
    let run = check(&site, &["--fix"]).expect_status(0).expect_messages(&["4 findings fixed in 2 files"]);
    assert_eq!(run.output, "");
    assert_eq!(site.read("content/a.md"), SLIPS.replace("the the", "the").replace("so so", "so"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    let mut after = bytes(&site.root());
    let same = before.into_iter().filter(|(name, _)| !matches!(&**name, "content/a.md" | "content/b.md"));
    after.retain(|name, _| !matches!(&**name, "content/a.md" | "content/b.md"));
    assert_eq!(same.collect::<Vec<_>>(), after.into_iter().collect::<Vec<_>>());
    let still = tree(&site.root());
    check(&site, &["--fix"]).expect_status(0);
    assert_eq!(tree(&site.root()), still);
}

#[test]
fn a_fix_ends_by_what_remains() {
    let site = with_slips();
    site.write(
        "content/b.md",
        "+++\ntitle = \"B?\"\n+++\nHe said “a landmark in our friendship”. The the end.\n",
    );
    let fix = ["check", "--only", "C006,S002", "--level", "C006=deny", "--fix"];
    let both = run(&site, &fix).expect_status(1).expect_messages(&["2 errors"]);
    assert!(both.output.contains("[S002]") && both.output.contains("The the"), "{}", both.output);
    run(&site, &[&fix[..], &["content/a.md"]].concat()).expect_status(0);
}

#[test]
fn a_file_that_may_not_be_written_is_left_and_told_of() {
    let site = with_slips();
    fs::set_permissions(site.path("content/a.md"), fs::Permissions::from_mode(0o444)).unwrap();
    let before = tree(&site.root());
    check(&site, &["--fix"]).expect_status(2).expect_messages(&["`content/a.md` is read-only"]);
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn a_difference_is_shown_and_nothing_is_written() {
    let site = Site::small();
    site.write("content/a.md", "+++\ntitle = \"A?\"\n+++\nSince the the war.\n");
    let before = tree(&site.root());
    let run = check(&site, &["--diff"]).expect_status(0);
    let expected = "--- a/content/a.md\n+++ b/content/a.md\n@@ -1,4 +1,4 @@\n +++\n title = \"A?\"\n +++\n\
        -Since the the war.\n+Since the war.\n";
    assert_eq!(run.output, expected);
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn a_baseline_passes_over_what_it_has_and_shrinks_by_itself() {
    let site = with_slips();
    let list = ["--baseline", "check-baseline.toml"];
    let with = |more: &[&str]| {
        check(&site, &[&list[..], &["--level", "C006=deny", "--format", "short"], more].concat())
    };
    with(&["--write-baseline"]).expect_status(1);
    assert_eq!(site.read("check-baseline.toml").matches("[[finding]]").count(), 0);
    with(&["--write-baseline", "--accept"]).expect_status(0);
    let written = site.read("check-baseline.toml");
    let entry = "\n[[finding]]\nrule = \"doubled-word\"\npage = \"content/a.md\"\nfingerprint = \"";
    assert_eq!(written.matches(entry).count(), 2, "{written}");
    assert!(written.contains("text = \"so so\"\ncount = 1\nsince = 2026-11-24\n"), "{written}");
    assert_eq!(with(&[]).expect_status(0).output, "");
    // Moved, and wrapped anew.
    site.write("content/a.md", SLIPS.replace("It is so so.", "Well.\r\n\r\nIt is\r\nso so."));
    assert_eq!(with(&[]).expect_status(0).output, "");
    // A new one is told, one that is mended is dead, and other rules say nothing of it.
    site.write("content/a.md", SLIPS.replace("It is so so.", "It is so. No no."));
    let output = with(&[]).expect_status(1).output;
    let lines: Vec<_> = output.lines().collect();
    assert!(lines[0].starts_with("check-baseline.toml:7:16: warning[X005]"), "{output}");
    assert!(lines[1].starts_with("content/a.md:6:11: error[C006]") && lines.len() == 2, "{output}");
    let other = run(&site, &["check", "--only", "D005", list[0], list[1], "--format", "short"]);
    assert_eq!(other.expect_status(0).output, "");
    with(&["--write-baseline"]).expect_status(1);
    assert_eq!(site.read("check-baseline.toml").matches("[[finding]]").count(), 1);
    let json = with(&["--format", "json"]);
    assert!(json.messages.contains("cannot be used multiple times"), "{}", json.messages);
}

#[test]
fn a_baseline_may_have_what_stands_at_no_words() {
    let site = Site::small();
    let list = ["check", "--only", "D007", "--baseline", "list.toml", "--write-baseline", "--accept"];
    run(&site, &list).expect_status(0);
    let written = site.read("list.toml");
    assert!(written.contains("page = \"site.toml\"") && !written.contains("text = \"\""), "{written}");
    assert_eq!(run(&site, &list[..5]).expect_status(0).output, "");
}

#[test]
fn a_baseline_that_is_none_is_status_2() {
    let site = with_slips();
    site.write("list.toml", "[[finding]]\nrule = \"doubled-word\"\nfingerprnt = \"x\"\n");
    let run = check(&site, &["--baseline", "list.toml"]).expect_status(2);
    run.expect_messages(&["list.toml:", "fingerprnt"]);
}

#[test]
fn what_is_due_stands_by_its_day_the_overdue_first() {
    let site = Site::small();
    let page = |title: &str, by: &str| format!("+++\ntitle = \"{title}\"\nreview_by = {by}\n+++\nText.\n");
    site.write("content/a.md", page("A?", "2026-12-24"));
    site.write("content/b.md", page("B?", "2026-11-01"));
    site.write("content/c.md", page("C?", "2026-12-25"));
    site.write("content/d.md", page("D?", "2026-11-24"));
    let expected = "2026-11-01  23 days overdue  content/b.md  B?\n2026-11-24  today            content/d.md  D?\n\
        2026-12-24  in 30 days       content/a.md  A?\n";
    let due = run(&site, &["due"]).expect_status(0);
    assert!(due.output.starts_with(expected), "{}", due.output);
    assert_eq!(run(&site, &["due", "--within", "5w"]).output.matches("C?").count(), 1);
    let json = run(&site, &["due", "--format", "json", "--within", "0"]).expect_status(0).output;
    let first = "{\"schema\":1,\"today\":\"2026-11-24\",\"kind\":\"review\",\"path\":\"content/b.md\",\
        \"page\":\"/b/\",\"title\":\"B?\",\"review_by\":\"2026-11-01\",\"days\":-23}\n";
    assert!(json.starts_with(first), "{json}");
    run(&site, &["due", "--within", "soon"]).expect_status(2);
}

#[test]
fn a_page_that_is_held_back_is_named_until_its_day() {
    let site = Site::small();
    site.write("content/soon.md", "+++\ntitle = \"Soon?\"\npublished = \"2027-06\"\n+++\nText.\n");
    let due = run(&site, &["due"]).expect_status(0);
    assert!(
        due.output.starts_with("2027-06-01  published in 189 days  content/soon.md  Soon?\n"),
        "{}",
        due.output
    );
    let json = run(&site, &["due", "--format", "json"]).expect_status(0).output;
    assert!(
        json.contains("\"kind\":\"publication\"") && json.contains("\"published\":\"2027-06-01\""),
        "{json}"
    );
    for command in ["build", "check"] {
        run(&site, &[command]).expect_messages(&["held back until 2027-06-01: content/soon.md"]);
    }
    assert!(!site.path("public/soon").exists() && !site.read("public/index.html").contains("Soon?"));
    run(&site, &["build", "--drafts"]).expect_status(0);
    for page in ["public/soon/index.html", "public/index.html"] {
        assert!(site.read(page).contains("Held back until <time datetime=\"2027-06\">June 2027</time>"));
    }
}

#[test]
fn files_with_decomposed_names_are_found_and_corrected() {
    let site = Site::small();
    let page = "+++\ntitle = \"Why?\"\n+++\nIt is is [so](cafe\u{301}/me\u{301}nu.pdf) ![and so](caf\u{e9}/%C3%A9t%C3%A9.svg)\n";
    site.write("content/o\u{303}.md", page);
    site.write("content/cafe\u{301}/me\u{301}nu.pdf", "PDF");
    site.write(
        "content/cafe\u{301}/e\u{301}te\u{301}.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>",
    );
    run(&site, &["build"]).expect_status(0);
    assert_eq!(site.read("public/caf\u{e9}/m\u{e9}nu.pdf"), "PDF");
    let found = check(&site, &["content/o\u{303}.md"]).expect_status(0).output;
    assert!(found.contains("content/\u{f5}.md:4"), "{found}");
    check(&site, &["--fix"]).expect_status(0);
    assert!(site.read("content/o\u{303}.md").contains("It is [so]"));
    site.write("content/\u{f5}.md", page);
    run(&site, &["build"]).expect_status(1).expect_messages(&["F004", "two files have this name"]);
}

#[test]
fn every_code_is_explained_by_code_and_by_name() {
    let site = Site::empty();
    let output = |rule: &str| run(&site, &["explain", rule]).expect_status(0).output;
    assert!(output("c006").starts_with("C006 doubled-word (correctness: warn)\n"));
    assert!(output("long-sentence").contains("| `max_words` | 40 |"));
    let read = output("B022");
    assert!(
        read.starts_with("B022 empty-data (blocks: deny)\n") && read.contains("this data has no rows"),
        "{read}"
    );
    run(&site, &["explain", "C06"]).expect_status(2).expect_messages(&["did you mean `C006`?"]);
}

#[test]
fn rules_are_listed_and_counted_and_their_settings_shown() {
    let site = with_slips();
    let list = run(&site, &["check", "--list", "--only", "T,B022"]).expect_status(0).output;
    assert!(list.contains("T007 review-overdue (staleness: warn, depends on today's date)\n"), "{list}");
    assert!(list.contains("B022 empty-data") && !list.contains("C006"), "{list}");
    let stats = check(&site, &["--stats", "content/a.md"]).expect_status(0).output;
    assert!(stats.starts_with("     2   166.7  C006 doubled-word\n"), "{stats}");
    site.write(
        "site.toml",
        site.read("site.toml") + "[[check.path]]\npath = \"content\"\nlevels = { C006 = \"deny\" }\n",
    );
    let shown =
        run(&site, &["check", "--level", "S=allow", "--show-settings", "content/a.md"]).expect_status(0);
    for line in [
        "deny   C006 doubled-word, by `[[check.path]]` of `content`\n",
        "allow  S002 uncited-quote, by the command line\n",
        "warn   T007 review-overdue, by the rule itself\n",
    ] {
        assert!(shown.output.contains(line), "{}", shown.output);
    }
}

#[test]
fn a_site_below_the_folder_of_the_call_is_named_from_there_to_code_hosts() {
    let site = with_slips();
    let root = site.root();
    let name = root.file_name().expect("a name").to_string_lossy().into_owned();
    let above = root.parent().expect("a folder above");
    let shown = |format: &str| {
        let mut command = site.around(NUTGRAF);
        command.args(["check", "--only", "C006", "--format", format, TODAY]);
        command.args(["--root", &name]).current_dir(above);
        site.end(&mut command).expect_status(0).output
    };
    let (github, sarif, json) = (shown("github"), shown("sarif"), shown("json"));
    assert!(github.contains(&format!("file={name}/content/a.md,")), "{github}");
    assert!(sarif.contains(&format!("\"uri\": \"{name}/content/a.md\"")), "{sarif}");
    assert!(json.contains("\"path\":\"content/a.md\""), "{json}");
}
