//! `quote`: a person's words, as they were said, and in the page's language where they were said in another.
//!
//! Must not know: how quotation marks are set.

use super::*;
use crate::model::EntityEntry;
use crate::parse::data::language;

pub(super) static TYPE: BlockType = BlockType {
    name: "quote",
    noun: "a quote",
    about: "A quotation, in its own language and in the page's.",
    example: r#"text = "The natural Day next immediately following the said second Day of September, shall be called, reckoned, and accounted to be the fourteenth Day of September."
speaker = "An Act for Regulating the Commencement of the Year"
date = "1751"
source = "calendar-act"
"#,
    keys: &[
        ("a quote", "text", "The words, as they were said."),
        ("a quote", "language", "The language of the words, as a BCP 47 tag, if it is not the page's."),
        ("a quote", "translation", "The words in the page's language."),
        ("a quote", "translated_by", "The translator."),
        ("a quote", "speaker", "The speaker: a name, or the id of an entity."),
        ("a quote", "date", "The day on which they were said."),
    ],
    takes_rows: false,
    parse: |fields, _| {
        let quote = Quote {
            text: fields.needed_text("text").map(|text| prose(fields, text)),
            language: language(fields, "language"),
            translation: fields.text("translation").map(|text| prose(fields, text)),
            translated_by: fields.text("translated_by"),
            speaker: fields.needed_text("speaker"),
            date: fields.date("date"),
            source: origin(fields, "source"),
        };
        if let Some(translation) = &quote.translation
            && fields.lacks("language")
        {
            fields.report(translation.text.span, Problem::TranslationWithoutLanguage {});
        }
        if let Some(by) = &quote.translated_by
            && fields.lacks("translation")
        {
            fields.report(by.span, Problem::TranslatorWithoutTranslation {});
        }
        Arc::new(quote)
    },
    view: schema::<QuoteView<'_>>,
    drawing: None,
};

/// The words that are quoted.
#[derive(Clone, Debug)]
struct Quote {
    text: Option<Prose>,
    /// The BCP 47 tag of the text, where it is not in the page's language.
    language: Option<Text>,
    translation: Option<Prose>,
    translated_by: Option<Text>,
    /// A name, or the id of an entity.
    speaker: Option<Text>,
    date: Option<SpannedDate>,
    source: Option<Origin>,
}

/// `block` of `blocks/quote.html`.
#[derive(JsonSchema, Serialize)]
struct QuoteView<'s> {
    html: String,
    /// The language of those words, where it is not the page's.
    language: Option<&'s str>,
    /// The same in the page's language.
    translation: Option<String>,
    translated_by: Option<&'s str>,
    speaker: Option<&'s str>,
    /// The speaker's id, if the site knows them.
    entity: Option<&'s str>,
    date: Option<DateView<'s>>,
    /// The sources' marks, ready to be put into the page.
    marks: Option<String>,
}

impl Quote {
    /// The speaker among the page's entities, if the site knows him or her.
    fn speaking_entity<'p>(&self, page: &'p Page, path: &SitePath) -> Option<&'p EntityEntry> {
        match page.references.at(path, self.speaker.as_ref()?.span.start).first()? {
            Resolved::Entity(at) => Some(&page.references.entities[*at]),
            _ => None,
        }
    }
}

impl Block for Quote {
    fn content(&self) -> BlockContent<'_> {
        let quoted = |prose, source| BlockText { prose, date: None, voice: Voice::Quoted(source) };
        let text = self.text.iter().map(|text| quoted(text, self.source.as_ref()));
        BlockContent {
            texts: text.chain(self.translation.iter().map(|text| quoted(text, None))).collect(),
            caption: None,
            alt: None,
            claims: vec![],
            drawing: None,
        }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        for text in self.text.iter().chain(&self.translation) {
            resolver.resolve_brackets(path, text);
        }
        // The site need not know who speaks.
        if let Some(speaker) = &self.speaker
            && resolver.is_entity(path, speaker)
        {
            resolver.resolve_entity(path, speaker);
        }
        resolver.resolve_sources(path, self.source.as_ref());
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let page = renderer.page;
        let entity = self.speaking_entity(page, place.path);
        Box::new(QuoteView {
            html: self.text.as_ref().map(|text| renderer.text_html(place.path, text)).unwrap_or_default(),
            language: text(self.language.as_ref()),
            translation: self.translation.as_ref().map(|text| renderer.text_html(place.path, text)),
            translated_by: text(self.translated_by.as_ref()),
            speaker: entity.map(EntityEntry::name).or(text(self.speaker.as_ref())),
            entity: entity.map(|entity| entity.id.value.as_str()),
            date: DateView::of(self.date.as_ref(), &renderer.site.catalogue),
            marks: renderer.source_marks(place.path, self.source.as_ref()),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let words = self.text.as_ref().map(|text| exporter.text(place.path, text)).unwrap_or_default();
        let marks = exporter.source_marks(place.path, self.source.as_ref()).unwrap_or_default();
        let catalogue = &exporter.site.catalogue;
        let in_quotes = |words: String| catalogue.format("quoted", &[("text", words.into())]);
        let mut out = in_quotes(words) + &marks;
        if let Some(translation) = &self.translation {
            let translation = ("text", in_quotes(exporter.text(place.path, translation)).into());
            let translation = match &self.translated_by {
                Some(by) => {
                    let by = ("name", escape(&by.value).into());
                    catalogue.format("translation-text-by", &[by, translation])
                }
                None => catalogue.format("translation-text", &[translation]),
            };
            out += &format!("\n\n{translation}");
        }
        let entity = self.speaking_entity(exporter.page, place.path);
        let speaker = entity.map(EntityEntry::name).or(text(self.speaker.as_ref())).map(escape);
        let date = self.date.as_ref().map(|date| date.date.words(catalogue));
        let who: Vec<_> = speaker.into_iter().chain(date).collect();
        if !who.is_empty() {
            out += &format!("\n\n— {}", who.join(", "));
        }
        quoted(&out) + "\n"
    }
}
