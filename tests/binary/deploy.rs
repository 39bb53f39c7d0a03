//! Deploys to a real S3 server on loopback, and to a folder.

#[path = "deploy/asked.rs"]
mod asked;
#[path = "deploy/ours.rs"]
mod ours;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use hyper::Method;

use super::bucket::{Asked, Bucket, Mood, SECRET, discreet};
use super::folder::{NUTGRAF, Run, Site, TODAY, assert_same, bytes, tree};

/// What opens other makers' places.
pub(crate) const OTHER_SECRETS: [&str; 3] =
    ["c2VjcmV0YXp1cmVrZXlzZWNyZXQ=", "sv=2026&sig=secretazuresas", "secretgooglebearer"];

/// What a build makes.
fn built(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut built = site.built();
    built.retain(|name, _| !name.starts_with(".nutgraf-"));
    built
}

/// The same, without what a bucket would not understand.
fn for_a_bucket(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut built = built(site);
    assert!(["_headers", ".nojekyll"].iter().all(|name| built.remove(*name).is_some()));
    built.remove("_redirects");
    built
}

fn page(title: &str, text: &str) -> String {
    format!("+++\nkind = \"page\"\ntitle = \"{title}\"\n+++\n\n{text}\n")
}

#[track_caller]
fn assert_deployed(bucket: &Bucket, site: &Site) {
    assert_same(&bucket.objects("site"), &for_a_bucket(site));
    assert!(!bucket.path("site/.nutgraf-deploy.lock").exists(), "the lock is still there");
}

fn deployed() -> (Bucket, Site) {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.deploy(&site, &[]).expect_status(0);
    bucket.asked();
    (bucket, site)
}

#[test]
fn a_first_deploy_uploads_the_home_page_last_and_a_second_one_uploads_nothing() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&[" uploaded", "s3://why/site"]);
    let written = bucket.written();
    let at = |key: &str| written.iter().position(|other| other == key).unwrap();
    for key in ["icon.svg", "about/index.html", "why/index.html", "feed.xml"] {
        assert!(at(&format!("site/{key}")) < at("site/index.html"), "{written:?}");
    }
    assert_deployed(&bucket, &site);
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["is up to date"]);
    assert_eq!(bucket.written(), Vec::<String>::new());
}

#[test]
fn every_object_has_a_media_type_and_caching_headers() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.deploy(&site, &[]).expect_status(0);
    let asked = bucket.asked();
    let sent = |key: &str, name: &str| -> Option<String> {
        let put = asked.iter().find(|asked| asked.method == Method::PUT && asked.key == key).unwrap();
        put.headers.get(name).cloned()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(sent("site/about/index.html", "content-type"), some("text/html; charset=utf-8"));
    assert_eq!(sent("site/about/index.html", "cache-control"), some("public, no-cache"));
    assert_eq!(sent("site/about/index.html", "content-encoding"), None);
    assert_eq!(sent("site/logo.svg", "content-type"), some("image/svg+xml; charset=utf-8"));
    let card = asked.iter().find(|asked| asked.key.starts_with("site/immutable/about/card.")).unwrap();
    assert_eq!(sent(&card.key, "content-type"), some("image/png"));
    assert_eq!(sent(&card.key, "cache-control"), some("public, max-age=31536000, immutable"));
}

#[test]
fn text_is_compressed_with_encoding_and_uploaded_again_without() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.deploy(&site, &["--encoding=gzip"]).expect_status(0);
    let put = |asked: &Asked| asked.method == Method::PUT && asked.key == "site/about/index.html";
    let sent = bucket.asked().into_iter().find(put).unwrap();
    assert_eq!(sent.headers.get("content-encoding").map(String::as_str), Some("gzip"));
    let mut text = String::new();
    let packed = File::open(bucket.path("site/about/index.html")).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).unwrap();
    assert_eq!(text.as_bytes(), built(&site)["about/index.html"]);
    bucket.deploy(&site, &["--encoding=gzip"]).expect_status(0).expect_messages(&["is up to date"]);
    bucket.deploy(&site, &[]).expect_status(0);
    assert_deployed(&bucket, &site);
}

