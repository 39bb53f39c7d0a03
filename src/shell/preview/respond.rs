//! Answers requests for the addresses of the site.
//!
//! A path is decoded once, name by name, and looked up among the addresses of the site, so that one which would leave
//! the site (`..`, a backslash, an encoded slash) is simply not found. Must not know: server-sent events; where files
//! are on disk.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use super::script::{ScriptTag, with_script};
use super::state::{ServedPage, ServerState};
use super::version::{NOT_FOUND, Version};
use super::{file, findings_page};
use crate::base::serving::media_type;
use crate::base::{Digest, UrlPath};
use crate::diagnostics::Finding;
use crate::model::Rendition;
use crate::render::Key;
use crate::shell::lock;
use crate::shell::project::Revision;

pub(super) async fn respond(State(state): State<Arc<ServerState>>, request: Request) -> Response {
    let Some(version) = state.version().await else {
        let headers = [(CACHE_CONTROL, "no-store"), (RETRY_AFTER, "1")];
        let text = "The site is not ready yet: try again in a moment.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, headers, text).into_response();
    };
    let (request, _) = request.into_parts();
    let responder = Responder { state: &state, version: &version, uri: &request.uri };
    let Some(revision) = &version.last_good else {
        return responder.findings_response(&[]);
    };
    let Some(url) = url_path(request.uri.path()) else { return responder.not_found(revision) };
    let outputs = revision.compiled.outputs();
    if let Some(path) = outputs.asset(&url) {
        return match file::open(revision, path) {
            Some(file) => file.respond(&url, &responder.tag(revision.compiled.key(&url)), &request).await,
            None => responder.not_found(revision),
        };
    }
    if let Some((rendition, original)) = revision.compiled.rendition(&url) {
        return responder.rendition(revision, &url, (rendition, original), &request).await;
    }
    if outputs.is_card(&url) {
        return responder.card(revision.clone(), url).await;
    }
    if outputs.contains(&url) {
        return responder.rendered(revision, &url, StatusCode::OK);
    }
    if outputs.contains(&UrlPath::new(&format!("{}/", url.as_str()))) {
        return redirect_to_slash(&request.uri);
    }
    responder.not_found(revision)
}

/// The address for the path of a request; `None` if no address can be written so.
fn url_path(path: &str) -> Option<UrlPath> {
    let names: Option<Vec<String>> = path.strip_prefix('/')?.split('/').map(decode_name).collect();
    let path = names?.join("/");
    let page = path.strip_suffix("index.html").filter(|page| page.is_empty() || page.ends_with('/'));
    Some(UrlPath::new(page.unwrap_or(&path)))
}

