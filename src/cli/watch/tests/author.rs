//! Somebody who changes a site of 300 explainers at random, breaks things and mends them again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A picture of 1 × 1 pixels, and one of 2 × 1 (GIF87a, header and screen alone: no more is read).
const PICTURES: [&[u8]; 2] = [b"GIF87a\x01\0\x01\0\0\0\0;", b"GIF87a\x02\0\x01\0\0\0\0;"];

pub(super) struct Author {
    pub(super) root: PathBuf,
    state: u64,
    /// Texts of files as they were before something was broken in them.
    whole: BTreeMap<PathBuf, String>,
    /// Files that may stand where none should.
    misplaced: Vec<PathBuf>,
}

/// What an author adds to a text: some of it leads nowhere, or is a slip.
const ADDED: [&str; 19] = [
    "More words.",
    "As reported [@ap, para. 4].",
    "As reported [@lost].",
    "The [SCO] met.",
    "The [Shanghai bloc] met.",
    "See [another](explainer-7.md) and [its part](explainer-8.md#why).",
    "See [one in a folder](folder-3/index.md), [its section](folder-3/01-home.md).",
    "It has [=members].",
    "See [nothing](nowhere.md).",
    "See [a heading that may come](explainer-9.md#another-heading).",
    "![A dot](/dot.gif)",
    "![A wide one](/wide.png)",
    "```figure\nsrc = \"/wide.png\"\nalt = \"Wide.\"\n```",
    "### Another heading",
    "## Another question?\n\nAnswered.",
    "```known\nknown = [\"This [@ap].\"]\n```",
    "```own\nwords = \"Said [@ap].\"\n```",
    "```table\ndata = \"data.csv\"\ncolumns = [\"number\"]\n```",
    "<b>Raw</b> words[^n].\n\n[^n]: A note.",
];

/// A page that shows data, and rows for it: the last are wrong where somebody shows them.
const DRAWN: &str = "+++\ntitle = \"How many?\"\n+++\n```table\ndata = \"data.csv\"\n```\n\n\
    ```chart\nkind = \"bar\"\ndescription = \"Many.\"\ndata = \"data.csv\"\n```\n";
const ROWS: [&str; 5] = [
    "name,number\nChina,1\n",
    "name,number\nChina [@ap],2\n[SCO],3\n",
    "name,number\n",
    "name,number\nChina,1,x\n",
    "name,number\nChina [@lost],1\n",
];

/// Lines of front matter.
const KEYS: [&str; 8] = [
    "topics = [\"China\", \"Trade\"]",
    "topics = [\"Kazakhstan\"]",
    "aliases = [\"/old/\"]",
    "published = 2022-09-15",
    "draft = true",
    "dek = \"Another dek, of [=members].\"",
    "updated = 2022-09-15",
    "as_of = \"2022-09\"",
];

/// Corrections: two that are right on most pages, and a slip.
const CORRECTIONS: [&str; 3] = [
    "[[correction]]\ndate = 2026-11-23\nnote = \"Mended, says [@ap] of the [SCO]: [=members].\"\nwas = \"Broken\"\n",
    "[[correction]]\ndate = 2026-11-24\nnote = \"See [why](#why).\"\nsection = \"why\"\n",
    "[[correction]]\ndate = 1999-11-24\nnote = \"Nowhere [@lost].\"\nsection = \"wy\"\n",
];

impl Author {
    /// An author, and a new site for them.
    pub(super) fn new(root: PathBuf, seed: u64) -> Self {
        let author = Self { root, state: seed, whole: BTreeMap::new(), misplaced: vec![] };
        author.begin();
        author
    }

