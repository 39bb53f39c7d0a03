//! `nutgraf init`, `new`, `completions` and `man`: from nothing to a page, and nothing lost on the way.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use super::folder::{NUTGRAF, Run, Site, TODAY, assert_same, bytes, skip, tree};

fn run(site: &Site, arguments: &[&str]) -> Run {
    site.end(site.around(NUTGRAF).args(arguments))
}

/// A new site in the folder.
fn begun() -> Site {
    let site = Site::empty();
    run(&site, &["init", ".", "--title", "Bridges", "--base-url", "https://bridges.example", TODAY])
        .expect_status(0);
    site
}

/// What is to be done on a new site: who publishes it, its example, its addresses.
const LEFT_TO_DO: [&str; 4] =
    ["content/about.md:9 X007", "content/leap-day/index.md:21 X007", "site.toml:6 L009", "site.toml:19 L009"];

/// What a check finds besides, as `file:line code`.
fn found(site: &Site) -> Vec<String> {
    let (left, found): (Vec<_>, Vec<_>) =
        found_on(site, TODAY).into_iter().partition(|place| LEFT_TO_DO.contains(&place.as_str()));
    assert_eq!(left, LEFT_TO_DO);
    found
}

/// All that a check finds on a day.
fn found_on(site: &Site, day: &str) -> Vec<String> {
    let output = run(site, &["check", "--format", "short", day]).expect_status(0).output;
    let place = |line: &str| {
        let mut parts = line.split(':');
        let (file, row) = (parts.next()?, parts.next()?);
        let code = line.split_once('[')?.1.split_once(']')?.0;
        Some(format!("{file}:{row} {code}"))
    };
    output.lines().map(|line| place(line).unwrap_or_else(|| panic!("{line}"))).collect()
}

#[test]
fn a_new_site_builds_and_a_check_names_what_is_left_to_do_then_and_years_later() {
    let site = begun();
    for day in [TODAY, "--today=2027-11-26", "--today=2035-01-01"] {
        assert_eq!(found_on(&site, day), LEFT_TO_DO, "{day}");
        let build = run(&site, &["build", day]).expect_status(0);
        assert!(!build.messages.contains("warning"), "{}", build.messages);
    }
    let page = site.read("public/leap-day/index.html");
    assert!(page.contains("https://bridges.example/leap-day/") && page.contains("365.2422"), "{page}");
    let due = run(&site, &["due", TODAY]).expect_status(0);
    assert_eq!(due.output, "nothing is due\n");
}

#[test]
fn an_editor_finds_the_schema_of_each_data_file_of_a_new_site() {
    let site = begun();
    let taplo: toml::Table = toml::from_str(&site.read(".taplo.toml")).unwrap();
    let rules = taplo["rule"].as_array().unwrap();
    let named: BTreeSet<_> = rules.iter().map(|rule| rule["schema"]["path"].as_str().unwrap()).collect();
    let laid = bytes(&site.path(".schemas"));
    let laid: BTreeSet<_> = laid.keys().map(|name| format!(".schemas/{name}")).collect();
    assert_eq!(named.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>(), laid);
    // As `nutgraf schema` writes them after an update.
    let before = bytes(&site.path(".schemas"));
    run(&site, &["schema", "--out", ".schemas"]).expect_status(0);
    let after = bytes(&site.path(".schemas"));
    assert!(before.iter().all(|(name, schema)| after.get(name) == Some(schema)));
}

#[test]
fn a_site_begins_beside_what_has_nothing_to_do_with_it() {
    let site = Site::empty();
    for file in ["README.md", "LICENSE", ".git/HEAD", ".github/dependabot.yml"] {
        site.write(file, file);
    }
    fs::create_dir(site.path("content")).unwrap();
    let before = bytes(&site.root());
    run(&site, &["init", ".", TODAY]).expect_status(0);
    let after = bytes(&site.root());
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));
    assert_eq!(found(&site), [""; 0]);
}

