//! What the tender document says of an opening beside its plain course: times for signing in and confirming, the remedy for
//! damage, an adjournment.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::opening::HostAct;
use domain::room::{Cause, Event};
use domain::{Fault, Fen, Field, LotId, Refusal};
use serde_json::{Value, json};

use crate::bidder::Bidder;
use crate::client::{Answer, Client};
use crate::house::House;
use crate::on_both;
use crate::opening::{host, read_out, spoil, start_decrypt};

/// Three bids on a lot with these rules, and its host; the deadline has come.
async fn opened(house: &House, rules: Value) -> (LotId, Vec<Bidder>, Client) {
    let mut all = json!({ "clauses": {
        "sign_in": "5.1", "decrypt": "5.2", "confirm": "5.3", "objection": "5.4", "restore": "5.5"
    } });
    all.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
    let lot = house.lot_with(600, json!({ "rules": all })).await;
    let mut bidders = house.bidders().await;
    for (bidder, yuan) in bidders.iter_mut().zip([4_111_111, 4_222_222, 4_333_333]) {
        house.clock.advance_seconds(1);
        bidder.bid(lot, Fen::from_yuan(yuan)).await;
    }
    house.deadline(lot).await;
    (lot, bidders, house.signed_in("tenderer").await)
}

async fn copy_of(client: &mut Client, lot: LotId) -> Answer {
    client.get(&format!("/api/lots/{lot}/copy")).await
}

async fn send_again(client: &mut Client, lot: LotId, copy: impl Into<Body>) -> Result<(), Refusal> {
    let request = client.request(Method::PUT, &format!("/api/lots/{lot}/copy")).body(copy.into()).unwrap();
    let answer = client.send(request).await;
    if answer.status == StatusCode::NO_CONTENT { Ok(()) } else { Err(serde_json::from_slice(&answer.body).unwrap()) }
}

