//! Who is refused.

use std::io::{BufRead, BufReader, Write};

use super::{Fixture, NO_TITLE};

#[test]
fn a_foreign_host_is_refused() {
    let fixture = Fixture::new();
    for path in ["/a/", "/film.mp4", "/_nutgraf/live.js", "/_nutgraf/events?page=&key=&style=&showing="] {
        for host in
            ["evil.example", "evil.example:1111", "localhost.evil.example", "127.0.0.1.evil.example", ""]
        {
            let answer =
                fixture.raw(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            assert!(matches!(answer.status, 421 | 400), "{path} {host}: {}", answer.status);
            assert!(!answer.body.contains("Text of a."));
        }
    }
}

#[test]
fn its_own_names_are_answered_to() {
    let fixture = Fixture::new();
    for host in ["localhost", "localhost:8080", "site.localhost", "127.0.0.1", "[::1]:1111"] {
        let answer = fixture.raw(&format!("GET /a/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        assert_eq!(answer.status, 200, "{host}");
    }
}

#[test]
fn a_request_without_a_host_or_with_two_is_refused() {
    let fixture = Fixture::new();
    for head in [
        "GET /a/ HTTP/1.0\r\n\r\n",
        "GET /a/ HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /a/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ] {
        let answer = fixture.raw(head);
        assert!(matches!(answer.status, 421 | 400), "{head}: {}", answer.status);
    }
}

#[test]
fn a_page_from_elsewhere_cannot_listen() {
    let fixture = Fixture::new();
    for path in ["/_nutgraf/events?page=&key=&style=&showing=", "/_nutgraf/live.js", "/_nutgraf/other"] {
        for site in ["cross-site", "same-site", "other"] {
            let answer = fixture.ask("GET", path, &format!("Sec-Fetch-Site: {site}\r\n"));
            assert_eq!(answer.status, 403, "{path} {site}");
        }
    }
    assert_eq!(fixture.ask("GET", "/_nutgraf/live.js", "Sec-Fetch-Site: same-origin\r\n").status, 200);
    assert_eq!(fixture.ask("GET", "/a/", "Sec-Fetch-Site: cross-site\r\n").status, 200, "a link leads here");
}

#[test]
fn nothing_is_allowed_to_another_origin() {
    let fixture = Fixture::new();
    for path in ["/a/", "/film.mp4", "/_nutgraf/live.js", "/nothing"] {
        let answer = fixture.ask("GET", path, "Origin: https://evil.example\r\n");
        assert!(!answer.head.to_lowercase().contains("access-control-"), "{path}");
    }
}

#[test]
fn no_other_site_may_frame_a_page_or_use_a_file() {
    let fixture = Fixture::new();
    let asked: Vec<_> = [
        ("/a/", "", 200),
        ("/a", "", 307),
        ("/film.mp4", "", 200),
        ("/film.mp4", "Range: bytes=2-3\r\n", 206),
        ("/nothing", "", 404),
        ("/_nutgraf/live.js", "", 200),
        ("/_nutgraf/live.js", "Sec-Fetch-Site: cross-site\r\n", 403),
        ("/a/", "Host: evil.example\r\n", 421),
    ]
    .into_iter()
    .map(|(path, headers, status)| (fixture.ask("GET", path, headers), path, status))
    .collect();
    let broken = Fixture::empty();
    broken.edit("content/a.md", NO_TITLE);
    let findings = (broken.get("/a/"), "a page of findings", 500);
    for (answer, path, status) in asked.into_iter().chain([findings]) {
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("Cross-Origin-Resource-Policy"), Some("same-origin"), "{path} {status}");
        assert_eq!(
            answer.header("Content-Security-Policy"),
            Some("frame-ancestors 'self'"),
            "{path} {status}"
        );
    }
    let mut stream = fixture.connect();
    let query = "page=&key=&style=&showing=";
    write!(stream, "GET /_nutgraf/events?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let head = BufReader::new(stream).lines().map(Result::unwrap).take_while(|line| !line.is_empty());
    let head: Vec<_> = head.map(|line| line.to_lowercase()).collect();
    assert!(head.contains(&"cross-origin-resource-policy: same-origin".to_owned()), "{head:?}");
}
