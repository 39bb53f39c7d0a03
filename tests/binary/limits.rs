//! Builds where the system gives less than is usual, and of names that it does not take.

use std::io::Cursor;
use std::process::Command;

use proptest::prelude::*;

use super::folder::{NUTGRAF, Site, TODAY, skip};

#[test]
fn a_site_is_built_on_as_many_threads_as_there_are() {
    let site = Site::small();
    let home = site.home();
    let folder = home.parent().unwrap();
    let is_open =
        Command::new("chmod").arg("-R").arg("a+rwX").arg(folder).status().is_ok_and(|it| it.success());
    // Root has no limit, so it is another account's.
    let user = ["--reuid=65533", "--regid=65533", "--clear-groups"];
    let can_be_other = Command::new("setpriv").args(user).arg("prlimit").arg("--version").status();
    if !is_open || !can_be_other.is_ok_and(|it| it.success()) {
        return skip("setpriv and prlimit are needed, and root");
    }
    for threads in ["1", "2", "3"] {
        let limit = format!("--nproc={threads}");
        let mut command = site.around("setpriv");
        command.args(user).args(["prlimit", &limit, NUTGRAF, "build", TODAY]);
        site.end(&mut command).expect_status(0);
    }
}

/// What gives a file its name, with the letters and the bytes of that name.
#[derive(Clone, Debug)]
struct Names {
    topic: String,
    alias: String,
    id: String,
    page: String,
    data: String,
    picture: String,
    depth: usize,
}

fn name(longest: usize) -> impl Strategy<Value = String> {
    let letter = prop::sample::select(vec!["a", "é", "漢", "𠮷"]);
    (letter, prop_oneof![1 => 1..40_usize, 1 => 228..longest])
        .prop_map(|(letter, bytes)| letter.repeat((bytes / letter.len()).max(1)))
}

fn names() -> impl Strategy<Value = Names> {
    let of_toml = (name(300), name(300), name(300), 0..9_usize);
    // The disk has these: they cannot be longer than it allows.
    let of_disk = (name(252), name(251), name(251));
    (of_toml, of_disk).prop_map(|((topic, alias, id, depth), (page, data, picture))| Names {
        topic,
        alias,
        id,
        page,
        data,
        picture,
        depth,
    })
}

impl Names {
    fn site(&self) -> Site {
        let site = Site::empty();
        let Self { topic, alias, id, page, data, picture, depth } = self;
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::new(700, 2).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let text = |title: &str| {
            format!(
                "+++\ntitle = \"{title}\"\ntopics = [\"{topic}\"]\naliases = [\"/{title}{}/{alias}/\"]\n+++\n\
                 Xyz came. ![x]({picture}.png)\n\n```table\ncaption = \"C\"\ndata = \"{data}.csv\"\n```\n",
                format!("/{}", "b".repeat(120)).repeat(*depth)
            )
        };
        site.write("site.toml", "title = \"S\"\nbase_url = \"https://names.example/\"\ncards = \"none\"\n");
        site.write("content/entities.toml", format!("[\"{id}\"]\nkind = \"term\"\nname = \"Xyz\"\n"));
        site.write(&format!("content/{page}.md"), text("one"));
        site.write("content/x.md", text("two"));
        site.write(&format!("content/{data}.csv"), format!("a,b\n{}", "1,2\n".repeat(120)));
        site.write(&format!("content/{picture}.png"), png.into_inner());
        site
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_has_no_finding_about_its_name_can_be_written(names in names()) {
        let site = names.site();
        let checked = site.end(site.around(NUTGRAF).args(["check", "--only", "D,F", TODAY]));
        let built = site.build_with(&["--compress"]);
        let is_long = checked.output.contains("[F034]");
        prop_assert_eq!(checked.status, Some(i32::from(is_long)), "{}{}", checked.output, checked.messages);
        prop_assert_eq!(built.status, Some(i32::from(is_long)), "{}", built.messages);
        prop_assert_eq!(built.messages.contains("[F034]"), is_long, "{}", built.messages);
    }
}
