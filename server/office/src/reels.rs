//! The host's broadcast: reels begin and end in the room, their segments arrive beside it and go to whoever may see them.
//! Nothing of the opening waits for any of it.

use bytes::Bytes;
use domain::broadcast::{LARGEST_SEGMENT, Reel, SILENCE, Segment};
use domain::journal::Act;
use domain::rights::Caller;
use domain::room::{Event, Room};
use domain::view::ReplayView;
use domain::{LotId, Refusal, Timestamp, webm};
use futures::Stream;
use seal::Digest;
use serde::Serialize;
use store::blobs::SegmentName;
use store::lots::Lot;
use store::{Arrived, StoreError, Tx, reels};

use crate::journal::{Actor, Note};
use crate::pieces::digested;
use crate::{Error, Office};

/// So many bytes of a segment tell what it is.
const HEAD: u64 = 16 << 10;

/// Which segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub lot: LotId,
    pub reel: u32,
    pub number: u32,
}

/// What the journal keeps of a segment.
#[derive(Serialize)]
struct Received<'a> {
    reel: u32,
    #[serde(flatten)]
    segment: &'a Segment,
}

impl Office {
    /// The host goes live with a new reel. One that is live ends: it is the host's own, at a page that was left.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else; `WrongStage` too early and when the opening is over.
    pub async fn begin_broadcast(&self, caller: &Caller, lot: LotId) -> Result<u32, Error> {
        let Lot { host, terms, .. } = self.find_lot(lot).await?;
        caller.host_of(host)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room = self.current_room(&tx, lot, now).await?;
        room.host_may_broadcast(room.deadline(terms.deadline), now)?;
        let actor = Actor::of(caller);
        let room = self.off_air(&tx, &actor, lot, room, now).await?;
        let number = room.reels + 1;
        reels::keep(&*tx, lot, &Reel::begin(number, now), now).await?;
        self.happen(&tx, &actor, lot, room, now, Event::Broadcast { reel: number, ended: None }).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(number)
    }

