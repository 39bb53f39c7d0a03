//! Files that are handed on as they are: their kinds, and their parts.

use super::Fixture;

#[test]
fn a_file_has_its_type_and_text_its_encoding() {
    let fixture = Fixture::new();
    let kinds = [
        ("x.js", "text/javascript; charset=utf-8"),
        ("x.json", "application/json; charset=utf-8"),
        ("x.geojson", "application/geo+json; charset=utf-8"),
        ("x.svg", "image/svg+xml; charset=utf-8"),
        ("x.txt", "text/plain; charset=utf-8"),
        ("x.csv", "text/csv; charset=utf-8"),
        ("x.webmanifest", "application/manifest+json; charset=utf-8"),
        ("x.png", "image/png"),
        ("X.JPG", "image/jpeg"),
        ("x.webp", "image/webp"),
        ("x.avif", "image/avif"),
        ("x.ico", "image/x-icon"),
        ("x.woff2", "font/woff2"),
        ("x.mp3", "audio/mpeg"),
        ("x.webm", "video/webm"),
        ("x.vtt", "text/vtt; charset=utf-8"),
        ("x.pdf", "application/pdf"),
        ("x.wasm", "application/wasm"),
        ("x.zip", "application/zip"),
        ("x", "application/octet-stream"),
        (".well-known/x", "application/octet-stream"),
    ];
    for (name, _) in kinds {
        fixture.write(&format!("static/{name}"), name);
    }
    fixture.show();
    for (name, kind) in kinds {
        let file = fixture.get(&format!("/{name}"));
        assert_eq!((file.status, file.header("content-type")), (200, Some(kind)), "{name}");
        assert_eq!(file.header("cache-control"), Some("no-cache"));
        assert_eq!(file.body, name);
    }
}

#[test]
fn a_file_of_the_built_in_theme_comes_out_of_the_binary() {
    let fixture = Fixture::new();
    let icon = fixture.get("/icon.svg");
    assert_eq!((icon.status, icon.header("content-type")), (200, Some("image/svg+xml; charset=utf-8")));
    assert_eq!(icon.body, include_str!("../../../../static/icon.svg"));
}

#[test]
fn a_part_of_a_film_is_a_part() {
    let fixture = Fixture::new();
    assert_eq!(fixture.get("/film.mp4").header("accept-ranges"), Some("bytes"));
    for (range, part, said) in [
        ("bytes=2-4", "234", "bytes 2-4/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=0-99", "0123456789", "bytes 0-9/10"),
    ] {
        let answer = fixture.ask("GET", "/film.mp4", &format!("Range: {range}\r\n"));
        assert_eq!((answer.status, answer.body.as_str()), (206, part), "{range}");
        assert_eq!(answer.header("content-range"), Some(said), "{range}");
        assert_eq!(answer.header("content-type"), Some("video/mp4"), "{range}");
    }
}

#[test]
fn a_part_that_is_not_there_cannot_be_had() {
    let fixture = Fixture::new();
    let answer = fixture.ask("GET", "/film.mp4", "Range: bytes=10-\r\n");
    assert_eq!((answer.status, answer.header("content-range")), (416, Some("bytes */10")));
}

#[test]
fn several_parts_at_once_are_the_whole() {
    let fixture = Fixture::new();
    let answer = fixture.ask("GET", "/film.mp4", "Range: bytes=0-1,4-5\r\n");
    assert_eq!((answer.status, answer.body.as_str()), (200, "0123456789"));
}

#[test]
fn a_part_is_given_of_the_version_that_the_client_has() {
    let fixture = Fixture::new();
    let tag = fixture.get("/film.mp4").header("etag").unwrap().to_owned();
    let part = |version: &str| {
        fixture.ask("GET", "/film.mp4", &format!("Range: bytes=2-4\r\nIf-Range: {version}\r\n"))
    };
    assert_eq!((part(&tag).status, part(&tag).body.as_str()), (206, "234"));
    assert_eq!((part("\"other\"").status, part("\"other\"").body.as_str()), (200, "0123456789"));
}

#[test]
fn a_file_that_a_client_has_is_not_sent_again() {
    let fixture = Fixture::new();
    let tag = fixture.get("/film.mp4").header("etag").unwrap().to_owned();
    let again =
        |fixture: &Fixture| fixture.ask("GET", "/film.mp4", &format!("If-None-Match: {tag}\r\n")).status;
    assert_eq!(again(&fixture), 304);
    fixture.edit("static/film.mp4", "another");
    assert_eq!(again(&fixture), 200);
}

