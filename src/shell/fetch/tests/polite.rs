//! How a guest behaves: one question at a time, pauses, and none where none is wanted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Condvar};
use std::time::Instant;

use super::server::{answering, status, with};
use super::*;

fn urls(port: u16, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("http://a.test:{port}/{at}")).collect()
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_pauses() {
    let (open, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let times = Arc::new(Mutex::new(Vec::new()));
    let (now, peak, told) = (open, most.clone(), times.clone());
    let port = answering(move |_| {
        peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        told.lock().expect("times").push(Instant::now());
        std::thread::sleep(Duration::from_millis(20));
        now.fetch_sub(1, Ordering::SeqCst);
        status(200)
    });
    let limits = Limits { pause: Duration::from_millis(40), ..limits() };
    let answers = check_links(limits, network(), &urls(port, 4));
    assert!(answers.values().all(|answer| answer.outcome == Outcome::Well(200)), "{answers:?}");
    assert_eq!((answers.len(), most.load(Ordering::SeqCst)), (4, 1));
    let times = times.lock().expect("times");
    assert!(times.windows(2).all(|two| two[1] - two[0] >= Duration::from_millis(40)), "{times:?}");
}

#[test]
fn hosts_are_asked_side_by_side() {
    let meet = Arc::new(Barrier::new(3));
    let port = answering(move |_| {
        meet.wait();
        status(200)
    });
    let urls = ["a", "b", "c"].map(|host| format!("http://{host}.test:{port}/"));
    let answers = check_links(limits(), network(), &urls);
    assert!(urls.iter().all(|url| answers[url].outcome == Outcome::Well(200)), "{answers:?}");
}

#[test]
fn no_more_hosts_are_asked_at_once_than_may_be() {
    let state = Arc::new((Mutex::new((0, 0)), Condvar::new()));
    let shared = state.clone();
    let port = answering(move |_| {
        let enter = |by: i32| {
            let mut open = shared.0.lock().expect("a count");
            open.0 += by;
            open.1 = open.1.max(open.0);
        };
        enter(1);
        std::thread::sleep(Duration::from_millis(20));
        enter(-1);
        status(200)
    });
    let urls: Vec<_> = (0..6).map(|host| format!("http://h{host}.test:{port}/")).collect();
    check_links(Limits { hosts: 2, ..limits() }, network(), &urls);
    assert!(state.0.lock().expect("a count").1 <= 2);
}

/// Wants to be left alone at the first question, in words of its own.
fn busy_at_first(code: u16, header: &'static str) -> (u16, Arc<AtomicUsize>) {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = seen.clone();
    let answer = move |_: &server::Asked| match count.fetch_add(1, Ordering::SeqCst) {
        0 => with(code, header),
        _ => status(200),
    };
    (answering(answer), seen)
}

#[test]
fn a_server_that_wants_a_short_rest_is_asked_again() {
    let past = "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT";
    for (code, header) in [(429, "Retry-After: 0"), (503, "Retry-After: 1"), (429, past), (503, past)] {
        let (port, seen) = busy_at_first(code, header);
        let begun = Instant::now();
        assert_eq!(ask(&format!("http://a.test:{port}/")).outcome, Outcome::Well(200), "{code} {header}");
        assert_eq!(seen.load(Ordering::SeqCst), 2);
        assert!(header != "Retry-After: 1" || begun.elapsed() >= Duration::from_secs(1));
    }
}

#[test]
fn a_server_that_wants_a_long_rest_is_left_alone_with_all_its_pages() {
    let future = "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT";
    for (code, header) in
        [(429, "Retry-After: 3600"), (503, "Retry-After: 3600"), (429, future), (429, "A: b")]
    {
        let (port, seen) = busy_at_first(code, header);
        let answers = check_links(limits(), network(), &urls(port, 3));
        let open = |answer: &Answer| matches!(answer.outcome, Outcome::Unknown(Why::Status(429 | 503)));
        assert!(answers.len() == 3 && answers.values().all(open), "{header}: {answers:?}");
        assert_eq!(seen.load(Ordering::SeqCst), 1, "{header}");
    }
}

#[test]
fn a_run_ends_when_its_time_is_over_and_keeps_what_it_has() {
    let port = answering(|asked| {
        if asked.host.starts_with("slow") {
            std::thread::sleep(PATIENT);
        }
        status(200)
    });
    let (quick, slow) = (format!("http://quick.test:{port}/"), format!("http://slow.test:{port}/"));
    let begun = Instant::now();
    let answers =
        check_links(Limits { run: Duration::from_secs(3), ..limits() }, network(), &[slow, quick.clone()]);
    assert_eq!(answers.into_keys().collect::<Vec<_>>(), [quick]);
    assert!(begun.elapsed() < PATIENT / 2);
}
