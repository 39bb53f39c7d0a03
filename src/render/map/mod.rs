//! A map block as the view of its drawing, `blocks/map.svg`.
//!
//! The names are set twice, for a wide screen and for a phone, since letters that shrink with the picture
//! cannot be read; the drawing itself chooses by its width. Must not know: how land looks, which the template
//! says.

mod description;
mod label;
mod sheet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::blocks::{Map, Marked, Route};
use crate::geo::{Frame, Land, Outline, Pixel, Ring, WIDTH, country_extent, midpoint, ring_area};
pub(crate) use description::MapWords;
use label::{Layout, MapShapes};

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
    let lands = seen.lands.iter().filter(|land| group_of_country(map, land.code) == group);
    closed_path(lands.flat_map(|land| &land.rings))
}

/// The group that a country is in, by its place among the map's groups.
fn group_of_country(map: &Map, code: Option<&str>) -> Option<usize> {
    map.groups.iter().position(|group| group.countries.iter().any(|it| Some(it.country.code) == code))
}

/// The countries that are too small to be seen, and where they lie.
fn small_countries(countries: &[Marked], frame: &Frame, lands: &[Land]) -> Vec<(&'static str, Pixel)> {
    let mut small = Vec::new();
    for country in countries.iter().map(|marked| marked.country) {
        let middle = midpoint(&country_extent(country.code)).filter(|middle| frame.holds(middle));
        if let Some(middle) = middle
            && land_area(lands, country.code) < SMALL
        {
            small.push((country.name, frame.pixel(&middle)));
        }
    }
    small
}

/// The area of a country's land in the frame, in square pixels.
fn land_area(lands: &[Land], code: &str) -> f64 {
    let rings = lands.iter().filter(|land| land.code == Some(code)).flat_map(|land| &land.rings);
    rings.map(|ring| ring_area(ring)).sum::<f64>().abs()
}

/// The ways of a route from stop to stop: along great circles, bowed to their left, and cut where they leave a
/// map of the world to come back on its other side.
fn route_ways(map: &Map, route: &Route, frame: &Frame) -> Vec<Ring> {
    let mut ways = Vec::new();
    for leg in map.legs(route) {
        let pixels: Ring = leg.iter().map(|point| frame.pixel(point)).collect();
        let pieces = pixels.chunk_by(|a, b| (a.0 - b.0).abs() < WIDTH / 2.0);
        match pieces.map(<[_]>::to_vec).collect::<Vec<_>>() {
            whole if whole.len() == 1 => ways.extend(whole.into_iter().map(bow)),
            pieces => ways.extend(pieces),
        }
    }
    ways
}

fn bow(way: Ring) -> Ring {
    let (Some(first), Some(last)) = (way.first().copied(), way.last().copied()) else { return way };
    let across = (last.1 - first.1, first.0 - last.0);
    let steps = f64::from(u32::try_from(way.len()).unwrap_or(u32::MAX)) - 1.0;
    let mut bowed = Ring::new();
    for (at, (x, y)) in (0_u32..).zip(way) {
        let part = f64::from(at) / steps;
        let by = BOW * 4.0 * part * (1.0 - part);
        bowed.push((x + across.0 * by, y + across.1 * by));
    }
    bowed
}

/// To a tenth.
fn round_to_tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Rings that are filled, as path data to a tenth of a pixel. Steps are written from place to place, which is half as long
/// as the places; they are differences of rounded places, so that no error adds up.
fn closed_path<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> String {
    let mut path = String::new();
    for ring in rings {
        push_line(&mut path, ring);
        path.push('z');
    }
    path
}

/// Lines that are drawn.
fn open_path(lines: &[Vec<Pixel>]) -> String {
    let mut path = String::new();
    for points in lines {
        push_line(&mut path, points);
    }
    path
}

fn push_line(path: &mut String, points: &[Pixel]) {
    let mut command = 'M';
    let mut last = (0, 0);
    // A place far outside of any frame is as good as the farthest that we can write.
    let tenths = |number: f64| ((number * 10.0).round() as i32).clamp(-1_000_000, 1_000_000);
    for (x, y) in points {
        let place = (tenths(*x), tenths(*y));
        let step = (place.0 - last.0, place.1 - last.1);
        if command != 'M' && step == (0, 0) {
            continue;
        }
        if command != ' ' {
            path.push(command);
        }
        push_number(path, step.0, command == ' ');
        push_number(path, step.1, true);
        command = if command == 'M' { 'l' } else { ' ' };
        last = place;
    }
}

/// A number of tenths; one after another needs something between them, and a minus will do.
fn push_number(path: &mut String, tenths: i32, after: bool) {
    let whole = tenths.abs() / 10;
    let part = tenths.abs() % 10;
    if tenths < 0 {
        path.push('-');
    } else if after {
        path.push(' ');
    }
    if whole > 0 || part == 0 {
        path.push_str(&whole.to_string());
    }
    if part > 0 {
        path.push('.');
        path.push_str(&part.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_in_steps() {
        let ring = vec![(1.04, -2.0), (11.0, -2.5), (11.04, -2.5), (0.0, 0.26)];
        assert_eq!(closed_path([&ring]), "M1-2l10-.5-11 2.8z");
        assert_eq!(open_path(&[vec![(0.0, 0.5), (0.3, 0.0)], vec![]]), "M0 .5l.3-.5");
    }
}
