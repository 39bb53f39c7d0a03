//! What a template is made of: itself, and all others that it may take in.
//!
//! Rather one too many: a template that only looks as if it were taken in changes a digest in vain. Must not know:
//! what a template is for.

use crate::base::Digest;

/// The digest of a template's text and of the texts of all templates that it may include, extend or call.
pub(super) fn made_of(template: &str, templates: &[(&str, &str)]) -> Digest {
    let mut taken = vec![template];
    let mut read = 0;
    while let Some(name) = taken.get(read) {
        let text = templates.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text);
        let others = templates.iter().filter(|(other, body)| takes(text, (other, body)));
        let new: Vec<_> = others.map(|(other, _)| *other).filter(|other| !taken.contains(other)).collect();
        taken.extend(new);
        read += 1;
    }
    Digest::of_value(&templates.iter().filter(|(name, _)| taken.contains(name)).collect::<Vec<_>>())
}

/// Whether a text names another template, or calls a component that stands there.
fn takes(text: &str, (other, body): (&str, &str)) -> bool {
    let named = ['"', '\'', '`'].iter().any(|quote| text.contains(&format!("{quote}{other}{quote}")));
    let end = |letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.';
    let mut components = body.split("component ").skip(1).filter_map(|rest| rest.split(end).next());
    named || components.any(|name| !name.is_empty() && text.contains(&format!("<{name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(&str, &str); 4] = [
        ("card.svg", "{% include \"parts/a.svg\" %}{{ <words of={x} /> }}"),
        ("parts/a.svg", "{% include 'b.svg' %}"),
        ("b.svg", "b"),
        ("parts/words.html", "{% component words(of) %}w{% endcomponent words %}"),
    ];

    fn with(name: &str, text: &'static str) -> Digest {
        let all = ALL.map(|(known, body)| if known == name { (known, text) } else { (known, body) });
        made_of("card.svg", &all)
    }

    #[test]
    fn a_template_is_made_of_all_that_it_takes_in() {
        let now = made_of("card.svg", &ALL);
        for (name, text) in [("card.svg", "x"), ("parts/a.svg", "x"), ("b.svg", "x")] {
            assert_ne!(now, with(name, text), "{name}");
        }
        assert_ne!(now, with("parts/words.html", "{% component words(of) %}v{% endcomponent words %}"));
    }

    #[test]
    fn a_template_is_not_made_of_others() {
        let mut more = ALL.to_vec();
        more.push(("explainer.html", "{% component mark(id) %}x{% endcomponent mark %}"));
        assert_eq!(made_of("card.svg", &ALL), made_of("card.svg", &more));
    }
}
