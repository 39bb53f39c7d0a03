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
mod simplify;
mod sphere;
#[cfg(test)]
mod tests;

pub(crate) use clip::inside;
pub(crate) use country::{Country, country, is_country, meant};
pub(crate) use extent::{extent, middle};
pub(crate) use frame::{Frame, WIDTH};
pub(crate) use outline::{Land, Outline, Pixel, Ring, area};
pub(crate) use shapes::{has_shape, whose};
pub(crate) use simplify::distance;
pub(crate) use sphere::{Point, between};
