//! What is written down is read again, and a series of answers comes to what it should.

use jiff::{SignedDuration, Timestamp};

use super::links as read_links;
use super::*;
use crate::base::{SitePath, Span};
use crate::parse::table;

const URL: &str = "https://a.example/\"b\"?c=\\d";

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000).expect("a moment") + SignedDuration::from_hours(hours)
}

fn after(answers: &[(i64, Answer)]) -> Entry {
    let mut links = Links::default();
    answers.iter().for_each(|(hours, answer)| links.record(URL, answer.clone(), at(*hours)));
    let text = links.to_toml();
    let file = (&*text, 0..text.len());
    let (read, found) =
        table::read(&SitePath::new("links.lock"), file, ("links.lock", Span::default()), read_links);
    assert!(found.is_empty(), "{text}\n{found:?}");
    assert_eq!(read, links, "{text}");
    links.entries.remove(URL).unwrap_or_default()
}

fn status(status: u16) -> Answer {
    Answer::plain(judge(status))
}

fn moved(to: &str) -> Answer {
    Answer { moved: Some(to.to_owned()), etag: Some("W/\"1\"".to_owned()), ..status(200) }
}

#[test]
fn what_is_gone_by_its_own_word_is_dead_at_once() {
    for gone in [status(404), status(410), Answer::plain(RequestFailure::NoSuchName)] {
        assert!(after(&[(0, gone.clone())]).is_dead(), "{gone:?}");
    }
}

#[test]
fn a_failure_is_believed_after_three_times_and_three_days() {
    let failed = [
        status(500),
        Answer::plain(RequestFailure::NoConnection),
        Answer::plain(RequestFailure::BadCertificate),
    ];
    let [a, b, c] = failed;
    assert!(!after(&[(0, a.clone()), (1, b.clone()), (71, c.clone())]).is_dead());
    assert!(!after(&[(0, a.clone()), (80, b.clone())]).is_dead());
    assert!(after(&[(0, a.clone()), (1, b.clone()), (72, c.clone())]).is_dead());
    assert!(!after(&[(0, a.clone()), (1, status(200)), (72, b), (73, c)]).is_dead());
}

#[test]
fn what_nobody_can_tell_changes_nothing() {
    for code in [401, 403, 429, 451, 999] {
        assert!(!after(&[(0, status(code)), (40, status(code)), (80, status(code))]).is_dead(), "{code}");
        assert_eq!(after(&[(0, status(200)), (1, status(code))]), after(&[(0, status(200))]));
        assert_eq!(after(&[(0, status(404)), (1, status(code))]), after(&[(0, status(404))]));
    }
    let silent = Answer::plain(RequestFailure::NoAnswer);
    assert!(!after(&[(0, silent.clone()), (40, silent.clone()), (80, silent)]).is_dead());
}

#[test]
fn a_move_is_believed_after_three_times_and_a_week() {
    let (here, there) = (moved("https://b.example/"), moved("https://c.example/"));
    let seen = |hours: &[i64]| {
        let answers: Vec<_> = hours.iter().map(|hours| (*hours, here.clone())).collect();
        after(&answers).moved_to().map(str::to_owned)
    };
    assert_eq!(seen(&[0, 24, 167]), None);
    assert_eq!(seen(&[0, 168]), None);
    assert_eq!(seen(&[0, 24, 168]).as_deref(), Some("https://b.example/"));
    let elsewhere = after(&[(0, here.clone()), (24, there), (168, here.clone())]);
    assert_eq!((elsewhere.moved_to(), elsewhere.moved_seen), (None, 1));
    assert_eq!(after(&[(0, here.clone()), (24, status(200))]).final_url, None);
    // While it fails, nobody knows where it would lead.
    let failing = after(&[(0, here.clone()), (24, here.clone()), (168, here), (169, status(500))]);
    assert_eq!(failing.moved_to(), None);
}

#[test]
fn a_cookie_wall_is_not_a_dead_page() {
    let circle = Answer::plain(RequestFailure::TooManyRedirects);
    assert!(!after(&[(0, circle.clone()), (40, circle.clone()), (80, circle)]).is_dead());
}

#[test]
fn what_was_well_yesterday_is_asked_again_and_what_failed_at_once() {
    let due = |answers: &[(i64, Answer)], hours| {
        let mut links = Links::default();
        answers.iter().for_each(|(hours, answer)| links.record(URL, answer.clone(), at(*hours)));
        links.is_due(URL, at(hours))
    };
    assert!(due(&[], 0));
    assert!(!due(&[(0, status(200))], 23));
    assert!(due(&[(0, status(200))], 24));
    assert!(due(&[(0, status(200)), (1, status(500))], 2));
    assert!(due(&[(0, status(403))], 1));
}

#[test]
fn that_nobody_answers_says_nothing_of_anybody() {
    let all = |troubles: &[RequestFailure]| {
        let answers: Vec<_> = troubles.iter().map(|trouble| Answer::plain(*trouble)).collect();
        nobody_answers(&answers)
    };
    assert!(all(&[
        RequestFailure::NoSuchName,
        RequestFailure::NameUnknown,
        RequestFailure::NoAnswer,
        RequestFailure::NotAsked
    ]));
    assert!(!all(&[RequestFailure::NoSuchName, RequestFailure::BadCertificate]));
    assert!(!all(&[RequestFailure::NotAsked]) && !all(&[]));
    assert!(!nobody_answers(&[status(404), Answer::plain(RequestFailure::NoAnswer)]));
}

#[test]
fn only_the_web_is_asked_and_without_a_fragment() {
    assert_eq!(key("https://a.example/b#c"), Some("https://a.example/b"));
    assert_eq!(key("HTTP://a.example"), Some("HTTP://a.example"));
    for other in ["mailto:a@b.example", "//a.example/", "ftp://a.example/", "https:a", "https://a b/"] {
        assert_eq!(key(other), None, "{other}");
    }
}
