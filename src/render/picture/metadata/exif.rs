//! EXIF data: artist and copyright.
//!
//! Must not know: in which file they are.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Exif, Field, In, Reader, Tag, Value};

use super::LONGEST;

/// What some writers of WebP put before the data.
const HEAD: &[u8] = b"Exif\0\0";

/// Makes EXIF data of the artist and the copyright in others; none, if there is neither.
pub(super) fn rights(mut data: Vec<u8>) -> Option<Vec<u8>> {
    if data.starts_with(HEAD) {
        data.drain(..HEAD.len());
    }
    let read = Reader::new().continue_on_error(true).read_raw(data);
    let exif = read.or_else(|error| error.distill_partial_result(|_| ())).ok()?;
    let fields: Vec<_> =
        [Tag::Artist, Tag::Copyright].into_iter().filter_map(|tag| field(&exif, tag)).collect();
    if fields.is_empty() {
        return None;
    }
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut rights = Cursor::new(Vec::new());
    writer.write(&mut rights, exif.little_endian()).ok()?;
    Some(rights.into_inner()).filter(|rights| rights.len() <= LONGEST)
}

/// A text of the picture itself, and not of its thumbnail, if there is anything in it.
fn field(exif: &Exif, tag: Tag) -> Option<Field> {
    let field = exif.get_field(tag, In::PRIMARY)?;
    let texts = match &field.value {
        // A photographer's and an editor's copyright are two texts.
        Value::Ascii(texts) => texts.clone(),
        Value::Byte(text) | Value::Undefined(text, _) => vec![without_end(text)],
        // UTF-8, which EXIF 3 has a type of its own for. Programs read it as text in the old type too.
        Value::Unknown(129, length, start) => {
            let (length, start) = (usize::try_from(*length).ok()?, usize::try_from(*start).ok()?);
            vec![without_end(exif.buf().get(start..start.checked_add(length)?)?)]
        }
        _ => return None,
    };
    let is_empty = texts.iter().all(|text| text.iter().all(u8::is_ascii_whitespace));
    (!is_empty).then_some(Field { tag, ifd_num: In::PRIMARY, value: Value::Ascii(texts) })
}

fn without_end(text: &[u8]) -> Vec<u8> {
    text.iter().copied().take_while(|byte| *byte != 0).collect()
}
