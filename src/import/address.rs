//! The address that an old page had: each generator's rules for it.
//!
//! Addresses are as in the old site's links, without the first slash: `blog/a/`, `2022/09/14/a.html`. The rules are
//! those of Zola's <https://www.getzola.org/documentation/content/overview/>, Hugo's
//! <https://gohugo.io/content-management/urls/> and Jekyll's <https://jekyllrb.com/docs/permalinks/>. Must not know:
//! where the new page will be.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::front::{Front, day};
use super::settings::{Generator, Settings};

/// Where an old page lies: `blog/2022-09-14-a` below the folder of pages, without its language and its ending.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// The folders that it lies in.
    pub(super) folders: Vec<String>,
    /// Its own name; of a folder with an `index.md`, the folder's.
    pub(super) name: String,
    pub(super) shape: Shape,
    pub(super) language: Option<String>,
}

/// How a page is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A file.
    Single,
    /// `index.md` in a folder with its pictures.
    Bundle,
    /// `_index.md`: what is said of a whole section.
    Section,
    /// Of the site's first page.
    Home,
    /// A dated file of Jekyll's.
    Post,
}

/// Where a page stood.
pub(super) fn address(settings: &Settings, standing: &Standing, front: &Front) -> String {
    let own = match settings.generator {
        Generator::Zola => zola(settings, standing, front),
        Generator::Hugo => hugo(settings, standing, front),
        Generator::Jekyll => jekyll(settings, standing, front),
    };
    let own = own.trim_start_matches('/').to_owned();
    match standing.language.as_ref().or(settings.below.as_ref()) {
        Some(language) if !is_rooted(settings, front) => format!("{language}/{own}"),
        _ => own,
    }
}

/// Whether a page says where it stands from the root of the site. With Hugo a slash before it says so, and without
/// one it is counted from the root of the page's language.
fn is_rooted(settings: &Settings, front: &Front) -> bool {
    let hugo = settings.generator == Generator::Hugo;
    front.path.as_ref().is_some_and(|path| !hugo || path.text.starts_with('/'))
}

/// An address that ends as a folder's does, unless it is a file's.
pub(super) fn folder(address: &str) -> String {
    let address = address.trim_start_matches('/');
    let is_file =
        address.rsplit('/').next().is_some_and(|name| name.ends_with(".html") || name.ends_with(".htm"));
    if address.is_empty() || address.ends_with('/') || is_file {
        address.to_owned()
    } else {
        format!("{address}/")
    }
}

fn zola(settings: &Settings, standing: &Standing, front: &Front) -> String {
    if let Some(path) = &front.path {
        return folder(&path.text);
    }
    let plain = |name: &str| match (settings.literal, settings.safe) {
        (true, _) => name.to_owned(),
        (false, true) => safe(name),
        (false, false) => simple(name),
    };
    let folders = standing.folders.iter().map(|name| plain(name));
    let name = match (&front.slug, standing.shape) {
        (_, Shape::Home) => return String::new(),
        (_, Shape::Section) => plain(&standing.name),
        (Some(slug), _) => plain(slug),
        (None, _) if settings.dated => plain(&standing.name),
        (None, _) => plain(undated(&standing.name).1),
    };
    joined(folders.chain([name]))
}

fn hugo(settings: &Settings, standing: &Standing, front: &Front) -> String {
    if let Some(path) = &front.path {
        return folder(&path.text);
    }
    if standing.shape == Shape::Home {
        return String::new();
    }
    let plain = |name: &str| urlized(name, settings.literal);
    let section = standing.folders.first().map_or("", String::as_str);
    let form = settings.permalinks.iter().find(|(name, _)| name == section);
    if let Some((_, form)) = form.filter(|_| standing.shape != Shape::Section) {
        return folder(&filled(form, &|token| hugo_token(token, standing, front, settings.literal)));
    }
    let name = front.slug.as_deref().filter(|_| standing.shape != Shape::Section).unwrap_or(&standing.name);
    let address = joined(standing.folders.iter().map(|name| plain(name)).chain([plain(name)]));
    if settings.ugly && standing.shape == Shape::Single {
        return address.trim_end_matches('/').to_owned() + ".html";
    }
    address
}

fn hugo_token(token: &str, standing: &Standing, front: &Front, literal: bool) -> Option<String> {
    let title = || front.title.as_ref().map_or_else(|| standing.name.clone(), |title| title.text.clone());
    let sections = standing.folders.join("/");
    let text = match token {
        "section" => standing.folders.first().cloned().unwrap_or_default(),
        "sections" => sections,
        "title" => title(),
        "slug" => front.slug.clone().unwrap_or_else(title),
        "slugorfilename" | "slugorcontentbasename" => {
            front.slug.clone().unwrap_or_else(|| standing.name.clone())
        }
        "filename" | "contentbasename" => standing.name.clone(),
        token if token.starts_with("sections[1") => standing.folders.get(1..).unwrap_or_default().join("/"),
        token => return dated(token, front.published.map(|(date, _)| date)?),
    };
    Some(text.split('/').map(|part| urlized(part, literal)).collect::<Vec<_>>().join("/"))
}

