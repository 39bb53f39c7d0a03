//! L010: a site whose address begins with `http:`.

use super::placeholder_address::{host, why_unreachable};
use super::prelude::*;
use crate::source::SETTINGS;

pub(super) static RULE: Rule =
    Rule::new("L010", "insecure-address", Warn, &[INSECURE], EXPLANATION, Run::Site(check));

const INSECURE: Message = Message {
    text: "the site's address begins with `http:`, and browsers call such pages not secure",
    label: "",
    remedies: &["write `{secure}` once the server has a certificate"],
};

const EXPLANATION: &str = "\
Finds `base_url = \"http://…\"` in `site.toml`.

The address stands in the site map, in feeds and in what search engines and social networks read from a page. Browsers
warn of pages that come by `http:`, and whoever is between the server and the reader can change them.

Most hosts give a site a certificate for nothing. Write `https:` then. The rule says nothing of an address that only
a local network has (see L009), nor of `--base-url`.
";

fn check(site: &Site, found: &mut Vec<Finding>) {
    let Some(span) = site.base_url_span else { return };
    let Some(rest) = site.base_url.strip_prefix("http:") else { return };
    if host(&site.base_url).is_some_and(|host| why_unreachable(&host).is_none()) {
        let secure = format!("https:{rest}");
        found.push(RULE.finding(&SitePath::new(SETTINGS), span, fill!(INSECURE, secure)));
    }
}
