//! The headers of the output's files: media type and `Cache-Control`.
//!
//! One table for `_headers`, buckets and the preview. Must not know: who serves a file.

/// The folder of the files whose names change with their bytes, `immutable/my-question/card.3f2a….png`: the file
/// at such an address never changes.
pub(crate) const IMMUTABLE: &str = "immutable/";

/// The file that tells hosts the headers of all others. A file of this name in `static/` replaces it.
pub(crate) const HEADERS: &str = "_headers";

/// The file that tells hosts where old addresses redirect to.
pub(crate) const REDIRECTS: &str = "_redirects";

/// Without this file, GitHub Pages ignores files whose names begin with an underscore.
pub(crate) const NO_JEKYLL: &str = ".nojekyll";

/// `Cache-Control` of a file (RFC 9111, RFC 8246): a year for files with a fingerprint in their names; all others
/// may be stored, and are revalidated each time.
pub(crate) fn cache_control(file: &str) -> &'static str {
    if file.starts_with(IMMUTABLE) { "public, max-age=31536000, immutable" } else { "public, no-cache" }
}

/// Says if readers and other sites may have kept the address of a file: a page, a feed or a document; not a part
/// of a page, another form of it, or a file for machines.
pub(crate) fn is_held(file: &str) -> bool {
    const MACHINES: [&str; 5] = [HEADERS, REDIRECTS, NO_JEKYLL, "404.html", "robots.txt"];
    let name = file.rsplit('/').next().unwrap_or(file);
    let is_form = matches!(name, "index.md" | "index.json") || file.ends_with(".br") || file.ends_with(".gz");
    let kind = media_type(file);
    let is_shown =
        ["image/", "font/", "text/css", "text/javascript"].iter().any(|shown| kind.starts_with(shown));
    let is_machines = MACHINES.contains(&file) || file.starts_with("sitemap");
    !(is_form || is_shown || is_machines || file.starts_with(IMMUTABLE))
}

/// `Content-Type` of a file, by its name.
pub(crate) fn media_type(file: &str) -> String {
    let kind = match mime_guess::from_path(file).first_raw().unwrap_or("application/octet-stream") {
        // Its names before RFC 8081 and RFC 9239.
        "application/font-woff" => "font/woff",
        "application/javascript" => "text/javascript",
        kind => kind,
    };
    let is_text =
        kind.starts_with("text/") || ["json", "xml", "javascript"].iter().any(|it| kind.ends_with(it));
    format!("{kind}{}", if is_text { "; charset=utf-8" } else { "" })
}

/// Says if a file is text that readers get, so that compressing it is worth while.
pub(crate) fn is_text_file(file: &str) -> bool {
    ![HEADERS, REDIRECTS, NO_JEKYLL].contains(&file) && media_type(file).ends_with("utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_says_that_it_is_utf_8() {
        assert_eq!(media_type("a/index.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("map.svg"), "image/svg+xml; charset=utf-8");
        assert_eq!(media_type("photo.jpg"), "image/jpeg");
        assert_eq!(media_type("a.mjs"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("a.woff"), "font/woff");
        assert_eq!(media_type("LICENSE"), "application/octet-stream");
    }

    #[test]
    fn pages_feeds_and_documents_are_held() {
        for file in
            ["index.html", "a/index.html", "old.html", "feed.xml", "a/members.csv", "files/report.pdf"]
        {
            assert!(is_held(file), "{file}");
        }
        let shown = ["a/map-1.svg", "a/photo-480w.jpg", "immutable/a/report.1f.pdf", "fonts/a.woff2"];
        let others = ["_headers", "404.html", "sitemap.xml", "a/index.json", "a/index.html.br", "robots.txt"];
        for file in shown.into_iter().chain(others) {
            assert!(!is_held(file), "{file}");
        }
    }

    #[test]
    fn only_a_name_that_changes_with_the_bytes_is_kept_for_a_year() {
        assert_eq!(cache_control("immutable/a/card.1f.png"), "public, max-age=31536000, immutable");
        assert_eq!(cache_control("a/index.html"), "public, no-cache");
        assert_eq!(cache_control("a/immutable/x.png"), "public, no-cache");
    }
}
