//! A site in a folder of its own, and a watch on it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// Longer than anything may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Site(TempDir);

impl Site {
    pub(crate) fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.write("site.toml", "title = \"Why\"\nbase_url = \"https://why.example/\"\n");
        site.write("content/why.md", "+++\ntitle = \"Why?\"\n+++\nBecause.\n");
        site.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"About\"\n+++\nUs.\n");
        site
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("site").join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn modified(&self, name: &str) -> SystemTime {
        fs::metadata(self.path(name)).unwrap().modified().unwrap()
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    pub(crate) fn remove_all(&self) {
        fs::remove_dir_all(self.path("")).unwrap();
    }
}

/// A watch that goes on until it is dropped.
pub(crate) struct Running {
    process: Child,
    lines: Receiver<String>,
    /// `127.0.0.1:1111`
    address: String,
}

fn command(site: &Site, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
    command.arg("watch").arg("--root").arg(site.path("")).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The status and the words of a watch that ends by itself.
pub(crate) fn ended(site: &Site, arguments: &[&str]) -> (Option<i32>, String) {
    let output = command(site, arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

impl Running {
    /// A watch that serves.
    pub(crate) fn serve(site: &Site, arguments: &[&str]) -> Self {
        let mut running = Self::start(site, arguments);
        let line = running.line_about("http://");
        running.address = line.trim_start_matches("http://").trim_end_matches('/').to_owned();
        running
    }

    pub(crate) fn start(site: &Site, arguments: &[&str]) -> Self {
        let mut process = command(site, arguments).spawn().unwrap();
        let said = BufReader::new(process.stderr.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { process, lines, address: String::new() }
    }

    /// The next line with these words; the lines before it are passed over.
    pub(crate) fn line_about(&self, words: &str) -> String {
        let mut passed = String::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => passed = passed + &line + "\n",
                Err(error) => panic!("{words:?} was not said ({error}), but:\n{passed}"),
            }
        }
    }

    pub(crate) fn port(&self) -> &str {
        self.address.rsplit(':').next().unwrap()
    }

    /// What is answered to a browser, head and all.
    pub(crate) fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Interrupts it as a terminal does. Gives the signal that it ended by.
    pub(crate) fn interrupted(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.process.wait().unwrap().signal()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
