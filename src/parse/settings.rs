//! `site.toml`: what a whole site has in common.
//!
//! The settings of the editor's rules are of a folder or a page, too. Must not know: what the command line says instead;
//! which rules there are.

use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::DeValue;
use url::Url;

use super::data::{address, language};
use super::prose::{Title, title};
use super::table::{Fields, SpannedDate, Text};
use crate::base::{Span, UrlPath};
use crate::diagnostics::{LintLevel, Problem};

/// The settings of a site.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) title: Option<Title>,
    pub(crate) title_span: Option<Span>,
    /// Ends in a slash.
    pub(crate) base_url: Option<String>,
    pub(crate) base_url_span: Option<Span>,
    /// There is none, right or wrong.
    pub(crate) lacks_base_url: bool,
    /// A BCP 47 tag.
    pub(crate) language: String,
    /// Decides which day today is.
    pub(crate) time_zone: TimeZone,
    pub(crate) description: Option<Title>,
    pub(crate) description_span: Option<Span>,
    pub(crate) publisher: Publisher,
    pub(crate) limits: Limits,
    pub(crate) cards: Cards,
    pub(crate) raw_html: bool,
    /// Addresses that the site had and means to have no more.
    pub(crate) gone: Vec<(UrlPath, Span)>,
    pub(crate) check: CheckSettings,
}

/// Who answers for the site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Publisher {
    pub(crate) name: Option<Text>,
    pub(crate) kind: PublisherKind,
    pub(crate) url: Option<Text>,
    /// Where to report an error: an address of the web or of mail.
    pub(crate) contact: Option<Text>,
}

/// What a publisher is. Not every one is a newsroom, so only who says so is called one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PublisherKind {
    #[default]
    Organization,
    Newsroom,
    Person,
}

const PUBLISHER_KINDS: [(&str, PublisherKind); 3] = [
    ("organization", PublisherKind::Organization),
    ("newsroom", PublisherKind::Newsroom),
    ("person", PublisherKind::Person),
];

/// What has a share card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) enum Cards {
    /// Explainers and each of their sections; and the other pages, of which there are few.
    #[default]
    Sections,
    /// The same, without the sections.
    Explainers,
    None,
}

const CARDS: [(&str, Cards); 3] =
    [("sections", Cards::Sections), ("explainers", Cards::Explainers), ("none", Cards::None)];

/// How much is listed.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Explainers on the home page.
    pub(crate) home: usize,
    /// Entries in the feed.
    pub(crate) feed: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: None,
            title_span: None,
            base_url: None,
            base_url_span: None,
            lacks_base_url: false,
            language: "en".to_owned(),
            time_zone: TimeZone::UTC,
            description: None,
            description_span: None,
            publisher: Publisher::default(),
            limits: Limits::default(),
            cards: Cards::default(),
            raw_html: false,
            gone: vec![],
            check: CheckSettings::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { home: 50, feed: 20 }
    }
}

pub(crate) fn settings(fields: &mut Fields<'_, '_>) -> Settings {
    let titled = |fields: &Fields<'_, '_>, text: Option<Text>| {
        (text.as_ref().map(|text| title(fields, text)), text.map(|text| text.span))
    };
    let text = fields.needed_text("title");
    let (title, title_span) = titled(fields, text);
    let text = fields.text("description");
    let (description, description_span) = titled(fields, text);
    let lacks_base_url = fields.lacks("base_url");
    let (base_url, base_url_span) = base_url(fields).unzip();
    Settings {
        title,
        title_span,
        lacks_base_url,
        base_url,
        base_url_span,
        language: language(fields, "language").map_or_else(|| "en".to_owned(), |text| text.value),
        time_zone: time_zone(fields),
        description,
        description_span,
        publisher: fields.table("publisher", "the publisher", publisher).unwrap_or_default(),
        limits: fields.table("limits", "the limits", limits).unwrap_or_default(),
        cards: fields.word("cards", &CARDS).unwrap_or_default(),
        raw_html: fields
            .table("markdown", "the Markdown settings", |markdown| markdown.flag("raw_html"))
            .unwrap_or(false),
        gone: gone(fields),
        check: fields.table("check", "the check settings", check).unwrap_or_default(),
    }
}

fn base_url(fields: &mut Fields<'_, '_>) -> Option<(String, Span)> {
    let text = fields.text("base_url")?;
    let url = normal_base_url(&text.value);
    if url.is_none() {
        let whole = complete_base_url(&text.value);
        fields.report(text.span, Problem::NotABaseUrl { whole });
    }
    Some((url?, text.span))
}

