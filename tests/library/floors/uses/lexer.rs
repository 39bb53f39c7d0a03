//! Rust's words and signs, without comments, strings and characters.

/// A word, a `::`, or any other single sign.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = silent(rest).unwrap_or_else(|| {
            let length = sound(rest, first);
            if !first.is_whitespace() {
                tokens.push(Token { text: rest[..length].to_owned(), line });
            }
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn sound(rest: &str, first: char) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match first {
        _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        ':' if rest.starts_with("::") => 2,
        _ => first.len_utf8(),
    }
}

/// The length of what says nothing here: a comment, a string, a character, a lifetime.
fn silent(rest: &str) -> Option<usize> {
    let unprefixed = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    let prefix = rest.len() - unprefixed.len();
    if rest.starts_with("//") {
        Some(rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        Some(comment(rest))
    } else if let Some(raw) = unprefixed.strip_prefix('r').filter(|raw| raw.starts_with(['"', '#'])) {
        Some(prefix + 1 + raw_string(raw)?)
    } else if unprefixed.starts_with('"') {
        Some(prefix + quoted(unprefixed, '"'))
    } else if unprefixed.starts_with('\'') {
        Some(prefix + character(unprefixed))
    } else {
        None
    }
}

fn comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn raw_string(raw: &str) -> Option<usize> {
    let hashes = raw.find(|c| c != '#')?;
    let body = raw[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(hashes + 1 + body.find(&close)? + close.len())
}

/// From a quote to the next that no backslash precedes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = true;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'a'` and `'\n'` are characters, `'a` is a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) | (Some(_), Some((_, '\''))) => quoted(rest, '\''),
        _ => 1,
    }
}
