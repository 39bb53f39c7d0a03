//! What a page of the documentation tells its reader to do, in order: files to write, commands to run.
//!
//! - A fence below a line that ends in `` `PATH`: `` is that file; what follows "Add to" is put at its end.
//! - A `diff` fence below such a line changes the file.
//! - In a `console` fence each line that begins with `$ ` is run, and what follows is what it must say; `…`
//!   stands for anything within a line. A command with a comment `# not run: …` says to readers why not.

/// One thing that a page tells its reader to do.
#[derive(Debug)]
pub(crate) enum Step {
    Write { path: String, text: String },
    Add { path: String, text: String },
    Change { path: String, diff: String },
    Run { command: String, output: String },
}

/// The steps of a page.
pub(crate) fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut before = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            before = if line.trim().is_empty() { before } else { line };
            continue;
        }
        let (fence, info) = line.split_at(ticks);
        let body: String =
            lines.by_ref().take_while(|line| *line != fence).map(|line| format!("{line}\n")).collect();
        match (info.split(' ').next(), named(before)) {
            (Some("console"), _) => steps.extend(commands(&body)),
            (Some("diff"), Some(path)) => steps.push(Step::Change { path, diff: body }),
            (_, Some(path)) if before.contains("Add to `") => steps.push(Step::Add { path, text: body }),
            (_, Some(path)) => steps.push(Step::Write { path, text: body }),
            (_, None) => {}
        }
        before = "";
    }
    steps
}

/// The file that a line names at its end: `` … `site.toml`: ``.
fn named(line: &str) -> Option<String> {
    let (_, name) = line.trim_end().strip_suffix("`:")?.rsplit_once('`')?;
    Some(name.to_owned())
}

fn commands(body: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for line in body.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => {
                steps.push(Step::Run { command: command.to_owned(), output: String::new() });
            }
            (None, Some(Step::Run { output, .. })) => *output += &format!("{line}\n"),
            (None, _) => panic!("a console begins with a command: {line}"),
        }
    }
    steps
}

/// A text with a diff applied, whose old lines must stand in it once.
pub(crate) fn changed(text: &str, diff: &str) -> String {
    let side = |sign: char| -> String {
        let of = |line: &&str| line.starts_with(sign) || line.starts_with(' ') || line.is_empty();
        diff.lines().filter(of).map(|line| format!("{}\n", line.get(1..).unwrap_or(""))).collect()
    };
    let (old, new) = (side('-'), side('+'));
    assert_eq!(
        text.matches(&old).count(),
        1,
        "the old lines do not stand once in the file:\n{old}\n---\n{text}"
    );
    text.replacen(&old, &new, 1)
}

/// Whether a program said what a page says that it says. A line of `…` stands for any lines.
pub(crate) fn says(said: &str, expected: &str) -> bool {
    let lines = |text: &str| text.trim().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    told(&lines(said), &lines(expected))
}

fn told(said: &[String], expected: &[String]) -> bool {
    match expected.split_first() {
        None => said.is_empty(),
        Some((first, rest)) if first == "…" => (0..=said.len()).any(|at| told(&said[at..], rest)),
        Some((first, rest)) => {
            said.split_first().is_some_and(|(line, more)| fits(line, first) && told(more, rest))
        }
    }
}

fn fits(said: &str, expected: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = said.strip_prefix(parts.next().unwrap_or("")) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn dots_stand_for_anything_within_a_line_and_lines_must_be_all() {
    assert!(says("7 files, 48 ms\n", "… files, … ms"));
    assert!(!says("7 files, 48 ms\nmore", "… files, … ms"));
    assert!(!says("7 files, 48 s", "… files, … ms"));
    assert!(says("title = \"…\"", "title = \"…\""));
    assert!(says("one\ntwo\nthree", "one\n…\nthree") && says("", "") && !says("one", ""));
}
