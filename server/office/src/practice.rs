//! Practice openings (模拟开标): a lot two minutes from its deadline, simulated rivals, and a host that plays by itself.
//!
//! Everything but the players is real: the rivals use the same use cases as people do, and their keys follow from the
//! platform's own, so that a practice opening survives a restart.

use domain::journal::Act;
use domain::lot::{Rules, Terms};
use domain::opening::HostAct;
use domain::quote::Procedure;
use domain::rights::{Caller, Host, Person, Seat};
use domain::room::{Room, Ruling};
use domain::stage::{Stage, StageName};
use domain::subject::role::SubjectRole;
use domain::subject::{Registration, Standing};
use domain::{CreditCode, Fen, LotId, Refusal, Role, SubjectId, Timestamp, UserId};
use seal::Digest;
use store::bids;
use store::lots::{self, Lot};
use store::people::{self, User};
use store::subjects::{self, Subject};

use crate::journal::Actor;
use crate::robot::{Offer, Robot};
use crate::{Error, Office, SessionCookie};

/// Seconds from the start to the deadline.
const TO_DEADLINE: i64 = 120;
/// Practice openings that may run at once; each costs a few writes a second at most.
const MOST_AT_ONCE: usize = 200;
const RIVALS: u8 = 3;
const NAMES: [&str; RIVALS as usize] = ["模拟甲建设有限公司", "模拟乙工程有限公司", "模拟丙路桥有限公司"];
const OFFERS: [Offer; RIVALS as usize] = [
    Offer { price: Fen::new(468_000_000), days: 180, manager: "甲某" },
    Offer { price: Fen::new(455_523_600), days: 170, manager: "乙某" },
    Offer { price: Fen::new(479_998_888), days: 165, manager: "丙某" },
];

/// A practice opening has begun.
pub struct Started {
    pub lot: LotId,
    /// A visitor was given a practice company and is signed in as it.
    pub cookie: Option<SessionCookie>,
}

impl Office {
    /// Starts a practice opening. Anyone may.
    ///
    /// # Errors
    /// `Busy` when too many are running.
    pub async fn start_practice(&self, caller: &Caller) -> Result<Started, Error> {
        if lots::running_practice(self.0.store.read()).await?.len() >= MOST_AT_ONCE {
            return Err(Refusal::Busy.into());
        }
        let now = self.now();
        let terms = Terms {
            code: format!("MN-{}", now.to_local().replace(['-', ':', 'T'], "")),
            title: "模拟标段：草原公路养护工程".to_owned(),
            tenderer: "模拟招标人".to_owned(),
            ceiling: Fen::from_yuan(5_000_000),
            guarantee: Fen::from_yuan(80_000),
            validity_days: 90,
            deadline: now.plus_seconds(TO_DEADLINE),
            decrypt_seconds: 180,
            objection_seconds: 120,
            draws: Vec::new(),
            rules: Rules::default(),
            project: String::new(),
            practice: true,
            procedure: Procedure::Tender,
            rounds: None,
        };
        let lot = self.open_lot(&Actor::of(caller), house(), terms, Act::PracticeStarted, now).await?;
        let cookie = match caller.person {
            None => Some(self.practice_company(now).await?),
            Some(_) => None,
        };
        Ok(Started { lot, cookie })
    }

    /// Plays the rivals and the host of every practice opening one step on. Called every second or so by the server.
    ///
    /// # Errors
    /// When the database does not answer. One lot's trouble is logged and does not stop the others.
    pub async fn play(&self) -> Result<(), Error> {
        for lot in lots::running_practice(self.0.store.read()).await? {
            if let Err(trouble) = self.play_one(&lot).await {
                tracing::warn!(lot = %lot.id, error = %trouble, "a practice opening could not be played on");
            }
        }
        Ok(())
    }

    async fn play_one(&self, lot: &Lot) -> Result<(), Error> {
        let now = self.now();
        if lot.stage == StageName::Scheduled && now < lot.terms.deadline {
            return self.play_bids(lot, now).await;
        }
        let entries = self.room_after(lot.id, 0).await?;
        // Who talks holds nothing up.
        let since = entries.iter().rev().find(|entry| !entry.event.is_talk()).map_or(now, |entry| entry.at);
        let room = Room::replay(&entries)?;
        match room.stage {
            Stage::SignIn(_) => self.play_sign_in(lot.id, now.since(since)).await,
            Stage::Announced if now.since(since) >= 5_000 => self.play_host(lot.id, HostAct::StartDecrypt).await,
            Stage::Decrypting(_) => self.play_decrypt(lot.id, &room, now).await,
            Stage::Decrypted if now.since(since) >= 3_000 => self.play_host(lot.id, HostAct::ReadOut).await,
            Stage::ReadOut if now.since(since) >= 8_000 => self.play_host(lot.id, HostAct::OpenObjections).await,
            Stage::Objections(_) => self.play_objections(lot.id, &room, now).await,
            _ => Ok(()),
        }
    }

    /// One rival commits every ten seconds from the start.
    async fn play_bids(&self, lot: &Lot, now: Timestamp) -> Result<(), Error> {
        let begun = lot.terms.deadline.plus_seconds(-TO_DEADLINE);
        for n in 0..RIVALS {
            let rival = self.rival(lot.id, n)?;
            let (_, id) = rival.caller.bidder()?;
            if now.since(begun) < i64::from(n + 1) * 10_000 || self.has_committed(lot.id, id).await? {
                continue;
            }
            if subjects::find(self.0.store.read(), id).await?.is_none() {
                rival.settle(self, NAMES[usize::from(n)], true, now).await?;
            }
            return rival.bid(self, lot.id, &lot.terms, &OFFERS[usize::from(n)]).await;
        }
        Ok(())
    }