/// A name without a dot is that of a folder.
fn gone(fields: &mut Fields<'_, '_>) -> Vec<(UrlPath, Span)> {
    let mut gone = Vec::new();
    for text in fields.texts("gone") {
        let is_file = text.value.rsplit('/').next().is_some_and(|name| name.is_empty() || name.contains('.'));
        let path = if is_file { text.value.clone() } else { format!("{}/", text.value) };
        match UrlPath::parse(&path) {
            Some(url) => gone.push((url, text.span)),
            None => fields.report(text.span, Problem::not_a_site_path("gone", &text.value)),
        }
    }
    gone
}

/// An address that paths can be put behind: http or https, a host, a slash at the end. Scheme and host, in which
/// capital letters make no difference, are in lower case.
pub(crate) fn normal_base_url(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    let scheme = ["https", "http"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let bad = |c: char| c.is_whitespace() || matches!(c, '?' | '#' | '"' | '<' | '>' | '\\');
    let normal = format!("{scheme}://{}{}/", host.to_ascii_lowercase(), path.trim_end_matches('/'));
    let is_whole = !host.is_empty() && !url.contains(bad) && Url::parse(&normal).is_ok();
    is_whole.then_some(normal)
}

/// The whole address of a site that somebody wrote as people say it: `bridges.example`, `www.bridges.example/sub`. `None` if
/// it is no such address.
pub(crate) fn complete_base_url(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("//").unwrap_or(text);
    let host = text.split('/').next().unwrap_or("");
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_name = name.split('.').all(|label| {
        !label.is_empty() && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    });
    let is_host = is_name && port.parse::<u16>().is_ok() && (name.contains('.') || name == "localhost");
    // Nobody has a certificate for this machine.
    let is_here = name == "localhost" || name.starts_with("127.");
    let scheme = if is_here { "http" } else { "https" };
    is_host.then(|| normal_base_url(&format!("{scheme}://{text}")))?
}

fn time_zone(fields: &mut Fields<'_, '_>) -> TimeZone {
    let Some(text) = fields.text("time_zone") else { return TimeZone::UTC };
    // The bundled database only: the machine's own may differ, and may be absent.
    TimeZone::get(&text.value).unwrap_or_else(|_| {
        fields.report(text.span, Problem::NotATimeZone {});
        TimeZone::UTC
    })
}

fn publisher(fields: &mut Fields<'_, '_>) -> Publisher {
    Publisher {
        name: fields.needed_text("name"),
        kind: fields.word("kind", &PUBLISHER_KINDS).unwrap_or_default(),
        url: address(fields, "url"),
        contact: address(fields, "contact"),
    }
}

fn limits(fields: &mut Fields<'_, '_>) -> Limits {
    let usual = Limits::default();
    Limits {
        home: fields.count("home").unwrap_or(usual.home),
        feed: fields.count("feed").unwrap_or(usual.feed),
    }
}

/// `[check]` of `site.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct CheckSettings {
    /// From which weight on a check fails: [`LintLevel::Deny`], unless the site says `warn`.
    pub(crate) fail_on: Option<LintLevel>,
    /// Whether rules speak that are not measured well enough.
    pub(crate) preview: bool,
    /// How rules are taken, by code, name, letter or `all`; the later one wins.
    pub(crate) levels: Vec<(Text, LintLevel)>,
    pub(crate) rules: Vec<RuleTable>,
    /// The last that fits wins.
    pub(crate) paths: Vec<PathCheck>,
}

/// What is set for one rule.
#[derive(Clone, Debug)]
pub(crate) struct RuleTable {
    pub(crate) rule: Text,
    pub(crate) values: Vec<(Text, Value)>,
}

/// A value that a rule has to understand.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Count(u32),
    Texts(Vec<Text>),
    /// Something else.
    Other,
}

/// What holds for a file, or for all in a folder.
#[derive(Clone, Debug)]
pub(crate) struct PathCheck {
    /// From the site's root, without a slash at its end.
    pub(crate) path: Text,
    /// Kept as it was: no rule that reads the day speaks.
    pub(crate) frozen: bool,
    pub(crate) levels: Vec<(Text, LintLevel)>,
}

