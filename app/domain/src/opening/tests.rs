//! The opening as a whole, in the order of the day. What is tried in any other order is in `tests/opening`.

use super::*;
use crate::bid::OpeningForm;
use crate::guarantee::{Guarantee, IssuerKind};
use crate::room::{Announced, Cause, Event, FailedDecrypt, Line};
use crate::{CreditCode, Day, Fen};

const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn bid(n: u128) -> BidId {
    BidId::new(DEADLINE, n)
}

fn line(n: u128) -> Line {
    let day: Day = "2026-09-21".parse().unwrap();
    Line {
        bid: bid(n),
        form: OpeningForm {
            price: Fen::from_yuan(100),
            duration_days: 1,
            quality: "合格".into(),
            manager: "甲".into(),
        },
        guarantee: Guarantee {
            kind: IssuerKind::Bank,
            issuer: "银行".into(),
            number: "1".into(),
            amount: Fen::from_yuan(2),
            from: day,
            until: day,
        },
        key: String::new(),
    }
}

/// A room with its clock, driven as `office` drives it: ask first, then append.
struct Hall {
    room: Room,
    now: Timestamp,
    /// The server's last beat.
    beat: Timestamp,
    signed_in: [bool; 3],
}

impl Hall {
    fn new() -> Self {
        let now = DEADLINE.plus_seconds(-60);
        Self { room: Room::default(), now, beat: now, signed_in: [false; 3] }
    }

    fn append(&mut self, event: Event) {
        self.room = std::mem::take(&mut self.room).after(event, self.now).expect("what the rules allow follows");
    }

    /// Time passes with the server there.
    fn wait(&mut self, seconds: i64) {
        self.now = self.now.plus_seconds(seconds);
        self.beat = self.now;
    }

    fn clock(&mut self) {
        if let Some(extension) = self.room.owed(Some(self.beat), self.now) {
            self.append(extension);
        }
        self.beat = self.now;
        match self.room.due(DEADLINE, self.now) {
            Some(Due::Deadline) => self.append(Event::DeadlinePassed { bids: 3 }),
            Some(Due::DecryptEnd) => {
                let rows = self.room.rows.iter().filter(|row| row.is_awaited());
                let failed = rows.map(|row| FailedDecrypt { bid: row.bid, cause: Cause::Bidder }).collect();
                self.append(Event::DecryptEnded { failed });
            }
            Some(Due::SealCheck) => self.append(Event::SealsChecked { differing: Vec::new() }),
            Some(Due::QuotingEnd) => unreachable!("no round is planned"),
            None => {}
        }
    }

    fn host(&mut self, act: HostAct) -> Result<(), Refusal> {
        self.clock();
        self.room.host_may(&act, self.now)?;
        let until = self.now.plus_seconds(60);
        let event = match act {
            HostAct::Announce => Event::BiddersAnnounced { bidders: (0..3).map(|n| self.announced(n)).collect() },
            HostAct::StartDecrypt => Event::DecryptStarted { until },
            HostAct::ReadOut => {
                let read = (0..3).filter(|n| self.room.row(bid(*n)).unwrap().decrypted.is_some());
                Event::ReadOut { lines: read.map(line).collect() }
            }
            HostAct::OpenObjections => Event::ObjectionsOpened { until, confirm_until: None },
            HostAct::Answer { objection, text, ruling } => {
                let until = (ruling == Ruling::DecryptAgain).then_some(until);
                Event::ObjectionAnswered { objection, text, ruling, until }
            }
            HostAct::Pause { reason } => Event::Paused { reason },
            HostAct::Resume => Event::Resumed,
            HostAct::Close => Event::Closed,
            HostAct::Adjourn { until, reason } => Event::Adjourned { until, reason },
            HostAct::StartRound => unreachable!("no round is planned"),
        };
        self.append(event);
        Ok(())
    }

    fn announced(&self, n: u128) -> Announced {
        Announced {
            bid: bid(n),
            name: format!("投标人{n}"),
            code: CreditCode::parse("911525001000002270").unwrap(),
            committed: DEADLINE.plus_seconds(-30),
            digest: String::new(),
            signed_in: self.signed_in[n as usize].then_some(self.now),
        }
    }

    fn sign_in(&mut self, n: usize) -> Result<(), Refusal> {
        self.clock();
        self.room.bidder_may_sign_in(self.signed_in[n], self.now)?;
        self.signed_in[n] = true;
        if !self.room.rows.is_empty() {
            self.append(Event::SignedIn { bid: bid(n as u128) });
        }
        Ok(())
    }

