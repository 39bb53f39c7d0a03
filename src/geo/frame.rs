//! The frame of a map: which projection, and which part of the plane is which pixel.
//!
//! Must not know: what is drawn in it.

use super::extent::sample_units;
use super::outline::Pixel;
use super::projection::Projection;
use super::sphere::{Cap, Point};

/// The width of every map, in its own units.
pub(crate) const WIDTH: f64 = 720.0;

/// The least and the greatest height of a map: a wide region has neighbours above and below, a long one left
/// and right.
const HEIGHT: (f64, f64) = (360.0, 720.0);

/// Between the region and the frame.
const MARGIN: f64 = 30.0;

/// A region that reaches farther from its centre than this, in degrees, is shown on a map of the world.
const WORLD: f64 = 72.0;

/// The smallest width of a map, in radii of the globe: some 380 km. The shapes are too rough for less, and
/// a reader must know where it is.
const SMALLEST: f64 = 0.06;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    projection: Projection,
    /// The middle of the frame on the plane.
    centre: (f64, f64),
    /// Pixels to a radius of the globe.
    scale: f64,
    pub(crate) height: f64,
}

impl Frame {
    /// The frame that these points fill; none when there are no points.
    pub(crate) fn around(points: &[Point]) -> Option<Self> {
        let first = points.first()?;
        let cap = Cap::around(&sample_units(points, 2000)).filter(|cap| cap.radius <= WORLD.to_radians());
        let projection = cap.map_or(Projection::EqualEarth, |cap| Projection::around(cap.centre));
        let mut low = projection.project(first);
        let mut high = low;
        // The world is shown whole, but for the ice of the south.
        let world = [(-180.0, 0.0), (180.0, 0.0), (0.0, -56.0), (0.0, 83.7)];
        let world = world.map(|(lon, lat)| Point::new(lon, lat));
        let world = world.iter().filter(|_| cap.is_none());
        for (x, y) in points.iter().chain(world).map(|point| projection.project(point)) {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let wide = (high.0 - low.0).max(SMALLEST);
        let tall = (high.1 - low.1).max(SMALLEST / 2.0);
        let room = WIDTH - 2.0 * MARGIN;
        let height = (room * tall / wide + 2.0 * MARGIN).clamp(HEIGHT.0, HEIGHT.1).round();
        let scale = (room / wide).min((height - 2.0 * MARGIN) / tall);
        let centre = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let corner = ((centre.0.abs() + WIDTH / 2.0 / scale), (centre.1.abs() + height / 2.0 / scale));
        let far = (corner.0 * corner.0 + corner.1 * corner.1).sqrt();
        Some(Self { projection: projection.reaching(far * 1.1), centre, scale, height })
    }

    /// The pixel of a point, inside or outside of the frame.
    pub(crate) fn pixel(&self, point: &Point) -> Pixel {
        let (x, y) = self.projection.project(point);
        let left = (x - self.centre.0) * self.scale + WIDTH / 2.0;
        (left, self.height / 2.0 - (y - self.centre.1) * self.scale)
    }

    /// Returns whether a point can be drawn; points on the other side of the world cannot.
    pub(super) fn reaches(&self, point: &Point) -> bool {
        self.projection.reaches(point)
    }

    /// Returns whether a point is in the frame.
    pub(crate) fn holds(&self, point: &Point) -> bool {
        let (x, y) = self.pixel(point);
        self.reaches(point) && (0.0..=WIDTH).contains(&x) && (0.0..=self.height).contains(&y)
    }
}