    fn begin(&self) {
        let entity = "[sco]\nkind = \"organization\"\nname = \"Shanghai Cooperation Organization\"\naliases = [\"SCO\"]\ntext = \"A bloc [@ap].\"\n";
        let source = "[ap]\nkind = \"article\"\ntitle = \"Why it matters\"\ndate = 2022-09-15\n";
        // Hundreds of share cards at each step would be all that this does; tests/properties.rs has sites with cards.
        let settings = "title = \"S\"\nbase_url = \"https://example.org/\"\ncards = \"none\"\n";
        self.write("site.toml", settings);
        self.write("content/entities.toml", entity);
        self.write("content/sources.toml", source);
        self.write("content/facts.toml", "[members]\nlabel = \"Members\"\nvalue = 8\nsource = \"ap\"\n");
        self.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\nWords.\n");
        self.write("templates/blocks/own.html", "<p>{{ block.html.words | safe }}</p>\n");
        self.write("static/style.css", "p { color: red }\n");
        self.write("content/data.csv", ROWS[0]);
        self.write("content/drawn.md", DRAWN);
        for at in 0..240 {
            self.write(&format!("content/explainer-{at}.md"), &explainer(at, ""));
        }
        for at in 0..60 {
            self.write(&format!("content/folder-{at}/index.md"), &explainer(at + 240, "../"));
            let section = "+++\ntitle = \"Where is home?\"\nanswer = \"Here [@ap].\"\n+++\nAt home.\n";
            self.write(&format!("content/folder-{at}/01-home.md"), section);
        }
        fs::write(self.root.join("static/dot.gif"), PICTURES[0]).expect("written");
        fs::write(self.root.join("static/wide.png"), wide(600)).expect("written");
    }

