//! `links.lock`: the last known state of addresses outside the site.
//!
//! It is an input like any other: its authors commit it, and only `check --online` writes it. What is wrong with an
//! address is judged here, by what is written, so that each day gives the same findings. Must not know: where the
//! addresses stand; how they are asked; what time it is.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};

use super::data::address;
use super::table::Fields;
use crate::base::toml::format_string;
use crate::diagnostics::Problem;

/// How often an address must fail, and how far its first and last failures lie apart, before it is dead: a server
/// may be down for a week-end.
const FAILS: u32 = 3;
const FAILING: SignedDuration = SignedDuration::from_hours(72);

/// How often an address must have been moved to the same place, and for how long, before that is believed.
const MOVES: u32 = 3;
const MOVING: SignedDuration = SignedDuration::from_hours(7 * 24);

/// For how long an address that was well is not asked again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// All addresses, each as it is written in the site, without its fragment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) entries: BTreeMap<String, Entry>,
}

/// What is known of one address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) last_ok: Option<Timestamp>,
    /// Of the failures since it was last well.
    pub(crate) first_fail: Option<Timestamp>,
    pub(crate) last_fail: Option<Timestamp>,
    pub(crate) fails: u32,
    /// The status of HTTP that it answered with.
    pub(crate) status: Option<u16>,
    /// What happened instead of an answer.
    pub(crate) trouble: Option<RequestFailure>,
    /// Where it has moved for good, since when, and how often that was seen.
    pub(crate) final_url: Option<String>,
    pub(crate) moved_since: Option<Timestamp>,
    pub(crate) moved_seen: u32,
    /// The address of a copy in an archive.
    pub(crate) archive_url: Option<String>,
    pub(crate) etag: Option<String>,
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestFailure {
    /// The name of the host does not resolve.
    NoSuchName,
    /// It could not be said whether the name resolves.
    NameUnknown,
    NoConnection,
    NoAnswer,
    /// The certificate is out of date or another host's.
    BadCertificate,
    /// The certificate is of an authority that we do not know.
    UnknownAuthority,
    NotHttp,
    TooManyRedirects,
    /// It leads to an address that is never requested: in a private network, at an unusual port.
    NotAsked,
}

const REQUEST_FAILURES: [(&str, RequestFailure); 9] = [
    ("no-such-name", RequestFailure::NoSuchName),
    ("name-unknown", RequestFailure::NameUnknown),
    ("no-connection", RequestFailure::NoConnection),
    ("no-answer", RequestFailure::NoAnswer),
    ("bad-certificate", RequestFailure::BadCertificate),
    ("unknown-authority", RequestFailure::UnknownAuthority),
    ("not-http", RequestFailure::NotHttp),
    ("too-many-redirects", RequestFailure::TooManyRedirects),
    ("not-asked", RequestFailure::NotAsked),
];

/// The key of an address: what is asked of a server has no fragment. None, if it is no address that is asked.
pub(crate) fn key(url: &str) -> Option<&str> {
    let url = url.split('#').next().unwrap_or(url).trim();
    let scheme = url.split_once("://")?.0;
    let asked = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let odd = |c: char| c.is_whitespace() || c.is_control();
    (asked && !url.contains(odd)).then_some(url)
}

impl Links {
    pub(crate) fn get(&self, url: &str) -> Option<&Entry> {
        self.entries.get(key(url)?)
    }

    /// Whether an address should be asked again: what was well a day ago, is so.
    pub(crate) fn is_due(&self, url: &str, now: Timestamp) -> bool {
        self.get(url).is_none_or(|entry| {
            let fresh = entry.last_ok.is_some_and(|last| now.duration_since(last) < FRESH);
            entry.fails > 0 || !fresh
        })
    }

    /// Takes down what an address answered at a moment.
    pub(crate) fn record(&mut self, url: &str, answer: Answer, now: Timestamp) {
        let Some(url) = key(url) else { return };
        self.entries.entry(url.to_owned()).or_default().record(answer, now);
    }

    /// Forgets the addresses that the site has no more.
    pub(crate) fn keep(&mut self, is_used: impl Fn(&str) -> bool) {
        self.entries.retain(|url, _| is_used(url));
    }