#[test]
fn a_site_with_files_in_the_way_is_refused_they_are_named_and_nothing_is_touched() {
    let site = Site::small();
    site.write(".gitignore", "mine");
    let before = tree(&site.root());
    let refused = run(&site, &["init", ".", TODAY]).expect_status(2);
    refused.expect_messages(&[
        "  .gitignore\n",
        "  content/\n",
        "  site.toml\n",
        "  static/\n",
        "nothing was changed",
    ]);
    assert_eq!(tree(&site.root()), before);
    run(&site, &["init", "site.toml", TODAY]).expect_status(2).expect_messages(&["site.toml"]);
    run(&site, &["init", "new", "--base-url", "example", TODAY]).expect_status(2);
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn the_address_of_a_site_needs_no_scheme() {
    let site = Site::empty();
    let said = ["`bridges.example` is taken for https://bridges.example/"];
    run(&site, &["init", "new", "--base-url", "bridges.example ", TODAY])
        .expect_status(0)
        .expect_messages(&said);
    assert!(site.read("new/site.toml").contains("base_url = \"https://bridges.example/\""));
}

#[test]
fn a_site_says_what_comes_next_and_where() {
    let site = Site::empty();
    run(&site, &["init", "a site/here", TODAY]).expect_status(0).expect_messages(&[
        "cd 'a site/here'\n",
        "nutgraf watch --open\n",
        "nutgraf new \"Why …?\"\n",
    ]);
    assert!(site.path("a site/here/site.toml").is_file());
}

#[test]
fn what_hosts_run_builds_the_site() {
    let site = begun();
    let tools = site.path("../tools");
    fs::create_dir(&tools).unwrap();
    std::os::unix::fs::symlink(NUTGRAF, tools.join("nutgraf")).unwrap();
    let path = format!("{}:/usr/bin:/bin", tools.display());
    let mut build = site.around("sh");
    build.args(["build.sh", "--base-url", "https://host.example/"]).env("PATH", path);
    site.end(&mut build).expect_status(0);
    assert!(site.read("public/leap-day/index.html").contains("https://host.example/leap-day/"));
}

/// Every place where a file says that something is to be done.
fn tasks(site: &Site) -> Vec<String> {
    let mut tasks = Vec::new();
    for (name, bytes) in bytes(&site.path("content")) {
        for (line, row) in String::from_utf8(bytes).unwrap().lines().zip(1..) {
            let task = format!("content/{name}:{row} X007");
            if line.contains("todo:") && !LEFT_TO_DO.contains(&task.as_str()) {
                tasks.push(task);
            }
        }
    }
    tasks
}

const QUESTION: &str = "Why does the bridge matter?";

#[test]
fn every_open_task_of_a_new_explainer_is_found_and_none_is_left_when_all_is_done() {
    let site = begun();
    let new =
        ["new", QUESTION, TODAY, "--section", "Who pays?", "--section", "Who pays?", "--topic", "Bridges"];
    let sources = ["--source", "https://www.bridges.example/survey", "--source", "Annual report"];
    run(&site, &[&new[..], &sources].concat())
        .expect_status(0)
        .expect_messages(&["4 files", "13 open tasks"]);
    let open = found(&site);
    assert_eq!(open.len(), 13, "{open:#?}");
    let listed: Vec<_> = open.iter().filter(|place| place.ends_with("X007")).cloned().collect();
    assert_eq!(listed, tasks(&site));
    for other in [
        "bridge-matter/index.md:1 D002",
        "bridge-matter/sources.toml:1 C002",
        "bridge-matter/sources.toml:7 S008",
    ] {
        assert!(open.contains(&format!("content/{other}")), "{other}: {open:#?}");
    }
    // It is a draft: what is not published hinders nothing.
    run(&site, &["build", TODAY]).expect_status(0);
    assert!(!site.path("public/bridge-matter").exists());
    write_all(&site);
    assert_eq!(found(&site), [""; 0]);
    run(&site, &["build", TODAY]).expect_status(0);
    let page = site.read("public/bridge-matter/index.html");
    assert!(page.contains("id=\"who-pays\"") && page.contains("id=\"who-pays-2\""), "{page}");
}

/// What a writer does with a new explainer.
fn write_all(site: &Site) {
    let done: [(&str, &[(&str, &str)]); 4] = [
        (
            "index.md",
            &[
                (
                    "# dek = \"What the page answers, in 60 to 200 characters.\"",
                    "dek = \"It is the only way over the river, and the town on the far side lives by it.\"",
                ),
                (
                    "# todo: when you publish it, replace `draft` by `published = …`\ndraft = true",
                    "published = 2026-11-24",
                ),
                (
                    "  # todo: the short answer in three to five sentences, each with its source: \"…[@id]\"",
                    "  \"It is the only way over the river.[@annual-report]\",",
                ),
                (
                    "<!-- todo: the nut graf, a paragraph that says why it matters, to whom, and why now -->",
                    "Whoever wants to cross the river takes this bridge.[@bridges-example]",
                ),
            ],
        ),
        ("01-who-pays.md", ANSWERED),
        ("02-who-pays-2.md", ANSWERED),
        (
            "sources.toml",
            &[
                (
                    "\"bridges.example/survey\" # todo: the title of the page",
                    "\"A survey\"\npublisher = \"Bridges\"\ndate = 2026-01-02",
                ),
                ("title = \"Annual report\"", "title = \"Annual report\"\nnote = \"On paper.\""),
            ],
        ),
    ];
    for (name, changes) in done {
        let path = format!("content/bridge-matter/{name}");
        let mut text = site.read(&path);
        for (open, written) in changes {
            assert!(text.contains(open), "{path} has no `{open}`:\n{text}");
            text = text.replace(open, written);
        }
        site.write(&path, text);
    }
}

const ANSWERED: &[(&str, &str)] = &[
    (
        "# todo: `answer = \"…[@id]\"`: the answer in one sentence",
        "answer = \"The town pays.[@annual-report]\"",
    ),
    (
        "<!-- todo: what readers must know to believe it, with a source for each claim -->",
        "The town collects a toll.[@bridges-example]",
    ),
];

#[test]
fn a_new_explainer_may_be_one_file_with_its_sections_in_it() {
    let site = begun();
    let new = [
        "new", QUESTION, "--single-file", "--section", "Who *pays*?", "--slug", "bridge", "--dek", "Short.",
        TODAY,
    ];
    run(&site, &new).expect_status(0).expect_messages(&["1 file at content/bridge.md"]);
    assert!(site.read("content/bridge.md").contains("\n## Who *pays*?\n"));
    let open = found(&site);
    assert!(tasks(&site).iter().all(|task| open.contains(task)) && tasks(&site).len() == 4, "{open:#?}");
    run(&site, &["build", "--drafts", TODAY]).expect_status(0);
}

#[test]
fn letters_of_all_kinds_reach_the_page_as_they_were_given() {
    let site = begun();
    let odd = "Is “a\\b” 'so' \"new\" or <b>, 🐝 & [x] # no? ''' +++";
    let new = [
        "new", odd, "--section", odd, "--source", odd, "--author", odd, "--topic", odd, "--slug", "odd",
        TODAY,
    ];
    run(&site, &new).expect_status(0);
    let front = site.read("content/odd/index.md");
    let front: toml::Table = toml::from_str(front.split("+++\n").nth(1).unwrap()).unwrap();
    assert_eq!(front["title"].as_str(), Some(odd));
    assert_eq!(front["authors"][0].as_str(), Some(odd));
    let sources: toml::Table = toml::from_str(&site.read("content/odd/sources.toml")).unwrap();
    assert_eq!(sources.values().next().unwrap()["title"].as_str(), Some(odd));
    run(&site, &["build", "--drafts", TODAY]).expect_status(0);
    assert!(site.read("public/odd/index.html").contains("🐝 &amp; [x]"));
}

#[test]
fn a_new_explainer_takes_nobodys_place_and_needs_a_site_and_a_question() {
    let site = begun();
    let before = tree(&site.root());
    let refused: [(&[&str], &str); 6] = [
        (&["new"], "give a question"),
        (&["new", "?!"], "--slug"),
        (&["new", "Why so?", "--slug", "Not This"], "write `not-this`"),
        (&["new", "Why so?", "--slug", "leap-day"], "there is a `content/leap-day` already"),
        (&["new", "Why so?", "--slug", "about"], "there is a `content/about.md` already"),
        (&["new", "Why so?", "--root", "content"], "there is no site here"),
    ];
    for (arguments, said) in refused {
        run(&site, arguments).expect_status(2).expect_messages(&[said]);
    }
    // An address that the site itself has: a mistake of content, so it is drawn.
    run(&site, &["new", "Why so?", "--slug", "whos-who"])
        .expect_status(1)
        .expect_messages(&["nothing was created"]);
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn on_a_terminal_what_was_not_given_is_asked_for() {
    let site = begun();
    let mut there = Command::new("script");
    if there.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return skip("there is no `script` to play a terminal");
    }
    site.write(
        "answers",
        "Why does the bridge matter?\nShort.\nWho pays?\nWho crosses?\n\nAnnual report\n\n",
    );
    let mut terminal = site.around("script");
    let command = format!("{NUTGRAF} new {TODAY}");
    terminal.args(["--quiet", "--return", "--command", &command, "typed"]);
    terminal.stdin(fs::File::open(site.path("answers")).unwrap());
    let asked = site.end(&mut terminal).expect_status(0);
    assert!(asked.output.contains("Which question does it answer?"), "{}", asked.output);
    assert!(site.read("content/bridge-matter/index.md").contains("dek = \"Short.\"\n"));
    assert!(site.path("content/bridge-matter/02-who-crosses.md").is_file());
    assert!(site.read("content/bridge-matter/sources.toml").starts_with("[annual-report]\n"));
}

#[test]
fn a_template_is_copied_to_be_changed_and_never_over_another() {
    let site = begun();
    run(&site, &["eject", "explainer.htm"])
        .expect_status(2)
        .expect_messages(&["did you mean `explainer.html`?"]);
    let ejected = run(&site, &["eject", "explainer.html"]).expect_status(0);
    ejected.expect_messages(&["Copied templates/explainer.html", "will no longer change this file"]);
    run(&site, &["eject", "static/style/tokens.css"]).expect_status(0);
    // A copy that nobody has changed yet changes nothing.
    let before = site.built();
    fs::remove_dir_all(site.path("templates")).unwrap();
    fs::remove_dir_all(site.path("static")).unwrap();
    assert_same(&site.built(), &before);
    site.write("templates/explainer.html", "{{ page.title.plain }}");
    let own = tree(&site.root());
    let refused = run(&site, &["eject", "templates/explainer.html"]).expect_status(2);
    refused.expect_messages(&["  templates/explainer.html\n", "nothing was changed"]);
    assert_eq!(tree(&site.root()), own);
    run(&site, &["eject", "page.html", "--root", "content"])
        .expect_status(2)
        .expect_messages(&["there is no site here"]);
}

#[test]
fn each_template_says_what_it_makes_and_what_it_sees() {
    let site = Site::empty();
    let list = run(&site, &["templates"]).expect_status(0).output;
    assert!(
        list.contains(
            "templates/feed.xml\n    The Atom feed, for feed readers.\n    Variables: feed, site.\n"
        ),
        "{list}"
    );
    let one = run(&site, &["templates", "explainer.html"]).expect_status(0).output;
    assert!(one.contains("\n  minutes: number  # Reading time, at 230 words a minute.\n"), "{one}");
    assert!(one.contains("\n  overdue: true or false  # `review_by` has passed.\n"), "{one}");
    assert!(one.contains("\n    publisher: text, or nothing\n") && one.contains("\nsite  # "), "{one}");
    let part = run(&site, &["templates", "parts/strip.html"]).expect_status(0).output;
    assert!(part.contains("It is included in explainer.html"), "{part}");
    run(&site, &["templates", "explainr.html"]).expect_status(2).expect_messages(&["did you mean"]);
}

#[test]
fn a_shell_completes_our_commands() {
    let site = Site::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&site, &["completions", shell]).expect_status(0).output;
        assert!(script.contains("nutgraf") && script.contains("completions"), "{shell}");
    }
    run(&site, &["completions", "tcsh"]).expect_status(2);
    if Command::new("bash").arg("--version").stdout(Stdio::null()).status().is_err() {
        return skip("there is no bash");
    }
    site.write("nutgraf.bash", run(&site, &["completions", "bash"]).output);
    let complete = "set -eu; . ./nutgraf.bash; COMP_WORDS=(nutgraf ch) COMP_CWORD=1; \
                    _nutgraf nutgraf ch nutgraf; echo \"${COMPREPLY[*]}\"";
    assert_eq!(site.end(site.around("bash").args(["-c", complete])).expect_status(0).output, "check\n");
}

#[test]
fn each_command_has_a_page_of_the_manual() {
    let site = Site::empty();
    run(&site, &["man", "pages"]).expect_status(0);
    // A later version writes its own over them.
    run(&site, &["man", "pages"]).expect_status(0);
    let help = run(&site, &["--help"]).output;
    let commands = help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| !line.is_empty());
    // What a line has no room for stands further in, on the next.
    let begun = commands.filter(|line| !line.starts_with("   "));
    let names = begun.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let mut pages = 1;
    for name in names {
        let page = site.read(&format!("pages/nutgraf-{name}.1"));
        assert!(page.contains(".TH") && page.contains(".SH SYNOPSIS"), "{page}");
        pages += 1;
    }
    assert_eq!(bytes(&site.path("pages")).len(), pages);
    assert!(run(&site, &["man"]).output.contains(".TH NUTGRAF"));
    let mut man = Command::new("man");
    if man.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return skip("there is no `man` to read them with");
    }
    let mut man = site.around("man");
    let shown = site.end(man.env("MANPAGER", "cat").args(["--warnings", "-l", "pages/nutgraf-new.1"]));
    let shown = shown.expect_status(0);
    assert!(shown.output.contains("--section") && shown.messages.is_empty(), "{shown:?}");
}
