//! What each open page is told, as server-sent events.
//!
//! Nothing is queued for anybody: a stream knows what its browser has, and when it is ready for more, it is
//! told how that differs from what is shown then. So a browser that never reads costs nothing, and one that
//! slept is told what it missed. Must not know: how a browser acts on it.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::json;

use super::room::{Listener, Room, Stage};
use super::script::BARE;
use super::showing::{Leaf, Showing};
use crate::base::UrlPath;

/// A proxy closes a stream on which nothing is said for long.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How soon a browser comes back after a stream broke.
const RETRY: Duration = Duration::from_millis(500);

/// No address of a site is longer than this.
const LONGEST: usize = 4096;

/// What a browser has: the page, its keys, the showing that it comes from.
#[derive(Deserialize)]
pub(super) struct Has {
    page: String,
    key: String,
    style: String,
    showing: String,
}

pub(super) async fn events(
    State(room): State<Arc<Room>>,
    Query(has): Query<Has>,
    headers: HeaderMap,
) -> Response {
    if has.page.len() > LONGEST {
        return (StatusCode::BAD_REQUEST, "There is no page with such an address.\n").into_response();
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let seen = Seen {
        since: room.serial(last.unwrap_or(&has.showing)),
        key: has.key,
        style: has.style,
        report: None,
    };
    let reader = Reader {
        stage: room.stage.clone(),
        listener: Listener::new(room, UrlPath::new(&has.page)),
        seen,
        waiting: VecDeque::from([Event::default().retry(RETRY)]),
        is_new: true,
    };
    Sse::new(reader.stream()).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// One stream.
struct Reader {
    stage: Stage,
    listener: Listener,
    seen: Seen,
    waiting: VecDeque<Event>,
    is_new: bool,
}

impl Reader {
    fn stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut reader| async {
            let event = reader.next().await?;
            Some((Ok(event), reader))
        })
    }

    /// The next event; none when the server ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if !std::mem::take(&mut self.is_new) {
                self.stage.changed().await.ok()?;
            }
            let showing = self.stage.borrow_and_update().clone();
            if let Some(showing) = showing {
                let id = self.listener.room.id(&showing);
                let news = self.seen.news(&showing, &self.listener.page);
                self.waiting.extend(news.into_iter().map(|event| event.id(&id)));
            }
        }
    }
}

/// What a browser has on screen.
struct Seen {
    key: String,
    style: String,
    /// The showing up to which it knows of changed files.
    since: Option<u64>,
    report: Option<String>,
}

impl Seen {
    /// What has changed for this browser, which is then held to know it.
    fn news(&mut self, showing: &Showing, page: &UrlPath) -> Vec<Event> {
        let leaf = showing.leaf(page);
        let since = self.since.replace(showing.serial).unwrap_or(showing.serial);
        if let Some(key) = self.other_page(&leaf) {
            let event = Event::default().event("page").data(&key);
            self.key = key;
            return vec![event];
        }
        let files = showing.files_since(since);
        let files = (!files.is_empty())
            .then(|| event("assets", &json!(files.iter().map(|url| url.as_str()).collect::<Vec<_>>())));
        [self.findings(&leaf), self.restyled(showing, &leaf), files].into_iter().flatten().collect()
    }

    /// The key of the page that is to take the place of this one. When it cannot be made, the last good one
    /// stays, and a page of findings gives way to the next such page.
    fn other_page(&self, leaf: &Leaf) -> Option<String> {
        let key = match leaf.key {
            Some(key) => key.page.to_string(),
            None if self.key.starts_with(BARE) => super::bare::key(&leaf.report),
            None => return None,
        };
        (key != self.key).then_some(key)
    }

    fn findings(&mut self, leaf: &Leaf) -> Option<Event> {
        let is_known = self.report.as_ref() == Some(&leaf.report.digest);
        self.report = Some(leaf.report.digest.clone());
        (!is_known).then(|| Event::default().event("findings").data(leaf.report.json()))
    }

    fn restyled(&mut self, showing: &Showing, leaf: &Leaf) -> Option<Event> {
        let style = leaf.key?.style.to_string();
        if style == self.style {
            return None;
        }
        let css = showing.good()?.compiled.css();
        self.style.clone_from(&style);
        Some(event("style", &json!({ "style": style, "css": css })))
    }
}

/// JSON has no line breaks, which would end an event's data.
fn event(name: &str, data: &serde_json::Value) -> Event {
    Event::default().event(name).data(data.to_string())
}