fn decode_name(encoded: &str) -> Option<String> {
    let name = percent_decode_str(encoded).decode_utf8().ok()?;
    (!name.contains(['/', '\\', '\0'])).then(|| name.into_owned())
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
        let page = match revision.compiled.render(url) {
            Some(Ok(text)) if !file::is_page(url) => return fresh(status, media_type(&url.file()), text),
            Some(Ok(text)) => {
                let Some(key) = revision.compiled.key(url) else { return self.findings_response(&[]) };
                let page = Arc::new(ServedPage { key, text });
                lock(&self.state.served).insert(url, page.clone());
                page
            }
            Some(Err(findings)) => match lock(&self.state.served).get(url) {
                Some(page) => page,
                None => return self.findings_response(&findings),
            },
            None => return self.findings_response(&[]),
        };
        html(status, &page.text, &self.tag(Some(page.key)))
    }

    /// Makes a smaller copy of a picture, on another thread than the one that answers. If that fails, the answer is the
    /// original: a browser can show a part of a damaged picture.
    async fn rendition(
        &self,
        revision: &Revision,
        url: &UrlPath,
        (rendition, original): (&Rendition, Digest),
        request: &Parts,
    ) -> Response {
        let state = self.state.clone();
        let files = revision.files.clone();
        let wanted = rendition.clone();
        let resize = move || state.images.resized(&wanted, original, || files.bytes(&wanted.path));
        match tokio::task::spawn_blocking(resize).await {
            Ok(Ok(copy)) => fresh(StatusCode::OK, media_type(&url.file()), copy),
            Ok(Err(_)) | Err(_) => match file::open(revision, &rendition.path) {
                Some(file) => file.respond(url, &self.tag(None), request).await,
                None => self.not_found(revision),
            },
        }
    }

    /// Draws a share card, on another thread than the one that answers.
    async fn card(&self, revision: Arc<Revision>, url: UrlPath) -> Response {
        let kind = media_type(&url.file());
        match tokio::task::spawn_blocking(move || revision.compiled.card(&url)).await {
            Ok(Some(Ok(card))) => fresh(StatusCode::OK, kind, card),
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
        let report = self.version.report(failed, &[]);
        let tag = self.tag_for(findings_page::key(&report), String::new());
        html(StatusCode::INTERNAL_SERVER_ERROR, &findings_page::page(&report), &tag)
    }

    fn tag(&self, key: Option<Key>) -> ScriptTag {
        let keys = key.map(|key| (key.page.to_string(), key.style.to_string()));
        let (page, style) = keys.unwrap_or_default();
        self.tag_for(page, style)
    }

    fn tag_for(&self, key: String, style: String) -> ScriptTag {
        let path = self.uri.path();
        let page = url_path(path).map_or_else(|| NOT_FOUND.to_owned(), |url| url.as_str().to_owned());
        let depth = path.matches('/').count().saturating_sub(1);
        ScriptTag { depth, page, key, style, version: self.state.id(self.version) }
    }
}

/// A page with the script in it.
fn html(status: StatusCode, page: &str, tag: &ScriptTag) -> Response {
    fresh(status, "text/html; charset=utf-8".to_owned(), with_script(page.as_bytes(), tag))
}

/// A response that browsers do not store.
fn fresh(status: StatusCode, media_type: String, body: impl Into<Body>) -> Response {
    let headers = [(CACHE_CONTROL, "no-store".to_owned()), (CONTENT_TYPE, media_type)];
    (status, headers, body.into()).into_response()
}

/// Redirects to the address with a slash at its end. It is relative to the request's, which stays right behind a proxy
/// that adds a path.
fn redirect_to_slash(uri: &Uri) -> Response {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    // A colon would make it a scheme.
    let here = if name.contains(':') { "./" } else { "" };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let headers = [(CACHE_CONTROL, "no-store".to_owned()), (LOCATION, format!("{here}{name}/{query}"))];
    (StatusCode::TEMPORARY_REDIRECT, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(path: &str) -> Option<String> {
        url_path(path).map(|url| url.as_str().to_owned())
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decoded("/").as_deref(), Some(""));
        assert_eq!(decoded("/a%20b/%C3%A4/").as_deref(), Some("a b/ä/"));
        assert_eq!(decoded("/%2561/").as_deref(), Some("%61/"));
        assert_eq!(decoded("/100%/").as_deref(), Some("100%/"));
    }

    #[test]
    fn an_index_is_its_page() {
        assert_eq!(decoded("/index.html").as_deref(), Some(""));
        assert_eq!(decoded("/a/index.html").as_deref(), Some("a/"));
        assert_eq!(decoded("/a/myindex.html").as_deref(), Some("a/myindex.html"));
    }

    #[test]
    fn two_spellings_of_a_letter_are_one_address() {
        assert_eq!(url_path("/e%CC%81/"), url_path("/%C3%A9/"));
    }

    #[test]
    fn what_can_be_no_name_is_no_address() {
        for path in ["", "*", "/a%2Fb", "/a%5Cb", "/%00", "/%ff", "/a\\b"] {
            assert_eq!(url_path(path), None, "{path}");
        }
    }
}
