//! `aside`: a short text that stands beside the story.
//!
//! Must not know: where there is room for it.

use super::*;

pub(super) static TYPE: BlockType = BlockType {
    name: "aside",
    noun: "an aside",
    about: "A short text beside the story.",
    example: r#"title = "Why February?"
text = "For the Romans it was the last month of the year, so the odd day was put there.[@usno]"
"#,
    keys: &[("an aside", "text", "The text; Markdown.")],
    takes_rows: false,
    parse: |fields, _| {
        Arc::new(Aside {
            title: optional_title(fields, "title"),
            text: fields.needed_text("text").map(|text| prose(fields, text)),
        })
    },
    view: schema::<AsideView<'_>>,
    drawing: None,
};

/// A short text that stands beside the story.
#[derive(Debug)]
struct Aside {
    title: Option<Title>,
    text: Option<Prose>,
}

/// `block` of `blocks/aside.html`.
#[derive(JsonSchema, Serialize)]
struct AsideView<'s> {
    title: Option<&'s Title>,
    html: String,
}

impl Block for Aside {
    fn content(&self) -> BlockContent<'_> {
        BlockContent {
            texts: self.text.iter().map(BlockText::new).collect(),
            caption: None,
            alt: None,
            claims: vec![],
            drawing: None,
        }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        resolver.resolve_texts(path, &self.text);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let html = self.text.as_ref().map(|text| renderer.text_html(place.path, text));
        Box::new(AsideView { title: self.title.as_ref(), html: html.unwrap_or_default() })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let text = self.text.as_ref().map(|text| exporter.text(place.path, text)).unwrap_or_default();
        quoted(&(heading(self.title.as_ref()) + &text)) + "\n"
    }
}
