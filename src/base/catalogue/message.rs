//! One message: its words and its variables, read once.
//!
//! Must not know: the catalogue that it is part of.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use fluent_syntax::ast::{Expression, InlineExpression, Message as Source, Pattern, PatternElement};
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::Argument;

/// A message.
#[derive(Debug)]
pub(super) struct Message {
    /// None for a message that only Fluent can fill in, because it chooses between forms.
    pieces: Option<Vec<Piece>>,
    /// Its own variables, and those of the messages that it takes in.
    pub(super) variables: BTreeSet<String>,
    /// It is in the language of the catalogue, and not English in its place.
    pub(super) is_translated: bool,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Variable(String),
}

impl Message {
    pub(super) fn new(
        pattern: &Pattern<&str>,
        bundle: &FluentBundle<Arc<FluentResource>>,
        is_translated: bool,
    ) -> Self {
        let mut reader = Reader { bundle: Some(bundle), variables: BTreeSet::new(), within: vec![] };
        reader.pattern(pattern);
        let variables: BTreeSet<String> = reader.variables.into_iter().map(str::to_owned).collect();
        let pieces = if variables.is_empty() {
            let text = bundle.format_pattern(pattern, None, &mut vec![]).into_owned();
            Some(vec![Piece::Text(text)])
        } else {
            pattern.elements.iter().map(piece).collect()
        };
        Self { pieces, variables, is_translated }
    }

    /// Its words, if it has no variables.
    pub(super) fn text(&self) -> Option<&str> {
        match self.pieces.as_deref() {
            Some([Piece::Text(text)]) => Some(text),
            _ => None,
        }
    }

    /// The message with its variables filled in; nothing, if it chooses between forms.
    pub(super) fn fill(
        &self,
        arguments: &[(&str, Argument<'_>)],
        escape: impl Fn(&str) -> Cow<'_, str>,
    ) -> Option<String> {
        let mut filled = String::with_capacity(64);
        for piece in self.pieces.as_ref()? {
            match piece {
                Piece::Text(text) => filled += &escape(text),
                Piece::Variable(name) => match arguments.iter().find(|(known, _)| known == name) {
                    Some((_, Argument::Text(text))) => filled += text,
                    Some((_, Argument::Number(number))) => filled += &number.to_string(),
                    None => {}
                },
            }
        }
        Some(filled)
    }
}

/// A piece of a message; nothing for one that Fluent must make.
fn piece(element: &PatternElement<&str>) -> Option<Piece> {
    match element {
        PatternElement::TextElement { value } => Some(Piece::Text((*value).to_owned())),
        PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
            InlineExpression::StringLiteral { value } => {
                Some(Piece::Text(unescape_unicode_to_string(value).into_owned()))
            }
            InlineExpression::VariableReference { id } => Some(Piece::Variable(id.name.to_owned())),
            _ => None,
        },
        PatternElement::Placeable { .. } => None,
    }
}

/// Text as HTML, by the same rules as the templates' own escaping.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut html = String::with_capacity(text.len() + 16);
    // Writing to a string does not fail.
    let _ = pulldown_cmark_escape::escape_html(&mut html, text);
    Cow::Owned(html)
}

/// The variables that a message and its attributes name, without those of messages that they take in.
pub(super) fn variables<'m>(message: &'m Source<&'m str>) -> BTreeSet<&'m str> {
    let mut reader = Reader { bundle: None, variables: BTreeSet::new(), within: vec![] };
    message.value.iter().for_each(|pattern| reader.pattern(pattern));
    message.attributes.iter().for_each(|attribute| reader.pattern(&attribute.value));
    reader.variables
}

/// Looks for variables.
struct Reader<'m> {
    /// Where messages are found that are taken in, unless they do not count.
    bundle: Option<&'m FluentBundle<Arc<FluentResource>>>,
    variables: BTreeSet<&'m str>,
    /// The messages that we are in: one that takes in itself is not read twice.
    within: Vec<&'m str>,
}

impl<'m> Reader<'m> {
    fn pattern(&mut self, pattern: &'m Pattern<&'m str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &'m Expression<&'m str>) {
        match expression {
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
            Expression::Inline(inline) => self.inline(inline),
        }
    }

    fn inline(&mut self, inline: &'m InlineExpression<&'m str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| self.inline(argument));
            }
            InlineExpression::MessageReference { id, .. } => self.message(id.name),
            // A term sees no variables but those that it is given, and these are literals.
            InlineExpression::TermReference { .. }
            | InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn message(&mut self, id: &'m str) {
        let Some(message) = self.bundle.and_then(|bundle| bundle.get_message(id)) else { return };
        if self.within.contains(&id) {
            return;
        }
        self.within.push(id);
        let attributes = message.attributes().map(|attribute| attribute.value());
        for pattern in message.value().into_iter().chain(attributes.collect::<Vec<_>>()) {
            self.pattern(pattern);
        }
        self.within.pop();
    }
}
