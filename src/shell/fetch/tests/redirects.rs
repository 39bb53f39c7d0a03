//! Where a server sends who asks, and where nobody goes.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::server::{Asked, answering, status, with};
use super::*;

/// Leads from `/301/308/a` to `/308/a` and on to `/a`, by a relative address.
fn leading(asked: &Asked) -> String {
    let (step, rest) = asked.path.trim_start_matches('/').split_once('/').unwrap_or((&asked.path[1..], ""));
    match step.parse() {
        Ok(code @ 300..400) => with(code, &format!("Location: /{rest}#top")),
        Ok(code) => status(code),
        Err(_) => status(200),
    }
}

#[test]
fn a_page_has_moved_as_far_as_its_server_means_it_for_good() {
    let port = answering(leading);
    let at = |path: &str| format!("http://a.test:{port}/{path}");
    for (path, moved) in [
        ("301/308/end", Some("end")),
        ("301/302/end", Some("302/end")),
        ("302/301/end", None),
        ("303/307/end", None),
        ("end", None),
    ] {
        let answer = ask(&at(path));
        assert_eq!((answer.outcome, answer.moved), (Outcome::Well(200), moved.map(at)), "{path}");
    }
    let gone = ask(&at("301/404"));
    assert_eq!((gone.outcome, gone.moved), (Outcome::Failed(Why::Status(404)), None));
}

#[test]
fn a_redirect_to_nowhere_is_an_answer_of_its_own() {
    let port = answering(|_| status(302));
    assert_eq!(ask(&format!("http://a.test:{port}/")).outcome, Outcome::Failed(Why::Status(302)));
}

#[test]
fn who_is_sent_on_for_ever_gives_up() {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = seen.clone();
    let port = answering(move |_| with(302, &format!("Location: /{}", count.fetch_add(1, Ordering::SeqCst))));
    assert_eq!(ask(&format!("http://a.test:{port}/")).outcome, unknown(RequestFailure::TooManyRedirects));
    assert_eq!(seen.load(Ordering::SeqCst), limits().redirects + 1);
}

#[test]
fn nobody_is_led_into_a_private_network() {
    let port = answering(|asked| with(301, &format!("Location: {}", asked.path[1..].replace("%7C", "/"))));
    for private in [
        "http:||10.0.0.1|",
        "http:||0x7f.1.1.1|",
        "http:||2130706434|",
        "http:||[::1]|",
        "http:||[::ffff:10.0.0.1]|",
        "http:||169.254.169.254|latest",
        "||private.test|",
        "file:|||etc|passwd",
        "http:||me:secret@b.test|",
        "gopher:||b.test|",
    ] {
        let url = format!("http://a.test:{port}/{}", private.replace('|', "%7C"));
        assert_eq!(ask(&url).outcome, unknown(RequestFailure::NotAsked), "{private}");
    }
}

#[test]
fn only_the_ports_of_the_web_are_used() {
    let port = answering(|_| status(200));
    let network = Network { may_use: target::is_web_port, ..network() };
    assert_eq!(
        ask_with(limits(), network, &format!("http://a.test:{port}/")).outcome,
        unknown(RequestFailure::NotAsked)
    );
}

#[test]
fn a_name_that_changes_its_mind_is_judged_for_each_connection() {
    let port = answering(|asked| status(if asked.method == "HEAD" { 405 } else { 200 }));
    let looked = Arc::new(AtomicUsize::new(0));
    let count = looked.clone();
    let resolve = move |_: &str, port| {
        let first = count.fetch_add(1, Ordering::SeqCst) == 0;
        Ok(vec![SocketAddr::from((if first { [127, 0, 0, 1] } else { [127, 0, 0, 2] }, port))])
    };
    let network = Network { resolve: Arc::new(resolve), ..network() };
    let answer = ask_with(limits(), network, &format!("http://a.test:{port}/"));
    assert_eq!((answer.outcome, looked.load(Ordering::SeqCst)), (unknown(RequestFailure::NotAsked), 2));
}

#[test]
fn of_many_addresses_only_those_that_may_be_reached_are() {
    let port = answering(|_| status(200));
    let resolve = |_: &str, port| {
        Ok([[10, 0, 0, 1], [127, 0, 0, 1], [169, 254, 0, 1]].map(|ip| SocketAddr::from((ip, port))).to_vec())
    };
    let network = Network { resolve: Arc::new(resolve), ..network() };
    assert_eq!(ask_with(limits(), network, &format!("http://a.test:{port}/")).outcome, Outcome::Well(200));
}

#[test]
fn the_web_does_not_begin_on_this_machine() {
    for url in ["http://127.0.0.1:8080/", "http://localhost:8080/", "http://[::1]/", "http://0/"] {
        let answer = ask_with(limits(), Network::public_internet(), url);
        assert_eq!(answer.outcome, unknown(RequestFailure::NotAsked), "{url}");
    }
}
