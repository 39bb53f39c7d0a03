//! The theme: templates and style, the built-in ones and those that a site puts in their place.
//!
//! Templates see views and nothing else. Must not know: what the views mean.

mod translate;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use super::card::{self, CardAssets};
use super::style::{Style, style};
use super::{file_digest, view};
use crate::base::catalogue::ENGLISH;
use crate::base::{Digest, SitePath, Span};
use crate::blocks;
use crate::diagnostics::{Finding, Problem};
use crate::model::Site;
use crate::source::{File, Snapshot};
use translate::Translate;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// Templates and style, ready to render.
pub(crate) struct Theme {
    tera: Tera,
    pub(crate) style: Style,
    /// Of all that every page gets but the style: the tool, the site's view, the templates.
    pub(crate) digest: Digest,
    pub(crate) style_digest: Digest,
    /// What share cards are made with.
    pub(super) card_assets: CardAssets,
    pub(super) card_assets_digest: Digest,
    /// The names of blocks whose template is the site's own.
    own_block_templates: BTreeSet<String>,
}

/// The last theme, with what it was made of and what was found in it.
pub(crate) type Memo = Option<(Digest, Arc<Theme>, Vec<Finding>)>;

/// The files of the built-in theme, as a site would have them.
static BUILT_IN_FILES: LazyLock<Vec<(SitePath, File)>> = LazyLock::new(|| {
    let mut files = Vec::new();
    for (folder, dir) in [("templates", &TEMPLATES), ("static", &STATIC)] {
        for found in built_in_files(dir) {
            let path = SitePath::new(&format!("{folder}/{}", found.path().to_string_lossy()));
            let file = File::new(&path, found.contents());
            files.push((path, file));
        }
    }
    files
});

/// The site's files, with the built-in theme's wherever the site has none of its own.
pub(crate) fn with_built_in(snapshot: &Snapshot) -> Snapshot {
    let mut files = snapshot.files().clone();
    for (path, file) in BUILT_IN_FILES.iter() {
        files.entry(path.clone()).or_insert_with(|| file.clone());
    }
    Snapshot::new(files).with_typefaces(snapshot.typefaces().clone())
}

/// The digest of the built-in theme, which may change while the tool's version does not.
pub(crate) fn built_in_digest() -> Digest {
    let digests = BUILT_IN_FILES.iter().map(|(path, file)| (path.to_string(), file_digest(Some(file))));
    Digest::of_value(&digests.collect::<Vec<_>>())
}

/// The bytes of a file of the built-in theme that is copied.
pub(crate) fn built_in_asset(path: &SitePath) -> Option<&'static [u8]> {
    let name = path.as_str().strip_prefix("static/")?;
    STATIC.get_file(name).map(include_dir::File::contents)
}

/// The built-in theme and its words: each file's path as a site would have it, and its text.
pub(crate) fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    let theme = BUILT_IN_FILES.iter().filter_map(|(path, _)| {
        let (folder, name) = path.as_str().split_once('/')?;
        let dir = if folder == "static" { &STATIC } else { &TEMPLATES };
        Some((path.as_str(), dir.get_file(name)?.contents_utf8()?))
    });
    theme.chain([("locales/en.ftl", ENGLISH)])
}

fn built_in_files<'a>(dir: &'a Dir<'a>) -> Vec<&'a include_dir::File<'a>> {
    dir.files().chain(dir.dirs().flat_map(built_in_files)).collect()
}

/// The names of the blocks that a site adds.
pub(crate) fn own_blocks(snapshot: &Snapshot) -> BTreeSet<String> {
    let names = snapshot.below("templates/blocks").filter_map(|(_, _, rest)| rest.strip_suffix(".html"));
    names.filter(|name| blocks::built_in(name).is_none()).map(str::to_owned).collect()
}

impl Theme {
    /// The theme of a snapshot that has the built-in one in it.
    pub(crate) fn load(snapshot: &Snapshot, site: &Site, memo: &mut Memo) -> (Arc<Self>, Vec<Finding>) {
        let inputs = inputs(snapshot, site);
        let known = memo.take().filter(|(digest, ..)| *digest == inputs);
        let (_, theme, findings) = memo.insert(known.unwrap_or_else(|| {
            let (theme, findings) = Self::new(snapshot, site);
            (inputs, Arc::new(theme), findings)
        }));
        (theme.clone(), findings.clone())
    }

