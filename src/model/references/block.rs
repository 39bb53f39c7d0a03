//! What blocks refer to besides their Markdown: pictures, entities, sources.
//!
//! Must not know: HTML, which blocks there are.

use super::super::rendition::copied;
use super::{Image, LabelKind, Resolved, Resolver};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::parse::origin::Origin;
use crate::parse::table::Text;
use crate::source::{MOST_PIXELS, Picture};

impl Resolver<'_> {
    /// Resolves a name that can only be an entity's, and keeps what it leads to.
    pub(crate) fn resolve_entity(&mut self, path: &SitePath, name: &Text) -> Option<usize> {
        let resolved = self.label(path, &name.value, LabelKind::Entity, name.span);
        let entity = if let Resolved::Entity(at) = resolved { Some(at) } else { None };
        self.keep((path.clone(), name.span.start), vec![resolved]);
        entity
    }

    /// Tells if the site has an entity of this name.
    pub(crate) fn is_entity(&self, path: &SitePath, name: &Text) -> bool {
        self.registry.entity(path.folder(), &name.value).is_some()
    }

    /// Notes that a block shows an entity. Each is shown once on a page, since cards and quotes lead to the one
    /// place where it is.
    pub(crate) fn list_entity(&mut self, path: &SitePath, id: &Text, entity: usize) {
        if !self.references.listed.insert(entity) {
            let name = self.references.entities[entity].name().to_owned();
            self.findings.push(Finding::new(path, id.span, Problem::PersonTwice { name }));
        }
    }

    /// Resolves the sources of a block: each is one more use.
    pub(crate) fn resolve_sources<'o>(
        &mut self,
        path: &SitePath,
        origins: impl IntoIterator<Item = &'o Origin>,
    ) {
        for origin in origins {
            let uses = origin.cited.iter().filter_map(|cited| {
                self.cite(path.folder(), cited, (path, origin.text.span_of(cited.at.clone())))
            });
            let uses = uses.collect();
            self.keep((path.clone(), origin.text.span.start), vec![Resolved::Sources(uses)]);
        }
    }

    /// Resolves a picture's address, and keeps what it leads to.
    pub(crate) fn resolve_image(&mut self, path: &SitePath, src: &Text) {
        if let Some(image) = self.image(path, &src.value, src.span) {
            self.keep((path.clone(), src.span.start), vec![Resolved::Image(image)]);
        }
    }

    /// A picture's address, led to its file; nothing when there is none, or none that is a picture.
    pub(super) fn image(&mut self, path: &SitePath, src: &str, span: Span) -> Option<Image> {
        let problem = match self.routes.image(path, src) {
            Err(problem) => problem,
            Ok((url, asset)) => {
                let picture = self.pictures.get(&asset).copied();
                let not_one = || Some(Problem::NotAnImage { path: src.to_owned() });
                match picture.map_or_else(not_one, |picture| sound(picture, src)) {
                    Some(problem) => problem,
                    None => {
                        let from = &self.page.url;
                        let copies = picture.map(|picture| copied(picture, url, from)).unwrap_or_default();
                        let pixels = picture.and_then(Picture::size);
                        return Some(Image { href: url.href_from(from), pixels, copies, path: asset, span });
                    }
                }
            }
        };
        self.findings.push(Finding::new(path, span, problem));
        None
    }
}

/// Finds a problem with the size of a picture.
fn sound(picture: Picture, src: &str) -> Option<Problem> {
    match picture.pixel_count() {
        _ if picture.drawing => None,
        0 => Some(Problem::NoPixels { path: src.to_owned() }),
        count if picture.is_too_large() => Some(Problem::TooManyPixels {
            path: src.to_owned(),
            megapixels: count.div_ceil(1_000_000),
            limit: MOST_PIXELS / 1_000_000,
        }),
        _ => None,
    }
}
