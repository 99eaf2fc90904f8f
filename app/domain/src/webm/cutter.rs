//! Cuts a stream while it is being recorded: first its beginning, which tells what follows, then spans that each begin
//! with a whole picture. So a player can begin at any of them, and a span that is lost spoils no other.

use super::{BLOCK, BLOCK_GROUP, CLUSTER, Head, TIMESTAMP, TRACK, TRACK_NUMBER, TRACK_TYPE, elements, number, tracks};

/// Where there is no picture, or a recorder draws no whole one again, a span is cut after so many milliseconds.
const LONGEST: i64 = 4_000;
/// And never a shorter one.
const SHORTEST: i64 = 900;

/// A type of track.
const PICTURE: u64 = 1;

/// Takes a stream in whatever pieces it comes.
#[derive(Default)]
pub struct Cutter {
    /// What was not given out yet.
    held: Vec<u8>,
    /// So much of it was looked at.
    seen: usize,
    /// The number of the track of pictures, once the beginning was given out.
    pictures: Option<Option<u64>>,
    /// Where in `held` the newest cluster begins, and when in the stream.
    cluster: Option<(usize, Option<i64>)>,
    /// Whether a picture has come in the newest cluster.
    drawn: bool,
    /// When the span begins that is being held.
    since: i64,
}

/// The bytes are no WebM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWebm;

impl Cutter {
    /// What can be given out now, in order.
    ///
    /// # Errors
    /// [`NotWebm`]; then nothing more can be cut.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, NotWebm> {
        self.held.extend_from_slice(bytes);
        let mut spans = Vec::new();
        while let Some(head) = self.next_head()? {
            if let Some(span) = self.look(head) {
                spans.push(span);
            }
        }
        Ok(spans)
    }

    /// What is left when the recorder has stopped.
    #[must_use]
    pub fn finish(self) -> Option<Vec<u8>> {
        (self.pictures.is_some() && !self.held.is_empty()).then_some(self.held)
    }

    /// The next element of which enough has come. An element that is only a frame around others is entered.
    fn next_head(&self) -> Result<Option<Head>, NotWebm> {
        let rest = self.held.get(self.seen..).unwrap_or_default();
        match Head::read(rest) {
            // The longest head is shorter.
            None if rest.len() >= 12 => Err(NotWebm),
            None => Ok(None),
            // A block's first bytes say whose it is; all of the others is wanted.
            Some(head) if head.id == BLOCK => Ok((rest.len() >= head.length + 4).then_some(head)),
            Some(head) if head.id == CLUSTER => Ok(Some(head)),
            Some(head) => Ok(head.content.is_none_or(|size| (rest.len() - head.length) as u64 >= size).then_some(head)),
        }
    }

    fn look(&mut self, head: Head) -> Option<Vec<u8>> {
        let at = self.seen;
        let content = at + head.length;
        // A frame whose end is not known, and every cluster, is entered; all else is passed over.
        let entered = head.id == CLUSTER || head.content.is_none();
        let size = head.content.filter(|_| !entered).map_or(0, |size| usize::try_from(size).unwrap_or(usize::MAX));
        self.seen = content.saturating_add(size);
        match head.id {
            CLUSTER => {
                self.cluster = Some((at, None));
                self.drawn = false;
                if self.pictures.is_none() {
                    let beginning = self.cut(at);
                    self.pictures = Some(track_of_pictures(&beginning));
                    return Some(beginning);
                }
            }
            TIMESTAMP => {
                let time = number(self.held.get(content..self.seen)?) as i64;
                let (start, _) = self.cluster?;
                self.cluster = Some((start, Some(time)));
                let silent = self.pictures == Some(None) && time.saturating_sub(self.since) >= SHORTEST;
                if silent || time.saturating_sub(self.since) >= LONGEST {
                    return self.cut_before_cluster();
                }
            }
            // Whose it is, when, and of which kind.
            BLOCK => return self.block(self.held[content] & 0x7f, self.held[content + 3] & 0x80 != 0),
            // Not looked into: no recorder known writes pictures so.
            BLOCK_GROUP => {}
            _ => {}
        }
        None
    }

    /// A cluster whose first picture is a whole one begins a span.
    fn block(&mut self, track: u8, whole: bool) -> Option<Vec<u8>> {
        if self.drawn || self.pictures?? != u64::from(track) {
            return None;
        }
        self.drawn = true;
        let (_, time) = self.cluster?;
        (whole && time?.saturating_sub(self.since) >= SHORTEST).then(|| self.cut_before_cluster())?
    }

    fn cut_before_cluster(&mut self) -> Option<Vec<u8>> {
        let (start, time) = self.cluster?;
        self.since = time?;
        (start > 0).then(|| self.cut(start))
    }

    fn cut(&mut self, at: usize) -> Vec<u8> {
        let rest = self.held.split_off(at);
        self.seen -= at;
        self.cluster = self.cluster.map(|(start, time)| (start - at, time));
        std::mem::replace(&mut self.held, rest)
    }
}

fn track_of_pictures(beginning: &[u8]) -> Option<u64> {
    let of = |track, id| elements(track).find(|(found, _)| *found == id).map(|(_, value)| number(value));
    let mut all = elements(tracks(beginning)?).filter(|(id, _)| *id == TRACK).map(|(_, track)| track);
    all.find(|track| of(track, TRACK_TYPE) == Some(PICTURE)).and_then(|track| of(track, TRACK_NUMBER))
}
