//! D003: a title that is cut before its end.

use super::super::text::width_in_pixels;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("D003", "long-title", Warn, &[LONG_TITLE, WIDE_TITLE], EXPLANATION, Run::Page(check)).with(&[
        Setting::count("max_pixels", 580, "pixels that a title may have, in Arial at 20 pixels"),
        Setting::count("max_characters", 110, "characters that a title may have"),
    ]);

const LONG_TITLE: Message = Message {
    text: "this title has {long} characters",
    label: "more than {longest}",
    remedies: &["ask it in fewer words"],
};

const WIDE_TITLE: Message = Message {
    text: "this title is {wide} pixels wide",
    label: "more than {widest}: search results cut it",
    remedies: &["ask it in fewer words"],
};

const EXPLANATION: &str = "\
Finds a title of more than 580 pixels in Arial at 20 pixels, or of more than 110 characters.

Search engines cut a title by its width, at about 600 pixels. What an explainer asks should be read before that. 110
characters is what schema.org's consumers take of a headline.

    Why Is China's President, Xi Jinping, Visiting Central Asia Before the Party Congress?

Ask it in fewer words. The site's name, which follows a title, may be cut and is not counted.
";

fn check(cx: &LintContext<'_>, found: &mut Vec<Finding>) {
    let page = cx.page;
    let Some((title, span)) = page.title().zip(page.title_span()) else { return };
    let wide = width_in_pixels(&title.plain);
    let widest = RULE.count(cx.site, "max_pixels");
    let long = title.plain.chars().count();
    let longest = RULE.count(cx.site, "max_characters");
    let said = if long > longest as usize {
        fill!(LONG_TITLE, long, longest)
    } else if wide > widest {
        fill!(WIDE_TITLE, wide, widest)
    } else {
        return;
    };
    found.push(RULE.finding(page.path(), span, said));
}
