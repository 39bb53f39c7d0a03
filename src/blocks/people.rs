//! `people`: who is who.
//!
//! Must not know: who they are, which `entities.toml` says.

use super::*;
use crate::render::view::EntityView;
use crate::render::views;

pub(super) static TYPE: BlockType = BlockType {
    name: "people",
    noun: "a people block",
    about: "Who is who, from `entities.toml`.",
    example: r#"title = "Whose calendars they are"
who = ["caesar", "gregory-xiii"]
"#,
    keys: &[("a people block", "who", "The ids of entities, in the order in which they are shown.")],
    takes_rows: false,
    parse: |fields, _| {
        let people = People {
            title: optional_title(fields, "title"),
            who: fields.texts("who"),
            caption: parse_caption(fields),
        };
        if people.who.is_empty() {
            report_empty(fields, "people block", "`who = [\"id\", …]`, ids from `entities.toml`");
        }
        Arc::new(people)
    },
    view: schema::<PeopleView<'_>>,
    drawing: None,
};

/// People and organizations, each with what `entities.toml` says of it.
#[derive(Clone, Debug)]
struct People {
    title: Option<Title>,
    /// Ids of entities.
    who: Vec<Text>,
    caption: Caption,
}

/// `block` of `blocks/people.html`.
#[derive(JsonSchema, Serialize)]
struct PeopleView<'s> {
    title: Option<&'s Title>,
    people: Vec<PersonView<'s>>,
    caption: CaptionView<'s>,
}

#[derive(JsonSchema, Serialize)]
struct PersonView<'s> {
    #[serde(flatten)]
    entity: EntityView<'s>,
    html: String,
}

impl People {
    /// The places of those that it shows, among the page's entities.
    fn entities(&self, page: &Page, path: &SitePath) -> Vec<usize> {
        let resolved = self.who.iter().flat_map(|who| page.references.at(path, who.span.start));
        let entities = resolved.filter_map(|resolved| match resolved {
            Resolved::Entity(at) => Some(*at),
            _ => None,
        });
        entities.collect()
    }
}

impl Block for People {
    fn content(&self) -> BlockContent<'_> {
        BlockContent { caption: Some(&self.caption), texts: vec![], alt: None, claims: vec![], drawing: None }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        for id in &self.who {
            if let Some(entity) = resolver.resolve_entity(path, id) {
                resolver.list_entity(path, id, entity);
            }
        }
        self.caption.resolve(resolver, path);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let mut people = Vec::with_capacity(self.who.len());
        for at in self.entities(renderer.page, place.path) {
            let entity = EntityView { listed: true, ..views::entity_at(renderer.site, renderer.page, at) };
            people.push(PersonView { entity, html: renderer.entity_html(at) });
        }
        Box::new(PeopleView {
            title: self.title.as_ref(),
            people,
            caption: self.caption.view(renderer, place.path),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let entities = self.entities(exporter.page, place.path).into_iter();
        let entities: String = entities.map(|at| exporter.entity_item(at)).collect();
        format!("{}{entities}\n", heading(self.title.as_ref()))
    }
}
