//! The shapes of countries as Natural Earth draws them: polygons made of arcs, a shared border being one arc.
//!
//! Must not know: what a map shows.

use std::sync::LazyLock;

use super::clip::rings_contain;
use super::sphere::Point;

/// All shapes; read on the first use, in a few milliseconds.
pub(super) static SHAPES: LazyLock<Shapes> = LazyLock::new(|| {
    let mut reader = ShapeReader { bytes: include_bytes!("data/shapes.bin") };
    let arcs = (0..reader.number()).map(|_| reader.arc()).collect();
    let shapes = (0..reader.number()).map(|_| reader.shape()).collect();
    Shapes { arcs, shapes }
});

#[derive(Debug)]
pub(super) struct Shapes {
    pub(super) arcs: Vec<Vec<Point>>,
    pub(super) shapes: Vec<Shape>,
}

/// Land that is drawn as one country. A country may have several.
#[derive(Debug)]
pub(super) struct Shape {
    /// The country's code of two letters; none for what has no code.
    pub(super) code: Option<&'static str>,
    /// Each polygon is its outer ring, then its holes; a ring is arcs, `!arc` for one that is walked backwards.
    pub(super) polygons: Vec<Vec<Vec<i32>>>,
}

/// One step of the data's grid, in degrees, as the world atlas gives it.
const STEP: (f64, f64) = (0.003_600_036_000_360_003_7, 0.001_736_003_453_784_538);
const ORIGIN: (f64, f64) = (-180.0, -89.999);

/// The longest side of a polygon in degrees: a longer one is cut, for it bends along its parallel.
const LONGEST: f64 = 1.0;

impl Shapes {
    /// The points of a ring in their order, the last one being the first again.
    pub(super) fn ring<'s>(&'s self, arcs: &'s [i32]) -> impl Iterator<Item = &'s Point> {
        arcs.iter().flat_map(|arc| {
            let points = &self.arcs[arc_index(*arc)];
            (0..points.len()).map(move |at| &points[if *arc < 0 { points.len() - 1 - at } else { at }])
        })
    }

    /// The polygons of a country.
    pub(super) fn polygons(&self, code: &str) -> impl Iterator<Item = &Vec<Vec<i32>>> {
        let shapes = self.shapes.iter().filter(move |shape| shape.code == Some(code));
        shapes.flat_map(|shape| &shape.polygons)
    }
}

/// The place of an arc, in whatever direction it is walked.
pub(super) fn arc_index(arc: i32) -> usize {
    arc.max(!arc).unsigned_abs() as usize
}

/// Returns whether there is a shape for a code of two letters.
pub(crate) fn has_shape(code: &str) -> bool {
    SHAPES.polygons(code).next().is_some()
}

/// The code of the country that a point lies in.
pub(crate) fn country_at(point: &Point) -> Option<&'static str> {
    let shape =
        SHAPES.shapes.iter().find(|shape| shape.polygons.iter().any(|it| polygon_contains(it, point)));
    shape?.code
}

/// Checks whether a point lies in a polygon, whose rings are given by their arcs.
fn polygon_contains(polygon: &[Vec<i32>], point: &Point) -> bool {
    let mut rings: Vec<Vec<(f64, f64)>> = Vec::new();
    for ring in polygon {
        rings.push(SHAPES.ring(ring).map(|point| (point.lon, point.lat)).collect());
    }
    rings_contain(&rings, (point.lon, point.lat))
}

/// The data being read; it is ours and whole, so what lacks is nothing.
struct ShapeReader {
    bytes: &'static [u8],
}

impl ShapeReader {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self) -> u32 {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let Some((&byte, rest)) = self.bytes.split_first() else { break };
            self.bytes = rest;
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        number
    }

    /// The lowest bit is the sign.
    fn signed(&mut self) -> i32 {
        let number = self.number();
        let half = i32::try_from(number >> 1).unwrap_or(0);
        if number & 1 == 1 { !half } else { half }
    }

    fn arc(&mut self) -> Vec<Point> {
        let mut at = (0, 0);
        let mut points: Vec<Point> = Vec::new();
        for _ in 0..self.number() {
            at = (at.0 + self.signed(), at.1 + self.signed());
            let lon = f64::from(at.0) * STEP.0 + ORIGIN.0;
            let lat = f64::from(at.1) * STEP.1 + ORIGIN.1;
            if let Some(last) = points.last().copied() {
                let steps = (lon - last.lon).abs().max((lat - last.lat).abs()) / LONGEST;
                let point =
                    |part| Point::new(last.lon + (lon - last.lon) * part, last.lat + (lat - last.lat) * part);
                let cuts = (1..).map(|cut| f64::from(cut) / steps.ceil());
                points.extend(cuts.take_while(|part| *part < 1.0 - 1e-9).map(point));
            }
            points.push(Point::new(lon, lat));
        }
        points
    }

    fn shape(&mut self) -> Shape {
        let code = self.bytes.get(..2).and_then(|code| str::from_utf8(code).ok());
        self.bytes = self.bytes.get(2..).unwrap_or_default();
        let ring = |reader: &mut Self| (0..reader.number()).map(|_| reader.signed()).collect();
        let polygon = |reader: &mut Self| (0..reader.number()).map(|_| ring(reader)).collect();
        let polygons = (0..self.number()).map(|_| polygon(self)).collect();
        Shape { code: code.filter(|code| *code != "--"), polygons }
    }
}
