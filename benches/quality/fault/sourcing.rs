//! Faults of sourcing: claims that nobody stands for.

use std::ops::Range;

use super::super::plot::{Place, Plot};
use super::date::{some_day, written};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("S001", "a key point or an item loses its source", uncited_claim),
    fault("S002", "a quotation loses its citation", uncited_quote),
    fault("S002", "a quotation without a citation", new_quote),
    fault("S003", "a sentence with a number loses its citation", uncited_number),
    fault("S003", "a number without a citation", new_number),
    fault("S004", "a claim that somebody should check", check_worthy),
    fault("S005", "nobody in particular says so", vague),
    fault("S006", "an opinion of nobody's", opinion),
    fault("S007", "a loaded word", loaded),
    fault("S008", "a source loses what says where it is", incomplete),
    fault("S009", "a page on the web that nobody archived", unarchived),
    fault("L002", "an address that is dead", dead),
    fault("S010", "a word of a quotation is another one", changed_quote),
    fault("S011", "a source that is older than what it supports", anachronism),
];

fn uncited_claim(plot: &mut Plot) -> Option<Vec<Place>> {
    let page = plot.page();
    let line = |(at, _): (usize, &str)| {
        let start = page[..at].rfind('\n').map_or(0, |at| at + 1);
        let line = &page[start..];
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        let claim = line.starts_with("  \"") || line.starts_with("text = ") || line.starts_with("points = ");
        (claim && line.matches("[@").count() == 1).then_some(start..start + line.len())
    };
    let claims: Vec<_> = page.match_indices("[@").filter_map(line).collect();
    let claim = plot.any(&claims)?;
    // What the whole block rests on holds for its items.
    let block = plot.page()[..claim.start].rfind("```").map_or(0, |at| at);
    if plot.page()[block..claim.start].contains("\nsource = ") {
        return None;
    }
    let end = plot.uncite(claim.clone());
    Some(vec![Place { path: plot.path("index.md"), range: claim.start..end }])
}

/// The quotations of four words or more.
fn quotations(plot: &Plot) -> Vec<Range<usize>> {
    let long = |range: &Range<usize>| plot.page()[range.clone()].split_whitespace().count() >= 4;
    plot.between("index.md", "“", "”")
        .into_iter()
        .filter(|range| range.start > plot.body() && long(range))
        .collect()
}

fn uncited_quote(plot: &mut Plot) -> Option<Vec<Place>> {
    let quotations = quotations(plot);
    let quotation = plot.any(&quotations)?;
    let paragraph = plot.paragraphs().into_iter().find(|paragraph| paragraph.contains(&quotation.start))?;
    plot.uncite(quotation.start..paragraph.end);
    Some(vec![Place { path: plot.path("index.md"), range: quotation }])
}

fn new_quote(plot: &mut Plot) -> Option<Vec<Place>> {
    plot.say_any(&[
        "One of the engineers called it ⟦“the best day of my working life”⟧.",
        "A minister said: ⟦“We will not give way to anybody.”⟧",
        "⟦“Nobody told us anything about it,”⟧ a neighbour said.",
    ])
}

fn uncited_number(plot: &mut Plot) -> Option<Vec<Place>> {
    let page = plot.page();
    let words = [
        " per cent",
        " kilometres",
        " millimetres",
        " tonnes",
        ",000 ",
        " million",
        " metres ",
        " kilograms",
    ];
    let paragraphs = plot.paragraphs();
    let numbers: Vec<_> = words.iter().flat_map(|word| page.match_indices(word)).map(|(at, _)| at).collect();
    let at = plot.any(&numbers)?;
    let paragraph = paragraphs.into_iter().find(|paragraph| paragraph.contains(&at))?;
    let sentence = plot.sentence_at(at)?;
    plot.uncite(sentence.start..paragraph.end);
    let start = sentence.start;
    Some(vec![Place { path: plot.path("index.md"), range: start..at.max(start) }])
}

fn new_number(plot: &mut Plot) -> Option<Vec<Place>> {
    let sentence = plot.any(&[
        "The work cost ⟦48 million dollars⟧.",
        "About ⟦12 per cent⟧ of the members voted against it.",
        "The number of visitors ⟦doubled⟧ in the next decade.",
        "More than ⟦3,500⟧ letters were kept.",
        "The building is ⟦two thirds⟧ empty.",
        "The price rose to ⟦€2.5 billion⟧.",
        "There were ⟦74⟧ applicants for the post.",
    ])?;
    let paragraphs = plot.paragraphs();
    let paragraph = plot.any(&paragraphs)?;
    plot.plant_at(paragraph.end, &format!("\n\n{sentence}"))
}

fn check_worthy(plot: &mut Plot) -> Option<Vec<Place>> {
    let sentence = plot.any(&[
        "⟦It was the first time that 30 ministers signed such a treaty.⟧",
        "⟦Exports to Japan fell by 14 per cent in 1998.⟧",
        "⟦The agency said that the record of 1975 was broken because of the storm.⟧",
        "⟦Production doubled after the largest plant opened in March 2003.⟧",
    ])?;
    let paragraphs = plot.paragraphs();
    let paragraph = plot.any(&paragraphs)?;
    plot.plant_at(paragraph.end, &format!("\n\n{sentence}"))
}

