//! Faults of time: statements that have gone out of date, or have no date.

use jiff::civil::Date;

use super::super::explainer::{FaultyExplainer, Place};
use super::date::{find_dates, format_date, month_name, random_day};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("T001", "a time that hangs on the day of writing", relative_time),
    fault("T001", "a date becomes a time that hangs on the day of writing", date_made_relative),
    fault("T002", "a present that does not say when", vague_present),
    fault("T003", "an old moment that is still given", old_moment),
    fault("T004", "an age that has gone by", old_age),
    fault("T005", "a role that has ended", old_role),
    fault("T006", "a future that is past", past_future),
    fault("T007", "a review that nobody made", overdue_review),
    fault("T008", "a date loses its year", lost_year),
    fault("T008", "a date without a year", no_year),
    fault("T009", "a name that has been given up", old_name),
];

fn relative_time(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
        "The director resigned ⟦last week⟧.@@",
        "The museum was closed ⟦yesterday⟧.@@",
        "A new treaty will be signed ⟦next month⟧.@@",
        "The law was changed ⟦earlier this year⟧.@@",
        "The office moved to Vienna ⟦three years ago⟧.@@",
        "Its members vote again ⟦tomorrow⟧.@@",
        "The ministers met ⟦last Thursday⟧.@@",
        "The report comes out ⟦later this month⟧.@@",
        "The talks ended ⟦this week⟧ without a result.@@",
        "The prize was given to two others ⟦last year⟧.@@",
    ])
}

fn date_made_relative(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let page = explainer.page_text();
    let mut places = Vec::new();
    for (range, _) in find_dates(explainer) {
        let begins_sentence = [". On ", "\nOn "].iter().any(|before| page[..range.start].ends_with(before));
        // Without the date, the title would be wrong as well.
        let is_before_title = page[range.end..].starts_with(" President");
        if begins_sentence && !is_before_title {
            places.push(range);
        }
    }
    let range = explainer.pick(&places)?;
    let word = explainer.pick(&["Last month", "Yesterday", "Two weeks ago", "Earlier this week"])?;
    explainer.replace_in_page(range.start - "On ".len()..range.end, word)
}

fn vague_present(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
        "The office is ⟦currently⟧ in Vienna.@@",
        "The rules were ⟦recently⟧ made stricter.@@",
        "⟦Nowadays⟧ few ships call there.@@",
        "The seat is empty ⟦at present⟧.@@",
        "⟦At the moment⟧ nobody works on a new plan.@@",
        "Nobody has found the original ⟦to date⟧.@@",
        "⟦So far⟧ no state has left.@@",
        "The ⟦newly⟧ elected chair comes from Chile.@@",
        "The archive is ⟦presently⟧ closed.@@",
    ])
}

