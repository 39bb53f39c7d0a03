//! T005: a title that the person no longer holds.

use super::super::text::{title_beside_name, title_head};
use super::prelude::*;
use crate::parse::data::Role;

pub(super) static RULE: Rule =
    Rule::new("T005", "stale-title", Warn, &[FORMER_TITLE], EXPLANATION, Run::Page(check))
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

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    if !cx.is_frozen() {
        let mentions = cx.undated_entity_mentions();
        found.extend(mentions.filter_map(|(passage, mention)| stale_title(cx, passage, mention)));
    }
}

fn stale_title(cx: &LintContext<'_>, passage: &Passage<'_>, mention: &EntityMention<'_>) -> Option<Finding> {
    let person = mention.entity;
    let today = cx.site.today;
    let (role, title) = person.roles.iter().find_map(|role| {
        let title = title_beside_name(&passage.text, &mention.range, title_head(&role.title.value))?;
        (last_day_in_role(&person.roles, role) < today).then_some((role, title))
    })?;
    let end = last_day_in_role(&person.roles, role);
    let near = title.start.saturating_sub(NEAR)..title.end + NEAR;
    let mut years = passage.years_in(&near).iter().map(|year| year.year).chain(cx.year_above(passage));
    // A year that is not later than the last one in office shows that the sentence is about the past.
    if years.any(|year| year <= end.year()) {
        return None;
    }
    let words = fill!(FORMER_TITLE, name = person.name(), title = role.title.value, end, today);
    // `then-` fits only before the name.
    let new = format!("then-{}", &passage.text[title.clone()]);
    let edit = passage.edit(title.clone(), new).filter(|_| title.end < mention.range.end);
    let finding = RULE.within(passage, title, words).with_fix(edit.map(Fix::unsafe_));
    let to = person.roles.iter().filter_map(|role| role.to.as_ref()).find(|to| to.date.latest() == end)?;
    Some(finding.related(Place::new(&person.path, to.span), "because of this"))
}

/// The last day on which a person had a role, or another one with the same words in a text.
fn last_day_in_role(roles: &[Role], role: &Role) -> Date {
    let head = title_head(&role.title.value);
    let same = roles.iter().filter(|other| title_head(&other.title.value).eq_ignore_ascii_case(head));
    let last_days = same.map(|other| other.to.as_ref().map_or(Date::MAX, |to| to.date.latest()));
    last_days.max().unwrap_or(Date::MAX)
}

/// The distance in bytes within which a year can belong to a title.
const NEAR: usize = 400;
