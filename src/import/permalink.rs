//! The address of an old page, by each generator's rules.
//!
//! Addresses are relative to the old site's root: `blog/a/`, `2022/09/14/a.html`. The rules are those of Zola's
//! <https://www.getzola.org/documentation/content/overview/>, Hugo's <https://gohugo.io/content-management/urls/> and
//! Jekyll's <https://jekyllrb.com/docs/permalinks/>. Must not know: the new site.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::date::split_date_prefix;
use super::front_matter::FrontMatter;
use super::location::{PageKind, PageLocation};
use super::settings::{Generator, Settings};

/// Returns the address of a page.
pub(super) fn permalink(settings: &Settings, location: &PageLocation, front: &FrontMatter) -> String {
    let address = match settings.generator {
        Generator::Zola => zola_permalink(settings, location, front),
        Generator::Hugo => hugo_permalink(settings, location, front),
        Generator::Jekyll => jekyll_permalink(settings, location, front),
    };
    let address = address.trim_start_matches('/').to_owned();
    // An address in Hugo's front matter is relative to the root of the language, unless it begins with a slash.
    let is_rooted = |url: &str| settings.generator != Generator::Hugo || url.starts_with('/');
    let has_rooted_url = front.url.as_ref().is_some_and(|url| is_rooted(&url.text));
    match location.language.as_ref().or(settings.language_subdir.as_ref()) {
        Some(language) if !has_rooted_url => format!("{language}/{address}"),
        _ => address,
    }
}

/// Adds a final slash to an address, unless it is a file's.
pub(super) fn with_final_slash(address: &str) -> String {
    let address = address.trim_start_matches('/');
    let is_file = address.ends_with(".html") || address.ends_with(".htm");
    if address.is_empty() || address.ends_with('/') || is_file {
        address.to_owned()
    } else {
        format!("{address}/")
    }
}

fn zola_permalink(settings: &Settings, location: &PageLocation, front: &FrontMatter) -> String {
    if let Some(url) = &front.url {
        return with_final_slash(&url.text);
    }
    let folders = location.folders.iter().map(|name| slugify_path(name, settings));
    let name = match (&front.slug, location.kind) {
        (_, PageKind::Home) => return String::new(),
        (_, PageKind::Section) => slugify_path(&location.name, settings),
        (Some(slug), _) => slugify_path(slug, settings),
        (None, _) if settings.keep_path_dates => slugify_path(&location.name, settings),
        (None, _) => slugify_path(split_date_prefix(&location.name).1, settings),
    };
    join_path(folders.chain([name]))
}

/// Makes the part of an address from a file's or folder's name, as `slugify.paths` of Zola's settings says.
fn slugify_path(name: &str, settings: &Settings) -> String {
    if settings.literal_paths {
        name.to_owned()
    } else if settings.safe_paths {
        // Characters that a file name cannot have on some systems.
        name.trim_end_matches([' ', '.']).replace(['<', '>', ':', '"', '/', '\\', '|', '?', '*'], "")
    } else {
        slugify(name)
    }
}

fn hugo_permalink(settings: &Settings, location: &PageLocation, front: &FrontMatter) -> String {
    if let Some(url) = &front.url {
        return with_final_slash(&url.text);
    }
    if location.kind == PageKind::Home {
        return String::new();
    }
    let is_section = location.kind == PageKind::Section;
    let section = location.folders.first().map_or("", String::as_str);
    let permalink = settings.permalinks.iter().find(|permalink| permalink.section == section);
    if let Some(permalink) = permalink.filter(|_| !is_section) {
        let expanded = expand_pattern(&permalink.pattern, |token| {
            hugo_token(token, location, front, settings.literal_paths)
        });
        return with_final_slash(&expanded);
    }
    let name = front.slug.as_ref().filter(|_| !is_section).unwrap_or(&location.name);
    let names = location.folders.iter().chain([name]);
    let address = join_path(names.map(|name| hugo_urlize(name, settings.literal_paths)));
    if settings.ugly_urls && location.kind == PageKind::Single {
        return address.trim_end_matches('/').to_owned() + ".html";
    }
    address
}