    /// Reads templates and style. What all pages show of the site is handed to the templates here, once.
    fn new(snapshot: &Snapshot, site: &Site) -> (Self, Vec<Finding>) {
        let (style, mut findings) = style(snapshot);
        let mut tera = Tera::default();
        tera.autoescape_on([".html", ".xml", ".svg"]);
        tera.register_function("t", Translate::new(site.catalogue.clone()));
        #[cfg(test)]
        super::template_schema::tests::note("base.html", &[("site", &view::site(site, &style))]);
        tera.global_context().insert("site", &view::site(site, &style));
        let mut templates: Vec<(&str, &str)> = Vec::new();
        for (path, _, rest) in snapshot.below("templates") {
            templates.extend(snapshot.text(path).map(|text| (rest, text)));
        }
        let digest = Digest::of_value(&(common(site), &templates));
        let card = made_of(card::TEMPLATE, &templates);
        let card_assets = CardAssets::new(card, snapshot.typefaces());
        let card_assets_digest = card::assets_digest(card, site, snapshot.typefaces());
        findings.extend(add(&mut tera, templates));
        let style_digest = Digest::of(style.css.as_bytes());
        let own_block_templates = own_block_templates(snapshot);
        let theme =
            Self { tera, style, digest, style_digest, card_assets, card_assets_digest, own_block_templates };
        (theme, findings)
    }

    /// Whether the template of a block is the site's own.
    pub(super) fn has_own_template(&self, block: &str) -> bool {
        self.own_block_templates.contains(block)
    }

    /// A template's text for a page at `page`. `views` are the names that it sees, each with its value.
    pub(crate) fn render(
        &self,
        template: &str,
        page: &str,
        views: &[(&'static str, &dyn View)],
    ) -> Result<String, Finding> {
        #[cfg(test)]
        super::template_schema::tests::note(template, views);
        let mut context = Context::new();
        for (name, view) in views {
            context.insert_value(*name, view.value());
        }
        self.tera.render(template, &context).map_err(|error| failed(&error, template, page))
    }
}

/// The names of blocks whose template the built-in theme does not have, or has in other words.
fn own_block_templates(snapshot: &Snapshot) -> BTreeSet<String> {
    let own = snapshot.below("templates/blocks").filter_map(|(path, _, rest)| {
        let built_in =
            TEMPLATES.get_file(format!("blocks/{rest}")).and_then(include_dir::File::contents_utf8);
        rest.strip_suffix(".html").filter(|_| snapshot.text(path) != built_in).map(str::to_owned)
    });
    own.collect()
}

/// The digest of what pages depend on besides their views and the theme's files.
fn common(site: &Site) -> Digest {
    let unstyled = Style::default();
    let view = view::site(site, &unstyled);
    Digest::of_value(&(env!("CARGO_PKG_VERSION"), view, site.settings.raw_html, site.catalogue.digest))
}

/// The digest of all that a theme is made of.
fn inputs(snapshot: &Snapshot, site: &Site) -> Digest {
    let mut files: Vec<(String, Digest)> = Vec::new();
    for (path, file, _) in snapshot.below("templates").chain(snapshot.below("static")) {
        let digest = match file {
            File::Text(text) => Some(text.digest),
            File::Broken(_) => snapshot.text(path).map(|text| Digest::of(text.as_bytes())),
            File::Asset(_) => None,
        };
        files.extend(digest.map(|digest| (path.to_string(), digest)));
    }
    Digest::of_value(&(common(site), files, card::assets_digest(Digest::of(b""), site, snapshot.typefaces())))
}

/// Something that a template may see.
pub(crate) trait View {
    fn value(&self) -> tera::Value;

    fn digest(&self) -> Digest;
}

impl<T: Serialize> View for T {
    fn value(&self) -> tera::Value {
        tera::Value::from_serializable(self)
    }

    fn digest(&self) -> Digest {
        Digest::of_value(self)
    }
}

/// Adds templates. One that cannot be read is a finding and stands empty, so that the others are read too.
fn add(tera: &mut Tera, mut templates: Vec<(&str, &str)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    loop {
        let Err(error) = tera.add_raw_templates(templates.iter().copied()) else { return findings };
        if let ErrorKind::Msg(message) = error.kind() {
            // What a broken template would have had in it is no second mistake.
            if findings.is_empty() {
                findings.extend(dangling(message, &templates));
            }
            return findings;
        }
        let (name, finding) = unreadable(&error);
        findings.push(finding);
        let broken = templates.iter_mut().find(|(known, text)| *known == name && !text.is_empty());
        match broken {
            Some(broken) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => broken.1 = "",
            _ => return findings,
        }
    }
}

/// Findings of filters, components and other templates that do not exist. Tera reports them in
/// a text for the terminal only: `error: …`, a line `--> file:line:column`, and three lines that draw it. Each template is a
/// name and a source.
fn dangling(message: &str, templates: &[(&str, &str)]) -> Vec<Finding> {
    let lines: Vec<&str> = message.lines().collect();
    let found: Vec<_> = lines.windows(5).filter_map(|lines| report(lines, templates)).collect();
    if !found.is_empty() {
        return found;
    }
    // At the beginning of the template that the text names first.
    let named = message.split('`').find(|name| templates.iter().any(|(known, _)| known == name));
    let problem = Problem::TemplateSyntax { message: plain(message) };
    vec![Finding::new(&path(named.unwrap_or("base.html")), Span::default(), problem)]
}

fn report(lines: &[&str], templates: &[(&str, &str)]) -> Option<Finding> {
    let message = plain(lines[0].strip_prefix("error: ")?);
    let place = lines[1].trim_start().strip_prefix("--> ")?;
    let (place, column) = place.rsplit_once(':')?;
    let (name, line) = place.rsplit_once(':')?;
    let (_, source) = templates.iter().find(|(known, _)| *known == name)?;
    let wide = lines[4].chars().filter(|c| *c == '^').count();
    // Tera counts lines, and letters in a line, from one.
    let line = line.parse::<usize>().ok()?.checked_sub(1)?;
    let first = column.parse::<usize>().ok()?.checked_sub(1)?;
    let before: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let text = &source[before..];
    let at = |nth: usize| before + text.char_indices().nth(nth).map_or(text.len(), |(at, _)| at);
    let span = Span::new(at(first)..at(first + wide));
    let problem = match message.strip_prefix("unknown template ") {
        Some(gone) => Problem::MissingInclude { name: gone.trim_matches('`').to_owned() },
        None => Problem::TemplateSyntax { message },
    };
    Some(Finding::new(&path(name), span, problem))
}

fn path(template: &str) -> SitePath {
    SitePath::new(&format!("templates/{template}"))
}

fn unreadable(error: &tera::Error) -> (String, Finding) {
    let (name, span, problem) = match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let problem = Problem::TemplateSyntax { message: plain(report.message()) };
            (report.filename(), Span::new(report.span().range.clone()), problem)
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            (tpl.as_str(), Span::default(), Problem::TemplateLoop { chain: chain.join(" → ") })
        }
        ErrorKind::MissingParent { current, parent } => {
            (current.as_str(), Span::default(), Problem::MissingParent { name: parent.clone() })
        }
        other => {
            let problem = Problem::BrokenTemplates { message: plain(&other.to_string()) };
            ("base.html", Span::default(), problem)
        }
    };
    (name.to_owned(), Finding::new(&path(name), span, problem))
}

