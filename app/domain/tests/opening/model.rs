//! The opening once more, in few words and reckoned otherwise: a window is the time that is left of it and not the moment
//! of its end. Where this and the rules differ, one of them is wrong.

use domain::away::AWAY;
use domain::floor::{Floor, Speaker};
use domain::opening::HostAct;
use domain::room::{Cause, Quote, Room, Ruling};
use domain::stage::{StageName, Window};

use crate::hall::{CONFIRM, Deed, SIGN_IN, WINDOW, Who, bid, blame, rules};

#[derive(Clone, Debug, Default)]
pub struct Seat {
    signed_in: bool,
    decrypted: bool,
    read: bool,
    confirmed: bool,
    calls: bool,
    restored: bool,
    out: Option<Cause>,
    /// Messages so far, and milliseconds since the last.
    said: usize,
    quiet: i64,
    /// A round each, for as long as it is in.
    slips: Vec<Slip>,
    gone: bool,
}

/// A quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Slip {
    opened: bool,
    out: Option<Cause>,
    read: bool,
}

impl Seat {
    /// What waits for its key, in this round or before any.
    fn at_hand(&self, round: usize) -> Option<(bool, Option<Cause>)> {
        match round {
            0 => Some((self.decrypted, self.out)),
            round => self.slips.get(round - 1).map(|slip| (slip.opened, slip.out)),
        }
    }

    fn waits(&self, round: usize) -> bool {
        self.at_hand(round) == Some((false, None))
    }

    fn asked(&self, round: usize) -> bool {
        self.read && !self.gone && self.slips.len() < round
    }

    /// As it was ruled, or as the clock found it.
    fn fail(&mut self, round: usize, cause: Option<Cause>) {
        match round {
            0 => self.out = cause,
            round => {
                self.slips[round - 1].out = cause;
                self.gone = cause == Some(Cause::Bidder);
            }
        }
    }
}

#[derive(Clone, Debug)]
pub struct Model {
    pub stage: StageName,
    seats: Vec<Seat>,
    /// Milliseconds to the deadline.
    to_deadline: i64,
    /// Milliseconds that were left of the window at the server's last sign of life.
    left: i64,
    pub paused: bool,
    /// Milliseconds until an adjourned opening may go on.
    adjourned: Option<i64>,
    /// Milliseconds since that sign.
    silent: i64,
    /// Whether the seals were checked.
    checked: bool,
    /// Whose each objection is, and whether it was answered.
    objections: Vec<(usize, bool)>,
    /// Whether each message was hidden; of others than bidders nothing.
    said: Vec<Option<bool>>,
    /// Whether bidders may not speak.
    hushed: bool,
    /// Rounds that are planned, and the one that goes on.
    rounds: usize,
    round: usize,
}

impl Model {
    pub fn new(bids: usize, rounds: u32) -> Self {
        Self {
            stage: StageName::Scheduled,
            seats: vec![Seat::default(); bids],
            to_deadline: 60_000,
            left: 0,
            paused: false,
            adjourned: None,
            silent: 0,
            checked: false,
            objections: Vec::new(),
            said: Vec::new(),
            hushed: false,
            rounds: rounds as usize,
            round: 0,
        }
    }

    pub fn wait(&mut self, millis: i64) {
        self.look_at_clock();
        self.pass(millis);
        self.silent = millis;
        self.left = self.left_if(true);
        self.silent = 0;
    }

    pub fn away(&mut self, millis: i64) {
        self.pass(millis);
        self.silent += millis;
    }

    fn pass(&mut self, millis: i64) {
        self.to_deadline -= millis;
        self.seats.iter_mut().for_each(|seat| seat.quiet += millis);
        self.adjourned = self.adjourned.map(|left| left - millis);
    }

    pub fn look_at_clock(&mut self) {
        self.catch_up();
        self.sign();
        self.checked |= matches!(self.stage, StageName::SignIn | StageName::Announced);
        let (round, over) = (self.round, !self.paused && self.left <= 0);
        let seats = || self.seats.iter();
        if self.adjourned.is_some() {
            return;
        }
        if self.stage == StageName::Decrypting && (over || !seats().any(|seat| seat.waits(round))) {
            (self.stage, self.paused) = (StageName::Decrypted, false);
            for (n, seat) in self.seats.iter_mut().enumerate().filter(|(_, seat)| seat.waits(round)) {
                seat.fail(round, Some(blame(bid(n))));
            }
        } else if self.stage == StageName::Quoting && (over || !seats().any(|seat| seat.asked(round))) {
            (self.stage, self.paused, self.left) = (StageName::Decrypting, false, WINDOW * 1000);
            self.seats.iter_mut().filter(|seat| seat.asked(round)).for_each(|seat| seat.gone = true);
        }
    }