    /// A number below another.
    fn below(&mut self, end: usize) -> usize {
        // Knuth's MMIX generator: plenty for choosing.
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).expect("31 bits") % end
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = self.below(all.len());
        all[at]
    }

    /// Does something to the site. Gives what, and the paths in the site that a watcher would name.
    pub(super) fn change(&mut self) -> (String, BTreeSet<PathBuf>) {
        let before = self.files();
        let what = if !(self.whole.is_empty() && self.misplaced.is_empty()) && self.below(3) == 0 {
            self.mend()
        } else {
            self.any_change()
        };
        let after = self.files();
        let all = before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path));
        (what, all.map(|path| path.strip_prefix(&self.root).expect("below").to_owned()).collect())
    }

    fn any_change(&mut self) -> String {
        match self.below(26) {
            0..=4 => self.add_words(),
            5 => self.add_a_key(),
            6 => self.rename(),
            7 => self.remove(),
            8 => self.add_a_page(),
            9 => self.move_a_folder(),
            10 => self.swap(),
            11 => self.change_data(),
            12 => self.change_the_theme(),
            13 => self.change_the_settings(),
            14 => self.change_a_picture(),
            15 | 16 => self.change_a_heading(),
            17 | 18 => self.correct(),
            19 => self.change_a_wide_picture(),
            20 => self.take_words_out(),
            21 => self.change_rows(),
            _ => self.break_a_file(),
        }
    }

    fn add_words(&mut self) -> String {
        let (path, added) = (self.page(), self.one_of(&ADDED));
        self.remember(&path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        self.put(&path, &format!("{text}\n{added}\n"));
        format!("{added:?} at the end of {}", path.display())
    }

    /// The heading that other pages link to.
    fn change_a_heading(&mut self) -> String {
        let path = self.page();
        self.remember(&path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        self.put(&path, &text.replace("## Why?", "## How?"));
        format!("another heading in {}", path.display())
    }

    /// Adds a correction to a page, or takes those away that it has.
    fn correct(&mut self) -> String {
        let (path, correction) = (self.page(), self.one_of(&CORRECTIONS));
        self.remember(&path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let without = CORRECTIONS.iter().fold(text.clone(), |text, correction| text.replace(correction, ""));
        let with = text.replacen("\n+++\n", &format!("\n{correction}+++\n"), 1);
        self.put(&path, if without == text { &with } else { &without });
        format!("{} corrected", path.display())
    }

    fn add_a_key(&mut self) -> String {
        let (path, key) = (self.page(), self.one_of(&KEYS));
        self.remember(&path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        self.put(&path, &text.replacen("+++\n", &format!("+++\n{key}\n"), 1));
        format!("{key} in {}", path.display())
    }

    fn rename(&mut self) -> String {
        let (from, number) = (self.page(), self.below(1000));
        self.remember(&from);
        let to = from.with_file_name(format!("renamed-{number}.md"));
        fs::rename(&from, &to).expect("renamed");
        self.misplaced.push(to.clone());
        format!("{} renamed to {}", from.display(), to.display())
    }

    fn remove(&mut self) -> String {
        let path = self.page();
        self.remember(&path);
        fs::remove_file(&path).expect("removed");
        format!("{} removed", path.display())
    }

    fn add_a_page(&mut self) -> String {
        let number = self.below(1000);
        let path = self.root.join(format!("content/explainer-{number}.md"));
        self.put(&path, &explainer(number, ""));
        format!("{} written", path.display())
    }

    fn move_a_folder(&mut self) -> String {
        let (from, to) = (self.below(60), self.below(100));
        let [from, to] = [from, to].map(|at| self.root.join(format!("content/folder-{at}")));
        ["index.md", "01-home.md", "sources.toml"].iter().for_each(|name| self.remember(&from.join(name)));
        // Where it is not there, or another is in its way, nothing moves.
        let _ = fs::rename(&from, &to);
        format!("{} moved to {}", from.display(), to.display())
    }

    fn swap(&mut self) -> String {
        let (one, other) = (self.page(), self.page());
        [&one, &other].into_iter().for_each(|path| self.remember(path));
        let aside = self.root.join("aside");
        fs::rename(&one, &aside).expect("moved");
        let _ = fs::rename(&other, &one);
        let _ = fs::rename(&aside, &other);
        format!("{} and {} swapped", one.display(), other.display())
    }

    fn change_data(&mut self) -> String {
        let (file, added) = match self.below(6) {
            0 => ("content/facts.toml", "comparison = \"As [@ap] says.\"\n"),
            1 => ("content/facts.toml", "[more]\nlabel = \"M\"\nvalue = 9\nsource = \"ap\"\n"),
            2 => ("content/sources.toml", "[more]\nkind = \"book\"\ntitle = \"M\"\n"),
            3 => ("content/folder-3/sources.toml", "[more]\nkind = \"book\"\ntitle = \"M\"\n"),
            4 => ("content/entities.toml", "[named]\nkind = \"term\"\nname = \"Shanghai bloc\"\n"),
            _ => ("content/entities.toml", "# a comment\n"),
        };
        self.append(file, added)
    }

    fn change_the_theme(&mut self) -> String {
        let (file, added) = match self.below(5) {
            0 => ("templates/blocks/own.html", "<!-- more -->"),
            1 => ("templates/blocks/own.html", "{{ block.nothing.there }}"),
            2 => ("templates/blocks/other.html", "<p>other</p>"),
            3 => ("static/style.css", "p { margin: 0 }\n"),
            _ => ("static/style.css", "p {{ margin"),
        };
        self.append(file, added)
    }

    fn change_the_settings(&mut self) -> String {
        let added = self.one_of(&["description = \"D\"\n", "language = \"kk\"\n", "titel = \"S\"\n"]);
        let mut said = self.append("site.toml", added);
        if self.below(4) == 0 {
            fs::remove_file(self.root.join("site.toml")).expect("removed");
            said.push_str(", and the file removed");
        } else if self.below(3) == 0 {
            said += &self.append("site.toml", "[markdown]\nraw_html = true\n");
        }
        said
    }

    fn change_a_picture(&mut self) -> String {
        let file = self.one_of(&["static/dot.gif", "content/folder-3/dot.gif", "static/feed.xml"]);
        let path = self.root.join(file);
        let which = self.below(3);
        match PICTURES.get(which) {
            Some(picture) => {
                fs::write(&path, picture).unwrap_or_default();
                self.misplaced.extend(path.ends_with("feed.xml").then(|| path.clone()));
            }
            None => fs::remove_file(&path).unwrap_or_default(),
        }
        format!("{} is picture {which}", path.display())
    }

    /// The rows that a page shows.
    fn change_rows(&mut self) -> String {
        let (file, rows) = ("content/data.csv", self.one_of(&ROWS));
        let path = self.root.join(file);
        self.remember(&path);
        self.put(&path, rows);
        format!("{file} is {rows:?}")
    }

    fn break_a_file(&mut self) -> String {
        let path = self.page();
        self.remember(&path);
        let broken: &[u8] =
            [&b"+++\ntitle = \"never closed\n"[..], b"+++\ntitle = 1\n+++\n", b"\xff\xfe", b"a\0b", b""]
                [self.below(5)];
        fs::write(&path, broken).expect("written");
        format!("{} broken", path.display())
    }

    /// So narrow that it has no copy, with one, with one of another shape, and one that breaks off.
    fn change_a_wide_picture(&mut self) -> String {
        let (width, share) = [(500, 1), (600, 1), (700, 1), (600, 2)][self.below(4)];
        let picture = wide(width);
        let end = picture.len() / share;
        fs::write(self.root.join("static/wide.png"), &picture[..end]).expect("written");
        format!("static/wide.png is {width} pixels wide, {end} bytes of it")
    }

    /// Takes away what was added last to a page: a figure, mostly.
    fn take_words_out(&mut self) -> String {
        let path = self.page();
        self.remember(&path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let end = ADDED.iter().filter_map(|added| text.rfind(added)).max().unwrap_or(text.len());
        self.put(&path, &text[..end]);
        format!("the end of {} taken out", path.display())
    }

    /// Puts back what was whole.
    fn mend(&mut self) -> String {
        for (path, text) in std::mem::take(&mut self.whole) {
            fs::create_dir_all(path.parent().expect("in a folder")).expect("a folder");
            self.put(&path, &text);
        }
        fs::write(self.root.join("static/dot.gif"), PICTURES[0]).expect("written");
        fs::write(self.root.join("static/wide.png"), wide(600)).expect("written");
        let misplaced = std::mem::take(&mut self.misplaced);
        // A later change may have taken it away already.
        misplaced.iter().for_each(|path| drop(fs::remove_file(path)));
        "everything mended".to_owned()
    }

    fn append(&mut self, file: &str, added: &str) -> String {
        let path = self.root.join(file);
        self.remember(&path);
        // What it adds to a file that is not there is mended by taking the file away.
        let is_new = !path.exists() && !self.whole.contains_key(&path);
        self.misplaced.extend(is_new.then(|| path.clone()));
        let text = fs::read_to_string(&path).unwrap_or_default();
        if path.parent().is_some_and(Path::is_dir) {
            self.put(&path, &format!("{text}{added}"));
        }
        format!("{added:?} at the end of {file}")
    }

    /// Keeps the text of a file, if none of it is kept.
    fn remember(&mut self, path: &Path) {
        if let Ok(text) = fs::read_to_string(path) {
            self.whole.entry(path.to_owned()).or_insert(text);
        }
    }

    /// A Markdown file of the site.
    fn page(&mut self) -> PathBuf {
        let pages: Vec<_> = self
            .files()
            .into_keys()
            .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
            .collect();
        let at = self.below(pages.len());
        pages[at].clone()
    }

    /// All files, by their bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let all = walkdir::WalkDir::new(&self.root).into_iter().flatten();
        let files = all.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
        files.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().expect("in a folder")).expect("a folder");
        self.put(&path, text);
    }

    fn put(&self, path: &Path, text: &str) {
        fs::write(path, text).expect("written");
    }
}

/// A picture of a few bytes.
fn wide(width: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(width, 4, image::Luma([7]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

/// The text of an explainer; `up` leads from its folder to `content/`.
fn explainer(at: usize, up: &str) -> String {
    let (month, topic, next) = (at % 12 + 1, at % 7, at % 200 + 1);
    format!(
        "+++\ntitle = \"Why number {at}?\"\npublished = 2022-{month:02}-15\ntopics = [\"Topic {topic}\"]\n+++\n\
         Words of {at} [@ap] on the [SCO].\n\n## Why?\n\nBecause of [the next]({up}explainer-{next}.md#why).\n"
    )
}
