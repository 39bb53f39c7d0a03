//! Faults of structure, accessibility and links.

use std::ops::Range;

use super::super::explainer::{FaultyExplainer, Place};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("D001", "a heading of a level too deep", skipped_level),
    fault("D002", "a dek of the wrong length, or none", bad_dek),
    fault("D003", "a title that no result has room for", long_title),
    fault("D004", "an address that is taken", taken_address),
    fault("D005", "two events change places", unordered_events),
    fault("D006", "a correction that does not say what was wrong", mute_correction),
    fault("D006", "an update that nothing tells of", silent_update),
    fault("D007", "a page does not say whose it is", missing_disclosure),
    fault("A001", "a picture without words", no_alt),
    fault("A001", "a picture with words of no use", poor_alt),
    fault("A002", "a link that does not say where it leads", vague_link),
    fault("L001", "a letter of a link is lost", broken_link),
    fault("L003", "a letter of an anchor is lost", broken_anchor),
];

fn skipped_level(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let paragraphs = explainer.paragraphs();
    let first = explainer.page_text().find("\n## ")?;
    let behind: Vec<_> = paragraphs.into_iter().filter(|paragraph| paragraph.start > first).collect();
    let at = explainer.pick(&behind)?.start;
    let titles = ["What the sources say", "A word on the numbers", "Why this is hard"];
    let title = explainer.pick(&titles)?;
    explainer.insert_marked(at, &format!("⟦#### {title}⟧\n\n"))
}

fn front_start(explainer: &FaultyExplainer) -> Place {
    Place { path: explainer.file_path("index.md"), range: 0..explainer.body_start() }
}

fn bad_dek(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let value = explainer.front_matter_value("dek")?;
    let old = explainer.page_text()[value.clone()].to_owned();
    match explainer.rng.below(3) {
        0 => explainer.replace_in_page(value, "What it is, and why."),
        1 => explainer.replace_in_page(value, &format!("{old} {old} {old}")),
        _ => {
            let line = explainer.front_matter_line("dek")?;
            explainer.replace("index.md", line, "");
            Some(vec![front_start(explainer)])
        }
    }
}

fn long_title(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let value = explainer.front_matter_value("title")?;
    let at = value.end;
    let more = explainer.pick(&[
        " And what do the experts of many countries have to say about it?",
        " The history, the reasons, the people and the open questions",
    ])?;
    explainer.replace("index.md", at..at, more);
    Some(vec![Place { path: explainer.file_path("index.md"), range: value.start..at + more.len() }])
}

fn taken_address(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let line = explainer.front_matter_line("authors")?;
    let alias = explainer.pick(&["aliases = [\"/about/\"]\n", "aliases = [\"/About/\"]\n"])?;
    explainer.replace_in_page(line.start..line.start, alias)
}

fn unordered_events(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let events = explainer.find_between("index.md", "[[event]]\ndate = ", "\n");
    let at = explainer.rng.below(events.len().checked_sub(1)?);
    let first = events[at].clone();
    let second = events[at + 1].clone();
    let (old, new) =
        (explainer.page_text()[first.clone()].to_owned(), explainer.page_text()[second.clone()].to_owned());
    let later = explainer.replace("index.md", second, &old);
    let earlier = explainer.replace("index.md", first, &new);
    let shift = new.len() as i64 - old.len() as i64;
    let moved = |at: usize| (at as i64 + shift) as usize;
    let later = Place { range: moved(later.range.start)..moved(later.range.end), ..later };
    Some(vec![earlier, later])
}

fn mute_correction(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let end = explainer.body_start() - "+++\n".len();
    let note = explainer.pick(&[
        "It was a Monday, not a Tuesday.",
        "The number was too high.",
        "A name was misspelt.",
    ])?;
    let source = explainer.pick_source()?;
    let new = format!("\n[[correction]]\ndate = 2026-11-20\nnote = \"{note}[@{source}]\"\n");
    explainer.replace("index.md", end..end, &new);
    Some(vec![front_start(explainer)])
}

fn silent_update(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let value = explainer.front_matter_value("updated")?;
    let day = explainer.pick(&["2026-11-22", "2026-11-23"])?;
    let reviewed = explainer.front_matter_value("reviewed")?;
    explainer.replace("index.md", reviewed, day);
    explainer.replace_in_page(value, day)
}

fn missing_disclosure(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let key = explainer.pick(&["as_of", "published"])?;
    let line = explainer.front_matter_line(key)?;
    explainer.replace("index.md", line, "");
    // A frozen page without `as_of` would be another fault.
    if key == "as_of"
        && let Some(line) = explainer.front_matter_line("frozen")
    {
        explainer.replace("index.md", line, "");
    }
    Some(vec![front_start(explainer)])
}

/// Adds a picture with an alternative text to the page.
fn add_picture(explainer: &mut FaultyExplainer, alt: &str) -> Option<Vec<Place>> {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" viewBox=\"0 0 9 9\"><circle r=\"4\"/></svg>";
    explainer.replace("drawing.svg", 0..0, svg);
    let paragraphs = explainer.paragraphs();
    let at = explainer.pick(&paragraphs)?.end;
    explainer.insert_marked(at, &format!("\n\n⟦![{alt}](drawing.svg)⟧"))
}

fn no_alt(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    add_picture(explainer, "")
}

fn poor_alt(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let alt = explainer.pick(&[
        "drawing.svg",
        "image of a circle",
        "Picture of a circle in the middle",
        "IMG_2041.JPG",
    ])?;
    add_picture(explainer, alt)
}

fn vague_link(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
        "More of it stands ⟦[here](../about.md)⟧.",
        "For the rest, ⟦[click here](../about.md)⟧.",
        "⟦[Read more](../about.md)⟧ on another page.",
        "The rest is in ⟦[this article](../about.md)⟧.",
        "There is a ⟦[link](../about.md)⟧ to it.",
    ])
}

/// Finds the targets of links that begin with `open`.
fn link_targets(explainer: &FaultyExplainer, open: &str) -> Vec<Range<usize>> {
    let found = explainer.find_between("index.md", open, ")").into_iter();
    found.map(|range| range.start + open.len()..range.end - 1).collect()
}

/// Removes a letter of a link's target.
fn remove_letter(explainer: &mut FaultyExplainer, target: Range<usize>) -> Option<Vec<Place>> {
    let at = target.start + explainer.rng.below(target.len() - 1);
    explainer.replace("index.md", at..at + 1, "");
    Some(vec![Place { path: explainer.file_path("index.md"), range: target.start..target.end - 1 }])
}

fn broken_link(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let targets = link_targets(explainer, "](../");
    let target = explainer.pick(&targets)?;
    let file = explainer.page_text()[target.clone()].find('.')?;
    remove_letter(explainer, target.start..target.start + file)
}

fn broken_anchor(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let targets = link_targets(explainer, "](#");
    let target = explainer.pick(&targets)?;
    remove_letter(explainer, target)
}