    /// The file, sorted by address.
    pub(crate) fn to_toml(&self) -> String {
        let mut text = HEAD.to_owned();
        for (url, entry) in &self.entries {
            let _ = writeln!(text, "\n[{}]", format_string(url));
            entry.write(&mut text);
        }
        text
    }
}

impl Entry {
    /// Whether the address is dead: gone by its own word, or failing too often for too long.
    pub(crate) fn is_dead(&self) -> bool {
        let gone = matches!(self.status, Some(404 | 410)) || self.trouble == Some(RequestFailure::NoSuchName);
        let since = self.first_fail.zip(self.last_fail).map(|(first, last)| last.duration_since(first));
        self.fails > 0 && (gone || self.fails >= FAILS && since.is_some_and(|since| since >= FAILING))
    }

    /// Where the address has moved, once that is beyond doubt.
    pub(crate) fn moved_to(&self) -> Option<&str> {
        let since = self.last_ok?.duration_since(self.moved_since?);
        let url = self.final_url.as_deref()?;
        (self.fails == 0 && self.moved_seen >= MOVES && since >= MOVING).then_some(url)
    }

    /// Why it is no good, in words.
    pub(crate) fn reason(&self) -> String {
        match (self.status, self.trouble) {
            (Some(404), _) => "the page does not exist (404)".to_owned(),
            (Some(410), _) => "the page is permanently gone (410)".to_owned(),
            (Some(status), _) => format!("the server answers with {status}"),
            (None, Some(trouble)) => trouble.words().to_owned(),
            (None, None) => "it does not answer".to_owned(),
        }
    }

    fn record(&mut self, answer: Answer, now: Timestamp) {
        match answer.outcome {
            Outcome::Well(status) => self.well(status, answer, now),
            Outcome::Failed(why) => {
                self.say(why);
                self.fails = self.fails.saturating_add(1);
                self.first_fail.get_or_insert(now);
                self.last_fail = Some(now);
            }
            // What was known of it still holds.
            Outcome::Unknown(why) if self.last_ok.is_none() && self.fails == 0 => self.say(why),
            Outcome::Unknown(_) => {}
        }
    }

    fn well(&mut self, status: u16, answer: Answer, now: Timestamp) {
        let same = answer.moved.is_some() && answer.moved == self.final_url;
        let seen = if same { self.moved_seen } else { 0 };
        let since = self.moved_since.filter(|_| same).unwrap_or(now);
        let is_moved = answer.moved.is_some();
        *self = Self {
            last_ok: Some(now),
            status: Some(status),
            moved_since: is_moved.then_some(since),
            moved_seen: if is_moved { seen.saturating_add(1) } else { 0 },
            final_url: answer.moved,
            archive_url: self.archive_url.take(),
            etag: answer.etag,
            ..Self::default()
        };
    }

    fn say(&mut self, why: Why) {
        (self.status, self.trouble) = match why {
            Why::Status(status) => (Some(status), None),
            Why::NoAnswer(trouble) => (None, Some(trouble)),
        };
    }

    fn write(&self, to: &mut String) {
        let word = REQUEST_FAILURES
            .iter()
            .find(|(_, trouble)| Some(*trouble) == self.trouble)
            .map(|(word, _)| *word);
        let count = |count: u32| (count > 0).then(|| count.to_string());
        let moment = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string());
        let text = |text: Option<&str>| text.map(format_string);
        let lines = [
            ("status", self.status.map(|status| status.to_string())),
            ("trouble", text(word)),
            ("last_ok", moment(self.last_ok)),
            ("first_fail", moment(self.first_fail)),
            ("last_fail", moment(self.last_fail)),
            ("fails", count(self.fails)),
            ("final_url", text(self.final_url.as_deref())),
            ("moved_since", moment(self.moved_since)),
            ("moved_seen", count(self.moved_seen)),
            ("archive_url", text(self.archive_url.as_deref())),
            ("etag", text(self.etag.as_deref())),
        ];
        for (key, value) in lines {
            if let Some(value) = value {
                let _ = writeln!(to, "{key} = {value}");
            }
        }
    }
}

