//! Charts as pictures: where every bar, line, dot and word of one stands.
//!
//! A picture is 720 units wide, and read from 280 pixels to a newspaper's column: its words are laid out as
//! large as a small screen needs them, and a wide one shows them smaller at the same places. Must not know: SVG,
//! colours, where the figures are from.

mod figures;
mod lettering;
mod line;
mod rows;
mod scale;
mod series;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::SitePath;
use crate::base::catalogue::Catalogue;
use crate::blocks::{Chart, ChartKind};
use crate::model::Page;
use figures::Figures;
use lettering::SIZE;
pub(super) use lettering::{Anchor, ChartText};

/// A place in a picture, in units from its left and from its top.
type Pixel = (f64, f64);

/// Units from one side of a picture to the other.
const WIDTH: f64 = 720.0;

/// `chart` of `blocks/chart.svg`: a drawing's parts, those in front behind those under them.
#[derive(Debug, Default, JsonSchema, Serialize)]
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    title: String,
    description: String,
    /// Lines at the ticks, under all that is drawn.
    grid: Vec<Rule>,
    bars: Vec<Bar>,
    lines: Vec<Line>,
    dots: Vec<Dot>,
    /// Lines from which bars are read, over them.
    axes: Vec<Rule>,
    words: Vec<ChartText>,
}

/// A straight line.
#[derive(Debug, JsonSchema, Serialize)]
struct Rule {
    from: Pixel,
    to: Pixel,
    class: &'static str,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    class: &'static str,
}

/// A line through points, `x,y x,y`.
#[derive(Debug, JsonSchema, Serialize)]
struct Line {
    points: String,
    class: &'static str,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Dot {
    x: f64,
    y: f64,
    class: &'static str,
}

/// The picture of a chart on a page; an empty one, where there is nothing to draw.
pub(crate) fn picture(page: &Page, path: &SitePath, chart: &Chart, catalogue: &Catalogue) -> Picture {
    let grid =
        chart.data.as_ref().and_then(|data| page.references.grids.get(&(path.clone(), data.span().start)));
    let mut picture = match (grid, chart.kind) {
        (Some(grid), Some(kind)) => draw(kind, &Figures::new(chart, grid, catalogue)),
        _ => Picture { width: whole(WIDTH), height: whole(SIZE), ..Picture::default() },
    };
    picture.title = chart.title.as_ref().map(|title| title.plain.clone()).unwrap_or_default();
    picture.description = chart.description.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    picture
}

fn draw(kind: ChartKind, figures: &Figures) -> Picture {
    let mut picture = Picture { width: whole(WIDTH), ..Picture::default() };
    match kind {
        ChartKind::Bar | ChartKind::Dot | ChartKind::Stacked => rows::draw(kind, figures, &mut picture),
        ChartKind::Line => line::draw(figures, &mut picture),
    }
    picture
}

/// A length in whole units, as HTML wants the sides of a picture.
fn whole(length: f64) -> u32 {
    length.ceil() as u32
}

/// A length to a tenth of a unit, which cannot be seen.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0 + 0.0
}

impl Picture {
    /// Draws a straight line; an axis lies over the bars, any other line under them.
    fn rule(&mut self, from: Pixel, to: Pixel, class: &'static str) {
        let [from, to] = [from, to].map(|(x, y)| (tenth(x), tenth(y)));
        let rules = if class == "axis" { &mut self.axes } else { &mut self.grid };
        rules.push(Rule { from, to, class });
    }

    fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, class: &'static str) {
        let [x, y, width, height] = [x, y, width, height].map(tenth);
        self.bars.push(Bar { x, y, width, height, class });
    }

    fn line(&mut self, points: &[Pixel], class: &'static str) {
        let points: Vec<_> = points.iter().map(|(x, y)| format!("{},{}", tenth(*x), tenth(*y))).collect();
        self.lines.push(Line { points: points.join(" "), class });
    }

    fn dot(&mut self, x: f64, y: f64, class: &'static str) {
        self.dots.push(Dot { x: tenth(x), y: tenth(y), class });
    }

    /// Sets words whose middle is at a height, or nothing where there are none.
    fn set_text(&mut self, x: f64, y: f64, text: &str, anchor: Anchor, class: &'static str) {
        if !text.is_empty() {
            self.words.push(ChartText { x: tenth(x), y: tenth(y), anchor, class, text: text.to_owned() });
        }
    }

    /// Sets the unit above all else. Gives where what follows may begin.
    fn set_unit(&mut self, unit: &str) -> f64 {
        if unit.is_empty() {
            return 0.0;
        }
        let unit = lettering::truncate(unit, WIDTH);
        self.set_text(0.0, SIZE * 0.6, &unit, Anchor::Start, "soft");
        SIZE * 1.3
    }
}
