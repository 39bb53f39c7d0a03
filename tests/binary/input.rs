//! Whatever lies in a site's folder, nutgraf says what is wrong with it, in time and without harm.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Instant;

use super::folder::{NUTGRAF, Run, Site, TODAY, files, skip, tree};

/// A page with this body.
fn page(body: &str) -> String {
    format!("+++\nkind = \"page\"\ntitle = \"A page\"\n+++\n\n{body}\n")
}

/// Builds, breaks the site, and expects that the next build names the fault and leaves the output
/// byte for byte as it was.
#[track_caller]
fn refused(break_it: impl FnOnce(&Site), messages: &[&str]) -> Run {
    let site = Site::small();
    site.build().expect_status(0);
    let before = files(&site.public());
    break_it(&site);
    let run = site.build().expect_status(1).expect_messages(messages);
    assert_eq!(files(&site.public()), before, "the output has changed");
    run
}

#[test]
fn of_broken_pages_all_findings_are_shown_and_the_output_stays() {
    let break_it = |site: &Site| {
        site.write("content/about.md", "+++\nkind = \"page\"\ntitel = \"About\"\n+++\n\n[@nobody]\n");
        site.write("content/why/01-first.md", "+++\ntitle = \"First\"\n+++\n\n[there](../nowhere.md)\n");
        site.write("content/why/sources.toml", "[one]\ntitle = \n");
        site.write("content/why/02-then.md", "+++\ntitle = \"Then\"\n");
    };
    let places = [
        "content/about.md:3:1",
        "content/about.md:6:",
        "content/why/01-first.md:5:",
        "content/why/sources.toml:2:",
        "content/why/02-then.md:1:1",
        "errors: nothing was written",
    ];
    refused(break_it, &places);
}

#[test]
fn a_broken_template_or_style_sheet_is_named_and_the_output_stays() {
    let break_it = |site: &Site| {
        site.write("templates/page.html", "{% if page %}\n{{ page.title.plain }\n");
        site.write("static/style.css", "@import \"nowhere.css\";");
    };
    refused(break_it, &["templates/page.html:2:", "static/style.css"]);
}

#[test]
fn a_template_that_fails_at_a_page_is_named_and_the_output_stays() {
    let break_it = |site: &Site| site.write("templates/page.html", "{{ page.nothing.at.all }}");
    refused(break_it, &["templates/page.html:1:", "about"]);
}

#[test]
fn a_template_that_includes_itself_is_a_finding() {
    refused(
        |site| site.write("templates/page.html", "{% include \"page.html\" %}"),
        &["includes or extends itself"],
    );
    let round = |site: &Site| {
        site.write("templates/a.html", "{% include \"b.html\" %}");
        site.write("templates/b.html", "{% include \"a.html\" %}");
        site.write("templates/page.html", "{% include \"a.html\" %}");
    };
    refused(round, &["includes or extends itself"]);
}

#[test]
fn a_site_without_site_toml_is_a_finding() {
    refused(|site| site.remove("site.toml"), &["site.toml"]);
}

#[test]
fn a_site_without_content_is_told_so() {
    let site = Site::empty();
    site.write("site.toml", "title = \"Why\"\nbase_url = \"https://why.example/\"\n");
    let without = site.build().messages;
    fs::create_dir_all(site.path("content")).unwrap();
    assert_eq!(site.build().expect_status(1).messages, without);
    assert!(without.contains("content"), "{without}");
    assert!(!site.public().exists());
}

#[test]
fn what_is_no_file_where_a_page_should_be_is_a_finding() {
    refused(|site| fs::create_dir(site.path("content/x.md")).unwrap(), &["content/x.md", "a folder"]);
    for name in ["content/pipe.md", "static/pipe.svg", "templates/page.html"] {
        refused(|site| pipe(site, name), &[name, "a pipe"]);
    }
}

fn pipe(site: &Site, name: &str) {
    fs::create_dir_all(site.path(name).parent().unwrap()).unwrap();
    let made = Command::new("mkfifo").arg(site.path(name)).status().unwrap();
    assert!(made.success());
}

