//! Answers requests for the addresses of the site.
//!
//! Must not know: server-sent events; where files are on disk.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::key::{Key, NOT_FOUND};
use super::route::{Route, find_route, url_path};
use super::script::{ScriptTag, with_script};
use super::served_pages::ServedPage;
use super::state::ServerState;
use super::version::Version;
use super::{file, findings_page};
use crate::base::UrlPath;
use crate::base::serving::media_type;
use crate::diagnostics::Finding;
use crate::shell::project::Revision;

pub(super) async fn respond(State(state): State<Arc<ServerState>>, request: Request) -> Response {
    let Some(version) = state.version().await else {
        return not_ready();
    };
    let (request, _) = request.into_parts();
    let responder = Responder { state: &state, version: &version, uri: &request.uri };
    let Some(revision) = version.last_good() else {
        return responder.findings_response(&[]);
    };
    match find_route(&revision.compiled, request.uri.path()) {
        Route::Rendered(url) => responder.rendered(revision, &url, StatusCode::OK),
        Route::File(url, path) => match file::open(revision, &path) {
            Some(file) => file.respond(&url, &responder.tag(revision.compiled.key(&url)), &request).await,
            None => responder.not_found(revision),
        },
        Route::Rendition(url) => responder.rendition(revision, &url, &request).await,
        Route::Card(url) => responder.card(&url).await,
        Route::MissingSlash(page) => redirect(&page, request.uri.query()),
        Route::NotFound => responder.not_found(revision),
    }
}

/// A request, and the state that it is answered from.
struct Responder<'a> {
    state: &'a Arc<ServerState>,
    version: &'a Version,
    uri: &'a Uri,
}

impl Responder<'_> {
    /// Renders what is at an address. A page that fails is answered as it was last served.
    fn rendered(&self, revision: &Revision, url: &UrlPath, status: StatusCode) -> Response {
        match revision.compiled.render(url) {
            Some(Ok(text)) if !file::is_page(url) => {
                (status, [no_store(), content_type(url)], text).into_response()
            }
            Some(Ok(text)) => {
                let Some(key) = revision.compiled.key(url) else {
                    return self.findings_response(&[]);
                };
                let page = Arc::new(ServedPage { key, text });
                self.state.remember_page(url, page.clone());
                self.page(&page, status)
            }
            Some(Err(findings)) => match self.state.last_served(url) {
                Some(page) => self.page(&page, status),
                None => self.findings_response(&findings),
            },
            None => self.findings_response(&[]),
        }
    }

    fn page(&self, page: &ServedPage, status: StatusCode) -> Response {
        html_response(status, with_script(&page.text, &self.tag(Some(page.key))))
    }

    /// Makes a smaller copy of a picture, on another thread than the one that answers. If that fails, the answer is the
    /// original: a browser can show a part of a damaged picture.
    async fn rendition(&self, revision: &Revision, url: &UrlPath, request: &Parts) -> Response {
        let Some((rendition, original)) = revision.compiled.rendition(url) else {
            return self.not_found(revision);
        };
        let state = self.state.clone();
        let files = revision.files.clone();
        let wanted = rendition.clone();
        let resize = move || state.images.resized(&wanted, original, || files.bytes(&wanted.path));
        match tokio::task::spawn_blocking(resize).await {
            Ok(Ok(copy)) => (StatusCode::OK, [no_store(), content_type(url)], copy).into_response(),
            Ok(Err(_)) | Err(_) => match file::open(revision, &rendition.path) {
                Some(file) => file.respond(url, &self.tag(None), request).await,
                None => self.not_found(revision),
            },
        }
    }

    /// Draws a share card, on another thread than the one that answers.
    async fn card(&self, url: &UrlPath) -> Response {
        let Some(revision) = self.version.last_good_shared() else { return self.findings_response(&[]) };
        let wanted = url.clone();
        match tokio::task::spawn_blocking(move || revision.compiled.card(&wanted)).await {
            Ok(Some(Ok(card))) => (StatusCode::OK, [no_store(), content_type(url)], card).into_response(),
            Ok(Some(Err(findings))) => self.findings_response(&findings),
            Ok(None) | Err(_) => self.findings_response(&[]),
        }
    }

    /// The site's own 404 page.
    fn not_found(&self, revision: &Revision) -> Response {
        self.rendered(revision, &UrlPath::new(NOT_FOUND), StatusCode::NOT_FOUND)
    }

    /// A page of findings, if there is no page of the site to show. `failed` are those that prevent it.
    fn findings_response(&self, failed: &[Finding]) -> Response {
        let report = self.version.report_with(failed);
        let tag = self.tag_for(findings_page::key(&report), String::new());
        html_response(StatusCode::INTERNAL_SERVER_ERROR, with_script(&findings_page::page(&report), &tag))
    }

    fn tag(&self, key: Option<Key>) -> ScriptTag {
        match key {
            Some(key) => self.tag_for(key.page.to_string(), key.style.to_string()),
            None => self.tag_for(String::new(), String::new()),
        }
    }

    fn tag_for(&self, key: String, style: String) -> ScriptTag {
        let path = self.uri.path();
        let page = url_path(path).map_or_else(|| NOT_FOUND.to_owned(), |url| url.as_str().to_owned());
        let depth = path.matches('/').count().saturating_sub(1);
        ScriptTag { depth, page, key, style, version: self.state.id(self.version) }
    }
}

fn html_response(status: StatusCode, text: String) -> Response {
    (status, [no_store(), (CONTENT_TYPE, "text/html; charset=utf-8".to_owned())], text).into_response()
}

fn content_type(url: &UrlPath) -> (axum::http::HeaderName, String) {
    (CONTENT_TYPE, media_type(&url.file()))
}

fn no_store() -> (axum::http::HeaderName, String) {
    (CACHE_CONTROL, "no-store".to_owned())
}

/// Redirects to an address relative to the request's, which stays right behind a proxy that adds a path.
fn redirect(page: &str, query: Option<&str>) -> Response {
    let to = query.map_or_else(|| page.to_owned(), |query| format!("{page}?{query}"));
    (StatusCode::TEMPORARY_REDIRECT, [no_store(), (LOCATION, to)]).into_response()
}

fn not_ready() -> Response {
    let later = [no_store(), (RETRY_AFTER, "1".to_owned())];
    (StatusCode::SERVICE_UNAVAILABLE, later, "The site is not read yet: ask again in a moment.\n")
        .into_response()
}