#[test]
fn an_edit_uploads_the_page_and_the_files_that_changed_with_it() {
    let (bucket, site) = deployed();
    site.write("content/about.md", page("About", "Us, and others."));
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["1 file uploaded", "0 removed"]);
    assert_eq!(bucket.written(), ["site/about/index.html"]);
    assert_deployed(&bucket, &site);
}

/// What stands in the place of the site's own address.
const BASE: &str = "https://why.example/";

/// All that a reader comes to from the home page: what pages lead to and show, and what whole addresses stand in them,
/// in feeds and in maps, so that cards are among it.
fn walk(folder: &Path) -> Result<BTreeSet<PathBuf>, String> {
    let folder = folder.join("site");
    let (mut seen, mut open) = (BTreeSet::new(), vec![folder.join("index.html")]);
    if !open[0].exists() {
        return Ok(seen);
    }
    while let Some(file) = open.pop() {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let mut targets: Vec<PathBuf> = whole(&text).into_iter().map(|value| folder.join(value)).collect();
        if file.extension().is_some_and(|extension| extension == "html") {
            targets.extend(relative(&text).into_iter().map(|value| file.parent().unwrap().join(value)));
        }
        for target in targets {
            let stands = target.canonicalize().map(|it| if it.is_dir() { it.join("index.html") } else { it });
            let Some(stands) = stands.ok().filter(|it| it.exists()) else {
                return Err(format!("{} leads to {}", file.display(), target.display()));
            };
            if seen.insert(stands.clone()) {
                open.push(stands);
            }
        }
    }
    Ok(seen)
}

fn relative(html: &str) -> Vec<&str> {
    let values = html.split(['<', ' ', '\n']).filter_map(|part| {
        let value = part.strip_prefix("href=").or(part.strip_prefix("src="))?;
        value.trim_start_matches('"').split(['"', '>', '#', '?']).next()
    });
    values.filter(|value| !value.is_empty() && !value.contains(':')).collect()
}

fn whole(text: &str) -> Vec<&str> {
    let ends = |c: char| c.is_whitespace() || "\"'<>)}\\,;&#?".contains(c);
    let rests = text.match_indices(BASE).map(|(at, _)| &text[at + BASE.len()..]);
    rests.filter_map(|rest| rest.split(ends).next()).collect()
}

#[test]
fn at_no_step_does_a_page_link_to_a_missing_file() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.look(|folder| walk(folder).map(drop));
    bucket.deploy(&site, &[]).expect_status(0);
    let seen = walk(&bucket.path("")).unwrap();
    for part in ["about/card.", "feed.xml"] {
        assert!(seen.iter().any(|file| file.to_string_lossy().contains(part)), "no {part} in {seen:?}");
    }
    // A page that the others lead to, and two that lead to each other.
    site.write("content/about.md", page("About", "[One](one.md)"));
    site.write("content/one.md", page("One", "[Two](two.md) ![a picture](one.svg)"));
    site.write("content/two.md", page("Two", "[One](one.md) [About](about.md)"));
    site.write("content/one.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    bucket.deploy(&site, &[]).expect_status(0);
    assert_deployed(&bucket, &site);
    // It is renamed, and the other is gone.
    site.remove("content/two.md");
    site.remove("content/one.md");
    site.write("content/three.md", page("Three", "[About](about.md) ![a picture](one.svg)"));
    site.write("content/about.md", page("About", "[Three](three.md)"));
    bucket.deploy(&site, &[]).expect_status(0);
    assert_deployed(&bucket, &site);
    let asked = bucket.asked();
    assert!(asked.iter().filter(|asked| asked.method == Method::PUT).count() > 20);
    assert_eq!(bucket.faults(), Vec::<String>::new());
}

#[test]
fn files_of_others_are_neither_overwritten_nor_removed() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.write("site/shop/index.html", "a shop");
    bucket.write("other/index.html", "a site beside it");
    bucket.write("site/about/index.html", "from an older tool");
    let run = bucket.deploy(&site, &[]).expect_status(2);
    run.expect_messages(&["1 file that nutgraf did not put there", "about/index.html", "--adopt"]);
    assert_eq!(bucket.written(), Vec::<String>::new());
    bucket.deploy(&site, &["--adopt"]).expect_status(0);
    site.remove("content/about.md");
    site.write("content/why/01-first.md", "+++\ntitle = \"What came first?\"\n+++\nAn egg.\n");
    bucket.deploy(&site, &[]).expect_status(0);
    let mut expected = for_a_bucket(&site);
    expected.insert("shop/index.html".to_owned(), b"a shop".to_vec());
    assert_same(&bucket.objects("site"), &expected);
    assert_eq!(bucket.objects("other").len(), 1);
}

