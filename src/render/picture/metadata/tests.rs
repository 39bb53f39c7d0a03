//! Who made a picture, and whose it is, is in every copy as it was in the original.

use std::collections::BTreeMap;

use ::exif::{In, Reader, Tag, Value};
use image::codecs::webp::WebPDecoder;
use image::{ExtendedColorType, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

use super::*;
use crate::base::SitePath;
use crate::model::Rendition;
use crate::render::picture::copies;
use crate::source::Asset;

const FORMATS: [ImageFormat; 3] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];

/// The blocks of metadata in a picture's file.
#[derive(Clone, Debug, Default)]
struct Blocks {
    exif: Vec<u8>,
    xmp: Vec<u8>,
    iptc: Vec<u8>,
    /// In a PNG: behind the pixels.
    is_late: bool,
}

/// A picture with these blocks, written without the code under test.
fn picture(format: ImageFormat, blocks: &Blocks) -> Vec<u8> {
    let pixels =
        RgbImage::from_fn(700, 24, |x, y| Rgb([(x * y % 251) as u8, (x % 7 * 30) as u8, (y * 9) as u8]));
    let mut bytes = Vec::new();
    if format == ImageFormat::WebP {
        let mut encoder = image_webp::WebPEncoder::new(&mut bytes);
        encoder.set_exif_metadata(blocks.exif.clone());
        encoder.set_xmp_metadata(blocks.xmp.clone());
        encoder.encode(&pixels, 700, 24, image_webp::ColorType::Rgb8).unwrap();
        return bytes;
    }
    image::write_buffer_with_format(
        &mut Cursor::new(&mut bytes),
        &pixels,
        700,
        24,
        ExtendedColorType::Rgb8,
        format,
    )
    .unwrap();
    if format == ImageFormat::Jpeg {
        let mut jpeg = Jpeg::from_bytes(bytes.into()).unwrap();
        let parts = [
            (0xe1, &b"Exif\0\0"[..], &blocks.exif),
            (0xe1, JPEG_XMP, &blocks.xmp),
            (0xed, PHOTOSHOP, &blocks.iptc),
        ];
        let parts = parts.into_iter().filter(|(.., block)| !block.is_empty());
        let parts = parts.map(|(marker, head, block)| {
            JpegSegment::new_with_contents(marker, [head, block].concat().into())
        });
        jpeg.segments_mut().splice(1..1, parts.collect::<Vec<_>>());
        return jpeg.encoder().bytes().to_vec();
    }
    let mut png = Png::from_bytes(bytes.into()).unwrap();
    let hex: String = blocks.iptc.iter().map(|byte| format!("{byte:02X}")).collect();
    let chunk = |kind: &[u8; 4], parts: &[&[u8]]| PngChunk::new(*kind, parts.concat().into());
    let mut chunks = vec![
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", &blocks.xmp]),
        chunk(b"tEXt", &[b"Raw profile type iptc\0\niptc\n 99\n", hex.as_bytes()]),
    ];
    if !blocks.exif.is_empty() {
        chunks.push(chunk(b"eXIf", &[&blocks.exif]));
    }
    let at = if blocks.is_late { png.chunks().len() - 1 } else { 1 };
    png.chunks_mut().splice(at..at, chunks);
    png.encoder().bytes().to_vec()
}

fn copy(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let picture = Asset::new(bytes).picture.ok_or("no picture")?;
    let format = picture.copies.ok_or("no copies")?;
    let of = Rendition { path: SitePath::new("content/p"), picture, width: 480, format };
    Ok(copies(bytes, &of)?.remove(&480).expect("a copy of this width"))
}

/// The fields by which we know whose a picture is.
type Fields = BTreeMap<&'static str, String>;

fn fields() -> impl Strategy<Value = Fields> {
    let names = [
        "Artist",
        "Copyright",
        "By-line",
        "Credit",
        "Copyright Notice",
        "creator",
        "rights",
        "WebStatement",
        "Licensor",
        "DigitalSourceType",
    ];
    let value = |name: &'static str| {
        let is_ascii = matches!(name, "Artist" | "Copyright" | "By-line" | "Credit" | "Copyright Notice");
        let value = if is_ascii { "[!-~][ -~]{0,30}[!-~]" } else { "[!-~é中][ -~é中]{0,30}[!-~é中]" };
        prop_oneof![3 => value.prop_map(move |value| Some((name, value))), 1 => Just(None)]
    };
    names.map(value).to_vec().prop_map(|fields| fields.into_iter().flatten().collect())
}