#[test]
fn a_site_toml_that_is_no_file_is_a_finding() {
    let replace = |site: &Site| {
        site.remove("site.toml");
        pipe(site, "site.toml");
    };
    refused(replace, &["site.toml", "a pipe"]);
    let replace = |site: &Site| {
        site.remove("site.toml");
        fs::create_dir(site.path("site.toml")).unwrap();
    };
    refused(replace, &["site.toml", "a folder"]);
}

#[test]
fn links_that_lead_nowhere_or_in_circles_are_findings() {
    refused(|site| site.link("content/loop", "."), &["content/loop"]);
    refused(|site| site.link("content/up", ".."), &["content/up", "1 error:"]);
    refused(|site| site.link("content/self.md", "self.md"), &["content/self.md"]);
    refused(|site| site.link("content/dead.md", "nowhere.md"), &["content/dead.md", "points to nothing"]);
    let dead = |site: &Site| {
        fs::remove_dir_all(site.path("content")).unwrap();
        site.link("content", "nowhere");
    };
    refused(dead, &["content", "points to nothing"]);
    let dead = |site: &Site| {
        site.remove("site.toml");
        site.link("site.toml", "nowhere");
    };
    refused(dead, &["site.toml", "points to nothing"]);
}

#[test]
fn a_link_out_of_the_site_is_a_finding_and_is_not_followed() {
    refused(|site| site.link("static/passwords.txt", "/etc/passwd"), &["static/passwords.txt"]);
    let begun = Instant::now();
    let run = refused(|site| site.link("static/all", "/"), &["static/all"]);
    assert!(run.messages.contains("1 error: nothing was written"), "{}", run.messages);
    assert!(begun.elapsed().as_secs() < 30, "the whole disk was walked");
}

#[test]
fn what_lies_outside_the_site_or_hidden_in_it_is_never_published_through_a_link() {
    let told = "points outside the site, or to something hidden";
    let fill = |site: &Site| {
        site.write("../beside/page.md", page("A secret"));
        site.write(".env", "TOKEN=secret\n");
        site.write(".cache/key/id", "secret");
        site.write("shared/plain.svg", "<svg/>");
    };
    let links = [
        ("static/x", "../../beside"),
        ("static/id.txt", "../.cache/key/id"),
        ("static/key", "../.cache/key"),
        ("content/env.txt", "../.env"),
        ("content/env.md", "../.env"),
        ("templates/page.html", "../.env"),
        ("content/extra/sources.toml", "../../.env"),
        ("locales/en.ftl", "../.env"),
    ];
    for (link, to) in links {
        let made = |site: &Site| {
            fill(site);
            fs::create_dir_all(site.path(link).parent().unwrap()).unwrap();
            site.link(link, to);
        };
        let run = refused(made, &[link, told]);
        assert!(!run.messages.contains("secret"), "{}", run.messages);
    }
    // The same holds for the folders themselves and for the files in the root.
    for (place, to) in [
        ("content", "../beside"),
        ("static", "../beside"),
        ("static", ".cache"),
        ("locales", ".cache/key"),
        ("templates", "../beside"),
        ("site.toml", ".env"),
        ("site.toml", "../beside/page.md"),
        ("links.lock", ".env"),
    ] {
        let made = |site: &Site| {
            fill(site);
            let _ = fs::remove_dir_all(site.path(place));
            let _ = fs::remove_file(site.path(place));
            site.link(place, to);
        };
        let run = refused(made, &[place, told]);
        assert!(!run.messages.contains("secret"), "{}", run.messages);
    }
    // A chain of links is followed to its end; a root may be a link, and so may a folder that leads to another.
    refused(
        |site| {
            fill(site);
            site.link("static/a.txt", "b.txt");
            site.link("static/b.txt", "../.env");
        },
        &["static/a.txt", "static/b.txt", told],
    );
    let site = Site::small();
    fill(&site);
    fs::rename(site.path("static"), site.path("files")).unwrap();
    site.link("static", "files");
    site.link("files/again.svg", "../shared/plain.svg");
    site.build().expect_status(0);
    assert_eq!(site.read("public/again.svg"), "<svg/>");
}

