//! Pieces on their way: what has arrived is told and not asked for again, no company fills the disk, and what nobody
//! needs any more goes.

use axum::http::StatusCode;
use domain::{BidId, Fen, LotId, Refusal, Timestamp};
use seal::Digest;
use serde_json::json;

use crate::bidder::Bidder;
use crate::house::{House, QUOTA};
use crate::on_both;

const PRICE: Fen = Fen::from_yuan(4_321_000);
/// Later than any file a test writes, by far more than a day.
const LATER: &str = "2199-01-01T00:00";

async fn arrived(bidder: &mut Bidder, bid: BidId, part: &str) -> Vec<(u32, String)> {
    let answer = bidder.client.get(&format!("/api/bids/{bid}/parts/{part}/pieces")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// Sends `bytes` as a piece of the first document.
async fn put(bidder: &mut Bidder, bid: BidId, number: usize, bytes: Vec<u8>) -> (StatusCode, String) {
    let digest = Digest::of(&bytes).to_string();
    bidder.put(bid, "document-1", number, &digest, bytes).await
}

/// How many sealed files lie there for a bid.
fn files(house: &House, bid: BidId) -> usize {
    let mut folders = vec![house.sealed_files().join(bid.to_string())];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found += 1 }
        }
    }
    found
}

/// A lot whose deadline is after [`LATER`].
async fn lasting(house: &House) -> LotId {
    house.lot(200 * 365 * 86_400).await
}

on_both! {
    async fn whoever_goes_on_after_a_break_is_told_what_has_arrived(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut bidders = house.bidders().await;
        let sealed = bidders[0].seal(lot, PRICE).await;
        let (part, pieces) = &sealed.pieces[3];
        let sent: Vec<(u32, String)> = (0..).zip(pieces.iter().map(|piece| Digest::of(piece).to_string())).collect();
        assert_eq!(arrived(&mut bidders[0], sealed.bid, part).await, []);
        for number in [0, 2] {
            let answer = bidders[0].put(sealed.bid, part, number, &sent[number].1, pieces[number].clone()).await;
            assert_eq!(answer.0, StatusCode::NO_CONTENT);
        }
        let told = arrived(&mut bidders[0], sealed.bid, part).await;
        assert_eq!(told, [sent[0].clone(), sent[2].clone()]);
        let path = format!("/api/bids/{}/parts/{part}/pieces", sealed.bid);
        assert_eq!(bidders[1].client.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.visitor().get(&path).await.status, StatusCode::UNAUTHORIZED);
    }

    async fn a_company_brings_no_more_than_its_quota_and_sending_again_costs_nothing(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let bidder = &mut house.bidders().await[0];
        let bid = bidder.begin(lot).await.unwrap();
        for _ in 0..2 {
            for number in 0..5 {
                let piece = vec![number as u8; (QUOTA / 5) as usize];
                assert_eq!(put(bidder, bid, number, piece).await.0, StatusCode::NO_CONTENT);
            }
        }
        // Other bytes in the place of the first: both were brought, so both count.
        let (status, body) = put(bidder, bid, 0, vec![9; 100]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(serde_json::from_str::<Refusal>(&body).unwrap(), Refusal::QuotaUsedUp { limit: QUOTA });
        // What is opened or past its deadline counts no more.
        house.deadline(lot).await;
        let next = house.lot(3600).await;
        let bid = bidder.begin(next).await.unwrap();
        assert_eq!(put(bidder, bid, 0, vec![9; 100]).await.0, StatusCode::NO_CONTENT);
    }

    async fn a_day_after_it_is_given_up_nothing_is_left_of_a_bid_but_its_entries(house: House) {
        let house = house.with_demo().await;
        let (soon, late) = (house.lot(600).await, lasting(&house).await);
        let mut bidders = house.bidders().await;
        let withdrawn = bidders[0].bid(late, PRICE).await.id;
        bidders[0].client.call::<()>("withdraw_bid", json!({ "bid": withdrawn })).await.unwrap();
        let never = bidders[1].seal(soon, PRICE).await;
        bidders[1].send(&never).await;
        let kept = bidders[2].bid(soon, PRICE).await.id;
        let open = bidders[2].seal(late, PRICE).await;
        bidders[2].send(&open).await;

        let fresh = house.office.sweep().await.unwrap();
        assert_eq!(fresh, 0, "files of today were removed");
        let now = house.office.now();
        house.clock.set(Timestamp::parse_local(LATER).unwrap());
        assert_eq!(house.office.sweep().await.unwrap(), 20, "two bids of ten files each");
        assert_eq!(house.office.sweep().await.unwrap(), 0, "a second sweep found more");
        house.clock.set(now);
        let left = [withdrawn, never.bid, kept, open.bid].map(|bid| files(&house, bid));
        assert_eq!(left, [0, 0, 10, 10]);
        assert_eq!(arrived(&mut bidders[1], never.bid, "form").await, []);
        let acts = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        let cleared = acts.iter().filter(|row| row.act == "bid.cleared").map(|row| row.subject.clone());
        let mut cleared: Vec<String> = cleared.collect();
        cleared.sort();
        let mut expected = [withdrawn.to_string(), never.bid.to_string()];
        expected.sort();
        assert_eq!(cleared, expected);
    }

    async fn what_was_replaced_goes_once_the_bid_takes_no_more(house: House) {
        let house = house.with_demo().await;
        let lot = lasting(&house).await;
        let bidder = &mut house.bidders().await[0];
        let first = bidder.seal(lot, PRICE).await;
        bidder.send(&first).await;
        let second = bidder.seal(lot, PRICE).await;
        bidder.send(&second).await;
        let foreign = house.sealed_files().join("readme");
        std::fs::write(&foreign, "put here by somebody else").unwrap();
        let left_behind = house.arriving_files().join("left-behind");
        std::fs::write(&left_behind, "by a server that was killed").unwrap();
        let now = house.office.now();
        house.clock.set(Timestamp::parse_local(LATER).unwrap());
        assert_eq!(house.office.sweep().await.unwrap(), 0, "a bid that is still being sent lost a file");
        assert!(!left_behind.exists());
        house.clock.set(now);
        bidder.commit(&second).await.unwrap();
        house.clock.set(Timestamp::parse_local(LATER).unwrap());
        assert_eq!(house.office.sweep().await.unwrap(), 10);
        assert_eq!(files(&house, second.bid), 10);
        assert!(foreign.exists());
        house.clock.set(now);
        bidder.rehearse(lot).await.unwrap();
    }
}
