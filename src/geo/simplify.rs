//! Fewer points for the same line, after Douglas and Peucker.
//!
//! Must not know: what the line is.

use super::outline::Pixel;

/// The points of a line that lie farther than `tolerance` from the line without them, in their order.
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
