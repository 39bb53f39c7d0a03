//! Builds where the system gives less than is usual.

use std::process::Command;

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
