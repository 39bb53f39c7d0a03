//! Puts a style sheet and all that it imports into one, without comments and white space.
//!
//! All else stays as it is written: browsers know more of CSS than any library, and agree on it. Mistakes that a browser
//! would pass over in silence are reported. Must not know: what a rule styles.

use std::ops::Range;

use cssparser::{Delimiter, ParseError, ParseErrorKind, Parser, ParserInput, Token, TokenSerializationType};

use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::source::{LARGEST, Snapshot};

/// How deep blocks, parentheses and functions may be nested: each level is a call, here and in browsers.
const MAX_DEPTH: usize = 100;

/// How many sheets may be put in: sheets that import two others each grow like a chain letter.
const MAX_IMPORTS: usize = 200;

/// Bundles a sheet.
pub(super) fn bundle(snapshot: &Snapshot, entry: &SitePath) -> Result<String, Finding> {
    let mut bundle = Bundle { snapshot, css: String::new(), open: vec![entry.clone()], imports: 0 };
    bundle.add_open_sheet()?;
    Ok(bundle.css)
}

struct Bundle<'s> {
    snapshot: &'s Snapshot,
    css: String,
    /// The sheets that are being put in, each imported by the one before.
    open: Vec<SitePath>,
    imports: usize,
}

/// A mistake at some bytes of a sheet.
struct Mistake {
    at: Range<usize>,
    message: String,
}

/// What ends the copying of a sheet early: a mistake in it, or one in a sheet that it imports.
enum Stop {
    Here(Mistake),
    InImport(Box<Finding>),
}

type Copied<'i, T = ()> = Result<T, ParseError<'i, Stop>>;

impl Bundle<'_> {
    /// Adds the sheet that was opened last.
    fn add_open_sheet(&mut self) -> Result<(), Finding> {
        let path = self.open[self.open.len() - 1].clone();
        let mut input = ParserInput::new(self.snapshot.text(&path).unwrap_or_default());
        let mut parser = Parser::new(&mut input);
        let mut writer = Writer { bundle: self, last: Last::default(), may_import: true };
        let Err(error) = writer.statements(&mut parser, 0) else { return Ok(()) };
        let mistake = match error.kind {
            ParseErrorKind::Custom(Stop::InImport(finding)) => return Err(*finding),
            ParseErrorKind::Custom(Stop::Here(mistake)) => mistake,
            ParseErrorKind::Basic(_) => {
                let at = parser.position().byte_index();
                Mistake { at: at..at, message: "it ends too early".to_owned() }
            }
        };
        let problem = Problem::StyleSheet { message: mistake.message };
        Err(Finding::new(&path, Span::new(mistake.at), problem))
    }
}

/// What was written last; by default the start of a sheet.
#[derive(Default)]
struct Last {
    kind: TokenSerializationType,
    /// White space after it may say something.
    takes_space: bool,
    is_semicolon: bool,
    /// White space came after it.
    space: bool,
    /// A comment came after it.
    comment: bool,
}

/// Writes one sheet.
struct Writer<'b, 's> {
    bundle: &'b mut Bundle<'s>,
    last: Last,
    /// Nothing has come so far but what may stand before an `@import`.
    may_import: bool,
}

/// The part of a rule or a declaration that has been read.
struct Statement {
    at: Range<usize>,
    /// `@media`, in lower case, without the `@`; empty for a rule of selectors and a declaration.
    at_rule: String,
    has_colon: bool,
}

impl Writer<'_, '_> {
    /// Copies what is in a sheet or in braces.
    fn statements<'i>(&mut self, parser: &mut Parser<'i, '_>, depth: usize) -> Copied<'i> {
        let mut open: Option<Statement> = None;
        while let Some((token, at)) = self.next_token(parser) {
            let statement = open.get_or_insert_with(|| Statement::new(&token, &at));
            statement.has_colon |= token == Token::Colon;
            let is_old_comment = depth == 0 && matches!(token, Token::CDO | Token::CDC);
            if is_old_comment
                || depth == 0
                    && statement.at == at
                    && self.is_done_otherwise(parser, &statement.at_rule, &at)?
            {
                open = None;
                continue;
            }
            let is_end = matches!(token, Token::Semicolon | Token::CurlyBracketBlock);
            if token == Token::Semicolon && statement.at != at {
                statement.check(depth, parser)?;
            }
            self.may_import &= !is_end || token == Token::Semicolon && statement.at_rule == "layer";
            self.token(parser, &token, at, depth)?;
            open = open.filter(|_| !is_end);
        }
        open.map_or(Ok(()), |statement| statement.check(depth, parser))
    }

