//! `figure` as its template sees it.
//!
//! Must not know: how pictures are drawn.

use super::super::view::FigureView;
use super::Room;
use crate::base::SitePath;
use crate::parse::block::Figure;

impl<'s> Room<'s> {
    pub(super) fn figure(&mut self, path: &SitePath, figure: &'s Figure) -> FigureView<'s> {
        let caption = figure.caption.as_ref().map(|caption| self.prose(path, caption));
        let image = figure.src.as_ref().and_then(|src| self.page.references.image(path, src));
        FigureView::new(figure, image, caption, &self.site.catalogue)
    }
}
