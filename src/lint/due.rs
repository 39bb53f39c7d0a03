//! Pages due for review and pages that are held back, the earliest first.
//!
//! Must not know: how the list is asked for.

use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;

use crate::base::printable::escape_controls;
use crate::model::{HeldPage, PageSource, Site};

/// A page with a day of which its author must know. Programs get these fields, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct DuePage {
    schema: u32,
    today: String,
    kind: &'static str,
    path: String,
    page: String,
    title: String,
    /// The day of a page whose review is near, or has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    review_by: Option<String>,
    /// The day of a page that is held back.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// Days from today until then; negative once it has passed.
    days: i32,
}

impl DuePage {
    fn of_review(site: &Site, page: &PageSource, day: Date) -> Self {
        Self {
            schema: 1,
            today: site.today.to_string(),
            kind: "review",
            path: page.path().to_string(),
            page: page.url.to_string(),
            title: page.title().map(|title| title.plain.clone()).unwrap_or_default(),
            review_by: Some(day.to_string()),
            published: None,
            days: (day - site.today).get_days(),
        }
    }

    fn of_publication(site: &Site, held: &HeldPage<'_>) -> Self {
        let of_day = Self::of_review(site, held.page, held.until);
        Self { kind: "publication", published: of_day.review_by, review_by: None, ..of_day }
    }

    fn days_in_words(&self) -> String {
        let days = match self.days {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            -1 => "1 day overdue".to_owned(),
            days if days < 0 => format!("{} days overdue", -days),
            days => format!("in {days} days"),
        };
        if self.published.is_some() { format!("published {days}") } else { days }
    }
}

/// Lists the pages whose review is due within some days from today, or overdue, and all that are held back.
pub(crate) fn due_pages(site: &Site, within: i32) -> Vec<DuePage> {
    let mut due = Vec::new();
    for page in &site.pages {
        let Some(by) = page.explainer().and_then(|front| front.review_by.as_ref()) else { continue };
        due.push(DuePage::of_review(site, page, by.date.latest()));
    }
    due.retain(|page| page.days <= within);
    due.extend(site.held_pages().iter().map(|held| DuePage::of_publication(site, held)));
    due.sort_by(|a, b| (a.days, &a.path).cmp(&(b.days, &b.path)));
    due
}

/// Draws a line each, for people.
pub(crate) fn table(due: &[DuePage]) -> String {
    let days_width = due.iter().map(|page| page.days_in_words().len()).max().unwrap_or(0);
    let path_width = due.iter().map(|page| escape_controls(&page.path).chars().count()).max().unwrap_or(0);
    let mut table = String::new();
    for page in due {
        let day = page.review_by.iter().chain(&page.published).next().map_or("", String::as_str);
        let (days, path) = (page.days_in_words(), escape_controls(&page.path));
        let title = escape_controls(&page.title);
        let _ = writeln!(table, "{day}  {days:days_width$}  {path:path_width$}  {title}");
    }
    table
}

/// Draws a JSON object a line, for programs.
pub(crate) fn json(due: &[DuePage]) -> String {
    due.iter().map(|page| serde_json::to_string(page).unwrap_or_default() + "\n").collect()
}
