//! Faults of correctness: what cannot be true, or says two things.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::plot::{Place, Plot};
use super::date::{dates, some_day, weekday, written};
use super::staleness::alive;
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
];

fn lost_letter(plot: &mut Plot) -> Option<Vec<Place>> {
    let citations = plot.citations();
    let citation = plot.any(&citations)?;
    let id = plot.page()[citation.start + 2..citation.end - 1].split([',', ';']).next()?.len();
    let at = citation.start + 2 + plot.seed.below(id);
    let letter = plot.page()[at..].chars().next()?.len_utf8();
    plot.put("index.md", at..at + letter, "");
    Some(vec![Place { path: plot.path("index.md"), range: citation.start..citation.end - letter }])
}

fn gone_source(plot: &mut Plot) -> Option<Vec<Place>> {
    let id = plot.source()?;
    let entry = plot.entry("sources.toml", &id)?;
    // Whoever is told of in the data may rest on it too.
    if plot.text("entities.toml").contains(&format!("@{id}")) || plot.text("facts.toml").contains(&*id) {
        return None;
    }
    let inside = |range: &Range<usize>| plot.page()[range.clone()].contains(&*id);
    let ranges: Vec<_> = plot.between("index.md", "[@", "]").into_iter().filter(inside).collect();
    if ranges.is_empty() || plot.page().contains(&format!("source = \"{id}\"")) {
        return None;
    }
    plot.put("sources.toml", entry, "");
    Some(ranges.into_iter().map(|range| Place { path: plot.path("index.md"), range }).collect())
}

fn uncited_source(plot: &mut Plot) -> Option<Vec<Place>> {
    let titles = ["A History of the Subject", "Annual Report 2019", "Letters"];
    let title = plot.any(&titles)?;
    let at = plot.text("sources.toml").len();
    let new = format!(
        "\n[left-over]\nkind = \"book\"\ntitle = \"{title}\"\nauthors = [\"Its author\"]\npublisher = \"Oxford University Press\"\ndate = \"2019\"\n"
    );
    Some(vec![plot.put("sources.toml", at..at, &new)])
}

fn wrong_weekday(plot: &mut Plot) -> Option<Vec<Place>> {
    let dates: Vec<_> = dates(plot).into_iter().filter(|(_, date)| date.year() > 1753).collect();
    let (range, date) = plot.any(&dates)?;
    let wrong = date.checked_add((1 + plot.seed.below(6) as i64).days()).ok()?.weekday();
    let page = plot.page();
    let before = page[..range.start].trim_end_matches(", ").rfind(' ').map_or(0, |at| at + 1);
    let has_one = page[before..range.start].ends_with("day, ");
    let from = if has_one { before } else { range.start };
    let glue = if has_one || plot.seed.below(2) == 0 { ", " } else { " " };
    plot.swap(from..range.end, &format!("{}{glue}{}", weekday(wrong), written(date)))
}

fn no_such_day(plot: &mut Plot) -> Option<Vec<Place>> {
    let days =
        ["31 April 1998", "29 February 1999", "31 June 2004", "30 February 1976", "September 31, 2001"];
    let day = plot.any(&days)?;
    plot.say(&format!("A new office was opened on ⟦{day}⟧ with little noise.@@"))
}

/// A day of the timeline that the text has too.
fn moved_event(plot: &mut Plot) -> Option<Vec<Place>> {
    let in_text = dates(plot);
    let events = plot.between("index.md", "[[event]]\ndate = ", "\n");
    let day = |range: &Range<usize>| {
        let value = plot.page()[range.clone()].trim_end().trim_start_matches("[[event]]\ndate = ");
        value.trim_matches('"').parse::<Date>().ok()
    };
    let days: Vec<Option<Date>> = events.iter().map(day).collect();
    let told = |at: &usize| days[*at].is_some_and(|day| in_text.iter().any(|(_, date)| *date == day));
    let told: Vec<_> = (0..events.len()).filter(told).collect();
    let at = plot.any(&told)?;
    let old = days[at]?;
    let shift = 1 + plot.seed.below(20) as i64;
    let shift = if plot.seed.below(2) == 0 { shift } else { -shift };
    let new = old.checked_add(shift.days()).ok()?;
    let before = at.checked_sub(1).and_then(|at| days[at]);
    let after = days.get(at + 1).copied().flatten();
    // The order stays, so that this is the only fault.
    if before.is_some_and(|before| before > new) || after.is_some_and(|after| after < new) {
        return None;
    }
    let line = events[at].end - 1;
    let value = plot.page()[..line].rfind("= ")? + 2;
    let same: Vec<_> = in_text.into_iter().filter(|(_, date)| *date == old).map(|(range, _)| range).collect();
    let path = plot.path("index.md");
    let quote = if plot.page()[value..].starts_with('"') { "\"" } else { "" };
    let event = plot.put("index.md", value..line, &format!("{quote}{new}{quote}"));
    let text = same.into_iter().map(|range| Place { path: path.clone(), range });
    Some(text.chain([event]).collect())
}

