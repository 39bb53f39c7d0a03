//! What a server answers, or does instead of answering.

use std::io::Write;
use std::net::Shutdown;
use std::thread::sleep;
use std::time::Instant;

use super::server::{answering, raw, read, status, with};
use super::*;

#[test]
fn a_status_says_whether_an_address_is_well_gone_or_unknown() {
    let port = answering(|asked| status(asked.host[1..4].parse().expect("a status")));
    let statuses = [200, 204, 400, 401, 403, 404, 408, 410, 429, 451, 500, 503, 599, 999];
    let url = |status: u16| format!("http://s{status}.test:{port}/");
    let urls: Vec<_> = statuses.map(url).into();
    let answers = check_links(limits(), network(), &urls);
    for status in statuses {
        let why = Why::Status(status);
        let expected = match status {
            200 | 204 => Outcome::Well(status),
            401 | 403 | 408 | 429 | 451 | 999 => Outcome::Unknown(why),
            _ => Outcome::Failed(why),
        };
        assert_eq!(answers[&url(status)], Answer::plain(expected), "{status}");
    }
}

#[test]
fn a_server_that_refuses_head_is_asked_with_get() {
    for refused in [403, 404, 405, 500, 501] {
        let port = answering(move |asked| match asked.method.as_str() {
            "HEAD" => status(refused),
            _ => with(200, "ETag: \"1\""),
        });
        let answer = ask(&format!("http://a.test:{port}/"));
        assert_eq!(
            (answer.outcome, answer.etag.as_deref()),
            (Outcome::Well(200), Some("\"1\"")),
            "{refused}"
        );
    }
}

#[test]
fn a_server_that_hangs_up_on_head_is_asked_with_get() {
    let port = answering(|asked| if asked.method == "HEAD" { String::new() } else { status(200) });
    assert_eq!(ask(&format!("http://a.test:{port}/")).outcome, Outcome::Well(200));
}

#[test]
fn who_asks_says_so_and_asks_for_the_page_alone() {
    let port = answering(|asked| {
        let expected = ["host: a.test:", "user-agent: nutgraf/", "accept: */*"];
        let head = asked.head.to_lowercase();
        let honest = expected.iter().all(|words| head.contains(words)) && !head.contains("cookie");
        status(if honest && asked.path == "/a%20%C3%BC?b=%20c" { 200 } else { 500 })
    });
    assert_eq!(ask(&format!("http://a.test:{port}/a%20ü?b=%20c")).outcome, Outcome::Well(200));
}

#[test]
fn what_is_no_http_is_told_from_silence() {
    let closes = raw(drop);
    let babbles = answering(|_| "220 mail.test ESMTP\r\n".to_owned());
    let bad = answering(|_| "HTTP/1.1 200 OK\r\nno header\u{0}\r\n\r\n".to_owned());
    let huge = answering(|_| format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "a".repeat(1_000_000)));
    let many = answering(|_| format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(100_000)));
    for port in [closes, babbles, bad, huge, many] {
        assert_eq!(ask(&format!("http://a.test:{port}/")).outcome, failed(RequestFailure::NotHttp));
    }
}

#[test]
fn nobody_there_is_a_failure() {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    assert_eq!(ask(&format!("http://a.test:{port}/")).outcome, failed(RequestFailure::NoConnection));
}

#[test]
fn a_server_without_an_end_is_not_waited_for() {
    let silent = raw(|mut stream| {
        read(&mut stream);
        sleep(PATIENT);
    });
    let slow = raw(|mut stream| {
        read(&mut stream);
        let mut letters = "HTTP/1.1 200 OK\r\nA: ".bytes().chain(std::iter::repeat(b'a'));
        while stream.write_all(&[letters.next().unwrap_or(b'a')]).is_ok() {
            sleep(Duration::from_millis(20));
        }
    });
    let early = raw(|mut stream| {
        read(&mut stream);
        while stream.write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n").is_ok() {
            sleep(Duration::from_millis(5));
        }
    });
    for port in [silent, slow, early] {
        let begun = Instant::now();
        let answer = ask_with(hasty(), network(), &format!("http://a.test:{port}/"));
        assert_eq!(answer.outcome, unknown(RequestFailure::NoAnswer));
        assert!(begun.elapsed() < PATIENT / 2, "{:?}", begun.elapsed());
    }
}

#[test]
fn a_body_without_an_end_is_not_read() {
    let port = raw(|mut stream| {
        let asked = read(&mut stream);
        if asked.method == "HEAD" {
            let _ = stream.write_all(status(405).as_bytes());
            let _ = stream.shutdown(Shutdown::Both);
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    });
    assert_eq!(ask(&format!("http://a.test:{port}/")).outcome, Outcome::Well(200));
}

#[test]
fn a_name_that_leads_nowhere_is_told_from_one_that_nobody_could_look_up() {
    assert_eq!(ask("http://nowhere.test/").outcome, failed(RequestFailure::NoSuchName));
    assert_eq!(ask("http://unsure.test/").outcome, unknown(RequestFailure::NameUnknown));
}
