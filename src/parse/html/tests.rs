//! Addresses are found as a browser finds them, and are replaced without a change of anything else.

use proptest::prelude::*;

use super::*;

fn urls(html: &str) -> Vec<String> {
    find_names(html).urls.into_iter().map(|url| url.url).collect()
}

#[test]
fn addresses_are_found_in_all_attributes_that_have_some() {
    let html = "<a href=a.md><img src='b.png' srcset='c.png 1x,d.png 2x, e,f.png 3x'><video poster=\"g.jpg\">\
                <object data=h.svg><iframe src=i.html></iframe><svg><image xlink:href=j.png /><use href='#k'/></svg>\
                <p style=\"background:url(l.png),url( 'm.png' )\"><source srcset=n.png><blockquote cite=o.html>";
    let expected = [
        "a.md", "b.png", "c.png", "d.png", "e,f.png", "g.jpg", "h.svg", "i.html", "j.png", "#k", "l.png",
        "m.png", "n.png", "o.html",
    ];
    assert_eq!(urls(html), expected);
}

#[test]
fn what_is_no_attribute_of_a_tag_has_no_address() {
    for html in [
        "href=a",
        "&lt;a href=a>",
        "<!-- <a href=a> -->",
        "<script>'<a href=a>'</script>",
        "<textarea><a href=a></textarea>",
        "<p title='href=a' data-src=b data=c>",
        "<base href=a>",
        "<a href=''>",
        "<style>/* url(a) */ b{content:'url(c)'} d{fill:url(#e)} f{curl(g)}</style>",
    ] {
        assert_eq!(urls(html), Vec::<String>::new(), "{html}");
    }
}

#[test]
fn character_references_and_escapes_are_decoded() {
    let html =
        "<a href='a&amp;b&#x2F;c'><p style='x:url(&quot;d\\20 e&quot;)'><style>x{y:url(f\\)g)}</style>";
    assert_eq!(urls(html), ["a&b/c", "d e", "f)g"]);
    assert_eq!(urls("<a href='?a=1&copy=2&lt'>"), ["?a=1&copy=2<"]);
}

#[test]
fn an_address_is_replaced_in_its_place() {
    let html = "<a href=a.md>&amp;<img alt=\"a.md\" src = 'b&amp;c'><p style='x:url(\"d\")'><style>e{f:url(g)}</style>";
    let names = find_names(html);
    let replaced = replace_urls(html, &names.urls, |url| Some(format!("../{}?x=1&y=(2)", url.url)));
    assert_eq!(
        replaced,
        "<a href=../a.md?x=1&amp;y=%282%29>&amp;<img alt=\"a.md\" src = '../b&amp;c?x=1&amp;y=%282%29'>\
         <p style='x:url(\"../d?x=1&amp;y=%282%29\")'><style>e{f:url(../g?x=1&y=%282%29)}</style>"
    );
}

#[test]
fn ids_are_what_a_link_can_lead_to() {
    assert_eq!(find_names("<p id=a><a name='b&amp;'><input name=c>").ids, ["a", "b&"]);
}

/// An attribute with an address in it: how it is written, and the address.
fn attribute() -> impl Strategy<Value = (String, String)> {
    let url = "[a-zé./&#?=;-]{1,8}".prop_filter("an address", |url| !url.starts_with('/'));
    let gap = "[ \n\t]{0,2}";
    (url, gap, prop_oneof![Just("\""), Just("'")], prop_oneof![Just("href"), Just("SRC"), Just("poster")])
        .prop_map(|(url, gap, quote, name)| {
            let escaped = url.replace('&', "&amp;");
            (format!("{name}{gap}={gap}{quote}{gap}{escaped}{quote}"), url)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_planted_address_is_found_where_it_is(parts in proptest::collection::vec((attribute(), "[^<&\u{fdd0}\0\r]{0,8}"), 0..6)) {
        let html: String = parts.iter().map(|((written, _), text)| format!("<x-y {written} é='<'>{text}")).collect();
        let found = find_names(&html).urls;
        let planted: Vec<_> = parts.iter().map(|((_, url), _)| url.clone()).collect();
        prop_assert_eq!(found.iter().map(|url| url.url.clone()).collect::<Vec<_>>(), planted);
        let same = replace_urls(&html, &found, |url| Some(url.url.clone()));
        prop_assert_eq!(&same, &html);
        let other = replace_urls(&html, &found, |_| Some("z".to_owned()));
        prop_assert!(urls(&other).iter().all(|url| url == "z"));
    }

    #[test]
    fn any_text_can_be_searched_and_marked(html in "(<[a-z]{0,3}( (href|style|srcset)=?['\"]?(url\\()?)?|[&a-z#x0-9;\\\\'\"()>,é/* =]|</style>|<style>|<!--){0,24}") {
        let names = find_names(&html);
        prop_assert!(names.urls.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        prop_assert_eq!(replace_urls(&html, &names.urls, |_| None), html.clone());
        let marked = mark_resolved(&html);
        prop_assert!(find_names(&marked).urls.iter().all(|url| !url.is_unresolved() ));
        prop_assert_eq!(without_marks(marked), html);
    }
}
