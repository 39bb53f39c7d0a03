//! Rings and lines as SVG path data, to a tenth of a pixel.
//!
//! Steps are written from place to place, which is half as long as the places; they are differences of rounded places,
//! so that no error adds up. Must not know: maps.

use crate::geo::{Pixel, Ring};

/// To a tenth.
pub(super) fn round_to_tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Rings that are filled.
pub(super) fn closed_path<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> String {
    let mut path = String::new();
    for ring in rings {
        push_line(&mut path, ring);
        path.push('z');
    }
    path
}

/// Lines that are drawn.
pub(super) fn open_path(lines: &[Vec<Pixel>]) -> String {
    let mut path = String::new();
    for points in lines {
        push_line(&mut path, points);
    }
    path
}

fn push_line(path: &mut String, points: &[Pixel]) {
    let mut command = 'M';
    let mut last = (0, 0);
    // A place far outside of any frame is as good as the farthest that we can write.
    let tenths = |number: f64| ((number * 10.0).round() as i32).clamp(-1_000_000, 1_000_000);
    for (x, y) in points {
        let place = (tenths(*x), tenths(*y));
        let step = (place.0 - last.0, place.1 - last.1);
        if command != 'M' && step == (0, 0) {
            continue;
        }
        if command != ' ' {
            path.push(command);
        }
        push_number(path, step.0, command == ' ');
        push_number(path, step.1, true);
        command = if command == 'M' { 'l' } else { ' ' };
        last = place;
    }
}

/// A number of tenths; one after another needs something between them, and a minus will do.
fn push_number(path: &mut String, tenths: i32, after: bool) {
    let whole = tenths.abs() / 10;
    let part = tenths.abs() % 10;
    if tenths < 0 {
        path.push('-');
    } else if after {
        path.push(' ');
    }
    if whole > 0 || part == 0 {
        path.push_str(&whole.to_string());
    }
    if part > 0 {
        path.push('.');
        path.push_str(&part.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_in_steps() {
        let ring = vec![(1.04, -2.0), (11.0, -2.5), (11.04, -2.5), (0.0, 0.26)];
        assert_eq!(closed_path([&ring]), "M1-2l10-.5-11 2.8z");
        assert_eq!(open_path(&[vec![(0.0, 0.5), (0.3, 0.0)], vec![]]), "M0 .5l.3-.5");
    }
}
