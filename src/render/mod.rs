//! From a site to bytes: each output is prepared, which gives its key, and rendered.
//!
//! Rendering is a pure function of the site and the theme. Must not know: where the bytes go.

mod block_html;
pub(crate) mod card;
mod card_plan;
pub(crate) mod chart;
mod cite;
mod escape;
pub(crate) mod export;
mod feeds;
mod hosting;
mod json_ld;
pub(crate) mod map;
pub(crate) mod markdown;
mod page;
pub(crate) mod picture;
mod prepare;
mod standalone;
mod style;
pub(crate) mod template_schema;
pub(crate) mod theme;
pub(crate) mod view;
pub(crate) mod views;

pub(crate) use block_html::{Memo as BlockMemo, check_block_urls};
pub(crate) use card_plan::{CardPlan, Memo, plan_cards};
pub(crate) use hosting::security;
pub(crate) use markdown::LastPageTexts;
pub use markdown::commonmark;
pub(crate) use page::PageRenderer;
pub(crate) use prepare::{Key, RenderCx, file_digest, prepare, variety};
