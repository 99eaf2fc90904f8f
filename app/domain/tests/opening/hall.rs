//! A hall in which everybody tries everything: driven as `office` drives an opening, so the rules are asked first, and
//! what is refused leaves nothing.

use domain::bid::OpeningForm;
use domain::floor::{Floor, Speaker};
use domain::guarantee::{Guarantee, IssuerKind};
use domain::help::{HelpCall, HelpReason};
use domain::lot::{Rules, Terms};
use domain::opening::{Due, FEWEST_BIDS, HostAct};
use domain::postpone::PostponeForm;
use domain::quote::{Procedure, Rounds};
use domain::rights::{Host, Person};
use domain::room::{Announced, Cause, Entry, Event, FailedDecrypt, Line, Quoted, Room, RoundEvent, Ruling};
use domain::{BidId, Caller, CreditCode, Fen, ObjectionId, Refusal, Role, SubjectId, Timestamp, UserId};

pub const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);
/// Seconds of each window.
pub const WINDOW: i64 = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Host,
    OtherTenderer,
    /// From the number of bids on, one who has none in this lot.
    Bidder(usize),
    Supervisor,
    Registrar,
    Visitor,
}

#[derive(Clone, Debug)]
pub enum Deed {
    Host(HostAct),
    /// To so many seconds after the deadline that stands.
    Postpone(i64, String),
    /// For so many seconds.
    Adjourn(i64, String),
    /// The host's answer to the nth objection.
    Answer(usize, String, Ruling),
    SignIn,
    Restore,
    Decrypt {
        right: bool,
    },
    Object(String),
    Confirm,
    Help,
    Say(String),
    /// Of the nth message, with a reason.
    Hide(usize, String),
    /// Whether bidders may speak.
    Floor(bool),
    Quote,
}

pub struct Hall {
    pub entries: Vec<Entry>,
    pub room: Room,
    pub now: Timestamp,
    /// With the deadline as it stands.
    terms: Terms,
    /// The server's last beat.
    beat: Timestamp,
    /// When each bid's owner signed in, as its row keeps it.
    signed_in: Vec<Option<Timestamp>>,
    /// Bids whose calls for help wait.
    calls: Vec<BidId>,
}

pub fn bid(n: usize) -> BidId {
    BidId::new(DEADLINE, n as u128)
}

/// Seconds for signing in, of openings with three bids and more.
pub const SIGN_IN: i64 = 10;
/// Seconds for confirming, where it ends before objecting does.
pub const CONFIRM: i64 = 40;

/// With four bids the tender document is strict, and remedies damage.
pub fn rules(bids: usize) -> Rules {
    let four = bids == 4;
    Rules {
        sign_in_seconds: SIGN_IN as u32,
        strict_sign_in: four,
        confirm_seconds: four.then_some(CONFIRM as u32),
        restore: four,
        ..Rules::default()
    }
}

/// What is stored of the fourth bid is not what was committed.
pub fn blame(of: BidId) -> Cause {
    if of == bid(3) { Cause::Platform } else { Cause::Bidder }
}

/// One that stands in no other number of a journal.
pub fn price(n: usize) -> Fen {
    Fen::from_yuan(4_567_891 + n as i64)
}

/// What is quoted in a round.
pub fn quoted(n: usize, round: u32) -> Fen {
    Fen::from_yuan(3_876_210 + i64::from(round) * 10 + n as i64)
}

fn user(n: u128) -> UserId {
    UserId::new(DEADLINE, n)
}

fn host() -> Host {
    Host { person: user(100), entity: None }
}

fn caller(who: Who) -> Caller {
    let (role, user, subject) = match who {
        Who::Visitor => return Caller::visitor("::1"),
        Who::Host => (Role::Tenderer, user(100), None),
        Who::OtherTenderer => (Role::Tenderer, user(101), None),
        Who::Bidder(n) => (Role::Bidder, user(n as u128), Some(SubjectId::new(DEADLINE, n as u128))),
        Who::Supervisor => (Role::Supervisor, user(102), None),
        Who::Registrar => (Role::Registrar, user(103), None),
    };
    let seat = subject.map(|_| domain::rights::Seat::Submitter);
    Caller { person: Some(Person { user, role, subject, seat, by_key: false }), address: "::1".into() }
}