fn jekyll(settings: &Settings, standing: &Standing, front: &Front) -> String {
    let own = front.path.as_ref().map(|path| path.text.as_str());
    let form = own.or_else(|| settings.permalinks.first().map(|(_, form)| form.as_str())).unwrap_or("date");
    let is_post = standing.shape == Shape::Post;
    if !is_post && own.is_none() {
        let folders = standing.folders.iter().cloned();
        return match (standing.name.as_str(), form.ends_with('/') || form == "pretty") {
            ("index", _) => joined(folders),
            (name, true) => joined(folders.chain([name.to_owned()])),
            (name, false) => {
                joined(folders.chain([name.to_owned()])).trim_end_matches('/').to_owned() + ".html"
            }
        };
    }
    let form = match form {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "none" => "/:categories/:title.html",
        form => form,
    };
    folder(&filled(form, &|token| jekyll_token(token, standing, front)))
}

fn jekyll_token(token: &str, standing: &Standing, front: &Front) -> Option<String> {
    let (day, name) = undated(&standing.name);
    let slug = || front.slug.clone().unwrap_or_else(|| name.to_owned());
    match token {
        "title" | "name" | "basename" => Some(slug()),
        "slug" => Some(simple(&slug())),
        "categories" => {
            let own = front.topics.iter().filter(|(kind, _)| kind.starts_with("categor"));
            let own = own.map(|(_, name)| name.to_lowercase());
            Some(standing.folders.iter().cloned().chain(own).collect::<Vec<_>>().join("/"))
        }
        token => dated(token, front.published.map(|(date, _)| date).or(day)?),
    }
}

/// The part of a date that a token means.
fn dated(token: &str, date: Date) -> Option<String> {
    let format = match token {
        "year" => "%Y",
        "short_year" => "%y",
        "month" => "%m",
        "i_month" => "%-m",
        "short_month" => "%b",
        "monthname" | "long_month" => "%B",
        "day" => "%d",
        "i_day" => "%-d",
        "yearday" => "%-j",
        "y_day" => "%j",
        "weekdayname" => "%A",
        _ => return None,
    };
    let text = date.strftime(format).to_string();
    Some(if token == "monthname" { text.to_lowercase() } else { text })
}

/// A form such as `/:year/:title/` with its gaps filled; two slashes become one.
fn filled(form: &str, token: &dyn Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = form;
    while let Some(at) = rest.find(':') {
        text.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let word = behind.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(behind.len());
        let bracket =
            behind[word..].strip_prefix('[').and_then(|inside| Some(inside.find(']')? + 2)).unwrap_or(0);
        text.push_str(&token(&behind[..word + bracket]).unwrap_or_default());
        rest = &behind[word + bracket..];
    }
    text.push_str(rest);
    while text.contains("//") {
        text = text.replace("//", "/");
    }
    text
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.filter(|name| !name.is_empty()).map(|name| name + "/").collect()
}

/// `2022-09-14-a` as its day and `a`.
pub(super) fn undated(name: &str) -> (Option<Date>, &str) {
    let Some(day) = name.get(..10).and_then(|head| day(head).filter(|_| head.len() == 10)) else {
        return (None, name);
    };
    let rest = &name[10..];
    // A moment may follow the day: `2022-09-14T10:00:00Z-a`.
    let rest = if rest.starts_with('T') { rest.find(['-', '_']).map_or("", |at| &rest[at..]) } else { rest };
    match rest.strip_prefix(['-', '_']) {
        Some(rest) if !rest.is_empty() => (Some(day), rest),
        _ => (None, name),
    }
}

/// Letters and digits in lower case, words joined by hyphens, as Zola has it. Other scripts stay as they are: Zola
/// writes them in Latin letters, by a table that we have not.
pub(super) fn simple(text: &str) -> String {
    let mut simple = String::new();
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_alphanumeric() {
            simple.extend(letter.to_lowercase());
        } else if !simple.is_empty() && !simple.ends_with('-') {
            simple.push('-');
        }
    }
    simple.truncate(simple.trim_end_matches('-').len());
    simple
}

/// What the name of a file can have on any system, as Zola's `safe` has it.
fn safe(text: &str) -> String {
    text.trim_end_matches([' ', '.']).replace(['<', '>', ':', '"', '/', '\\', '|', '?', '*'], "")
}

/// Hyphens for spaces, and only what an address may have, as Hugo has it.
pub(super) fn urlized(text: &str, literal: bool) -> String {
    let mut url = String::new();
    for letter in text.trim().chars() {
        if letter.is_whitespace() {
            if !url.ends_with('-') {
                url.push('-');
            }
        } else if letter.is_alphanumeric() || "._-+~@".contains(letter) {
            url.push(letter);
        }
    }
    if literal { url } else { url.to_lowercase() }
}

/// The id of a heading, as GitHub and Hugo have it.
pub(super) fn github(text: &str) -> String {
    let letters = text.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    letters.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_a_name_is_no_part_of_it() {
        assert_eq!(undated("2022-09-14-a-b").1, "a-b");
        assert_eq!(undated("2022-09-14T10:00:00Z-a").1, "a");
        assert_eq!(undated("2022-09-14").1, "2022-09-14");
        assert_eq!(undated("2022-99-14-a").1, "2022-99-14-a");
        assert_eq!(undated("ä-and-more-letters").1, "ä-and-more-letters");
    }

    #[test]
    fn words_become_addresses_as_each_generator_has_it() {
        assert_eq!(simple("What’s new? Été"), "what-s-new-ete");
        assert_eq!(urlized("What’s new? C++", false), "whats-new-c++");
        assert_eq!(github("What’s new? a_b"), "whats-new-a_b");
    }

    #[test]
    fn a_form_is_filled_and_an_unknown_token_leaves_nothing() {
        let token = |token: &str| (token == "year").then(|| "2022".to_owned());
        assert_eq!(filled("/:year/:nothing/a:year.html", &token), "/2022/a2022.html");
    }
}