    fn decrypt(&mut self, n: u128) -> Result<(), Refusal> {
        self.clock();
        self.room.bidder_may_decrypt(bid(n), self.now)?;
        self.append(Event::Decrypted { bid: bid(n) });
        Ok(())
    }

    fn object(&mut self, n: u128) -> Result<(), Refusal> {
        self.clock();
        self.room.bidder_may_object(bid(n), "对报价有异议", self.now)?;
        let objection = ObjectionId::new(self.now, self.room.seq.into());
        self.append(Event::ObjectionRaised { objection, bid: bid(n), text: "对报价有异议".into() });
        Ok(())
    }

    fn confirm(&mut self, n: u128) -> Result<(), Refusal> {
        self.clock();
        self.room.bidder_may_confirm(bid(n), self.now)?;
        self.append(Event::Confirmed { bid: bid(n), signature: String::new() });
        Ok(())
    }
}

fn pause() -> HostAct {
    HostAct::Pause { reason: "线路检查".into() }
}

#[test]
fn an_opening_runs_from_deadline_to_close() {
    let mut hall = Hall::new();
    assert_eq!(hall.host(HostAct::Announce), Err(Refusal::WrongStage { stage: StageName::Scheduled }));
    hall.now = DEADLINE;
    hall.sign_in(0).unwrap();
    hall.host(HostAct::Announce).unwrap();
    assert!(hall.room.row(bid(0)).unwrap().signed_in.is_some());
    hall.sign_in(1).unwrap();
    assert_eq!(hall.sign_in(1), Err(Refusal::AlreadyDone));
    assert_eq!(hall.decrypt(0), Err(Refusal::WrongStage { stage: StageName::Announced }));
    hall.host(HostAct::StartDecrypt).unwrap();
    hall.decrypt(0).unwrap();
    assert_eq!(hall.decrypt(2), Err(Refusal::NotSignedIn));
    assert_eq!(hall.host(HostAct::ReadOut), Err(Refusal::StillDecrypting { missing: 2 }));
    hall.sign_in(2).unwrap();
    hall.decrypt(2).unwrap();
    hall.wait(60);
    hall.host(HostAct::ReadOut).unwrap();
    assert_eq!(hall.room.row(bid(1)).unwrap().failed, Some(Cause::Bidder));
    hall.host(HostAct::OpenObjections).unwrap();
    assert_eq!(hall.confirm(1), Err(Refusal::NotAllowed));
    hall.confirm(0).unwrap();
    hall.object(2).unwrap();
    hall.wait(60);
    assert_eq!(hall.confirm(2), Err(Refusal::WindowOver));
    assert_eq!(hall.host(HostAct::Close), Err(Refusal::ObjectionsOpen { open: 1 }));
    let objection = hall.room.objections[0].id;
    hall.host(HostAct::Answer { objection, text: "报价以开标一览表为准".into(), ruling: Ruling::Unfounded }).unwrap();
    hall.host(HostAct::Close).unwrap();
    assert_eq!(hall.room.stage, Stage::Closed);
}

#[test]
fn a_pause_keeps_the_time_that_remained() {
    let mut hall = Hall::new();
    hall.now = DEADLINE;
    hall.sign_in(0).unwrap();
    hall.host(HostAct::Announce).unwrap();
    hall.host(HostAct::StartDecrypt).unwrap();
    hall.wait(20);
    hall.host(pause()).unwrap();
    assert_eq!(hall.decrypt(0), Err(Refusal::Paused));
    hall.wait(3600);
    hall.host(HostAct::Resume).unwrap();
    let until = hall.now.plus_seconds(40);
    assert_eq!(hall.room.stage.window(), Some(Window::Open { until }));
    hall.decrypt(0).unwrap();
}

#[test]
fn the_window_ends_early_when_all_have_decrypted() {
    let mut hall = Hall::new();
    hall.now = DEADLINE;
    (0..3).for_each(|n| hall.sign_in(n).unwrap());
    hall.host(HostAct::Announce).unwrap();
    hall.host(HostAct::StartDecrypt).unwrap();
    (0..3).for_each(|n| hall.decrypt(n).unwrap());
    hall.host(HostAct::ReadOut).unwrap();
    hall.host(HostAct::OpenObjections).unwrap();
    assert!(hall.host(HostAct::Close).is_err());
    (0..3).for_each(|n| hall.confirm(n).unwrap());
    hall.host(HostAct::Close).unwrap();
}

