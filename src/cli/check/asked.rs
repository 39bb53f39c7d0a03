//! Words of the command line that name rules.
//!
//! Must not know: what a rule finds.

use std::str::FromStr;

use crate::base::words::nearest;
use crate::diagnostics::LintLevel;
use crate::lint::{Selection, cards};

/// How a rule is to be taken: `T001=deny`.
#[derive(Clone)]
pub(super) struct Level(pub(super) (String, LintLevel));

impl FromStr for Level {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rule, stance) = text.split_once('=').ok_or("write it as `T001=deny`")?;
        let stance = match stance {
            "allow" => LintLevel::Allow,
            "warn" => LintLevel::Warn,
            "deny" => LintLevel::Deny,
            _ => return Err("a level is `allow`, `warn` or `deny`"),
        };
        Ok(Self((rule.to_owned(), stance)))
    }
}

/// That every word names a rule; if not, what to say of the one that does not.
pub(super) fn known(selection: &Selection) -> Result<(), String> {
    let cards = cards();
    let words = selection.only.iter().chain(selection.levels.iter().map(|(word, _)| word));
    let mut words = words.filter(|word| !cards.iter().any(|card| card.is_of(word)));
    words.next().map_or(Ok(()), |word| Err(unknown(word)))
}

/// That there is no such rule.
pub(in super::super) fn unknown(word: &str) -> String {
    let cards = cards();
    let near = nearest(word, cards.iter().flat_map(|card| [card.code.name, card.code.code]));
    let help = near.map_or_else(
        || "`nutgraf check --list` shows them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no rule `{word}`: {help}")
}
