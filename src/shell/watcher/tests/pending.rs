//! What is held back, and for how long.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::super::pending::{Pending, WRITE_PAUSE};

fn places(places: &[&str]) -> BTreeSet<PathBuf> {
    places.iter().map(PathBuf::from).collect()
}

fn after(begun: Instant, milliseconds: u64) -> Instant {
    begun + Duration::from_millis(milliseconds)
}

#[test]
fn what_its_writer_closed_is_due_at_once() {
    let (mut pending, now) = (Pending::default(), Instant::now());
    pending.hold("a".into(), now, WRITE_PAUSE);
    pending.hold("b".into(), now, WRITE_PAUSE);
    pending.release("a".into());
    assert_eq!(pending.take_due(now), places(&["a"]));
    assert_eq!(pending.take_due(now), places(&[]));
    assert!(pending.has_held());
}

#[test]
fn what_is_opened_again_waits_again() {
    let (mut pending, now) = (Pending::default(), Instant::now());
    pending.release("a".into());
    pending.hold("a".into(), now, WRITE_PAUSE);
    pending.mark_touched("a".into());
    assert_eq!(pending.take_due(now), places(&[]));
}

#[test]
fn what_is_never_closed_is_due_when_it_is_quiet() {
    let (mut pending, now) = (Pending::default(), Instant::now());
    pending.hold("a".into(), now, WRITE_PAUSE);
    pending.hold("a".into(), after(now, 90), WRITE_PAUSE);
    assert_eq!(pending.next_due(), Some(after(now, 190)));
    assert_eq!(pending.take_due(after(now, 189)), places(&[]));
    assert_eq!(pending.take_due(after(now, 190)), places(&["a"]));
}

#[test]
fn what_is_never_quiet_is_due_in_the_end() {
    let (mut pending, now) = (Pending::default(), Instant::now());
    for at in (0..500).step_by(50) {
        pending.hold("a".into(), after(now, at), WRITE_PAUSE);
        assert_eq!(pending.take_due(after(now, at)), places(&[]));
    }
    assert_eq!(pending.take_due(after(now, 500)), places(&["a"]));
}

#[test]
fn a_folder_waits_for_the_files_in_it() {
    let (mut pending, now) = (Pending::default(), Instant::now());
    pending.release("d".into());
    pending.release("d-e".into());
    pending.hold("d/a".into(), now, WRITE_PAUSE);
    assert_eq!(pending.take_due(now), places(&["d-e"]));
    pending.release("d/a".into());
    assert_eq!(pending.take_due(now), places(&["d", "d/a"]));
}
