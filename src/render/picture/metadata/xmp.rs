//! XMP data: who made a picture, whose it is, on which terms, and whether a machine made it.
//!
//! Properties are copied whole, with all their languages and parts. Must not know: in which file they are.

use std::collections::BTreeMap;
use std::fmt::Write;

use roxmltree::{Document, Node};

use super::LONGEST;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// How deep the parts of a property may be nested; a licensor in a list has four levels.
const MAX_DEPTH: usize = 16;

/// The longest data that are read.
const LONGEST_READ: usize = 16 << 20;

/// The properties that go along, by their namespaces, each with its usual prefix; all of one where none is named.
const RIGHTS: [(&str, &str, &[&str]); 7] = [
    ("http://purl.org/dc/elements/1.1/", "dc", &["creator", "rights"]),
    ("http://ns.adobe.com/photoshop/1.0/", "photoshop", &["AuthorsPosition", "Credit", "Source"]),
    ("http://ns.adobe.com/tiff/1.0/", "tiff", &["Artist", "Copyright"]),
    ("http://ns.adobe.com/xap/1.0/rights/", "xmpRights", &[]),
    ("http://ns.useplus.org/ldf/xmp/1.0/", "plus", &[]),
    ("http://creativecommons.org/ns#", "cc", &[]),
    ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt", &["AISystemUsed", "DigitalSourceType"]),
];

/// Makes XMP data of these properties in others; none, if there are none.
pub(super) fn rights(packet: &[u8]) -> Option<String> {
    if packet.len() > LONGEST_READ {
        return None;
    }
    let text = std::str::from_utf8(packet).ok()?.trim_matches(['\u{feff}', '\0', ' ', '\n', '\r', '\t']);
    let document = Document::parse(text).ok()?;
    let descriptions = document.descendants().filter(|node| node.has_tag_name((RDF, "Description")));
    let descriptions =
        descriptions.filter(|node| node.parent().is_some_and(|parent| parent.has_tag_name((RDF, "RDF"))));
    let mut properties = PropertyWriter::default();
    for description in descriptions {
        for attribute in description.attributes() {
            if is_kept(attribute.namespace(), attribute.name()) && !attribute.value().trim().is_empty() {
                let name = properties.name(attribute.namespace(), attribute.name());
                let _ = write!(properties.xml, "<{name}>{}</{name}>", escape(attribute.value()));
            }
        }
        let elements = description.children().filter(Node::is_element);
        for element in elements.filter(|node| is_kept(node.tag_name().namespace(), node.tag_name().name())) {
            properties.copy(element, 0);
        }
    }
    if properties.xml.is_empty() {
        return None;
    }
    let PropertyWriter { xml, prefixes } = properties;
    let mut namespaces = String::new();
    for (namespace, prefix) in &prefixes {
        let _ = write!(namespaces, " xmlns:{prefix}=\"{}\"", escape(namespace));
    }
    let packet = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"{RDF}\"><rdf:Description rdf:about=\"\"{namespaces}>{xml}</rdf:Description>\
         </rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    );
    (packet.len() <= LONGEST).then_some(packet)
}

fn is_kept(namespace: Option<&str>, name: &str) -> bool {
    let known = RIGHTS.iter().find(|(known, ..)| namespace == Some(known));
    known.is_some_and(|(.., names)| names.is_empty() || names.contains(&name))
}

/// Writes properties, and gathers the prefixes of their names.
#[derive(Default)]
struct PropertyWriter<'x> {
    xml: String,
    prefixes: BTreeMap<&'x str, String>,
}

impl<'x> PropertyWriter<'x> {
    /// A name with its prefix.
    fn name(&mut self, namespace: Option<&'x str>, name: &str) -> String {
        let prefix = match namespace {
            None => return name.to_owned(),
            Some(RDF) => "rdf",
            Some(XML) => "xml",
            Some(namespace) => {
                let next = self.prefixes.len() + 1;
                let known = RIGHTS.iter().find(|(known, ..)| *known == namespace);
                let prefix =
                    || known.map_or_else(|| format!("ns{next}"), |(_, prefix, _)| (*prefix).to_owned());
                self.prefixes.entry(namespace).or_insert_with(prefix)
            }
        };
        format!("{prefix}:{name}")
    }

    /// Copies an element with all that is in it.
    fn copy(&mut self, element: Node<'x, 'x>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let name = self.name(element.tag_name().namespace(), element.tag_name().name());
        let _ = write!(self.xml, "<{name}");
        for attribute in element.attributes() {
            let name = self.name(attribute.namespace(), attribute.name());
            let _ = write!(self.xml, " {name}=\"{}\"", escape(attribute.value()));
        }
        self.xml.push('>');
        for child in element.children() {
            match child.text() {
                Some(text) if child.is_text() => self.xml += &escape(text),
                _ if child.is_element() => self.copy(child, depth + 1),
                _ => {}
            }
        }
        let _ = write!(self.xml, "</{name}>");
    }
}

/// Text in an element or an attribute, with its line breaks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(letter));
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}
