//! Smaller copies of pictures: in the folder, made once, and never of a picture that is damaged.

use std::fs;
use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::folder::{Site, assert_same, bytes, tree};

fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let noise =
        |x: u32, y: u32| x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)).to_le_bytes();
    let photo = RgbImage::from_fn(width, height, |x, y| Rgb([noise(x, y)[1] / 4, noise(y, x)[2] / 4, 90]));
    photo.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A site with a photograph in a figure, a picture in a text and one that no page shows.
fn site() -> Site {
    let site = Site::small();
    let page = "+++\nkind = \"page\"\ntitle = \"Us\"\n+++\n\n```figure\nsrc = \"photo.jpg\"\nalt = \"Us.\"\n```\n\n![A map](/map.png)\n";
    site.write("content/about.md", page);
    site.write("content/photo.jpg", photo(1300, 700, ImageFormat::Jpeg));
    site.write("static/map.png", photo(640, 480, ImageFormat::Png));
    site.write("static/unseen.png", photo(640, 480, ImageFormat::Png));
    site
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

#[test]
fn pictures_that_pages_show_have_copies_and_others_have_none() {
    let built = site().built();
    let copies = |name: &&String| name.contains("w.");
    let copies: Vec<_> = built.keys().filter(copies).map(|name| (&**name, size(&built[name]))).collect();
    let wanted =
        [("map-480w.png", (480, 360)), ("photo-480w.jpg", (480, 258)), ("photo-960w.jpg", (960, 517))];
    assert_eq!(copies, wanted);
    assert!(built["photo-480w.jpg"].len() < built["photo.jpg"].len() / 4);
}

#[test]
fn the_lead_image_comes_first_and_the_others_when_they_are_near() {
    let site = site();
    let lead = "+++\ntitle = \"Why?\"\n[lead_image]\nsrc = \"photo.jpg\"\nalt = \"Us.\"\n+++\n\nBecause.\n";
    site.write("content/because.md", lead);
    let built = site.built();
    let image = |page: &str| {
        let html = String::from_utf8_lossy(&built[page]).into_owned();
        html.lines().find(|line| line.starts_with("<img ")).unwrap().to_owned()
    };
    let (first, later) = (image("because/index.html"), image("about/index.html"));
    assert!(first.contains(" fetchpriority=\"high\"") && !first.contains("lazy"), "{first}");
    assert!(later.contains(" loading=\"lazy\"") && !later.contains("fetchpriority"), "{later}");
    let set = " srcset=\"../photo-480w.jpg 480w, ../photo-960w.jpg 960w, ../photo.jpg 1300w\"";
    assert!(first.contains(set) && later.contains(set), "{first}");
}

#[test]
fn copies_are_the_same_however_many_threads_make_them() {
    let first = site().built();
    let second = site();
    second.end(second.command().env("RAYON_NUM_THREADS", "1")).expect_status(0);
    assert_same(&first, &bytes(&second.public()));
}

/// The originals are not even read again: their copies stand in their places, and the key says of what.
#[test]
fn copies_that_are_there_are_not_made_again() {
    let site = site();
    site.build().expect_status(0);
    let before = tree(&site.public());
    site.write("content/why/02-then.md", "+++\ntitle = \"What then?\"\n+++\n\nAnother hen.\n");
    // The page, and its text for programs.
    site.build().expect_status(0).expect_messages(&[": 3 written, 0 removed"]);
    let after = tree(&site.public());
    for copy in ["map-480w.png", "photo-480w.jpg", "photo-960w.jpg"] {
        assert_eq!(before[copy].inode, after[copy].inode, "{copy}");
    }
}

#[test]
fn a_picture_that_is_shown_no_longer_loses_its_copies() {
    let site = site();
    site.build().expect_status(0);
    site.write("content/about.md", "+++\nkind = \"page\"\ntitle = \"Us\"\n+++\n\n![A map](/map.png)\n");
    site.build().expect_status(0).expect_messages(&[": 1 written, 2 removed"]);
    let built = bytes(&site.public());
    assert!(built.contains_key("photo.jpg") && built.contains_key("map-480w.png"));
}

#[test]
fn a_picture_that_breaks_off_is_found_where_it_is_shown_and_nothing_is_written() {
    let site = site();
    let before = site.built();
    for (file, place) in
        [("content/photo.jpg", "content/about.md:7:8"), ("static/map.png", "content/about.md:11:1")]
    {
        let whole = fs::read(site.path(file)).unwrap();
        site.write(file, &whole[..whole.len() / 2]);
        let run = site.build().expect_status(1);
        run.expect_messages(&[
            "error[B007]: nutgraf cannot make smaller copies of",
            place,
            "1 error: nothing was written",
        ]);
        assert_same(&before, &bytes(&site.public()));
        site.write(file, whole);
    }
    site.build().expect_status(0);
}
