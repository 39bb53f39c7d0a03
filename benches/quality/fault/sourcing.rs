//! Faults of sourcing: claims, quotations and numbers without a source.

use std::ops::Range;

use super::super::explainer::{FaultyExplainer, Place};
use super::date::{format_date, random_day};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("S001", "a key point or an item loses its source", uncited_claim),
    fault("S002", "a quotation loses its citation", uncited_quote),
    fault("S002", "a quotation without a citation", new_quote),
    fault("S003", "a sentence with a number loses its citation", uncited_number),
    fault("S003", "a number without a citation", new_number),
    fault("S004", "a claim that somebody should check", check_worthy),
    fault("S005", "nobody in particular says so", vague_attribution),
    fault("S006", "an opinion of nobody's", unattributed_opinion),
    fault("S007", "a loaded word", loaded_word),
    fault("S008", "a source loses what says where it is", incomplete_source),
    fault("S009", "a page on the web that nobody archived", unarchived_source),
    fault("L002", "an address that is dead", dead_link),
    fault("S010", "a word of a quotation is another one", changed_quote),
    fault("S011", "a source that is older than what it supports", anachronistic_source),
];

fn uncited_claim(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let page = explainer.page_text();
    let line = |(at, _): (usize, &str)| {
        let start = page[..at].rfind('\n').map_or(0, |at| at + 1);
        let line = &page[start..];
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        let claim = line.starts_with("  \"") || line.starts_with("text = ") || line.starts_with("points = ");
        (claim && line.matches("[@").count() == 1).then_some(start..start + line.len())
    };
    let claims: Vec<_> = page.match_indices("[@").filter_map(line).collect();
    let claim = explainer.pick(&claims)?;
    // The source of a whole block holds for its items.
    let block = explainer.page_text()[..claim.start].rfind("```").map_or(0, |at| at);
    if explainer.page_text()[block..claim.start].contains("\nsource = ") {
        return None;
    }
    let end = explainer.remove_citations(claim.clone());
    Some(vec![Place { path: explainer.file_path("index.md"), range: claim.start..end }])
}

/// The quotations of four words or more.
fn quotations(explainer: &FaultyExplainer) -> Vec<Range<usize>> {
    let long = |range: &Range<usize>| explainer.page_text()[range.clone()].split_whitespace().count() >= 4;
    explainer
        .find_between("index.md", "“", "”")
        .into_iter()
        .filter(|range| range.start > explainer.body_start() && long(range))
        .collect()
}

fn uncited_quote(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let quotations = quotations(explainer);
    let quotation = explainer.pick(&quotations)?;
    let paragraph =
        explainer.paragraphs().into_iter().find(|paragraph| paragraph.contains(&quotation.start))?;
    explainer.remove_citations(quotation.start..paragraph.end);
    Some(vec![Place { path: explainer.file_path("index.md"), range: quotation }])
}

fn new_quote(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
        "One of the engineers called it ⟦“the best day of my working life”⟧.",
        "A minister said: ⟦“We will not give way to anybody.”⟧",
        "⟦“Nobody told us anything about it,”⟧ a neighbour said.",
    ])
}

fn uncited_number(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let page = explainer.page_text();
    let words = [
        " per cent", " kilometres", " millimetres", " tonnes", ",000 ", " million", " metres ", " kilograms",
    ];
    let paragraphs = explainer.paragraphs();
    let numbers: Vec<_> = words.iter().flat_map(|word| page.match_indices(word)).map(|(at, _)| at).collect();
    let at = explainer.pick(&numbers)?;
    let paragraph = paragraphs.into_iter().find(|paragraph| paragraph.contains(&at))?;
    let sentence = explainer.sentence_at(at)?;
    explainer.remove_citations(sentence.start..paragraph.end);
    let start = sentence.start;
    Some(vec![Place { path: explainer.file_path("index.md"), range: start..at.max(start) }])
}

fn new_number(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let sentence = explainer.pick(&[
        "The work cost ⟦48 million dollars⟧.",
        "About ⟦12 per cent⟧ of the members voted against it.",
        "The number of visitors ⟦doubled⟧ in the next decade.",
        "More than ⟦3,500⟧ letters were kept.",
        "The building is ⟦two thirds⟧ empty.",
        "The price rose to ⟦€2.5 billion⟧.",
        "There were ⟦74⟧ applicants for the post.",
    ])?;
    let paragraphs = explainer.paragraphs();
    let paragraph = explainer.pick(&paragraphs)?;
    explainer.insert_marked(paragraph.end, &format!("\n\n{sentence}"))
}

fn check_worthy(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let sentence = explainer.pick(&[
        "⟦It was the first time that 30 ministers signed such a treaty.⟧",
        "⟦Exports to Japan fell by 14 per cent in 1998.⟧",
        "⟦The agency said that the record of 1975 was broken because of the storm.⟧",
        "⟦Production doubled after the largest plant opened in March 2003.⟧",
    ])?;
    let paragraphs = explainer.paragraphs();
    let paragraph = explainer.pick(&paragraphs)?;
    explainer.insert_marked(paragraph.end, &format!("\n\n{sentence}"))
}

