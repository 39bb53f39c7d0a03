//! Faults of structure, of access and of links: what a page must have, and in which order.

use std::ops::Range;

use super::super::plot::{Place, Plot};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("D001", "a heading of a level too deep", skipped_level),
    fault("D002", "a dek of the wrong length, or none", dek),
    fault("D003", "a title that no result has room for", long_title),
    fault("D004", "an address that is taken", taken),
    fault("D005", "two events change places", unordered),
    fault("D006", "a correction that does not say what was wrong", mute_correction),
    fault("D006", "an update that nothing tells of", silent_update),
    fault("D007", "a page does not say whose it is", disclosure),
    fault("A001", "a picture without words", no_alt),
    fault("A001", "a picture with words of no use", poor_alt),
    fault("A002", "a link that does not say where it leads", vague_link),
    fault("L001", "a letter of a link is lost", broken_link),
    fault("L003", "a letter of an anchor is lost", broken_anchor),
];

fn skipped_level(plot: &mut Plot) -> Option<Vec<Place>> {
    let paragraphs = plot.paragraphs();
    let first = plot.page().find("\n## ")?;
    let behind: Vec<_> = paragraphs.into_iter().filter(|paragraph| paragraph.start > first).collect();
    let at = plot.any(&behind)?.start;
    let titles = ["What the sources say", "A word on the numbers", "Why this is hard"];
    let title = plot.any(&titles)?;
    plot.plant_at(at, &format!("⟦#### {title}⟧\n\n"))
}

fn front_start(plot: &Plot) -> Place {
    Place { path: plot.path("index.md"), range: 0..plot.body() }
}

fn dek(plot: &mut Plot) -> Option<Vec<Place>> {
    let value = plot.front("dek")?;
    let old = plot.page()[value.clone()].to_owned();
    match plot.seed.below(3) {
        0 => plot.swap(value, "What it is, and why."),
        1 => plot.swap(value, &format!("{old} {old} {old}")),
        _ => {
            let line = plot.line("dek")?;
            plot.put("index.md", line, "");
            Some(vec![front_start(plot)])
        }
    }
}

fn long_title(plot: &mut Plot) -> Option<Vec<Place>> {
    let value = plot.front("title")?;
    let at = value.end;
    let more = plot.any(&[
        " And what do the experts of many countries have to say about it?",
        " The history, the reasons, the people and the open questions",
    ])?;
    plot.put("index.md", at..at, more);
    Some(vec![Place { path: plot.path("index.md"), range: value.start..at + more.len() }])
}

fn taken(plot: &mut Plot) -> Option<Vec<Place>> {
    let line = plot.line("authors")?;
    let alias = plot.any(&["aliases = [\"/about/\"]\n", "aliases = [\"/About/\"]\n"])?;
    plot.swap(line.start..line.start, alias)
}

fn unordered(plot: &mut Plot) -> Option<Vec<Place>> {
    let events = plot.between("index.md", "[[event]]\ndate = ", "\n");
    let at = plot.seed.below(events.len().checked_sub(1)?);
    let (first, second) = (events[at].clone(), events[at + 1].clone());
    let (old, new) = (plot.page()[first.clone()].to_owned(), plot.page()[second.clone()].to_owned());
    let later = plot.put("index.md", second, &old);
    let earlier = plot.put("index.md", first, &new);
    let shift = new.len() as i64 - old.len() as i64;
    let moved = |at: usize| (at as i64 + shift) as usize;
    let later = Place { range: moved(later.range.start)..moved(later.range.end), ..later };
    Some(vec![earlier, later])
}

fn mute_correction(plot: &mut Plot) -> Option<Vec<Place>> {
    let end = plot.body() - "+++\n".len();
    let note =
        plot.any(&["It was a Monday, not a Tuesday.", "The number was too high.", "A name was misspelt."])?;
    let source = plot.source()?;
    let new = format!("\n[[correction]]\ndate = 2026-11-20\nnote = \"{note}[@{source}]\"\n");
    plot.put("index.md", end..end, &new);
    Some(vec![front_start(plot)])
}

fn silent_update(plot: &mut Plot) -> Option<Vec<Place>> {
    let value = plot.front("updated")?;
    let day = plot.any(&["2026-11-22", "2026-11-23"])?;
    let reviewed = plot.front("reviewed")?;
    plot.put("index.md", reviewed, day);
    plot.swap(value, day)
}

fn disclosure(plot: &mut Plot) -> Option<Vec<Place>> {
    let key = plot.any(&["as_of", "published"])?;
    let line = plot.line(key)?;
    plot.put("index.md", line, "");
    Some(vec![front_start(plot)])
}

/// A picture in the page, with these words for it.
fn picture(plot: &mut Plot, alt: &str) -> Option<Vec<Place>> {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" viewBox=\"0 0 9 9\"><circle r=\"4\"/></svg>";
    plot.put("drawing.svg", 0..0, svg);
    let paragraphs = plot.paragraphs();
    let at = plot.any(&paragraphs)?.end;
    plot.plant_at(at, &format!("\n\n⟦![{alt}](drawing.svg)⟧"))
}

fn no_alt(plot: &mut Plot) -> Option<Vec<Place>> {
    picture(plot, "")
}

fn poor_alt(plot: &mut Plot) -> Option<Vec<Place>> {
    let alt =
        plot.any(&["drawing.svg", "image of a circle", "Picture of a circle in the middle", "IMG_2041.JPG"])?;
    picture(plot, alt)
}

fn vague_link(plot: &mut Plot) -> Option<Vec<Place>> {
    plot.say_any(&[
        "More of it stands ⟦[here](../about.md)⟧.",
        "For the rest, ⟦[click here](../about.md)⟧.",
        "⟦[Read more](../about.md)⟧ on another page.",
        "The rest is in ⟦[this article](../about.md)⟧.",
        "There is a ⟦[link](../about.md)⟧ to it.",
    ])
}

/// The targets of the page's links, without their marks.
fn targets(plot: &Plot, open: &str) -> Vec<Range<usize>> {
    let found = plot.between("index.md", open, ")").into_iter();
    found.map(|range| range.start + open.len()..range.end - 1).collect()
}

fn spoil(plot: &mut Plot, target: Range<usize>) -> Option<Vec<Place>> {
    let at = target.start + plot.seed.below(target.len() - 1);
    plot.put("index.md", at..at + 1, "");
    Some(vec![Place { path: plot.path("index.md"), range: target.start..target.end - 1 }])
}

fn broken_link(plot: &mut Plot) -> Option<Vec<Place>> {
    let targets = targets(plot, "](../");
    let target = plot.any(&targets)?;
    let file = plot.page()[target.clone()].find('.')?;
    spoil(plot, target.start..target.start + file)
}

fn broken_anchor(plot: &mut Plot) -> Option<Vec<Place>> {
    let targets = targets(plot, "](#");
    let target = plot.any(&targets)?;
    spoil(plot, target)
}
