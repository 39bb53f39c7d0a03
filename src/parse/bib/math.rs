//! Formulas of LaTeX in one line of Unicode: `$\geq 5\,\mu$g` as `≥ 5 µg`.
//!
//! Must not know: where a formula stands.

use pulldown_latex::event::{Content, Event, ScriptType, Visual};
use pulldown_latex::{Parser, Storage};

/// The signs that Unicode has raised, and the same raised.
const RAISED: (&str, &str) =
    ("0123456789+−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ");

/// The signs that Unicode has lowered, and the same lowered.
const LOWERED: (&str, &str) = ("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ");

/// Fractions with a sign of their own.
const FRACTIONS: [(&str, &str); 11] = [
    ("1/2", "½"),
    ("1/3", "⅓"),
    ("2/3", "⅔"),
    ("1/4", "¼"),
    ("3/4", "¾"),
    ("1/5", "⅕"),
    ("2/5", "⅖"),
    ("3/5", "⅗"),
    ("4/5", "⅘"),
    ("1/6", "⅙"),
    ("1/8", "⅛"),
];

/// Writes a formula as text; none, if it has parts that cannot stand in one line.
pub(super) fn formula(latex: &str) -> Option<String> {
    let storage = Storage::new();
    let events: Option<Vec<_>> = Parser::new(latex, &storage).map(Result::ok).collect();
    let mut rest = events.as_deref()?;
    let text = sequence(&mut rest)?;
    rest.is_empty().then_some(text)
}

/// A text raised, as far as Unicode has raised signs for all of it.
pub(super) fn raised(text: &str) -> Option<String> {
    scripted(text, RAISED)
}

/// The same lowered.
pub(super) fn lowered(text: &str) -> Option<String> {
    scripted(text, LOWERED)
}

fn scripted(text: &str, (plain, scripted): (&str, &str)) -> Option<String> {
    text.chars()
        .map(|sign| plain.chars().zip(scripted.chars()).find(|(p, _)| *p == sign).map(|(_, s)| s))
        .collect()
}

/// The elements up to the end of their group.
fn sequence(events: &mut &[Event<'_>]) -> Option<String> {
    let mut text = String::new();
    let mut is_open = false;
    while let Some((event, rest)) = events.split_first() {
        let is_operator = match event {
            Event::Content(Content::BinaryOp { content, .. }) => *content != '/',
            Event::Content(Content::Relation { .. }) => true,
            _ => false,
        };
        match event {
            Event::End => {
                *events = rest;
                break;
            }
            // An operator between two things has room; one before a thing, as in −5 and ~5, has none.
            _ if is_operator => {
                let sign = element(events)?;
                let is_between =
                    !text.is_empty() && !is_open && !matches!(events.first(), None | Some(Event::End));
                text += &if is_between { format!(" {sign} ") } else { sign };
                is_open = true;
                continue;
            }
            _ => text += &element(events)?,
        }
        is_open = false;
    }
    Some(text)
}

/// The next element: a sign, a group, or something with its parts.
fn element(events: &mut &[Event<'_>]) -> Option<String> {
    let (event, rest) = events.split_first()?;
    *events = rest;
    Some(match event {
        Event::Content(content) => sign(content)?,
        Event::Begin(_) => sequence(events)?,
        Event::Space { width, .. } => width.map_or("", |_| " ").to_owned(),
        Event::StateChange(_) => String::new(),
        Event::Visual(Visual::SquareRoot) => format!("√{}", in_parentheses(&element(events)?)),
        Event::Visual(Visual::Root) => {
            let radicand = element(events)?;
            format!("{}√{}", raised(&element(events)?)?, in_parentheses(&radicand))
        }
        Event::Visual(Visual::Fraction(_)) => {
            let above = element(events)?;
            let below = element(events)?;
            let fraction = format!("{}/{}", in_parentheses(&above), in_parentheses(&below));
            let own = FRACTIONS.iter().find(|(written, _)| *written == fraction);
            own.map_or(fraction, |(_, sign)| (*sign).to_owned())
        }
        Event::Visual(Visual::Negation) => format!("{}\u{338}", element(events)?),
        Event::Script { ty, .. } => {
            let base = element(events)?;
            let below = matches!(ty, ScriptType::Subscript | ScriptType::SubSuperscript);
            let below = if below { element(events)? } else { String::new() };
            let above = matches!(ty, ScriptType::Superscript | ScriptType::SubSuperscript);
            let above = if above { element(events)? } else { String::new() };
            format!("{base}{}{}", subscript(&below), superscript(&base, &above))
        }
        Event::End | Event::EnvironmentFlow(_) => return None,
    })
}

fn sign(content: &Content<'_>) -> Option<String> {
    Some(match content {
        Content::Text(text) | Content::Number(text) => (*text).to_owned(),
        Content::Function(name) => format!("{name} "),
        Content::Ordinary { content, .. }
        | Content::LargeOp { content, .. }
        | Content::BinaryOp { content, .. }
        | Content::Delimiter { content, .. }
        | Content::Punctuation(content) => content.to_string(),
        Content::Relation { content, .. } => {
            let mut buffer = [0; 8];
            String::from_utf8(content.encode_utf8_to_buf(&mut buffer).to_vec()).ok()?
        }
    })
}

fn superscript(base: &str, text: &str) -> String {
    match text {
        "∘" | "°" => "°".to_owned(),
        "′" | "*" => text.to_owned(),
        // 11th, 2nd
        _ if base.ends_with(|c: char| c.is_ascii_digit()) && text.chars().all(char::is_alphabetic) => {
            text.to_owned()
        }
        _ => raised(text).unwrap_or_else(|| format!("^{}", in_parentheses(text))),
    }
}

fn subscript(text: &str) -> String {
    lowered(text).unwrap_or_else(|| in_parentheses(text))
}

/// A part of a formula that must stay one.
fn in_parentheses(text: &str) -> String {
    if text.chars().all(|c| c.is_alphanumeric() || c == '.') { text.to_owned() } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_is_a_line_of_unicode() {
        for (latex, expected) in [
            (r"\leq", "≤"),
            (r"\beta", "β"),
            (r"-7", "−7"),
            (r"p<0.05", "p < 0.05"),
            (r"a \pm b \rightarrow c", "a ± b → c"),
            (r"\approx 3", "≈3"),
            (r"21^{st}", "21st"),
            (r"\mathrm{SO}_4^{2-}", "SO₄²⁻"),
            (r"90^\circ", "90°"),
            (r"^{\circ}", "°"),
            (r"10^{-3}", "10⁻³"),
            (r"2^{x/Q}", "2^(x/Q)"),
            (r"\frac{3}{4}", "¾"),
            (r"\frac{a+b}{2}", "(a + b)/2"),
            (r"\sqrt{2x}", "√2x"),
            (r"\neq", "≠"),
            (r"\text{so it is}", "so it is"),
            (r"<", "<"),
        ] {
            assert_eq!(formula(latex).as_deref(), Some(expected), "{latex}");
        }
        assert_eq!(formula(r"\nosuchcommand"), None);
    }

    proptest! {
        #[test]
        fn any_formula_is_read_or_refused(latex in r"(\\[a-z]{1,6}|[{}^_a-z0-9&%#+<~ -]){0,20}") {
            formula(&latex);
        }
    }
}
