//! Pages due for review, the earliest first.
//!
//! Must not know: how the list is asked for.

use std::fmt::Write;

use serde::Serialize;

use crate::model::Site;

/// A page whose day of review is near, or has passed. Programs get it as it is, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Review {
    schema: u32,
    today: String,
    kind: &'static str,
    path: String,
    page: String,
    title: String,
    review_by: String,
    /// Days from today until then; negative once it has passed.
    days: i32,
}

/// Lists the pages whose review is due within some days from today, or overdue.
pub(crate) fn reviews(site: &Site, within: i32) -> Vec<Review> {
    let mut reviews = Vec::new();
    for page in &site.pages {
        let Some(by) = page.explainer().and_then(|front| front.review_by.as_ref()) else { continue };
        let by = by.date.latest();
        reviews.push(Review {
            schema: 1,
            today: site.today.to_string(),
            kind: "review",
            path: page.path().to_string(),
            page: page.url.to_string(),
            title: page.title().map(|title| title.plain.clone()).unwrap_or_default(),
            review_by: by.to_string(),
            days: (by - site.today).get_days(),
        });
    }
    reviews.retain(|review| review.days <= within);
    reviews.sort_by(|a, b| (a.days, &a.path).cmp(&(b.days, &b.path)));
    reviews
}

/// Draws a line each, for people.
pub(crate) fn table(reviews: &[Review]) -> String {
    let days_width = reviews.iter().map(|review| days_in_words(review.days).len()).max().unwrap_or(0);
    let path_width = reviews.iter().map(|review| review.path.chars().count()).max().unwrap_or(0);
    let mut table = String::new();
    for Review { review_by, days, path, title, .. } in reviews {
        let days = days_in_words(*days);
        let _ = writeln!(table, "{review_by}  {days:days_width$}  {path:path_width$}  {title}");
    }
    table
}

fn days_in_words(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "1 day overdue".to_owned(),
        days if days < 0 => format!("{} days overdue", -days),
        days => format!("in {days} days"),
    }
}

/// Draws a JSON object a line, for programs.
pub(crate) fn json(reviews: &[Review]) -> String {
    reviews.iter().map(|review| serde_json::to_string(review).unwrap_or_default() + "\n").collect()
}