    /// Takes a segment of a reel that is live, with the number of those before it that never came. Durable once this
    /// returns. The same segment may come again.
    ///
    /// # Errors
    /// `NotAllowed`, `NotFound`; `MovedOn` when the reel has ended; `PartMissing` with the number that is to come next;
    /// `DigestDiffers` when the bytes are not those that were sent, or others have this number; `TooLarge`,
    /// `QuotaUsedUp`; `Invalid` for what does not go on from the last one as WebM.
    pub async fn put_segment<E: Send>(
        &self,
        caller: &Caller,
        place: Place,
        digest: &str,
        dropped: u32,
        bytes: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<(), Error> {
        let Place { lot, reel, number } = place;
        caller.host_of(self.find_lot(lot).await?.host)?;
        let db = self.0.store.read();
        let found = reels::find(db, lot, reel).await?.ok_or(Refusal::NotFound)?;
        follows(&found, number)?;
        let arrived = self.arrive(bytes, LARGEST_SEGMENT).await?.ok_or_else(|| differs(number))?;
        let (arrived, actual) = digested(arrived, LARGEST_SEGMENT).await?;
        if actual.iter().map(Digest::to_string).ne([digest]) {
            return Err(differs(number).into());
        }
        let (start, size) = (start_of(number, &arrived)?, arrived.size());
        if number == found.segments {
            let (held, limit) = (reels::bytes(db, lot).await?, self.0.footage);
            if held + size > limit {
                return Err(Refusal::QuotaUsedUp { limit }.into());
            }
            self.0.blobs.keep_segment(&SegmentName { lot, reel, number, digest }, arrived).await?;
        }
        let tx = self.0.store.write().await?;
        let now = self.now();
        let segment = Segment { number, digest: digest.to_owned(), size, start, dropped, at: now };
        self.add(&tx, &Actor::of(caller), lot, reel, segment).await?;
        Ok(tx.commit().await?)
    }

    /// Adds a segment whose bytes are kept, unless it is there already.
    async fn add(&self, tx: &Tx, actor: &Actor<'_>, lot: LotId, reel: u32, segment: Segment) -> Result<(), Error> {
        let found = reels::find(&**tx, lot, reel).await?.ok_or(Refusal::NotFound)?;
        follows(&found, segment.number)?;
        if segment.number < found.segments {
            let known = reels::segment(&**tx, lot, reel, segment.number).await?;
            let same = known.is_some_and(|known| known.digest == segment.digest);
            return if same { Ok(()) } else { Err(differs(segment.number).into()) };
        }
        let last = match segment.number.checked_sub(1) {
            Some(before) => reels::segment(&**tx, lot, reel, before).await?,
            None => None,
        };
        if last.as_ref().is_some_and(|last| segment.start < last.start) {
            return Err(no_webm().into());
        }
        reels::note(&**tx, lot, reel, &segment).await?;
        reels::keep(&**tx, lot, &found.with(&segment, last.as_ref()), segment.at).await?;
        let payload = &Received { reel, segment: &segment };
        let note = Note { act: Act::SegmentReceived, lot: Some(lot), subject: lot.to_string(), payload };
        self.note(tx, actor, segment.at, note).await?;
        Ok(())
    }

    /// The host ends its broadcast. One that has ended already stays so.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else.
    pub async fn end_broadcast(&self, caller: &Caller, lot: LotId, reel: u32) -> Result<(), Error> {
        caller.host_of(self.find_lot(lot).await?.host)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room = self.current_room(&tx, lot, now).await?;
        if room.live() == Some(reel) {
            self.off_air(&tx, &Actor::of(caller), lot, room, now).await?;
        }
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// Ends the reel that is live, if one is, with the digest over its segments.
    pub(crate) async fn off_air(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        lot: LotId,
        room: Room,
        now: Timestamp,
    ) -> Result<Room, Error> {
        let Some(number) = room.live() else { return Ok(room) };
        let corrupt = |table, column| StoreError::Corrupt { table, column, row: format!("{lot} {number}") };
        let reel = reels::find(&**tx, lot, number).await?.ok_or_else(|| corrupt("reels", "number"))?;
        let digests = reels::segments(&**tx, lot, number).await?.into_iter().map(|segment| segment.digest.parse());
        let digests: Vec<Digest> = digests.collect::<Result<_, _>>().map_err(|_| corrupt("segments", "digest"))?;
        let digest = Digest::of_pieces(&digests).to_string();
        let ended = Some((reel.segments, digest.clone()));
        reels::keep(&**tx, lot, &Reel { ended: Some(now), digest: Some(digest), ..reel }, now).await?;
        self.happen(tx, actor, lot, room, now, Event::Broadcast { reel: number, ended }).await
    }

    /// Ends the reels whose hosts have gone. One lot's trouble is logged and does not stop the others.
    pub(crate) async fn end_silent(&self) -> Result<(), Error> {
        for lot in reels::silent(self.0.store.read(), self.now().plus_millis(-SILENCE)).await? {
            if let Err(trouble) = self.end_if_silent(lot).await {
                tracing::error!(%lot, error = %trouble, "the clock could not end a broadcast");
            }
        }
        Ok(())
    }

    async fn end_if_silent(&self, lot: LotId) -> Result<(), Error> {
        let tx = self.0.store.write().await?;
        let now = self.now();
        // A segment may have come meanwhile.
        if reels::silent(&*tx, now.plus_millis(-SILENCE)).await?.contains(&lot) {
            let room = self.current_room(&tx, lot, now).await?;
            self.off_air(&tx, &Actor::clock(), lot, room, now).await?;
        }
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// The reels of a lot, oldest first; public, as the room's events are.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn reels(&self, lot: LotId) -> Result<Vec<Reel>, Error> {
        self.find_lot(lot).await?;
        Ok(reels::of_lot(self.0.store.read(), lot).await?)
    }

    /// What was broadcast of an opening and what happened in it.
    ///
    /// # Errors
    /// `NotFound`, `SignInFirst`, `NotAllowed`.
    pub async fn replay(&self, caller: &Caller, lot: LotId) -> Result<ReplayView, Error> {
        caller.replays(self.find_lot(lot).await?.host)?;
        let (view, entries) = (self.lot(caller, lot).await?, self.room_after(lot, 0).await?);
        Ok(ReplayView { lot: view, entries, reels: self.reels(lot).await? })
    }

    /// One of them.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn reel(&self, lot: LotId, number: u32) -> Result<Reel, Error> {
        Ok(reels::find(self.0.store.read(), lot, number).await?.ok_or(Refusal::NotFound)?)
    }

    /// The segments of a reel as they were received, for whoever may see it again.
    ///
    /// # Errors
    /// `NotFound`, `SignInFirst`, `NotAllowed`.
    pub async fn segments(&self, caller: &Caller, lot: LotId, reel: u32) -> Result<Vec<Segment>, Error> {
        caller.replays(self.find_lot(lot).await?.host)?;
        Ok(reels::segments(self.0.store.read(), lot, reel).await?)
    }

    /// Whether the caller may see a reel: everybody while it is live, afterwards whoever may see it again.
    ///
    /// # Errors
    /// `NotFound`, `SignInFirst`, `NotAllowed`.
    pub async fn may_see(&self, caller: &Caller, lot: LotId, reel: &Reel) -> Result<(), Error> {
        if !reel.is_live(self.now()) {
            caller.replays(self.find_lot(lot).await?.host)?;
        }
        Ok(())
    }

    /// The bytes of a segment, without asking who wants them.
    ///
    /// # Errors
    /// When the store does not answer; one that has not come is `None`.
    pub async fn footage(&self, Place { lot, reel, number }: Place) -> Result<Option<Bytes>, Error> {
        let Some(Segment { digest, .. }) = reels::segment(self.0.store.read(), lot, reel, number).await? else {
            return Ok(None);
        };
        Ok(self.0.blobs.get_segment(&SegmentName { lot, reel, number, digest: &digest }).await?)
    }
}

/// Whether a segment of this number may come now, for the first time or again.
fn follows(reel: &Reel, number: u32) -> Result<(), Refusal> {
    if number > reel.segments {
        return Err(Refusal::PartMissing { part: reel.segments.to_string() });
    }
    // One that has arrived is acknowledged again, whatever has happened since.
    if reel.ended.is_some() && number == reel.segments { Err(Refusal::MovedOn) } else { Ok(()) }
}

/// When in its reel a segment begins, by its own bytes.
fn start_of(number: u32, arrived: &Arrived) -> Result<i64, Error> {
    let mut head = vec![0; arrived.size().min(HEAD) as usize];
    arrived.read(0, &mut head).map_err(StoreError::from)?;
    let start = if number == 0 { webm::kind(&head).map(|_| 0) } else { webm::begins_at(&head) };
    Ok(start.ok_or_else(no_webm)?)
}

/// Our own page sends nothing else: there is no field to name.
fn no_webm() -> Refusal {
    Refusal::Invalid { problems: Vec::new() }
}

fn differs(number: u32) -> Refusal {
    Refusal::DigestDiffers { part: number.to_string() }
}
