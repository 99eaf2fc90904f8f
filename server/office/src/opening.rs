//! The host's acts and the clock's: what moves an opening on.

use domain::lot::{Rules, Terms};
use domain::opening::{Due, FEWEST_BIDS, HostAct};
use domain::rights::Caller;
use domain::room::{Announced, Event, Room, RoundEvent, Ruling};
use domain::{LotId, Refusal, Timestamp};
use store::bids::{self, Bid};
use store::lots::{self, Lot};
use store::{StoreError, Tx, journal, subjects};

use crate::journal::Actor;
use crate::opened::manifest_of;
use crate::{Error, Office, quote};

impl Office {
    /// One act of the lot's host, inside the preset flow.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else, and why the act does not follow now.
    pub async fn host(&self, caller: &Caller, lot: LotId, act: HostAct) -> Result<(), Error> {
        let Lot { host, terms, .. } = self.find_lot(lot).await?;
        caller.host_of(host)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let mut room = self.current_room(&tx, lot, now).await?;
        room.host_may(&act, now)?;
        let (actor, closes) = (Actor::of(caller), act == HostAct::Close);
        let events = self.brought_about(&tx, lot, &terms, &room, act, now).await?;
        if closes {
            // The record is whole with the last event: a broadcast ends before it.
            room = self.off_air(&tx, &actor, lot, room, now).await?;
        }
        for event in events {
            room = self.happen(&tx, &actor, lot, room, now, event).await?;
        }
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// What an act of the host brings about, in order.
    async fn brought_about(
        &self,
        tx: &Tx,
        lot: LotId,
        terms: &Terms,
        room: &Room,
        act: HostAct,
        now: Timestamp,
    ) -> Result<Vec<Event>, Error> {
        let event = match act {
            HostAct::Announce => Event::BiddersAnnounced { bidders: announced(tx, lot).await? },
            HostAct::StartDecrypt => {
                let started = Event::DecryptStarted { until: now.plus_seconds(i64::from(terms.decrypt_seconds)) };
                let planned = terms.rounds.map(|rounds| Event::Round(RoundEvent::Planned { rounds: rounds.count }));
                return Ok(self.draw_begun(lot, &terms.draws).into_iter().chain(planned).chain([started]).collect());
            }
            HostAct::StartRound => {
                let seconds = terms.rounds.map_or(0, |rounds| rounds.seconds);
                Event::Round(RoundEvent::Started { round: room.round + 1, until: now.plus_seconds(i64::from(seconds)) })
            }
            HostAct::ReadOut if room.round > 0 => quote::read_out(tx, room, terms).await?,
            HostAct::ReadOut => {
                let committed = bids::committed(&**tx, lot).await?;
                let lines: Vec<_> = committed.into_iter().filter_map(|bid| bid.line).collect();
                let drawn = self.drawn(lot, &terms.draws, &lines);
                return Ok([Event::ReadOut { lines }].into_iter().chain(drawn).collect());
            }
            HostAct::OpenObjections => {
                let confirm = terms.rules.confirm_seconds;
                let confirm_until = confirm.map(|seconds| now.plus_seconds(seconds.into()));
                Event::ObjectionsOpened { until: now.plus_seconds(terms.objection_seconds.into()), confirm_until }
            }
            HostAct::Answer { objection, text, ruling } => {
                let window = now.plus_seconds(i64::from(terms.decrypt_seconds));
                let until = (ruling == Ruling::DecryptAgain).then_some(window);
                Event::ObjectionAnswered { objection, text: text.trim().to_owned(), ruling, until }
            }
            HostAct::Pause { reason } => Event::Paused { reason: reason.trim().to_owned() },
            HostAct::Resume => Event::Resumed,
            HostAct::Close => Event::Closed,
            HostAct::Adjourn { until, reason } => Event::Adjourned { until, reason: reason.trim().to_owned() },
        };
        Ok(vec![event])
    }

    /// Does what the clock demands in every opening that is under way. Called again and again by the server.
    ///
    /// # Errors
    /// When the database does not answer. One lot's trouble is logged and does not stop the others.
    pub async fn tick(&self) -> Result<(), Error> {
        self.beat().await?;
        self.end_silent().await?;
        for lot in lots::running(self.0.store.read(), self.now()).await? {
            if let Err(trouble) = self.look_at_clock(lot.id).await {
                tracing::error!(lot = %lot.id, error = %trouble, "the clock could not move an opening on");
            }
        }
        Ok(())
    }

    /// Does what the clock demands in one opening.
    pub(crate) async fn look_at_clock(&self, lot: LotId) -> Result<(), Error> {
        let Lot { terms, .. } = self.find_lot(lot).await?;
        let room = self.room_to_be(lot).await?;
        let failed = match room.due(terms.deadline, self.now()) {
            // Checked beside the clock, which would wait for the reading.
            None | Some(Due::SealCheck) => return Ok(()),
            Some(Due::Deadline | Due::QuotingEnd) => Vec::new(),
            // Files are read before the transaction, so that nobody waits for it.
            Some(Due::DecryptEnd) => self.failed(lot, &room).await?,
        };
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room = self.current_room(&tx, lot, now).await?;
        // Somebody may have decrypted meanwhile; then what was found about it does not count.
        let failed: Vec<_> =
            failed.into_iter().filter(|one| room.row(one.bid).is_some_and(|row| row.is_awaited())).collect();
        let event = match room.due(terms.deadline, now) {
            Some(Due::DecryptEnd) if failed.len() == room.awaited() as usize => Some(match room.round {
                0 => Event::DecryptEnded { failed },
                round => Event::Round(RoundEvent::Opened { round, failed }),
            }),
            Some(Due::QuotingEnd) => {
                let until = now.plus_seconds(i64::from(terms.decrypt_seconds));
                Some(Event::Round(RoundEvent::Ended { round: room.round, quotes: room.quotes(), until }))
            }
            _ => None,
        };
        if let Some(event) = event {
            self.happen(&tx, &Actor::clock(), lot, room, now, event).await?;
        }
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// The room as it stands in this transaction, after the deadline has been noted if it has come, and the window made
    /// longer if the server was away.
    pub(crate) async fn current_room(&self, tx: &Tx, lot: LotId, now: Timestamp) -> Result<Room, Error> {
        let Lot { terms, .. } = lots::find(&**tx, lot).await?.ok_or(Refusal::NotFound)?;
        let room = Room::replay(&journal::room(&**tx, lot, 0).await?)?;
        if room.due(terms.deadline, now) != Some(Due::Deadline) {
            return self.extended(tx, lot, room, now).await;
        }
        let bids = bids::committed(&**tx, lot).await?.len() as u32;
        if bids >= FEWEST_BIDS {
            let room = self.happen(tx, &Actor::clock(), lot, room, now, Event::DeadlinePassed { bids }).await?;
            return self.sign_in_opened(tx, lot, &terms.rules, room, now).await;
        }
        let (room, event) = (self.off_air(tx, &Actor::clock(), lot, room, now).await?, Event::TooFewBids { bids });
        self.happen(tx, &Actor::clock(), lot, room, now, event).await
    }

    /// The time for signing in begins with the deadline, where the tender document gives one.
    async fn sign_in_opened(
        &self,
        tx: &Tx,
        lot: LotId,
        rules: &Rules,
        room: Room,
        now: Timestamp,
    ) -> Result<Room, Error> {
        if rules.sign_in_seconds == 0 {
            return Ok(room);
        }
        let until = now.plus_seconds(rules.sign_in_seconds.into());
        let event = Event::SignInOpened { until, strict: rules.strict_sign_in };
        self.happen(tx, &Actor::clock(), lot, room, now, event).await
    }
}

async fn announced(tx: &Tx, lot: LotId) -> Result<Vec<Announced>, Error> {
    let mut all = Vec::new();
    for bid in bids::committed(&**tx, lot).await? {
        all.push(announce(tx, &bid).await?);
    }
    Ok(all)
}

async fn announce(tx: &Tx, bid: &Bid) -> Result<Announced, Error> {
    let corrupt = |column| StoreError::Corrupt { table: "bids", column, row: bid.id.to_string() };
    let subject = subjects::find(&**tx, bid.subject).await?.ok_or_else(|| corrupt("subject"))?;
    let domain::bid::BidState::Committed { at } = bid.state else { return Err(corrupt("state").into()) };
    Ok(Announced {
        bid: bid.id,
        name: subject.registration.name,
        code: subject.registration.code,
        committed: at,
        digest: manifest_of(bid)?.digest().to_string(),
        signed_in: bid.signed_in,
    })
}
