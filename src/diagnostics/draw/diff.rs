//! Draws a change of a file as `patch` and `git apply` read it.

use similar::TextDiff;

use crate::base::SitePath;

/// Unchanged lines around each change.
const CONTEXT_LINES: usize = 3;

/// Draws the difference between two states of a file; empty where they are the same.
pub(crate) fn diff(path: &SitePath, old: &str, new: &str) -> String {
    let names = [format!("a/{path}"), format!("b/{path}")];
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(CONTEXT_LINES).header(&names[0], &names[1]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_changes_is_shown_as_it_was_and_as_it_is() {
        let drawn = diff(&SitePath::new("content/a.md"), "a\nb b\nc", "a\nb\nc");
        let expected = "--- a/content/a.md\n+++ b/content/a.md\n@@ -1,3 +1,3 @@\n a\n-b b\n+b\n c\n\
            \\ No newline at end of file\n";
        assert_eq!(drawn, expected);
        assert_eq!(diff(&SitePath::new("a"), "a\n", "a\n"), "");
    }
}
