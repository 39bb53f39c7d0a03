//! A map in words: all that its picture says, for those who do not see it.
//!
//! Must not know: the picture.

use schemars::JsonSchema;
use serde::Serialize;

use crate::blocks::{Map, Marked};
use crate::geo::{country_at, country_by_code};
use crate::render::view::text;

/// A map in words.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct MapWords<'s> {
    title: Option<&'s str>,
    /// More that the author says of the picture.
    alt: Option<&'s str>,
    /// The countries of the region, where the author names them.
    region: Vec<&'static str>,
    pub(crate) groups: Vec<GroupWords<'s>>,
    pub(crate) places: Vec<PlaceWords<'s>>,
    pub(crate) routes: Vec<RouteWords<'s>>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct GroupWords<'s> {
    pub(crate) label: &'s str,
    pub(crate) countries: Vec<&'static str>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct PlaceWords<'s> {
    pub(crate) name: &'s str,
    /// The country that it lies in, where it lies in one.
    pub(crate) country: Option<&'static str>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct RouteWords<'s> {
    pub(crate) label: Option<&'s str>,
    pub(crate) stops: Vec<&'s str>,
}

impl<'s> MapWords<'s> {
    pub(crate) fn new(map: &'s Map) -> Self {
        let names = |marked: &[Marked]| marked.iter().map(|marked| marked.country.name).collect();
        let stop = |at: &usize| map.places[*at].name.value.as_str();
        let groups = map
            .groups
            .iter()
            .map(|group| GroupWords { label: &group.label.value, countries: names(&group.countries) });
        let places = map.places.iter().map(|place| PlaceWords {
            name: &place.name.value,
            country: country_at(&place.point).and_then(country_by_code).map(|country| country.name),
        });
        let routes = map.routes.iter().map(|route| RouteWords {
            label: text(route.label.as_ref()),
            stops: route.stops.iter().map(stop).collect(),
        });
        Self {
            title: map.title.as_ref().map(|title| title.plain.as_str()),
            alt: text(map.alt.as_ref()),
            region: names(&map.region),
            groups: groups.collect(),
            places: places.collect(),
            routes: routes.collect(),
        }
    }
}
