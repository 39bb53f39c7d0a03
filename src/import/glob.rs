//! Patterns of paths, as Zola's `ignored_content` has them: `*.tmp`, `**/drafts`, `{a,b}.md`.
//!
//! `*` and `?` stand for slashes too, as in <https://docs.rs/globset> where nothing else is asked for. Must not
//! know: what is done with what fits.

/// Choices in one pattern: each of them may double its plain forms.
const CHOICES: usize = 6;

/// A pattern, as its plain forms: only `*` and `?` mean anything in them.
#[derive(Debug)]
pub(super) struct Glob {
    forms: Vec<Vec<char>>,
}

impl Glob {
    /// Reads a pattern. None of a kind that nobody writes for names of pages: classes, escapes, many choices.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.replace("**/", "{,*/}").replace("**", "*");
        let odd = text.contains(['[', ']', '!', '\\']) || text.matches('{').count() > CHOICES;
        let mut forms = vec![];
        (!odd && expand(&text, &mut forms)).then_some(Self { forms })
    }

    pub(super) fn fits(&self, path: &str) -> bool {
        let path: Vec<char> = path.chars().collect();
        self.forms.iter().any(|form| fits(form, &path))
    }
}

/// Writes out the last choice that has none in it, until there is none; whether all braces are pairs.
fn expand(text: &str, forms: &mut Vec<Vec<char>>) -> bool {
    let Some(open) = text.rfind('{') else {
        forms.push(text.chars().collect());
        return !text.contains('}');
    };
    let Some(close) = text[open..].find('}').map(|at| open + at) else { return false };
    text[open + 1..close]
        .split(',')
        .all(|choice| expand(&format!("{}{choice}{}", &text[..open], &text[close + 1..]), forms))
}

/// Whether a plain form fits: after a `*` that fits too little, the last one takes one letter more.
fn fits(form: &[char], text: &[char]) -> bool {
    let (mut at, mut here, mut star) = (0, 0, None);
    while here < text.len() {
        match form.get(at) {
            Some('*') => {
                star = Some((at, here));
                at += 1;
            }
            Some(letter) if *letter == '?' || *letter == text[here] => {
                at += 1;
                here += 1;
            }
            _ => {
                let Some((before, taken)) = star else { return false };
                star = Some((before, taken + 1));
                (at, here) = (before + 1, taken + 1);
            }
        }
    }
    form[at..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_whole_paths() {
        let fits = |glob, path| Glob::read(glob).map(|glob| glob.fits(path));
        assert_eq!(fits("*.tmp", "/content/a/b.tmp"), Some(true));
        assert_eq!(fits("*.{md,txt}", "a.txt"), Some(true));
        assert_eq!(fits("*.{md,txt}", "a.text"), Some(false));
        assert_eq!(fits("**/drafts", "/content/drafts"), Some(true));
        assert_eq!(fits("a/**/b", "a/b"), Some(true));
        assert_eq!(fits("a/**/b", "a/c/d/b"), Some(true));
        assert_eq!(fits("b?.md", "b1.md"), Some(true));
        assert_eq!(fits("a", "ab"), Some(false));
        assert!(["[ab]", "{a", "a}"].into_iter().all(|odd| Glob::read(odd).is_none()));
    }
}