fn failed(error: &tera::Error, template: &str, page: &str) -> Finding {
    let (file, span, message) = match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            (report.filename(), Span::new(report.span().range.clone()), plain(report.message()))
        }
        ErrorKind::TemplateNotFound(name) => {
            let problem = Problem::MissingTemplate { name: name.clone() };
            return Finding::new(&path(template), Span::default(), problem);
        }
        other => (template, Span::default(), plain(&other.to_string())),
    };
    Finding::new(&path(file), span, Problem::TemplateError { message, page: page.to_owned() })
}

/// Tera's messages in the form of ours: lower case, without a full stop.
fn plain(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    let second_is_lower = message.chars().nth(1).is_none_or(|c| c.is_lowercase() || c == ' ');
    match chars.next() {
        Some(first) if second_is_lower => first.to_lowercase().chain(chars).collect(),
        _ => message.to_owned(),
    }
}

/// The digest of a template's text and of the texts of all templates that it may include, extend or call; rather one too
/// many, which changes the digest in vain.
fn made_of(template: &str, templates: &[(&str, &str)]) -> Digest {
    let mut taken = vec![template];
    let mut read = 0;
    while let Some(name) = taken.get(read) {
        let text = templates.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text);
        for (other, body) in templates {
            if !taken.contains(other) && (names_template(text, other) || calls_component(text, body)) {
                taken.push(other);
            }
        }
        read += 1;
    }
    Digest::of_value(&templates.iter().filter(|(name, _)| taken.contains(name)).collect::<Vec<_>>())
}

/// Checks whether a template's text has another's name in quotes.
fn names_template(text: &str, other: &str) -> bool {
    ['"', '\'', '`'].iter().any(|quote| text.contains(&format!("{quote}{other}{quote}")))
}

/// Checks whether a template's text calls a component that stands in another's text.
fn calls_component(text: &str, other: &str) -> bool {
    let names = other.split("component ").skip(1);
    let mut names =
        names.filter_map(|rest| rest.split(|it: char| !it.is_alphanumeric() && !"_.".contains(it)).next());
    names.any(|name| !name.is_empty() && text.contains(&format!("<{name}")))
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
