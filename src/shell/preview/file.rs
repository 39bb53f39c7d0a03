//! Serves files unchanged.
//!
//! Must not know: which files may be requested.

use std::path::PathBuf;

use axum::body::{Body, to_bytes};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE,
};
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeFile;

use super::script::{ScriptTag, with_script};
use crate::base::serving::media_type;
use crate::base::{SitePath, UrlPath};
use crate::render::theme::built_in_asset;
use crate::shell::project::Revision;

/// The largest HTML file that the script is added to.
const LARGEST_PAGE: usize = 16 << 20;

/// The source of the bytes of a file.
pub(super) enum File {
    OnDisk(PathBuf),
    BuiltIn(&'static [u8]),
}

/// Finds a file of the site or of the built-in theme. The revision may be old, if newer ones have errors, and what was
/// a file then may be a link out of the site now.
pub(super) fn open(revision: &Revision, path: &SitePath) -> Option<File> {
    match revision.files.on_disk(path) {
        Some(_) => revision.files.on_disk_still(path).map(File::OnDisk),
        None => built_in_asset(path).map(File::BuiltIn),
    }
}

impl File {
    pub(super) async fn respond(self, url: &UrlPath, tag: &ScriptTag, request: &Parts) -> Response {
        let mut response = match self {
            Self::BuiltIn(bytes) => bytes.into_response(),
            Self::OnDisk(path) if is_page(url) => html_file(path, tag).await,
            Self::OnDisk(path) => stream_file(path, request).await,
        };
        if response.status().is_success() {
            if let Ok(kind) = HeaderValue::from_str(&media_type(&url.file())) {
                response.headers_mut().insert(CONTENT_TYPE, kind);
            }
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
        response
    }
}

/// Returns whether a browser shows an address as a page, which then has the script in it.
pub(super) fn is_page(url: &UrlPath) -> bool {
    url.file().ends_with(".html")
}

async fn stream_file(path: PathBuf, request: &Parts) -> Response {
    let mut asked = Request::from_parts(request.clone(), ());
    let response = serve(path.clone(), asked.clone()).await;
    let Some(version) = request.headers.get(IF_RANGE) else { return response };
    // A part is of use only if the file is still the version that `If-Range` names.
    let is_version = [ETAG, LAST_MODIFIED].iter().any(|name| response.headers().get(name) == Some(version));
    if response.status() == StatusCode::OK || is_version {
        return response;
    }
    for name in [RANGE, IF_RANGE, IF_NONE_MATCH, IF_MODIFIED_SINCE] {
        asked.headers_mut().remove(name);
    }
    serve(path, asked).await
}

async fn serve(path: PathBuf, request: Request<()>) -> Response {
    let mut file = ServeFile::new(path).ignore_multi_range_requests(true);
    match file.try_call(request).await {
        Ok(response) => response.map(Body::new),
        // It was removed since the last scan.
        Err(_) => (StatusCode::NOT_FOUND, "This file is gone.\n").into_response(),
    }
}

/// Serves an HTML file with the script in it.
async fn html_file(path: PathBuf, tag: &ScriptTag) -> Response {
    let (mut head, body) = serve(path, Request::new(())).await.into_parts();
    match to_bytes(body, LARGEST_PAGE).await {
        Ok(bytes) => {
            for name in [CONTENT_LENGTH, ETAG, LAST_MODIFIED, ACCEPT_RANGES] {
                head.headers.remove(name);
            }
            Response::from_parts(head, Body::from(with_script(&bytes, tag)))
        }
        Err(_) => (StatusCode::PAYLOAD_TOO_LARGE, "This page is too large to show.\n").into_response(),
    }
}