#[test]
fn a_dry_run_prints_the_plan_and_changes_nothing() {
    let (bucket, site) = (Bucket::new(), Site::small());
    let before = tree(&site.root());
    let run = bucket.deploy(&site, &["--dry-run"]).expect_status(0);
    assert!(run.output.contains("upload ") && run.output.contains("about/index.html  (new)"), "{run:?}");
    let asked = bucket.asked();
    assert!(asked.iter().all(|asked| asked.method == Method::GET), "{asked:?}");
    assert_eq!(tree(&site.root()), before);
    bucket.deploy(&site, &[]).expect_status(0);
    site.remove("static/logo.svg");
    site.write("content/about.md", page("About", "Others."));
    let run = bucket.deploy(&site, &["--dry-run"]).expect_status(0);
    let lines: Vec<_> = run.output.lines().collect();
    assert!(lines[0].starts_with("replace ") && lines[0].ends_with("about/index.html  (changed)"), "{run:?}");
    assert!(lines[1].starts_with("remove ") && lines[1].contains("logo.svg"), "{run:?}");
    assert!(lines[2].starts_with("1 file to upload (") && lines[2].contains("1 to remove"), "{run:?}");
    assert!(bucket.path("site/logo.svg").exists());
}

#[test]
fn a_finding_that_the_sites_rules_deny_stops_a_deploy_before_it_starts() {
    let (bucket, site) = (Bucket::new(), Site::small());
    site.write("site.toml", site.read("site.toml") + "\n[check.levels]\ndoubled-word = \"deny\"\n");
    site.write("content/about.md", page("About", "We are are here."));
    bucket
        .deploy(&site, &[])
        .expect_status(1)
        .expect_messages(&["error[C006]", "1 error: nothing was deployed"]);
    assert_eq!((bucket.asked().len(), site.public().exists()), (0, false));
}

#[test]
fn a_site_under_a_name_for_examples_is_not_deployed_unless_the_command_line_says_so() {
    let (bucket, site) = (Bucket::new(), Site::small());
    site.write("site.toml", "title = \"Why\"\nbase_url = \"https://why.example/\"\n");
    bucket.deploy(&site, &[]).expect_status(1).expect_messages(&["error[L009]", "site.toml:2:13"]);
    assert_eq!(bucket.written(), Vec::<String>::new());
    bucket.deploy(&site, &["--base-url=https://why.example/"]).expect_status(0);
    assert!(bucket.written().contains(&"site/about/index.html".to_owned()));
}

#[test]
fn a_lost_url_is_reported_by_each_deploy_until_it_leads_somewhere() {
    let (bucket, site) = deployed();
    site.remove("content/about.md");
    site.write("content/us.md", page("Us", "Us."));
    site.write("content/why/01-first.md", "+++\ntitle = \"What came first?\"\n+++\nAn egg.\n");
    let lost = ["warning[L007]", "/about/"];
    bucket.deploy(&site, &["--dry-run"]).expect_status(0).expect_messages(&lost);
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&lost);
    // A machine that has only the sources knows it from the bucket.
    fs::remove_dir_all(site.public()).unwrap();
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&lost);
    let settings = site.read("site.toml");
    site.write(
        "site.toml",
        settings.clone() + "\n[check]\nfail_on = \"warn\"\n[check.levels]\nall = \"allow\"\n",
    );
    site.write("content/us.md", page("Us", "Us all."));
    bucket.asked();
    bucket.deploy(&site, &[]).expect_status(1).expect_messages(&lost);
    assert_eq!(bucket.written(), Vec::<String>::new());
    site.write("site.toml", settings);
    site.write(
        "content/us.md",
        "+++\nkind = \"page\"\ntitle = \"Us\"\naliases = [\"/about/\"]\n+++\n\nUs.\n",
    );
    let run = bucket.deploy(&site, &[]).expect_status(0);
    assert!(!run.messages.contains("L007"), "{run:?}");
}

