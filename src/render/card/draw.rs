//! From an SVG to a PNG of the size of a share card.
//!
//! Text is drawn with the faces that are handed in, and nothing else is read. Must not know: what is on it.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::ID;
use resvg::usvg::{FontFamily, FontResolver, ImageHrefResolver, Options, Tree};

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
    let tree = Tree::from_str(svg, &options(faces)).map_err(|error| undrawn(error.to_string()))?;
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

/// An unknown face would make its words vanish, so every name means one; a letter that the face lacks is taken
/// from one that has it. A picture stands in the SVG itself or nowhere: drawing reads no disk.
fn options(faces: &Faces) -> Options<'_> {
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
    Options {
        fontdb: faces.database.clone(),
        font_resolver: FontResolver {
            select_font: Box::new(move |font, _| {
                Some(font.families().iter().find_map(named).map_or_else(|| id(1), |face| face.id))
            }),
            select_fallback: Box::new(move |letter, used, _| other(letter, used)),
        },
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
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
