//! The answer to a request for something of the site.
//!
//! Must not know: the news; where files lie on disk.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::kept::Good;
use super::key::{Key, NOT_FOUND};
use super::place::{Place, address, find};
use super::room::Room;
use super::script::{Tag, with_script};
use super::showing::Showing;
use super::{bare, file};
use crate::base::UrlPath;
use crate::base::serving::media_type;
use crate::diagnostics::Finding;
use crate::shell::project::Revision;

pub(super) async fn answer(State(room): State<Arc<Room>>, request: Request) -> Response {
    let Some(showing) = room.showing().await else {
        return not_yet();
    };
    let (request, _) = request.into_parts();
    let uri = &request.uri;
    let desk = Desk { room: &room, showing: &showing, uri };
    let Some(revision) = showing.good() else {
        return desk.failed(&[]);
    };
    match find(&revision.compiled, uri.path()) {
        Place::Text(url) => desk.text(revision, &url, StatusCode::OK),
        Place::File(url, path) => match file::open(revision, &path) {
            Some(file) => file.answer(&url, &desk.tag(revision.compiled.key(&url)), &request).await,
            None => desk.nothing(revision),
        },
        Place::Copy(url) => desk.copy(revision, &url, &request).await,
        Place::Card(url) => desk.card(&url).await,
        Place::Beside(page) => moved(&page, uri.query()),
        Place::Nothing => desk.nothing(revision),
    }
}

/// One request, and what it is answered from.
struct Desk<'a> {
    room: &'a Arc<Room>,
    showing: &'a Showing,
    uri: &'a Uri,
}

impl Desk<'_> {
    /// What is rendered; when it cannot be, what it last was.
    fn text(&self, revision: &Revision, url: &UrlPath, status: StatusCode) -> Response {
        match revision.compiled.render(url) {
            Some(Ok(text)) if !file::is_page(url) => (status, [no_store(), kind(url)], text).into_response(),
            Some(Ok(text)) => {
                let Some(key) = revision.compiled.key(url) else {
                    return self.failed(&[]);
                };
                let good = Arc::new(Good { key, text });
                self.room.keep(url, good.clone());
                self.page(&good, status)
            }
            Some(Err(found)) => match self.room.kept(url) {
                Some(good) => self.page(&good, status),
                None => self.failed(&found),
            },
            None => self.failed(&[]),
        }
    }

    fn page(&self, good: &Good, status: StatusCode) -> Response {
        html(status, with_script(&good.text, &self.tag(Some(good.key))))
    }

    /// A smaller copy of a picture, made when it is first asked for, and not by the one thread that answers.
    /// Where it cannot be made the original stands in its place, for a browser shows what there is of it.
    async fn copy(&self, revision: &Revision, url: &UrlPath, request: &Parts) -> Response {
        let Some((of, original)) = revision.compiled.rendition(url) else {
            return self.nothing(revision);
        };
        let (room, survey, wanted) = (self.room.clone(), revision.files.clone(), of.clone());
        let make = move || room.darkroom.resized(&wanted, original, || survey.bytes(&wanted.path));
        match tokio::task::spawn_blocking(make).await {
            Ok(Ok(copy)) => (StatusCode::OK, [no_store(), kind(url)], copy).into_response(),
            Ok(Err(_)) | Err(_) => match file::open(revision, &of.path) {
                Some(file) => file.answer(url, &self.tag(None), request).await,
                None => self.nothing(revision),
            },
        }
    }

    /// A share card, drawn when it is asked for, and not by the one thread that answers.
    async fn card(&self, url: &UrlPath) -> Response {
        let Some(revision) = self.showing.good_revision() else { return self.failed(&[]) };
        let wanted = url.clone();
        match tokio::task::spawn_blocking(move || revision.compiled.card(&wanted)).await {
            Ok(Some(Ok(card))) => (StatusCode::OK, [no_store(), kind(url)], card).into_response(),
            Ok(Some(Err(found))) => self.failed(&found),
            Ok(None) | Err(_) => self.failed(&[]),
        }
    }

    /// The site's own page for what is not there.
    fn nothing(&self, revision: &Revision) -> Response {
        self.text(revision, &UrlPath::new(NOT_FOUND), StatusCode::NOT_FOUND)
    }

    /// There is nothing good to show: what was found is the page.
    fn failed(&self, found: &[Finding]) -> Response {
        let report = self.showing.report_with(found);
        let tag = self.tag_for(bare::key(&report), String::new());
        html(StatusCode::INTERNAL_SERVER_ERROR, with_script(&bare::page(&report), &tag))
    }

    fn tag(&self, key: Option<Key>) -> Tag {
        let (page, style) =
            key.map_or_else(Default::default, |key| (key.page.to_string(), key.style.to_string()));
        self.tag_for(page, style)
    }

    fn tag_for(&self, key: String, style: String) -> Tag {
        let path = self.uri.path();
        let page = address(path).map_or_else(|| NOT_FOUND.to_owned(), |url| url.as_str().to_owned());
        let depth = path.matches('/').count().saturating_sub(1);
        Tag { depth, page, key, style, showing: self.room.id(self.showing) }
    }
}

fn html(status: StatusCode, text: String) -> Response {
    (status, [no_store(), (CONTENT_TYPE, "text/html; charset=utf-8".to_owned())], text).into_response()
}

fn kind(url: &UrlPath) -> (axum::http::HeaderName, String) {
    (CONTENT_TYPE, media_type(&url.file()))
}

fn no_store() -> (axum::http::HeaderName, String) {
    (CACHE_CONTROL, "no-store".to_owned())
}

/// Relative, so that it is right below whatever path a proxy has put the site.
fn moved(page: &str, query: Option<&str>) -> Response {
    let to = query.map_or_else(|| page.to_owned(), |query| format!("{page}?{query}"));
    (StatusCode::TEMPORARY_REDIRECT, [no_store(), (LOCATION, to)]).into_response()
}

fn not_yet() -> Response {
    let later = [no_store(), (RETRY_AFTER, "1".to_owned())];
    (StatusCode::SERVICE_UNAVAILABLE, later, "The site is not read yet: ask again in a moment.\n")
        .into_response()
}
