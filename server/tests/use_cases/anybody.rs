//! Anybody tries anything at any time, by what a browser sends. What is served is what the journal holds, no price is
//! served before the read-out, and the record tells what the journal tells.

use domain::floor::{Floor, told};
use domain::help::HelpReason;
use domain::opening::HostAct;
use domain::room::{Entry, Event, Room, Ruling};
use domain::stage::{Stage, StageName};
use domain::view::{PartKey, RecordView, RoomView};
use domain::{Fen, LotId, ObjectionId, Refusal, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use store::journal::Row;

use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::on_both;

#[path = "../../../app/domain/tests/opening/audit.rs"]
mod audit;

const SEEDS: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];
const STEPS: u32 = 70;

/// Who acts: the bidders are the first three, then the others in the order in which they came.
const HOST: usize = 3;
const VISITOR: usize = 6;

/// Everybody there is, and what the journal has told so far.
struct Game<'a> {
    house: &'a House,
    lot: LotId,
    dice: ChaCha20Rng,
    bidders: &'a mut [Bidder],
    /// The host first, then who is no bidder or may not bid.
    others: &'a mut [Client],
    keys: Vec<Vec<PartKey>>,
    /// Number of the last entry that was read.
    mark: u64,
    entries: Vec<Entry>,
    audit: audit::Audit,
}

fn price(bidder: usize) -> Fen {
    Fen::from_yuan(4_567_891 + bidder as i64)
}