    async fn has_committed(&self, lot: LotId, subject: SubjectId) -> Result<bool, Error> {
        let bid = bids::alive(self.0.store.read(), lot, subject).await?;
        Ok(bid.is_some_and(|bid| bid.manifest.is_some()))
    }

    /// Rivals sign in at once; the host announces when everybody is there, or after 45 seconds.
    async fn play_sign_in(&self, lot: LotId, waited: i64) -> Result<(), Error> {
        let all = bids::committed(self.0.store.read(), lot).await?;
        for n in 0..RIVALS {
            let rival = self.rival(lot, n)?;
            let (_, id) = rival.caller.bidder()?;
            if all.iter().any(|bid| bid.subject == id && bid.signed_in.is_none()) {
                return self.enter_room(&rival.caller, lot).await;
            }
        }
        if waited >= 45_000 || all.iter().all(|bid| bid.signed_in.is_some()) {
            self.play_host(lot, HostAct::Announce).await?;
        }
        Ok(())
    }

    /// Rivals decrypt one after the other, three seconds apart.
    async fn play_decrypt(&self, lot: LotId, room: &Room, now: Timestamp) -> Result<(), Error> {
        for n in 0..RIVALS {
            let rival = self.rival(lot, n)?;
            let Some(row) = room.rows.iter().find(|row| row.code == rival.code) else { continue };
            if row.decrypted.is_some() {
                continue;
            }
            let last = room.rows.iter().filter_map(|row| row.decrypted).max();
            if last.is_none_or(|last| now.since(last) >= 3_000) {
                return rival.decrypt(self, lot).await;
            }
            return Ok(());
        }
        Ok(())
    }

    /// Rivals confirm, objections are answered, and the record closes when all is said.
    async fn play_objections(&self, lot: LotId, room: &Room, now: Timestamp) -> Result<(), Error> {
        if let Some(open) = room.objections.iter().find(|open| open.answer.is_none()) {
            let text = "（模拟答复）异议已收到并记入开标记录。真实开标中由招标人当场答复。".to_owned();
            return self.play_host(lot, HostAct::Answer { objection: open.id, text, ruling: Ruling::Explained }).await;
        }
        for n in 0..RIVALS {
            let rival = self.rival(lot, n)?;
            let waits = |row: &&domain::room::Row| row.line.is_some() && row.confirmed.is_none();
            if let Some(row) = room.rows.iter().filter(waits).find(|row| row.code == rival.code)
                && room.bidder_may_confirm(row.bid, now).is_ok()
            {
                return rival.confirm(self, lot, row).await;
            }
        }
        if room.host_may(&HostAct::Close, now).is_ok() {
            self.play_host(lot, HostAct::Close).await?;
        }
        Ok(())
    }

    async fn play_host(&self, lot: LotId, act: HostAct) -> Result<(), Error> {
        let person = Person { user: house().person, role: Role::Tenderer, subject: None, seat: None, by_key: false };
        let host = Caller { person: Some(person), address: "127.0.0.1".to_owned() };
        self.host(&host, lot, act).await
    }

    /// The `n`th rival of a lot; always the same one.
    fn rival(&self, lot: LotId, n: u8) -> Result<Robot, Error> {
        let secret = self.0.platform.to_bytes();
        let seed = Digest::of(&[b"kaibiao/rival/1", &secret[..], lot.to_string().as_bytes(), &[n]].concat());
        let bits = u128::from_be_bytes(seed.0[..16].try_into().map_err(Error::internal)?);
        let epoch = Timestamp::from_millis(0);
        let code = practice_code(bits)?;
        Ok(Robot::new(UserId::new(epoch, bits), SubjectId::new(epoch, bits), code, seed))
    }

    /// A practice company for a visitor, with a session.
    async fn practice_company(&self, now: Timestamp) -> Result<SessionCookie, Error> {
        let code = practice_code(self.0.chance.bits())?;
        let subject = Subject {
            id: SubjectId::new(now, self.0.chance.bits()),
            registration: Registration {
                code,
                name: format!("演练企业 {}", &code.as_str()[13..17]),
                legal_person: "演练人".to_owned(),
                address: "锡林浩特市".to_owned(),
            },
            standing: Standing::Approved,
            since: now,
            public_key: None,
            practice: true,
            due: None,
            roles: vec![SubjectRole::Bidder],
        };
        let user = User {
            id: UserId::new(now, self.0.chance.bits()),
            login: format!("practice-{}", subject.id),
            role: Role::Bidder,
            subject: Some(subject.id),
            seat: Some(Seat::Administrator),
            password: "!".to_owned(),
        };
        let tx = self.0.store.write().await?;
        self.enter_subject(&tx, &Actor::clock(), &subject, now).await?;
        people::insert(&*tx, &user).await?;
        let cookie = self.open_session(&tx, &user, now).await?;
        let caller = Caller::visitor("");
        self.note_person(&tx, &caller, &user, Act::PersonSignedIn, "practice", now).await?;
        tx.commit().await?;
        Ok(cookie)
    }
}

/// The host of practice openings. No account has this id.
fn house() -> Host {
    Host { person: UserId::new(Timestamp::from_millis(0), 0), entity: None }
}

/// A valid code that no authority gives: kind Y1, division 000000.
fn practice_code(bits: u128) -> Result<CreditCode, Error> {
    const DIGITS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut rest = bits;
    let mut first = String::from("Y1000000");
    for _ in 0..9 {
        first.push(char::from(DIGITS[(rest % 31) as usize]));
        rest /= 31;
    }
    CreditCode::complete(&first).ok_or_else(|| Error::Internal("no practice code".to_owned()))
}
