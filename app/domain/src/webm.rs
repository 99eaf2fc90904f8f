//! WebM as a recorder in a browser gives it: what is needed to cut the stream where a player can begin, and to look at
//! the cuts when they arrive.
//!
//! Only the frame of the format is read, elements with their sizes (RFC 8794, RFC 9559); no picture and no sound.

mod cutter;

pub use cutter::Cutter;

const EBML: u32 = 0x1A45_DFA3;
const SEGMENT: u32 = 0x1853_8067;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK: u32 = 0xAE;
const TRACK_NUMBER: u32 = 0xD7;
const TRACK_TYPE: u32 = 0x83;
const CODEC: u32 = 0x86;
const CLUSTER: u32 = 0x1F43_B675;
const TIMESTAMP: u32 = 0xE7;
const BLOCK: u32 = 0xA3;
const BLOCK_GROUP: u32 = 0xA0;

/// The first bytes of an element: which it is, and how many bytes they and its content are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    id: u32,
    length: usize,
    /// `None` for an element whose end its writer did not know: it ends where one begins that cannot stand in it.
    content: Option<u64>,
}

impl Head {
    /// `None` when there are too few bytes, or they begin no element.
    fn read(bytes: &[u8]) -> Option<Self> {
        let id_length = bytes.first()?.leading_zeros() as usize + 1;
        let id = number(bytes.get(..id_length).filter(|id| id.len() <= 4)?) as u32;
        let rest = &bytes[id_length..];
        let size_length = rest.first()?.leading_zeros() as usize + 1;
        let size = number(rest.get(..size_length).filter(|size| size.len() <= 8)?);
        let unknown = (1 << (7 * size_length)) - 1;
        let size = size & unknown;
        Some(Self { id, length: id_length + size_length, content: (size != unknown).then_some(size) })
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The elements that stand in `bytes`, as far as they are whole.
fn elements(mut bytes: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let head = Head::read(bytes)?;
        let end = head.length.checked_add(usize::try_from(head.content?).ok()?)?;
        let content = bytes.get(head.length..end)?;
        bytes = &bytes[end..];
        Some((head.id, content))
    })
}

/// The tracks that the beginning of a stream names.
fn tracks(beginning: &[u8]) -> Option<&[u8]> {
    let file = Head::read(beginning).filter(|head| head.id == EBML)?;
    let rest = beginning.get(file.length + usize::try_from(file.content?).ok()?..)?;
    let segment = Head::read(rest).filter(|head| head.id == SEGMENT)?;
    elements(&rest[segment.length..]).find(|(id, _)| *id == TRACKS).map(|(_, tracks)| tracks)
}

/// What a player is told before it is given a stream that begins so: `video/webm;codecs="vp8,opus"`. `None` for anything
/// else than a beginning of WebM with codecs that are known.
#[must_use]
pub fn kind(beginning: &[u8]) -> Option<String> {
    let mut codecs = Vec::new();
    for (_, track) in elements(tracks(beginning)?).filter(|(id, _)| *id == TRACK) {
        codecs.push(match elements(track).find(|(id, _)| *id == CODEC)?.1 {
            b"V_VP8" => "vp8",
            b"V_VP9" => "vp9",
            b"A_OPUS" => "opus",
            _ => return None,
        });
    }
    (!codecs.is_empty()).then(|| format!("video/webm;codecs=\"{}\"", codecs.join(",")))
}

/// Milliseconds from the begin of the stream to the cluster that `bytes` begin with; `None` when they begin with none.
#[must_use]
pub fn begins_at(bytes: &[u8]) -> Option<i64> {
    let cluster = Head::read(bytes).filter(|head| head.id == CLUSTER)?;
    let (id, time) = elements(&bytes[cluster.length..]).next()?;
    (id == TIMESTAMP && time.len() <= 8).then(|| i64::try_from(number(time)).ok())?
}

#[cfg(test)]
mod tests;
