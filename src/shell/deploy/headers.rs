//! Response headers of files in a bucket, which serves each object with fixed headers.
//!
//! Must not know: how files are uploaded.

use object_store::{Attribute, Attributes};

use crate::base::Digest;
use crate::base::serving::{HEADERS, NO_JEKYLL, REDIRECTS, cache_control, media_type};
use crate::deploy_plan::uncompressed_name;
use crate::shell::compress::Coding;

/// Returns the content coding of a file in a bucket: `coding` for texts, since other files do not get smaller.
pub(super) fn coding_of(file: &str, coding: Option<Coding>) -> Option<Coding> {
    coding.filter(|_| media_type(file).ends_with("charset=utf-8"))
}

/// Returns the headers with which a bucket serves a file.
pub(super) fn response_headers(file: &str, coding: Option<Coding>) -> Attributes {
    let mut headers = Attributes::new();
    headers.insert(Attribute::ContentType, media_type(file).into());
    headers.insert(Attribute::CacheControl, cache_control(file).into());
    if let Some(coding) = coding_of(file, coding) {
        headers.insert(Attribute::ContentEncoding, coding.token().into());
    }
    headers
}

/// Returns the headers of nutgraf's own objects, the lock and the state.
pub(super) fn internal_headers() -> Attributes {
    let mut headers = Attributes::new();
    headers.insert(Attribute::ContentType, "application/json".into());
    headers.insert(Attribute::CacheControl, "no-store".into());
    headers
}

/// Returns a digest of [`response_headers`].
pub(super) fn headers_digest(file: &str, coding: Option<Coding>) -> String {
    let values = (media_type(file), cache_control(file), coding_of(file, coding).map(Coding::token));
    Digest::of_value(&values).to_string()
}

/// Returns whether a bucket has a use for a file: not for the configuration of a web server, nor for compressed copies
/// of files that `is_deployed`, since a bucket cannot choose between them.
pub(super) fn belongs_in_bucket(file: &str, is_deployed: impl Fn(&str) -> bool) -> bool {
    let original = uncompressed_name(file);
    let is_copy = original != file && is_deployed(original);
    !(is_copy || matches!(file, HEADERS | REDIRECTS | NO_JEKYLL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_never_compressed() {
        let brotli = Some(Coding::Brotli);
        assert_eq!(coding_of("a.jpg", brotli), None);
        assert_eq!(headers_digest("a.jpg", brotli), headers_digest("a.jpg", None));
        assert_ne!(headers_digest("a.html", brotli), headers_digest("a.html", None));
    }

    #[test]
    fn web_server_configuration_and_compressed_copies_do_not_belong_in_a_bucket() {
        let is_deployed = |file: &str| file == "index.html";
        for file in ["_headers", "_redirects", ".nojekyll", "index.html.br", "index.html.gz"] {
            assert!(!belongs_in_bucket(file, is_deployed), "{file}");
        }
        for file in ["index.html", "data.csv.gz", "a/_headers"] {
            assert!(belongs_in_bucket(file, is_deployed), "{file}");
        }
    }
}
