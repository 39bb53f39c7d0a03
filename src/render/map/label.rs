//! The names on a map, and where each could stand: places beside their rings, routes along their ways,
//! countries deep inside their land.
//!
//! A name that finds no room is not drawn; the words under the map have it. Must not know: SVG.

use schemars::JsonSchema;
use serde::Serialize;

use super::sheet::{Anchor, Area, Label, LabelKind, LabelSheet, LabelSize, LabelSpot, two_lines};
use super::{land_area, round_to_tenth};
use crate::blocks::Map;
use crate::geo::{Frame, Land, Pixel, Ring, WIDTH, ring_area, rings_contain, segment_distance};

/// The names and rings of one size.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Layout {
    /// `wide` or `narrow`.
    class: &'static str,
    radius: f64,
    rings: Vec<Pixel>,
    labels: Vec<Label>,
}

/// Letters of 16 of 720 units are 14 pixels in a column of 630; 28 are 12.5 on a phone's 320.
const SIZES: [(&str, LabelSize); 2] =
    [("wide", LabelSize { font: 16.0, ring: 4.5 }), ("narrow", LabelSize { font: 28.0, ring: 8.0 })];

/// The shapes in a frame.
pub(super) struct MapShapes {
    pub(super) frame: Frame,
    pub(super) lands: Vec<Land>,
    /// Countries of each group that are too small to be seen, by their names.
    pub(super) dots: Vec<Vec<(&'static str, Pixel)>>,
    /// The ways of each route from stop to stop.
    pub(super) ways: Vec<Vec<Ring>>,
}

/// The names of a map for a wide screen, and for a phone.
pub(super) fn label_layouts(map: &Map, seen: &MapShapes) -> [Layout; 2] {
    let MapShapes { frame, lands, dots, ways } = seen;
    let places: Vec<Pixel> = map.places.iter().map(|place| frame.pixel(&place.point)).collect();
    let countries = countries(map, lands);
    SIZES.map(|(class, size)| {
        let mut sheet = LabelSheet::new(size, frame.height);
        places.iter().chain(dots.iter().flatten().map(|(_, dot)| dot)).for_each(|place| sheet.ring(*place));
        ways.iter().flatten().for_each(|way| sheet.line(way));
        for (place, at) in map.places.iter().zip(&places) {
            sheet.set(LabelKind::Place, &spots_beside(&place.name.value, *at, size));
        }
        for (route, ways) in map.routes.iter().zip(ways) {
            if let Some(label) = &route.label {
                sheet.set(LabelKind::Route, &spots_along(&label.value, ways, size));
            }
        }
        for (name, rings) in &countries {
            let spots = spots_within(&sheet, name, rings);
            sheet.set(LabelKind::Country, &spots);
        }
        for (name, dot) in dots.iter().flatten() {
            sheet.set(LabelKind::Country, &spots_beside(&name.to_uppercase(), *dot, size));
        }
        let rings = places.iter().map(|place| (round_to_tenth(place.0), round_to_tenth(place.1))).collect();
        Layout { class, radius: size.ring, rings, labels: sheet.labels }
    })
}

/// The countries whose names stand on the map, the largest first.
fn countries<'a>(map: &Map, lands: &'a [Land]) -> Vec<(&'static str, Vec<&'a Ring>)> {
    let grouped = map.groups.iter().flat_map(|group| &group.countries);
    let mut named: Vec<_> = map.region.iter().chain(grouped).map(|marked| marked.country).collect();
    named.sort();
    named.dedup();
    named.sort_by(|a, b| land_area(lands, b.code).total_cmp(&land_area(lands, a.code)));
    let rings_of =
        |code| lands.iter().filter(move |land| land.code == Some(code)).flat_map(|land| &land.rings);
    named.into_iter().map(|country| (country.name, rings_of(country.code).collect())).collect()
}

/// Right, left, above, below and between these, near the ring and then a little farther.
fn spots_beside(name: &str, (x, y): Pixel, size: LabelSize) -> Vec<LabelSpot> {
    let near = size.ring + 0.3 * size.font;
    let high = size.ring + 0.62 * size.font;
    let around = [
        (near, 0.0, Anchor::Start),
        (-near, 0.0, Anchor::End),
        (0.0, -high, Anchor::Middle),
        (0.0, high, Anchor::Middle),
        (0.7 * near, -0.8 * high, Anchor::Start),
        (0.7 * near, 0.8 * high, Anchor::Start),
        (-0.7 * near, -0.8 * high, Anchor::End),
        (-0.7 * near, 0.8 * high, Anchor::End),
    ];
    let spot = |by: f64, cost: f64| {
        let name = vec![name.to_owned()];
        around.into_iter().zip(0_u8..).map(move |((across, down, anchor), rank)| LabelSpot {
            lines: name.clone(),
            at: (x + by * across, y + by * down),
            anchor,
            cost: cost + 0.4 * f64::from(rank),
        })
    };
    spot(1.0, 0.0).chain(spot(1.6, 4.0)).collect()
}

