//! `map`: countries in groups, places, and routes between them.
//!
//! What it shows is known here, with its frame, so that a place off the map is found at its line. Must not
//! know: how it is drawn, which `render::map` does.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::base::words::nearest;
use crate::geo::{
    Country, Frame, Point, country_at, country_by_code, country_extent, great_circle, has_shape, likely_code,
};
use crate::render::map::{MapDrawing, MapWords, map_drawing, pixel_size};

pub(super) static TYPE: BlockType = BlockType {
    name: "map",
    noun: "a map",
    about: "A map of countries in groups, of places, and of routes between them. Its borders are from Natural Earth.",
    example: r#"title = "When Europe changed calendars"
alt = "The south changed in 1582, Great Britain in 1752, Russia in 1918."
source = "usno"

[[group]]
label = "1582"
countries = ["ES", "PT", "IT", "PL"]

[[group]]
label = "1752"
countries = ["GB"]

[[place]]
name = "Rome"
lat = 41.9
lon = 12.5
"#,
    keys: &[
        ("a map", "alt", "More about the map for readers who cannot see it, after nutgraf's own words."),
        (
            "a map",
            "region",
            "The countries that must be on it, by their ISO 3166-1 codes: `[\"KZ\", \"UZB\"]`.",
        ),
        ("a map", "group", "Countries that have something in common; at most six groups."),
        ("a map", "place", "A place to mark."),
        ("a map", "route", "A line from place to place."),
        ("a group", "countries", "Their ISO 3166-1 codes: `[\"KZ\", \"UZB\"]`."),
        ("a place", "name", "Its name on the map."),
        ("a place", "lat", "Its latitude in degrees, from -90 to 90."),
        ("a place", "lon", "Its longitude in degrees, from -180 to 180."),
        ("a place", "id", "An id to use in `stops` instead of its name."),
        ("a route", "stops", "The ids or names of at least two places."),
    ],
    takes_rows: false,
    parse: |fields, _| Arc::new(parse_map(fields)),
    view: schema::<MapView<'_>>,
    drawing: Some(schema::<MapDrawing<'_>>),
};

/// Countries in groups, places, and routes between them.
#[derive(Clone, Debug)]
pub(crate) struct Map {
    pub(crate) title: Option<Title>,
    pub(crate) caption: Caption,
    /// Describes the picture for readers who cannot see it, in addition to nutgraf's own words.
    pub(crate) alt: Option<Text>,
    /// The countries that fill the frame. If there are none, everything on the map does.
    pub(crate) region: Vec<Marked>,
    pub(crate) groups: Vec<Group>,
    pub(crate) places: Vec<Place>,
    pub(crate) routes: Vec<Route>,
}

/// A country and where it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marked {
    pub(crate) country: &'static Country,
    span: Span,
}

/// Countries with something in common.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) label: Text,
    pub(crate) countries: Vec<Marked>,
}

#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: Text,
    pub(crate) point: Point,
}

#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) label: Option<Text>,
    /// Among the map's places.
    pub(crate) stops: Vec<usize>,
}

/// The most groups that readers can distinguish, in print too: each has a pattern.
const PATTERNS: usize = 6;

/// Pieces of a route between two stops, enough for the eye to see a curve.
const STEPS: u32 = 60;

impl Map {
    /// The frame that the map fills; none for a map with nothing in it.
    pub(crate) fn frame(&self) -> Option<Frame> {
        if !self.region.is_empty() {
            return Frame::around(&extents(&self.region));
        }
        let mut points: Vec<_> = self.groups.iter().flat_map(|group| extents(&group.countries)).collect();
        // A place alone is shown in its country.
        if self.groups.iter().all(|group| group.countries.is_empty()) {
            let countries = self.places.iter().filter_map(|place| country_at(&place.point));
            points.extend(countries.flat_map(country_extent));
        }
        points.extend(self.places.iter().map(|place| place.point));
        points.extend(self.routes.iter().flat_map(|route| self.legs(route)).flatten());
        Frame::around(&points)
    }

    /// The ways from stop to stop, along great circles.
    pub(crate) fn legs(&self, route: &Route) -> Vec<Vec<Point>> {
        let leg =
            |stops: &[usize]| great_circle(&self.places[stops[0]].point, &self.places[stops[1]].point, STEPS);
        route.stops.windows(2).map(leg).collect()
    }
}