#[test]
fn an_html_file_has_the_script_as_well() {
    let fixture = Fixture::new();
    fixture.edit("static/map.html", "<!doctype html><title>Map</title>");
    let page = fixture.get("/map.html");
    assert!(page.body.starts_with("<!doctype html><script src=\"_nutgraf/live.js\" data-page=\"map.html\" "));
    assert_eq!(page.without_script(), "<!doctype html><title>Map</title>");
    let mut events = fixture.listen("/map.html");
    events.findings();
    assert_eq!(fixture.edit("static/map.html", "<!doctype html><title>Maps</title>"), 1);
    assert_eq!(events.next().0, "page");
}

/// A page with a picture of which there is one copy; the picture's bytes.
fn with_a_picture(fixture: &Fixture) -> Vec<u8> {
    let mut picture = std::io::Cursor::new(Vec::new());
    let noise = |x: u32, y: u32| image::Luma([x.wrapping_mul(y).wrapping_mul(40_503).to_le_bytes()[1]]);
    image::GrayImage::from_fn(600, 200, noise).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    std::fs::write(fixture.site.path().join("static/wide.png"), picture.get_ref()).unwrap();
    fixture.edit("content/a.md", "+++\ntitle = \"A\"\n+++\n![Wide](/wide.png)\n");
    picture.into_inner()
}

fn length(fixture: &Fixture, path: &str) -> usize {
    fixture.get(path).header("content-length").unwrap().parse().unwrap()
}

#[test]
fn a_smaller_copy_of_a_picture_is_made_when_it_is_asked_for() {
    let fixture = Fixture::new();
    let picture = with_a_picture(&fixture);
    let copy = fixture.get("/wide-480w.png");
    assert_eq!((copy.status, copy.header("content-type")), (200, Some("image/png")));
    assert!(length(&fixture, "/wide-480w.png") < picture.len());
    fixture.edit("content/a.md", "+++\ntitle = \"A\"\n+++\nNo picture.\n");
    assert_eq!(fixture.get("/wide-480w.png").status, 404);
}

#[test]
fn where_no_copy_can_be_made_the_original_stands() {
    let fixture = Fixture::new();
    let picture = with_a_picture(&fixture);
    std::fs::write(fixture.site.path().join("static/wide.png"), &picture[..picture.len() / 2]).unwrap();
    fixture.show();
    assert_eq!(fixture.get("/wide-480w.png").status, 200);
    assert_eq!(length(&fixture, "/wide-480w.png"), picture.len() / 2);
}

#[test]
fn a_page_hears_of_another_picture_in_its_copies_place() {
    let fixture = Fixture::new();
    with_a_picture(&fixture);
    let mut events = fixture.listen("/a/");
    events.findings();
    let mut other = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(600, 200).write_to(&mut other, image::ImageFormat::Png).unwrap();
    std::fs::write(fixture.site.path().join("static/wide.png"), other.get_ref()).unwrap();
    fixture.show();
    assert_eq!(events.next(), ("assets".to_owned(), "[\"wide-480w.png\",\"wide.png\"]".to_owned()));
}

#[test]
fn a_file_that_is_gone_from_the_disk_is_not_found() {
    let fixture = Fixture::new();
    fixture.remove("static/film.mp4");
    assert_eq!(fixture.get("/film.mp4").status, 404);
    fixture.show();
    assert_eq!(fixture.get("/film.mp4").status, 404);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_is_no_file_of_it() {
    let fixture = Fixture::new();
    std::os::unix::fs::symlink("/etc/passwd", fixture.site.path().join("static/x.txt")).unwrap();
    fixture.show();
    assert!(!fixture.get("/x.txt").body.contains("root:"));
}

#[cfg(unix)]
#[test]
fn a_file_or_a_folder_that_became_a_link_out_of_the_site_is_not_followed() {
    let (fixture, outside) = (Fixture::new(), tempfile::tempdir().unwrap());
    let site = fixture.site.path();
    std::fs::create_dir(site.join("static/in")).unwrap();
    for file in [site.join("static/a.txt"), site.join("static/in/a.txt"), outside.path().join("a.txt")] {
        std::fs::write(&file, file.starts_with(site).to_string()).unwrap();
    }
    fixture.show();
    assert_eq!((fixture.get("/a.txt").body, fixture.get("/in/a.txt").body), ("true".into(), "true".into()));
    std::fs::remove_file(site.join("static/a.txt")).unwrap();
    std::fs::remove_dir_all(site.join("static/in")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("a.txt"), site.join("static/a.txt")).unwrap();
    std::os::unix::fs::symlink(outside.path(), site.join("static/in")).unwrap();
    for _ in 0..2 {
        assert!(!fixture.get("/a.txt").body.contains("false"));
        assert!(!fixture.get("/in/a.txt").body.contains("false"));
        // Now with the finding that such links are: the last good state stays.
        fixture.show();
    }
}