/// On both sides of the longest way, at its middle and around it.
fn spots_along(name: &str, ways: &[Ring], size: LabelSize) -> Vec<LabelSpot> {
    let length =
        |way: &&Ring| way.first().zip(way.last()).map_or(0.0, |(a, b)| libm::hypot(a.0 - b.0, a.1 - b.1));
    let Some(way) = ways.iter().max_by(|a, b| length(a).total_cmp(&length(b))) else { return vec![] };
    let last = way.len() - 1;
    let mut spots = Vec::new();
    for (part, cost) in [(8, 0.0), (7, 1.0), (9, 1.0), (6, 2.0), (10, 2.0), (4, 3.0), (12, 3.0)] {
        let at = last * part / 16;
        let from = way[at.saturating_sub(1)];
        let to = way[(at + 1).min(last)];
        let step = libm::hypot(to.0 - from.0, to.1 - from.1).max(1e-9);
        // To the left of the way, which bows there.
        let out = ((to.1 - from.1) / step, (from.0 - to.0) / step);
        for (side, cost) in [(1.0, cost), (-1.0, cost + 0.5)] {
            let x = side * out.0;
            let y = side * out.1;
            let anchor = match x {
                _ if x > 0.5 => Anchor::Start,
                _ if x < -0.5 => Anchor::End,
                _ => Anchor::Middle,
            };
            let off = (0.75 + 0.1 * x.abs()) * size.font;
            let place = (way[at].0 + x * off, way[at].1 + y * off);
            spots.push(LabelSpot { lines: vec![name.to_owned()], at: place, anchor, cost });
        }
    }
    spots
}

/// Points of a grid over a country's land, the deepest inside first, where most of the name stands on it.
fn spots_within(sheet: &LabelSheet, name: &str, rings: &[&Ring]) -> Vec<LabelSpot> {
    let Some(largest) = rings.iter().max_by(|a, b| ring_area(a).abs().total_cmp(&ring_area(b).abs())) else {
        return vec![];
    };
    let owned: Vec<Ring> = rings.iter().map(|ring| (*ring).clone()).collect();
    let name = name.to_uppercase();
    let mut variants = vec![vec![name.clone()]];
    variants.extend(two_lines(&name).map(|lines| lines.map(str::to_owned).to_vec()));
    let mut spots = Vec::new();
    for at in grid_points(largest).into_iter().filter(|at| rings_contain(&owned, *at)) {
        // The distance from the nearest border.
        let ends = largest.iter().zip(largest.iter().cycle().skip(1));
        let depth = ends.map(|(from, to)| segment_distance(at, *from, *to)).fold(f64::INFINITY, f64::min);
        for (lines, more) in variants.iter().zip([0.0, 1.0]) {
            // A country's middle is worth keeping off a route for a little way.
            let cost = more - depth / sheet.size.font;
            let spot = LabelSpot { lines: lines.clone(), at, anchor: Anchor::Middle, cost };
            // A name stands on its country's land, all but a letter or so.
            let Area { low, high } = sheet.area(LabelKind::Country, &spot);
            let part =
                |step: u8, of: u8, low: f64, high: f64| low + (high - low) * f64::from(step) / f64::from(of);
            let points = (0..=10_u8).flat_map(|x| {
                (0..=2_u8).map(move |y| (part(x, 10, low.0, high.0), part(y, 2, low.1, high.1)))
            });
            if points.filter(|point| rings_contain(&owned, *point)).count() >= 27 {
                spots.push(spot);
            }
        }
    }
    spots
}

/// Points over the rectangle around a ring.
fn grid_points(ring: &Ring) -> Vec<Pixel> {
    const STEPS: u8 = 20;
    let low = ring.iter().copied().fold((WIDTH, WIDTH), |a, b| (a.0.min(b.0), a.1.min(b.1)));
    let high = ring.iter().copied().fold((0.0, 0.0), |a: Pixel, b| (a.0.max(b.0), a.1.max(b.1)));
    let at = |step: u8, low: f64, high: f64| low + (high - low) * (f64::from(step) + 0.5) / f64::from(STEPS);
    let row = |y: u8| (0..STEPS).map(move |x| (at(x, low.0, high.0), at(y, low.1, high.1)));
    (0..STEPS).flat_map(row).collect()
}
