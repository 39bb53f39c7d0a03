//! What blocks refer to besides their Markdown: pictures, people, sources.
//!
//! Must not know: HTML.

use super::super::rendition::copied;
use super::{Image, LabelKind, Resolved, Resolver};
use crate::base::{SitePath, Span};
use crate::diagnostics::{Finding, Problem};
use crate::parse::block::{Block, Caption, Compare, Figure, People, Quote};
use crate::parse::origin::Origin;
use crate::source::{MOST_PIXELS, Picture};

impl<'a> Resolver<'a> {
    pub(super) fn block(&mut self, path: &SitePath, block: &'a Block) {
        match block {
            Block::Chart(chart) => self.chart(path, chart),
            Block::Table(table) => self.table(path, table),
            Block::Compare(compare) => self.compare(path, compare),
            Block::Figure(figure) => self.figure(path, figure),
            Block::People(people) => {
                self.people(path, people);
                self.caption(path, &people.caption);
            }
            Block::Quote(quote) => {
                self.proses(path, block.prose());
                self.speaker(path, quote);
                self.origins(path, quote.source.as_ref());
            }
            Block::Map(map) => self.caption(path, &map.caption),
            Block::Own(own) => self.proses(path, &own.strings),
            Block::Known(_) | Block::Timeline(_) => {
                self.all_linked(path, block.prose());
                self.origins(path, block.caption().and_then(|caption| caption.source.as_ref()));
            }
        }
    }

    /// Side by side, each with its sources, so that their numbers rise down the page.
    fn compare(&mut self, path: &SitePath, compare: &Compare) {
        for side in &compare.sides {
            self.all_linked(path, &side.points);
            self.origins(path, side.source.as_ref());
        }
        self.all_linked(path, compare.grid.rows.iter().flat_map(|row| &row.cells));
        self.caption(path, &compare.caption);
    }

    pub(super) fn caption(&mut self, path: &SitePath, caption: &Caption) {
        self.all_linked(path, &caption.text);
        self.origins(path, caption.source.as_ref());
    }

    /// Each is listed once on a page, since cards and quotes lead to the one place where they are.
    fn people(&mut self, path: &SitePath, people: &People) {
        for id in &people.who {
            let resolved = self.label(path, &id.value, LabelKind::Entity, id.span);
            if let Resolved::Entity(at) = resolved
                && !self.listed.insert(at)
            {
                let name = self.references.entities[at].name().to_owned();
                self.findings.push(Finding::new(path, id.span, Problem::PersonTwice { name }));
            }
            self.keep((path.clone(), id.span.start), vec![resolved]);
        }
    }

    fn speaker(&mut self, path: &SitePath, quote: &Quote) {
        if let Some(speaker) = &quote.speaker
            && self.registry.entity(path.folder(), &speaker.value).is_some()
        {
            let resolved = self.label(path, &speaker.value, LabelKind::Entity, speaker.span);
            self.keep((path.clone(), speaker.span.start), vec![resolved]);
        }
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
            self.linked(path, caption);
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

/// What is wrong with the size of a picture.
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
