//! What a catalogue says, alone and under a site's own words.

use super::*;

fn catalogue(own: &str) -> Catalogue {
    let (own, errors) = Overlay::parse(own);
    assert_eq!(errors, []);
    Catalogue::new("en", Some(&own))
}

#[test]
fn the_built_in_catalogue_has_no_mistakes() {
    let (overlay, errors) = Overlay::parse(ENGLISH);
    assert_eq!(errors, []);
    let mut ids: Vec<_> = overlay.messages().map(|(id, _)| id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "a message is there twice");
}

#[test]
fn a_message_is_filled_in() {
    let english = Catalogue::english();
    assert_eq!(english.text("close"), "Close");
    assert_eq!(english.format("as-of", &[("date", "2022".into())]), "As of 2022");
    assert_eq!(
        english.format("date-day", &[("day", 5i8.into()), ("month", "May".into()), ("year", "2022".into())]),
        "5\u{a0}May 2022"
    );
}

#[test]
fn a_plural_form_is_chosen_by_the_number() {
    let count = |count: usize| Catalogue::english().format("question-count", &[("count", count.into())]);
    assert_eq!([count(1), count(2), count(1000)], ["1 question", "2 questions", "1000 questions"]);
}

#[test]
fn a_site_s_own_message_stands_over_the_built_in_one() {
    let own = catalogue("close = Shut\nas-of = { $date }: { close }\n");
    assert_eq!(own.text("close"), "Shut");
    assert_eq!(own.format("as-of", &[("date", "2022".into())]), "2022: Shut");
    assert_eq!(own.text("feed"), "Feed");
}

#[test]
fn html_escapes_a_message_s_own_words_and_no_argument() {
    let own = catalogue(
        "as-of = R&D, { $date }\ncited-here =\n    { $count ->\n        [one] <{ $source }>\n       *[other] \"{ $source }\"\n    }\n",
    );
    assert_eq!(own.html("as-of", &[("date", "<b>2022</b>".into())]), "R&amp;D, <b>2022</b>");
    let cited =
        |count: usize| own.html("cited-here", &[("source", "<i>$&</i>".into()), ("count", count.into())]);
    assert_eq!([cited(1), cited(2)], ["&lt;<i>$&</i>&gt;", "&quot;<i>$&</i>&quot;"]);
}

#[test]
fn lists_have_their_words_between() {
    let list = |items: &[&str]| Catalogue::english().list(items);
    assert_eq!(list(&[]), None);
    assert_eq!(list(&["A"]).as_deref(), Some("A"));
    assert_eq!(list(&["A", "B"]).as_deref(), Some("A and B"));
    assert_eq!(list(&["A", "B", "C", "D"]).as_deref(), Some("A, B, C and D"));
}

#[test]
fn a_month_beside_a_day_may_have_another_form() {
    let own = catalogue("month-9 = сентябрь\n    .beside-day = сентября\n");
    assert_eq!([own.month(9), own.month_beside_day(9)], ["сентябрь", "сентября"]);
    assert_eq!(own.month_beside_day(1), "January");
}

#[test]
fn messages_that_take_in_themselves_end() {
    let own = catalogue("close = { feed }\nfeed = { close }\nas-of = { as-of }{ $date }\n");
    let _ = (own.text("close"), own.format("as-of", &[("date", "x".into())]));
}

#[test]
fn a_catalogue_knows_its_variables() {
    let english = Catalogue::english();
    let names = |id: &str| english.variables(id).map(|names| names.iter().cloned().collect::<Vec<_>>());
    assert_eq!(names("cited-here"), Some(vec!["count".to_owned(), "source".to_owned()]));
    assert_eq!(names("close"), Some(vec![]));
    assert_eq!(names("no-such-message"), None);
}