/// `[check]` of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageCheck {
    /// Rules that this page is held to more strictly.
    pub(crate) deny: Vec<Text>,
    pub(crate) allow: Vec<Allowed>,
}

/// A rule that does not hold for a page.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    pub(crate) rule: Text,
    /// Needed; where it lacks, that is a finding already.
    pub(crate) because: Option<Text>,
    pub(crate) until: Option<SpannedDate>,
}

const STANCES: [(&str, LintLevel); 3] =
    [("allow", LintLevel::Allow), ("warn", LintLevel::Warn), ("deny", LintLevel::Deny)];

fn check(fields: &mut Fields<'_, '_>) -> CheckSettings {
    CheckSettings {
        fail_on: fields.word("fail_on", &STANCES[1..]),
        preview: fields.flag("preview"),
        levels: levels(fields),
        rules: fields
            .table("rule", "the rules' settings", |rules| rules.entries("the settings of a rule", rule))
            .unwrap_or_default(),
        paths: fields.tables("path", "the check settings of a path", path).into_iter().flatten().collect(),
    }
}

fn levels(fields: &mut Fields<'_, '_>) -> Vec<(Text, LintLevel)> {
    fields.table("levels", "the levels", |levels| levels.open_words(&STANCES)).unwrap_or_default()
}

fn rule(rule: Text, fields: &mut Fields<'_, '_>) -> RuleTable {
    let values = fields.keys_as_text().into_iter().map(|(key, value)| (key, read(fields, value))).collect();
    RuleTable { rule, values }
}

fn read(fields: &Fields<'_, '_>, value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::Integer(number) => {
            number.as_str().replace('_', "").parse().map_or(Value::Other, Value::Count)
        }
        DeValue::Array(items) => {
            let text = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
                DeValue::String(text) => Some(fields.string(text, item.span())),
                _ => None,
            };
            items.iter().map(text).collect::<Option<_>>().map_or(Value::Other, Value::Texts)
        }
        _ => Value::Other,
    }
}

fn path(fields: &mut Fields<'_, '_>) -> Option<PathCheck> {
    let path = fields.needed_text("path");
    let frozen = fields.flag("frozen");
    let levels = levels(fields);
    Some(PathCheck { path: path?, frozen, levels })
}

/// The settings that front matter has for its page.
pub(crate) fn page_check(fields: &mut Fields<'_, '_>) -> PageCheck {
    PageCheck {
        deny: fields.texts("deny"),
        allow: fields.tables("allow", "an allowed finding", allowed).into_iter().flatten().collect(),
    }
}

fn allowed(fields: &mut Fields<'_, '_>) -> Option<Allowed> {
    let rule = fields.needed_text("rule");
    let because = fields.needed_text("because");
    let until = fields.date("until");
    Some(Allowed { rule: rule?, because, until })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_ends_in_one_slash() {
        assert_eq!(normal_base_url("https://a.b//").as_deref(), Some("https://a.b/"));
        assert_eq!(normal_base_url("http://a.b/c").as_deref(), Some("http://a.b/c/"));
        assert_eq!(normal_base_url(" HTTPS://A.b:80/C ").as_deref(), Some("https://a.b:80/C/"));
        for bad in ["a.b", "https://", "https://a.b/?c", "ftp://a.b", "https:///x", "https://a.b:c"] {
            assert_eq!(normal_base_url(bad), None, "{bad}");
        }
    }

    const COMPLETED: [(&str, &str); 8] = [
        ("bridges.example", "https://bridges.example/"),
        (" www.Bridges.example/Sub ", "https://www.bridges.example/Sub/"),
        ("//bridges.example//", "https://bridges.example/"),
        ("bridges.example:8443/a", "https://bridges.example:8443/a/"),
        ("brücken.example", "https://brücken.example/"),
        ("localhost:8000", "http://localhost:8000/"),
        ("127.0.0.1", "http://127.0.0.1/"),
        ("93.184.216.34", "https://93.184.216.34/"),
    ];

    #[test]
    fn an_address_without_a_scheme_is_completed() {
        for (text, expected) in COMPLETED {
            assert_eq!(complete_base_url(text).as_deref(), Some(expected), "{text}");
        }
        for bad in [
            "", "example", "a b.c", "a.b?c", "a.b#c", ".b", "a..b", "me@a.b", "C:\\site", "a.b:c",
            "https:a.b", "ftp://a.b", "../a.b",
        ] {
            assert_eq!(complete_base_url(bad), None, "{bad}");
        }
    }
}
