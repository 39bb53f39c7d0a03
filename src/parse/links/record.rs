//! What an answer changes in `links.lock`, and how that is written down.
//!
//! Must not know: who asked, or over what.

use std::fmt::Write;

use jiff::Timestamp;

use super::{Entry, Links, Trouble, key};

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
    /// Nobody can tell: somebody else, or a browser, may get to see it.
    Unknown(Why),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Status(u16),
    Trouble(Trouble),
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

impl From<Trouble> for Outcome {
    fn from(trouble: Trouble) -> Self {
        use Trouble::{BadCertificate, NameUnknown, NoAnswer, NoConnection, NoSuchName};
        use Trouble::{NotAsked, NotHttp, TooManyRedirects, UnknownAuthority};
        match trouble {
            NameUnknown | NoAnswer | UnknownAuthority | TooManyRedirects | NotAsked => {
                Self::Unknown(Why::Trouble(trouble))
            }
            NoSuchName | NoConnection | BadCertificate | NotHttp => Self::Failed(Why::Trouble(trouble)),
        }
    }
}

impl Answer {
    pub(crate) fn plain(outcome: impl Into<Outcome>) -> Self {
        Self { outcome: outcome.into(), moved: None, etag: None }
    }

    /// Whether it may be this machine's own network that is down.
    fn is_of_nobody(&self) -> bool {
        use Trouble::{NameUnknown, NoAnswer, NoConnection, NoSuchName};
        match self.outcome {
            Outcome::Failed(Why::Trouble(trouble)) | Outcome::Unknown(Why::Trouble(trouble)) => {
                matches!(trouble, NameUnknown | NoAnswer | NoConnection | NoSuchName)
            }
            _ => false,
        }
    }

    /// Whether nobody had to be asked for it.
    fn is_of_ours(&self) -> bool {
        self.outcome == Outcome::from(Trouble::NotAsked)
    }
}

/// Whether of all that were asked no server said a word: then nothing was learned of any.
pub(crate) fn nobody_answers<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> bool {
    let mut asked = answers.into_iter().filter(|answer| !answer.is_of_ours()).peekable();
    asked.peek().is_some() && asked.all(Answer::is_of_nobody)
}

impl Links {
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
            let _ = writeln!(text, "\n[{}]", quoted(url));
            entry.write(&mut text);
        }
        text
    }
}

/// A text as a string of TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}

const HEAD: &str = "\
# What `nutgraf check --online` learned of the addresses outside the site. Commit it: a check that asks nobody
# goes by it. `archive_url` may be added by hand.
";

impl Entry {
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
            Why::Trouble(trouble) => (None, Some(trouble)),
        };
    }

    fn write(&self, to: &mut String) {
        let count = |count: u32| (count > 0).then(|| count.to_string());
        let moment = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string());
        let text = |text: Option<&str>| text.map(quoted);
        let lines = [
            ("status", self.status.map(|status| status.to_string())),
            ("trouble", text(self.trouble.map(Trouble::word))),
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
