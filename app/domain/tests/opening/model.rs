//! The opening once more, in few words and reckoned otherwise: a window is the time that is left of it and not the moment
//! of its end. Where this and the rules differ, one of them is wrong.

use domain::away::AWAY;
use domain::floor::{Floor, Speaker};
use domain::opening::HostAct;
use domain::room::{Cause, Room, Ruling};
use domain::stage::{StageName, Window};

use crate::hall::{Deed, WINDOW, Who, bid, blame};

#[derive(Clone, Debug, Default)]
pub struct Seat {
    signed_in: bool,
    decrypted: bool,
    read: bool,
    confirmed: bool,
    calls: bool,
    out: Option<Cause>,
    /// Messages so far, and milliseconds since the last.
    said: usize,
    quiet: i64,
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
}

impl Model {
    pub fn new(bids: usize) -> Self {
        Self {
            stage: StageName::Scheduled,
            seats: vec![Seat::default(); bids],
            to_deadline: 60_000,
            left: 0,
            paused: false,
            silent: 0,
            checked: false,
            objections: Vec::new(),
            said: Vec::new(),
            hushed: false,
        }
    }

    pub fn wait(&mut self, millis: i64) {
        self.look_at_clock();
        self.to_deadline -= millis;
        self.seats.iter_mut().for_each(|seat| seat.quiet += millis);
        self.silent = millis;
        self.left = self.left_if(true);
        self.silent = 0;
    }

    pub fn away(&mut self, millis: i64) {
        self.to_deadline -= millis;
        self.seats.iter_mut().for_each(|seat| seat.quiet += millis);
        self.silent += millis;
    }

    pub fn look_at_clock(&mut self) {
        self.catch_up();
        self.sign();
        self.checked |= matches!(self.stage, StageName::SignIn | StageName::Announced);
        let all = self.seats.iter().all(|seat| seat.decrypted || seat.out.is_some());
        if self.stage == StageName::Decrypting && (all || (!self.paused && self.left <= 0)) {
            self.stage = StageName::Decrypted;
            for (n, seat) in self.seats.iter_mut().enumerate().filter(|(_, seat)| !seat.decrypted) {
                seat.out.get_or_insert(blame(bid(n)));
            }
        }
    }

    /// What is left now, if the server was there since its last sign, or if not.
    fn left_if(&self, there: bool) -> i64 {
        let has_window = matches!(self.stage, StageName::Decrypting | StageName::Objections);
        let lost = has_window && !self.paused && (there || self.silent <= AWAY || self.left <= 0);
        if lost { self.left - self.silent } else { self.left }
    }

    fn sign(&mut self) {
        self.left = self.left_if(false);
        self.silent = 0;
    }

    fn catch_up(&mut self) {
        if self.stage == StageName::Scheduled && self.to_deadline <= 0 {
            self.stage = if self.seats.len() < 3 { StageName::Failed } else { StageName::SignIn };
            self.sign();
        }
    }