impl Hall {
    pub fn new(bids: usize, rounds: u32) -> Self {
        let now = DEADLINE.plus_seconds(-60);
        Self {
            entries: Vec::new(),
            room: Room::default(),
            now,
            terms: Terms { rules: rules(bids), ..terms(rounds) },
            beat: now,
            signed_in: vec![None; bids],
            calls: Vec::new(),
        }
    }

    /// The server is there while time passes.
    pub fn wait(&mut self, millis: i64) {
        self.look_at_clock();
        self.now = self.now.plus_millis(millis);
        self.beat = self.now;
    }

    /// Nobody is there.
    pub fn away(&mut self, millis: i64) {
        self.now = self.now.plus_millis(millis);
    }

    /// What the server does again and again.
    pub fn look_at_clock(&mut self) {
        self.catch_up();
        self.beat = self.now;
        match self.room.due(self.terms.deadline, self.now) {
            Some(Due::SealCheck) => self.append(Event::SealsChecked { differing: vec![bid(3)] }),
            Some(Due::DecryptEnd) => {
                let out = self.room.rows.iter().filter(|row| row.is_awaited());
                let failed = out.map(|row| FailedDecrypt { bid: row.bid, cause: blame(row.bid) }).collect();
                self.append(match self.room.round {
                    0 => Event::DecryptEnded { failed },
                    round => Event::Round(RoundEvent::Opened { round, failed }),
                });
            }
            Some(Due::QuotingEnd) => {
                let (round, quotes) = (self.room.round, self.room.quotes());
                self.append(Event::Round(RoundEvent::Ended { round, quotes, until: self.now.plus_seconds(WINDOW) }));
            }
            Some(Due::Deadline) | None => {}
        }
    }

    /// What every act finds done before it: the deadline noted, an absence made good.
    fn catch_up(&mut self) {
        if self.room.due(self.terms.deadline, self.now) == Some(Due::Deadline) {
            let bids = self.signed_in.len() as u32;
            let event = if bids < FEWEST_BIDS { Event::TooFewBids { bids } } else { Event::DeadlinePassed { bids } };
            let opens = matches!(event, Event::DeadlinePassed { .. });
            self.append(event);
            if opens {
                let strict = self.terms.rules.strict_sign_in;
                self.append(Event::SignInOpened { until: self.now.plus_seconds(SIGN_IN), strict });
            }
        } else if let Some(extension) = self.room.owed(Some(self.beat), self.now) {
            self.append(extension);
        }
    }

    fn append(&mut self, event: Event) {
        let entry = Entry { seq: self.room.seq + 1, at: self.now, event };
        self.room = self.room.clone().apply(&entry).expect("what the rules allow follows");
        self.entries.push(entry);
    }

    /// # Errors
    /// Why not; then nothing has changed.
    pub fn act(&mut self, who: Who, deed: &Deed) -> Result<(), Refusal> {
        let (entries, room) = (self.entries.len(), self.room.clone());
        self.catch_up();
        let refused = match self.door(who, deed) {
            Ok(None) => return Ok(()),
            Ok(Some(event)) => {
                let planned = self.terms.rounds.filter(|_| matches!(event, Event::DecryptStarted { .. }));
                if let Some(Rounds { count: rounds, .. }) = planned {
                    self.append(Event::Round(RoundEvent::Planned { rounds }));
                }
                self.append(event);
                if matches!(deed, Deed::Decrypt { right: true } | Deed::Quote) {
                    self.look_at_clock();
                }
                return Ok(());
            }
            Err(refused) => refused,
        };
        self.entries.truncate(entries);
        self.room = room;
        Err(refused)
    }

