//! D005: events that are not in order of time.

use super::prelude::*;

pub(super) static RULE: Rule = Rule::of_problem("D005", EXPLANATION);

const EXPLANATION: &str = "\
Finds an event of a timeline that lies before the one above it.

A reader goes down a timeline as time goes by; one event out of place makes the others doubtful.

    2022-09-16 under it 2022-09-14

Put the events in order. Dates that overlap, such as a month and a day in it, are in order either way. Every
command finds it, and a site that has one is not built.
";