    fn has_round(&self) -> bool {
        self.round < self.rounds && self.seats.iter().any(|seat| seat.asked(self.round + 1))
    }

    /// What is left now, if the server was there since its last sign, or if not.
    fn left_if(&self, there: bool) -> i64 {
        let lost = self.windowed() && !self.paused && (there || self.silent <= AWAY || self.left <= 0);
        if lost { self.left - self.silent } else { self.left }
    }

    fn windowed(&self) -> bool {
        matches!(self.stage, StageName::SignIn | StageName::Decrypting | StageName::Quoting | StageName::Objections)
    }

    fn sign(&mut self) {
        self.left = self.left_if(false);
        self.silent = 0;
    }

    fn catch_up(&mut self) {
        if self.stage == StageName::Scheduled && self.to_deadline <= 0 {
            self.stage = if self.seats.len() < 3 { StageName::Failed } else { StageName::SignIn };
            self.sign();
            self.left = SIGN_IN * 1000;
        }
    }

    /// Whether the act may be done; if so it is.
    pub fn act(&mut self, who: Who, deed: &Deed) -> bool {
        let before = self.clone();
        self.catch_up();
        let done = match (who, deed) {
            (Who::Host, Deed::Host(act)) => self.host(act),
            (Who::Host, Deed::Postpone(seconds, reason)) => self.postpone(*seconds, reason),
            (Who::Host, Deed::Adjourn(seconds, reason)) => self.adjourn(*seconds, reason),
            (Who::Host, Deed::Answer(n, text, ruling)) => self.answer(*n, text, *ruling),
            (Who::Host, Deed::Hide(n, reason)) => self.hide(*n, reason),
            (Who::Host, Deed::Floor(open)) => self.turn(*open),
            (who, Deed::Say(words)) => self.say(who, words),
            (Who::Bidder(n), deed) if n < self.seats.len() => self.bidder(n, deed),
            _ => false,
        };
        if !done {
            *self = before;
        }
        done
    }

    fn host(&mut self, act: &HostAct) -> bool {
        use StageName::{Announced, Closed, Decrypted, Decrypting, Objections, Quoting, ReadOut, SignIn};
        let (left, round) = (self.left_if(false), self.round);
        let windowed = self.windowed();
        if self.adjourned.is_some() {
            return *act == HostAct::Resume && self.resume();
        }
        let all = self.seats.iter().all(|seat| seat.confirmed || !seat.read);
        let (may, stage) = match act {
            HostAct::Announce => (self.stage == SignIn && !self.paused && left <= 0, Announced),
            HostAct::StartDecrypt => (self.stage == Announced && self.checked, Decrypting),
            HostAct::ReadOut => {
                let is_out = |n: usize| self.seats[n].at_hand(round).is_some_and(|(_, out)| out.is_some());
                let unheard = |(n, answered): &(usize, bool)| !answered && is_out(*n);
                (self.stage == Decrypted && !self.objections.iter().any(unheard), ReadOut)
            }
            HostAct::OpenObjections => (self.stage == ReadOut && !self.has_round(), Objections),
            HostAct::StartRound => (self.stage == ReadOut && self.has_round(), Quoting),
            HostAct::Close => {
                let over = all || (!self.paused && left <= 0);
                (self.stage == Objections && over && self.objections.iter().all(|(_, answered)| *answered), Closed)
            }
            HostAct::Pause { reason } => (windowed && !self.paused && left > 0 && short(reason), self.stage),
            HostAct::Resume => (windowed && self.paused, self.stage),
            HostAct::Answer { .. } | HostAct::Adjourn { .. } => (false, self.stage),
        };
        if may {
            self.sign();
            self.stage = stage;
            match act {
                HostAct::StartDecrypt | HostAct::OpenObjections => self.left = WINDOW * 1000,
                HostAct::StartRound => (self.left, self.round) = (WINDOW * 1000, self.round + 1),
                HostAct::ReadOut if round > 0 => {
                    let slips = self.seats.iter_mut().filter_map(|seat| seat.slips.get_mut(round - 1));
                    slips.for_each(|slip| slip.read = slip.opened);
                }
                HostAct::ReadOut => self.seats.iter_mut().for_each(|seat| seat.read = seat.decrypted),
                HostAct::Pause { .. } => self.paused = true,
                HostAct::Resume => self.paused = false,
                _ => {}
            }
        }
        may
    }