    /// Copies a token, and all that is in it if it opens something.
    fn token<'i>(
        &mut self,
        parser: &mut Parser<'i, '_>,
        token: &Token<'i>,
        at: Range<usize>,
        depth: usize,
    ) -> Copied<'i> {
        let closing = match token {
            Token::CurlyBracketBlock => "}",
            Token::SquareBracketBlock => "]",
            Token::ParenthesisBlock | Token::Function(_) => ")",
            _ if token.is_parse_error() => return stop(parser, at, bad_token(token)),
            _ => return Ok(()),
        };
        if depth == MAX_DEPTH {
            return stop(parser, at, format!("this is nested more than {MAX_DEPTH} deep"));
        }
        let end = parser.parse_nested_block(|inner| {
            if closing == "}" {
                self.statements(inner, depth + 1)?;
            } else {
                while let Some((token, at)) = self.next_token(inner) {
                    self.token(inner, &token, at, depth + 1)?;
                }
            }
            Ok::<_, ParseError<'i, Stop>>(inner.position())
        })?;
        if parser.position() == end {
            return stop(parser, at, format!("the `{closing}` that closes this is missing"));
        }
        if closing == "}" && self.last.is_semicolon {
            self.bundle.css.pop();
        }
        self.write(closing, &Token::CloseCurlyBracket);
        Ok(())
    }

    /// Reads the next token, and writes it.
    fn next_token<'i>(&mut self, parser: &mut Parser<'i, '_>) -> Option<(Token<'i>, Range<usize>)> {
        loop {
            let start = parser.position();
            let token = parser.next_including_whitespace_and_comments().ok()?.clone();
            match token {
                Token::WhiteSpace(_) => self.last.space = true,
                Token::Comment(_) => self.last.comment = true,
                _ => {
                    self.write(parser.slice_from(start), &token);
                    return Some((token, start.byte_index()..parser.position().byte_index()));
                }
            }
        }
    }

    /// Writes a token, with what must stand between it and the one before.
    fn write(&mut self, written: &str, token: &Token<'_>) {
        let css = &mut self.bundle.css;
        let kind = token.serialization_type();
        let Last { takes_space, space, comment, .. } = self.last;
        if space && takes_space && !written.starts_with(['{', '}', ';', ',', ')']) {
            css.push(' ');
        } else if comment && !space && self.last.kind.needs_separator_when_before(kind) {
            css.push_str("/**/");
        }
        css.push_str(written);
        let takes_space = *token != Token::Colon && !written.ends_with(['{', '}', ';', ',', '(']);
        let is_semicolon = *token == Token::Semicolon;
        self.last = Last { kind, takes_space, is_semicolon, space: false, comment: false };
    }

    /// Reads the rest of an `@charset`, which goes, and of an `@import`, in whose place its sheet comes. Tells if the
    /// statement was one of them.
    fn is_done_otherwise<'i>(
        &mut self,
        parser: &mut Parser<'i, '_>,
        at_rule: &str,
        at: &Range<usize>,
    ) -> Copied<'i, bool> {
        if !matches!(at_rule, "charset" | "import") {
            return Ok(false);
        }
        let css = &mut self.bundle.css;
        css.truncate(css.len() - at.len());
        self.last = Last::default();
        if at_rule == "charset" {
            parser.parse_until_after(Delimiter::Semicolon, |rest| {
                while rest.next().is_ok() {}
                Ok::<_, ParseError<'i, Stop>>(())
            })?;
        } else if self.may_import {
            let Ok(import) = parser.parse_until_after(Delimiter::Semicolon, Import::read) else {
                return stop(parser, at.clone(), "this has no address in quotation marks".to_owned());
            };
            self.import(parser, &import, at)?;
        } else {
            return stop(parser, at.clone(), "an `@import` must stand before all rules".to_owned());
        }
        Ok(true)
    }

    fn import<'i>(&mut self, parser: &Parser<'i, '_>, import: &Import, at: &Range<usize>) -> Copied<'i> {
        let Bundle { snapshot, open, imports, css } = &mut *self.bundle;
        let path = open[open.len() - 1].resolve(&import.address).unwrap_or(SitePath::new(&import.address));
        if snapshot.text(&path).is_none() {
            return stop(parser, at.clone(), format!("there is no style sheet `{path}`"));
        }
        if open.contains(&path) {
            return stop(parser, at.clone(), format!("`{path}` imports itself here"));
        }
        *imports += 1;
        if *imports > MAX_IMPORTS || css.len() as u64 > LARGEST {
            let most = format!("{MAX_IMPORTS} sheets and {} MB", LARGEST / 1_000_000);
            return stop(parser, at.clone(), format!("too much is imported: more than {most}"));
        }
        open.push(path);
        for condition in &import.conditions {
            self.bundle.css.extend([condition.as_str(), "{"]);
        }
        let added = self.bundle.add_open_sheet();
        added.map_err(|finding| -> ParseError<'i, Stop> {
            parser.new_custom_error(Stop::InImport(Box::new(finding)))
        })?;
        self.bundle.css.push_str(&"}".repeat(import.conditions.len()));
        self.bundle.open.pop();
        Ok(())
    }
}

