//! From the globe to the plane: two projections, both true to area, for a group must not look larger than
//! it is.
//!
//! A region is shown by Lambert's azimuthal projection around its own centre. It has no seam and no pole of
//! its own, so Russia, Fiji and Antarctica need nothing special, and over a continent it bends shapes less
//! than a reader can see. What spans most of the world is shown by Equal Earth from the meridian of Greenwich,
//! at whose opposite Natural Earth has cut its shapes already. Must not know: pixels.

use super::sphere::{Point, Vector, cross, dot, normalize};

#[derive(Clone, Copy, Debug)]
pub(super) enum Projection {
    Azimuthal {
        centre: Vector,
        east: Vector,
        north: Vector,
        /// Points farther from the centre, on the plane, are drawn at this distance.
        reach: f64,
    },
    EqualEarth,
}

impl Projection {
    /// The azimuthal projection around a point.
    pub(super) fn around(centre: Vector) -> Self {
        // At a pole every direction is south; the meridian of Greenwich goes up or down.
        let east = normalize(cross([0.0, 0.0, 1.0], centre)).unwrap_or([0.0, 1.0, 0.0]);
        Self::Azimuthal { centre, east, north: cross(centre, east), reach: 1.99 }
    }

    /// The same, drawing nothing farther from the centre than this.
    pub(super) fn reaching(mut self, far: f64) -> Self {
        if let Self::Azimuthal { reach, .. } = &mut self {
            *reach = far.min(1.99);
        }
        self
    }

    /// Projects a point to the plane: x to the east, y to the north, in radii of the globe.
    pub(super) fn project(&self, point: &Point) -> (f64, f64) {
        match *self {
            Self::Azimuthal { centre, east, north, reach } => {
                let flat = (dot(point.unit, east), dot(point.unit, north));
                let length = (flat.0 * flat.0 + flat.1 * flat.1).sqrt();
                let far = (2.0 * (1.0 - dot(point.unit, centre)).max(0.0)).sqrt().min(reach);
                let by = if length > 1e-12 { far / length } else { 0.0 };
                (flat.0 * by, flat.1 * by)
            }
            Self::EqualEarth => equal_earth(point),
        }
    }

    /// Returns whether a point is drawn at its true place.
    pub(super) fn reaches(&self, point: &Point) -> bool {
        match *self {
            Self::Azimuthal { centre, reach, .. } => 2.0 * (1.0 - dot(point.unit, centre)) <= reach * reach,
            Self::EqualEarth => true,
        }
    }
}

/// Šavrič, Patterson and Jenny: The Equal Earth map projection (2018).
fn equal_earth(point: &Point) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let half_root = 3.0_f64.sqrt() / 2.0;
    let t = libm::asin(half_root * point.unit[2]);
    let t2 = t * t;
    let lon = point.lon.to_radians();
    let t6 = t2 * t2 * t2;
    let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
    (lon * libm::cos(t) / (half_root * slope), t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: (f64, f64), expected: (f64, f64)) {
        let apart = (found.0 - expected.0).abs().max((found.1 - expected.1).abs());
        assert!(apart < 1e-6, "{found:?} is not {expected:?}");
    }

    /// Snyder, Map projections: a working manual (1987), page 332, for a globe of radius 3.
    #[test]
    fn the_azimuthal_projection_agrees_with_snyders_example() {
        let projection = Projection::around(Point::new(-100.0, 40.0).unit);
        let (x, y) = projection.project(&Point::new(100.0, -20.0));
        assert_near((3.0 * x, 3.0 * y), (-4.233_930_3, 4.025_777_5));
    }

    #[test]
    fn the_centre_is_nought_and_a_pole_has_its_place() {
        let projection = Projection::around(Point::new(67.0, 48.0).unit);
        assert_near(projection.project(&Point::new(67.0, 48.0)), (0.0, 0.0));
        let (x, y) = projection.project(&Point::new(0.0, 90.0));
        assert!(x.abs() < 1e-9 && y > 0.0);
        assert_near(
            Projection::around(Point::new(0.0, -90.0).unit).project(&Point::new(9.0, -90.0)),
            (0.0, 0.0),
        );
    }

    #[test]
    fn nothing_is_drawn_beyond_the_reach() {
        let projection = Projection::around(Point::new(0.0, 0.0).unit).reaching(1.0);
        assert_near(projection.project(&Point::new(179.0, 0.0)), (1.0, 0.0));
        assert!(!projection.reaches(&Point::new(179.0, 0.0)));
        assert!(projection.reaches(&Point::new(10.0, 10.0)));
    }

    #[test]
    fn equal_earth_agrees_with_its_paper() {
        assert_near(Projection::EqualEarth.project(&Point::new(180.0, 0.0)), (2.706_629_9, 0.0));
        assert_near(Projection::EqualEarth.project(&Point::new(0.0, 90.0)), (0.0, 1.317_362_8));
    }
}
