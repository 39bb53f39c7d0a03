//! What stands at which address.

use super::super::{Address, Preview, PreviewError};
use super::Fixture;
use crate::base::UrlPath;

#[test]
fn a_page_is_served_at_its_folder_and_at_its_file() {
    let fixture = Fixture::new();
    for path in ["/a/", "/a/index.html", "/%61/?q#f"] {
        let page = fixture.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert!(page.body.contains("Text of a."), "{path}");
    }
}

#[test]
fn a_page_asked_for_without_its_slash_is_where_a_relative_address_leads() {
    let fixture = Fixture::new();
    let moved = fixture.get("/a?x=1&y");
    assert_eq!((moved.status, moved.header("location")), (307, Some("a/?x=1&y")));
    assert_eq!(fixture.get("/%61").header("location"), Some("%61/"));
}

#[test]
fn a_served_page_is_the_built_one_and_the_script() {
    let fixture = Fixture::new();
    let revision = fixture.revision();
    for url in revision.compiled.urls().filter(|url| url.file().ends_with(".html")) {
        let served = fixture.get(&format!("/{}", url.as_str()));
        let built = revision.compiled.render(url).unwrap().unwrap();
        assert_eq!(served.without_script(), built, "{url}");
        assert!(!built.contains("_nutgraf"), "{url}");
    }
}

#[test]
fn what_is_no_page_is_served_as_it_is_built() {
    let fixture = Fixture::new();
    let revision = fixture.revision();
    for (path, kind) in [
        ("feed.xml", "text/xml; charset=utf-8"),
        ("sitemap.xml", "text/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
    ] {
        let served = fixture.get(&format!("/{path}"));
        assert_eq!(served.header("content-type"), Some(kind));
        assert_eq!(served.body, revision.compiled.render(&UrlPath::new(path)).unwrap().unwrap());
    }
}

#[test]
fn the_script_is_found_from_any_depth() {
    let fixture = Fixture::new();
    let source = |path: &str| {
        let page = fixture.get(path).body;
        page.split_once("<head>\n<script src=\"")
            .unwrap_or_else(|| page.split_once("<head><script src=\"").unwrap())
            .1
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(source("/"), "_nutgraf/live.js");
    assert_eq!(source("/a/"), "../_nutgraf/live.js");
    assert_eq!(source("/no/such/page"), "../../_nutgraf/live.js");
    let script = fixture.get("/_nutgraf/live.js");
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
}

#[test]
fn what_is_not_there_is_the_sites_own_page_for_it() {
    let fixture = Fixture::new();
    let built = fixture.revision().compiled.render(&UrlPath::new("404.html")).unwrap().unwrap();
    for path in
        ["/nothing/", "/a/nothing", "//a/", "/a//", "/A/", "/static/style.css", "/content/a.md", "/site.toml"]
    {
        let page = fixture.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.without_script(), built, "{path}");
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let fixture = Fixture::new();
    fixture.write("secret.txt", "hidden");
    fixture.write("static/open.txt", "open");
    fixture.show();
    assert_eq!(fixture.get("/open.txt").body, "open");
    for path in [
        "/../secret.txt",
        "/a/../open.txt",
        "/./open.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e/secret.txt",
        "/....//secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/etc/passwd",
        "/open.txt%00",
        "/open.txt/",
        "/open.txt/../secret.txt",
        "/C:/secret.txt",
        "/%ff",
        "/%u002e",
        "*",
        "../secret.txt",
    ] {
        let answer = fixture.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.body.contains("hidden") && !answer.body.contains("root:"), "{path}");
        assert_ne!(answer.body, "open", "{path}");
    }
}

#[test]
fn a_head_has_what_a_get_would_have_but_its_body() {
    let fixture = Fixture::new();
    for path in ["/a/", "/film.mp4", "/nothing", "/feed.xml", "/icon.svg"] {
        let (head, get) = (fixture.ask("HEAD", path, ""), fixture.get(path));
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
        for name in ["content-type", "content-length", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path}");
        }
    }
}

#[test]
fn nothing_but_get_and_head_is_allowed() {
    let fixture = Fixture::new();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        for path in ["/a/", "/film.mp4", "/_nutgraf/live.js", "/_nutgraf/events"] {
            let answer = fixture.ask(method, path, "Content-Length: 0\r\n");
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET,HEAD")), "{method} {path}");
        }
    }
}

#[test]
fn a_port_that_is_taken_and_asked_for_by_name_is_an_error() {
    let first = Preview::open(&Address { host: None, port: Some(0) }).unwrap();
    let port = first.at.port();
    let taken = Preview::open(&Address { host: None, port: Some(port) });
    assert!(matches!(taken, Err(PreviewError::Taken(at, _)) if at == port));
    let message = taken.err().unwrap().to_string();
    assert_eq!(
        message,
        format!(
            "port {port} of 127.0.0.1 is taken by another program: give another with `--port`, or leave it out to use the next free one"
        )
    );
}

#[test]
fn without_a_port_the_next_free_one_is_taken() {
    let (first, second) =
        (Preview::open(&Address::default()).unwrap(), Preview::open(&Address::default()).unwrap());
    assert!(first.at.port() >= 1111 && second.at.port() > first.at.port());
    assert_eq!(first.url(), format!("http://127.0.0.1:{}/", first.at.port()));
    assert!(first.is_loopback());
}

#[test]
fn a_host_that_is_not_ours_is_an_error() {
    for host in ["192.0.2.1", "no such host"] {
        let address = Address { host: Some(host.to_owned()), port: Some(0) };
        let error = Preview::open(&address).err().expect(host).to_string();
        assert!(error.starts_with(&format!("`{host}` is not an address of this machine")), "{error}");
    }
}

#[test]
fn a_server_on_all_addresses_says_so_and_how_it_is_reached_from_here() {
    let preview = Preview::open(&Address { host: Some("0.0.0.0".to_owned()), port: Some(0) }).unwrap();
    assert!(!preview.is_loopback());
    assert_eq!(preview.url(), format!("http://127.0.0.1:{}/", preview.at.port()));
    let named = Preview::open(&Address { host: Some("localhost".to_owned()), port: Some(0) }).unwrap();
    assert_eq!(named.url(), format!("http://localhost:{}/", named.at.port()));
}
