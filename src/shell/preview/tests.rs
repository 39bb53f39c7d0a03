//! What the preview says to a client, by real sockets; a client waits for an answer and never for a time.

mod addresses;
mod files;
mod guarded;
mod load;
mod revisions;
mod streams;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use tempfile::TempDir;

use super::{Address, Preview};
use crate::shell::project::{Project, ProjectOptions, Revision};

/// A site on disk and its preview.
struct Fixture {
    site: TempDir,
    preview: Preview,
}

const SITE: [(&str, &str); 5] = [
    ("site.toml", "title = \"Site\"\nbase_url = \"https://example.org/\"\n"),
    ("content/a.md", "+++\ntitle = \"A\"\n+++\nText of a.\n"),
    ("content/b.md", "+++\ntitle = \"B\"\n+++\nText of b.\n"),
    ("static/style.css", "p { color: red }\n"),
    ("static/film.mp4", "0123456789"),
];

const NO_TITLE: &str = "+++\n+++\nText.\n";

impl Fixture {
    /// With nothing shown yet.
    fn empty() -> Self {
        let site = tempfile::tempdir().unwrap();
        let preview = Preview::open(&Address { host: None, port: Some(0) }).unwrap();
        let fixture = Self { site, preview };
        SITE.iter().for_each(|(path, text)| fixture.write(path, text));
        fixture
    }

    fn new() -> Self {
        let fixture = Self::empty();
        fixture.show();
        fixture
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.site.path().join(path)).unwrap();
    }

    fn revision(&self) -> Revision {
        let root = self.site.path().to_owned();
        let today = Some("2026-11-24".parse().unwrap());
        Project::open(ProjectOptions { root, today, base_url: None, drafts: true }).unwrap().compile()
    }

    fn show(&self) -> usize {
        self.preview.show(self.revision()).changed_pages
    }

    fn edit(&self, path: &str, text: &str) -> usize {
        self.write(path, text);
        self.show()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.preview.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends a request whose head is written out, and reads the whole answer.
    fn raw(&self, head: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(head.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::of(&bytes)
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        self.raw(&format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Listens as the script in the page at a path does.
    fn listen(&self, path: &str) -> EventClient {
        self.listen_as(&self.get(path).tag())
    }

    fn listen_as(&self, tag: &Tag) -> EventClient {
        let Tag { page, key, style, version } = tag;
        let mut stream = self.connect();
        let query = format!("page={page}&key={key}&style={style}&showing={version}");
        write!(stream, "GET /_nutgraf/events?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        EventClient(BufReader::new(stream))
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn tag(&self) -> Tag {
        let value = |name: &str| {
            let start = self.body.split_once(&format!("data-{name}=\"")).unwrap().1;
            start.split('"').next().unwrap().to_owned()
        };
        Tag { page: value("page"), key: value("key"), style: value("style"), version: value("showing") }
    }

    /// The page without the script.
    fn without_script(&self) -> String {
        let (before, rest) = self.body.split_once("<script src=\"").unwrap();
        format!("{before}{}", rest.split_once("</script>").unwrap().1)
    }
}

#[derive(Clone)]
struct Tag {
    page: String,
    key: String,
    style: String,
    version: String,
}

/// One event stream.
struct EventClient(BufReader<TcpStream>);

impl EventClient {
    /// Name and data of the next event.
    fn next(&mut self) -> (String, String) {
        let (mut name, mut data) = (None, None);
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            match line.trim_end().split_once(": ") {
                Some(("event", value)) => name = Some(value.to_owned()),
                Some(("data", value)) => data = Some(value.to_owned()),
                _ if line.starts_with(':') => {
                    panic!("a stream had nothing to tell for so long that it was kept alive")
                }
                _ => {}
            }
            if let (Some(name), Some(data)) = (&name, &data)
                && line.trim_end().is_empty()
            {
                return (name.clone(), data.clone());
            }
        }
    }

    /// The findings that come next.
    fn findings(&mut self) -> serde_json::Value {
        let (name, data) = self.next();
        assert_eq!(name, "findings", "{data}");
        serde_json::from_str(&data).unwrap()
    }
}
