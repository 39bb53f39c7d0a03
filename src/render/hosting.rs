//! Files for static hosts: how to serve each file, and where old addresses lead.
//!
//! `_headers` and `_redirects` are Netlify's form, which Cloudflare Pages, GitLab Pages and others read too
//! (docs.netlify.com/manage/routing, developers.cloudflare.com/pages/configuration). They are read at the root
//! of what is uploaded and nowhere else, so their paths begin there, whatever path the site's address has: a
//! site that is shown below a path by a proxy before the host is asked for without it. Where a
//! redirect leads to is for the reader's browser, and so has that path. Must not know: who uploads the files.

use super::feeds::addresses;
use super::style::Style;
use super::views::root;
use crate::base::UrlPath;
use crate::base::serving::{IMMUTABLE, cache_control, media_type};
use crate::model::Site;

/// A header of an answer: its name and its value.
pub(crate) type Header = (&'static str, String);

/// Rules that Cloudflare Pages reads of `_headers`; it passes over the rest.
const RULES: usize = 100;

/// The policy of what is no page (CSP level 3). It says what no file may do, and no more: browsers hold a
/// picture that has its style in it to the policy that it came with, Firefox inside of pages too.
const FILE_POLICY: &str = "script-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Permissions that a site without scripts never needs.
const NO_PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// The headers of a file beside its type and its cache rule. Anybody's program may read what anybody may
/// (`Access-Control-Allow-Origin`): feeds, data, pictures. `Strict-Transport-Security` is the host's to say,
/// since it binds the whole domain.
pub(crate) fn security(style: &Style, file: &str) -> [Header; 6] {
    let is_page = media_type(file).starts_with("text/html");
    let policy = if is_page { page_policy(style) } else { FILE_POLICY.to_owned() };
    [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Permissions-Policy", NO_PERMISSIONS.to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Access-Control-Allow-Origin", "*".to_owned()),
    ]
}

/// The policy that a page has in itself, and what only a header can say.
fn page_policy(style: &Style) -> String {
    format!("{}; frame-ancestors 'none'", style.policy)
}

/// `_headers`. Where several rules match, hosts put their values for one header side by side: two policies
/// both hold, but two cache rules are nonsense. So each file has one cache rule at most; what has none here is
/// revalidated, as both hosts do by themselves. No pattern means all pages and no picture on both hosts, so
/// pages are named, the newest first, as many as are read; the others have their policy in themselves alone.
pub(crate) fn headers(site: &Site, style: &Style) -> String {
    let mut text =
        "# How each file is served: written by nutgraf. `static/_headers` takes its place.\n".to_owned();
    rule(&mut text, "/*", &security(style, ""));
    let kept = ("Cache-Control", cache_control(IMMUTABLE).to_owned());
    rule(&mut text, &format!("/{IMMUTABLE}*"), &[kept]);
    let page = [
        ("Content-Security-Policy", page_policy(style)),
        ("Cache-Control", cache_control("index.html").to_owned()),
    ];
    for (url, _) in addresses(site).into_iter().take(RULES - 2) {
        rule(&mut text, &pattern(url), &page);
    }
    text
}

fn rule(text: &mut String, path: &str, headers: &[Header]) {
    *text += &format!("{path}\n");
    text.extend(headers.iter().map(|(name, value)| format!("  {name}: {value}\n")));
}

/// A path as browsers ask for it, in which `*` and `:` mean themselves.
fn pattern(url: &UrlPath) -> String {
    url.absolute("/").replace('*', "%2A").replace(':', "%3A")
}

/// `_redirects`: old addresses, then what the site has in `static/_redirects`. Netlify serves the page that
/// stands at an old address unless a rule is forced with `!`, takes the first rule that matches, and makes no
/// difference between an address with and one without a slash; Cloudflare makes it, and passes over rules
/// with a `!`, as it says in its log.
pub(crate) fn redirects(site: &Site) -> String {
    let mut text =
        "# Old addresses: written by nutgraf, from `aliases` and `static/_redirects`.\n".to_owned();
    let root = root(&site.base_url);
    for (from, to) in site.outputs.redirects() {
        let from = pattern(from);
        let to = format!("{root}{}", pattern(to).trim_start_matches('/'));
        let bare = from.trim_end_matches('/');
        text += &format!("{bare} {to} 301!\n{bare} {to} 301\n");
        if bare != from {
            text += &format!("{from} {to} 301\n");
        }
    }
    text + site.own_redirects.as_deref().unwrap_or("")
}
