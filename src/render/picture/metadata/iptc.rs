//! IPTC data (IIM 4.2): who made a picture, its credit and its copyright, in the blocks that Photoshop keeps them in.
//!
//! Must not know: in which file they are.

use super::LONGEST;

/// A block of Photoshop's begins with these bytes and its number.
const BLOCK: &[u8; 4] = b"8BIM";

/// The number of the block with IPTC data.
const IPTC: u16 = 0x0404;

/// A data set begins with this byte, its record and its number.
const DATA_SET: u8 = 0x1c;

/// By-line, by-line title, credit, source and copyright notice.
const RIGHTS: [(u8, u8); 5] = [(2, 80), (2, 85), (2, 110), (2, 115), (2, 116)];

/// The character set and the versions of the records, without which the others cannot be read.
const FRAME: [(u8, u8); 3] = [(1, 0), (1, 90), (2, 0)];

/// Finds the data sets of who made a picture in blocks of Photoshop's, or in data sets alone; none, if there are none.
pub(super) fn rights(data: &[u8]) -> Option<Vec<u8>> {
    let sets = if data.first() == Some(&DATA_SET) { data } else { iptc_block(data)? };
    let sets = data_sets(sets);
    let is_of = |set: &DataSet<'_>, known: &[(u8, u8)]| known.contains(&set.kind);
    if !sets.iter().any(|set| is_of(set, &RIGHTS)) {
        return None;
    }
    let kept = sets.iter().filter(|set| is_of(set, &RIGHTS) || is_of(set, &FRAME));
    let rights: Vec<u8> = kept.flat_map(|set| set.bytes).copied().collect();
    (rights.len() <= LONGEST).then_some(rights)
}

/// A block of Photoshop's with data sets in it.
pub(super) fn block(sets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(sets.len()).unwrap_or(u32::MAX);
    // Its name is empty; its length is made even.
    let mut block = [&BLOCK[..], &IPTC.to_be_bytes(), b"\0\0", &length.to_be_bytes(), sets].concat();
    block.resize(block.len().next_multiple_of(2), 0);
    block
}

/// The contents of the block with IPTC data.
fn iptc_block(blocks: &[u8]) -> Option<&[u8]> {
    let mut rest = blocks;
    loop {
        rest = rest.strip_prefix(BLOCK)?;
        let (number, behind) = rest.split_first_chunk::<2>()?;
        let name_length = usize::from(*behind.first()?) + 1;
        let behind = behind.get(name_length.next_multiple_of(2)..)?;
        let (length, behind) = behind.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        if u16::from_be_bytes(*number) == IPTC {
            return behind.get(..length);
        }
        rest = behind.get(length.checked_next_multiple_of(2)?..)?;
    }
}

struct DataSet<'d> {
    /// Its record, and its number in it.
    kind: (u8, u8),
    bytes: &'d [u8],
}

/// The data sets up to the first that cannot be read.
fn data_sets(data: &[u8]) -> Vec<DataSet<'_>> {
    let mut sets = Vec::new();
    let mut rest = data;
    while let Some(([DATA_SET, record, number, length @ ..], value)) = rest.split_first_chunk::<5>() {
        let length = usize::from(u16::from_be_bytes(*length));
        // A longer one has the length of its length here. No name is so long.
        if length >= 0x8000 || value.len() < length {
            break;
        }
        let (bytes, behind) = rest.split_at(5 + length);
        sets.push(DataSet { kind: (*record, *number), bytes });
        rest = behind;
    }
    sets
}
