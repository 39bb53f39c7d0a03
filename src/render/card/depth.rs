//! How deep the elements of an SVG are nested, by place and by reference.
//!
//! Each level is a call when it is drawn, and a chain of clip paths or patterns would overflow the stack. Must not
//! know: what the elements look like.

use std::collections::{BTreeSet, HashMap};

use resvg::usvg::roxmltree::{Document, Node, NodeId};

/// The deepest nesting that is drawn. A thread of two megabytes holds more than twice as many levels.
pub(super) const MAX_DEPTH: usize = 250;

/// Returns whether an SVG is nested more than [`MAX_DEPTH`] deep.
pub(super) fn is_too_deep(svg: &Document<'_>) -> bool {
    let mut nesting = Nesting { by_id: HashMap::new(), heights: HashMap::new() };
    let mut styles = BTreeSet::new();
    for node in svg.descendants().filter(Node::is_element) {
        if let Some(id) = node.attribute("id") {
            nesting.by_id.entry(id).or_default().push(node);
        }
        if node.tag_name().name() == "style" {
            let texts = node.descendants().filter(Node::is_text);
            styles.extend(texts.filter_map(|text| text.text()).flat_map(url_references));
        }
    }
    // A style sheet may lead from any element to any of these, to each of them once.
    let targets: Vec<_> = styles.iter().flat_map(|id| nesting.elements(id)).collect();
    let of_styles = targets.into_iter().try_fold(0, |sum: usize, node| Some(sum + nesting.height(node, 0)?));
    let of_root = nesting.height(svg.root_element(), 0);
    of_root.zip(of_styles).is_none_or(|(root, styles)| root + styles > MAX_DEPTH)
}

struct Nesting<'a, 'input> {
    /// An id is that of one element, if the author has made no mistake.
    by_id: HashMap<&'a str, Vec<Node<'a, 'input>>>,
    /// The levels below each element, itself among them; `None` while they are counted.
    heights: HashMap<NodeId, Option<usize>>,
}

impl<'a, 'input> Nesting<'a, 'input> {
    fn elements(&self, id: &str) -> Vec<Node<'a, 'input>> {
        self.by_id.get(id).cloned().unwrap_or_default()
    }

    /// Counts the levels of an element that is `level` levels deep; `None` if there are too many.
    fn height(&mut self, node: Node<'a, 'input>, level: usize) -> Option<usize> {
        match self.heights.get(&node.id()) {
            Some(Some(height)) => return (level + height <= MAX_DEPTH).then_some(*height),
            // It refers to itself. Nothing is drawn for such a reference.
            Some(None) => return Some(0),
            None => {}
        }
        if level >= MAX_DEPTH {
            return None;
        }
        self.heights.insert(node.id(), None);
        let mut below = 0;
        for child in node.children().filter(Node::is_element) {
            below = below.max(self.height(child, level + 1)?);
        }
        for attribute in node.attributes() {
            let value = attribute.value();
            let href = value.trim().strip_prefix('#').filter(|_| attribute.name() == "href");
            for id in href.into_iter().chain(url_references(value)) {
                for target in self.elements(id) {
                    below = below.max(self.height(target, level + 1)?);
                }
            }
        }
        self.heights.insert(node.id(), Some(below + 1));
        Some(below + 1)
    }
}

/// The ids in `url(#id)`, quoted or not, in an attribute or a style sheet.
fn url_references(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let id = rest.trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
        id.split([')', '"', '\'', ' ']).next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_deep(content: &str) -> bool {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{content}</svg>");
        is_too_deep(&Document::parse(&svg).expect("XML"))
    }

    /// `n` elements, each of which refers to the next.
    fn chain(n: usize, element: impl Fn(usize) -> String) -> String {
        (0..n).map(element).collect()
    }

    #[test]
    fn levels_by_place_and_by_reference_count() {
        let nested = |n: usize| "<g>".repeat(n) + &"</g>".repeat(n);
        let clips = |n| {
            let clip = |at| format!("<clipPath id=\"c{at}\" clip-path=\"url(#c{})\"/>", at + 1);
            chain(n, clip) + "<rect clip-path=\"url( '#c0' )\"/>"
        };
        let uses = |n| chain(n, |at| format!("<g id=\"g{at}\"><use href=\"#g{}\"/></g>", at + 1));
        let styled = |n| {
            let patterns = chain(n, |at| format!("<pattern id=\"p{at}\"><rect class=\"p{at}\"/></pattern>"));
            patterns
                + "<style>"
                + &chain(n, |at| format!(".p{at} {{ fill: url(#p{}) }}", at + 1))
                + "</style>"
        };
        assert!(!is_deep(&nested(200)) && is_deep(&nested(300)));
        assert!(!is_deep(&clips(200)) && is_deep(&clips(300)));
        assert!(!is_deep(&uses(100)) && is_deep(&uses(150)));
        assert!(!is_deep(&styled(100)) && is_deep(&styled(150)));
    }

    #[test]
    fn what_stands_side_by_side_is_not_deep() {
        assert!(!is_deep(&chain(2_000, |at| format!(
            "<clipPath id=\"c{at}\"/><rect clip-path=\"url(#c{at})\"/>"
        ))));
        assert!(!is_deep(&"<use href=\"#a\"/>".repeat(2_000)));
    }

    #[test]
    fn a_circle_of_references_ends() {
        assert!(!is_deep(
            "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g><use href=\"#b\"/>"
        ));
    }
}
