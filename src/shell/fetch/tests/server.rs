//! A server that does what a test tells it to, one thread a connection.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A request of a client.
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) head: String,
}

/// Serves connections as they come, as long as the tests run. Gives its port.
pub(super) fn raw(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = serve.clone();
            thread::spawn(move || serve(stream));
        }
    });
    port
}

/// Answers each question with a text.
pub(super) fn answering(answer: impl Fn(&Asked) -> String + Send + Sync + 'static) -> u16 {
    raw(move |mut stream| reply(&mut stream, &answer))
}

pub(super) fn reply(stream: &mut (impl Read + Write), answer: &impl Fn(&Asked) -> String) {
    let asked = read(stream);
    // Who hung up does not wait for it.
    let _ = stream.write_all(answer(&asked).as_bytes());
    let _ = stream.flush();
}

/// The head of a question.
pub(super) fn read(stream: &mut impl Read) -> Asked {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("a head");
    let mut words = head.split([' ', '\r']).map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let host = head
        .to_lowercase()
        .split("\r\nhost: ")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next().map(str::to_owned));
    Asked { method, path, host: host.unwrap_or_default(), head }
}

pub(super) fn status(status: u16) -> String {
    format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n")
}

pub(super) fn with(status: u16, header: &str) -> String {
    format!("HTTP/1.1 {status} Said\r\n{header}\r\nContent-Length: 0\r\n\r\n")
}