    fn adjourn(&mut self, seconds: i64, reason: &str) -> bool {
        let under_way = self.stage != StageName::Scheduled && !self.stage.is_final();
        let may = under_way && seconds > 0 && short(reason);
        if may {
            self.sign();
            self.paused |= self.windowed() && self.left > 0;
            self.adjourned = Some(seconds * 1000);
        }
        may
    }

    /// Of what was adjourned.
    fn resume(&mut self) -> bool {
        let may = self.adjourned.is_some_and(|left| left <= 0);
        if may {
            self.sign();
            (self.paused, self.adjourned) = (false, None);
        }
        may
    }

    fn postpone(&mut self, seconds: i64, reason: &str) -> bool {
        let may = self.stage == StageName::Scheduled && seconds > 0 && short(reason);
        if may {
            self.sign();
            self.to_deadline += seconds * 1000;
        }
        may
    }

    fn answer(&mut self, n: usize, text: &str, ruling: Ruling) -> bool {
        let Some((whose, false)) = self.objections.get(n).copied() else { return false };
        let seat = &self.seats[whose];
        let at_hand = seat.at_hand(self.round).and_then(|(_, out)| out);
        let fits = match ruling {
            Ruling::Explained | Ruling::Unfounded | Ruling::Upheld => true,
            Ruling::CauseCorrected => seat.at_hand(seat.slips.len()).unwrap().1 == Some(Cause::Bidder),
            Ruling::DecryptAgain => at_hand.is_some() && self.stage == StageName::Decrypted,
        };
        let may = fits && self.adjourned.is_none() && !self.stage.is_final() && short(text);
        if may {
            self.sign();
            self.objections[n].1 = true;
            match ruling {
                Ruling::CauseCorrected => {
                    let over = self.round - usize::from(self.stage == StageName::Quoting);
                    let seat = &mut self.seats[whose];
                    seat.fail(seat.slips.len(), Some(Cause::Platform));
                    seat.gone = seat.read && seat.slips.len() < over;
                }
                Ruling::DecryptAgain => {
                    self.seats[whose].fail(self.round, None);
                    (self.stage, self.left) = (StageName::Decrypting, WINDOW * 1000);
                }
                Ruling::Explained | Ruling::Unfounded | Ruling::Upheld => {}
            }
        }
        may
    }

    /// Whether it goes on, and everybody knows who bids.
    fn named(&self) -> bool {
        !matches!(self.stage, StageName::Scheduled | StageName::SignIn) && !self.stage.is_final()
    }

    fn say(&mut self, who: Who, words: &str) -> bool {
        let may = short(words)
            && match who {
                Who::Host | Who::Supervisor | Who::Registrar => !self.stage.is_final(),
                Who::Bidder(n) if n < self.seats.len() => {
                    let seat = &self.seats[n];
                    let rests = seat.said == 0 || seat.quiet >= if seat.said < 20 { 5_000 } else { 60_000 };
                    self.named() && seat.signed_in && !self.hushed && rests
                }
                _ => false,
            };
        if may {
            self.sign();
            self.said.push(matches!(who, Who::Bidder(_)).then_some(false));
            if let Who::Bidder(n) = who {
                self.seats[n].said += 1;
                self.seats[n].quiet = 0;
            }
        }
        may
    }

    fn hide(&mut self, n: usize, reason: &str) -> bool {
        let may = self.said.get(n) == Some(&Some(false)) && !self.stage.is_final() && short(reason);
        if may {
            self.sign();
            self.said[n] = Some(true);
        }
        may
    }

    fn turn(&mut self, open: bool) -> bool {
        let may = self.hushed == open && !self.stage.is_final();
        if may {
            self.sign();
            self.hushed = !open;
        }
        may
    }

    /// Where the picture of what was said differs, in words.
    pub fn hears_otherwise(&self, floor: &Floor) -> Option<String> {
        let of_bidder = |by| matches!(by, Speaker::Bidder { .. });
        let told = floor.messages.iter().map(|message| of_bidder(message.by).then_some(message.hidden.is_some()));
        let told: Vec<Option<bool>> = told.collect();
        let same = (&told, floor.closed) == (&self.said, self.hushed);
        (!same).then(|| format!("{:?} {}, the floor {told:?} {}", self.said, self.hushed, floor.closed))
    }