fn vague_attribution(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
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

fn unattributed_opinion(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
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

fn loaded_word(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
        "The ⟦regime⟧ in the capital did not answer.",
        "The ⟦strongman⟧ had other plans.",
        "The ⟦so-called⟧ experts were not asked.",
        "A ⟦thug⟧ was put in charge.",
        "The ⟦draconian⟧ rules stayed in force.",
        "The ⟦notorious⟧ paragraph was struck out.",
        "The ⟦controversial⟧ plan went ahead.",
    ])
}

fn incomplete_source(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let id = explainer.pick_source()?;
    let keys: &[&str] = if explainer.rng.below(2) == 0 { &["date"] } else { &["publisher", "authors"] };
    for key in keys {
        if let Some(value) = explainer.entry_value("sources.toml", &id, key) {
            let text = explainer.file_text("sources.toml");
            let start = text[..value.start].rfind('\n')? + 1;
            let end = value.end + text[value.end..].find('\n')? + 1;
            explainer.replace("sources.toml", start..end, "");
        }
    }
    let entry = explainer.entry_range("sources.toml", &id)?;
    Some(vec![Place { path: explainer.file_path("sources.toml"), range: entry }])
}

/// Puts a source on the web, with an entry in `links.lock`.
fn put_on_the_web(explainer: &mut FaultyExplainer, known: &str) -> Option<Vec<Place>> {
    let id = explainer.pick_source()?;
    let entry = explainer.entry_range("sources.toml", &id)?;
    // A book needs no address.
    let text = &explainer.file_text("sources.toml")[entry.clone()];
    if text.contains("\nurl = ") || text.contains("\"book\"") {
        return None;
    }
    let url = format!("https://www.example.com/papers/{}", explainer.rng.below(1000));
    let lines = format!("url = \"{url}\"\naccessed = 2026-11-20\n");
    explainer.replace("sources.toml", entry.end..entry.end, &lines);
    explainer.files.insert("links.lock".to_owned(), format!("[\"{url}\"]\n{known}"));
    let entry = explainer.entry_range("sources.toml", &id)?;
    Some(vec![Place { path: explainer.file_path("sources.toml"), range: entry }])
}

fn unarchived_source(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let known = explainer.pick(&[
        "last_ok = 2026-11-01T08:00:00Z\nstatus = 200\narchive_url = \"https://web.archive.org/web/2026/https://www.example.com/\"\n",
        "first_fail = 2026-11-20T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 1\nstatus = 500\n",
    ])?;
    put_on_the_web(explainer, known)
}

fn dead_link(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let known = explainer.pick(&[
        "first_fail = 2026-11-20T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 1\nstatus = 404\n",
        "first_fail = 2026-11-20T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 1\nstatus = 410\n",
        "first_fail = 2026-11-10T08:00:00Z\nlast_fail = 2026-11-20T08:00:00Z\nfails = 4\nstatus = 500\n",
    ])?;
    put_on_the_web(explainer, known)
}

/// Changes a word of a quotation whose source has its words.
fn changed_quote(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let stored = explainer.file_text("sources.toml").replace('’', "'").to_lowercase();
    let known = |range: &Range<usize>| {
        let words = explainer.page_text()[range.clone()].trim_matches(['“', '”', '.', '!']).replace('’', "'");
        stored.contains(&words.to_lowercase())
    };
    let quotations: Vec<_> = quotations(explainer).into_iter().filter(known).collect();
    let quotation = explainer.pick(&quotations)?;
    let page = explainer.page_text();
    let long = |word: &&str| word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = page[quotation.clone()].split(' ').filter(long).map(str::to_owned).collect();
    let word = explainer.pick(&words)?;
    let at = quotation.start + explainer.page_text()[quotation.clone()].find(&*word)?;
    let other = explainer.pick(&["eternal", "certain", "little"])?;
    explainer.replace("index.md", at..at + word.len(), other);
    let end = quotation.end + other.len() - word.len();
    Some(vec![Place { path: explainer.file_path("index.md"), range: quotation.start..end }])
}

fn anachronistic_source(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let id = explainer.pick_source()?;
    let value = explainer.entry_value("sources.toml", &id, "date")?;
    let year: i16 = explainer.file_text("sources.toml")[value][..4].parse().ok()?;
    let day = format_date(random_day(explainer, (year + 1).min(2025), 2025));
    let forms = [
        format!("⟦The last office was closed on {day}.[@{id}]⟧"),
        format!("⟦On {day} the members voted for the plan.[@{id}]⟧"),
        format!("⟦The two sides met in Geneva on {day} and signed nothing.[@{id}]⟧"),
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_sentence(&form)
}