/// `Neil Armstrong, 38,` and the like.
fn changed_age(plot: &mut Plot) -> Option<Vec<Place>> {
    let page = plot.page();
    let age = |range: &Range<usize>| {
        let inside = &page[range.start + 2..range.end - 1];
        inside.len() == 2 && inside.bytes().all(|byte| byte.is_ascii_digit())
    };
    // Behind a name, and before no month.
    let named = |range: &Range<usize>| page[..range.start].ends_with(char::is_alphabetic);
    let ages = plot.between("index.md", ", ", ",");
    let ages: Vec<_> =
        ages.into_iter().filter(|range| range.start > plot.body() && age(range) && named(range)).collect();
    // Of the dead the rule says nothing.
    let alive: Vec<_> = alive(plot).into_iter().map(|(name, _)| name).collect();
    let of_living = |range: &Range<usize>| alive.iter().any(|name| page[..range.start].ends_with(&**name));
    let ages: Vec<_> = ages.into_iter().filter(of_living).collect();
    let range = plot.any(&ages)?;
    let range = range.start + 2..range.end - 1;
    let old: i64 = plot.page()[range.clone()].parse().ok()?;
    let new = plot.any(&[old - 2, old - 1, old + 1, old + 2, old + 10])?;
    plot.swap(range, &new.to_string())
}

fn wrong_age(plot: &mut Plot) -> Option<Vec<Place>> {
    let people = alive(plot);
    let (name, born) = plot.any(&people)?;
    let year = born.year() + 30;
    let day = some_day(plot, year, year + 20);
    let passed = (day.month(), day.day()) >= (born.month(), born.day());
    let age = i64::from(day.year() - born.year()) - i64::from(!passed);
    let wrong = plot.any(&[age - 3, age - 1, age + 1, age + 4])?;
    let forms = [
        format!("On {} {name}, ⟦{wrong}⟧, wrote a long letter home.@@", written(day)),
        format!("{name}, ⟦{wrong}⟧, gave a talk on {}.@@", written(day)),
        format!("On {} the ⟦{wrong}-year-old⟧ {name} wrote a long letter home.@@", written(day)),
    ];
    let form = plot.any(&forms)?;
    plot.say(&form)
}

fn doubled_word(plot: &mut Plot) -> Option<Vec<Place>> {
    let paragraphs = plot.paragraphs();
    let paragraph = plot.any(&paragraphs)?;
    let page = plot.page();
    let plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = page[paragraph.clone()].split(' ').filter(plain).map(str::to_owned).collect();
    // English has these twice.
    let words: Vec<_> = words.into_iter().filter(|word| !["that", "had"].contains(&&**word)).collect();
    let word = plot.any(&words)?;
    let at = paragraph.start + plot.page()[paragraph].find(&format!(" {word} "))? + 1;
    // Words of others are not ours to mend.
    let before = &plot.page()[..at];
    if before.matches('“').count() != before.matches('”').count() {
        return None;
    }
    plot.swap(at..at + word.len(), &format!("{word} {word}"))
}

fn lost_mark(plot: &mut Plot) -> Option<Vec<Place>> {
    let marks: Vec<_> = plot.page().match_indices(['“', '”']).map(|(at, mark)| at..at + mark.len()).collect();
    let mark = plot.any(&marks)?;
    let paragraph = plot.paragraphs().into_iter().find(|paragraph| paragraph.contains(&mark.start))?;
    plot.put("index.md", mark.clone(), "");
    Some(vec![Place { path: plot.path("index.md"), range: paragraph.start..paragraph.end - mark.len() }])
}

fn misspelt_name(plot: &mut Plot) -> Option<Vec<Place>> {
    let text = plot.text("entities.toml");
    let name = |id: &String| Some(text[plot.value("entities.toml", id, "name")?].to_owned());
    let names: Vec<_> = plot.ids("entities.toml").iter().filter_map(name).collect();
    let capital = |name: &&String| name.len() >= 8 && name.starts_with(char::is_uppercase);
    let names: Vec<_> = names.iter().filter(capital).cloned().collect();
    let name = plot.any(&names)?;
    let body = plot.body();
    let places: Vec<_> = plot.page()[body..].match_indices(&*name).map(|(at, _)| body + at).collect();
    let at = plot.any(&places)?;
    let paragraph = plot.paragraphs().into_iter().find(|paragraph| paragraph.contains(&at))?;
    let letter: Vec<_> = name.char_indices().filter(|(at, c)| *at > 1 && c.is_ascii_lowercase()).collect();
    let (inside, letter) = plot.any(&letter)?;
    let wrong = match plot.seed.below(3) {
        0 => format!("{}{}", &name[..inside], &name[inside + 1..]),
        1 => format!("{}{letter}{}", &name[..inside], &name[inside..]),
        _ => format!("{}{}{}", &name[..inside], if letter == 'o' { 'e' } else { 'o' }, &name[inside + 1..]),
    };
    (paragraph.end >= at + name.len()).then(|| plot.swap(at..at + name.len(), &wrong))?
}

fn broken_promise(plot: &mut Plot) -> Option<Vec<Place>> {
    const NUMBERS: [&str; 8] = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    let promises = [" steps decide", " things came", " questions about"];
    let found = |words: &&str| plot.page().find(*words).map(|at| at - "Three".len());
    let places: Vec<_> = promises.iter().filter_map(found).collect();
    let at = plot.any(&places)?;
    let wrong: Vec<_> = NUMBERS.iter().filter(|number| **number != "Three").copied().collect();
    let wrong = plot.any(&wrong)?;
    plot.swap(at..at + "Three".len(), wrong)
}
