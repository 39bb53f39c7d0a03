//! Whether a name is a person's, and its parts if it is.
//!
//! A byline does not say so. The two mistakes do not weigh the same: a person's name that is left whole is
//! found by every reader, and a group's that is turned around, "desk, T.", by none. So a name is a person's
//! only if nothing speaks against it: it has two words or more, each with a capital or a particle such as
//! `van`, none a word for an organization, none all capitals, no figures, and no `The` before it; and it is
//! not the publisher's. The family name is the last word with its particles, which is wrong for some names of
//! Spain, China and Hungary, and cannot be known. Must not know: what the name is cited for.

/// The name of an author, in its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AuthorName<'n> {
    Person { given: Vec<&'n str>, family: String, suffix: Option<&'n str> },
    Group(&'n str),
}

const PARTICLES: &[&str] = &[
    "af", "al", "av", "bin", "binti", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos",
    "du", "el", "ibn", "la", "las", "le", "los", "ter", "ten", "van", "vom", "von", "y", "zu", "zum", "zur",
];

const SUFFIXES: &[&str] = &["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"];

/// Words that are no part of a person's name, or seldom.
const ORGANIZATIONS: &[&str] = &[
    "academy", "agency", "alliance", "archive", "association", "authority", "board", "broadcasting",
    "bureau", "center", "centre", "chronicle", "club", "collective", "college", "commission", "committee",
    "company", "council", "data", "department", "desk", "editors", "explainers", "foundation", "gazette",
    "government", "group", "herald", "institute", "institution", "international", "journal", "labs",
    "library", "magazine", "media", "ministry", "museum", "nations", "network", "news", "newspaper",
    "newsroom", "observatory", "office", "organisation", "organization", "post", "press", "programme",
    "project", "radio", "reporters", "research", "review", "school", "service", "services", "society",
    "staff", "studio", "team", "television", "times", "tribune", "trust", "union", "united", "university",
    "world",
];

impl<'n> AuthorName<'n> {
    /// `groups` are names that are known to be no person's.
    pub(super) fn new(name: &'n str, groups: &[&str]) -> Self {
        let mut words: Vec<_> = name.split_whitespace().collect();
        if groups.contains(&name) || !is_person(&words) {
            return Self::Group(name);
        }
        let suffix = words.pop_if(|word| SUFFIXES.contains(word)).map(|suffix| suffix.trim_end_matches(','));
        let last = words.len() - 1;
        let particles = words[1..last].iter().rev().take_while(|word| PARTICLES.contains(word)).count();
        let family = words.split_off(last - particles).join(" ");
        Self::Person { given: words, family: family.trim_end_matches(',').to_owned(), suffix }
    }

    /// `van Beethoven, L.`
    pub(super) fn apa(&self) -> String {
        match self {
            Self::Group(name) => (*name).to_owned(),
            Self::Person { given, family, suffix } => {
                let given = given.iter().filter(|word| !PARTICLES.contains(word));
                let initials: Vec<_> = given.map(|word| initials(word)).collect();
                let suffix = suffix.map(|suffix| format!(", {suffix}")).unwrap_or_default();
                format!("{family}, {}{suffix}", initials.join(" "))
            }
        }
    }

    /// `van Beethoven, Ludwig`; a group in braces of its own.
    pub(super) fn bibtex(&self) -> String {
        match self {
            Self::Group(name) => format!("{{{}}}", super::escape_latex(name)),
            Self::Person { given, family, suffix } => {
                let parts = [Some(family.as_str()), *suffix, Some(&given.join(" "))];
                super::escape_latex(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn is_person(words: &[&str]) -> bool {
    let names = words.iter().filter(|word| !SUFFIXES.contains(word)).count();
    (2..=6).contains(&names)
        && words.len() - names <= 1
        && !words[0].eq_ignore_ascii_case("the")
        && !PARTICLES.contains(&words[names - 1])
        && words.iter().all(|word| PARTICLES.contains(word) || SUFFIXES.contains(word) || is_name_word(word))
}

fn is_name_word(word: &str) -> bool {
    let letters = word.trim_end_matches(',');
    let mut capitals = letters.chars().filter(|c| c.is_uppercase());
    let shouted = letters.chars().count() > 1 && letters.chars().all(char::is_uppercase);
    let in_names = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‑' | '\u{301}');
    // `al-Assad` and `d’Estaing` have theirs further in.
    let begins = letters.starts_with(char::is_uppercase) || letters.contains(['-', '\'', '’']);
    capitals.next().is_some()
        && begins
        && !shouted
        && letters.chars().all(in_names)
        && !ORGANIZATIONS.contains(&letters.to_lowercase().as_str())
}

/// `J. R.` of `J.R.`, `J.-P.` of `Jean-Paul`.
fn initials(word: &str) -> String {
    let initial = |part: &str| part.chars().next().map(|first| format!("{}.", first.to_uppercase()));
    let hyphened = |part: &str| part.split('-').filter_map(initial).collect::<Vec<_>>().join("-");
    let parts = word.split('.').filter(|part| !part.is_empty());
    parts.map(|part| hyphened(part.trim_start_matches('-'))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_turned_around() {
        for (name, apa, bibtex) in [
            ("Anna Berg", "Berg, A.", "Berg, Anna"),
            ("Ludwig van Beethoven", "van Beethoven, L.", "van Beethoven, Ludwig"),
            ("Jean-Paul Sartre", "Sartre, J.-P.", "Sartre, Jean-Paul"),
            ("J.R.R. Tolkien", "Tolkien, J. R. R.", "Tolkien, J.R.R."),
            ("Martin Luther King, Jr.", "King, M. L., Jr.", "King, Jr., Martin Luther"),
            ("Conor O’Brien", "O’Brien, C.", "O’Brien, Conor"),
            ("Bashar al-Assad", "al-Assad, B.", "al-Assad, Bashar"),
            ("Élise d’Arc", "d’Arc, É.", "d’Arc, Élise"),
        ] {
            let read = AuthorName::new(name, &[]);
            assert_eq!((read.apa().as_str(), read.bibtex().as_str()), (apa, bibtex), "{name}");
        }
    }

    #[test]
    fn what_may_be_a_group_is_left_whole() {
        for name in [
            "The nutgraf project",
            "Reuters",
            "BBC News",
            "World Bank",
            "Data desk",
            "Ernst & Young",
            "Ministry of Finance",
            "习近平",
            "Bellingcat Investigation Team",
            "24 Heures",
            "Jr. Jr.",
            "",
            "van",
        ] {
            assert_eq!(AuthorName::new(name, &[]), AuthorName::Group(name));
        }
        assert_eq!(AuthorName::new("Anna Berg", &["Anna Berg"]), AuthorName::Group("Anna Berg"));
        assert_eq!(
            AuthorName::new("A {b} & c", &[]).bibtex(),
            r"{A \textbraceleft{}b\textbraceright{} \& c}"
        );
    }
}