/// A TIFF structure with these texts, and one of a camera.
fn exif_block(fields: &Fields) -> Vec<u8> {
    let mut texts = vec![(0x010f_u16, "A camera")];
    texts.extend(
        [(0x013b, "Artist"), (0x8298, "Copyright")]
            .into_iter()
            .filter_map(|(tag, name)| Some((tag, fields.get(name)?.as_str()))),
    );
    let mut block = b"MM\0*\0\0\0\x08".to_vec();
    block.extend((texts.len() as u16).to_be_bytes());
    let mut at = 8 + 2 + texts.len() * 12 + 4;
    let mut values = Vec::new();
    for (tag, text) in texts {
        block.extend(tag.to_be_bytes());
        block.extend(2_u16.to_be_bytes());
        block.extend((text.len() as u32 + 1).to_be_bytes());
        let mut value = [text.as_bytes(), b"\0"].concat();
        if value.len() <= 4 {
            value.resize(4, 0);
            block.extend(value);
        } else {
            block.extend((at as u32).to_be_bytes());
            at += value.len();
            values.extend(value);
        }
    }
    [block, vec![0; 4], values].concat()
}

fn iptc_block(fields: &Fields) -> Vec<u8> {
    let mut sets = b"\x1c\x01\x5a\0\x03\x1b%G\x1c\x02\x5a\0\x06Nowher".to_vec();
    for (number, name) in [(80, "By-line"), (110, "Credit"), (116, "Copyright Notice")] {
        if let Some(text) = fields.get(name) {
            sets.extend([0x1c, 2, number, 0, text.len() as u8]);
            sets.extend(text.as_bytes());
        }
    }
    // Another block of Photoshop's is before it.
    let mut block = b"8BIM\x03\xed\0\0\0\0\0\x03abc\0".to_vec();
    block.extend(iptc::block(&sets));
    block
}

fn xmp_block(fields: &Fields) -> Vec<u8> {
    let escaped = |name: &str| {
        let text = fields.get(name)?.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        Some(text)
    };
    let attribute =
        escaped("WebStatement").map(|text| format!(" r:WebStatement=\"{text}\"")).unwrap_or_default();
    let mut parts = String::new();
    let forms = [
        ("creator", "<dc:creator><rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq></dc:creator>"),
        ("rights", "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt></dc:rights>"),
        (
            "Licensor",
            "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><plus:LicensorURL>",
            "</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>",
        ),
        ("DigitalSourceType", "<e:DigitalSourceType>", "</e:DigitalSourceType>"),
    ];
    for (name, open, close) in forms {
        parts += &escaped(name).map(|text| format!("{open}{text}{close}")).unwrap_or_default();
    }
    format!(
        "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
         <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''\
         xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:r='http://ns.adobe.com/xap/1.0/rights/'\
         xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/' xmlns:e='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'\
         xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:City='Nowher'{attribute}>{parts}\
         <photoshop:State>Nowher</photoshop:State></rdf:Description></rdf:RDF></x:xmpmeta>\n\n<?xpacket end='w'?>"
    )
    .replace("about=''xmlns", "about='' xmlns")
    .replace("/'xmlns", "/' xmlns")
    .into_bytes()
}

