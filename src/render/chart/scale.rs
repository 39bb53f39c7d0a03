//! Scales: from figures to places, with a few round numbers along the way.
//!
//! Must not know: in which direction a scale is drawn.

use crate::base::catalogue::Catalogue;
use crate::base::number::{Number, with_unit};

/// A power of ten in which figures are counted, so that their numbers are short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Magnitude(i32);

impl Magnitude {
    /// For figures of which the largest, without its sign, is `most`.
    pub(super) fn of(most: f64) -> Self {
        if most == 0.0 || (0.001..1e6).contains(&most) {
            return Self(0);
        }
        let mut power = if most >= 1e6 { 6 } else { -3 };
        while most / 10f64.powi(power) >= 10_000.0 {
            power += 3;
        }
        while most < 1.0 && most / 10f64.powi(power) < 1.0 && power > -300 {
            power -= 3;
        }
        Self(power)
    }

    pub(super) fn is_one(self) -> bool {
        self.0 == 0
    }

    pub(super) fn scaled(self, value: f64) -> f64 {
        value / 10f64.powi(self.0)
    }

    /// The unit with the magnitude before it: `Million people`.
    /// A billion is a thousand millions in English, and a million in German: where the language has no words for
    /// it, a power of ten stands there.
    pub(super) fn words(self, unit: &str, catalogue: &Catalogue) -> String {
        let word = match self.0 {
            0 => return unit.to_owned(),
            6 => catalogue.translated("chart-million"),
            9 => catalogue.translated("chart-billion"),
            12 => catalogue.translated("chart-trillion"),
            _ => None,
        };
        let word = match word {
            Some(word) if !word.is_empty() => word.to_owned(),
            _ => {
                let raised = |c: char| match c {
                    '-' => '⁻',
                    '1' => '¹',
                    '2' => '²',
                    '3' => '³',
                    digit => char::from_u32('⁰' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit),
                };
                format!("×\u{202f}10{}", self.0.to_string().chars().map(raised).collect::<String>())
            }
        };
        format!("{word} {unit}").trim_end().to_owned()
    }
}

/// The form of numbers in a picture.
#[derive(Clone, Debug)]
pub(super) struct NumberFormat {
    pub(super) language: String,
    /// Follows each number closely: `%`.
    pub(super) sign: Option<String>,
}

impl NumberFormat {
    /// A number to so many decimals.
    pub(super) fn with_decimals(&self, value: f64, decimals: usize) -> String {
        let digits = format!("{value:.decimals$}");
        let digits = if digits.contains(|c| matches!(c, '1'..='9')) { &*digits } else { "0" };
        Number::parse(digits).map(|number| self.as_written(&number)).unwrap_or_default()
    }

    /// A number to three digits that count, or to the point where it has more.
    pub(super) fn three_digits(&self, value: f64) -> String {
        let decimals = match value.abs() {
            100.0.. => 0,
            10.0.. => 1,
            1.0.. => 2,
            _ => 3,
        };
        let digits = format!("{value:.decimals$}");
        let trimmed =
            if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
        let kept = trimmed.split_once('.').map_or(0, |(_, behind)| behind.len());
        self.with_decimals(value, kept)
    }

    pub(super) fn as_written(&self, number: &Number) -> String {
        with_unit(&number.words(&self.language), self.sign.as_deref(), &self.language)
    }
}

/// Figures from the least to the most of a scale, and the round numbers between them.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) ticks: Vec<f64>,
    decimals: usize,
}

impl Scale {
    /// A scale that holds all figures, and zero too where it begins there.
    pub(super) fn of(figures: impl Iterator<Item = f64> + Clone, base: ScaleBase) -> Self {
        let least = figures.clone().fold(f64::INFINITY, f64::min);
        let most = figures.fold(f64::NEG_INFINITY, f64::max);
        let (least, most) = if least <= most { (least, most) } else { (0.0, 0.0) };
        let size = least.abs().max(most.abs());
        // Numbers of nearly one size have no scale of their own; and a line near zero is read from there.
        let flat = most - least <= size * 1e-9;
        let near = least >= 0.0 && least <= most / 2.0 || most <= 0.0 && most >= least / 2.0;
        let (from, to) = match base {
            ScaleBase::Zero => (least.min(0.0), most.max(0.0)),
            ScaleBase::Free if flat || near => (least.min(0.0), most.max(0.0)),
            ScaleBase::Free => (least, most),
        };
        let to = if from == to { from + 1.0 } else { to };
        // The step is the next of 1, 2, 5, 10 …
        let wanted = (to - from) / 4.0;
        let power = wanted.log10().floor();
        let unit = 10f64.powf(power);
        let factor =
            [1.0, 2.0, 5.0].into_iter().find(|factor| factor * unit >= wanted * 0.999_999).unwrap_or(10.0);
        let power = if factor == 10.0 { power + 1.0 } else { power };
        let decimals = (0..20u8).find(|decimals| f64::from(*decimals) >= -power).unwrap_or(20).into();
        let step = factor * unit;
        let first = (from / step).floor();
        let last = (to / step).ceil();
        let count = (last - first).clamp(1.0, 20.0);
        let ticks = (0..=20u8).map(f64::from).take_while(|at| *at <= count).map(|at| (first + at) * step);
        Self { from: (first * step).min(from), to: (last * step).max(to), ticks: ticks.collect(), decimals }
    }

    /// The place of a figure, from 0 at the beginning of the scale to 1 at its end.
    pub(super) fn place(&self, figure: f64) -> f64 {
        ((figure - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    pub(super) fn words(&self, tick: f64, wording: &NumberFormat) -> String {
        wording.with_decimals(tick, self.decimals)
    }
}

/// Lengths are read from zero, places from wherever the scale begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScaleBase {
    Zero,
    Free,
}
