//! The world as geography: countries by code, their shapes, projections, and what a frame shows of them.
//!
//! The shapes are Natural Earth's, inside the binary, read when the first map needs them; `data/README.md`
//! says more. All arithmetic is `libm`'s and the processor's exact operations, so that a map has the same
//! bytes on every machine. Must not know: blocks, pages, SVG.

mod clip;
mod country;
mod extent;
mod frame;
mod outline;
mod projection;
mod shapes;
mod sphere;
#[cfg(test)]
mod tests;

pub(crate) use clip::{rings_contain, segment_distance};
pub(crate) use country::{Country, country_by_code, is_country_name, likely_code};
pub(crate) use extent::{country_extent, midpoint};
pub(crate) use frame::{Frame, WIDTH};
pub(crate) use outline::{Land, Outline, Pixel, Ring, ring_area};
pub(crate) use shapes::{country_at, has_shape};
pub(crate) use sphere::{Point, great_circle};
