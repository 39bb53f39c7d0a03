//! The words of the interface in one language, out of a Fluent catalogue such as `locales/en.ftl`.
//!
//! A catalogue is the built-in English, under the site's own `locales/LANGUAGE.ftl` if it has one: a message that
//! the site's lacks is English. Fluent chooses plural forms; a message that has none is filled in here, which costs a
//! tenth of it. Must not know: HTML, what a message is for.

mod message;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

use super::Digest;
use message::{Message, escaped, variables};

/// The built-in English.
pub(crate) const ENGLISH: &str = include_str!("../../locales/en.ftl");

static BUILT_IN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(Catalogue::new("en", None)));

/// The messages of one language.
pub(crate) struct Catalogue {
    bundle: FluentBundle<Arc<FluentResource>>,
    messages: BTreeMap<String, Message>,
    pub(crate) digest: Digest,
    /// A BCP 47 tag.
    pub(crate) language: String,
}

/// What a message says of a variable.
#[derive(Clone, Debug)]
pub(crate) enum Argument<'a> {
    Text(Cow<'a, str>),
    /// Plural forms are chosen by it.
    Number(i64),
}

/// The messages of one file, which stand over the built-in ones.
#[derive(Clone, Debug)]
pub(crate) struct Overlay(pub(crate) Arc<FluentResource>);

