//! Faults of correctness: mistakes and contradictions.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::explainer::{FaultyExplainer, Place};
use super::date::{find_dates, format_date, random_day, weekday_name};
use super::staleness::living_people;
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("C001", "a letter of a citation's id is lost", lost_letter),
    fault("C001", "a source has gone", gone_source),
    fault("C002", "a source that nothing cites", uncited_source),
    fault("C003", "another weekday", wrong_weekday),
    fault("C003", "a day that there is not", no_such_day),
    fault("C004", "an event of a timeline is moved", moved_event),
    fault("C005", "an age is changed", changed_age),
    fault("C005", "a wrong age is written", wrong_age),
    fault("C006", "a word twice", doubled_word),
    fault("C007", "a quotation mark is lost", lost_mark),
    fault("C008", "a name is misspelt", misspelt_name),
    fault("C009", "another number is promised", broken_promise),
    fault("C017", "a paragraph begins with a year or a day", leading_number),
    fault("C017", "an item is left out of a list", left_out_item),
];

fn lost_letter(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let citations = explainer.citations();
    let citation = explainer.pick(&citations)?;
    let id = explainer.page_text()[citation.start + 2..citation.end - 1].split([',', ';']).next()?.len();
    let at = citation.start + 2 + explainer.rng.below(id);
    let letter = explainer.page_text()[at..].chars().next()?.len_utf8();
    explainer.replace("index.md", at..at + letter, "");
    Some(vec![Place { path: explainer.file_path("index.md"), range: citation.start..citation.end - letter }])
}

fn gone_source(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let id = explainer.pick_source()?;
    let entry = explainer.entry_range("sources.toml", &id)?;
    // The data may cite it as well.
    if explainer.file_text("entities.toml").contains(&format!("@{id}"))
        || explainer.file_text("facts.toml").contains(&*id)
    {
        return None;
    }
    let inside = |range: &Range<usize>| explainer.page_text()[range.clone()].contains(&*id);
    let ranges: Vec<_> = explainer.find_between("index.md", "[@", "]").into_iter().filter(inside).collect();
    if ranges.is_empty() || explainer.page_text().contains(&format!("source = \"{id}\"")) {
        return None;
    }
    explainer.replace("sources.toml", entry, "");
    Some(ranges.into_iter().map(|range| Place { path: explainer.file_path("index.md"), range }).collect())
}

fn uncited_source(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let titles = ["A History of the Subject", "Annual Report 2019", "Letters"];
    let title = explainer.pick(&titles)?;
    let at = explainer.file_text("sources.toml").len();
    let new = format!(
        "\n[left-over]\nkind = \"book\"\ntitle = \"{title}\"\nauthors = [\"Its author\"]\npublisher = \"Oxford University Press\"\ndate = \"2019\"\n"
    );
    Some(vec![explainer.replace("sources.toml", at..at, &new)])
}

fn wrong_weekday(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let dates: Vec<_> = find_dates(explainer).into_iter().filter(|(_, date)| date.year() > 1753).collect();
    let (range, date) = explainer.pick(&dates)?;
    let wrong = date.checked_add((1 + explainer.rng.below(6) as i64).days()).ok()?.weekday();
    let page = explainer.page_text();
    let before = page[..range.start].trim_end_matches(", ").rfind(' ').map_or(0, |at| at + 1);
    let has_one = page[before..range.start].ends_with("day, ");
    let from = if has_one { before } else { range.start };
    let glue = if has_one || explainer.rng.below(2) == 0 { ", " } else { " " };
    explainer.replace_in_page(from..range.end, &format!("{}{glue}{}", weekday_name(wrong), format_date(date)))
}

fn no_such_day(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let days =
        ["31 April 1998", "29 February 1999", "31 June 2004", "30 February 1976", "September 31, 2001"];
    let day = explainer.pick(&days)?;
    explainer.add_sentence(&format!("A new office was opened on ⟦{day}⟧ with little noise.@@"))
}

