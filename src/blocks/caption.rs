//! What is said below a block of data: what to see in it, where it comes from, when it was so.
//!
//! Must not know: what the data is.

use super::*;

/// The keys that every block of data may have.
#[derive(Clone, Debug)]
pub(crate) struct Caption {
    pub(crate) text: Option<Prose>,
    pub(crate) source: Option<Origin>,
    /// When the data was so.
    pub(crate) as_of: Option<SpannedDate>,
}

pub(super) fn parse_caption(fields: &mut Fields<'_, '_>) -> Caption {
    Caption {
        text: fields.text("caption").map(|text| prose(fields, text)),
        source: origin(fields, "source"),
        as_of: fields.date("as_of"),
    }
}

/// A caption as `caption` of `parts/components.html` prints it.
#[derive(JsonSchema, Serialize)]
pub(super) struct CaptionView<'s> {
    html: Option<String>,
    /// The sources' marks, ready to be put into the page.
    pub(super) marks: Option<String>,
    as_of: Option<DateView<'s>>,
}

impl Caption {
    pub(super) fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        resolver.resolve_texts(path, &self.text);
        resolver.resolve_sources(path, self.source.as_ref());
    }

    pub(super) fn view<'s>(
        &'s self,
        renderer: &mut PageRenderer<'s, '_>,
        path: &SitePath,
    ) -> CaptionView<'s> {
        CaptionView {
            html: self.text.as_ref().map(|text| renderer.text_html(path, text)),
            marks: renderer.source_marks(path, self.source.as_ref()),
            as_of: DateView::of(self.as_of.as_ref(), &renderer.site.catalogue),
        }
    }

    pub(crate) fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, path: &SitePath) -> String {
        let text = self.text.as_ref().map(|text| exporter.text(path, text));
        let source = exporter.source_marks(path, self.source.as_ref());
        let catalogue = &exporter.site.catalogue;
        let source = source.map(|marks| catalogue.format("export-source", &[("marks", marks.into())]));
        let as_of = self.as_of.as_ref().map(|date| exporter.dated("export-as-of", date));
        let parts: Vec<_> = [text, source, as_of].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("{}\n\n", parts.join(" ")) }
    }
}
