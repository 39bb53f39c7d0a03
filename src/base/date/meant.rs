//! What an author certainly meant by a date that is not EDTF: `15.09.2022`, `Sept 15, 2022`.
//!
//! Must not know: more than the text. Where two readings are possible, as in `05/04/2022`, there
//! is no answer.

use super::Edtf;
use super::parse::read;
use crate::base::catalogue::Catalogue;

/// The one date that all readings of the text agree on.
pub(super) fn meant(text: &str) -> Option<Edtf> {
    let text = text.trim().to_lowercase();
    let respelled = respelled(&text);
    let mut readings = numbers(&text);
    // `20220915`
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        readings.push(hyphenated(&[&text[..4], &text[4..6], &text[6..]]));
    }
    readings.extend(named(&text));
    // `2004-2006`: an interval with a hyphen.
    if let Some((start, end)) = respelled.split_once('-')
        && start.len() >= 4
        && end.len() >= 4
    {
        readings.push(format!("{start}/{end}"));
    }
    readings.push(respelled);
    let mut dates = readings.iter().filter_map(|reading| read(reading).ok());
    let first = dates.next()?;
    dates.all(|other| other == first).then_some(first)
}

/// The signs of EDTF's drafts, its letters in lower case, spaces and typographic dashes put right.
fn respelled(lower: &str) -> String {
    let text: String = lower.split_whitespace().collect();
    text.replace("unknown", "")
        .replace("open", "..")
        .replace("?~", "%")
        .replace("~?", "%")
        .replace(['x', 'u'], "X")
        .replace('y', "Y")
        .replace(['‐', '‑', '–', '—', '−'], "-")
}

/// `2022/9/15`, `15.9.2022`, `9/15/2022`, `2022-9`, `9.2022`: points put the day first, other signs
/// put it where it fits. `2004/05` may be two years, so it is not read.
fn numbers(text: &str) -> Vec<String> {
    let Some(sign) = text.chars().find(|c| !c.is_ascii_digit()) else {
        return Vec::new();
    };
    let fields: Vec<&str> = text.split(sign).map(str::trim).collect();
    match fields[..] {
        [year, month] if year.len() == 4 && is_month(month) && sign != '/' => {
            vec![hyphenated(&[year, month])]
        }
        [month, year] if is_month(month) => vec![hyphenated(&[year, month])],
        [year, month, day] if year.len() == 4 => vec![hyphenated(&[year, month, day])],
        [day, month, year] if sign == '.' => vec![hyphenated(&[year, month, day])],
        [a, b, year] => vec![hyphenated(&[year, a, b]), hyphenated(&[year, b, a])],
        _ => Vec::new(),
    }
}

/// Not a season, which is not written in digits by chance.
fn is_month(text: &str) -> bool {
    text.parse().is_ok_and(|month: u8| (1..=12).contains(&month))
}

fn hyphenated(fields: &[&str]) -> String {
    let fields: Vec<String> = fields.iter().map(|field| format!("{field:0>2}")).collect();
    fields.join("-")
}

/// `Sept 15, 2022`, `15th September 2022`, `spring 2001`, `ca. 2001`, `the 2010s`: a year and, in
/// any order, a month or season, a day, a word of approximation.
fn named(text: &str) -> Option<String> {
    let mut year = None;
    let mut month = None;
    let mut day = None;
    let mut doubt = None;
    for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        let (place, value) = match word {
            "the" | "of" => continue,
            "c" | "ca" | "circa" | "about" | "around" => (&mut doubt, "~".to_owned()),
            _ => match word.bytes().take_while(u8::is_ascii_digit).count() {
                0 => (&mut month, month_or_season(word)?),
                4 => (&mut year, year_or_decade(word)?),
                digits => (&mut day, ordinal(word, digits)?),
            },
        };
        if place.replace(value).is_some() {
            return None;
        }
    }
    if day.is_some() && month.is_none() {
        return None;
    }
    let fields: Vec<String> = [year?].into_iter().chain(month).chain(day).collect();
    Some(fields.join("-") + &doubt.unwrap_or_default())
}

fn month_or_season(word: &str) -> Option<String> {
    let is_meant = |name: &str| word.len() >= 3 && name.to_lowercase().starts_with(word);
    let number = match word {
        "spring" => 21,
        "summer" => 22,
        "autumn" | "fall" => 23,
        "winter" => 24,
        _ => (1..=12).find(|month| is_meant(Catalogue::english().month(*month)))?,
    };
    Some(format!("{number:02}"))
}

/// `2010s`, but not `2000s`, which may be a century.
fn year_or_decade(word: &str) -> Option<String> {
    match word.split_at(3) {
        (decade, "0s") if !decade.ends_with('0') => Some(format!("{decade}X")),
        _ => (word.len() == 4).then(|| word.to_owned()),
    }
}

fn ordinal(word: &str, digits: usize) -> Option<String> {
    let (number, ending) = word.split_at(digits);
    matches!(ending, "" | "st" | "nd" | "rd" | "th").then(|| format!("{number:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTAIN: &[(&str, &str)] = &[
        ("15.09.2022", "2022-09-15"),
        ("5. 9. 2022", "2022-09-05"),
        ("2022/09/15", "2022-09-15"),
        ("2022.9.15", "2022-09-15"),
        ("2022-9-5", "2022-09-05"),
        ("2022-9", "2022-09"),
        ("09/2022", "2022-09"),
        ("9/15/2022", "2022-09-15"),
        ("15/09/2022", "2022-09-15"),
        ("9-9-2022", "2022-09-09"),
        ("20220915", "2022-09-15"),
        ("Sept 15, 2022", "2022-09-15"),
        ("15th of September 2022", "2022-09-15"),
        ("1 May 2022", "2022-05-01"),
        ("SEPTEMBER 2022", "2022-09"),
        ("Fall 2001", "2001-23"),
        ("c. 2001", "2001~"),
        ("around March 2001", "2001-03~"),
        ("the 2010s", "201X"),
        ("201x", "201X"),
        ("2004-uu", "2004-XX"),
        ("2001?~", "2001%"),
        ("y170000002", "Y170000002"),
        ("2004-06/open", "2004-06/.."),
        ("unknown/2006", "/2006"),
        ("2004–2006", "2004/2006"),
        ("2004 - 2006", "2004/2006"),
        ("2022‑09‑15", "2022-09-15"),
        ("−1985", "-1985"),
        (" 2022 ", "2022"),
    ];

    #[test]
    fn a_common_spelling_is_understood() {
        for (text, expected) in CERTAIN {
            let date = meant(text).map(|date| date.edtf());
            assert_eq!(date.as_deref(), Some(*expected), "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let one_word = "05/04/2022 5-4-2022 2004/05 2000s May 31.02.2022 15/09/22 21.2022 ２０２２";
        let more =
            ["15 September", "winter 2001/2002", "2022, 2023", "20th century", "15-16 May 2022", "mä 1", ""];
        for text in one_word.split(' ').chain(more) {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
