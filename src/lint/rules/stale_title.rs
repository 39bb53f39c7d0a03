//! T005: a title that somebody no longer has.

use std::ops::Range;

use jiff::civil::Date;

use super::super::text::{Passage, title_beside_name, title_head};
use super::super::{LintContext, Mentioned, Rule, Run};
use crate::base::Place;
use crate::diagnostics::{Finding, Fix, LintLevel, Message, fill};
use crate::parse::data::Role;

pub(super) static RULE: Rule =
    Rule::new("T005", "stale-title", LintLevel::Warn, &[FORMER_TITLE], EXPLANATION, Run::Page(run))
        .clocked()
        .preview();

const FORMER_TITLE: Message = Message {
    text: "{name} is no longer {title}",
    label: "until {end}; today is {today}",
    remedies: &["say who is in office now, or of which day it is told"],
};

const EXPLANATION: &str = "\
Finds titles beside names that the person does not have any more, as `roles` in `entities.toml` say.

Who holds an office is the first thing that changes in a page about politics, and the first that readers notice.

    Iranian President Ebrahim Raisi will attend.

He was in office until 19 May 2024. Say who is in office now, or `then-President`, which `--unsafe-fixes` writes.

It knows only roles with `title` and `to`: `roles = [{ title = \"President of Iran\", from = 2021-08-03, to =
2024-05-19 }]`. It keeps quiet where the role has no end, behind `then`, `former` and `late`, near a year in which the
role was held or was yet to come, under a heading with a year, beside a date of its own, on a page that is kept as of
a moment, and in quotation marks.
";

fn run(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if cx.is_frozen() {
        return;
    }
    found.extend(cx.undated_entity_mentions().filter_map(|(passage, name)| judge(cx, passage, name)));
}

fn judge(cx: &LintContext<'_>, passage: &Passage<'_>, (name, named): &Mentioned<'_>) -> Option<Finding> {
    let roles = &named.roles;
    let over = |role: &&Role| end(roles, role) < cx.site.today;
    let stands = |role: &Role| title_beside_name(&passage.text, name, title_head(&role.title.value));
    let (role, title) = roles.iter().filter(over).find_map(|role| Some((role, stands(role)?)))?;
    let end = end(roles, role);
    if is_dated(passage, &title, end) || cx.year_above(passage).is_some_and(|year| year <= end.year()) {
        return None;
    }
    let words =
        fill!(FORMER_TITLE, name = named.name(), title = role.title.value, end, today = cx.site.today);
    let then = format!("then-{}", &passage.text[title.clone()]);
    let fix = (title.end < name.end).then(|| passage.edit(title.clone(), then)).flatten().map(Fix::unsafe_);
    let finding = RULE.within(passage, title, words).with_fix(fix);
    let last = roles.iter().filter_map(|role| role.to.as_ref()).find(|to| to.date.latest() == end);
    Some(match last {
        Some(to) => finding.related(Place::new(&named.path, to.span), "because of this"),
        None => finding,
    })
}

/// The last day on which a person had any role that is called the same in a text.
fn end(roles: &[Role], role: &Role) -> Date {
    let same =
        |other: &&Role| title_head(&other.title.value).eq_ignore_ascii_case(title_head(&role.title.value));
    let ends =
        roles.iter().filter(same).map(|role| role.to.as_ref().map_or(Date::MAX, |to| to.date.latest()));
    ends.max().unwrap_or(Date::MAX)
}

/// How far from a title a year may stand that it is told of.
const NEAR: usize = 400;

/// Whether a text near a title is about a year in which somebody had it, or an earlier one.
fn is_dated(passage: &Passage<'_>, title: &Range<usize>, end: Date) -> bool {
    let near = title.start.saturating_sub(NEAR)..title.end + NEAR;
    passage.years_in(&near).iter().any(|(_, year)| *year <= end.year())
}
