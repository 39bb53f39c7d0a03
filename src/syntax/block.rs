//! Blocks: fenced code whose info word names a template, and whose body is TOML.
//!
//! The built-in ones are typed here; a site's own is any TOML that its template understands. Must not
//! know: templates, HTML, what a name or an id leads to.

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use super::front::{optional_title, proses};
use super::prose::{Prose, Title, prose};
use super::table::{Fields, Text, When};
use crate::finding::Problem;

/// The built-in blocks.
pub(crate) const BUILT_IN: [&str; 5] = ["figure", "known", "people", "quote", "timeline"];

/// What stands in a block.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Figure(Figure),
    Known(Known),
    People(People),
    Quote(Quote),
    Timeline(Timeline),
    Own(Own),
}

/// A picture with what must be said of it.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// A path relative to the file, or from the site's root.
    pub(crate) src: Option<Text>,
    /// What the picture shows, for those who do not see it.
    pub(crate) alt: Option<Text>,
    pub(crate) caption: Option<Prose>,
    pub(crate) credit: Option<Text>,
    pub(crate) licence: Option<Text>,
}

/// What is known, and what is not.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) known: Vec<Prose>,
    pub(crate) unknown: Vec<Prose>,
}

/// Who is who.
#[derive(Clone, Debug)]
pub(crate) struct People {
    /// Ids of entities.
    pub(crate) who: Vec<Text>,
}

/// Somebody's words.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    pub(crate) text: Option<Prose>,
    /// A name, or the id of an entity.
    pub(crate) speaker: Option<Text>,
    pub(crate) date: Option<When>,
    /// The id of a source.
    pub(crate) source: Option<Text>,
}

/// Events in the order of their dates.
#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    pub(crate) title: Option<Title>,
    pub(crate) events: Vec<Event>,
}

#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) date: When,
    pub(crate) text: Prose,
    /// The explainer's own moment.
    pub(crate) current: bool,
}

/// A block that only its template understands: the data, and every string of it as Markdown too.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    pub(crate) data: Value,
    /// The strings in the order in which `data` is walked, keys sorted.
    pub(crate) strings: Vec<Prose>,
}

impl Block {
    /// All Markdown in it, in the order in which it is shown.
    pub(crate) fn prose(&self) -> Vec<&Prose> {
        match self {
            Self::Figure(figure) => figure.caption.iter().collect(),
            Self::Known(known) => known.known.iter().chain(&known.unknown).collect(),
            Self::People(_) => vec![],
            Self::Quote(quote) => quote.text.iter().collect(),
            Self::Timeline(timeline) => timeline.events.iter().map(|event| &event.text).collect(),
            Self::Own(own) => own.strings.iter().collect(),
        }
    }
}

/// The block that stands in a fence with this info word.
pub(crate) fn block(word: &str, fields: &mut Fields<'_, '_>) -> Block {
    match word {
        "figure" => Block::Figure(figure(fields)),
        "known" => Block::Known(known(fields)),
        "people" => Block::People(people(fields)),
        "quote" => Block::Quote(quote(fields)),
        "timeline" => Block::Timeline(timeline(fields)),
        _ => Block::Own(own(fields)),
    }
}

/// What a table of this block is called in findings.
pub(crate) fn name(word: &str) -> &'static str {
    match word {
        "figure" => "a figure",
        "known" => "a known block",
        "people" => "a people block",
        "quote" => "a quote",
        "timeline" => "a timeline",
        _ => "a block",
    }
}

pub(crate) fn figure(fields: &mut Fields<'_, '_>) -> Figure {
    Figure {
        src: fields.needed_text("src"),
        alt: fields.needed_text("alt"),
        caption: fields.text("caption").map(|text| prose(fields, text)),
        credit: fields.text("credit"),
        licence: fields.text("licence"),
    }
}

fn known(fields: &mut Fields<'_, '_>) -> Known {
    let known = Known { known: proses(fields, "known"), unknown: proses(fields, "unknown") };
    if known.known.is_empty() && known.unknown.is_empty() {
        empty(fields, "known block", "`known = [\"…\"]` and `unknown = [\"…\"]`");
    }
    known
}

fn people(fields: &mut Fields<'_, '_>) -> People {
    let people = People { who: fields.texts("who") };
    if people.who.is_empty() {
        empty(fields, "people block", "`who = [\"id\", …]`, ids from `entities.toml`");
    }
    people
}

fn quote(fields: &mut Fields<'_, '_>) -> Quote {
    Quote {
        text: fields.needed_text("text").map(|text| prose(fields, text)),
        speaker: fields.needed_text("speaker"),
        date: fields.date("date"),
        source: fields.text("source"),
    }
}

fn timeline(fields: &mut Fields<'_, '_>) -> Timeline {
    let title = optional_title(fields, "title");
    let events: Vec<_> = fields.tables("event", "an event", event).into_iter().flatten().collect();
    if events.is_empty() {
        empty(fields, "timeline", "`[[event]]`, `date = …` and `text = \"…\"`");
    }
    for pair in events.windows(2) {
        if pair[1].date.date.latest() < pair[0].date.date.earliest() {
            fields.report(pair[1].date.span, Problem::UnorderedTimeline {});
        }
    }
    Timeline { title, events }
}

fn event(fields: &mut Fields<'_, '_>) -> Option<Event> {
    let date = fields.needed_date("date");
    let text = fields.needed_text("text").map(|text| prose(fields, text));
    let current = fields.flag("current");
    Some(Event { date: date?, text: text?, current })
}

/// Says so when a block has nothing in it, unless something in it was already found wrong.
fn empty(fields: &Fields<'_, '_>, name: &'static str, needs: &'static str) {
    if fields.is_clean() {
        fields.report(fields.span(), Problem::EmptyBlock { name, needs });
    }
}

fn own(fields: &mut Fields<'_, '_>) -> Own {
    let mut strings = Vec::new();
    let mut entries: Vec<_> = fields.keys();
    entries.sort_by_key(|(key, _)| *key);
    let data = entries.into_iter().map(|(key, value)| (key.to_owned(), plain(fields, value, &mut strings)));
    Own { data: Value::Object(data.collect()), strings }
}

/// A value as JSON, its strings collected on the way.
fn plain(fields: &Fields<'_, '_>, value: &Spanned<DeValue<'_>>, strings: &mut Vec<Prose>) -> Value {
    match value.get_ref() {
        DeValue::String(string) => {
            strings.push(prose(fields, fields.string(string, value.span())));
            Value::String(string.to_string())
        }
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix());
            number.map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => {
            number.as_str().replace('_', "").parse::<f64>().map_or(Value::Null, Value::from)
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| plain(fields, item, strings)).collect(),
        DeValue::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| key.get_ref());
            let entry = |(key, value): (&Spanned<_>, _)| {
                (AsRef::<str>::as_ref(key.get_ref()).to_owned(), plain(fields, value, strings))
            };
            Value::Object(entries.into_iter().map(entry).collect())
        }
    }
}
