//! What must hold of any journal of an opening, told from its entries alone.

use std::collections::{HashMap, HashSet};

use domain::floor::{BETWEEN, Speaker};
use domain::room::{Cause, Entry, Event, Room, RoundEvent, Row, Ruling};
use domain::stage::StageName;
use domain::{BidId, ObjectionId, Timestamp};

/// Every way from one stage to another.
const WAYS: [(StageName, StageName); 11] = [
    (StageName::Scheduled, StageName::SignIn),
    (StageName::Scheduled, StageName::Failed),
    (StageName::SignIn, StageName::Announced),
    (StageName::Announced, StageName::Decrypting),
    (StageName::Decrypting, StageName::Decrypted),
    (StageName::Decrypted, StageName::Decrypting),
    (StageName::Decrypted, StageName::ReadOut),
    (StageName::ReadOut, StageName::Quoting),
    (StageName::Quoting, StageName::Decrypting),
    (StageName::ReadOut, StageName::Objections),
    (StageName::Objections, StageName::Closed),
];

#[must_use]
pub fn is_a_way(from: StageName, to: StageName) -> bool {
    from == to || WAYS.contains(&(from, to))
}

/// The window as it was announced, prolonged and paused.
#[derive(Clone, Copy, Debug)]
enum Promise {
    Until(Timestamp),
    Paused(i64),
}

/// What was heard so far.
#[derive(Debug, Default)]
pub struct Audit {
    room: Room,
    at: Option<Timestamp>,
    /// As it was last postponed.
    deadline: Option<Timestamp>,
    promise: Option<Promise>,
    /// When it may go on, and whether who is late may sign in no more.
    adjourned: Option<Timestamp>,
    strict: bool,
    restored: HashSet<BidId>,
    bidders: usize,
    signed_in: HashSet<BidId>,
    /// How many keys are wanted: of the bids, then of the quotations of a round. Who has released one, and who is out.
    wanted: usize,
    decrypted: HashSet<BidId>,
    out: HashSet<BidId>,
    /// Whether what was decrypted was read out.
    told: bool,
    /// Whoever was out at any time.
    ever_out: HashSet<BidId>,
    /// Read-outs of rounds, and who may quote, or has quoted, in the one that goes on.
    rounds: usize,
    asked: HashSet<BidId>,
    quoted: HashSet<BidId>,
    /// Whose each objection is.
    objections: HashMap<ObjectionId, BidId>,
    checked: bool,
    read: HashSet<BidId>,
    confirmed: HashSet<BidId>,
    /// When each bidder spoke last, and which of all messages can still be seen.
    spoke: HashMap<BidId, Timestamp>,
    seen: HashSet<u64>,
    hushed: bool,
}

fn must(holds: bool, else_fault: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(else_fault.to_owned()) }
}

impl Audit {
    /// Hears the entries that are new.
    ///
    /// # Errors
    /// What does not hold, and of which entry.
    pub fn hear(&mut self, entries: &[Entry]) -> Result<(), String> {
        let heard = self.room.seq as usize;
        let of = |entry: &Entry, fault: &str| format!("entry {}: {fault}", entry.seq);
        for entry in entries.get(heard..).ok_or("entries went")? {
            let (seq, before) = (self.room.seq, self.room.stage.name());
            must(entry.seq == seq + 1, &of(entry, "a gap"))?;
            self.room = std::mem::take(&mut self.room).apply(entry).map_err(|error| of(entry, &error.to_string()))?;
            self.entry(entry, before).map_err(|fault| of(entry, &fault))?;
        }
        Ok(())
    }

    fn entry(&mut self, entry: &Entry, before: StageName) -> Result<(), String> {
        let after = self.room.stage.name();
        must(self.at.is_none_or(|at| at <= entry.at), "time went back")?;
        must(is_a_way(before, after), "no way leads there")?;
        must(!before.is_final(), "the opening was over")?;
        self.at = Some(entry.at);
        self.deadline(entry)?;
        self.adjournment(entry)?;
        self.window(entry)?;
        self.once(&entry.event)?;
        self.floor(entry)?;
        must(!self.read.is_empty() || self.unpriced(), "a line was seen early")?;
        let prices = |row: &Row| row.quotes.iter().filter(|quote| quote.price.is_some()).count();
        must(self.room.rows.iter().all(|row| prices(row) <= self.rounds), "a quotation was seen early")
    }

    /// It moves later and never earlier, before it comes; and nothing comes before it.
    fn deadline(&mut self, entry: &Entry) -> Result<(), String> {
        match &entry.event {
            Event::Postponed { from, until, .. } => {
                must(self.deadline.is_none_or(|deadline| deadline == *from), "another deadline was postponed")?;
                must(entry.at < *from && from < until, "not postponed in time, or not to a later moment")?;
                must(self.room.stage.name() == StageName::Scheduled, "postponed in the opening")?;
                self.deadline = Some(*until);
                Ok(())
            }
            Event::Said { by: Speaker::Host | Speaker::Supervisor | Speaker::Witness, .. } | Event::Floor { .. } => {
                Ok(())
            }
            _ => must(self.deadline.is_none_or(|deadline| entry.at >= deadline), "done before the deadline"),
        }
    }

