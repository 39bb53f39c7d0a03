//! L009: an address of the site or its publisher that no reader can open.

use url::{Host, Url};

use super::prelude::*;
use crate::base::ip_address::is_global;
use crate::source::SETTINGS;

pub(super) static RULE: Rule =
    Rule::new("L009", "placeholder-address", Warn, &[RESERVED, LOCAL], EXPLANATION, Run::Site(check))
        .stops_deploy();

const RESERVED: Message = Message {
    text: "`{host}` is a name for examples and tests: readers cannot open it",
    label: "",
    remedies: &["write the address that readers use"],
};

const LOCAL: Message = Message {
    text: "`{host}` is known in a local network only: readers elsewhere cannot open it",
    ..RESERVED
};

const EXPLANATION: &str = "\
Finds `base_url`, and `url` and `contact` under `[publisher]`, if they lead to a name that is reserved for examples and
tests (`example.org`, anything that ends in `.example`, `.test` or `.invalid`), to this machine or to a local network
(`localhost`, `10.0.0.1`, `intranet`, `printer.local`).

A new site has such addresses. If they are published, search engines are sent to a site that is not yours, and whoever
reports an error writes to nobody.

    base_url = \"https://example.org/\"

Write the addresses that readers use. `nutgraf deploy` does not publish a site with such an address, unless the site
turns the rule down. `--base-url ADDRESS` replaces `base_url` for one command, and is not checked. A site for a local
network sets `placeholder-address = \"allow\"` under `[check.levels]`. Addresses of sources and of links in texts are
not concerned.
";

/// Names for documentation and tests (RFC 2606, RFC 6761).
const RESERVED_NAMES: [&str; 6] = ["example", "test", "invalid", "example.com", "example.net", "example.org"];

/// Names of this machine (RFC 6761) and of local networks (RFC 6762, RFC 8375; `internal` since ICANN's resolution
/// 2024.07.29.06).
const LOCAL_NAMES: [&str; 4] = ["localhost", "local", "internal", "home.arpa"];

fn check(site: &Site, found: &mut Vec<Finding>) {
    let path = SitePath::new(SETTINGS);
    if let Some(span) = site.base_url_span {
        found.extend(finding(&path, &site.base_url, span));
    }
    let publisher = &site.settings.publisher;
    for address in [&publisher.url, &publisher.contact].into_iter().flatten() {
        found.extend(finding(&path, &address.value, address.span));
    }
}

/// Makes a finding for an address that readers cannot open.
fn finding(path: &SitePath, address: &str, span: Span) -> Option<Finding> {
    let host = host(address)?;
    let message = match why_unreachable(&host)? {
        Unreachable::Reserved => fill!(RESERVED, host = host.to_string()),
        Unreachable::Local => fill!(LOCAL, host = host.to_string()),
    };
    Some(RULE.finding(path, span, message))
}

/// The host of an address on the web or of mail.
pub(super) fn host(address: &str) -> Option<Host> {
    let url = Url::parse(address.trim()).ok()?;
    if url.scheme() == "mailto" {
        return Host::parse(url.path().rsplit_once('@')?.1).ok();
    }
    Some(url.host()?.to_owned())
}

/// Why readers cannot open an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreachable {
    /// Its name is reserved for examples and tests.
    Reserved,
    /// It is known to this machine or in a local network only.
    Local,
}

/// Finds out whether readers anywhere can open addresses of a host; `None` if they can.
pub(super) fn why_unreachable(host: &Host) -> Option<Unreachable> {
    let name = match host {
        Host::Domain(name) => name.trim_end_matches('.'),
        Host::Ipv4(ip) => return (!is_global((*ip).into())).then_some(Unreachable::Local),
        Host::Ipv6(ip) => return (!is_global((*ip).into())).then_some(Unreachable::Local),
    };
    let is_in =
        |parent: &&str| name.strip_suffix(*parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if RESERVED_NAMES.iter().any(&is_in) {
        Some(Unreachable::Reserved)
    } else if LOCAL_NAMES.iter().any(is_in) || !name.contains('.') {
        Some(Unreachable::Local)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(address: &str) -> Option<Unreachable> {
        host(address).and_then(|host| why_unreachable(&host))
    }

    #[test]
    fn a_name_for_examples_is_no_address() {
        for address in [
            "https://example.org/",
            "https://EXAMPLE.com",
            "https://www.example.net/about/",
            "https://example.org./",
            "https://bridges.example/",
            "https://site.test:8080/",
            "https://site.invalid/",
            "https://b\u{fc}cher.example/",
            "mailto:desk@example.org",
            "mailto:desk@Example.ORG?subject=An%20error",
        ] {
            assert_eq!(why(address), Some(Unreachable::Reserved), "{address}");
        }
    }

    #[test]
    fn an_address_of_a_local_network_is_told_from_one_of_the_internet() {
        for address in [
            "http://localhost:8000/",
            "http://preview.localhost/",
            "http://127.0.0.1/",
            "http://0x7f.1/",
            "http://10.1.2.3/",
            "http://192.168.0.7:1111/",
            "http://[::1]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "http://intranet/",
            "http://printer.local/",
            "http://wiki.internal/",
            "http://pc.home.arpa/",
            "mailto:desk@localhost",
        ] {
            assert_eq!(why(address), Some(Unreachable::Local), "{address}");
        }
    }

    #[test]
    fn what_readers_can_open_is_no_placeholder() {
        for address in [
            "https://nexample.org/",
            "https://example.org.uk/",
            "https://example.co/",
            "https://test.de/",
            "https://local.gov.uk/",
            "https://8.8.8.8/",
            "https://[2606:4700::1111]/",
            "https://notlocalhost.de/",
            "mailto:desk@why.org",
            "/about/",
        ] {
            assert_eq!(why(address), None, "{address}");
        }
    }
}