    /// Whether the act may be done; if so it is.
    pub fn act(&mut self, who: Who, deed: &Deed) -> bool {
        let before = self.clone();
        self.catch_up();
        let done = match (who, deed) {
            (Who::Host, Deed::Host(act)) => self.host(act),
            (Who::Host, Deed::Postpone(seconds, reason)) => self.postpone(*seconds, reason),
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
        use StageName::{Announced, Closed, Decrypted, Decrypting, Objections, ReadOut, SignIn};
        let left = self.left_if(false);
        let windowed = matches!(self.stage, Decrypting | Objections);
        let all = self.seats.iter().all(|seat| seat.confirmed || !seat.read);
        let (may, stage) = match act {
            HostAct::Announce => (self.stage == SignIn, Announced),
            HostAct::StartDecrypt => (self.stage == Announced && self.checked, Decrypting),
            HostAct::ReadOut => {
                let unheard = |(n, answered): &(usize, bool)| !answered && self.seats[*n].out.is_some();
                (self.stage == Decrypted && !self.objections.iter().any(unheard), ReadOut)
            }
            HostAct::OpenObjections => (self.stage == ReadOut, Objections),
            HostAct::Close => {
                let over = all || (!self.paused && left <= 0);
                (self.stage == Objections && over && self.objections.iter().all(|(_, answered)| *answered), Closed)
            }
            HostAct::Pause { reason } => (windowed && !self.paused && left > 0 && short(reason), self.stage),
            HostAct::Resume => (windowed && self.paused, self.stage),
            HostAct::Answer { .. } => (false, self.stage),
        };
        if may {
            self.sign();
            self.stage = stage;
            match act {
                HostAct::StartDecrypt | HostAct::OpenObjections => self.left = WINDOW * 1000,
                HostAct::ReadOut => self.seats.iter_mut().for_each(|seat| seat.read = seat.decrypted),
                HostAct::Pause { .. } => self.paused = true,
                HostAct::Resume => self.paused = false,
                _ => {}
            }
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
        let out = self.seats[whose].out;
        let fits = match ruling {
            Ruling::Explained | Ruling::Unfounded | Ruling::Upheld => true,
            Ruling::CauseCorrected => out == Some(Cause::Bidder),
            Ruling::DecryptAgain => out.is_some() && self.stage == StageName::Decrypted,
        };
        let may = fits && !self.stage.is_final() && short(text);
        if may {
            self.sign();
            self.objections[n].1 = true;
            match ruling {
                Ruling::CauseCorrected => self.seats[whose].out = Some(Cause::Platform),
                Ruling::DecryptAgain => {
                    self.seats[whose].out = None;
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
                Who::Host | Who::Supervisor => !self.stage.is_final(),
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
        use StageName::{Announced, Decrypted, Decrypting, Objections, ReadOut, SignIn};
        let runs = !self.paused && self.left_if(false) > 0;
        let (stage, seat) = (self.stage, self.seats[n].clone());
        let may = match deed {
            Deed::SignIn => !seat.signed_in && (matches!(stage, SignIn | Announced) || (stage == Decrypting && runs)),
            Deed::Decrypt { .. } => {
                stage == Decrypting && runs && seat.signed_in && !seat.decrypted && seat.out.is_none()
            }
            Deed::Object(text) => {
                short(text)
                    && (matches!(stage, Announced | Decrypting | Decrypted | ReadOut) || (stage == Objections && runs))
            }
            Deed::Confirm => stage == Objections && runs && seat.read && !seat.confirmed,
            Deed::Help => stage == Decrypting && !seat.decrypted && seat.out.is_none() && !seat.calls,
            _ => false,
        };
        if may {
            // A call for help is no event of the room; only an absence that it finds is noted there.
            if !matches!(deed, Deed::Help) || (runs && self.silent > AWAY) {
                self.sign();
            }
            let seat = &mut self.seats[n];
            match deed {
                Deed::SignIn => seat.signed_in = true,
                Deed::Decrypt { right } => seat.decrypted = *right,
                Deed::Confirm => seat.confirmed = true,
                Deed::Help => seat.calls = true,
                Deed::Object(_) => self.objections.push((n, false)),
                _ => {}
            }
            if matches!(deed, Deed::Decrypt { right: true }) {
                self.look_at_clock();
            }
        }
        may
    }

    /// Where the picture of the room differs, in words.
    pub fn differs(&self, room: &Room, now: domain::Timestamp) -> Option<String> {
        let sign = now.plus_millis(-self.silent);
        let window = match self.stage {
            StageName::Decrypting | StageName::Objections if self.paused => {
                Some(Window::Paused { remaining: self.left })
            }
            StageName::Decrypting | StageName::Objections => Some(Window::Open { until: sign.plus_millis(self.left) }),
            _ => None,
        };
        if (self.stage, window) != (room.stage.name(), room.stage.window()) {
            return Some(format!("{:?} {window:?}, the room {:?}", self.stage, room.stage));
        }
        let unlike = |(n, seat): (usize, &Seat)| {
            let row = room.row(bid(n))?;
            let told = [row.signed_in.is_some(), row.decrypted.is_some(), row.line.is_some(), row.confirmed.is_some()];
            let held = [seat.signed_in, seat.decrypted, seat.read, seat.confirmed];
            let (told, held) = ((told, row.failed), (held, seat.out));
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