impl RequestFailure {
    fn words(self) -> &'static str {
        match self {
            Self::NoSuchName => "its host does not exist",
            Self::NameUnknown => "the address of its host cannot be found",
            Self::NoConnection => "its host refuses a connection",
            Self::NoAnswer => "its host does not answer",
            Self::BadCertificate => "its certificate is not valid",
            Self::UnknownAuthority => "its certificate is from an unknown authority",
            Self::NotHttp => "its host does not speak HTTP",
            Self::TooManyRedirects => "it redirects in a circle",
            Self::NotAsked => "it is in a private network",
        }
    }
}

pub(crate) fn links(fields: &mut Fields<'_, '_>) -> Links {
    let entries = fields.entries("an address", |url, fields| {
        if key(&url.value) != Some(url.value.as_str()) {
            fields.report(url.span, Problem::NotAskable { url: url.value.clone() });
        }
        (url.value, entry(fields))
    });
    Links { entries: entries.into_iter().collect() }
}

fn entry(fields: &mut Fields<'_, '_>) -> Entry {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Entry {
        last_ok: fields.moment("last_ok"),
        first_fail: fields.moment("first_fail"),
        last_fail: fields.moment("last_fail"),
        fails: fields.count("fails").map_or(0, number),
        status: fields.count("status").and_then(|status| u16::try_from(status).ok()),
        trouble: fields.word("trouble", &REQUEST_FAILURES),
        final_url: address(fields, "final_url").map(|text| text.value),
        moved_since: fields.moment("moved_since"),
        moved_seen: fields.count("moved_seen").map_or(0, number),
        archive_url: address(fields, "archive_url").map(|text| text.value),
        etag: fields.text("etag").map(|text| text.value),
    }
}

/// What came of asking an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    /// Where it has moved for good.
    pub(crate) moved: Option<String>,
    pub(crate) etag: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is there.
    Well(u16),
    /// It is not there now.
    Failed(Why),
    /// Unknown: another client, or a browser, may be able to open it.
    Unknown(Why),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Status(u16),
    NoAnswer(RequestFailure),
}

/// What a status of HTTP says of an address. Who is asked for a password, for patience or for a browser learns
/// nothing of the page.
pub(crate) fn judge(status: u16) -> Outcome {
    match status {
        200..300 => Outcome::Well(status),
        401 | 403 | 407 | 408 | 425 | 429 | 451 | 999 => Outcome::Unknown(Why::Status(status)),
        _ => Outcome::Failed(Why::Status(status)),
    }
}

impl From<RequestFailure> for Outcome {
    fn from(trouble: RequestFailure) -> Self {
        use RequestFailure::{BadCertificate, NameUnknown, NoAnswer, NoConnection, NoSuchName};
        use RequestFailure::{NotAsked, NotHttp, TooManyRedirects, UnknownAuthority};
        match trouble {
            NameUnknown | NoAnswer | UnknownAuthority | TooManyRedirects | NotAsked => {
                Self::Unknown(Why::NoAnswer(trouble))
            }
            NoSuchName | NoConnection | BadCertificate | NotHttp => Self::Failed(Why::NoAnswer(trouble)),
        }
    }
}

impl Answer {
    pub(crate) fn plain(outcome: impl Into<Outcome>) -> Self {
        Self { outcome: outcome.into(), moved: None, etag: None }
    }
}

/// Whether of all that were asked no server said a word: then nothing was learned of any.
pub(crate) fn nobody_answers<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> bool {
    let not_asked = Outcome::from(RequestFailure::NotAsked);
    let mut asked = answers.into_iter().filter(|answer| answer.outcome != not_asked).peekable();
    // It may be this machine's own network that is down.
    let is_of_nobody = |answer: &Answer| match answer.outcome {
        Outcome::Failed(Why::NoAnswer(trouble)) | Outcome::Unknown(Why::NoAnswer(trouble)) => {
            matches!(
                trouble,
                RequestFailure::NameUnknown
                    | RequestFailure::NoAnswer
                    | RequestFailure::NoConnection
                    | RequestFailure::NoSuchName
            )
        }
        _ => false,
    };
    asked.peek().is_some() && asked.all(is_of_nobody)
}

const HEAD: &str = "\
# What `nutgraf check --online` learned of the addresses outside the site. Commit it: a check that asks nobody
# goes by it. `archive_url` may be added by hand.
";
