//! The world in frames: what must hold for whatever region a map is about.

use super::shapes::SHAPES;
use super::*;

fn frame(codes: &[&str]) -> Frame {
    let points: Vec<Point> = codes.iter().flat_map(|code| country_extent(code)).collect();
    Frame::around(&points).expect("a country has points")
}

fn size(frame: &Frame, code: &str) -> f64 {
    let (lands, _) = Outline::new(frame).draw();
    let rings = lands.iter().filter(|land| land.code == Some(code)).flat_map(|land| &land.rings);
    rings.map(|ring| ring_area(ring)).sum::<f64>().abs()
}

#[test]
fn every_shape_with_a_code_is_a_country() {
    assert!(SHAPES.shapes.len() > 230);
    for code in SHAPES.shapes.iter().filter_map(|shape| shape.code) {
        assert!(country_by_code(code).is_some_and(|country| country.code == code), "{code}");
    }
}

#[test]
fn every_ring_is_closed_and_never_jumps_over_the_world() {
    for shape in &SHAPES.shapes {
        for ring in shape.polygons.iter().flatten() {
            let points: Vec<_> = SHAPES.ring(ring).collect();
            assert_eq!(points.first(), points.last(), "{:?}", shape.code);
            for pair in points.windows(2) {
                let on_seam = pair[0].lat < -89.9;
                assert!(on_seam || (pair[0].lon - pair[1].lon).abs() < 1.1, "{:?} {pair:?}", shape.code);
            }
        }
    }
}

#[test]
fn a_point_lies_in_its_country() {
    let at = |lon, lat| country_at(&Point::new(lon, lat));
    assert_eq!(at(71.43, 51.17), Some("KZ"));
    assert_eq!(at(66.96, 39.65), Some("UZ"));
    assert_eq!(at(179.0, 67.5), Some("RU"));
    assert_eq!(at(-175.0, 66.5), Some("RU"));
    assert_eq!(at(0.0, -90.0 + 0.5), Some("AQ"));
    assert_eq!(at(28.2, -29.5), Some("LS"), "a hole in another country");
    assert_eq!(at(-30.0, 30.0), None);
}

#[test]
fn a_country_across_the_antimeridian_is_one_country() {
    for code in ["RU", "FJ", "NZ", "AQ"] {
        let frame = frame(&[code]);
        let points = country_extent(code);
        assert!(points.iter().all(|point| frame.holds(point)), "{code}");
        assert!(size(&frame, code) > 0.01 * WIDTH * frame.height, "{code} does not fill its frame");
    }
    let fiji = frame(&["FJ"]);
    let east = fiji.pixel(&Point::new(-179.9, -17.0));
    let west = fiji.pixel(&Point::new(179.9, -17.0));
    assert!(east.0 > west.0 && east.0 - west.0 < 100.0);
}

#[test]
fn far_islands_do_not_move_the_frame() {
    let reunion = Point::new(55.5, -21.1);
    assert!(!frame(&["FR"]).holds(&reunion));
    assert!(frame(&["FR"]).holds(&Point::new(9.1, 42.1)), "Corsica");
    assert!(!frame(&["CL"]).holds(&Point::new(-109.4, -27.1)), "Easter Island");
    assert!(frame(&["US"]).holds(&Point::new(-150.0, 64.0)), "Alaska");
    assert!(frame(&["ID"]).holds(&Point::new(138.0, -4.0)), "Papua");
}

#[test]
fn most_of_the_world_is_a_map_of_the_world() {
    let world = frame(&["US", "CN", "BR", "AU", "ZA"]);
    for (lon, lat) in [(-179.0, 0.0), (179.0, 0.0), (0.0, 80.0), (0.0, -50.0)] {
        assert!(world.holds(&Point::new(lon, lat)), "{lon} {lat}");
    }
    assert!(size(&world, "RU") > size(&world, "BR"));
}

#[test]
fn area_is_kept() {
    // 2.725 and 0.449 million square kilometres.
    let frame = frame(&["KZ", "UZ"]);
    let times = size(&frame, "KZ") / size(&frame, "UZ");
    assert!((times - 2.725 / 0.449).abs() < 0.15, "{times}");
}

#[test]
fn nothing_is_drawn_far_outside_of_the_frame() {
    for code in ["VA", "KZ", "RU", "AQ", "KI", "FM", "GL", "CA"] {
        let frame = frame(&[code]);
        let (lands, lines) = Outline::new(&frame).draw();
        let rings = lands.iter().flat_map(|land| &land.rings).chain(&lines);
        for (x, y) in rings.flatten() {
            let inside = (-4.0..=WIDTH + 4.0).contains(x) && (-4.0..=frame.height + 4.0).contains(y);
            assert!(inside, "{code}: {x} {y}");
        }
    }
}

#[test]
fn every_country_has_a_map() {
    for shape in &SHAPES.shapes {
        let Some(code) = shape.code else { continue };
        let frame = frame(&[code]);
        assert!((360.0..=720.0).contains(&frame.height), "{code}");
        let centre = midpoint(&country_extent(code)).expect("a middle");
        assert!(frame.holds(&centre), "{code}");
    }
}

#[test]
fn a_great_circle_is_the_shortest_way() {
    let beijing = Point::new(116.4, 39.9);
    let london = Point::new(-0.1, 51.5);
    let way = great_circle(&beijing, &london, 10);
    assert_eq!(way.len(), 11);
    assert!(way.iter().any(|point| point.lat > 62.0), "it passes north of both");
    assert_eq!(great_circle(&beijing, &beijing, 10), [beijing, beijing]);
}
