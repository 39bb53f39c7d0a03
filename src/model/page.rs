//! A page, resolved: what its files say, with everything that they refer to.
//!
//! Must not know: how references are resolved, or what a page looks like.

use std::ops::Deref;
use std::sync::Arc;

use super::page_interface::PageInterface;
use super::page_source::{Drawing, PageSource};
use super::references::PageReferences;
use crate::base::UrlPath;
use crate::blocks::BlockPlace;
use crate::parse::prose::Title;

/// An explainer, a plain page, or the home page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(super) source: Arc<PageSource>,
    pub(super) interface: Arc<PageInterface>,
    pub(crate) references: Arc<PageReferences>,
}

impl Deref for Page {
    type Target = PageSource;

    fn deref(&self) -> &PageSource {
        &self.source
    }
}

impl Page {
    /// Whether its own files are the same as in `before`.
    pub(crate) fn is_same_source(&self, before: &Self) -> bool {
        Arc::ptr_eq(&self.source, &before.source)
    }

    /// The address from which the ids of its entries in feeds are made.
    pub(crate) fn feed_address(&self) -> &UrlPath {
        self.interface.feed_address()
    }

    /// The dek, its figures in their places.
    pub(crate) fn dek(&self) -> Option<&Title> {
        self.references.dek.as_ref().or_else(|| self.dek_as_written())
    }

    /// What the block at a place draws.
    pub(crate) fn drawing(&self, place: BlockPlace<'_>) -> Option<&Drawing> {
        self.drawings.iter().find(|drawing| (drawing.file, drawing.block) == (place.file, place.block))
    }
}
