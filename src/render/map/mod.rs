//! A map block as the view of its drawing, `blocks/map.svg`.
//!
//! The names are set twice, for a wide screen and for a phone, since letters that shrink with the picture
//! cannot be read; the drawing itself chooses by its width. Must not know: how land looks, which the template
//! says.

mod label;
mod letters;
mod path;
mod sheet;
mod words;

use schemars::JsonSchema;
use serde::Serialize;

use crate::blocks::{Map, Marked, Route};
use crate::geo::{Frame, Land, Outline, Pixel, Point, Ring, WIDTH, country_extent, midpoint, ring_area};
use label::{Layout, MapShapes};
use path::{closed_path, open_path, round_to_tenth};
pub(crate) use words::MapWords;

/// `map` of `blocks/map.svg`.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct MapDrawing<'s> {
    width: u32,
    height: u32,
    words: MapWords<'s>,
    /// Path data of all land in no group.
    land: String,
    groups: Vec<GroupDrawing>,
    /// Path data of borders and coasts.
    lines: String,
    /// Path data of each way from stop to stop.
    routes: Vec<String>,
    /// For a wide screen, and for a phone.
    layouts: [Layout; 2],
}

#[derive(Debug, JsonSchema, Serialize)]
struct GroupDrawing {
    path: String,
    /// The places of countries that are too small to be seen.
    dots: Vec<(f64, f64)>,
}

/// A country whose land in the frame is smaller than this, in square pixels, is marked with a dot.
const SMALL: f64 = 40.0;

/// The height of a route's bow as a part of its length: there and back are two lines.
const BOW: f64 = 0.12;

/// The space between a route's line and a stop.
const SHORT: f64 = 10.0;

/// The width and height of a drawing in a frame, which are whole numbers.
pub(crate) fn pixel_size(frame: &Frame) -> (u32, u32) {
    (WIDTH as u32, frame.height as u32)
}

/// The drawing of a map; none for a map with nothing in it.
pub(crate) fn map_drawing(map: &Map) -> Option<MapDrawing<'_>> {
    let frame = map.frame()?;
    let (width, height) = pixel_size(&frame);
    let (lands, lines) = Outline::new(&frame).draw();
    let dots = map.groups.iter().map(|group| small_countries(&group.countries, &frame, &lands)).collect();
    let ways = map.routes.iter().map(|route| route_ways(map, route, &frame)).collect();
    let seen = MapShapes { frame, lands, dots, ways };
    let groups = seen.dots.iter().enumerate().map(|(at, dots)| {
        let dots = dots.iter().map(|(_, (x, y))| (round_to_tenth(*x), round_to_tenth(*y)));
        GroupDrawing { path: land_path(map, &seen, Some(at)), dots: dots.collect() }
    });
    // Without its ends, a way's arrow points at a ring and does not stand in it.
    let routes = seen.ways.iter().flatten().filter_map(|way| {
        let (first, last) = way.first().zip(way.last())?;
        let off = |a: &Pixel, b: &Pixel| libm::hypot(a.0 - b.0, a.1 - b.1) > SHORT;
        Some(way.iter().filter(|at| off(at, first) && off(at, last)).copied().collect())
    });
    Some(MapDrawing {
        width,
        height,
        words: MapWords::new(map),
        land: land_path(map, &seen, None),
        groups: groups.collect(),
        lines: open_path(&lines),
        routes: routes.map(|way: Ring| open_path(&[way])).collect(),
        layouts: label::label_layouts(map, &seen),
    })
}

/// Path data of the land of a group, or of all land in none.
fn land_path(map: &Map, seen: &MapShapes, group: Option<usize>) -> String {
    let group_of = |code: Option<&str>| {
        map.groups
            .iter()
            .position(|group| group.countries.iter().any(|marked| Some(marked.country.code) == code))
    };
    let lands = seen.lands.iter().filter(|land| group_of(land.code) == group);
    closed_path(lands.flat_map(|land| &land.rings))
}

/// The countries that are too small to be seen, and where they lie.
fn small_countries(countries: &[Marked], frame: &Frame, lands: &[Land]) -> Vec<(&'static str, Pixel)> {
    let is_small = |code: &str| {
        let rings = lands.iter().filter(|land| land.code == Some(code)).flat_map(|land| &land.rings);
        rings.map(|ring| ring_area(ring)).sum::<f64>().abs() < SMALL
    };
    let small = countries.iter().map(|marked| marked.country).filter(|country| is_small(country.code));
    let middles = small.filter_map(|country| Some((country.name, midpoint(&country_extent(country.code))?)));
    let seen = middles.filter(|(_, middle)| frame.holds(middle));
    seen.map(|(name, middle)| (name, frame.pixel(&middle))).collect()
}

/// The ways of a route from stop to stop: along great circles, bowed to their left, and cut where they leave a
/// map of the world to come back on its other side.
fn route_ways(map: &Map, route: &Route, frame: &Frame) -> Vec<Ring> {
    let leg = |points: Vec<Point>| {
        let pixels: Ring = points.iter().map(|point| frame.pixel(point)).collect();
        let pieces: Vec<_> =
            pixels.chunk_by(|a, b| (a.0 - b.0).abs() < WIDTH / 2.0).map(<[_]>::to_vec).collect();
        if pieces.len() == 1 { pieces.into_iter().map(bow).collect() } else { pieces }
    };
    map.legs(route).into_iter().flat_map(leg).collect()
}

fn bow(way: Ring) -> Ring {
    let (Some(first), Some(last)) = (way.first().copied(), way.last().copied()) else { return way };
    let across = (last.1 - first.1, first.0 - last.0);
    let steps = f64::from(u32::try_from(way.len()).unwrap_or(u32::MAX)) - 1.0;
    let bow = |(at, (x, y)): (u32, Pixel)| {
        let part = f64::from(at) / steps;
        let by = BOW * 4.0 * part * (1.0 - part);
        (x + across.0 * by, y + across.1 * by)
    };
    (0..).zip(way).map(bow).collect()
}
