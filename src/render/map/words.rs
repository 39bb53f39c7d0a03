//! A map in words: all that its picture says, for those who do not see it.
//!
//! Must not know: the picture.

use schemars::JsonSchema;
use serde::Serialize;

use crate::blocks::{Map, Marked};
use crate::geo::{country_at, country_by_code};

/// A map in words.
#[derive(Debug, JsonSchema, Serialize)]
pub(crate) struct MapWords<'s> {
    title: Option<&'s str>,
    /// More that the author says of the picture.
    alt: Option<&'s str>,
    /// The countries of the region, where the author names them.
    region: Vec<&'static str>,
    groups: Vec<GroupWords<'s>>,
    places: Vec<PlaceWords<'s>>,
    routes: Vec<RouteWords<'s>>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct GroupWords<'s> {
    label: &'s str,
    countries: Vec<&'static str>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct PlaceWords<'s> {
    name: &'s str,
    /// The country that it lies in, where it lies in one.
    country: Option<&'static str>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct RouteWords<'s> {
    label: Option<&'s str>,
    stops: Vec<&'s str>,
}

impl<'s> MapWords<'s> {
    pub(crate) fn new(map: &'s Map) -> Self {
        let names = |marked: &[Marked]| marked.iter().map(|marked| marked.country.name).collect();
        let groups = map.groups.iter();
        let places = map.places.iter();
        let stop = |at: &usize| map.places[*at].name.value.as_str();
        let routes = map.routes.iter();
        Self {
            title: map.title.as_ref().map(|title| title.plain.as_str()),
            alt: map.alt.as_ref().map(|alt| alt.value.as_str()),
            region: names(&map.region),
            groups: groups
                .map(|group| GroupWords { label: &group.label.value, countries: names(&group.countries) })
                .collect(),
            places: places
                .map(|place| PlaceWords {
                    name: &place.name.value,
                    country: country_at(&place.point).and_then(country_by_code).map(|country| country.name),
                })
                .collect(),
            routes: routes
                .map(|route| RouteWords {
                    label: route.label.as_ref().map(|label| label.value.as_str()),
                    stops: route.stops.iter().map(stop).collect(),
                })
                .collect(),
        }
    }
}