fn old_moment(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    if is_archived(explainer) {
        return None;
    }
    let day = random_day(explainer, 2012, 2022);
    let month = month_name(day);
    let year = day.year();
    let forms = [
        format!("⟦As of {month} {year}⟧ the council has 12 members.@@"),
        format!("The post is held by a lawyer ⟦as of {}⟧.@@", format_date(day)),
        format!("⟦As of {year}⟧, no state has left.@@"),
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_sentence(&form)
}

/// Checks whether the page is archived, so that nothing on it goes out of date.
fn is_archived(explainer: &FaultyExplainer) -> bool {
    explainer.front_matter_line("frozen").is_some()
}

/// The names and birthdays of the people who are alive.
pub(super) fn living_people(explainer: &FaultyExplainer) -> Vec<(String, Date)> {
    let text = explainer.file_text("entities.toml");
    let mut people = Vec::new();
    for id in explainer.entry_ids("entities.toml") {
        let value = |key| explainer.entry_value("entities.toml", &id, key).map(|range| &text[range]);
        if let (Some(name), Some(born), None) = (value("name"), value("born"), value("died"))
            && let Ok(born) = born.parse()
        {
            people.push((name.to_owned(), born));
        }
    }
    people
}

/// Moves the dates of publication, update and review into the past.
fn set_dates(explainer: &mut FaultyExplainer, day: Date) -> Option<()> {
    if is_archived(explainer) {
        return None;
    }
    for key in ["published", "updated", "reviewed"] {
        let Some(value) = explainer.front_matter_value(key) else { continue };
        explainer.replace("index.md", value, &day.to_string());
    }
    // An old `as_of` would be another fault.
    if let Some(line) = explainer.front_matter_line("as_of") {
        explainer.replace("index.md", line, "evergreen = true\n");
    }
    Some(())
}

fn old_age(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let people = living_people(explainer);
    let (name, born) = explainer.pick(&people)?;
    let day = random_day(explainer, 2023, 2024);
    set_dates(explainer, day)?;
    let passed = (day.month(), day.day()) >= (born.month(), born.day());
    let age = i64::from(day.year() - born.year()) - i64::from(!passed);
    let forms = [
        format!("{name}, ⟦{age}⟧, lives in Florida.@@"),
        format!("The ⟦{age}-year-old⟧ {name} still gives talks.@@"),
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_sentence(&form)
}

fn old_role(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    if is_archived(explainer) {
        return None;
    }
    let text = explainer.file_text("entities.toml");
    let mut names = Vec::new();
    for id in explainer.entry_ids("entities.toml") {
        if explainer.entry_value("entities.toml", &id, "roles").is_some()
            && let Some(name) = explainer.entry_value("entities.toml", &id, "name")
        {
            names.push(text[name].to_owned());
        }
    }
    let name = explainer.pick(&names)?;
    let forms = [
        format!("⟦President {name}⟧ is in favour of it.@@"),
        format!("The plan has been sent to ⟦President {name}⟧.@@"),
        format!("The incumbent ⟦President {name}⟧ does not want it.@@"),
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_paragraph(&form)
}

fn past_future(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    if is_archived(explainer) {
        return None;
    }
    let day = format_date(random_day(explainer, 2016, 2025));
    let forms = [
        format!("The new office ⟦will open on {day}⟧.@@"),
        format!("The ministers ⟦are to meet on {day}⟧ in Geneva.@@"),
        format!("The next report ⟦is due on {day}⟧.@@"),
        format!("The vote ⟦is scheduled for {day}⟧.@@"),
        format!("The agency ⟦plans to publish the data on {day}⟧.@@"),
        format!("⟦On {day} the chair will step down⟧.@@"),
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_sentence(&form)
}

fn overdue_review(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let day = random_day(explainer, 2020, 2023);
    set_dates(explainer, day)?;
    let value = explainer.front_matter_value("review_by")?;
    let by = random_day(explainer, 2024, 2025);
    explainer.replace_in_page(value, &by.to_string())
}

fn lost_year(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let then = random_day(explainer, 2023, 2025);
    set_dates(explainer, then)?;
    let has_year =
        |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).any(|word| word.len() == 4);
    let page = explainer.page_text();
    let lonely = |(range, _): &(std::ops::Range<usize>, Date)| {
        let paragraph = explainer.paragraphs().into_iter().find(|paragraph| paragraph.contains(&range.start));
        paragraph.is_some_and(|paragraph| {
            // Ages and titles need the date as well.
            !page[paragraph.clone()].contains(", 3")
                && !page[paragraph.clone()].contains("President")
                && !has_year(&page[paragraph.start..range.start])
                && !has_year(&page[range.end..paragraph.end])
        })
    };
    let dates: Vec<_> = find_dates(explainer).into_iter().filter(lonely).collect();
    let (range, date) = explainer.pick(&dates)?;
    explainer.replace_in_page(range, &format!("{} {}", date.day(), month_name(date)))
}

fn no_year(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let then = random_day(explainer, 2023, 2025);
    set_dates(explainer, then)?;
    let day = random_day(explainer, 2000, 2000);
    let number = day.day();
    let month = month_name(day);
    let sentence = explainer.pick(&[
        format!("The doors were opened on ⟦{number} {month}⟧ in heavy rain.@@"),
        format!("On ⟦{month} {number}⟧ the members signed.@@"),
        format!("The first letter came on ⟦{number} {month}⟧.@@"),
    ])?;
    let source = explainer.pick_source()?;
    let paragraphs = explainer.paragraphs();
    let paragraph = explainer.pick(&paragraphs)?;
    explainer
        .insert_marked(paragraph.end, &format!("\n\n{}", sentence.replace("@@", &format!("[@{source}]"))))
}

fn old_name(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    if is_archived(explainer) {
        return None;
    }
    let renamed = explainer.find_between("entities.toml", "{ from = \"", "\"");
    let range = explainer.pick(&renamed)?;
    let old =
        explainer.file_text("entities.toml")[range.start + "{ from = \"".len()..range.end - 1].to_owned();
    let forms = [
        format!("One of the offices is in ⟦{old}⟧.@@"),
        format!("⟦{old}⟧ has a copy of the papers.@@"),
        format!("The road from ⟦{old}⟧ to the coast is long.@@"),
    ];
    let form = explainer.pick(&forms)?;
    explainer.add_paragraph(&form)
}