/// The fields of a picture, read without the code under test.
fn read(bytes: &[u8], format: ImageFormat) -> Fields {
    let mut fields = Fields::new();
    if let Ok(exif) = Reader::new().read_from_container(&mut Cursor::new(bytes)) {
        for (name, tag) in [("Artist", Tag::Artist), ("Copyright", Tag::Copyright)] {
            if let Some(Value::Ascii(texts)) = exif.get_field(tag, In::PRIMARY).map(|field| &field.value) {
                fields.insert(name, String::from_utf8(texts[0].clone()).unwrap());
            }
        }
    }
    let reader = || image::ImageReader::with_format(Cursor::new(bytes), format).into_decoder().unwrap();
    let xmp = reader().xmp_metadata().unwrap().map(|xmp| String::from_utf8(xmp).unwrap());
    if let Some(xmp) = &xmp {
        let document = roxmltree::Document::parse(xmp).unwrap();
        for name in ["creator", "rights", "WebStatement", "LicensorURL", "DigitalSourceType"] {
            let element = document.descendants().find(|node| node.tag_name().name() == name);
            let text = element.map(|element| {
                element.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
            });
            fields.extend(
                text.map(|text: String| (if name == "LicensorURL" { "Licensor" } else { name }, text)),
            );
        }
    }
    if let Some(mut iptc) = reader().iptc_metadata().unwrap() {
        if format == ImageFormat::Png {
            iptc = from_hexadecimal(&String::from_utf8(iptc).unwrap()).unwrap();
        }
        for (number, name) in [(80, "By-line"), (110, "Credit"), (116, "Copyright Notice")] {
            if let Some(at) = memchr::memmem::find(&iptc, &[0x1c, 2, number]) {
                let length = usize::from(iptc[at + 4]);
                fields.insert(name, String::from_utf8(iptc[at + 5..at + 5 + length].to_vec()).unwrap());
            }
        }
    }
    fields
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_copy_says_who_made_it_and_whose_it_is_as_the_original_does(fields in fields(), is_late in any::<bool>()) {
        for format in FORMATS {
            let mut fields = fields.clone();
            if format == ImageFormat::WebP {
                // It has no place for IPTC data.
                fields.retain(|name, _| !matches!(*name, "By-line" | "Credit" | "Copyright Notice"));
            }
            let blocks = Blocks { exif: exif_block(&fields), xmp: xmp_block(&fields), iptc: iptc_block(&fields), is_late };
            let copy = copy(&picture(format, &blocks)).unwrap();
            prop_assert_eq!(read(&copy, format), fields, "{:?}", format);
            for left in ["A camera", "Nowher"] {
                prop_assert!(memchr::memmem::find(&copy, left.as_bytes()).is_none(), "{format:?} {left}");
            }
        }
    }

    #[test]
    fn metadata_that_cannot_be_read_stop_no_copy(
        exif in broken(exif_block), xmp in broken(xmp_block), iptc in broken(iptc_block), is_late in any::<bool>(),
    ) {
        let blocks = Blocks { exif, xmp, iptc, is_late };
        for format in FORMATS {
            let copy = copy(&picture(format, &blocks));
            prop_assert!(copy.as_ref().is_ok_and(|copy| image::load_from_memory(copy).is_ok()), "{format:?} {copy:?}");
        }
    }
}

/// A block with some bytes changed, and cut off somewhere; or any bytes.
fn broken(block: fn(&Fields) -> Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let fields = ["Artist", "By-line", "creator", "rights"].map(|name| (name, "The desk".to_owned()));
    let block = block(&fields.into_iter().collect());
    let length = block.len();
    let changed = (prop::collection::vec((0..length, any::<u8>()), 0..6), 0..=length);
    let changed = changed.prop_map(move |(changes, end)| {
        let mut block = block.clone();
        changes.into_iter().for_each(|(at, byte)| block[at] = byte);
        block.truncate(end);
        block
    });
    prop_oneof![4 => changed, 1 => prop::collection::vec(any::<u8>(), 0..64)]
}

#[test]
fn a_lossy_webp_gives_its_metadata_to_its_copies_in_jpeg() {
    let mut decoder = WebPDecoder::new(Cursor::new(picture(
        ImageFormat::WebP,
        &Blocks {
            exif: [&b"Exif\0\0"[..], &exif_block(&[("Artist", "The desk".to_owned())].into())].concat(),
            ..Blocks::default()
        },
    )))
    .unwrap();
    let metadata = Metadata::of_decoder(&mut decoder);
    assert!(metadata.exif.is_some_and(|exif| memchr::memmem::find(&exif, b"The desk").is_some()));
}

#[test]
fn texts_of_a_png_s_own_go_along() {
    let mut png = Png::from_bytes(picture(ImageFormat::Png, &Blocks::default()).into()).unwrap();
    png.chunks_mut().insert(1, PngChunk::new(*b"tEXt", b"Copyright\0\xa9 The desk"[..].to_vec().into()));
    png.chunks_mut().insert(1, PngChunk::new(*b"tEXt", b"Software\0An editor"[..].to_vec().into()));
    let copy = copy(&png.encoder().bytes()).unwrap();
    assert!(memchr::memmem::find(&copy, "Copyright\0\0\0\0\0© The desk".as_bytes()).is_some());
    assert!(memchr::memmem::find(&copy, b"An editor").is_none());
}

#[test]
fn deep_xmp_data_are_no_danger() {
    let deep = |levels: usize| {
        format!(
            "<a:rights xmlns:a='http://purl.org/dc/elements/1.1/'>{}x{}</a:rights>",
            "<b>".repeat(levels),
            "</b>".repeat(levels)
        )
    };
    for levels in [3, 17, 20_000] {
        let xmp = format!(
            "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Description>{}</r:Description></r:RDF>",
            deep(levels)
        );
        let blocks = Blocks { xmp: xmp.into_bytes(), ..Blocks::default() };
        copy(&picture(ImageFormat::Png, &blocks)).unwrap();
    }
}
