//! From an SVG to a PNG of the size of a share card.
//!
//! Text is drawn with the faces that are handed in, and nothing else is read. Must not know: what is on it.

use std::collections::BTreeMap;
use std::str;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::ID;
use resvg::usvg::roxmltree::{self, Document, ParsingOptions};
use resvg::usvg::{self, FontFamily, FontResolver, ImageHrefResolver, Options, Tree};

use super::depth::{MAX_DEPTH, is_too_deep};
use super::faces::{Faces, Hand};
use crate::diagnostics::Problem;

/// In pixels: what the sites that show them ask for (1.91 : 1; Open Graph at twice 600 × 315).
pub(crate) const WIDTH: u32 = 1200;
/// In pixels.
pub(crate) const HEIGHT: u32 = 630;

/// How many bytes a card may have.
const HEAVIEST: usize = 200_000;

/// Draws the card of a page: its SVG as a PNG.
pub(super) fn draw(svg: &str, faces: &Faces, page: String) -> Result<Vec<u8>, Problem> {
    let undrawn = |message: String| Problem::UndrawnCard { message, page: page.clone() };
    let pictures = InnerSvgs::default();
    let tree = parse(svg, &options(faces, &pictures)).map_err(|error| undrawn(error.to_string()))?;
    if pictures.are_too_deep.load(Ordering::Relaxed) {
        return Err(undrawn(ParseError::TooDeep.to_string()));
    }
    let width = tree.size().width();
    let height = tree.size().height();
    if (width, height) != (WIDTH as f32, HEIGHT as f32) {
        let wanted = format!("{WIDTH} × {HEIGHT}");
        return Err(Problem::CardSize { size: format!("{width} × {height}"), wanted });
    }
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| undrawn("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
    let bytes = encode(&pixels).map_err(|error| undrawn(error.to_string()))?;
    if bytes.len() > HEAVIEST {
        let kilobytes = bytes.len().div_ceil(1000);
        return Err(Problem::HeavyCard { kilobytes, limit: HEAVIEST / 1000, page });
    }
    Ok(bytes)
}

/// Why an SVG is not drawn.
#[derive(Debug, thiserror::Error)]
enum ParseError {
    #[error(transparent)]
    Svg(#[from] usvg::Error),
    #[error("its elements are nested, or refer to one another, more than {MAX_DEPTH} deep")]
    TooDeep,
}

/// Parses an SVG as [`Tree::from_str`] does, unless it is too deep for the stack.
fn parse(svg: &str, options: &Options<'_>) -> Result<Tree, ParseError> {
    let document = parse_xml(svg).map_err(usvg::Error::ParsingFailed)?;
    if is_too_deep(&document) {
        return Err(ParseError::TooDeep);
    }
    Ok(Tree::from_xmltree(&document, options)?)
}

fn parse_xml(svg: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(svg, options)
}

/// The SVG pictures inside of a card, while they are read.
#[derive(Default)]
struct InnerSvgs {
    /// How many are open: a picture may have pictures inside.
    open: AtomicUsize,
    are_too_deep: AtomicBool,
}

impl InnerSvgs {
    /// Returns whether a picture may be read. It is too deep if its elements are, or if it is a picture in a picture.
    fn may_read(&self, data: &[u8]) -> bool {
        let svg = str::from_utf8(data).unwrap_or_default();
        let is_deep =
            self.open.load(Ordering::Relaxed) > 0 || parse_xml(svg).is_ok_and(|svg| is_too_deep(&svg));
        self.are_too_deep.fetch_or(is_deep, Ordering::Relaxed);
        !is_deep
    }
}

/// An unknown face would make its words vanish, so every name means one; a letter that the face lacks is taken
/// from one that has it. A picture stands in the SVG itself or nowhere: drawing reads no disk.
fn options<'a>(faces: &'a Faces, pictures: &'a InnerSvgs) -> Options<'a> {
    let named = |family: &FontFamily| match family {
        FontFamily::Serif => faces.named("serif"),
        FontFamily::Named(name) => faces.named(name),
        FontFamily::SansSerif | FontFamily::Cursive | FontFamily::Fantasy | FontFamily::Monospace => None,
    };
    let id = |at| faces.face(at).id;
    let other = move |letter: char, used: &[ID]| {
        let face = faces.of(letter, Hand::Serif).map(id);
        face.filter(|face| !used.contains(face))
    };
    let default = ImageHrefResolver::default_data_resolver();
    Options {
        fontdb: faces.database.clone(),
        font_resolver: FontResolver {
            select_font: Box::new(move |font, _| {
                Some(font.families().iter().find_map(named).map_or_else(|| id(1), |face| face.id))
            }),
            select_fallback: Box::new(move |letter, used, _| other(letter, used)),
        },
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |media_type, data, options| {
                let may_be_svg = matches!(media_type, "image/svg+xml" | "text/plain");
                if may_be_svg && !pictures.may_read(&data) {
                    return None;
                }
                pictures.open.fetch_add(1, Ordering::Relaxed);
                let picture = default(media_type, data, options);
                pictures.open.fetch_sub(1, Ordering::Relaxed);
                picture
            }),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// A PNG with a palette where 256 colours are enough, as they are for words on paper.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    // Whatever is left clear is white, as most sites would show it.
    let colours = pixels.pixels().iter().map(|pixel| {
        let clear = u8::MAX - pixel.alpha();
        [pixel.red(), pixel.green(), pixel.blue()].map(|channel| channel.saturating_add(clear))
    });
    let colours: Vec<[u8; 3]> = colours.collect();
    match indexed(&colours) {
        Some((palette, indices)) => write(&indices, Some(palette.as_flattened())),
        None => write(colours.as_flattened(), None),
    }
}

/// The colours in the order in which they are met, and the place of each pixel's among them.
fn indexed(colours: &[[u8; 3]]) -> Option<(Vec<[u8; 3]>, Vec<u8>)> {
    let mut palette = Vec::new();
    let mut places = BTreeMap::new();
    let mut indices = Vec::with_capacity(colours.len());
    let mut last = None;
    for colour in colours {
        let place = match last.filter(|(known, _)| known == colour) {
            Some((_, place)) => place,
            None => {
                let next = u8::try_from(palette.len());
                let place = *places.entry(*colour).or_insert(next);
                if place == next {
                    palette.push(*colour);
                }
                place.ok()?
            }
        };
        last = Some((*colour, place));
        indices.push(place);
    }
    Some((palette, indices))
}

fn write(data: &[u8], palette: Option<&[u8]>) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    match palette {
        Some(palette) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette.to_vec());
            // Neighbours in a palette are nothing alike.
            encoder.set_filter(Filter::NoFilter);
        }
        None => {
            encoder.set_color(ColorType::Rgb);
            encoder.set_filter(Filter::Adaptive);
        }
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(bytes)
}