#[test]
fn broken_content_stops_a_deploy_before_it_starts() {
    let (bucket, site) = (Bucket::new(), Site::small());
    site.write("content/about.md", "[gone](gone.md)\n");
    bucket.deploy(&site, &[]).expect_status(1);
    assert_eq!((bucket.asked().len(), site.public().exists()), (0, false));
}

#[test]
fn drafts_are_never_deployed() {
    let (bucket, site) = (Bucket::new(), Site::small());
    site.write(
        "content/secret.md",
        "+++\nkind = \"page\"\ntitle = \"Secret\"\ndraft = true\n+++\n\nNot yet.\n",
    );
    bucket.deploy(&site, &[]).expect_status(0);
    assert!(!bucket.path("site/secret").exists());
}

/// Everything that can go wrong once and is mended by asking again.
#[test]
fn requests_to_a_server_that_fails_at_times_are_repeated() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.mood(|asked| match (asked.before, asked.key.len() % 4) {
        (0, 0) => Mood::Say(500, &[], "<Error><Code>InternalError</Code></Error>"),
        (0, 1) => Mood::Say(503, &[("retry-after", "0")], "<Error><Code>SlowDown</Code></Error>"),
        (0, 2) => Mood::Say(429, &[("retry-after", "1")], ""),
        (0, _) => Mood::Cut,
        _ => Mood::Serve,
    });
    bucket.deploy(&site, &["--patience=20"]).expect_status(0);
    site.remove("static/logo.svg");
    bucket.asked();
    bucket.deploy(&site, &["--patience=20"]).expect_status(0).expect_messages(&["1 removed"]);
    bucket.mood(|_| Mood::Serve);
    assert_deployed(&bucket, &site);
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["is up to date"]);
}

#[test]
fn a_lost_response_does_no_harm() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.mood(|asked| if asked.before == 0 { Mood::Lose } else { Mood::Serve });
    bucket.deploy(&site, &["--patience=20"]).expect_status(0);
    site.remove("static/logo.svg");
    site.write("content/about.md", page("About", "Others."));
    bucket.asked();
    bucket.deploy(&site, &["--patience=20"]).expect_status(0).expect_messages(&["1 removed"]);
    bucket.mood(|_| Mood::Serve);
    assert_deployed(&bucket, &site);
}

#[test]
fn a_deploy_that_gives_up_on_a_failing_server_is_completed_by_the_next() {
    let cases: [(Mood, &str); 4] = [
        (
            Mood::Say(500, &[], "<Error><Code>InternalError</Code><Key>AKIA</Key></Error>"),
            "500 InternalError",
        ),
        (Mood::Say(503, &[], "<Error><Code>SlowDown</Code></Error>"), "503 SlowDown"),
        (Mood::Say(429, &[("retry-after", "1")], ""), "429"),
        (Mood::Cut, "the connection was lost"),
    ];
    for (mood, words) in cases {
        let (bucket, site) = (Bucket::new(), Site::small());
        let is_about = |asked: &Asked| asked.key == "site/about/index.html";
        bucket.mood(move |asked| if is_about(asked) { mood } else { Mood::Serve });
        let run = bucket.deploy(&site, &[]).expect_status(2);
        run.expect_messages(&["cannot write `about/index.html`", words, "help: deploy again"]);
        assert!(!bucket.path("site/index.html").exists(), "the home page is there before what it leads to");
        bucket.mood(|_| Mood::Serve);
        bucket.deploy(&site, &[]).expect_status(0);
        assert_deployed(&bucket, &site);
    }
}

#[test]
fn the_message_about_a_wrong_clock_says_how_wrong_it_is() {
    let (bucket, site) = (Bucket::with_clock(Some(47)), Site::small());
    let run = bucket.deploy(&site, &[]).expect_status(2);
    run.expect_messages(&["403 RequestTimeTooSkewed", "clock is 4", "minutes behind", "set the clock"]);
}

#[test]
fn no_message_shows_rejected_credentials() {
    let (bucket, site) = (Bucket::new(), Site::small());
    let run = site.end(bucket.command(&site, &[]).env("AWS_SECRET_ACCESS_KEY", OTHER_SECRETS[0]));
    discreet(run).expect_status(2).expect_messages(&["403 SignatureDoesNotMatch", "help: "]);
    let mut unknown = bucket.command(&site, &[]);
    let run = site.end(unknown.env("AWS_ACCESS_KEY_ID", OTHER_SECRETS[2]));
    discreet(run).expect_status(2).expect_messages(&["help: "]);
    assert_eq!(bucket.objects(""), BTreeMap::new());
}

