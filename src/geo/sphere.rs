//! Points on the globe, and circles that hold them.
//!
//! Must not know: projections.

/// A point on the globe: degrees, and the same as a unit vector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) lon: f64,
    pub(crate) lat: f64,
    pub(super) unit: Vector,
}

pub(super) type Vector = [f64; 3];

impl Point {
    pub(crate) fn new(lon: f64, lat: f64) -> Self {
        let (sin_lat, cos_lat) = libm::sincos(lat.to_radians());
        let (sin_lon, cos_lon) = libm::sincos(lon.to_radians());
        Self { lon, lat, unit: [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat] }
    }

    pub(super) fn of(unit: Vector) -> Self {
        let lat = libm::asin(unit[2].clamp(-1.0, 1.0)).to_degrees();
        Self { lon: libm::atan2(unit[1], unit[0]).to_degrees(), lat, unit }
    }
}

/// The points of the great circle from one point to another, both included.
pub(crate) fn great_circle(from: &Point, to: &Point, steps: u32) -> Vec<Point> {
    let angle = angle_between(from.unit, to.unit);
    let sine = libm::sin(angle);
    // One and the same point, or two with no one shortest way between them.
    if sine < 1e-9 {
        return vec![*from, *to];
    }
    let mut points = Vec::new();
    for step in 0..=steps {
        let part = f64::from(step) / f64::from(steps);
        let a = libm::sin((1.0 - part) * angle) / sine;
        let b = libm::sin(part * angle) / sine;
        points.push(Point::of(add(scale(from.unit, a), scale(to.unit, b))));
    }
    points
}

pub(super) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn add(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn scale(a: Vector, by: f64) -> Vector {
    a.map(|part| part * by)
}

/// In radians.
pub(super) fn angle_between(a: Vector, b: Vector) -> f64 {
    libm::acos(dot(a, b).clamp(-1.0, 1.0))
}

/// A vector of length one; none for one too short to have a direction.
pub(super) fn normalize(a: Vector) -> Option<Vector> {
    let length = dot(a, a).sqrt();
    (length > 1e-9).then(|| scale(a, 1.0 / length))
}

/// A circle on the globe: its centre, and its radius in radians.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cap {
    pub(super) centre: Vector,
    pub(super) radius: f64,
}

impl Cap {
    /// Nearly the smallest circle that holds all points, after Bădoiu and Clarkson: step for step towards
    /// the farthest. None when the points lie all around the globe.
    pub(super) fn around(points: &[Vector]) -> Option<Self> {
        const STEPS: u32 = 100;
        let mut centre = normalize(points.iter().fold([0.0; 3], |total, point| add(total, *point)))?;
        for step in 1..=STEPS {
            let far = farthest_point(centre, points)?;
            let towards = scale(add(far, scale(centre, -1.0)), 1.0 / f64::from(step + 1));
            centre = normalize(add(centre, towards))?;
        }
        Some(Self { centre, radius: angle_between(centre, farthest_point(centre, points)?) })
    }
}

fn farthest_point(from: Vector, points: &[Vector]) -> Option<Vector> {
    points.iter().copied().min_by(|a, b| dot(from, *a).total_cmp(&dot(from, *b)))
}