fn vague(plot: &mut Plot) -> Option<Vec<Place>> {
    plot.say_any(&[
        "⟦Some analysts say⟧ that the plan was never serious.",
        "⟦Critics argue⟧ that the rules favour the rich.",
        "⟦Many people believe⟧ that nothing has changed.",
        "⟦Experts warn⟧ of a second failure.",
        "⟦Observers think⟧ that the talks were a show.",
        "⟦It is widely believed⟧ that the report was held back.",
        "The decision ⟦is widely seen as⟧ a mistake.",
        "⟦Sources close to⟧ the committee denied it.",
        "⟦Officials said⟧ that no harm was done.",
        "⟦It is said⟧ that he never read the letter.",
    ])
}

fn opinion(plot: &mut Plot) -> Option<Vec<Place>> {
    plot.say_any(&[
        "⟦Clearly⟧, the rule was a mistake.",
        "⟦Unfortunately⟧, nobody listened.",
        "⟦Of course⟧, the plan had its price.",
        "⟦Inevitably⟧, the talks failed.",
        "⟦Sadly⟧, the archive was lost.",
        "⟦Obviously⟧, this could not last.",
        "⟦It is important to note⟧ that the law was never tested.",
        "⟦Undoubtedly⟧, the change was needed.",
    ])
}

fn loaded(plot: &mut Plot) -> Option<Vec<Place>> {
    plot.say_any(&[
        "The ⟦regime⟧ in the capital did not answer.",
        "The ⟦strongman⟧ had other plans.",
        "The ⟦so-called⟧ experts were not asked.",
        "A ⟦thug⟧ was put in charge.",
        "The ⟦draconian⟧ rules stayed in force.",
        "The ⟦notorious⟧ paragraph was struck out.",
        "The ⟦controversial⟧ plan went ahead.",
    ])
}

fn incomplete(plot: &mut Plot) -> Option<Vec<Place>> {
    let id = plot.source()?;
    let keys: &[&str] = if plot.seed.below(2) == 0 { &["date"] } else { &["publisher", "authors"] };
    for key in keys {
        if let Some(value) = plot.value("sources.toml", &id, key) {
            let text = plot.text("sources.toml");
            let start = text[..value.start].rfind('\n')? + 1;
            let end = value.end + text[value.end..].find('\n')? + 1;
            plot.put("sources.toml", start..end, "");
        }
    }
    let entry = plot.entry("sources.toml", &id)?;
    Some(vec![Place { path: plot.path("sources.toml"), range: entry }])
}

/// A source on the web, of which `links.lock` knows this.
fn on_the_web(plot: &mut Plot, known: &str) -> Option<Vec<Place>> {
    let id = plot.source()?;
    let entry = plot.entry("sources.toml", &id)?;
    // Who has a book needs no address.
    let text = &plot.text("sources.toml")[entry.clone()];
    if text.contains("\nurl = ") || text.contains("\"book\"") {
        return None;
    }
    let url = format!("https://www.example.com/papers/{}", plot.seed.below(1000));
    let lines = format!("url = \"{url}\"\naccessed = 2026-11-20\n");
    plot.put("sources.toml", entry.end..entry.end, &lines);
    plot.files.insert("links.lock".to_owned(), format!("[\"{url}\"]\n{known}"));
    let entry = plot.entry("sources.toml", &id)?;
    Some(vec![Place { path: plot.path("sources.toml"), range: entry }])
}

fn unarchived(plot: &mut Plot) -> Option<Vec<Place>> {
    let known = plot.any(&[
        "last_ok = 2026-11-01T08:00:00Z\nstatus = 200\narchive_url = \"https://web.archive.org/web/2026/https://www.example.com/\"\n",
        "first_fail = 2026-11-20T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 1\nstatus = 500\n",
    ])?;
    on_the_web(plot, known)
}

fn dead(plot: &mut Plot) -> Option<Vec<Place>> {
    let known = plot.any(&[
        "first_fail = 2026-11-20T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 1\nstatus = 404\n",
        "first_fail = 2026-11-20T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 1\nstatus = 410\n",
        "first_fail = 2026-11-10T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 4\nstatus = 500\n",
    ])?;
    on_the_web(plot, known)
}

/// A quotation whose source has its words, and one of those changed on the page.
fn changed_quote(plot: &mut Plot) -> Option<Vec<Place>> {
    let stored = plot.text("sources.toml").replace('’', "'").to_lowercase();
    let known = |range: &Range<usize>| {
        let words = plot.page()[range.clone()].trim_matches(['“', '”', '.', '!']).replace('’', "'");
        stored.contains(&words.to_lowercase())
    };
    let quotations: Vec<_> = quotations(plot).into_iter().filter(known).collect();
    let quotation = plot.any(&quotations)?;
    let page = plot.page();
    let long = |word: &&str| word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = page[quotation.clone()].split(' ').filter(long).map(str::to_owned).collect();
    let word = plot.any(&words)?;
    let at = quotation.start + plot.page()[quotation.clone()].find(&*word)?;
    let other = plot.any(&["eternal", "certain", "little"])?;
    plot.put("index.md", at..at + word.len(), other);
    let end = quotation.end + other.len() - word.len();
    Some(vec![Place { path: plot.path("index.md"), range: quotation.start..end }])
}

fn anachronism(plot: &mut Plot) -> Option<Vec<Place>> {
    let id = plot.source()?;
    let value = plot.value("sources.toml", &id, "date")?;
    let year: i16 = plot.text("sources.toml")[value][..4].parse().ok()?;
    let day = written(some_day(plot, (year + 1).min(2025), 2025));
    let forms = [
        format!("⟦The last office was closed on {day}.[@{id}]⟧"),
        format!("⟦On {day} the members voted for the plan.[@{id}]⟧"),
        format!("⟦The two sides met in Geneva on {day} and signed nothing.[@{id}]⟧"),
    ];
    let form = plot.any(&forms)?;
    plot.say(&form)
}