#[test]
fn a_missing_bucket_and_a_missing_server_are_reported() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.mood(|_| Mood::Say(404, &[], "<Error><Code>NoSuchBucket</Code></Error>"));
    bucket
        .deploy(&site, &[])
        .expect_status(2)
        .expect_messages(&["404 NoSuchBucket", "create the bucket first"]);
    let mut nowhere = bucket.command(&site, &[]);
    let run = site.end(nowhere.env("AWS_ENDPOINT_URL", "http://127.0.0.1:9"));
    discreet(run).expect_status(2).expect_messages(&["no connection to the server"]);
    let mut plain = bucket.command(&site, &[]);
    let run = site.end(plain.env_remove("AWS_ALLOW_HTTP"));
    discreet(run).expect_status(2).expect_messages(&["others on the network", "AWS_ALLOW_HTTP"]);
}

#[test]
fn an_address_with_a_password_is_rejected_and_not_repeated() {
    let site = Site::small();
    let run = |target: &str| {
        let mut command = site.around(NUTGRAF);
        discreet(site.end(command.args(["deploy", target, TODAY])))
    };
    run(&format!("s3://anna:{SECRET}@why/")).expect_status(2);
    run(&format!("az://why/?{}", OTHER_SECRETS[1])).expect_status(2).expect_messages(&["environment"]);
    run("ftp://why/").expect_status(2).expect_messages(&["s3://bucket/folder"]);
}

#[test]
fn no_message_shows_credentials_of_google_or_azure() {
    let site = Site::small();
    let run = |target: &str, variables: &[(&str, &str)]| -> Run {
        let mut command = site.around(NUTGRAF);
        command.args(["deploy", target, TODAY, "--patience=1"]).envs(variables.iter().copied());
        discreet(site.end(&mut command)).expect_status(2)
    };
    let nowhere = "http://127.0.0.1:9";
    let azure = [
        ("AZURE_STORAGE_ACCOUNT_NAME", "why"),
        ("AZURE_STORAGE_ENDPOINT", nowhere),
        ("AZURE_ALLOW_HTTP", "true"),
    ];
    let key = [&azure[..], &[("AZURE_STORAGE_ACCOUNT_KEY", OTHER_SECRETS[0])]].concat();
    run("az://why/site", &key).expect_messages(&["no connection to the server"]);
    let sas = [&azure[..], &[("AZURE_STORAGE_SAS_TOKEN", OTHER_SECRETS[1])]].concat();
    run("az://why/site", &sas).expect_messages(&["no connection to the server"]);
    let google = [
        ("GOOGLE_BASE_URL", nowhere),
        ("GOOGLE_ALLOW_HTTP", "true"),
        ("GOOGLE_BEARER_TOKEN", OTHER_SECRETS[2]),
    ];
    run("gs://why/site", &google).expect_messages(&["no connection to the server"]);
    let refusal = ["others on the network", "GOOGLE_ALLOW_HTTP"];
    run("gs://why/site", &[google[0], google[2]]).expect_messages(&refusal);
    run("gs://why/site", &[google[0], google[2], ("GOOGLE_ALLOW_HTTP", "false")]).expect_messages(&refusal);
    let refusal = ["others on the network", "AZURE_ALLOW_HTTP"];
    run("az://why/site", &[azure[0], azure[1], ("AZURE_STORAGE_ACCOUNT_KEY", OTHER_SECRETS[0])])
        .expect_messages(&refusal);
}

#[test]
fn a_deploy_that_cannot_build_into_its_folder_ends_with_2_as_a_build_does() {
    let site = Site::small();
    site.write("public/about/index.html", "Somebody else's.");
    let place = format!("--out={}", site.path("public").display());
    for dry_run in [false, true] {
        let mut command = site.around(NUTGRAF);
        command.args(["deploy", "./served", TODAY, &place, "--root"]).arg(site.root());
        let run = site.end(command.args(dry_run.then_some("--dry-run")));
        // A dry run builds elsewhere.
        run.expect_status(if dry_run { 0 } else { 2 });
    }
}

