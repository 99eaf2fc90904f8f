//! The journal: every act leaves one entry, in order and without gaps, bound by its commitment.

use domain::Fen;
use domain::opening::HostAct;
use ledger::{EntryFacts, Salt};
use serde_json::json;
use store::journal::{self, Row};

use crate::house::House;
use crate::on_both;

const ROOM_EVENT: &str = "room.event";

async fn all(house: &House) -> Vec<Row> {
    journal::from(house.store.read(), 0, 100_000).await.unwrap()
}

/// The acts noted since the `after`th entry, with the event's name where it is the room's.
async fn acts_after(house: &House, after: usize) -> Vec<String> {
    let name = |row: Row| match serde_json::from_str(&row.payload).unwrap() {
        _ if row.act != ROOM_EVENT => row.act,
        serde_json::Value::String(event) => event,
        event => event.as_object().unwrap().keys().next().unwrap().clone(),
    };
    all(house).await.into_iter().skip(after).map(name).collect()
}

on_both! {
    async fn every_act_of_an_opening_leaves_one_entry(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let mut tenderer = house.signed_in("tenderer").await;
        let before = all(&house).await.len();
        let lot = house.lot(600).await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        house.deadline(lot).await;
        bidders[0].enter(lot).await.unwrap();
        tenderer.call::<()>("host", json!({ "lot": lot, "act": HostAct::Announce })).await.unwrap();
        bidders[1].enter(lot).await.unwrap();
        tenderer.call::<()>("host", json!({ "lot": lot, "act": HostAct::StartDecrypt })).await.unwrap();
        bidders[0].decrypt(lot).await.unwrap();
        let committed = ["bid.begun", "bid.committed"];
        let expected = [
            &["person.signed_in", "lot.announced"][..],
            &committed,
            &committed,
            &committed,
            &["deadline_passed", "seals_checked", "room.bidder_arrived", "bidders_announced", "signed_in", "decrypt_started"],
            &["room.bid_opened", "decrypted"],
        ];
        assert_eq!(acts_after(&house, before).await, expected.concat());
    }

    async fn a_refused_act_leaves_nothing(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let bidder = &mut house.bidders().await[0];
        let mut tenderer = house.signed_in("tenderer").await;
        let before = all(&house).await.len();
        bidder.enter(lot).await.unwrap_err();
        tenderer.call::<()>("host", json!({ "lot": lot, "act": HostAct::Close })).await.unwrap_err();
        house.signed_in("baiyin").await.call::<()>("begin_bid", json!({ "lot": lot })).await.unwrap_err();
        assert_eq!(acts_after(&house, before).await, ["person.signed_in"], "only the one who signed in");
    }

    async fn entries_are_numbered_without_gaps_and_bound_by_their_commitments(house: House) {
        let house = house.with_demo().await;
        for (row, seq) in all(&house).await.iter().zip(1..) {
            let mut salt = [0; 32];
            hex::decode_to_slice(&row.salt, &mut salt).unwrap();
            let facts = EntryFacts {
                seq,
                at: row.at,
                actor: &row.actor,
                address: &row.address,
                act: &row.act,
                subject: &row.subject,
                payload: &row.payload,
            };
            assert_eq!(ledger::commit(&facts, &Salt(salt)).to_string(), row.commitment, "entry {seq}");
        }
    }
}
