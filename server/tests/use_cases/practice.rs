//! A practice opening runs to its end, with the person in it or without.

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use axum::http::{Method, StatusCode};
use domain::stage::Stage;
use domain::view::{LotList, Me};
use domain::{Fen, LotId, Refusal};
use serde_json::json;

use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::on_both;

pub async fn start(client: &mut Client) -> LotId {
    let request = client
        .request(Method::POST, "/api/fn/start_practice")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "text/html")
        .body(Body::empty())
        .unwrap();
    let answer = client.send(request).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text());
    answer.headers[LOCATION].to_str().unwrap().strip_prefix("/lots/").unwrap().parse().unwrap()
}

pub async fn play(house: &House, seconds: i64) {
    for _ in 0..seconds {
        house.clock.advance_seconds(1);
        house.tick().await;
        house.office.play().await.unwrap();
    }
}

on_both! {
    async fn a_visitor_practises_with_three_rivals_to_the_closed_record(house: House) {
        let mut visitor = house.visitor();
        let lot = start(&mut visitor).await;
        let me: Option<Me> = visitor.ask("me", &[]).await.unwrap();
        assert!(me.unwrap().subject.unwrap().practice);
        let mut person = Bidder::with_key(visitor, 7).await;
        play(&house, 35).await;
        person.bid(lot, Fen::from_yuan(4_600_000)).await;
        play(&house, 86).await;
        person.enter(lot).await.unwrap();
        play(&house, 12).await;
        let room = house.room(lot).await;
        assert_eq!(room.bids, Some(4));
        assert!(matches!(room.stage, Stage::Decrypting(_)), "{:?}", room.stage);
        person.decrypt(lot).await.unwrap();
        play(&house, 30).await;
        assert!(matches!(house.room(lot).await.stage, Stage::Objections(_)));
        person.client.call::<()>("object", json!({ "lot": lot, "text": "演练异议" })).await.unwrap();
        person.confirm(lot).await.unwrap();
        play(&house, 10).await;
        let room = house.room(lot).await;
        assert_eq!(room.stage, Stage::Closed);
        assert!(room.objections[0].answer.is_some());
    }

    async fn a_practice_opening_goes_on_without_the_person(house: House) {
        let lot = start(&mut house.visitor()).await;
        play(&house, 320).await;
        assert_eq!(house.room(lot).await.stage, Stage::Closed);
    }

    async fn practice_is_kept_apart_from_earnest(house: House) {
        let house = house.with_demo().await;
        let mut visitor = house.visitor();
        let practice = start(&mut visitor).await;
        let LotList { lots, .. } = house.visitor().ask("lots", &[]).await.unwrap();
        assert!(lots.iter().all(|lot| lot.id != practice && !lot.terms.practice));
        let real = house.lot(600).await;
        let mut person = Bidder::with_key(visitor, 7).await;
        assert_eq!(person.begin(real).await.unwrap_err(), Refusal::NotAllowed);
        let mut company = house.bidders().await.remove(0);
        let rehearsal = start(&mut company.client).await;
        company.bid(rehearsal, Fen::from_yuan(4_000_000)).await;
    }
}
