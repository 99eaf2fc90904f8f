//! The live line: everything since a given entry, then whatever happens.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, StatusCode};
use domain::opening::HostAct;
use domain::room::{Entry, Event, Room};
use domain::{Fen, LotId};
use futures::StreamExt;
use serde_json::json;
use tokio::time::timeout;

use crate::client::Client;
use crate::house::House;
use crate::on_both;

/// A line's text, read until `enough` entries have come.
pub async fn entries(stream: &mut BodyDataStream, enough: usize) -> Vec<Entry> {
    let mut text = String::new();
    loop {
        let found: Vec<Entry> = text
            .split("\n\n")
            .filter(|block| block.contains("id:"))
            .filter_map(|block| block.lines().find_map(|line| line.strip_prefix("data:")))
            .map(|data| serde_json::from_str(data.trim()).unwrap())
            .collect();
        if found.len() >= enough {
            return found;
        }
        let chunk = timeout(Duration::from_secs(5), stream.next()).await.expect("an event in time");
        text.push_str(std::str::from_utf8(&chunk.unwrap().unwrap()).unwrap());
    }
}

pub async fn line(client: &mut Client, lot: LotId, last: Option<u64>) -> BodyDataStream {
    let request = client.request(Method::GET, &format!("/api/rooms/{lot}/events?after=0"));
    let request = match last {
        Some(seq) => request.header("last-event-id", seq.to_string()),
        None => request,
    };
    let answer = client.open(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.into_body().into_data_stream()
}

on_both! {
    async fn a_dropped_line_comes_back_and_sees_all_it_missed(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        for bidder in &mut house.bidders().await {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let mut visitor = house.visitor();
        let mut first = line(&mut visitor, lot, None).await;
        house.deadline(lot).await;
        let seen = entries(&mut first, 2).await;
        assert!(matches!(seen[0].event, Event::DeadlinePassed { bids: 3 }));
        drop(first);

        let mut tenderer = house.signed_in("tenderer").await;
        for act in [HostAct::Announce, HostAct::StartDecrypt] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        let mut again = line(&mut visitor, lot, Some(seen[1].seq)).await;
        let missed = entries(&mut again, 2).await;
        assert_eq!(missed.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 4]);

        let pause = HostAct::Pause { reason: "线路检查".into() };
        tenderer.call::<()>("host", json!({ "lot": lot, "act": pause })).await.unwrap();
        let live = entries(&mut again, 1).await;
        let all = [seen, missed, live].concat();
        assert_eq!(Room::replay(&all).unwrap(), house.room(lot).await, "the browser's picture is the server's");
    }

    async fn whoever_comes_late_is_sent_the_same_as_whoever_was_there(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut early = line(&mut house.visitor(), lot, None).await;
        for bidder in &mut house.bidders().await {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        house.deadline(lot).await;
        let mut tenderer = house.signed_in("tenderer").await;
        for act in [HostAct::Announce, HostAct::StartDecrypt] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        let seen = entries(&mut early, 4).await;
        let mut late = line(&mut house.visitor(), lot, None).await;
        assert_eq!(entries(&mut late, 4).await, seen);
        assert_eq!(seen, house.office.room_after(lot, 0).await.unwrap());
    }

    async fn there_is_no_line_to_a_room_that_does_not_exist(house: House) {
        for lot in ["nonsense", "01arz3ndektsv4rrffq69g5fav"] {
            let answer = house.visitor().get(&format!("/api/rooms/{lot}/events")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn two_nodes_tell_the_same_in_the_same_order_at_once() {
    let house = House::on_postgres("two nodes").await.with_demo().await;
    let lot = house.lot(600).await;
    let second = house.second_node().await;
    let hearing = second.clone();
    tokio::spawn(async move { hearing.hear_others().await });
    let mut there = line(&mut Client::new(house.router_of(second)), lot, None).await;
    let mut here = line(&mut house.visitor(), lot, None).await;
    for bidder in &mut house.bidders().await {
        bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
    }
    house.deadline(lot).await;
    // Sooner than the room's own look at the journal.
    let soon = Duration::from_secs(2);
    assert_eq!(timeout(soon, entries(&mut there, 2)).await.unwrap().len(), 2);
    let mut tenderer = house.signed_in("tenderer").await;
    for act in [HostAct::Announce, HostAct::StartDecrypt, HostAct::Pause { reason: "线路检查".into() }] {
        tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
    }
    let (seen_there, seen_here) =
        timeout(soon, async { (entries(&mut there, 3).await, entries(&mut here, 5).await) }).await.unwrap();
    assert_eq!(seen_there, seen_here[2..]);
}
