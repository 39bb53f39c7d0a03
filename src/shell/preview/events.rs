//! Tells each open page what has changed, as server-sent events.
//!
//! Events are not queued until a browser reads them: a stream knows what its browser has, and sends the difference to
//! the current version whenever it can. So a browser that never reads costs nothing, and one that slept is brought up
//! to date. Must not know: what a browser does with an event.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;

use super::script::FINDINGS_PAGE;
use super::state::{Listener, ServerState, VersionReceiver};
use super::version::{PageState, Version};
use crate::base::UrlPath;

/// A proxy closes a stream that is silent for long.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How soon a browser reconnects after a stream broke.
const RETRY: Duration = Duration::from_millis(500);

/// Longer than any address of a site.
const LONGEST: usize = 4096;

/// The page that a browser has, its keys, and the id of the version that it comes from.
#[derive(Deserialize)]
pub(super) struct EventsQuery {
    page: String,
    key: String,
    style: String,
    #[serde(rename = "showing")]
    version: String,
}

pub(super) async fn events(
    State(state): State<Arc<ServerState>>,
    Query(query): Query<EventsQuery>,
    headers: HeaderMap,
) -> Response {
    if query.page.len() > LONGEST {
        return (StatusCode::BAD_REQUEST, "There is no page at this address.\n").into_response();
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let event_stream = EventStream {
        since: state.serial(last.unwrap_or(&query.version)),
        versions: state.versions.clone(),
        listener: Listener::new(state, UrlPath::new(&query.page)),
        queue: VecDeque::from([Event::default().retry(RETRY)]),
        is_new: true,
        key: query.key,
        style: query.style,
        report: None,
    };
    let events = stream::unfold(event_stream, |mut event_stream| async {
        let event = event_stream.next().await?;
        Some((Ok::<_, Infallible>(event), event_stream))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// The stream of one browser, with the page, style, files and findings that the browser has.
struct EventStream {
    versions: VersionReceiver,
    listener: Listener,
    queue: VecDeque<Event>,
    is_new: bool,
    key: String,
    style: String,
    /// The version up to which it knows of changed files.
    since: Option<u64>,
    report: Option<String>,
}

impl EventStream {
    /// The next event; `None` when the server stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some(event);
            }
            if !std::mem::take(&mut self.is_new) {
                self.versions.changed().await.ok()?;
            }
            let version = self.versions.borrow_and_update().clone();
            if let Some(version) = version {
                let id = self.listener.state.id(&version);
                let events = self.changes(&version);
                self.queue.extend(events.into_iter().map(|event| event.id(&id)));
            }
        }
    }

    /// The events that bring this browser up to date with a version. They count as received.
    fn changes(&mut self, version: &Version) -> Vec<Event> {
        let page_state = version.page_state(&self.listener.page);
        let since = self.since.replace(version.serial).unwrap_or(version.serial);
        // A page that fails now stays as it last was, but a page of findings is replaced by the next such page.
        let key = match page_state.key {
            Some(key) => key.page.to_string(),
            None if self.key.starts_with(FINDINGS_PAGE) => super::findings_page::key(&page_state.report),
            None => self.key.clone(),
        };
        if key != self.key {
            let event = Event::default().event("page").data(&key);
            self.key = key;
            return vec![event];
        }
        let mut events = Vec::new();
        let digest = &page_state.report.digest;
        if self.report.replace(digest.clone()).as_ref() != Some(digest) {
            events.push(Event::default().event("findings").data(page_state.report.json()));
        }
        events.extend(self.style_change(version, &page_state));
        let files: Vec<_> = version.files_since(since).iter().map(|url| url.as_str()).collect();
        if !files.is_empty() {
            events.push(event("assets", &json!(files)));
        }
        events
    }

    fn style_change(&mut self, version: &Version, page_state: &PageState) -> Option<Event> {
        let style = page_state.key?.style.to_string();
        if style == self.style {
            return None;
        }
        let css = &version.last_good.as_ref()?.compiled.theme().style.css;
        self.style.clone_from(&style);
        Some(event("style", &json!({ "style": style, "css": css })))
    }
}

/// An event with data as JSON, which has no line breaks: those would end the data.
fn event(name: &str, data: &serde_json::Value) -> Event {
    Event::default().event(name).data(data.to_string())
}
