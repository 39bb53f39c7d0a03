//! Many clients, slow clients, and clients that go away.

use std::io::Write;

use super::{EventClient, Fixture};

const OTHER_A: &str = "+++\ntitle = \"A\"\n+++\nAnother text.\n";

#[test]
fn five_hundred_streams_are_told_and_let_go() {
    let fixture = Fixture::new();
    let tags = ["/a/", "/b/"].map(|path| fixture.get(path).tag());
    let mut ears: Vec<EventClient> = (0..500).map(|n| fixture.listen_as(&tags[n % 2])).collect();
    ears.iter_mut().for_each(|events| drop(events.findings()));
    assert_eq!(fixture.preview.state.open_pages().len(), 2);
    assert_eq!(fixture.edit("content/a.md", OTHER_A), 1);
    ears.iter_mut().step_by(2).for_each(|events| assert_eq!(events.next().0, "page"));
    assert_eq!(fixture.get("/b/").status, 200);
}

#[test]
fn clients_that_never_finish_a_request_are_in_nobodys_way() {
    let fixture = Fixture::new();
    let slow: Vec<_> = (0..100)
        .map(|n| {
            let mut stream = fixture.connect();
            stream.write_all(&b"GET /a/ HTTP/1.1\r\nHost: local"[..n % 29]).unwrap();
            stream
        })
        .collect();
    assert_eq!(fixture.get("/a/").status, 200);
    drop(slow);
    assert_eq!(fixture.get("/a/").status, 200);
}

#[test]
fn a_client_that_never_reads_holds_no_more_than_its_socket() {
    const STATES: usize = 30;
    let fixture = Fixture::new();
    let mut deaf = fixture.listen("/a/");
    deaf.findings();
    for n in 0..STATES {
        fixture
            .edit("static/style.css", &format!("p::before {{ content: \"{n}{}\" }}", "x".repeat(1_000_000)));
    }
    let last = fixture.get("/a/").tag().style;
    let heard = (0..).take_while(|_| !deaf.next().1.contains(&last)).count();
    assert!(heard < STATES / 2, "{heard} states were queued");
}

#[test]
fn a_page_that_is_closed_is_no_longer_open() {
    let fixture = Fixture::new();
    let mut events = fixture.listen("/a/");
    events.findings();
    assert_eq!(fixture.preview.state.open_pages().len(), 1);
    drop(events);
    // Another client's answer comes after the server has seen that the first is gone.
    while !fixture.preview.state.open_pages().is_empty() {
        assert_eq!(fixture.get("/b/").status, 200);
    }
}

#[test]
fn a_server_that_is_dropped_ends_its_streams_and_frees_its_port() {
    let fixture = Fixture::new();
    let at = fixture.preview.at;
    let mut events = fixture.listen("/a/");
    events.findings();
    drop(fixture);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| events.next()));
    assert!(ended.is_err());
    assert!(std::net::TcpStream::connect(at).is_err());
}
