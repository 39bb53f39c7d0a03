//! What of a country must be in the frame: the land that a reader thinks of, not every island.
//!
//! France is not fitted with Réunion, nor Chile with Easter Island. A country's largest polygon counts, what
//! lies close to what counts already, and what is large by itself. Must not know: frames.

use super::shapes::SHAPES;
use super::sphere::{Cap, Point, Vector, angle_between};

/// A polygon that is this part of the largest counts wherever it lies.
const LARGE: f64 = 0.25;

/// Polygons closer than this part of a polygon's width, or this many degrees, belong to it.
const CLOSE: (f64, f64) = (0.1, 1.5);

/// The points of the part of a country that must be in the frame.
pub(crate) fn country_extent(code: &str) -> Vec<Point> {
    let parts = SHAPES.polygons(code).filter_map(|polygon| {
        let points: Vec<Point> = SHAPES.ring(polygon.first()?).copied().collect();
        let cap = Cap::around(&sample_units(&points, 60))?;
        // Nearly the area on the globe: enough to tell a mainland from an island.
        let side = |pair: &[Point]| (pair[1].lon - pair[0].lon) * (pair[0].unit[2] + pair[1].unit[2]);
        let area = points.windows(2).map(side).sum::<f64>().abs();
        Some(Part { points, cap, area })
    });
    let mut parts: Vec<_> = parts.collect();
    parts.sort_by(|a, b| b.area.total_cmp(&a.area));
    let largest = parts.first().map_or(0.0, |part| part.area);
    let (mut kept, mut rest): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|part| part.area >= LARGE * largest);
    // What is kept draws its neighbours in, and those theirs.
    let mut from = 0;
    while from < kept.len() {
        let Cap { centre, radius } = kept[from].cap;
        let reach = (2.0 * radius * CLOSE.0).max(CLOSE.1.to_radians());
        let (near, far) = rest
            .into_iter()
            .partition(|part| angle_between(centre, part.cap.centre) - radius - part.cap.radius <= reach);
        kept.extend::<Vec<_>>(near);
        (rest, from) = (far, from + 1);
    }
    kept.into_iter().flat_map(|part| part.points).collect()
}

/// The middle of points, on the globe: no meridian parts it.
pub(crate) fn midpoint(points: &[Point]) -> Option<Point> {
    Cap::around(&sample_units(points, 200)).map(|cap| Point::of(cap.centre))
}

struct Part {
    points: Vec<Point>,
    cap: Cap,
    area: f64,
}

/// About so many of the points, at even steps.
pub(super) fn sample_units(points: &[Point], about: usize) -> Vec<Vector> {
    points.iter().step_by((points.len() / about).max(1)).map(|point| point.unit).collect()
}
