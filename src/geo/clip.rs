//! What of rings and lines lies in a rectangle, and whether a point lies in rings.
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
        match self {
            Self::Left(at) | Self::Right(at) => {
                (at, from.1 + (to.1 - from.1) * (at - from.0) / (to.0 - from.0))
            }
            Self::Top(at) | Self::Bottom(at) => {
                (from.0 + (to.0 - from.0) * (at - from.1) / (to.1 - from.1), at)
            }
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
            let Some((from, to)) = self.piece(pair[0], pair[1]) else { continue };
            match pieces.last_mut() {
                Some(piece) if piece.last() == Some(&from) => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
        }
        pieces
    }

    fn piece(&self, mut from: Pixel, mut to: Pixel) -> Option<(Pixel, Pixel)> {
        for side in self.0 {
            match (side.has(from), side.has(to)) {
                (true, true) => {}
                (true, false) => to = side.cut(from, to),
                (false, true) => from = side.cut(from, to),
                (false, false) => return None,
            }
        }
        Some((from, to))
    }
}

/// Tells if a point is inside of rings by the even-odd rule.
pub(crate) fn rings_contain(rings: &[Ring], (x, y): Pixel) -> bool {
    let crossings = rings.iter().map(|ring| {
        let ends = ring.iter().zip(ring.iter().cycle().skip(1));
        let crosses = |(a, b): &(&Pixel, &Pixel)| {
            (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0
        };
        ends.filter(crosses).count()
    });
    crossings.sum::<usize>() % 2 == 1
}