#[test]
fn a_link_within_the_site_is_followed() {
    let site = Site::small();
    site.write("shared/map.svg", "<svg/>");
    site.link("static/maps", "../shared");
    site.link("static/second.svg", "logo.svg");
    site.build().expect_status(0);
    assert_eq!(site.read("public/maps/map.svg"), "<svg/>");
    assert!(site.path("public/second.svg").symlink_metadata().unwrap().is_file());
}

#[test]
fn a_file_that_may_not_be_read_is_a_fault_of_the_system_and_nothing_follows_from_it() {
    closed("content/about.md");
    closed("static/logo.svg");
    closed("site.toml");
}

#[test]
fn a_folder_that_may_not_be_read_is_a_fault_of_the_system_and_nothing_follows_from_it() {
    closed("content/why");
}

/// Root reads everything, so as root the build runs without root's powers.
#[track_caller]
fn closed(name: &str) {
    let site = Site::small();
    let Some(mut command) = powerless(&site) else {
        return skip("root, and no `setpriv`");
    };
    command.args([NUTGRAF, "build", TODAY]);
    site.end(&mut command).expect_status(0);
    let before = tree(&site.public());
    fs::set_permissions(site.path(name), fs::Permissions::from_mode(0o000)).unwrap();
    let run = site.end(&mut command);
    let mut check = powerless(&site).unwrap();
    let checked = site.end(check.args([NUTGRAF, "check", TODAY, "--exit-zero"]));
    fs::set_permissions(site.path(name), fs::Permissions::from_mode(0o755)).unwrap();
    for run in [run, checked] {
        let run = run.expect_status(2).expect_messages(&[name, "permission denied"]);
        assert_eq!(run.messages.matches("error").count(), 2, "one, and their number: {}", run.messages);
    }
    assert_eq!(tree(&site.public()), before);
}

/// A program that starts another with no more powers than a file's permissions give.
pub(crate) fn powerless(site: &Site) -> Option<Command> {
    // It may be there from the last time.
    let _ = fs::remove_file(site.path("../closed"));
    site.write("../closed", "");
    fs::set_permissions(site.path("../closed"), fs::Permissions::from_mode(0o000)).unwrap();
    let reads = |mut command: Command| site.end(command.args(["cat", "../closed"])).status == Some(0);
    if !reads(site.around("env")) {
        return Some(site.around("env"));
    }
    let bare = || {
        let mut command = site.around("setpriv");
        command.args(["--bounding-set=-all", "--inh-caps=-all"]);
        command
    };
    let there = Command::new("setpriv").arg("--version").output().is_ok();
    (there && !reads(bare())).then(bare)
}

#[test]
fn what_is_not_utf_8_is_a_finding_at_its_byte() {
    let bytes = [page("Caf").trim_end().as_bytes(), b"\xe9\n"].concat();
    refused(|site| site.write("content/about.md", &bytes), &["content/about.md:6:4"]);
    refused(|site| site.write("site.toml", b"title = \"\xff\"\n"), &["site.toml:1:10"]);
}

#[test]
fn a_name_that_is_not_utf_8_is_a_finding() {
    let strange = |site: &Site| {
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.svg");
        fs::write(site.path("static").join(name), "").unwrap();
    };
    refused(strange, &["static/caf\u{fffd}.svg", "not UTF-8"]);
}

#[test]
fn a_nul_byte_is_a_finding_at_its_place() {
    refused(|site| site.write("content/about.md", page("a\0b")), &["content/about.md:6:2", "NUL byte"]);
}

#[test]
fn fifty_megabytes_of_markdown_are_refused_unread() {
    let body = page(&"All work and no play.\n".repeat(2_300_000));
    refused(|site| site.write("content/about.md", &body), &["content/about.md"]);
}

#[test]
fn ten_thousand_quotes_within_each_other_are_a_finding() {
    refused(|site| site.write("content/about.md", page(&">".repeat(10_000))), &["content/about.md:6:"]);
    refused(|site| site.write("content/about.md", page(&"+ ".repeat(10_000))), &["content/about.md:6:"]);
}