    /// Bidders speak once they are named and there, not all the time, and not when they may not; the host hides a message
    /// of theirs once.
    fn floor(&mut self, entry: &Entry) -> Result<(), String> {
        match &entry.event {
            Event::Said { by: Speaker::Bidder { bid }, .. } => {
                must(self.bidders > 0 && self.signed_in.contains(bid), "spoken before it was named and there")?;
                must(!self.hushed, "spoken on a closed floor")?;
                let last = self.spoke.insert(*bid, entry.at);
                must(last.is_none_or(|last| entry.at.since(last) >= BETWEEN), "spoken too often")?;
                must(self.seen.insert(entry.seq), "spoken twice")
            }
            Event::Hidden { said, .. } => must(self.seen.remove(said), "hidden twice, or no message of a bidder"),
            Event::Floor { open } => {
                must(self.hushed == *open, "turned to what it was")?;
                self.hushed = !open;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn unpriced(&self) -> bool {
        self.room.rows.iter().all(|row| row.line.is_none())
    }

    /// A window never ends earlier than it was announced, and a pause keeps what remained.
    fn window(&mut self, entry: &Entry) -> Result<(), String> {
        let at = entry.at;
        let all = self.decrypted.len() + self.out.len() == self.wanted;
        let over = || matches!(self.promise, Some(Promise::Until(until)) if at >= until);
        match (&entry.event, self.promise) {
            (
                Event::DecryptStarted { until }
                | Event::SignInOpened { until, .. }
                | Event::ObjectionsOpened { until, .. }
                | Event::ObjectionAnswered { until: Some(until), .. }
                | Event::Round(RoundEvent::Started { until, .. }),
                _,
            ) => {
                must(*until > at, "a window that is over")?;
                self.promise = Some(Promise::Until(*until));
            }
            (Event::Paused { .. }, Some(Promise::Until(until))) => {
                must(at < until, "paused when it was over")?;
                self.promise = Some(Promise::Paused(until.since(at)));
            }
            (Event::Adjourned { .. }, Some(Promise::Until(until))) if at < until => {
                self.promise = Some(Promise::Paused(until.since(at)));
            }
            (Event::Resumed, Some(Promise::Paused(left))) => self.promise = Some(Promise::Until(at.plus_millis(left))),
            (Event::WindowExtended { until, .. }, Some(Promise::Until(old))) => {
                must(*until > old, "extended to an earlier end")?;
                self.promise = Some(Promise::Until(*until));
            }
            (Event::BiddersAnnounced { .. }, _) => {
                must(self.promise.is_none() || over(), "named while others signed in")?;
                self.promise = None;
            }
            (Event::Paused { .. } | Event::WindowExtended { .. }, _) => {
                return Err("no window for it".to_owned());
            }
            (Event::Round(RoundEvent::Ended { until, .. }), _) => {
                must(over() || self.asked == self.quoted, "a round ended early")?;
                must(*until > at, "a window that is over")?;
                self.promise = Some(Promise::Until(*until));
            }
            (Event::DecryptEnded { .. } | Event::Round(RoundEvent::Opened { .. }), _) => {
                must(over() || all, "decryption ended early")?
            }
            (Event::Closed, _) => must(over() || self.confirmed == self.read, "closed early")?,
            (
                Event::SignedIn { .. }
                | Event::Decrypted { .. }
                | Event::Confirmed { .. }
                | Event::Round(RoundEvent::Quoted { .. }),
                Some(promise),
            ) => {
                must(matches!(promise, Promise::Until(until) if at < until), "done outside the window")?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Nothing is done while it is adjourned, and it goes on no earlier than was announced.
    fn adjournment(&mut self, entry: &Entry) -> Result<(), String> {
        let stopped = matches!(self.promise, Some(Promise::Paused(_)));
        match (&entry.event, self.adjourned) {
            (Event::Adjourned { until, .. }, _) => {
                must(*until > entry.at, "adjourned to a time that was over")?;
                self.adjourned = Some(*until);
                Ok(())
            }
            (Event::Resumed, Some(until)) => {
                self.adjourned = None;
                must(entry.at >= until, "went on too early")
            }
            (Event::Resumed, None) => must(stopped, "nothing had stopped"),
            (Event::Said { .. } | Event::Hidden { .. } | Event::Floor { .. } | Event::SealsChecked { .. }, _)
            | (_, None) => Ok(()),
            (_, Some(_)) => Err("done while it was adjourned".to_owned()),
        }
    }

    fn once(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::BiddersAnnounced { bidders } => {
                self.bidders = bidders.len();
                self.wanted = self.bidders;
                let there = bidders.iter().filter(|bidder| bidder.signed_in.is_some());
                self.signed_in.extend(there.map(|bidder| bidder.bid));
                Ok(())
            }
            Event::SignInOpened { strict, .. } => {
                self.strict = *strict;
                Ok(())
            }
            Event::SignedIn { bid } => {
                must(!self.strict && self.signed_in.insert(*bid), "signed in twice, or too late")
            }
            Event::Restored { bid } => {
                must(self.checked && !self.decrypted.contains(bid) && !self.out.contains(bid), "restored too late")?;
                must(self.restored.insert(*bid), "restored twice")
            }
            Event::Decrypted { bid } => {
                must(self.signed_in.contains(bid), "decrypted without signing in")?;
                must(!self.out.contains(bid), "decrypted when it was out")?;
                must(self.rounds == 0 && !self.told || self.quoted.contains(bid), "decrypted what it had not quoted")?;
                must(self.decrypted.insert(*bid), "decrypted twice")
            }
            Event::SealsChecked { .. } => {
                must(self.bidders == 0 || self.decrypted.is_empty(), "checked too late")?;
                must(!std::mem::replace(&mut self.checked, true), "checked twice")
            }
            Event::DecryptStarted { .. } => must(self.checked, "decrypted before the seals were checked"),
            Event::DecryptEnded { failed } | Event::Round(RoundEvent::Opened { failed, .. }) => {
                let new = failed.iter().all(|one| !self.decrypted.contains(&one.bid) && self.out.insert(one.bid));
                must(new, "who had decrypted or was out fell out")?;
                self.ever_out.extend(&self.out);
                must(self.decrypted.len() + self.out.len() == self.wanted, "somebody was forgotten")
            }
            Event::Round(event) => self.round(event),
            Event::ObjectionRaised { objection, bid, .. } => {
                must(self.objections.insert(*objection, *bid).is_none(), "raised twice")
            }
            Event::ObjectionAnswered { objection, ruling, until, .. } => {
                self.ruled(*objection, *ruling, until.is_some())
            }
            Event::ReadOut { lines } => {
                self.read.extend(lines.iter().map(|line| line.bid));
                self.asked.clone_from(&self.read);
                must(!std::mem::replace(&mut self.told, true), "read out twice")?;
                must(self.read == self.decrypted, "what was read out is not what was decrypted")
            }
            Event::Confirmed { bid, .. } => {
                must(self.read.contains(bid), "confirmed without a line")?;
                must(self.confirmed.insert(*bid), "confirmed twice")
            }
            _ => Ok(()),
        }
    }

    /// Whoever has had a price read out, and in every round since, may quote once in the next; each round is read out
    /// before another begins.
    fn round(&mut self, event: &RoundEvent) -> Result<(), String> {
        match event {
            RoundEvent::Planned { .. } => must(self.decrypted.is_empty() && self.wanted > 0, "planned late or early"),
            RoundEvent::Started { .. } => {
                self.quoted.clear();
                must(self.told && !self.asked.is_empty(), "begun in the midst of another, or for nobody")
            }
            RoundEvent::Quoted { bid, .. } => {
                must(self.asked.contains(bid), "quoted by one who has left")?;
                must(self.quoted.insert(*bid), "quoted twice")
            }
            RoundEvent::Ended { .. } => {
                self.wanted = self.quoted.len();
                (self.told, self.decrypted, self.out) = (false, HashSet::new(), HashSet::new());
                Ok(())
            }
            RoundEvent::Opened { .. } => Ok(()),
            RoundEvent::ReadOut { quotes, .. } => {
                self.rounds += 1;
                let read: HashSet<BidId> = quotes.iter().map(|quote| quote.bid).collect();
                must(read == self.decrypted, "what was read out is not what was decrypted")?;
                // The platform's fault costs nobody its place; rulings may still come.
                self.stay_in();
                must(!std::mem::replace(&mut self.told, true), "read out twice")
            }
        }
    }

    fn stay_in(&mut self) {
        let by_platform =
            |bid: &BidId| self.room.quote(*bid).is_some_and(|quote| quote.failed == Some(Cause::Platform));
        self.asked =
            self.quoted.iter().copied().filter(|bid| self.decrypted.contains(bid) || by_platform(bid)).collect();
    }

    /// A ruling has its effect on the objector alone, and one that was out comes in again only before the read-out.
    fn ruled(&mut self, objection: ObjectionId, ruling: Ruling, again: bool) -> Result<(), String> {
        let bid = self.objections.remove(&objection).ok_or("answered twice, or never raised")?;
        let row = self.room.row(bid);
        let failed = row.and_then(|row| row.quotes.last().map_or(row.failed, |quote| quote.failed));
        must(again == (ruling == Ruling::DecryptAgain), "a window without its ruling")?;
        match ruling {
            Ruling::CauseCorrected => {
                if self.told && self.quoted.contains(&bid) {
                    self.stay_in();
                }
                must(self.ever_out.contains(&bid) && failed == Some(Cause::Platform), "not corrected")
            }
            Ruling::DecryptAgain => {
                must(!self.told, "prices were known")?;
                must(self.out.remove(&bid) && failed.is_none(), "who was not out came in again")
            }
            Ruling::Explained | Ruling::Unfounded | Ruling::Upheld => Ok(()),
        }
    }
}