    fn bidder(&mut self, n: usize, deed: &Deed) -> bool {
        use StageName::{Announced, Decrypted, Decrypting, Objections, Quoting, ReadOut, SignIn};
        let round = self.round;
        let runs = !self.paused && self.left_if(false) > 0;
        let (stage, seat, rules) = (self.stage, self.seats[n].clone(), rules(self.seats.len()));
        let sits = self.adjourned.is_none();
        let lead = rules.confirm_seconds.map_or(0, |_| (WINDOW - CONFIRM) * 1000);
        let may = match deed {
            Deed::SignIn => {
                let on_time = stage == SignIn && sits && !self.paused;
                let late = (stage == Announced && sits) || (stage == Decrypting && round == 0 && runs);
                !seat.signed_in
                    && if rules.strict_sign_in { on_time && self.left_if(false) > 0 } else { on_time || late }
            }
            Deed::Restore => {
                let damaged = n == 3 && self.checked && !seat.restored && !seat.decrypted && seat.out.is_none();
                rules.restore && damaged && ((stage == Announced && sits) || (stage == Decrypting && runs))
            }
            Deed::Decrypt { .. } => stage == Decrypting && runs && seat.signed_in && seat.waits(round),
            Deed::Quote => stage == Quoting && runs && seat.asked(round),
            Deed::Object(text) => {
                short(text)
                    && sits
                    && (matches!(stage, Announced | Decrypting | Decrypted | ReadOut | Quoting)
                        || (stage == Objections && runs))
            }
            Deed::Confirm => stage == Objections && runs && self.left_if(false) > lead && seat.read && !seat.confirmed,
            Deed::Help => stage == Decrypting && seat.waits(round) && !seat.calls,
            _ => false,
        };
        if may {
            // A call for help is no event of the room, nor is signing in before the names are told; only an absence that they
            // find is noted there.
            let told = !matches!((deed, stage), (Deed::Help, _) | (Deed::SignIn, SignIn));
            if told || (runs && self.silent > AWAY) {
                self.sign();
            }
            let seat = &mut self.seats[n];
            match deed {
                Deed::SignIn => seat.signed_in = true,
                Deed::Restore => seat.restored = true,
                Deed::Decrypt { right } if round > 0 => seat.slips[round - 1].opened = *right,
                Deed::Decrypt { right } => seat.decrypted = *right,
                Deed::Quote => seat.slips.push(Slip::default()),
                Deed::Confirm => seat.confirmed = true,
                Deed::Help => seat.calls = true,
                Deed::Object(_) => self.objections.push((n, false)),
                _ => {}
            }
            if matches!(deed, Deed::Decrypt { right: true } | Deed::Quote) {
                self.look_at_clock();
            }
        }
        may
    }

    /// Where the picture of the room differs, in words.
    pub fn differs(&self, room: &Room, now: domain::Timestamp) -> Option<String> {
        let sign = now.plus_millis(-self.silent);
        let window = match () {
            () if !self.windowed() => None,
            () if self.paused => Some(Window::Paused { remaining: self.left }),
            () => Some(Window::Open { until: sign.plus_millis(self.left) }),
        };
        if (self.stage, window, self.round) != (room.stage.name(), room.stage.window(), room.round as usize) {
            return Some(format!("{:?} {window:?}, the room {:?}", self.stage, room.stage));
        }
        if self.adjourned.is_some() != room.adjourned.is_some() {
            return Some(format!("adjourned {:?}, the room {:?}", self.adjourned, room.adjourned));
        }
        let unlike = |(n, seat): (usize, &Seat)| {
            let row = room.row(bid(n))?;
            let told = [row.signed_in.is_some(), row.decrypted.is_some(), row.line.is_some(), row.confirmed.is_some()];
            let held = [seat.signed_in, seat.decrypted, seat.read, seat.confirmed];
            let slip = |quote: &Quote| Slip {
                opened: quote.decrypted.is_some(),
                out: quote.failed,
                read: quote.price.is_some(),
            };
            let slips: Vec<Slip> = row.quotes.iter().map(slip).collect();
            let told = (told, row.failed, slips, room.left(row).is_some(), room.asks(row));
            let asked = self.stage == StageName::Quoting && seat.asked(self.round);
            let held = (held, seat.out, seat.slips.clone(), seat.gone, asked);
            (told != held).then(|| format!("bid {n}: {held:?}, the room {told:?}"))
        };
        let answered: Vec<bool> = room.objections.iter().map(|objection| objection.answer.is_some()).collect();
        if answered != self.objections.iter().map(|(_, answered)| *answered).collect::<Vec<_>>() {
            return Some(format!("answers {:?}, the room {answered:?}", self.objections));
        }
        self.seats.iter().enumerate().find_map(unlike)
    }
}

fn short(text: &str) -> bool {
    (1..=300).contains(&text.trim().chars().count())
}