impl Catalogue {
    /// English, which all findings speak.
    pub(crate) fn english() -> &'static Arc<Self> {
        &BUILT_IN
    }

    /// The catalogue of a language; `own` are the site's messages in it.
    pub(crate) fn new(language: &str, own: Option<&Overlay>) -> Self {
        let built_in = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(readable, _)| readable);
        let own = own.map(|own| own.0.clone());
        let sources: Vec<&str> = own.iter().map(|own| own.source()).collect();
        let digest = Digest::of_value(&(language, ENGLISH, sources));
        let is_english = language.split('-').next() == Some("en");
        let is_translated = is_english || own.is_some();
        // The plural forms of a message are those of the language that it is in.
        let identifier: LanguageIdentifier =
            if is_translated { language } else { "en" }.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        // Fails only if a function of that name is there already.
        let _ = bundle.add_builtins();
        let built_in = (Arc::new(built_in), is_english);
        let resources: Vec<_> = std::iter::once(built_in).chain(own.map(|own| (own, true))).collect();
        for (resource, _) in &resources {
            bundle.add_resource_overriding(resource.clone());
        }
        let mut messages = BTreeMap::new();
        for (resource, is_translated) in &resources {
            for entry in resource.entries() {
                let Entry::Message(message) = entry else { continue };
                let id = message.id.name;
                if let Some(pattern) = &message.value {
                    messages.insert(id.to_owned(), Message::new(pattern, &bundle, *is_translated));
                }
                for attribute in &message.attributes {
                    let name = format!("{id}.{}", attribute.id.name);
                    messages.insert(name, Message::new(&attribute.value, &bundle, *is_translated));
                }
            }
        }
        Self { bundle, messages, digest, language: language.to_owned() }
    }

    /// The ids of all messages.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }

    /// The names of the variables of a message, none if there is no such message.
    pub(crate) fn variables(&self, id: &str) -> Option<&BTreeSet<String>> {
        self.messages.get(id).map(|message| &message.variables)
    }

    /// A message without variables.
    pub(crate) fn text(&self, id: &'static str) -> &str {
        match self.messages.get(id).and_then(Message::text) {
            Some(text) => text,
            // A test asks for every message that the code names, so no reader sees an id.
            None => id,
        }
    }

    /// A message without variables, unless it is English because the language lacks it.
    pub(crate) fn translated(&self, id: &'static str) -> Option<&str> {
        self.messages.get(id).filter(|message| message.is_translated).and_then(Message::text)
    }

    /// A message with its variables filled in.
    pub(crate) fn format(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.fill(id, arguments, |text| Cow::Borrowed(text))
    }

    /// The same as HTML. The message's own words are escaped; the arguments are HTML already.
    pub(crate) fn html(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.fill(id, arguments, escaped)
    }

    fn fill(
        &self,
        id: &str,
        arguments: &[(&str, Argument<'_>)],
        escape: impl Fn(&str) -> Cow<'_, str>,
    ) -> String {
        let Some(message) = self.messages.get(id) else { return id.to_owned() };
        debug_assert!(
            message.variables.iter().all(|name| arguments.iter().any(|(given, _)| given == name)),
            "`{id}` is not given all of {:?}",
            message.variables
        );
        if let Some(filled) = message.fill(arguments, &escape) {
            return filled;
        }
        // Fluent cannot tell a message's own words from an argument's, so arguments are put in after the escaping.
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (place, (name, argument)) in arguments.iter().enumerate() {
            let value = match argument {
                Argument::Text(_) => FluentValue::from(stand_in(place).to_string()),
                Argument::Number(number) => FluentValue::from(*number),
            };
            values.set((*name).to_owned(), value);
        }
        let Some(pattern) = self.pattern(id) else { return id.to_owned() };
        let formatted = self.bundle.format_pattern(pattern, Some(&values), &mut vec![]);
        let mut filled = escape(&formatted).into_owned();
        for (place, (_, argument)) in arguments.iter().enumerate() {
            if let Argument::Text(text) = argument {
                filled = filled.replace(stand_in(place), text);
            }
        }
        filled
    }

    fn pattern(&self, id: &str) -> Option<&fluent_syntax::ast::Pattern<&str>> {
        let (id, attribute) = id.split_once('.').map_or((id, None), |(id, name)| (id, Some(name)));
        let message = self.bundle.get_message(id)?;
        match attribute {
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
            None => message.value(),
        }
    }

    /// `A`, `A and B`, `A, B and C`.
    pub(crate) fn list(&self, items: &[&str]) -> Option<String> {
        let (last, rest) = items.split_last()?;
        let last = ("last", (*last).into());
        match rest {
            [] => Some(items[0].to_owned()),
            [first] => Some(self.format("list-pair", &[("first", (*first).into()), last])),
            [first, others @ ..] => {
                let mut list = (*first).to_owned();
                for item in others {
                    list = self.format("list-start", &[("list", list.into()), ("item", (*item).into())]);
                }
                Some(self.format("list-end", &[("list", list.into()), last]))
            }
        }
    }

    /// The name of a month, 1 to 12, by itself.
    pub(crate) fn month(&self, month: i8) -> &str {
        self.messages.get(&format!("month-{month}")).and_then(Message::text).unwrap_or("")
    }

    /// The name of a month as it is said beside a day, which in many languages is another form of it.
    pub(crate) fn month_beside_day(&self, month: i8) -> &str {
        let beside = self.messages.get(&format!("month-{month}.beside-day")).and_then(Message::text);
        beside.unwrap_or_else(|| self.month(month))
    }
}

/// A letter of the private use area, which no catalogue has.
fn stand_in(place: usize) -> char {
    u32::try_from(place).ok().and_then(|place| char::from_u32(0xf_0000 + place)).unwrap_or('\u{f0000}')
}

/// Fluent's bundle has no `Debug`.
impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("language", &self.language).field("digest", &self.digest).finish()
    }
}

impl Overlay {
    /// Reads a catalogue. Gives the places of mistakes in it, each with what is wrong, in Fluent's words.
    pub(crate) fn parse(text: &str) -> (Self, Vec<(std::ops::Range<usize>, String)>) {
        let (resource, errors) = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => (resource, vec![]),
            Err((resource, errors)) => (resource, errors),
        };
        let errors = errors.into_iter().map(|error| (error.pos.clone(), error.kind.to_string()));
        (Self(Arc::new(resource)), errors.collect())
    }

    /// The messages, each with the names of the variables that it names itself. They are parts of the text.
    pub(crate) fn messages(&self) -> impl Iterator<Item = (&str, BTreeSet<&str>)> {
        self.0.entries().filter_map(|entry| match entry {
            Entry::Message(message) => Some((message.id.name, variables(message))),
            _ => None,
        })
    }

    /// The place of a part of the text.
    pub(crate) fn place(&self, part: &str) -> std::ops::Range<usize> {
        let start = part.as_ptr() as usize - self.0.source().as_ptr() as usize;
        start..start + part.len()
    }
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Argument<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<usize> for Argument<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<i8> for Argument<'_> {
    fn from(number: i8) -> Self {
        Self::Number(number.into())
    }
}

#[cfg(test)]
mod tests;
