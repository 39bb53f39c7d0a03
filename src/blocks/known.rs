//! `known`: what is known, and what is not.
//!
//! Must not know: how the two lists are set.

use super::*;

pub(super) static TYPE: BlockType = BlockType {
    name: "known",
    noun: "a known block",
    about: "What is known, and what is not.",
    example: r#"title = "How exact is the calendar?"
known = ["The mean Gregorian year is about 26 seconds too long.[@usno]"]
unknown = ["When that makes a whole day. The Earth turns more slowly as time goes on, and not evenly."]
"#,
    keys: &[
        ("a known block", "known", "What is known, one point each; Markdown."),
        ("a known block", "unknown", "What is not known, one point each; Markdown."),
    ],
    takes_rows: false,
    parse: |fields, _| {
        let known = Known {
            title: optional_title(fields, "title"),
            known: proses(fields, "known"),
            unknown: proses(fields, "unknown"),
            caption: parse_caption(fields),
        };
        if known.known.is_empty() && known.unknown.is_empty() {
            report_empty(fields, "known block", "`known = [\"…\"]` and `unknown = [\"…\"]`");
        }
        Arc::new(known)
    },
    view: schema::<KnownView<'_>>,
    drawing: None,
};

/// Known and unknown points.
#[derive(Clone, Debug)]
struct Known {
    title: Option<Title>,
    known: Vec<Prose>,
    unknown: Vec<Prose>,
    caption: Caption,
}

/// `block` of `blocks/known.html`.
#[derive(JsonSchema, Serialize)]
struct KnownView<'s> {
    title: Option<&'s Title>,
    known: Vec<String>,
    unknown: Vec<String>,
    caption: CaptionView<'s>,
}

impl Block for Known {
    fn content(&self) -> BlockContent<'_> {
        BlockContent {
            texts: self.known.iter().chain(&self.unknown).map(BlockText::new).collect(),
            caption: Some(&self.caption),
            claims: self.known.iter().map(|point| Claim::new("claim", point)).collect(),
            alt: None,
            drawing: None,
        }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        resolver.resolve_texts(path, self.known.iter().chain(&self.unknown));
        self.caption.resolve(resolver, path);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        Box::new(KnownView {
            title: self.title.as_ref(),
            known: renderer.texts_html(place.path, &self.known),
            unknown: renderer.texts_html(place.path, &self.unknown),
            caption: self.caption.view(renderer, place.path),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let mut out = heading(self.title.as_ref());
        let catalogue = &exporter.site.catalogue;
        let lists = [(catalogue.text("known"), &self.known), (catalogue.text("not-known"), &self.unknown)];
        for (name, points) in lists {
            if !points.is_empty() {
                out += &format!("**{name}**\n\n{}\n", exporter.list(place.path, points));
            }
        }
        out
    }
}
