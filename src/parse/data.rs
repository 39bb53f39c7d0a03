//! Data files: `sources.toml`, `entities.toml` and `facts.toml`, a table an entry, its key the entry's id.
//!
//! Must not know: who cites, names or prints an entry, and whether there is a source that it names.

use icu_locale_core::Locale;

use super::markdown::{Cited, Scheme, parse_citation, scheme};
use super::prose::{Prose, Title, prose, title};
use super::table::{Fields, SpannedDate, Text};
use crate::base::Span;
use crate::base::number::Number;
use crate::base::words::Choice;
use crate::diagnostics::Problem;

/// Something that was said, written or counted elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) id: Text,
    pub(crate) kind: SourceKind,
    pub(crate) title: Option<Title>,
    pub(crate) authors: Vec<Text>,
    pub(crate) publisher: Option<Text>,
    pub(crate) date: Option<SpannedDate>,
    pub(crate) url: Option<Text>,
    /// The address of an archived copy.
    pub(crate) archived: Option<Text>,
    /// Why no copy can be kept.
    pub(crate) unarchived: Option<Text>,
    /// Where a line may be put in below its address, in a file that has lines for it.
    pub(crate) below_url: Option<Span>,
    /// The day of the last visit to its address.
    pub(crate) accessed: Option<SpannedDate>,
    /// The words that the explainer relies on.
    pub(crate) excerpt: Option<Text>,
    /// Its words are quoted in a translation.
    pub(crate) translated: bool,
    /// It goes on after its date.
    pub(crate) live: bool,
    /// Anything else that readers need to find or judge it.
    pub(crate) note: Option<Title>,
    /// The language of its title and excerpt, a BCP 47 tag.
    pub(crate) language: Option<Text>,
    /// Its author has written a note on it.
    pub(crate) is_explained: bool,
    /// What is wrong with it, if that concerns only those who cite it.
    pub(crate) slips: Vec<(Span, Problem)>,
}

/// The kind of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceKind {
    Article,
    Report,
    Document,
    Interview,
    Dataset,
    Book,
    Post,
    Page,
    Paper,
    Thesis,
    Video,
    Audio,
    Software,
    Law,
}

impl SourceKind {
    /// The word for it in `sources.toml`.
    pub(crate) fn name(self) -> &'static str {
        let named = SOURCE_KINDS.iter().find(|(_, kind)| *kind == self);
        named.map_or("", |(name, _)| name)
    }
}

const SOURCE_KINDS: [(&str, SourceKind); 14] = [
    ("article", SourceKind::Article),
    ("report", SourceKind::Report),
    ("document", SourceKind::Document),
    ("interview", SourceKind::Interview),
    ("dataset", SourceKind::Dataset),
    ("book", SourceKind::Book),
    ("post", SourceKind::Post),
    ("page", SourceKind::Page),
    ("paper", SourceKind::Paper),
    ("thesis", SourceKind::Thesis),
    ("video", SourceKind::Video),
    ("audio", SourceKind::Audio),
    ("software", SourceKind::Software),
    ("law", SourceKind::Law),
];

/// A person, an organization, a place, an event or a term.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    pub(crate) id: Text,
    pub(crate) kind: EntityKind,
    pub(crate) name: Option<Text>,
    pub(crate) aliases: Vec<Text>,
    /// Wrong spellings of its names.
    pub(crate) variants: Vec<Text>,
    /// They are to be mended wherever they stand.
    pub(crate) fix_always: bool,
    /// Their office or part, as of `as_of`.
    pub(crate) role: Option<Text>,
    pub(crate) roles: Vec<Role>,
    pub(crate) as_of: Option<SpannedDate>,
    /// The birth of a person; the founding of an organization or a place. Events and terms have none.
    pub(crate) born: Option<SpannedDate>,
    /// The death of a person; the end of an organization or a place.
    pub(crate) died: Option<SpannedDate>,
    pub(crate) text: Option<Prose>,
    /// Ids of sources.
    pub(crate) sources: Vec<Text>,
    /// `Q` and digits.
    pub(crate) wikidata: Option<Text>,
    /// Its former names.
    pub(crate) renamed: Vec<Renamed>,
    /// Where its names become links to its card.
    pub(crate) link: Linking,
}

/// A name that an entity had.
#[derive(Clone, Debug)]
pub(crate) struct Renamed {
    pub(crate) from: Text,
    /// Since when it has the name that came after.
    pub(crate) date: Option<SpannedDate>,
}

/// Where an entity's names become links to its card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Linking {
    /// At the first use in each section.
    #[default]
    First,
    /// In brackets only: for a name that is a common word too.
    Explicit,
}

impl Entity {
    /// All that it is called: its name, its aliases, its former names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Text> {
        self.name.iter().chain(&self.aliases).chain(self.renamed.iter().map(|renamed| &renamed.from))
    }

    /// The names that become links without brackets.
    pub(crate) fn names_in_text(&self) -> Vec<&str> {
        let names = self.names().filter(|_| self.link == Linking::First);
        names.map(|name| name.value.as_str()).collect()
    }

    /// The wrong spellings.
    pub(crate) fn spellings_to_mend(&self) -> Vec<&str> {
        self.variants.iter().map(|variant| variant.value.as_str()).collect()
    }
}

