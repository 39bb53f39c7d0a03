//! What a frame shows of the world's shapes: land as rings, borders and coasts as lines, each once.
//!
//! An arc is made simpler before it is put into rings, so that two countries keep one border. Must not know:
//! which countries a map is about.

use std::collections::BTreeSet;

use super::clip::{Window, simplify};
use super::frame::{Frame, WIDTH};
use super::shapes::{SHAPES, arc_index};
use super::sphere::Point;

/// A place in the frame: from its left, and from its top.
pub(crate) type Pixel = (f64, f64);

pub(crate) type Ring = Vec<Pixel>;

/// The largest error of a simplified line, in pixels.
const TOLERANCE: f64 = 0.6;

/// The smallest island that is drawn, in square pixels.
const SPECK: f64 = 3.0;

/// Shapes go on so far beyond the frame, in pixels, so that none of their edges shows.
const EDGE: f64 = 3.0;

/// The world in a frame.
pub(crate) struct Outline<'f> {
    frame: &'f Frame,
    arcs: Vec<Arc>,
    window: Window,
}

struct Arc {
    line: Vec<Pixel>,
    /// Some of it is on this side of the world.
    near: bool,
}

impl Arc {
    fn new(points: &[Point], frame: &Frame) -> Self {
        let line: Vec<Pixel> = points.iter().map(|point| frame.pixel(point)).collect();
        Self { line: simplify(&line, TOLERANCE), near: points.iter().any(|point| frame.reaches(point)) }
    }
}

/// A shape in a frame.
pub(crate) struct Land {
    /// The country's code of two letters.
    pub(crate) code: Option<&'static str>,
    /// Outer rings and holes.
    pub(crate) rings: Vec<Ring>,
}

impl<'f> Outline<'f> {
    pub(crate) fn new(frame: &'f Frame) -> Self {
        let arcs = SHAPES.arcs.iter().map(|points| Arc::new(points, frame)).collect();
        Self { frame, arcs, window: Window::new((WIDTH, frame.height), EDGE) }
    }

    /// All shapes in the frame, and the lines around them.
    pub(crate) fn draw(&self) -> (Vec<Land>, Vec<Vec<Pixel>>) {
        let mut arcs = BTreeSet::new();
        let mut lands = Vec::new();
        for shape in &SHAPES.shapes {
            let mut rings = Vec::new();
            for ring in shape.polygons.iter().flatten() {
                if !ring.iter().any(|arc| self.arcs[arc_index(*arc)].near) {
                    continue;
                }
                let seen = self.window.ring(&self.ring(ring));
                if ring_area(&seen).abs() >= SPECK {
                    arcs.extend(ring.iter().map(|arc| arc_index(*arc)));
                    rings.push(seen);
                }
            }
            if !rings.is_empty() {
                lands.push(Land { code: shape.code, rings });
            }
        }
        (lands, arcs.into_iter().flat_map(|arc| self.pieces(arc)).collect())
    }

    /// The points of a ring, each once.
    fn ring(&self, arcs: &[i32]) -> Ring {
        let mut ring: Ring = Vec::new();
        for arc in arcs {
            let line = &self.arcs[arc_index(*arc)].line;
            if *arc < 0 {
                ring.extend(line.iter().rev().skip(1));
            } else {
                ring.extend(line.iter().skip(1));
            }
        }
        ring
    }

    /// Clips an arc to the frame. The cut at the antimeridian and the end at the pole are no coasts.
    fn pieces(&self, arc: usize) -> Vec<Vec<Pixel>> {
        let points = &SHAPES.arcs[arc];
        let on_seam = |point: &Point| point.lon.abs() > 179.99 || point.lat < -89.9;
        if !points.iter().any(on_seam) {
            return self.window.line(&self.arcs[arc].line);
        }
        let runs = points.chunk_by(|a, b| !(on_seam(a) && on_seam(b)));
        let line = |run: &[Point]| run.iter().map(|point| self.frame.pixel(point)).collect::<Vec<_>>();
        runs.flat_map(|run| self.window.line(&simplify(&line(run), TOLERANCE))).collect()
    }
}

/// The area of a ring in square pixels; the sign says in which direction it runs.
pub(crate) fn ring_area(ring: &[Pixel]) -> f64 {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    sides.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}