#[test]
fn a_killed_deploy_is_completed_by_the_next() {
    let (bucket, site) = deployed();
    for at in 0..6 {
        site.write(&format!("content/page-{at}.md"), page("A page", "[The next](about.md)"));
    }
    site.write("content/about.md", page("About", "Us, at length."));
    bucket.mood(|asked| match asked.key.as_str() {
        "site/page-3/index.html" => Mood::Hold,
        _ => Mood::Serve,
    });
    let running = site.start(&mut bucket.command(&site, &[]));
    bucket.waits_for(|asked| asked.key == "site/page-3/index.html");
    running.kill();
    bucket.mood(|_| Mood::Serve);
    // Another has been written since, and one that was perhaps uploaded is gone.
    site.remove("content/page-1.md");
    bucket.deploy(&site, &[]).expect_status(2).expect_messages(&["by anna is running", "expires in"]);
    let lock = bucket.path("site/.nutgraf-deploy.lock");
    let lock = File::options().write(true).open(lock).unwrap();
    lock.set_modified(lock.metadata().unwrap().modified().unwrap() - Duration::from_mins(3)).unwrap();
    bucket.deploy(&site, &[]).expect_status(0);
    assert_deployed(&bucket, &site);
}

#[test]
fn of_two_concurrent_deploys_the_second_is_refused_and_the_first_succeeds() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.mood(|asked| match (asked.key.as_str(), asked.before) {
        ("site/about/index.html", 0) => Mood::Hold,
        _ => Mood::Serve,
    });
    let mut command = bucket.command(&site, &["--patience=30"]);
    // The answer never comes, so it asks again.
    let first = site.start(command.env("AWS_TIMEOUT", "2 seconds"));
    bucket.waits_for(|asked| asked.key == "site/about/index.html");
    bucket.deploy(&site, &[]).expect_status(2).expect_messages(&["another deploy by anna", "--break-lock"]);
    discreet(first.end()).expect_status(0);
    assert_deployed(&bucket, &site);
}

#[test]
fn breaking_a_lock_stops_the_deploy_that_held_it() {
    let (bucket, site) = (Bucket::new(), Site::small());
    bucket.mood(|asked| match (asked.key.as_str(), asked.before) {
        ("site/logo.svg", 0) => Mood::Hold,
        _ => Mood::Serve,
    });
    let mut command = bucket.command(&site, &["--patience=30"]);
    let first = site.start(command.env("AWS_TIMEOUT", "3 seconds"));
    bucket.waits_for(|asked| asked.key == "site/logo.svg");
    bucket.deploy(&site, &["--break-lock"]).expect_status(0);
    discreet(first.end()).expect_status(2).expect_messages(&["another deploy has taken over"]);
    assert_deployed(&bucket, &site);
}

#[test]
fn a_large_file_is_uploaded_in_parts() {
    let (bucket, site) = (Bucket::new(), Site::small());
    let film: Vec<u8> = (0..20_000_000_u32).map(|at| at.to_le_bytes()[at as usize % 3]).collect();
    site.write("static/film.mp4", &film);
    bucket.deploy(&site, &[]).expect_status(0);
    let asked = bucket.asked();
    let parts = asked.iter().filter(|asked| asked.query.contains("partNumber=")).count();
    assert_eq!(parts, 3);
    assert!(fs::read(bucket.path("site/film.mp4")).unwrap() == film);
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["is up to date"]);
}

fn to_folder(site: &Site, arguments: &[&str]) -> Run {
    to(site, &format!("file://{}", site.home().join("www").display()), arguments)
}

fn to(site: &Site, target: &str, arguments: &[&str]) -> Run {
    let mut command = site.around(NUTGRAF);
    site.end(command.args(["deploy", target, TODAY]).args(arguments))
}

fn served(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut served = bytes(&site.home().join("www"));
    served.retain(|name, _| !name.starts_with(".nutgraf-"));
    served
}

