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
    remedies: &["name the person who is in office now, or say when this was true"],
};

const EXPLANATION: &str = "\
Finds titles beside names that the person no longer holds, according to `roles` in `entities.toml`.

Offices are the first thing to change on a page about politics, and the first that readers notice.

    Iranian President Ebrahim Raisi will attend.

He was in office until 19 May 2024. Name the person who is in office now, or write `then-President`, which
`--unsafe-fixes` does.

It knows only roles with `title` and `to`: `roles = [{ title = \"President of Iran\", from = 2021-08-03, to =
2024-05-19 }]`. It ignores roles without an end, titles after `then`, `former` and `late`, titles near a year up to
the end of the role or under a heading with one, texts with their own date, pages with
`frozen = true`, and text in quotation marks.
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