/// A role with its time.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) title: Text,
    pub(crate) from: Option<SpannedDate>,
    pub(crate) to: Option<SpannedDate>,
}

/// The kind of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntityKind {
    Person,
    Organization,
    Place,
    Event,
    Term,
}

const ENTITY_KINDS: [(&str, EntityKind); 5] = [
    ("person", EntityKind::Person),
    ("organization", EntityKind::Organization),
    ("place", EntityKind::Place),
    ("event", EntityKind::Event),
    ("term", EntityKind::Term),
];

impl Entity {
    /// When a person was born.
    pub(crate) fn birth(&self) -> Option<&SpannedDate> {
        self.born.as_ref().filter(|_| self.kind == EntityKind::Person)
    }

    /// When a person died.
    pub(crate) fn death(&self) -> Option<&SpannedDate> {
        self.died.as_ref().filter(|_| self.kind == EntityKind::Person)
    }

    /// When an organization or a place was founded.
    pub(crate) fn founding(&self) -> Option<&SpannedDate> {
        self.born.as_ref().filter(|_| self.kind != EntityKind::Person)
    }

    /// When an organization or a place ended.
    pub(crate) fn end(&self) -> Option<&SpannedDate> {
        self.died.as_ref().filter(|_| self.kind != EntityKind::Person)
    }
}

/// The kinds of sources, for a sentence.
pub(crate) fn source_kinds() -> String {
    Choice(SOURCE_KINDS.iter().map(|(name, _)| *name).collect()).to_string()
}

/// The kinds of entities, for a sentence.
pub(crate) fn entity_kinds() -> String {
    Choice(ENTITY_KINDS.iter().map(|(name, _)| *name).collect()).to_string()
}

pub(crate) fn sources(fields: &mut Fields<'_, '_>) -> Vec<Source> {
    fields.entries("a source", source)
}

fn source(id: Text, fields: &mut Fields<'_, '_>) -> Source {
    let mut source = Source {
        id,
        kind: fields.needed_word("kind", &SOURCE_KINDS).unwrap_or(SourceKind::Document),
        title: fields.needed_text("title").map(|text| title(fields, &text)),
        authors: fields.texts("authors"),
        publisher: fields.text("publisher"),
        date: fields.date("date"),
        url: address(fields, "url"),
        archived: address(fields, "archived"),
        unarchived: fields.text("unarchived"),
        below_url: fields.behind_line("url"),
        accessed: fields.date("accessed"),
        excerpt: fields.text("excerpt"),
        translated: fields.flag("translated"),
        live: fields.flag("live"),
        note: fields.text("note").map(|text| title(fields, &text)),
        language: fields.checked_text("language", |tag| match Locale::try_from_str(tag) {
            Ok(_) => Ok(()),
            Err(_) => Err(Problem::NotALanguageTag { key: "language".to_owned() }),
        }),
        is_explained: false,
        slips: vec![],
    };
    source.is_explained = source.note.is_some();
    source
}

