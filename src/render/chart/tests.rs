//! Pictures of any figures at all.

use proptest::prelude::*;

use super::figures::{Figures, KnownNumber, Row, Series};
use super::lettering::{SIZE, STRONG, text_width};
use super::scale::{Magnitude, NumberFormat, Scale, ScaleBase};
use super::{Anchor, ChartText, Picture, WIDTH, draw};
use crate::base::catalogue::Catalogue;
use crate::blocks::ChartKind;

const KINDS: [ChartKind; 4] = [ChartKind::Bar, ChartKind::Line, ChartKind::Dot, ChartKind::Stacked];

fn ticks(figures: &[f64], base: ScaleBase) -> Vec<String> {
    let scale = Scale::of(figures.iter().copied(), base);
    let wording = NumberFormat { language: "en".to_owned(), sign: None };
    scale.ticks.iter().map(|tick| scale.words(*tick, &wording)).collect()
}

#[test]
fn ticks_are_few_and_round() {
    assert_eq!(ticks(&[1412.6, 6.7], ScaleBase::Zero), ["0", "500", "1,000", "1,500"]);
    assert_eq!(ticks(&[-3.2, 4.1], ScaleBase::Zero), ["−4", "−2", "0", "2", "4", "6"]);
    assert_eq!(ticks(&[0.31, 0.37], ScaleBase::Free), ["0.30", "0.32", "0.34", "0.36", "0.38"]);
    assert_eq!(ticks(&[7.0], ScaleBase::Zero), ["0", "2", "4", "6", "8"]);
    assert_eq!(
        ticks(&[0.0, 0.0], ScaleBase::Zero),
        ["0.0", "0.5", "1.0"].map(|tick| if tick == "0.0" { "0" } else { tick })
    );
    assert_eq!(ticks(&[5.0, 5.0], ScaleBase::Free), ["0", "2", "4", "6"]);
    assert_eq!(ticks(&[], ScaleBase::Zero).first().map(String::as_str), Some("0"));
}

#[test]
fn large_figures_are_counted_in_millions_and_more() {
    let words = |most: f64| Magnitude::of(most).words("people", Catalogue::english());
    assert_eq!(words(999_999.0), "people");
    assert_eq!(words(1_412_600_000.0), "Million people");
    assert_eq!(words(25e12), "Trillion people");
    assert_eq!(words(1e20), "×\u{202f}10¹⁸ people");
    assert_eq!(words(0.000_02), "×\u{202f}10⁻⁶ people");
    assert_eq!(words(0.0), "people");
}

#[test]
fn a_number_in_a_picture_has_three_digits_that_count() {
    let wording = NumberFormat { language: "en".to_owned(), sign: None };
    let all = [1412.6, 34.62, 6.8, 0.668, 0.0004, -2.5, 0.0];
    assert_eq!(
        all.map(|value| wording.three_digits(value)),
        ["1,413", "34.6", "6.8", "0.668", "0", "−2.5", "0"]
    );
}

/// The four sides of some words.
fn sides(words: &ChartText) -> (f64, f64, f64, f64) {
    let strength = if words.class.contains("strong") { STRONG } else { 1.0 };
    let wide = text_width(&words.text) * strength;
    let left = match words.anchor {
        Anchor::Start => words.x,
        Anchor::Middle => words.x - wide / 2.0,
        Anchor::End => words.x - wide,
    };
    (left, words.y - SIZE / 2.0, left + wide, words.y + SIZE / 2.0)
}

fn places(picture: &Picture) -> Vec<(f64, f64)> {
    let rules = picture.grid.iter().chain(&picture.axes).flat_map(|rule| [rule.from, rule.to]);
    let bars = picture.bars.iter().flat_map(|bar| [(bar.x, bar.y), (bar.x + bar.width, bar.y + bar.height)]);
    let dots = picture.dots.iter().flat_map(|dot| [(dot.x - 9.0, dot.y - 9.0), (dot.x + 9.0, dot.y + 9.0)]);
    let points = picture.lines.iter().flat_map(|line| line.points.split(' ')).map(|point| {
        let (x, y) = point.split_once(',').expect("two numbers");
        (x.parse().expect("a number"), y.parse().expect("a number"))
    });
    let words =
        picture.words.iter().map(sides).flat_map(|(left, top, right, bottom)| [(left, top), (right, bottom)]);
    rules.chain(bars).chain(dots).chain(points).chain(words).collect()
}

fn judge(picture: &Picture) -> Result<(), String> {
    let near = 0.2;
    for (x, y) in places(picture) {
        let inside =
            (-near..=WIDTH + near).contains(&x) && (-near..=f64::from(picture.height) + near).contains(&y);
        if !inside {
            return Err(format!("{x},{y} is outside: {picture:?}"));
        }
    }
    for (at, one) in picture.words.iter().enumerate() {
        for other in &picture.words[at + 1..] {
            let a = sides(one);
            let b = sides(other);
            if a.0 + near < b.2 && b.0 + near < a.2 && a.1 + near < b.3 && b.1 + near < a.3 {
                return Err(format!("{:?} and {:?} overlap: {one:?} {other:?}", one.text, other.text));
            }
        }
    }
    Ok(())
}