#[test]
fn a_folder_gets_changed_files_and_keeps_files_of_others() {
    let site = Site::small();
    to_folder(&site, &[]).expect_status(0);
    assert_same(&served(&site), &built(&site));
    fs::write(site.home().join("www/notes.txt"), "mine").unwrap();
    site.remove("content/about.md");
    site.write("content/why/01-first.md", "+++\ntitle = \"What came first?\"\n+++\nAn egg.\n");
    site.write("static/about", "a file, where a folder was");
    to_folder(&site, &[]).expect_status(0);
    let mut expected = built(&site);
    expected.insert("notes.txt".to_owned(), b"mine".to_vec());
    assert_same(&served(&site), &expected);
    to_folder(&site, &[]).expect_status(0).expect_messages(&["is up to date"]);
    site.remove("static/about");
    site.write("content/about.md", page("About", "Us again."));
    to_folder(&site, &[]).expect_status(0);
    assert!(site.home().join("www/about/index.html").exists());
}

#[test]
fn a_folder_that_the_build_reads_or_writes_is_rejected() {
    let site = Site::small();
    for folder in ["public", "content", "", ".."] {
        let target = format!("file://{}", site.path(folder).display());
        let mut command = site.around(NUTGRAF);
        let run = site.end(command.args(["deploy", &target, TODAY])).expect_status(2);
        run.expect_messages(&["is part of the site"]);
    }
    assert!(!site.public().exists());
}

#[test]
fn a_folder_with_files_of_others_in_the_way_is_refused() {
    let site = Site::small();
    fs::create_dir_all(site.home().join("www")).unwrap();
    fs::write(site.home().join("www/about"), "a file, where a folder is needed").unwrap();
    let before = tree(&site.home());
    to_folder(&site, &[]).expect_status(2).expect_messages(&["nutgraf did not put there", "  about"]);
    assert_eq!(tree(&site.home()), before);
}

#[test]
fn a_folder_that_another_deploy_has_locked_is_not_changed() {
    let site = Site::small();
    to_folder(&site, &[]).expect_status(0);
    let lock = File::open(site.home().join("www/.nutgraf-deploy.lock")).unwrap();
    lock.try_lock().unwrap();
    site.write("content/about.md", page("About", "Others."));
    let before = served(&site);
    to_folder(&site, &[]).expect_status(2).expect_messages(&["another deploy is running"]);
    assert_same(&served(&site), &before);
    drop(lock);
    to_folder(&site, &[]).expect_status(0);
    assert_same(&served(&site), &built(&site));
}

#[test]
fn a_file_that_was_changed_or_removed_at_the_destination_is_uploaded_again() {
    let (bucket, site) = deployed();
    bucket.write("site/about/index.html", "scribbled over");
    fs::remove_file(bucket.path("site/logo.svg")).unwrap();
    let run = bucket.deploy(&site, &["--dry-run"]).expect_status(0);
    assert_eq!(run.output.matches("(somebody changed or removed it there)").count(), 2, "{run:?}");
    bucket.deploy(&site, &[]).expect_status(0).expect_messages(&["2 files uploaded"]);
    assert_deployed(&bucket, &site);
}

#[test]
fn an_unreadable_state_file_stops_a_deploy() {
    let (bucket, site) = deployed();
    bucket.write("site/.nutgraf-deploy.json", "{\"version\":7}");
    site.write("content/about.md", page("About", "Others."));
    bucket.deploy(&site, &[]).expect_status(2).expect_messages(&["cannot read its record", "--adopt"]);
    assert_eq!(bucket.written(), Vec::<String>::new());
    fs::remove_file(bucket.path("site/.nutgraf-deploy.json")).unwrap();
    bucket.deploy(&site, &["--adopt"]).expect_status(0);
    assert_deployed(&bucket, &site);
}

#[test]
fn names_of_any_script_and_a_bucket_without_a_prefix_work() {
    let (bucket, site) = (Bucket::new(), Site::small());
    site.write("content/нур-султан.md", page("Нур-Султан", "![a picture](a%20b.svg)"));
    site.write("content/a b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let run = |site: &Site| {
        let command = bucket.command(site, &[]);
        let arguments: Vec<_> =
            command.get_args().map(|it| it.to_str().unwrap().replace("/site", "")).collect();
        let mut at_root = site.around(NUTGRAF);
        at_root.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).args(arguments);
        discreet(site.end(&mut at_root)).expect_status(0)
    };
    run(&site);
    assert_same(&bucket.objects(""), &for_a_bucket(&site));
    assert!(bucket.path("нур-султан/index.html").exists());
    site.remove("content/нур-султан.md");
    run(&site);
    run(&site).expect_messages(&["is up to date"]);
    assert_same(&bucket.objects(""), &for_a_bucket(&site));
}
