//! Rings and lines on the plane: what of them lies in a rectangle, what holds a point, and fewer points for the same line.
//!
//! Must not know: maps.

use super::outline::{Pixel, Ring};

/// One side of the rectangle: what lies beyond it, and where a line meets it.
#[derive(Clone, Copy)]
enum Side {
    Left(f64),
    Right(f64),
    Top(f64),
    Bottom(f64),
}

impl Side {
    fn has(self, (x, y): Pixel) -> bool {
        match self {
            Self::Left(at) => x >= at,
            Self::Right(at) => x <= at,
            Self::Top(at) => y >= at,
            Self::Bottom(at) => y <= at,
        }
    }

    fn cut(self, from: Pixel, to: Pixel) -> Pixel {
        let x = to.0 - from.0;
        let y = to.1 - from.1;
        match self {
            Self::Left(at) | Self::Right(at) => (at, from.1 + y * (at - from.0) / x),
            Self::Top(at) | Self::Bottom(at) => (from.0 + x * (at - from.1) / y, at),
        }
    }
}

/// A rectangle from the origin, with an edge around it.
#[derive(Clone, Copy)]
pub(super) struct Window([Side; 4]);

impl Window {
    pub(super) fn new((width, height): (f64, f64), edge: f64) -> Self {
        Self([Side::Left(-edge), Side::Right(width + edge), Side::Top(-edge), Side::Bottom(height + edge)])
    }

    /// Clips a ring, after Sutherland and Hodgman; its sides may run along the rectangle's.
    pub(super) fn ring(&self, ring: &[Pixel]) -> Ring {
        self.0.iter().fold(ring.to_vec(), |ring, side| {
            let mut kept = Vec::with_capacity(ring.len());
            let Some(mut last) = ring.last().copied() else { return kept };
            for point in ring {
                if side.has(point) != side.has(last) {
                    kept.push(side.cut(last, point));
                }
                if side.has(point) {
                    kept.push(point);
                }
                last = point;
            }
            kept
        })
    }

    /// The pieces of a line that lie inside.
    pub(super) fn line(&self, line: &[Pixel]) -> Vec<Vec<Pixel>> {
        let mut pieces: Vec<Vec<Pixel>> = Vec::new();
        for pair in line.windows(2) {
            let mut from = pair[0];
            let mut to = pair[1];
            let mut is_outside = false;
            for side in self.0 {
                match (side.has(from), side.has(to)) {
                    (true, true) => {}
                    (true, false) => to = side.cut(from, to),
                    (false, true) => from = side.cut(from, to),
                    (false, false) => is_outside = true,
                }
            }
            match pieces.last_mut() {
                _ if is_outside => {}
                Some(piece) if piece.last() == Some(&from) => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
        }
        pieces
    }
}

/// Returns whether a point is inside of rings by the even-odd rule.
pub(crate) fn rings_contain(rings: &[Ring], (x, y): Pixel) -> bool {
    let sides = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let crosses =
        |(a, b): &(&Pixel, &Pixel)| (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0;
    sides.filter(crosses).count() % 2 == 1
}

/// The points of a line that lie farther than `tolerance` from the line without them, in their order, after Douglas and
/// Peucker.
pub(super) fn simplify(line: &[Pixel], tolerance: f64) -> Vec<Pixel> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut kept = vec![false; line.len()];
    let last = line.len() - 1;
    (kept[0], kept[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let off = |at: usize| (segment_distance(line[at], line[from], line[to]), at);
        let far = (from + 1..to).map(off).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, at)) = far.filter(|(off, _)| *off > tolerance) {
            kept[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    line.iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

/// From a point to the nearest point between two others, which may be one: a ring ends where it begins.
pub(crate) fn segment_distance(point: Pixel, from: Pixel, to: Pixel) -> f64 {
    let x = to.0 - from.0;
    let y = to.1 - from.1;
    let length = x * x + y * y;
    let along = ((point.0 - from.0) * x + (point.1 - from.1) * y) / length;
    let along = if length > 0.0 { along.clamp(0.0, 1.0) } else { 0.0 };
    let x = point.0 - from.0 - along * x;
    let y = point.1 - from.1 - along * y;
    (x * x + y * y).sqrt()
}
