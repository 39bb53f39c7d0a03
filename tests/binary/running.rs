//! A watch on a site.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::folder::{NUTGRAF, Site};

/// Longer than anything may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

/// A watch that goes on until it is dropped.
pub(crate) struct Running {
    process: Child,
    lines: Receiver<String>,
    /// `127.0.0.1:1111`
    address: String,
}

fn command(site: &Site, arguments: &[&str]) -> Command {
    let mut command = site.around(NUTGRAF);
    command.arg("watch").args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
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