/// An address on the web.
pub(crate) fn address(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Text> {
    fields.checked_text(key, |url| on_the_web(key, url))
}

/// Reads an address on the web; reports one that is not.
pub(super) fn on_the_web(key: &str, url: &str) -> Result<(), Problem> {
    match scheme(url) {
        Scheme::Passive => Ok(()),
        Scheme::Active(scheme) => Err(Problem::ActiveUrl { scheme }),
        Scheme::None => Err(Problem::NotOnTheWeb { key: key.to_owned() }),
    }
}

pub(crate) fn entities(fields: &mut Fields<'_, '_>) -> Vec<Entity> {
    fields.entries("an entity", entity)
}

fn entity(id: Text, fields: &mut Fields<'_, '_>) -> Entity {
    let kind = fields.needed_word("kind", &ENTITY_KINDS);
    let entity = Entity {
        id,
        kind: kind.unwrap_or(EntityKind::Term),
        name: fields.needed_text("name"),
        aliases: fields.texts("aliases"),
        variants: fields.texts("variants"),
        fix_always: fields.word("fix", &[("always", ())]).is_some(),
        role: fields.text("role"),
        roles: fields.tables("roles", "a role", role).into_iter().flatten().collect(),
        as_of: fields.date("as_of"),
        born: lifetime_date(fields, kind, "born"),
        died: lifetime_date(fields, kind, "died"),
        text: fields.text("text").map(|text| prose(fields, text)),
        sources: fields.texts("sources"),
        wikidata: wikidata(fields),
        renamed: fields.tables("renamed", "a former name", renamed).into_iter().flatten().collect(),
        link: fields
            .word("link", &[("first", Linking::First), ("explicit", Linking::Explicit)])
            .unwrap_or_default(),
    };
    in_order(fields, ("born", entity.born.as_ref()), ("died", entity.died.as_ref()));
    entity
}

/// Reads the beginning or the end of a life. What has none is said to have none: no reader would see the date.
fn lifetime_date(
    fields: &mut Fields<'_, '_>,
    kind: Option<EntityKind>,
    key: &'static str,
) -> Option<SpannedDate> {
    let date = fields.date(key)?;
    let noun = match kind {
        Some(EntityKind::Event) => "an event",
        Some(EntityKind::Term) => "a term",
        Some(EntityKind::Person | EntityKind::Organization | EntityKind::Place) | None => return Some(date),
    };
    fields.report(date.span, Problem::NoLifetime { key, noun });
    None
}

/// No person dies before they are born, and no role ends before it begins.
fn in_order(
    fields: &Fields<'_, '_>,
    (earlier, first): (&'static str, Option<&SpannedDate>),
    (later, last): (&'static str, Option<&SpannedDate>),
) {
    if let (Some(first), Some(last)) = (first, last)
        && last.date.latest() < first.date.earliest()
    {
        fields.report(last.span, Problem::DatesOutOfOrder { later, earlier });
    }
}

fn role(fields: &mut Fields<'_, '_>) -> Option<Role> {
    let title = fields.needed_text("title");
    let from = fields.date("from");
    let to = fields.date("to");
    in_order(fields, ("from", from.as_ref()), ("to", to.as_ref()));
    Some(Role { title: title?, from, to })
}

fn renamed(fields: &mut Fields<'_, '_>) -> Option<Renamed> {
    let from = fields.needed_text("from");
    Some(Renamed { date: fields.date("date"), from: from? })
}

fn wikidata(fields: &mut Fields<'_, '_>) -> Option<Text> {
    fields.checked_text("wikidata", |text| match text.strip_prefix('Q') {
        Some(digits)
            if digits.starts_with(|c| matches!(c, '1'..='9'))
                && digits.chars().all(|c| c.is_ascii_digit()) =>
        {
            Ok(())
        }
        _ => Err(Problem::NotAWikidataItem {}),
    })
}

/// A figure: one number that a site knows, wherever it is printed.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) id: Text,
    /// The thing that is counted or measured.
    pub(crate) label: Option<Title>,
    pub(crate) value: Option<Number>,
    /// Behind the number: `members`, `%`, `km`.
    pub(crate) unit: Option<Text>,
    /// How soon it goes out of date.
    pub(crate) kind: Option<FactKind>,
    /// When it was so.
    pub(crate) as_of: Option<SpannedDate>,
    pub(crate) source: Option<Origin>,
    /// A comparison that makes the number understandable.
    pub(crate) comparison: Option<Prose>,
}

/// What a figure is, of those that go out of date each in their own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactKind {
    Price,
    Office,
    Membership,
    Population,
}

const KINDS: [(&str, FactKind); 4] = [
    ("price", FactKind::Price),
    ("office", FactKind::Office),
    ("membership", FactKind::Membership),
    ("population", FactKind::Population),
];

pub(crate) fn facts(fields: &mut Fields<'_, '_>) -> Vec<Fact> {
    fields.entries("a fact", fact)
}

fn fact(id: Text, fields: &mut Fields<'_, '_>) -> Fact {
    Fact {
        id,
        label: fields.needed_text("label").map(|text| title(fields, &text)),
        value: fields.needed_number("value"),
        unit: fields.text("unit"),
        kind: fields.word("kind", &KINDS),
        as_of: fields.date("as_of"),
        source: {
            fields.need("source", "source = \"…\"");
            origin(fields, "source")
        },
        comparison: fields.text("comparison").map(|text| prose(fields, text)),
    }
}

/// Where something that is no running text comes from: the sources that its string names.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) text: Text,
    /// Their places are bytes of the text's value.
    pub(crate) cited: Vec<Cited>,
}

/// Reads the origin under a key. It is written like a citation without its brackets: `id`, `id, p. 4`, `one; other`.
pub(crate) fn origin(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Origin> {
    let text = fields.text(key)?;
    let named = text.value.trim_start().trim_start_matches('@');
    let start = text.value.len() - named.len();
    match parse_citation(named, start..text.value.len(), true) {
        Some(cited) => Some(Origin { cited, text }),
        None => {
            fields.report(text.span, Problem::EmptyCitation {});
            None
        }
    }
}

/// Reads a language tag under a key; reports one that is not well-formed.
pub(crate) fn language(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Text> {
    let text = fields.text(key)?;
    if !is_tag(&text.value) {
        fields.report(text.span, Problem::NotALanguageTag { key: key.to_owned() });
    }
    Some(text)
}

/// Returns whether a tag is well-formed (BCP 47).
pub(crate) fn is_tag(text: &str) -> bool {
    let mut tags = text.split('-');
    let primary = tags
        .next()
        .is_some_and(|tag| matches!(tag.len(), 2 | 3) && tag.chars().all(|c| c.is_ascii_lowercase()));
    primary && tags.all(|tag| (1..=8).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric()))
}