#[test]
fn decryption_begins_only_when_the_seals_have_been_checked() {
    let mut hall = Hall::new();
    hall.now = DEADLINE;
    hall.append(Event::DeadlinePassed { bids: 3 });
    let bidders = (0..3).map(|n| hall.announced(n)).collect();
    hall.append(Event::BiddersAnnounced { bidders });
    assert_eq!(hall.room.host_may(&HostAct::StartDecrypt, hall.now), Err(Refusal::SealsUnchecked));
    assert_eq!(hall.room.due(DEADLINE, hall.now), Some(Due::SealCheck));
    let checked = Event::SealsChecked { differing: vec![bid(1)] };
    hall.append(checked.clone());
    assert_eq!(hall.room.rows.iter().map(|row| row.differs).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(hall.room.host_may(&HostAct::StartDecrypt, hall.now), Ok(()));
    assert!(hall.room.clone().after(checked, hall.now).is_err(), "once");
}

/// The first has decrypted, the second and the third are out and the second objects to that.
fn one_objects_that_it_is_out() -> (Hall, ObjectionId) {
    let mut hall = Hall::new();
    hall.now = DEADLINE;
    (0..2).for_each(|n| hall.sign_in(n).unwrap());
    hall.host(HostAct::Announce).unwrap();
    hall.host(HostAct::StartDecrypt).unwrap();
    hall.decrypt(0).unwrap();
    hall.wait(60);
    hall.clock();
    hall.object(1).unwrap();
    let objection = hall.room.objections[0].id;
    (hall, objection)
}

fn answer(objection: ObjectionId, ruling: Ruling) -> HostAct {
    HostAct::Answer { objection, text: "已核实".into(), ruling }
}

#[test]
fn nothing_is_read_out_before_who_is_out_has_been_heard() {
    let (mut hall, objection) = one_objects_that_it_is_out();
    assert_eq!(hall.host(HostAct::ReadOut), Err(Refusal::ObjectionsOpen { open: 1 }));
    hall.host(answer(objection, Ruling::Unfounded)).unwrap();
    assert_eq!(hall.room.row(bid(1)).unwrap().failed, Some(Cause::Bidder));
    hall.host(HostAct::ReadOut).unwrap();
    assert_eq!(hall.host(answer(objection, Ruling::Upheld)), Err(Refusal::AlreadyDone));
}

#[test]
fn an_upheld_objection_lets_its_bidder_alone_decrypt_again() {
    let (mut hall, objection) = one_objects_that_it_is_out();
    hall.host(answer(objection, Ruling::DecryptAgain)).unwrap();
    let until = hall.now.plus_seconds(60);
    assert_eq!(hall.room.stage, Stage::Decrypting(Window::Open { until }));
    assert_eq!(hall.decrypt(2), Err(Refusal::WindowOver), "the other one stays out");
    assert_eq!(hall.decrypt(0), Err(Refusal::AlreadyDone));
    hall.decrypt(1).unwrap();
    hall.clock();
    assert_eq!(hall.room.stage, Stage::Decrypted, "everybody who may has decrypted");
    hall.host(HostAct::ReadOut).unwrap();
    let read: Vec<bool> = hall.room.rows.iter().map(|row| row.line.is_some()).collect();
    assert_eq!(read, [true, true, false]);
}

#[test]
fn blame_can_be_taken_from_a_bidder_after_the_read_out_but_its_bid_stays_out() {
    let (mut hall, objection) = one_objects_that_it_is_out();
    hall.host(answer(objection, Ruling::Explained)).unwrap();
    hall.host(HostAct::ReadOut).unwrap();
    hall.object(1).unwrap();
    let again = hall.room.objections[1].id;
    let prices_are_known = Err(Refusal::WrongStage { stage: StageName::ReadOut });
    assert_eq!(hall.host(answer(again, Ruling::DecryptAgain)), prices_are_known);
    hall.host(answer(again, Ruling::CauseCorrected)).unwrap();
    let row = hall.room.row(bid(1)).unwrap();
    assert_eq!((row.failed, row.line.is_some()), (Some(Cause::Platform), false));
    hall.object(0).unwrap();
    let of_one_who_is_not_out = hall.room.objections[2].id;
    assert_eq!(hall.host(answer(of_one_who_is_not_out, Ruling::CauseCorrected)), prices_are_known);
}