#[test]
fn ten_thousand_brackets_are_text() {
    for bracket in ["[", "![", "[@", "[](", "]", "*_", "`", "<", "{", "[^"] {
        let site = Site::small();
        site.write("content/about.md", page(&format!("{}\n\nThe end.", bracket.repeat(10_000))));
        let begun = Instant::now();
        let run = site.build();
        assert!(matches!(run.status, Some(0 | 1)), "{bracket}: {}", run.messages);
        assert!(begun.elapsed().as_secs() < 30, "{bracket} took {:?}", begun.elapsed());
    }
}

#[test]
fn what_an_editor_or_a_system_leaves_behind_is_no_input() {
    let site = Site::small();
    for name in ["content/.about.md.swp", "content/about.md~", "content/#about.md#", "static/.DS_Store"] {
        site.write(name, b"\xff");
    }
    site.write("static/.well-known/security.txt", "Contact: mailto:a@why.example\n");
    site.build().expect_status(0);
    assert!(site.path("public/.well-known/security.txt").is_file());
    assert!(!site.path("public/.DS_Store").exists());
}

/// Names that would write a line of their own into a log, set colours and titles, or turn letters around.
const ODD_NAMES: [&str; 6] = [
    "a\n::error file=x::INJECTED\nb",
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{202e}gpj",
    "\u{9b}31mc1",
    "a\rb",
];

/// Expects that a run has printed whole lines of printable letters, and none that a name has made.
#[track_caller]
fn expect_printable(run: &Run) {
    for text in [&run.output, &run.messages] {
        let is_bad = |c: char| {
            c.is_control() && !matches!(c, '\n' | '\t')
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.contains(is_bad), "{text:?}");
        assert!(text.lines().all(|line| !line.starts_with("::error file=x")), "{text}");
    }
}

#[test]
fn no_name_reaches_a_terminal_as_more_than_letters() {
    let site = Site::small();
    let run = |arguments: &[&str]| site.end(site.around(NUTGRAF).args(arguments));
    for name in ODD_NAMES {
        site.write(&format!("content/{name}.md"), page("[there](gone.md)"));
        site.write(&format!("static/{name}/x.txt"), "x");
    }
    expect_printable(
        &site
            .build()
            .expect_status(1)
            .expect_messages(&["invisible control character", r"content/a\n::error"]),
    );
    for format in ["human", "short", "json", "sarif", "github"] {
        expect_printable(&run(&["check", TODAY, "--format", format]).expect_status(1));
    }
    for name in ODD_NAMES {
        let path = format!("content/{name}.md");
        for arguments in [
            ["check", "--show-settings", &path],
            ["check", "--stats", &path],
            ["check", "--baseline", name],
            ["check", "--only", name],
            ["build", "--out", &path],
            ["build", "--root", name],
            ["due", "--within", name],
            ["new", "Why?", name],
            ["new", "--slug", name],
            ["import", name, "--out=new"],
            ["schema", "--", name],
            ["explain", "--", name],
            ["deploy", "--dry-run", name],
        ] {
            expect_printable(&run(&arguments));
        }
        fs::remove_file(site.path(&path)).unwrap();
        fs::remove_dir_all(site.path(&format!("static/{name}"))).unwrap();
    }
    // A folder may be called so, and so may files that others have put where the site is built.
    site.write(&format!("public/{}/index.html", ODD_NAMES[0]), "x");
    expect_printable(&site.build_with(&["--out", ODD_NAMES[0]]).expect_status(0));
    expect_printable(&site.build().expect_status(0));
}

#[test]
fn an_old_site_with_such_names_is_imported_without_them() {
    let site = Site::empty();
    site.write("old/config.toml", "base_url = \"https://old.example\"\ntitle = \"Old\"\n");
    site.write("old/content/good.md", "+++\ntitle = \"Good\"\n+++\nText.\n");
    for name in ODD_NAMES {
        site.write(&format!("old/content/{name}.md"), "+++\ntitle = \"T\"\n+++\nText.\n");
    }
    let run = site.end(site.around(NUTGRAF).args(["import", "old", "--out", "new"]));
    expect_printable(&run);
    let run = run.expect_messages(&["invisible control character"]);
    assert_eq!(run.status, Some(1), "{}", run.messages);
}