impl Game<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        self.dice.next_u32() as usize % sides
    }

    /// Bids come, and some are taken back or replaced.
    async fn bidding(&mut self) {
        for n in 0..self.bidders.len() {
            self.bidders[n].bid(self.lot, price(n)).await;
            if self.roll(4) == 0 {
                let bid = self.bidders[n].my_bid(self.lot).await.id;
                self.bidders[n].client.call::<()>("withdraw_bid", json!({ "bid": bid })).await.unwrap();
                if self.roll(4) > 0 {
                    self.bidders[n].bid(self.lot, price(n)).await;
                }
            }
            let committed =
                self.bidders[n].client.ask::<Value>("lot", &[("lot", &self.lot.to_string())]).await.unwrap();
            let there = committed["my_bid"]["receipt"].is_string();
            self.keys.push(if there { self.bidders[n].keys(self.lot).await } else { Vec::new() });
        }
    }

    async fn step(&mut self) {
        match self.roll(11) {
            0 => self.house.pass([1, 4, 30, 90][self.roll(4)]).await,
            1 => self.house.clock.advance_seconds([1, 4, 5, 60][self.roll(4)]),
            2 => self.house.tick().await,
            3 | 4 => {
                if let Some(act) = Room::replay(&self.entries).unwrap().next_step() {
                    self.attempt(HOST, "host", json!({ "lot": self.lot, "act": act })).await;
                }
            }
            5..8 => {
                let (call, input) = self.talk();
                // Most of the time whoever may hide or turn does, and whoever may speak.
                let who = match call {
                    _ if self.roll(4) == 0 => self.roll(8),
                    "say" => [0, 1, 2, HOST, HOST + 1][self.roll(5)],
                    _ => HOST,
                };
                self.attempt(who, call, input).await;
            }
            _ => {
                let early = Room::replay(&self.entries).unwrap().stage == Stage::Scheduled;
                let who =
                    if early { self.roll(8).max(HOST) } else { [0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 5, 6, 7][self.roll(13)] };
                let (call, input) = match self.roll(12) {
                    0 => self.of_host(),
                    1..6 => self.fitting(who),
                    _ if who == HOST => self.of_host(),
                    _ => self.of_bidder(who),
                };
                self.attempt(who, call, input).await;
            }
        }
    }

    /// What a bidder does at this stage, whoever tries it.
    fn fitting(&mut self, who: usize) -> (&'static str, Value) {
        match Room::replay(&self.entries).unwrap().stage.name() {
            StageName::Scheduled => {
                let deadline = self.house.office.now().plus_seconds([-60, 500, 700][self.roll(3)]).to_local();
                ("postpone", json!({ "lot": self.lot, "form": { "deadline": deadline, "reason": "澄清" } }))
            }
            StageName::SignIn | StageName::Announced => ("enter_room", json!({ "lot": self.lot })),
            StageName::Decrypting if self.roll(3) == 0 => ("enter_room", json!({ "lot": self.lot })),
            StageName::Decrypting => {
                let whose = (who + self.roll(4) / 3) % 3;
                ("release_keys", json!({ "lot": self.lot, "keys": self.keys[whose] }))
            }
            _ if self.roll(3) == 0 => ("object", json!({ "lot": self.lot, "text": "大写有误" })),
            _ => ("confirm", json!({ "lot": self.lot })),
        }
    }

    fn of_host(&mut self) -> (&'static str, Value) {
        use HostAct::{Announce, Close, OpenObjections, ReadOut, Resume, StartDecrypt};
        let reason = ["线路检查", "线路检查", " "][self.roll(3)].to_owned();
        let act = match self.roll(10) {
            0 => [Announce, StartDecrypt, ReadOut, OpenObjections, Close][self.roll(5)].clone(),
            1..4 => HostAct::Pause { reason },
            4..7 => Resume,
            _ => {
                let all: Vec<ObjectionId> = self.entries.iter().filter_map(objection).collect();
                let nobody = ObjectionId::new(Timestamp::from_millis(1), 1);
                let objection = if all.is_empty() { nobody } else { all[self.roll(all.len())] };
                let ruling = [Ruling::Unfounded, Ruling::CauseCorrected, Ruling::DecryptAgain][self.roll(3)];
                HostAct::Answer { objection, text: "以大写为准".into(), ruling }
            }
        };
        ("host", json!({ "lot": self.lot, "act": act }))
    }

    fn of_bidder(&mut self, who: usize) -> (&'static str, Value) {
        let lot = self.lot;
        let whose = if self.roll(5) == 0 { self.roll(3) } else { who % 3 };
        let text = ["大写有误", ""][self.roll(2)];
        match self.roll(12) {
            0..3 => ("enter_room", json!({ "lot": lot })),
            3..7 => ("release_keys", json!({ "lot": lot, "keys": self.keys[whose] })),
            7 => ("object", json!({ "lot": lot, "text": text })),
            8..10 => ("confirm", json!({ "lot": lot })),
            10 => ("call_for_help", json!({ "lot": lot, "reason": HelpReason::Key, "words": "" })),
            _ => ("begin_bid", json!({ "lot": lot })),
        }
    }

    /// What may be said, or done about what was said.
    fn talk(&mut self) -> (&'static str, Value) {
        let lot = self.lot;
        match self.roll(6) {
            0 => ("turn_floor", json!({ "lot": lot, "open": self.roll(2) == 0 })),
            1 | 2 => {
                let messages = Floor::of(&self.entries).messages;
                let said = if messages.is_empty() { 99 } else { messages[self.roll(messages.len())].seq };
                let reason = ["不当", " "][self.roll(4) / 3];
                ("hide", json!({ "lot": lot, "said": said, "reason": reason }))
            }
            _ => {
                // Each its own words, so that what is hidden can be looked for.
                let more = 300 * (self.roll(6) / 5);
                let text = format!("第{}句话{}", self.mark, "字".repeat(more));
                ("say", json!({ "lot": lot, "text": text }))
            }
        }
    }

    /// One act by one client. What is refused leaves nothing in the journal, but a key that did not open.
    async fn attempt(&mut self, who: usize, call: &str, mut input: Value) {
        if call == "confirm" {
            let signature = if who < HOST { self.bidders[who].confirmation(self.lot).await } else { String::new() };
            input["signature"] = json!(signature);
        }
        self.read_journal().await;
        let client = if who < HOST { &mut self.bidders[who].client } else { &mut self.others[who - HOST] };
        let answer = client.call::<Value>(call, input).await;
        let rows = self.read_journal().await;
        match answer {
            Err(Refusal::Trouble) => panic!("{call} made trouble"),
            Err(Refusal::KeyDoesNotOpen { .. }) => assert!(rows > 0, "a wrong key was not noted"),
            Err(refused) => assert_eq!(rows, 0, "{call} was refused ({refused:?}) and left an entry"),
            Ok(answer) => {
                assert!(rows > 0, "{call} was done and left nothing");
                self.no_secret(call, &answer.to_string());
            }
        }
    }

    /// Reads what is new in the journal, as it is kept, and gives its number of entries.
    async fn read_journal(&mut self) -> usize {
        let rows = store::journal::from(self.house.store.read(), self.mark + 1, 10_000).await.unwrap();
        for Row { seq, at, lot, room_seq, payload, .. } in &rows {
            self.mark += 1;
            assert_eq!(*seq as u64, self.mark, "the journal has a gap");
            if let (Some(seq), Some(lot)) = (room_seq, lot)
                && *lot == self.lot.to_string()
            {
                let event = serde_json::from_str(payload).unwrap();
                self.entries.push(Entry { seq: *seq as u64, at: Timestamp::from_millis(*at), event });
            }
        }
        rows.len()
    }

    /// What is served to anybody is what the journal holds.
    async fn look(&mut self) {
        self.read_journal().await;
        assert_eq!(self.audit.hear(&self.entries), Ok(()));
        let (lot, who) = (self.lot.to_string(), self.roll(8));
        let client = if who < HOST { &mut self.bidders[who].client } else { &mut self.others[who - HOST] };
        let served: Value = client.ask("room", &[("lot", &lot)]).await.unwrap();
        let page = match who % 3 {
            0 => client.get(&format!("/lots/{lot}/{}", ["room", "record", ""][who / 3])).await.text(),
            _ => String::new(),
        };
        let text = served.to_string();
        let view: RoomView = serde_json::from_value(served).unwrap();
        assert_eq!(view.entries, told(self.entries.clone()), "the room that is served is another");
        self.nothing_hidden(&text);
        self.nothing_hidden(&page);
        assert_eq!(view.lot.stage, Room::replay(&self.entries).unwrap().stage.name(), "the row of the lot is another");
        self.no_secret("the room", &text);
        self.no_secret("a page", &page);
    }

    /// The words of a hidden message are told to nobody.
    fn nothing_hidden(&self, text: &str) {
        let hidden =
            |seq: u64| self.entries.iter().any(|one| matches!(one.event, Event::Hidden { said, .. } if said == seq));
        for Entry { seq, event, .. } in &self.entries {
            if let Event::Said { text: words, .. } = event {
                assert!(!hidden(*seq) || !text.contains(words), "{words} was hidden: {text}");
            }
        }
    }

    fn no_secret(&self, place: &str, text: &str) {
        if !self.entries.iter().any(|entry| matches!(entry.event, Event::ReadOut { .. })) {
            for n in 0..self.bidders.len() {
                for secret in [price(n).to_string(), price(n).get().to_string(), price(n).capitals()] {
                    assert!(!text.contains(&secret), "{place} told {secret} before the read-out");
                }
            }
        }
    }

    /// Leads to the end what is not there yet, and compares the record with the journal.
    async fn end(&mut self) -> StageName {
        for _ in 0..40 {
            let room = Room::replay(&self.entries).unwrap();
            if room.stage.name().is_final() {
                break;
            }
            let open = room.objections.iter().filter(|objection| objection.answer.is_none());
            let answer = |objection| HostAct::Answer { objection, text: "已核实".into(), ruling: Ruling::Explained };
            let acts = [Some(HostAct::Resume), room.next_step()].into_iter().flatten();
            for act in open.map(|open| answer(open.id)).chain(acts) {
                self.attempt(HOST, "host", json!({ "lot": self.lot, "act": act })).await;
            }
            for who in 0..HOST {
                if self.roll(3) == 0 {
                    self.attempt(who, "object", json!({ "lot": self.lot, "text": "大写有误" })).await;
                }
                self.attempt(who, "confirm", json!({ "lot": self.lot })).await;
            }
            self.house.pass(150).await;
            self.look().await;
        }
        let room = Room::replay(&self.entries).unwrap();
        let record = self.house.office.record(self.lot).await.unwrap();
        let entries = told(self.entries.clone());
        assert_eq!((&record.entries, &record.room), (&entries, &room), "the record is another");
        let lot = self.lot.to_string();
        let served: RecordView = self.others[VISITOR - HOST].ask("record", &[("lot", &lot)]).await.unwrap();
        assert_eq!(served.room.entries, entries, "the page of the record is another");
        let bundle = self.others[VISITOR - HOST].get(&format!("/lots/{lot}/bundle.json")).await;
        let report = bundle::check(&bundle.body, bundle::Given::default());
        assert!(report.holds(), "whoever tried what, its bundle holds: {:?}", report.checks);
        self.nothing_hidden(&bundle.text());
        let data = self.others[VISITOR - HOST].get(&format!("/lots/{lot}/record.json")).await.text();
        self.nothing_hidden(&data);
        for n in 0..self.bidders.len() {
            let row = room.rows.iter().find(|row| row.code == self.bidders[n].code);
            let read = row.is_some_and(|row| row.decrypted.is_some());
            let told = data.contains(&(price(n).get() / 100).to_string());
            assert_eq!(told, read, "of bid {n} the record tells {told}: {data}");
        }
        room.stage.name()
    }
}

