//! Smaller copies of the pictures that pages show: how wide, and where.
//!
//! Which there are follows from a picture's header and from who shows it, so that a site can be planned
//! without a look at any pixel. Must not know: how a copy is made.

use std::collections::BTreeSet;

use serde::Serialize;

use super::references::{Image, Resolved};
use super::{Page, Site};
use crate::base::{SitePath, UrlPath};
use crate::diagnostics::{Finding, Problem};
use crate::source::{Format, Picture};

/// A phone, a phone with fine pixels or a text column, and the widest figure with fine pixels: 50 rem, twice.
const WIDTHS: [u32; 3] = [480, 960, 1600];

/// A smaller copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendition {
    /// The original.
    pub(crate) path: SitePath,
    pub(crate) picture: Picture,
    /// In pixels, when it stands upright.
    pub(crate) width: u32,
    pub(crate) format: Format,
}

/// A smaller copy, as a page names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Copied {
    pub(crate) href: String,
    pub(crate) width: u32,
}

/// The widths of a picture's copies: those to which it is a quarter wider at least.
pub(crate) fn widths(picture: Picture) -> impl Iterator<Item = u32> {
    WIDTHS.into_iter().filter(move |width| picture.copies.is_some() && picture.pixels.0 / 5 * 4 >= *width)
}

/// The copies of a picture, as a page at `from` names them.
pub(super) fn copied(picture: Picture, url: &UrlPath, from: &UrlPath) -> Vec<Copied> {
    let copied = |format| move |width| Copied { href: copy_url(url, format, width).href_from(from), width };
    picture.copies.into_iter().flat_map(|format| widths(picture).map(copied(format))).collect()
}

/// `photo-480w.jpg` beside `photo.jpg`. A copy in another format has both endings: there may be a
/// `photo.webp` beside a `photo.jpg`.
pub(super) fn copy_url(url: &UrlPath, format: Format, width: u32) -> UrlPath {
    let (stem, ending) = url.as_str().rsplit_once('.').unwrap_or((url.as_str(), ""));
    let other = format == Format::Jpeg && ending.eq_ignore_ascii_case("webp");
    UrlPath::new(&format!("{stem}-{width}w.{ending}{}", if other { ".jpg" } else { "" }))
}

/// The pictures of a page, each as often as it stands there, with the file that names it.
pub(crate) fn images(page: &Page) -> impl Iterator<Item = (&SitePath, &Image)> {
    page.references.resolved.iter().flat_map(|((file, _), resolved)| {
        resolved.iter().filter_map(move |resolved| match resolved {
            Resolved::Image(image) => Some((file, image)),
            _ => None,
        })
    })
}

/// The pictures of which a page needs copies.
pub(super) fn shown(page: &Page) -> BTreeSet<SitePath> {
    let images = images(page).filter(|(_, image)| !image.copies.is_empty());
    images.map(|(_, image)| image.path.clone()).collect()
}

/// A finding wherever a picture is shown of which no copies can be made; `reason` says why, in words.
pub(crate) fn report_damaged_image(site: &Site, of: &Rendition, reason: &str) -> Vec<Finding> {
    let shown = site.all_pages().flat_map(images).filter(|(_, image)| image.path == of.path);
    let mut findings = Vec::new();
    for (file, image) in shown {
        let path = of.path.file_name().to_owned();
        let problem = Problem::DamagedImage { path, reason: reason.to_owned() };
        findings.push(Finding::new(file, image.span, problem));
    }
    findings
}
