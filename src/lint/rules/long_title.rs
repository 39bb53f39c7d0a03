//! D003: a title that is cut before its end.

use super::super::text::width_in_pixels;
use super::prelude::*;

pub(super) static RULE: Rule =
    Rule::new("D003", "long-title", Warn, &[LONG_TITLE, WIDE_TITLE], EXPLANATION, Run::Page(check)).with(&[
        Setting::count("max_pixels", 580, "greatest width of a title in pixels, in Arial at 20 pixels"),
        Setting::count("max_characters", 110, "most characters that a title may have"),
    ]);

const LONG_TITLE: Message = Message {
    text: "this title has {long} characters",
    label: "more than {longest}",
    remedies: &["shorten the question"],
};

const WIDE_TITLE: Message = Message {
    text: "this title is {wide} pixels wide",
    label: "more than {widest}: search results cut it",
    remedies: &["shorten the question"],
};

const EXPLANATION: &str = "\
Finds a title that is wider than 580 pixels in Arial at 20 pixels, or longer than 110 characters.

Search engines cut a title by its width, at about 600 pixels. Readers should see the whole question before that.
Programs that read schema.org data accept headlines of up to 110 characters.

    Why Is China's President, Xi Jinping, Visiting Central Asia Before the Party Congress?

Shorten the question. The site's name, which follows a title, may be cut and is not counted.
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
