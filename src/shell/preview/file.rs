//! Files that are handed on as they are.
//!
//! Must not know: which files may be asked for.

use std::path::PathBuf;

use axum::body::{Body, to_bytes};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeFile;

use super::script::{Tag, with_script_in};
use crate::base::serving::media_type;
use crate::base::{SitePath, UrlPath};
use crate::render::theme::built_in_asset;
use crate::shell::project::Revision;

/// How large an HTML file may be that the script is put into. Others are no pages to look at.
const LARGEST_PAGE: usize = 16 << 20;

/// Where the bytes of a file are.
pub(super) enum File {
    OnDisk(PathBuf),
    BuiltIn(&'static [u8]),
}

/// A file of the site, or of the built-in theme. The last good state of a site is shown for as long as a newer
/// one has errors, and what was a file then may be a link out of the site now.
pub(super) fn open(revision: &Revision, path: &SitePath) -> Option<File> {
    match revision.files.on_disk(path) {
        Some(_) => revision.files.on_disk_still(path).map(File::OnDisk),
        None => built_in_asset(path).map(File::BuiltIn),
    }
}

impl File {
    pub(super) async fn answer(self, url: &UrlPath, tag: &Tag, request: &Parts) -> Response {
        let mut response = match self {
            Self::BuiltIn(bytes) => bytes.into_response(),
            Self::OnDisk(path) if is_page(url) => page(path, tag).await,
            Self::OnDisk(path) => streamed(path, request).await,
        };
        if response.status().is_success() {
            set(&mut response, &url.file());
        }
        response
    }
}

/// Whether what stands at an address is looked at, and so has the script in it.
pub(super) fn is_page(url: &UrlPath) -> bool {
    url.file().ends_with(".html")
}

fn set(response: &mut Response, file: &str) {
    if let Ok(kind) = HeaderValue::from_str(&media_type(file)) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
}

async fn streamed(path: PathBuf, request: &Parts) -> Response {
    let asked = request_for(request.method.clone(), request.headers.clone());
    let response = serve(path.clone(), asked).await;
    match request.headers.get(IF_RANGE) {
        Some(version) if response.status() != StatusCode::OK && !is_version(&response, version) => {
            serve(path, request_for(request.method.clone(), whole(&request.headers))).await
        }
        _ => response,
    }
}

/// `If-Range`: a part is of use only to whoever has the rest of the same version.
fn is_version(response: &Response, version: &HeaderValue) -> bool {
    [ETAG, LAST_MODIFIED].iter().any(|name| response.headers().get(name) == Some(version))
}

async fn serve(path: PathBuf, request: Request<()>) -> Response {
    let mut file = ServeFile::new(path).ignore_multi_range_requests(true);
    match file.try_call(request).await {
        Ok(response) => response.map(Body::new),
        // Gone since the site was last read: the next state knows.
        Err(_) => (StatusCode::NOT_FOUND, "This file is gone.\n").into_response(),
    }
}

fn request_for(method: Method, headers: HeaderMap) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = method;
    *request.headers_mut() = headers;
    request
}

fn whole(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in [RANGE, IF_RANGE, IF_NONE_MATCH, IF_MODIFIED_SINCE] {
        headers.remove(name);
    }
    headers
}

/// An HTML file is a page as well, and has its news.
async fn page(path: PathBuf, tag: &Tag) -> Response {
    let asked = request_for(Method::GET, HeaderMap::new());
    let (mut head, body) = serve(path, asked).await.into_parts();
    match to_bytes(body, LARGEST_PAGE).await {
        Ok(bytes) => {
            for name in [CONTENT_LENGTH, ETAG, LAST_MODIFIED, ACCEPT_RANGES] {
                head.headers.remove(name);
            }
            Response::from_parts(head, Body::from(with_script_in(&bytes, tag)))
        }
        Err(_) => (StatusCode::PAYLOAD_TOO_LARGE, "This page is too large to show.\n").into_response(),
    }
}