    /// Asks the rules, and gives the event that the act is, if the room may know of it.
    fn door(&mut self, who: Who, deed: &Deed) -> Result<Option<Event>, Refusal> {
        let (caller, now) = (caller(who), self.now);
        if let Deed::Host(act) = deed {
            return self.host(&caller, act.clone()).map(Some);
        }
        if let Deed::Postpone(seconds, reason) = deed {
            return self.postpone(&caller, *seconds, reason).map(Some);
        }
        if let Deed::Adjourn(seconds, reason) = deed {
            let until = now.plus_seconds(*seconds);
            return self.host(&caller, HostAct::Adjourn { until, reason: reason.clone() }).map(Some);
        }
        if let Deed::Answer(n, text, ruling) = deed {
            let objection = self.room.objections.get(*n).map_or(ObjectionId::new(DEADLINE, 999), |found| found.id);
            return self.host(&caller, HostAct::Answer { objection, text: text.clone(), ruling: *ruling }).map(Some);
        }
        match deed {
            Deed::Say(words) => return self.say(&caller, words).map(Some),
            Deed::Hide(n, reason) => return self.hide(&caller, *n, reason).map(Some),
            Deed::Floor(open) => {
                caller.host_of(host())?;
                self.room.host_may_turn_floor(&self.floor(), *open)?;
                return Ok(Some(Event::Floor { open: *open }));
            }
            _ => {}
        }
        let n = self.seat(&caller)?;
        let bid = bid(n);
        match deed {
            Deed::SignIn => {
                self.room.bidder_may_sign_in(self.signed_in[n].is_some(), now)?;
                self.signed_in[n] = Some(now);
                Ok((!self.room.rows.is_empty()).then_some(Event::SignedIn { bid }))
            }
            Deed::Decrypt { right } => {
                self.room.bidder_may_decrypt(bid, now)?;
                Ok(Some(if *right { Event::Decrypted { bid } } else { Event::DecryptRefused { bid } }))
            }
            Deed::Restore => {
                self.room.bidder_may_restore(bid, &self.terms.rules, now)?;
                Ok(Some(Event::Restored { bid }))
            }
            Deed::Quote => {
                self.room.bidder_may_quote(bid, now)?;
                Ok(Some(Event::Round(RoundEvent::Quoted { bid, digest: String::new() })))
            }
            Deed::Object(text) => {
                self.room.bidder_may_object(bid, text, now)?;
                let objection = ObjectionId::new(now, self.room.seq.into());
                Ok(Some(Event::ObjectionRaised { objection, bid, text: text.clone() }))
            }
            Deed::Confirm => {
                self.room.bidder_may_confirm(bid, now)?;
                Ok(Some(Event::Confirmed { bid, signature: String::new() }))
            }
            Deed::Help => {
                HelpCall::new(bid, HelpReason::Key, "")?;
                self.room.bidder_may_call_for_help(bid, self.calls.contains(&bid))?;
                self.calls.push(bid);
                Ok(None)
            }
            _ => unreachable!("all other acts are done above"),
        }
    }

    fn seat(&self, caller: &Caller) -> Result<usize, Refusal> {
        let (_, subject) = caller.bidder()?;
        let seat = (0..self.signed_in.len()).find(|n| SubjectId::new(DEADLINE, *n as u128) == subject);
        seat.ok_or(Refusal::NotAllowed)
    }

    pub fn floor(&self) -> Floor {
        Floor::of(&self.entries)
    }

    fn say(&self, caller: &Caller, words: &str) -> Result<Event, Refusal> {
        let by = match caller.person()?.role {
            Role::Supervisor => Speaker::Supervisor,
            Role::Registrar => Speaker::Witness,
            Role::Tenderer => caller.host_of(host()).map(|_| Speaker::Host)?,
            _ => Speaker::Bidder { bid: bid(self.seat(caller)?) },
        };
        let text = self.room.may_speak(&self.floor(), by, words, self.now)?;
        Ok(Event::Said { by, text })
    }