on_both! {
    async fn nobody_is_named_before_the_time_for_signing_in_is_over_and_who_is_late_stays_out(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) =
            opened(&house, json!({ "sign_in_minutes": "5", "strict_sign_in": true })).await;
        let until = house.office.now().plus_seconds(300);
        bidders[0].enter(lot).await.unwrap();
        house.pass(100).await;
        assert_eq!(host(&mut tenderer, lot, HostAct::Announce).await.unwrap_err(), Refusal::StillSigningIn { until });
        // The server is away for a minute: the time is longer by as much.
        house.clock.advance_seconds(60);
        house.tick().await;
        house.pass(199).await;
        let still = host(&mut tenderer, lot, HostAct::Announce).await.unwrap_err();
        assert!(matches!(still, Refusal::StillSigningIn { until: later } if later >= until.plus_seconds(55)), "{still:?}");
        bidders[1].enter(lot).await.unwrap();
        house.pass(2).await;
        assert_eq!(bidders[2].enter(lot).await.unwrap_err(), Refusal::WindowOver);
        start_decrypt(&mut tenderer, lot).await;
        assert_eq!(bidders[2].enter(lot).await.unwrap_err(), Refusal::WindowOver);
        bidders[0].decrypt(lot).await.unwrap();
        bidders[1].decrypt(lot).await.unwrap();
        house.pass(600).await;
        let causes: Vec<Option<Cause>> = house.room(lot).await.rows.iter().map(|row| row.failed).collect();
        assert_eq!(causes, [None, None, Some(Cause::Bidder)]);
    }

    async fn confirming_ends_before_objecting_does(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = opened(&house, json!({ "confirm_minutes": "2" })).await;
        for bidder in &mut bidders {
            bidder.enter(lot).await.unwrap();
        }
        start_decrypt(&mut tenderer, lot).await;
        for bidder in &mut bidders {
            bidder.decrypt(lot).await.unwrap();
        }
        read_out(&mut tenderer, lot).await;
        house.pass(60).await;
        host(&mut tenderer, lot, HostAct::Pause { reason: "线路检查".into() }).await.unwrap();
        house.pass(600).await;
        host(&mut tenderer, lot, HostAct::Resume).await.unwrap();
        house.pass(59).await;
        bidders[0].confirm(lot).await.unwrap();
        house.pass(1).await;
        assert_eq!(bidders[1].confirm(lot).await.unwrap_err(), Refusal::WindowOver);
        bidders[1].client.call::<()>("object", json!({ "lot": lot, "text": "大写有误" })).await.unwrap();
    }

    async fn an_adjourned_opening_stands_still_and_goes_on_when_it_was_said_to(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = opened(&house, json!({})).await;
        for bidder in &mut bidders[..2] {
            bidder.enter(lot).await.unwrap();
        }
        start_decrypt(&mut tenderer, lot).await;
        house.pass(500).await;
        let adjourn = |seconds: i64, reason: &str| HostAct::Adjourn {
            until: house.office.now().plus_seconds(seconds),
            reason: reason.into(),
        };
        let past = host(&mut tenderer, lot, adjourn(0, "停电")).await.unwrap_err();
        assert_eq!(past, Refusal::field(Field::ResumeAt, Fault::NotInFuture));
        let silent = host(&mut tenderer, lot, adjourn(60, " ")).await.unwrap_err();
        assert_eq!(silent, Refusal::field(Field::Reason, Fault::Empty));
        let refused = host(&mut house.signed_in("supervisor").await, lot, adjourn(60, "停电")).await.unwrap_err();
        assert_eq!(refused, Refusal::NotAllowed);
        let until = house.office.now().plus_seconds(28_800);
        host(&mut tenderer, lot, adjourn(28_800, " 停电 ")).await.unwrap();
        let still = Refusal::Adjourned { until };
        assert_eq!(bidders[0].decrypt(lot).await.unwrap_err(), still);
        assert_eq!(bidders[2].enter(lot).await.unwrap_err(), still);
        let object = bidders[0].client.call::<()>("object", json!({ "lot": lot, "text": "大写有误" })).await;
        assert_eq!(object.unwrap_err(), still);
        for act in [HostAct::Resume, HostAct::ReadOut, HostAct::Pause { reason: "停电".into() }] {
            assert_eq!(host(&mut tenderer, lot, act).await.unwrap_err(), still);
        }
        // The hours pass, in which the server is switched off.
        house.clock.set(until);
        house.tick().await;
        host(&mut tenderer, lot, HostAct::Resume).await.unwrap();
        house.pass(99).await;
        bidders[0].decrypt(lot).await.unwrap();
        house.clock.advance_seconds(1);
        assert_eq!(bidders[1].decrypt(lot).await.unwrap_err(), Refusal::WindowOver, "what remained remained");
        let entries = house.office.room_after(lot, 0).await.unwrap();
        let told = |entry: &&domain::room::Entry| matches!(&entry.event, Event::Adjourned { reason, .. } if reason == "停电");
        assert_eq!(entries.iter().filter(told).count(), 1);
    }

    async fn a_damaged_bid_comes_back_from_its_bidder_byte_for_byte_or_not_at_all(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot_with(600, json!({ "rules": {
            "restore": true, "clauses": { "decrypt": "5.2", "objection": "5.4", "restore": "5.5" }
        } })).await;
        let mut bidders = house.bidders().await;
        for (bidder, yuan) in bidders.iter_mut().zip([4_111_111, 4_222_222, 4_333_333]) {
            house.clock.advance_seconds(1);
            bidder.bid(lot, Fen::from_yuan(yuan)).await;
        }
        let copy = copy_of(&mut bidders[0].client, lot).await;
        assert_eq!(copy.status, StatusCode::OK);
        let of_another = copy_of(&mut bidders[1].client, lot).await;
        let nothing = copy_of(&mut house.signed_in("baiyin").await, lot).await.status;
        assert_eq!((nothing, copy_of(&mut house.visitor(), lot).await.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let early = send_again(&mut bidders[0].client, lot, copy.body.clone()).await;
        assert!(early.is_err(), "before the opening");

        let bid = bidders[0].my_bid(lot).await.id;
        for part in ["form", "document-1"] {
            spoil(&house, bid, part);
        }
        house.deadline(lot).await;
        for bidder in &mut bidders {
            bidder.enter(lot).await.unwrap();
        }
        let mut tenderer = house.signed_in("tenderer").await;
        host(&mut tenderer, lot, HostAct::Announce).await.unwrap();
        assert!(house.room(lot).await.rows[0].differs);
        assert_eq!(send_again(&mut bidders[1].client, lot, of_another.body.clone()).await, Err(Refusal::NotAllowed), "is sound");
        host(&mut tenderer, lot, HostAct::StartDecrypt).await.unwrap();

        let form = || Err(Refusal::NotTheCopy { part: "form".into() });
        let mut changed = copy.body.to_vec();
        changed[20] ^= 1;
        let (mut longer, shorter) = (copy.body.to_vec(), copy.body.slice(..copy.body.len() - 1));
        longer.push(0);
        assert_eq!(send_again(&mut bidders[0].client, lot, changed).await, form());
        assert_eq!(send_again(&mut bidders[0].client, lot, of_another.body).await, form());
        assert!(matches!(send_again(&mut bidders[0].client, lot, shorter).await, Err(Refusal::NotTheCopy { .. })));
        assert!(matches!(send_again(&mut bidders[0].client, lot, longer).await, Err(Refusal::NotTheCopy { .. })));
        assert_eq!(send_again(&mut tenderer, lot, copy.body.clone()).await, Err(Refusal::NotAllowed), "no bidder");
        send_again(&mut bidders[0].client, lot, copy.body.clone()).await.unwrap();
        assert!(!house.room(lot).await.rows[0].differs);
        assert_eq!(send_again(&mut bidders[0].client, lot, copy.body.clone()).await, Err(Refusal::NotAllowed), "once");
        assert_eq!(copy_of(&mut bidders[0].client, lot).await.body, copy.body, "it is stored as it was");
        for bidder in &mut bidders {
            bidder.decrypt(lot).await.unwrap();
        }
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        let room = house.room(lot).await;
        assert_eq!(room.rows[0].line.as_ref().unwrap().form.price, Fen::from_yuan(4_111_111));
    }

    async fn without_such_a_rule_what_is_damaged_stays_damaged(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let copy = copy_of(&mut bidders[0].client, lot).await.body;
        let damaged = bidders[0].my_bid(lot).await.id;
        spoil(&house, damaged, "form");
        house.deadline(lot).await;
        let mut tenderer = house.signed_in("tenderer").await;
        host(&mut tenderer, lot, HostAct::Announce).await.unwrap();
        assert_eq!(send_again(&mut bidders[0].client, lot, copy).await, Err(Refusal::NotAllowed));
        assert!(house.room(lot).await.row(damaged).unwrap().differs);
    }

    async fn a_rule_without_its_clause_is_refused_with_everything_else_that_is_wrong(house: House) {
        let house = house.with_demo().await;
        let form = json!({
            "lot_code": "", "lot_title": "测试标段", "tenderer": "测试招标人", "ceiling": "5000000",
            "guarantee_demand": "60000", "deadline": "2026-11-24T10:00", "decrypt_minutes": "10",
            "objection_minutes": "5", "validity_days": "90",
            "rules": { "confirm_minutes": "6", "restore": true, "clauses": { "decrypt": "5.2" } }
        });
        let mut tenderer = house.signed_in("tenderer").await;
        let refused = tenderer.call::<LotId>("announce_lot", json!({ "form": form })).await.unwrap_err();
        let Refusal::Invalid { problems } = refused else { panic!("{refused:?}") };
        let fields: Vec<Field> = problems.into_iter().map(|problem| problem.field).collect();
        let expected = [Field::LotCode, Field::ConfirmMinutes, Field::ObjectionClause, Field::RestoreClause];
        assert_eq!(fields, expected);
    }
}