fn name(event: &Event) -> String {
    let told = format!("{event:?}");
    told.split([' ', '{']).next().unwrap().to_owned()
}

fn objection(entry: &Entry) -> Option<ObjectionId> {
    match entry.event {
        Event::ObjectionRaised { objection, .. } => Some(objection),
        _ => None,
    }
}

on_both! {
    async fn whoever_tries_what_the_room_served_is_the_journals_and_so_is_the_record(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let mut others = Vec::new();
        for login in ["tenderer", "supervisor", "registrar"] {
            others.push(house.signed_in(login).await);
        }
        others.extend([house.visitor(), house.signed_in("baiyin").await]);
        let mut happened = Vec::new();
        for seed in SEEDS {
            let lot = house.lot(600).await;
            let rows = store::journal::from(house.store.read(), 0, 100_000).await.unwrap();
            let mut game = Game {
                house: &house,
                lot,
                dice: ChaCha20Rng::from_seed([seed; 32]),
                bidders: &mut bidders,
                others: &mut others,
                keys: Vec::new(),
                mark: rows.len() as u64,
                entries: Vec::new(),
                audit: audit::Audit::default(),
            };
            game.bidding().await;
            for step in 0..STEPS {
                if step == 8 {
                    house.deadline(lot).await;
                }
                game.step().await;
                game.look().await;
            }
            assert!(game.end().await.is_final());
            happened.extend(game.entries.iter().map(|entry| name(&entry.event)));
        }
        let count = happened.iter().collect::<std::collections::HashSet<_>>().len();
        assert!(count >= 21, "everything but perhaps a failed opening happened: {happened:?}");
    }
}