/// An `@import` (CSS Cascading and Inheritance Level 5).
struct Import {
    address: String,
    /// The rules that its sheet is put into, from the outside in.
    conditions: Vec<String>,
}

impl Import {
    fn read<'i>(parser: &mut Parser<'i, '_>) -> Copied<'i, Self> {
        let address = parser.expect_url_or_string()?.to_string();
        let mut conditions = Vec::new();
        loop {
            parser.skip_whitespace();
            let start = parser.position();
            let is_word = |name: &str, word: &str| name.eq_ignore_ascii_case(word);
            match parser.next().cloned() {
                Ok(Token::Ident(name)) if is_word(&name, "layer") => conditions.push("@layer".to_owned()),
                Ok(Token::Function(name)) if is_word(&name, "layer") => {
                    conditions.push(format!("@layer {}", parser.parse_nested_block(rest)?));
                }
                Ok(Token::Function(name)) if is_word(&name, "supports") => {
                    conditions.push(format!("@supports ({})", parser.parse_nested_block(rest)?));
                }
                Ok(_) => {
                    rest(parser)?;
                    conditions.push(format!("@media {}", parser.slice_from(start).trim()));
                }
                Err(_) => return Ok(Self { address, conditions }),
            }
        }
    }
}

/// What is left of a text.
fn rest<'i>(parser: &mut Parser<'i, '_>) -> Copied<'i, &'i str> {
    let start = parser.position();
    while parser.next().is_ok() {}
    Ok(parser.slice_from(start).trim())
}

impl Statement {
    fn new(token: &Token<'_>, at: &Range<usize>) -> Self {
        let at_rule = match token {
            Token::AtKeyword(name) => name.to_ascii_lowercase(),
            _ => String::new(),
        };
        Self { at: at.clone(), at_rule, has_colon: false }
    }

    /// Reports what ends without braces and can be no declaration.
    fn check<'i>(&self, depth: usize, parser: &Parser<'i, '_>) -> Copied<'i> {
        let lacks = match depth {
            _ if !self.at_rule.is_empty() => return Ok(()),
            0 => "this rule has no `{`",
            _ if self.has_colon => return Ok(()),
            _ => "this declaration has no `:`",
        };
        stop(parser, self.at.clone(), lacks.to_owned())
    }
}

fn stop<'i, T>(parser: &Parser<'i, '_>, at: Range<usize>, message: String) -> Copied<'i, T> {
    Err(parser.new_custom_error(Stop::Here(Mistake { at, message })))
}

fn bad_token(token: &Token<'_>) -> String {
    let message = match token {
        Token::BadString(_) => "this text in quotation marks does not end on its line",
        Token::BadUrl(_) => "this address has a mark that must be in quotation marks",
        _ => "nothing is open here that this closes",
    };
    message.to_owned()
}