fn picture(
    kind: ChartKind,
    rows: &[(String, Vec<Option<f64>>)],
    with: (&str, bool, Option<usize>),
) -> Picture {
    let (unit, placed, marked) = with;
    let count = rows.first().map_or(0, |(_, figures)| figures.len());
    let known = |value: &f64| {
        let value = if kind == ChartKind::Stacked { value.abs() } else { *value };
        KnownNumber { value, written: None }
    };
    let lines: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(at, (label, figures))| Row {
            label: label.clone(),
            at: placed.then_some(2000.0 + f64::from(u8::try_from(at).unwrap_or(0))),
            marked: Some(at) == marked,
            figures: figures.iter().map(|figure| figure.as_ref().map(known)).collect(),
        })
        .collect();
    let series = (0..count).map(|at| Series { name: format!("Series {at}"), marked: false }).collect();
    draw(kind, &Figures::of(lines, series, unit, Catalogue::english()))
}

#[test]
fn a_picture_is_drawn_of_little_and_of_much() {
    let row = |label: &str, value: f64| (label.to_owned(), vec![Some(value)]);
    let long = "A label that is a good deal longer than anybody needs for the name of a country";
    let all = [
        vec![row("One", 5.0)],
        vec![row("One", 0.0), row("Two", 0.0)],
        vec![row("One", -3.0), row("Two", -1e300)],
        vec![row("One", f64::MAX), row("Two", f64::MIN), row("Three", f64::MIN_POSITIVE)],
        vec![row(long, 3.0), row("中文", 4.0)],
        (0..40).map(|at| row("Name", f64::from(at) * 1.7)).collect(),
    ];
    for rows in all {
        for kind in KINDS {
            judge(&picture(kind, &rows, ("people", false, Some(0))))
                .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        }
    }
}

#[test]
fn a_gap_is_no_line() {
    let figures = [Some(1.0), Some(2.0), None, Some(4.0), None, Some(1.0), Some(2.0)];
    let rows: Vec<_> = figures.iter().map(|figure| ("x".to_owned(), vec![*figure])).collect();
    let drawn = picture(ChartKind::Line, &rows, ("", true, None));
    assert_eq!(drawn.lines.len(), 2);
    assert_eq!(drawn.dots.len(), 2, "the lone point, and the line's end");
}

#[test]
fn the_colours_are_those_of_the_page() {
    let svg = include_str!("../../../templates/blocks/chart.svg");
    let tokens = include_str!("../../../static/style/tokens.css");
    for name in ["paper", "ink", "soft", "edge", "hair", "accent"] {
        let pair = tokens.split_once(&format!("--{name}: light-dark(")).expect("a colour").1;
        let (light, dark) = pair.split_once(')').expect("an end").0.split_once(", ").expect("two");
        let own: Vec<_> = svg
            .match_indices(&format!("--{name}:#"))
            .map(|(at, found)| &svg[at + found.len() - 1..][..7])
            .collect();
        assert_eq!(own, [light, dark], "{name}");
    }
    let sans = tokens.split_once("--sans: ").expect("a typeface").1.split_once(';').expect("an end").0;
    assert!(svg.contains(&sans.replace(", ", ",")));
}

fn figure() -> impl Strategy<Value = Option<f64>> {
    let finite = any::<f64>().prop_filter("finite", |value| value.is_finite());
    prop_oneof![
        1 => Just(None),
        2 => finite.prop_map(Some),
        4 => (-1000i32..1_000_000).prop_map(|value| Some(f64::from(value) / 10.0)),
        1 => Just(Some(0.0)),
    ]
}

fn rows() -> impl Strategy<Value = Vec<(String, Vec<Option<f64>>)>> {
    (1usize..=4, 1usize..=40).prop_flat_map(|(series, rows)| {
        let row = ("[a-zA-Zäж中 ]{1,40}", prop::collection::vec(figure(), series));
        prop::collection::vec(row, rows)
    })
}

proptest! {
    #[test]
    fn any_figures_stand_inside_and_no_words_overlap(
        rows in rows(),
        kind in prop::sample::select(&KINDS[..]),
        unit in prop::sample::select(&["", "%", "people", "a unit with a name that is much too long for any chart to say"][..]),
        placed in any::<bool>(),
        marked in prop::option::of(0usize..40),
    ) {
        let drawn = picture(kind, &rows, (unit, placed, marked));
        prop_assert!(judge(&drawn).is_ok(), "{:?} {}", kind, judge(&drawn).unwrap_err());
    }
}