/// Moves an event of the timeline whose day is also in the text.
fn moved_event(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let in_text = find_dates(explainer);
    let events = explainer.find_between("index.md", "[[event]]\ndate = ", "\n");
    let day = |range: &Range<usize>| {
        let value = explainer.page_text()[range.clone()].trim_end().trim_start_matches("[[event]]\ndate = ");
        value.trim_matches('"').parse::<Date>().ok()
    };
    let days: Vec<Option<Date>> = events.iter().map(day).collect();
    let told = |at: &usize| days[*at].is_some_and(|day| in_text.iter().any(|(_, date)| *date == day));
    let told: Vec<_> = (0..events.len()).filter(told).collect();
    let at = explainer.pick(&told)?;
    let old = days[at]?;
    let shift = 1 + explainer.rng.below(20) as i64;
    let shift = if explainer.rng.below(2) == 0 { shift } else { -shift };
    let new = old.checked_add(shift.days()).ok()?;
    let before = at.checked_sub(1).and_then(|at| days[at]);
    let after = days.get(at + 1).copied().flatten();
    // The order must stay, so that this is the only fault.
    if before.is_some_and(|before| before > new) || after.is_some_and(|after| after < new) {
        return None;
    }
    let line = events[at].end - 1;
    let value = explainer.page_text()[..line].rfind("= ")? + 2;
    let same: Vec<_> = in_text.into_iter().filter(|(_, date)| *date == old).map(|(range, _)| range).collect();
    let path = explainer.file_path("index.md");
    let quote = if explainer.page_text()[value..].starts_with('"') { "\"" } else { "" };
    let event = explainer.replace("index.md", value..line, &format!("{quote}{new}{quote}"));
    let text = same.into_iter().map(|range| Place { path: path.clone(), range });
    Some(text.chain([event]).collect())
}

/// Changes an age such as `Neil Armstrong, 38,`.
fn changed_age(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let page = explainer.page_text();
    let age = |range: &Range<usize>| {
        let inside = &page[range.start + 2..range.end - 1];
        inside.len() == 2 && inside.bytes().all(|byte| byte.is_ascii_digit())
    };
    // After a name; after a month it is a day.
    let named = |range: &Range<usize>| page[..range.start].ends_with(char::is_alphabetic);
    let ages = explainer.find_between("index.md", ", ", ",");
    let ages: Vec<_> = ages
        .into_iter()
        .filter(|range| range.start > explainer.body_start() && age(range) && named(range))
        .collect();
    // The rule skips the dead.
    let alive: Vec<_> = living_people(explainer).into_iter().map(|(name, _)| name).collect();
    let of_living = |range: &Range<usize>| alive.iter().any(|name| page[..range.start].ends_with(&**name));
    let ages: Vec<_> = ages.into_iter().filter(of_living).collect();
    let range = explainer.pick(&ages)?;
    let range = range.start + 2..range.end - 1;
    let old: i64 = explainer.page_text()[range.clone()].parse().ok()?;
    let new = explainer.pick(&[old - 2, old - 1, old + 1, old + 2, old + 10])?;
    explainer.replace_in_page(range, &new.to_string())
}

