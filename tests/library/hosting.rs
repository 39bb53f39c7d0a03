//! What `_headers` and `_redirects` mean to the hosts that read them is what the site means.
//!
//! The rules are read twice: as Cloudflare Pages reads them, to the letter, and as Netlify does, to whom a
//! slash at the end of a path is nothing.

use nutgraf::{Compiled, Env, Memo, Snapshot, UrlPath, compile};

const SITE: [(&str, &str); 5] = [
    ("site.toml", "title = \"S\"\nbase_url = \"https://example.org/\"\n"),
    (
        "content/why/index.md",
        "+++\ntitle = \"Why?\"\ntopics = [\"T\"]\naliases = [\"/old/\", \"/older/page.html\"]\n+++\nWords.\n\n\
         ```chart\nkind = \"bar\"\ndescription = \"D.\"\nfacts = [\"members\"]\n```\n",
    ),
    ("content/why/facts.toml", "[members]\nlabel = \"M\"\nvalue = 8\nsource = \"ap\"\n"),
    ("content/why/sources.toml", "[ap]\nkind = \"article\"\ntitle = \"A\"\n"),
    ("content/more/ä b.md", "+++\nkind = \"page\"\ntitle = \"B\"\n+++\nWords.\n"),
];

fn site<'a>(others: impl IntoIterator<Item = (&'a str, &'a str)>) -> Compiled {
    let env = Env { today: "2026-11-24".parse().expect("a date"), base_url: None, drafts: false };
    let snapshot: Snapshot = SITE[..4].iter().copied().chain(others).collect();
    let compiled = compile(&snapshot, &env, &mut Memo::default());
    assert!(!compiled.has_errors(), "{:?}", compiled.findings());
    compiled
}

fn text(compiled: &Compiled, name: &str) -> String {
    compiled.render(&UrlPath::new(name)).expect("is there").expect("can be made")
}

#[derive(Clone, Copy, Debug)]
enum Host {
    Cloudflare,
    Netlify,
}

impl Host {
    /// Whether a rule is about what a browser asks for.
    fn matches(self, rule: &str, path: &str) -> bool {
        let bare = |path: &str| path.trim_end_matches('/').to_owned();
        match (self, rule.strip_suffix('*')) {
            (_, Some(start)) => path.starts_with(start),
            (Self::Cloudflare, None) => rule == path,
            (Self::Netlify, None) => bare(rule) == bare(path),
        }
    }

    /// All values that a header has at a path.
    fn values(self, rules: &str, path: &str, header: &str) -> Vec<String> {
        let mut applies = false;
        let mut values = Vec::new();
        for line in rules.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.trim().split_once(": ") {
                Some((name, value)) if applies && name == header => values.push(value.to_owned()),
                Some(_) => {}
                None => applies = self.matches(line, path),
            }
        }
        values
    }

    /// Where a path leads on to, by the first rule that counts.
    fn redirect(self, rules: &str, path: &str) -> Option<String> {
        rules.lines().filter(|line| line.starts_with('/')).find_map(|line| {
            let parts: Vec<_> = line.split(' ').collect();
            let [from, to, status] = parts[..] else { panic!("{line} has not three parts") };
            // On Netlify there is a page at the old address, and only a forced rule comes before it.
            let counts = status == if matches!(self, Self::Netlify) { "301!" } else { "301" };
            (counts && self.matches(from, path)).then(|| to.to_owned())
        })
    }
}

const HOSTS: [Host; 2] = [Host::Cloudflare, Host::Netlify];

#[test]
fn each_file_is_served_with_its_headers_on_either_host() {
    let compiled = site([SITE[4]]);
    let rules = text(&compiled, "_headers");
    let urls: Vec<_> = compiled.urls().filter(|url| !url.as_str().contains("old")).collect();
    assert!(urls.len() > 12, "{urls:?}");
    for (url, host) in urls.iter().flat_map(|url| HOSTS.map(|host| (url, host))) {
        // A browser asks for `ä` in its own writing.
        let path = url.to_string().replace('ä', "%C3%A4");
        for (name, value) in compiled.headers(&url.file()) {
            let told = host.values(&rules, &path, name);
            match name {
                "Content-Type" => {}
                // What has no rule is revalidated by both hosts.
                "Cache-Control" => {
                    assert!(told.len() < 2 && told.iter().all(|told| *told == value), "{path} {told:?}");
                }
                // The site's error page stands at all addresses that there are not.
                "Content-Security-Policy" if path == "/404.html" => {}
                // Two policies hold both: the last is the page's own.
                _ => assert_eq!(told.last(), Some(&value), "{name} of {path} on {host:?}"),
            }
        }
    }
    for host in HOSTS {
        let kept = host.values(&rules, "/immutable/why/card.1f.png", "Cache-Control");
        assert_eq!(kept, ["public, max-age=31536000, immutable"]);
        let drawing = host.values(&rules, "/why/chart-1.svg", "Content-Security-Policy");
        assert!(
            drawing.len() == 1 && !drawing[0].contains("style-src"),
            "it has its style in it: {drawing:?}"
        );
    }
}

#[test]
fn a_large_site_stays_within_what_is_read_of_its_rules() {
    let names: Vec<_> = (0..150).map(|at| format!("content/page-{at}.md")).collect();
    let page = "+++\nkind = \"page\"\ntitle = \"P\"\n+++\nWords.\n";
    let compiled = site(names.iter().map(|name| (name.as_str(), page)));
    let rules = text(&compiled, "_headers");
    assert_eq!(rules.lines().filter(|line| line.starts_with('/')).count(), 100);
    assert!(rules.lines().all(|line| line.len() <= 2000), "{rules}");
}

#[test]
fn an_old_address_leads_on_in_each_of_its_forms_on_either_host() {
    let rules = text(&site([]), "_redirects");
    for host in HOSTS {
        for path in ["/old/", "/old", "/older/page.html"] {
            assert_eq!(host.redirect(&rules, path).as_deref(), Some("/why/"), "{path} on {host:?}");
        }
        assert_eq!(host.redirect(&rules, "/older/"), None);
    }
}
