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
use futures_util::stream::{self, Stream};
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
        return (StatusCode::BAD_REQUEST, "There is no page with such an address.\n").into_response();
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let client = ClientState {
        since: state.serial(last.unwrap_or(&query.version)),
        key: query.key,
        style: query.style,
        report: None,
    };
    let event_stream = EventStream {
        versions: state.versions.clone(),
        listener: Listener::new(state, UrlPath::new(&query.page)),
        client,
        queue: VecDeque::from([Event::default().retry(RETRY)]),
        is_new: true,
    };
    Sse::new(event_stream.stream()).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// The stream of one browser.
struct EventStream {
    versions: VersionReceiver,
    listener: Listener,
    client: ClientState,
    queue: VecDeque<Event>,
    is_new: bool,
}

impl EventStream {
    fn stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut event_stream| async {
            let event = event_stream.next().await?;
            Some((Ok(event), event_stream))
        })
    }

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
                let events = self.client.changes(&version, &self.listener.page);
                self.queue.extend(events.into_iter().map(|event| event.id(&id)));
            }
        }
    }
}

/// The page, style, files and findings that a browser has.
struct ClientState {
    key: String,
    style: String,
    /// The version up to which it knows of changed files.
    since: Option<u64>,
    report: Option<String>,
}

impl ClientState {
    /// The events that bring this browser up to date with a version. They count as received.
    fn changes(&mut self, version: &Version, page: &UrlPath) -> Vec<Event> {
        let page_state = version.page_state(page);
        let since = self.since.replace(version.serial).unwrap_or(version.serial);
        if let Some(key) = self.page_change(&page_state) {
            let event = Event::default().event("page").data(&key);
            self.key = key;
            return vec![event];
        }
        let mut events = Vec::new();
        events.extend(self.findings_change(&page_state));
        events.extend(self.style_change(version, &page_state));
        let files: Vec<_> = version.files_since(since).iter().map(|url| url.as_str()).collect();
        if !files.is_empty() {
            events.push(event("assets", &json!(files)));
        }
        events
    }

    /// The key of the page that must replace this one. If that page fails, the last good one stays, but a page of
    /// findings is replaced by the next such page.
    fn page_change(&self, page_state: &PageState) -> Option<String> {
        let key = match page_state.key {
            Some(key) => key.page.to_string(),
            None if self.key.starts_with(FINDINGS_PAGE) => super::findings_page::key(&page_state.report),
            None => return None,
        };
        (key != self.key).then_some(key)
    }

    fn findings_change(&mut self, page_state: &PageState) -> Option<Event> {
        let is_known = self.report.as_ref() == Some(&page_state.report.digest);
        self.report = Some(page_state.report.digest.clone());
        (!is_known).then(|| Event::default().event("findings").data(page_state.report.json()))
    }

    fn style_change(&mut self, version: &Version, page_state: &PageState) -> Option<Event> {
        let style = page_state.key?.style.to_string();
        if style == self.style {
            return None;
        }
        let css = &version.last_good()?.compiled.theme().style.css;
        self.style.clone_from(&style);
        Some(event("style", &json!({ "style": style, "css": css })))
    }
}

/// An event with data as JSON, which has no line breaks: those would end the data.
fn event(name: &str, data: &serde_json::Value) -> Event {
    Event::default().event(name).data(data.to_string())
}