fn wrong_age(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let people = living_people(explainer);
    let (name, born) = explainer.pick(&people)?;
    let year = born.year() + 30;
    let day = random_day(explainer, year, year + 20);
    let passed = (day.month(), day.day()) >= (born.month(), born.day());
    let age = i64::from(day.year() - born.year()) - i64::from(!passed);
    let wrong = explainer.pick(&[age - 3, age - 1, age + 1, age + 4])?;
    let forms = [
        format!("On {} {name}, ⟦{wrong}⟧, wrote a long letter home.@@", format_date(day)),
        format!("{name}, ⟦{wrong}⟧, gave a talk on {}.@@", format_date(day)),
        format!("On {} the ⟦{wrong}-year-old⟧ {name} wrote a long letter home.@@", format_date(day)),
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_sentence(&form)
}

fn doubled_word(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let paragraphs = explainer.paragraphs();
    let paragraph = explainer.pick(&paragraphs)?;
    let page = explainer.page_text();
    let mut words = Vec::new();
    for word in page[paragraph.clone()].split(' ') {
        // Grammar may double `that` and `had`.
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) && !["that", "had"].contains(&word) {
            words.push(word.to_owned());
        }
    }
    let word = explainer.pick(&words)?;
    let at = paragraph.start + explainer.page_text()[paragraph].find(&format!(" {word} "))? + 1;
    // The rule skips quotations.
    let before = &explainer.page_text()[..at];
    if before.matches('“').count() != before.matches('”').count() {
        return None;
    }
    explainer.replace_in_page(at..at + word.len(), &format!("{word} {word}"))
}

fn lost_mark(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let marks: Vec<_> =
        explainer.page_text().match_indices(['“', '”']).map(|(at, mark)| at..at + mark.len()).collect();
    let mark = explainer.pick(&marks)?;
    let paragraph = explainer.paragraphs().into_iter().find(|paragraph| paragraph.contains(&mark.start))?;
    explainer.replace("index.md", mark.clone(), "");
    Some(vec![Place {
        path: explainer.file_path("index.md"),
        range: paragraph.start..paragraph.end - mark.len(),
    }])
}

fn misspelt_name(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let text = explainer.file_text("entities.toml");
    let mut names = Vec::new();
    for id in explainer.entry_ids("entities.toml") {
        let Some(name) = explainer.entry_value("entities.toml", &id, "name") else { continue };
        if name.len() >= 8 && text[name.clone()].starts_with(char::is_uppercase) {
            names.push(text[name].to_owned());
        }
    }
    let name = explainer.pick(&names)?;
    let body = explainer.body_start();
    let places: Vec<_> =
        explainer.page_text()[body..].match_indices(&*name).map(|(at, _)| body + at).collect();
    let at = explainer.pick(&places)?;
    let paragraph = explainer.paragraphs().into_iter().find(|paragraph| paragraph.contains(&at))?;
    let letter: Vec<_> = name.char_indices().filter(|(at, c)| *at > 1 && c.is_ascii_lowercase()).collect();
    let (inside, letter) = explainer.pick(&letter)?;
    let wrong = match explainer.rng.below(3) {
        0 => format!("{}{}", &name[..inside], &name[inside + 1..]),
        1 => format!("{}{letter}{}", &name[..inside], &name[inside..]),
        _ => format!("{}{}{}", &name[..inside], if letter == 'o' { 'e' } else { 'o' }, &name[inside + 1..]),
    };
    (paragraph.end >= at + name.len()).then(|| explainer.replace_in_page(at..at + name.len(), &wrong))?
}

fn broken_promise(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    const NUMBERS: [&str; 8] = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    let promises = [" steps decide", " things came", " questions about"];
    let places: Vec<_> = promises.iter().filter_map(|words| explainer.page_text().find(words)).collect();
    let at = explainer.pick(&places)? - "Three".len();
    let wrong: Vec<_> = NUMBERS.iter().filter(|number| **number != "Three").copied().collect();
    let wrong = explainer.pick(&wrong)?;
    explainer.replace_in_page(at..at + "Three".len(), wrong)
}

fn leading_number(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let paragraphs = explainer.paragraphs();
    let at = explainer.pick(&paragraphs)?.start;
    let number = explainer.pick(&["1848", "1961", "14", "31"])?;
    explainer.insert_marked(at, &format!("⟦{number}.⟧ What the sources say of it differs.\n\n"))
}

fn left_out_item(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let paragraphs = explainer.paragraphs();
    let at = explainer.pick(&paragraphs)?.start;
    explainer.insert_marked(at, "1. The plan.\n2. The vote.\n⟦4.⟧ The end.\n\n")
}