pub(super) fn parse_map(fields: &mut Fields<'_, '_>) -> Map {
    let mut map = Map {
        title: optional_title(fields, "title"),
        caption: parse_caption(fields),
        alt: fields.text("alt"),
        region: fields.texts("region").iter().filter_map(|text| find_country(fields, text)).collect(),
        groups: parse_groups(fields),
        places: vec![],
        routes: vec![],
    };
    let drafts: Vec<_> = fields.tables("place", "a place", parse_place).into_iter().flatten().collect();
    // Routes call a place by its id or by its name.
    let mut ids = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        let own = draft.id.iter().filter(|id| id.value != draft.name.value);
        for text in own.chain([&draft.name]) {
            if ids.insert(text.value.clone(), at).is_some() {
                fields.report(text.span, Problem::PlaceTwice { name: text.value.clone() });
            }
        }
    }
    let routes = fields.tables("route", "a route", |fields| parse_route(fields, &ids));
    // A place that lacks its point still has a name; a route to it is not wrong as well.
    let whole = drafts.iter().all(|draft| draft.point.is_some());
    let places =
        drafts.into_iter().filter_map(|Draft { name, point, .. }| Some(Place { name, point: point? }));
    map.places = places.collect();
    if whole {
        map.routes = routes.into_iter().flatten().collect();
    }
    if let Some(frame) = map.frame().filter(|_| !map.region.is_empty()) {
        for place in map.places.iter().filter(|place| !frame.holds(&place.point)) {
            fields.report(place.name.span, Problem::OffTheMap { name: place.name.value.clone() });
        }
    }
    if map.region.is_empty() && map.groups.is_empty() && map.places.is_empty() {
        report_empty(
            fields,
            "map",
            "`[[group]]` with `label` and `countries`, or `[[place]]` with `name`, `lat` and `lon`",
        );
    }
    map
}

fn parse_groups(fields: &mut Fields<'_, '_>) -> Vec<Group> {
    let mut count = 0;
    let groups = fields.tables("group", "a group", |fields| {
        count += 1;
        if count == PATTERNS + 1 {
            fields.report(fields.span(), Problem::TooManyGroups { limit: PATTERNS });
        }
        let label = fields.needed_text("label");
        fields.need("countries", "countries = [\"KZ\"]");
        let texts = fields.texts("countries");
        if texts.is_empty() && fields.is_clean() && !fields.lacks("countries") {
            let needs = "`countries = [\"KZ\", …]`";
            fields.report(fields.span(), Problem::EmptyBlock { name: "group", needs });
        }
        let countries = texts.iter().filter_map(|text| find_country(fields, text)).collect();
        Some(Group { countries, label: label? })
    });
    let groups: Vec<_> = groups.into_iter().flatten().collect();
    let mut seen = BTreeSet::new();
    for marked in groups.iter().flat_map(|group| &group.countries) {
        if !seen.insert(marked.country.code) {
            fields.report(marked.span, Problem::CountryTwice { name: marked.country.name });
        }
    }
    groups
}

fn find_country(fields: &Fields<'_, '_>, text: &Text) -> Option<Marked> {
    let span = text.span;
    let Some(country) = country_by_code(&text.value) else {
        let near = likely_code(&text.value).map(str::to_owned);
        fields.report(span, Problem::UnknownCountry { code: text.value.clone(), near });
        return None;
    };
    if !has_shape(country.code) {
        fields.report(span, Problem::NoShape { name: country.name });
        return None;
    }
    Some(Marked { country, span })
}

/// A place as it was written.
struct Draft {
    name: Text,
    id: Option<Text>,
    point: Option<Point>,
}

/// The points around countries.
fn extents(marked: &[Marked]) -> Vec<Point> {
    marked.iter().flat_map(|marked| country_extent(marked.country.code)).collect()
}

fn parse_place(fields: &mut Fields<'_, '_>) -> Option<Draft> {
    let name = fields.needed_text("name");
    let id = fields.text("id");
    let lat = parse_degrees(fields, "lat", 90);
    let lon = parse_degrees(fields, "lon", 180);
    let point = lon.zip(lat).map(|(lon, lat)| Point::new(lon, lat));
    Some(Draft { name: name?, id, point })
}

