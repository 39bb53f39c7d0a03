//! What blocks refer to besides their Markdown: pictures, people, sources.
//!
//! Must not know: HTML.

use super::{ENTITY_REMEDY, Image, Resolved, Resolver};
use crate::base::{SitePath, Span};
use crate::finding::{Finding, Problem};
use crate::syntax::block::{Block, Figure, Quote};
use crate::syntax::origin::Origin;

impl Resolver<'_> {
    pub(super) fn block(&mut self, path: &SitePath, block: &Block) {
        match block {
            Block::Figure(figure) => self.figure(path, figure),
            Block::Quote(quote) => self.quote(path, quote),
            Block::People(people) => {
                for id in &people.who {
                    let resolved = self.label(path, (&id.value, ENTITY_REMEDY), id.span);
                    self.keep((path.clone(), id.span.start), vec![resolved]);
                }
            }
            Block::Own(own) => self.proses(path, &own.strings),
            Block::Known(_) | Block::Timeline(_) => {
                for prose in block.prose() {
                    self.linked(path, prose);
                }
            }
        }
    }

    fn quote(&mut self, path: &SitePath, quote: &Quote) {
        if let Some(prose) = &quote.text {
            self.prose(path, prose);
        }
        if let Some(speaker) = &quote.speaker
            && self.registry.entity(path.folder(), &speaker.value).is_some()
        {
            let resolved = self.label(path, (&speaker.value, ENTITY_REMEDY), speaker.span);
            self.keep((path.clone(), speaker.span.start), vec![resolved]);
        }
        self.origins(path, quote.source.as_ref());
    }

    /// The sources of a block: each is one more use.
    fn origins<'o>(&mut self, path: &SitePath, origins: impl IntoIterator<Item = &'o Origin>) {
        for origin in origins {
            let uses = origin.cited.iter().filter_map(|cited| {
                self.cite(path.folder(), cited, (path, origin.text.span_of(cited.at.clone())))
            });
            let uses = uses.collect();
            self.keep((path.clone(), origin.text.span.start), vec![Resolved::Sources(uses)]);
        }
    }

    pub(super) fn figure(&mut self, path: &SitePath, figure: &Figure) {
        if let Some(src) = &figure.src
            && let Some(image) = self.image(path, &src.value, src.span)
        {
            self.keep((path.clone(), src.span.start), vec![Resolved::Image(image)]);
        }
        if let Some(caption) = &figure.caption {
            self.prose(path, caption);
        }
    }

    /// A picture's address, led to its file; nothing when there is none, or none that is a picture.
    pub(super) fn image(&mut self, path: &SitePath, src: &str, span: Span) -> Option<Image> {
        let problem = match self.routes.image(path, src) {
            Err(near) => Problem::MissingImage { path: src.to_owned(), near },
            Ok((url, asset)) => {
                let pixels = self.pixels.get(&asset).copied();
                if pixels.is_some()
                    || asset.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"))
                {
                    return Some(Image { href: url.href_from(&self.page.url), pixels });
                }
                Problem::NotAnImage { path: src.to_owned() }
            }
        };
        self.findings.push(Finding::new(path, span, problem));
        None
    }
}