/// Returns the value of a token in a permalink pattern of Hugo's; `None` if it is unknown.
fn hugo_token(token: &str, location: &PageLocation, front: &FrontMatter, literal: bool) -> Option<String> {
    let title = front.title.as_ref().map_or(&location.name, |title| &title.text);
    let text = match token {
        "section" => location.folders.first().cloned().unwrap_or_default(),
        "sections" => location.folders.join("/"),
        "title" => title.clone(),
        "slug" => front.slug.as_ref().unwrap_or(title).clone(),
        "slugorfilename" | "slugorcontentbasename" => {
            front.slug.clone().unwrap_or_else(|| location.name.clone())
        }
        "filename" | "contentbasename" => location.name.clone(),
        token if token.starts_with("sections[1") => location.folders.get(1..).unwrap_or_default().join("/"),
        token => return date_token(token, front.published.as_ref()?.date),
    };
    Some(text.split('/').map(|part| hugo_urlize(part, literal)).collect::<Vec<_>>().join("/"))
}

fn jekyll_permalink(settings: &Settings, location: &PageLocation, front: &FrontMatter) -> String {
    let default_pattern = settings.permalinks.first().map_or("date", |permalink| permalink.pattern.as_str());
    let pattern = match &front.url {
        Some(url) => url.text.as_str(),
        // The pattern of the settings is for posts: pages take only its ending from it.
        None if location.kind != PageKind::Post => {
            let folders = location.folders.iter().cloned();
            if location.name == "index" {
                return join_path(folders);
            }
            let address = join_path(folders.chain([location.name.clone()]));
            let is_folder = default_pattern.ends_with('/') || default_pattern == "pretty";
            return if is_folder { address } else { address.trim_end_matches('/').to_owned() + ".html" };
        }
        None => default_pattern,
    };
    let pattern = match pattern {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "none" => "/:categories/:title.html",
        pattern => pattern,
    };
    with_final_slash(&expand_pattern(pattern, |token| jekyll_token(token, location, front)))
}

/// Returns the value of a token in a permalink pattern of Jekyll's; `None` if it is unknown.
fn jekyll_token(token: &str, location: &PageLocation, front: &FrontMatter) -> Option<String> {
    let (file_date, name) = split_date_prefix(&location.name);
    let slug = front.slug.as_deref().unwrap_or(name);
    match token {
        "title" | "name" | "basename" => Some(slug.to_owned()),
        "slug" => Some(slugify(slug)),
        "categories" => {
            let mut categories = location.folders.clone();
            let topics = front.topics.iter().filter(|topic| topic.taxonomy.starts_with("categor"));
            categories.extend(topics.map(|topic| topic.name.to_lowercase()));
            Some(categories.join("/"))
        }
        token => date_token(token, front.published.as_ref().map(|published| published.date).or(file_date)?),
    }
}

/// Returns the part of a date that a token of a permalink pattern stands for.
fn date_token(token: &str, date: Date) -> Option<String> {
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

/// Replaces the tokens of a pattern such as `/:year/:title/`. Unknown ones become nothing, and two slashes one.
fn expand_pattern(pattern: &str, value_of: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(colon) = rest.find(':') {
        text.push_str(&rest[..colon]);
        rest = &rest[colon + 1..];
        let mut end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len());
        // `:sections[1:]`
        if rest[end..].starts_with('[') {
            end = rest[end..].find(']').map_or(end, |bracket| end + bracket + 1);
        }
        text.push_str(&value_of(&rest[..end]).unwrap_or_default());
        rest = &rest[end..];
    }
    text.push_str(rest);
    while text.contains("//") {
        text = text.replace("//", "/");
    }
    text
}

fn join_path(names: impl Iterator<Item = String>) -> String {
    names.filter(|name| !name.is_empty()).map(|name| name + "/").collect()
}

/// Makes a slug as Zola does: letters and digits in lower case, words joined by hyphens. Zola also transliterates other
/// scripts, for which we have no table: they stay.
pub(super) fn slugify(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_alphanumeric() {
            slug.extend(letter.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Makes a path segment as Hugo does: hyphens for spaces, and only characters that URLs can have.
pub(super) fn hugo_urlize(text: &str, keep_case: bool) -> String {
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
    if keep_case { url } else { url.to_lowercase() }
}

/// Makes the id of a heading as GitHub and Hugo do.
pub(super) fn github_anchor(text: &str) -> String {
    let letters = text.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    letters.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_addresses_as_each_generator_has_it() {
        assert_eq!(slugify("What’s new? Été"), "what-s-new-ete");
        assert_eq!(hugo_urlize("What’s new? C++", false), "whats-new-c++");
        assert_eq!(github_anchor("What’s new? a_b"), "whats-new-a_b");
    }

    #[test]
    fn the_tokens_of_a_pattern_are_replaced() {
        let value_of = |token: &str| (token == "year").then(|| "2022".to_owned());
        assert_eq!(expand_pattern("/:year/:nothing/a:year.html", value_of), "/2022/a2022.html");
    }
}