/// Reads a latitude or longitude, which is `limit` at most to either side.
fn parse_degrees(fields: &mut Fields<'_, '_>, key: &'static str, limit: u32) -> Option<f64> {
    let (number, span) = fields.needed_degrees(key)?;
    // So written that `nan` is off the globe too.
    if number.abs() <= f64::from(limit) {
        return Some(number);
    }
    fields.report(span, Problem::OffTheGlobe { key, limit });
    None
}

fn parse_route(fields: &mut Fields<'_, '_>, ids: &BTreeMap<String, usize>) -> Option<Route> {
    let label = fields.text("label");
    let texts = fields.texts("stops");
    if texts.len() < 2 {
        let span = texts.first().map_or(fields.span(), |text| text.span);
        fields.report(span, Problem::ShortRoute {});
        return None;
    }
    let mut stops = Vec::new();
    for text in &texts {
        if let Some(stop) = ids.get(&text.value) {
            stops.push(*stop);
        } else {
            let near = nearest(&text.value, ids.keys().map(String::as_str)).map(str::to_owned);
            fields.report(text.span, Problem::UnknownStop { name: text.value.clone(), near });
        }
    }
    (stops.len() == texts.len()).then_some(Route { label, stops })
}

/// `block` of `blocks/map.html`.
#[derive(JsonSchema, Serialize)]
struct MapView<'s> {
    title: Option<&'s Title>,
    /// The drawing; a group's pattern alone is its view `#g1`, `#g2` and so on.
    src: String,
    width: u32,
    height: u32,
    /// All that the drawing says.
    words: MapWords<'s>,
    caption: CaptionView<'s>,
}

impl Drawing for Map {
    fn drawing_view<'s>(&'s self, _: &Page, _: &SitePath, _: &Catalogue) -> Box<dyn View + 's> {
        Box::new(map_drawing(self))
    }
}

impl Block for Map {
    fn content(&self) -> BlockContent<'_> {
        BlockContent {
            caption: Some(&self.caption),
            alt: self.alt.as_ref().map(|text| Alt { text, caption: self.caption.text.as_ref() }),
            drawing: Some(self),
            texts: vec![],
            claims: vec![],
        }
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, path: &SitePath) {
        self.caption.resolve(resolver, path);
    }

    fn view<'s>(&'s self, renderer: &mut PageRenderer<'s, '_>, place: BlockPlace<'_>) -> Box<dyn View + 's> {
        let (width, height) = self.frame().map_or((0, 0), |frame| pixel_size(&frame));
        Box::new(MapView {
            title: self.title.as_ref(),
            src: renderer.drawing_url(place).unwrap_or_default(),
            width,
            height,
            words: MapWords::new(self),
            caption: self.caption.view(renderer, place.path),
        })
    }

    fn markdown(&self, exporter: &mut MarkdownExporter<'_, '_>, place: BlockPlace<'_>) -> String {
        let catalogue = &exporter.site.catalogue;
        let separator = catalogue.text("separator");
        let alt = escape(text(self.alt.as_ref()).unwrap_or(catalogue.text("map")));
        let list = |names: &[&str]| names.iter().map(|name| escape(name)).collect::<Vec<_>>().join(separator);
        let MapWords { groups, places, routes, .. } = MapWords::new(self);
        let groups = groups.iter().map(|group| (escape(group.label), list(&group.countries)));
        let places = places.iter().map(|place| {
            let country = place.country.map(|name| format!(" ({})", escape(name)));
            escape(place.name) + &country.unwrap_or_default()
        });
        let places: Vec<_> = places.collect();
        let places =
            (!places.is_empty()).then(|| (catalogue.text("map-places").to_owned(), places.join(separator)));
        let routes = routes.iter().map(|route| {
            let name = match route.label {
                Some(label) => catalogue.format("map-route-named", &[("name", escape(label).into())]),
                None => catalogue.text("map-route").to_owned(),
            };
            let stops: Vec<_> = route.stops.iter().map(|stop| escape(stop)).collect();
            (name, stops.join(catalogue.text("map-then")))
        });
        let words = groups.chain(places).chain(routes);
        let words: String = words.map(|(name, what)| format!("- **{name}:** {what}\n")).collect();
        let picture = address(&exporter.drawing_url(place));
        format!("{}![{alt}]({picture})\n\n{words}\n", heading(self.title.as_ref()))
    }
}
