//! Gold: what is a quantity, and what only looks like one.

use super::super::Tokens;
use super::super::date::find_dates;
use super::find_quantities;

fn read(text: &str) -> Vec<(String, String)> {
    let dates: Vec<_> = find_dates(&Tokens::new(text)).into_iter().map(|date| date.range).collect();
    let found = find_quantities(text, &dates).into_iter();
    found.map(|it| (text[it.range].to_owned(), it.worth)).collect()
}

#[test]
fn what_was_counted_or_measured_is_a_quantity() {
    for (text, quantity, worth) in [
        ("Trade reached $50 billion.", "$50 billion", "50 billion"),
        ("It cost US$3.5bn in all.", "$3.5bn", "3.5 billion"),
        ("They gave €5m to it.", "€5m", "5 million"),
        ("Some 40% agreed.", "40%", "40%"),
        ("Some 40 % agreed.", "40 %", "40%"),
        ("It grew by 3.2 per cent.", "3.2 per cent", "3.2%"),
        ("It grew by 4 percent.", "4 percent", "4%"),
        ("It has 96 million members.", "96 million", "96 million"),
        ("It has two million members.", "two million", "2 million"),
        ("It cost 3 million dollars.", "3 million dollars", "3 million"),
        ("About 1,234 came.", "1,234", "1234"),
        ("About 12\u{a0}000 came.", "12\u{a0}000", "12000"),
        ("In all, 40 people died.", "40", "40"),
        ("Some 1500 people died.", "1500", "1500"),
        ("The 27-member bloc met.", "27", "27"),
        ("Prices doubled.", "doubled", "2x"),
        ("It is twice as large.", "twice", "2x"),
        ("It is three times as large.", "three times", "3x"),
        ("It rose tenfold.", "tenfold", "10x"),
        ("It rose ten-fold.", "ten-fold", "10x"),
        ("Two-thirds of it burned.", "Two-thirds", "2 third"),
        ("A third of it burned.", "A third", "1 third"),
        ("More than half burned.", "half", "1/2"),
        ("It took half a million.", "half a million", "0.5 million"),
        ("One in five left.", "One in five", "1/5"),
        ("Twenty-five percent left.", "Twenty-five percent", "25%"),
        ("It took 1/3 of it.", "1/3", "1/3"),
        ("A range of 15–20 goats.", "15", "15"),
        ("No fewer than 40 people died.", "40", "40"),
        ("No train ran, and 40 people stayed.", "40", "40"),
        ("If it passes, 42,000 people lose their work.", "42,000", "42000"),
        ("It would cost $5 billion.", "$5 billion", "5 billion"),
        ("Some 40,000 homes would flood.", "40,000", "40000"),
        ("It lost 60 seconds.", "60", "60"),
        ("It gave $$ and 40 people came.", "40", "40"),
    ] {
        assert_eq!(read(text).first(), Some(&(quantity.to_owned(), worth.to_owned())), "{text}");
    }
}

#[test]
fn dates_ages_ordinals_times_and_names_are_none() {
    for text in [
        "On 14 September 2022, and in 1949, in the 1990s.",
        "On 15 and 16 September, on September 15–16 or September 15 and 16.",
        "From 2019 to 2022, in 2019–20.",
        "Xi, 69, came. Xi, 69, and Li (71) came; so did a 69-year-old.",
        "He died at the age of 69, aged 69, 69 years old.",
        "The 14th time, on the 21st.",
        "It began at 10:30, at 8 a.m., at 11 p.m. and at 10 o’clock.",
        "The G-20, COVID-19, the Group of 20, a Boeing 747, Article 12, No. 10, chapter 11.",
        "Two leaders met three times; nine of them left.",
        "He doubled back. It was 20 years ago, in the past 40 years, in 79 AD, in 330 A.D. or so. It is open 24 hours a day, 24/7, since 9/11.",
        "12. An item.",
        "A note.[12]",
        "It is about 5 km to version 1.2.3 of the 5G net.",
        "In the first half of the year, a quarter of an hour, half an hour, third place.",
        "\u{fffc} members",
        "No minute has 61 seconds. It never had 61 seconds, nor 62 seconds.",
        "A minute of 59 seconds would be shorter than one of 60 seconds.",
        "If 12 people share a cake, nobody has much. Suppose 40 trains meet.",
        "An hour has 60 minutes, and a day 86,400 seconds. There are 100 cents in a euro.",
        "$$ 86,401 = 24 * 3600 + 1 $$",
        "Call +44 20 7946 0958, or 555-0100, or phone 116.",
        "It runs version 17 on p. 12.",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn every_place_is_a_whole_character() {
    for text in ["½ of it", "€½", "1\u{a0}", "$", "$$5", "5%%", "١٢ people", "one in", "half", "a", "twenty-"]
    {
        for (words, _) in read(text) {
            assert!(text.contains(&words), "{text}");
        }
    }
}