    fn hide(&self, caller: &Caller, n: usize, reason: &str) -> Result<Event, Refusal> {
        caller.host_of(host())?;
        let said = self.floor().messages.get(n).map_or(999, |message| message.seq);
        let reason = self.room.host_may_hide(&self.floor(), said, reason)?;
        Ok(Event::Hidden { said, reason })
    }

    fn postpone(&mut self, caller: &Caller, seconds: i64, reason: &str) -> Result<Event, Refusal> {
        caller.host_of(host())?;
        let deadline = self.terms.deadline.plus_seconds(seconds).to_local();
        let form = PostponeForm { deadline, reason: reason.to_owned() };
        let postponement = self.room.host_may_postpone(&form, &self.terms, self.now)?;
        self.terms.deadline = postponement.until;
        Ok(postponement.event())
    }

    fn host(&self, caller: &Caller, act: HostAct) -> Result<Event, Refusal> {
        caller.host_of(host())?;
        self.room.host_may(&act, self.now)?;
        let until = self.now.plus_seconds(WINDOW);
        Ok(match act {
            HostAct::Announce => Event::BiddersAnnounced { bidders: self.announced() },
            HostAct::StartDecrypt => Event::DecryptStarted { until },
            HostAct::StartRound => Event::Round(RoundEvent::Started { round: self.room.round + 1, until }),
            HostAct::ReadOut if self.room.round > 0 => {
                let opened = |n: &usize| self.room.quote(bid(*n)).is_some_and(|quote| quote.decrypted.is_some());
                let read =
                    |n| Quoted { bid: bid(n), price: quoted(n, self.room.round), key: String::new(), above: None };
                let quotes = (0..self.signed_in.len()).filter(opened).map(read).collect();
                Event::Round(RoundEvent::ReadOut { round: self.room.round, quotes })
            }
            HostAct::ReadOut => {
                let opened = |n: &usize| self.room.row(bid(*n)).is_some_and(|row| row.decrypted.is_some());
                Event::ReadOut { lines: (0..self.signed_in.len()).filter(opened).map(line).collect() }
            }
            HostAct::OpenObjections => {
                let confirm = self.terms.rules.confirm_seconds;
                let confirm_until = confirm.map(|seconds| self.now.plus_seconds(seconds.into()));
                Event::ObjectionsOpened { until, confirm_until }
            }
            HostAct::Answer { objection, text, ruling } => {
                let until = (ruling == Ruling::DecryptAgain).then_some(until);
                Event::ObjectionAnswered { objection, text, ruling, until }
            }
            HostAct::Pause { reason } => Event::Paused { reason },
            HostAct::Resume => Event::Resumed,
            HostAct::Close => Event::Closed,
            HostAct::Adjourn { until, reason } => Event::Adjourned { until, reason },
        })
    }

    fn announced(&self) -> Vec<Announced> {
        let announce = |(n, signed_in): (usize, &Option<Timestamp>)| Announced {
            bid: bid(n),
            name: format!("投标人{n}"),
            code: CreditCode::parse("911525001000002270").unwrap(),
            committed: DEADLINE.plus_seconds(-30),
            digest: String::new(),
            signed_in: *signed_in,
        };
        self.signed_in.iter().enumerate().map(announce).collect()
    }
}

fn terms(rounds: u32) -> Terms {
    Terms {
        code: "A".into(),
        title: "B".into(),
        tenderer: "C".into(),
        ceiling: Fen::from_yuan(9_000_000),
        guarantee: Fen::from_yuan(20_000),
        validity_days: 90,
        deadline: DEADLINE,
        decrypt_seconds: WINDOW as u32,
        objection_seconds: WINDOW as u32,
        draws: Vec::new(),
        rules: Rules::default(),
        project: String::new(),
        practice: false,
        procedure: Procedure::Negotiation,
        rounds: (rounds > 0).then_some(Rounds { count: rounds, seconds: WINDOW as u32, falling: false }),
    }
}

fn line(n: usize) -> Line {
    let day = DEADLINE.day();
    Line {
        bid: bid(n),
        form: OpeningForm { price: price(n), duration_days: 1, quality: "合格".into(), manager: "甲".into() },
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
