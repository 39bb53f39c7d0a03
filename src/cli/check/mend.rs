//! `--fix` and `--diff`: what was found is mended on disk, or shown mended.
//!
//! Must not know: what can be mended, or how.

use super::Check;
use crate::base::SitePath;
use crate::base::words::Count;
use crate::cli::{print, say};
use crate::diagnostics::{Applicability, diff};
use crate::lint::Selection;
use crate::model::Env;
use crate::pipeline::{Memo, Mended, Wanted, mend};
use crate::shell::rewrite::rewrite;
use crate::shell::scan::Survey;
use crate::source::Snapshot;

/// What was read, and what is asked of it.
pub(super) struct Desk<'a> {
    pub(super) survey: &'a Survey,
    pub(super) snapshot: &'a Snapshot,
    pub(super) env: &'a Env,
    pub(super) selection: &'a Selection,
    pub(super) scope: &'a [String],
}

impl Check {
    /// The site as it is with all changes that may be made.
    pub(super) fn mended(&self, desk: &Desk<'_>) -> Mended {
        let most = if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let wanted = Wanted { selection: desk.selection, scope: desk.scope, most };
        let mended = mend(desk.snapshot, desk.env, &wanted, &mut Memo::default());
        for path in &mended.given_up {
            say(&format!("warning: `{path}` is left as it is: the changes would have made errors\n"));
        }
        mended
    }
}

/// The changes, as they would be made.
pub(super) fn show(mended: &Mended, desk: &Desk<'_>) {
    let texts = mended.changed.iter().filter_map(|path| Some((path, texts(path, mended, desk)?)));
    print(&texts.map(|(path, (old, new))| diff(path, old, new)).collect::<String>());
    say(&format!("{} would be mended in {}\n", findings(mended), files(mended)));
}

/// Makes the changes on disk, and gives whether all could be made.
pub(super) fn write(mended: &Mended, desk: &Desk<'_>) -> bool {
    let mut whole = true;
    for path in &mended.changed {
        let Some(texts) = texts(path, mended, desk) else { continue };
        if let Err(error) = rewrite(desk.survey, path, texts) {
            whole = false;
            say(&format!("error: {error}\n"));
        }
    }
    if whole && mended.count > 0 {
        say(&format!("{} mended in {}\n", findings(mended), files(mended)));
    }
    whole
}

fn texts<'a>(path: &SitePath, mended: &'a Mended, desk: &'a Desk<'_>) -> Option<(&'a str, &'a str)> {
    Some((desk.snapshot.text(path)?, mended.compiled.snapshot().text(path)?))
}

fn findings(mended: &Mended) -> Count {
    Count(mended.count, "finding")
}

fn files(mended: &Mended) -> Count {
    Count(mended.changed.len(), "file")
}
