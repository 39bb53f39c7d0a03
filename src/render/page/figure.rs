//! `figure` as its template sees it.
//!
//! Must not know: how pictures are drawn.

use super::super::view::FigureView;
use super::Room;
use crate::base::SitePath;
use crate::model::Resolved;
use crate::syntax::block::Figure;

impl<'s> Room<'s> {
    pub(super) fn figure(&mut self, path: &SitePath, figure: &'s Figure) -> FigureView<'s> {
        let caption = figure.caption.as_ref().map(|caption| self.prose(path, caption));
        let resolved = figure.src.as_ref().map_or(&[][..], |src| self.page.ledger.at(path, src.span.start));
        let image = resolved.iter().find_map(|resolved| match resolved {
            Resolved::Image(image) => Some(image),
            _ => None,
        });
        FigureView::new(figure, image, caption)
    }
}
