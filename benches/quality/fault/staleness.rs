//! Faults of time: what was true when it was written, or is not said of a day.

use jiff::civil::Date;

use super::super::plot::{Place, Plot};
use super::date::{dates, month, some_day, written};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("T001", "a time that hangs on the day of writing", relative),
    fault("T001", "a date becomes a time that hangs on the day of writing", undated),
    fault("T002", "a present that does not say when", present),
    fault("T003", "an old moment that is still given", old_moment),
    fault("T004", "an age that has gone by", old_age),
    fault("T005", "a role that has ended", old_role),
    fault("T006", "a future that is past", past_future),
    fault("T007", "a review that nobody made", overdue),
    fault("T008", "a date loses its year", lost_year),
    fault("T008", "a date without a year", no_year),
    fault("T009", "a name that has been given up", old_name),
];

fn relative(plot: &mut Plot) -> Option<Vec<Place>> {
    plot.say_any(&[
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

fn undated(plot: &mut Plot) -> Option<Vec<Place>> {
    let page = plot.page();
    // Whose title it was hangs on the date.
    let titled = |range: &std::ops::Range<usize>| page[range.end..].starts_with(" President");
    let begins = |range: &std::ops::Range<usize>| {
        [". On ", "\nOn "].iter().any(|before| page[..range.start].ends_with(before))
    };
    let free = |range: &std::ops::Range<usize>| begins(range) && !titled(range);
    let places: Vec<_> = dates(plot).into_iter().map(|(range, _)| range).filter(free).collect();
    let range = plot.any(&places)?;
    let word = plot.any(&["Last month", "Yesterday", "Two weeks ago", "Earlier this week"])?;
    plot.swap(range.start - "On ".len()..range.end, word)
}

fn present(plot: &mut Plot) -> Option<Vec<Place>> {
    plot.say_any(&[
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

fn old_moment(plot: &mut Plot) -> Option<Vec<Place>> {
    if is_kept(plot) {
        return None;
    }
    let day = some_day(plot, 2012, 2022);
    let (month, year) = (month(day), day.year());
    let forms = [
        format!("⟦As of {month} {year}⟧ the council has 12 members.@@"),
        format!("The post is held by a lawyer ⟦as of {}⟧.@@", written(day)),
        format!("⟦As of {year}⟧, no state has left.@@"),
    ];
    let form = plot.any(&forms)?;
    plot.say(&form)
}

/// Whether the page is kept as of a moment: nothing on it goes out of date.
fn is_kept(plot: &Plot) -> bool {
    plot.line("as_of").is_some() && plot.line("review_by").is_none()
}

/// Who is alive, and when born.
pub(super) fn alive(plot: &Plot) -> Vec<(String, Date)> {
    let text = plot.text("entities.toml");
    let person = |id: String| {
        let value = |key| plot.value("entities.toml", &id, key).map(|range| &text[range]);
        let alive = value("died").is_none();
        Some((value("name")?.to_owned(), value("born")?.parse().ok()?)).filter(|_| alive)
    };
    plot.ids("entities.toml").into_iter().filter_map(person).collect()
}

/// The page says that it was last worked on some years ago.
fn antedate(plot: &mut Plot, day: Date) -> Option<()> {
    if is_kept(plot) {
        return None;
    }
    for key in ["published", "updated", "reviewed"] {
        let Some(value) = plot.front(key) else { continue };
        plot.put("index.md", value, &day.to_string());
    }
    // Its moment would be old too, and that is another fault.
    if let Some(line) = plot.line("as_of") {
        plot.put("index.md", line, "evergreen = true\n");
    }
    Some(())
}

fn old_age(plot: &mut Plot) -> Option<Vec<Place>> {
    let people = alive(plot);
    let (name, born) = plot.any(&people)?;
    let day = some_day(plot, 2023, 2024);
    antedate(plot, day)?;
    let passed = (day.month(), day.day()) >= (born.month(), born.day());
    let age = i64::from(day.year() - born.year()) - i64::from(!passed);
    let forms = [
        format!("{name}, ⟦{age}⟧, lives in Florida.@@"),
        format!("The ⟦{age}-year-old⟧ {name} still gives talks.@@"),
    ];
    let form = plot.any(&forms)?;
    plot.say(&form)
}

fn old_role(plot: &mut Plot) -> Option<Vec<Place>> {
    if is_kept(plot) {
        return None;
    }
    let text = plot.text("entities.toml");
    let held = |id: &String| plot.value("entities.toml", id, "roles").is_some();
    let ids: Vec<_> = plot.ids("entities.toml").into_iter().filter(held).collect();
    let name = |id: &String| Some(text[plot.value("entities.toml", id, "name")?].to_owned());
    let names: Vec<_> = ids.iter().filter_map(name).collect();
    let name = plot.any(&names)?;
    let forms = [
        format!("⟦President {name}⟧ is in favour of it.@@"),
        format!("The plan has been sent to ⟦President {name}⟧.@@"),
        format!("The incumbent ⟦President {name}⟧ does not want it.@@"),
    ];
    let form = plot.any(&forms)?;
    plot.say_alone(&form)
}

fn past_future(plot: &mut Plot) -> Option<Vec<Place>> {
    if is_kept(plot) {
        return None;
    }
    let day = written(some_day(plot, 2016, 2025));
    let forms = [
        format!("The new office ⟦will open on {day}⟧.@@"),
        format!("The ministers ⟦are to meet on {day}⟧ in Geneva.@@"),
        format!("The next report ⟦is due on {day}⟧.@@"),
        format!("The vote ⟦is scheduled for {day}⟧.@@"),
        format!("The agency ⟦plans to publish the data on {day}⟧.@@"),
        format!("⟦On {day} the chair will step down⟧.@@"),
    ];
    let form = plot.any(&forms)?;
    plot.say(&form)
}

fn overdue(plot: &mut Plot) -> Option<Vec<Place>> {
    let day = some_day(plot, 2020, 2023);
    antedate(plot, day)?;
    let value = plot.front("review_by")?;
    let by = some_day(plot, 2024, 2025);
    plot.swap(value, &by.to_string())
}

fn lost_year(plot: &mut Plot) -> Option<Vec<Place>> {
    let then = some_day(plot, 2023, 2025);
    antedate(plot, then)?;
    let year = |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).any(|word| word.len() == 4);
    let page = plot.page();
    let lonely = |(range, _): &(std::ops::Range<usize>, Date)| {
        let paragraph = plot.paragraphs().into_iter().find(|paragraph| paragraph.contains(&range.start));
        paragraph.is_some_and(|paragraph| {
            // Ages and titles hang on the date too.
            !page[paragraph.clone()].contains(", 3")
                && !page[paragraph.clone()].contains("President")
                && !year(&page[paragraph.start..range.start])
                && !year(&page[range.end..paragraph.end])
        })
    };
    let dates: Vec<_> = dates(plot).into_iter().filter(lonely).collect();
    let (range, date) = plot.any(&dates)?;
    plot.swap(range, &format!("{} {}", date.day(), month(date)))
}

fn no_year(plot: &mut Plot) -> Option<Vec<Place>> {
    let then = some_day(plot, 2023, 2025);
    antedate(plot, then)?;
    let day = some_day(plot, 2000, 2000);
    let (number, month) = (day.day(), month(day));
    let sentence = plot.any(&[
        format!("The doors were opened on ⟦{number} {month}⟧ in heavy rain.@@"),
        format!("On ⟦{month} {number}⟧ the members signed.@@"),
        format!("The first letter came on ⟦{number} {month}⟧.@@"),
    ])?;
    let source = plot.source()?;
    let paragraphs = plot.paragraphs();
    let paragraph = plot.any(&paragraphs)?;
    plot.plant_at(paragraph.end, &format!("\n\n{}", sentence.replace("@@", &format!("[@{source}]"))))
}

fn old_name(plot: &mut Plot) -> Option<Vec<Place>> {
    if is_kept(plot) {
        return None;
    }
    let renamed = plot.between("entities.toml", "{ from = \"", "\"");
    let range = plot.any(&renamed)?;
    let old = plot.text("entities.toml")[range.start + "{ from = \"".len()..range.end - 1].to_owned();
    let forms = [
        format!("One of the offices is in ⟦{old}⟧.@@"),
        format!("⟦{old}⟧ has a copy of the papers.@@"),
        format!("The road from ⟦{old}⟧ to the coast is long.@@"),
    ];
    let form = plot.any(&forms)?;
    plot.say_alone(&form)
}
