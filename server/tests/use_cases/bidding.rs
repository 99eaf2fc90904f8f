//! A bid is sealed, sent, committed and receipted before the deadline, or refused with its reason.

use axum::http::StatusCode;
use domain::view::MyBid;
use domain::{BidId, Fen, Refusal};
use ledger::Receipt;
use seal::{Digest, SecretKey};
use serde_json::json;

use crate::house::committed;
use crate::on_both;

fn receipt(bid: &MyBid) -> Receipt {
    serde_json::from_str(bid.receipt.as_deref().unwrap()).unwrap()
}

const PRICE: Fen = Fen::from_yuan(4_321_000);

on_both! {
    async fn a_committed_bid_has_a_receipt_that_anyone_can_verify(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let bidder = &mut house.bidders().await[0];
        let sealed = bidder.seal(lot, PRICE).await;
        bidder.send(&sealed).await;
        let bid = bidder.commit(&sealed).await.unwrap();
        assert!(committed(bid.state));
        let receipt: Receipt = serde_json::from_str(&bid.receipt.unwrap()).unwrap();
        receipt.verify_by(&house.office.platform_key()).unwrap();
        assert_eq!(receipt.facts.manifest_digest, sealed.manifest.digest());
        assert_eq!(receipt.facts.committed_at, house.office.now().millis());
    }

    async fn the_last_millisecond_is_in_time_and_the_deadline_is_not(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(60).await;
        let deadline = house.office.now().plus_seconds(60);
        let mut bidders = house.bidders().await;
        let early = bidders[0].seal(lot, PRICE).await;
        bidders[0].send(&early).await;
        let late = bidders[1].seal(lot, PRICE).await;
        bidders[1].send(&late).await;
        house.clock.set(deadline.plus_millis(-1));
        assert!(committed(bidders[0].commit(&early).await.unwrap().state));
        for late_by in [0, 1] {
            house.clock.set(deadline.plus_millis(late_by));
            let refused = bidders[1].commit(&late).await.unwrap_err();
            assert_eq!(refused, Refusal::DeadlinePassed { deadline, late_by });
        }
        let digest = Digest::of(b"x").to_string();
        let (status, body) = bidders[1].put(late.bid, "form", 0, &digest, b"x".to_vec()).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(body.contains("deadline_passed"), "{body}");
    }

    async fn a_second_commit_of_the_same_bid_is_refused(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let bidder = &mut house.bidders().await[0];
        let sealed = bidder.seal(lot, PRICE).await;
        bidder.send(&sealed).await;
        bidder.commit(&sealed).await.unwrap();
        let at = house.office.now();
        assert_eq!(bidder.commit(&sealed).await.unwrap_err(), Refusal::AlreadyCommitted { at });
        assert_eq!(bidder.begin(lot).await.unwrap_err(), Refusal::AlreadyCommitted { at });
    }

    async fn bids_that_are_committed_at_once_are_each_judged_alone(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut calls = Vec::new();
        for mut bidder in house.bidders().await {
            let sealed = bidder.seal(lot, PRICE).await;
            bidder.send(&sealed).await;
            let manifest = sealed.manifest.to_text();
            let input = json!({ "bid": sealed.bid, "signature": bidder.sign(&manifest), "manifest": manifest });
            for _ in 0..2 {
                let (mut client, input) = (bidder.client.clone(), input.clone());
                calls.push(async move { client.call::<MyBid>("commit_bid", input).await });
            }
        }
        let answers = futures::future::join_all(calls).await;
        let at = house.office.now();
        for twice in answers.chunks(2) {
            assert_eq!(twice.iter().filter(|answer| answer.is_ok()).count(), 1, "{twice:?}");
            assert_eq!(twice.iter().find_map(|answer| answer.clone().err()), Some(Refusal::AlreadyCommitted { at }));
        }
        let journal = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        let mut places: Vec<u64> = answers.into_iter().flatten().map(|bid| receipt(&bid).facts.seq).collect();
        places.sort_unstable();
        let last = journal.len() as u64;
        assert_eq!(places, [last - 2, last - 1, last], "no gap, and nothing of the refused");
    }

    async fn a_withdrawn_bid_makes_room_for_another_until_the_deadline(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let bidder = &mut house.bidders().await[0];
        let first = bidder.bid(lot, PRICE).await;
        bidder.client.call::<()>("withdraw_bid", json!({ "bid": first.id })).await.unwrap();
        let second = bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        assert_ne!(first.id, second.id);
        house.deadline(lot).await;
        let refused = bidder.client.call::<()>("withdraw_bid", json!({ "bid": second.id })).await.unwrap_err();
        assert!(matches!(refused, Refusal::DeadlinePassed { .. }), "{refused:?}");
    }

    async fn what_is_missing_changed_or_signed_by_another_is_refused_by_name(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut bidders = house.bidders().await;
        let (left, right) = bidders.split_at_mut(1);
        let bidder = &mut left[0];
        let mut sealed = bidder.seal(lot, PRICE).await;

        let absent = bidder.commit(&sealed).await.unwrap_err();
        assert_eq!(absent, Refusal::PartMissing { part: "form".into() });
        let wrong = Digest::of(b"other bytes").to_string();
        let (status, body) = bidder.put(sealed.bid, "form", 0, &wrong, b"some bytes".to_vec()).await;
        assert_eq!((status, body.contains("digest_differs")), (StatusCode::BAD_REQUEST, true), "{body}");

        bidder.send(&sealed).await;
        let unsigned = bidder.commit_signed(sealed.bid, &sealed.manifest.to_text(), "00").await.unwrap_err();
        assert_eq!(unsigned, Refusal::SignatureWrong);
        std::mem::swap(&mut bidder.key, &mut right[0].key);
        assert_eq!(bidder.commit(&sealed).await.unwrap_err(), Refusal::SignatureWrong);
        std::mem::swap(&mut bidder.key, &mut right[0].key);

        sealed.manifest.parts[3].digest = Digest::of(b"another document");
        let differs = bidder.commit(&sealed).await.unwrap_err();
        assert_eq!(differs, Refusal::DigestDiffers { part: "document-1".into() });
        sealed.manifest.parts[3].commitment = Digest::of(b"another key");
        assert_eq!(bidder.commit(&sealed).await.unwrap_err(), Refusal::NotSealed);
        sealed.manifest.parts.truncate(3);
        let incomplete = bidder.commit(&sealed).await.unwrap_err();
        assert_eq!(incomplete, Refusal::PartMissing { part: "document-1".into() });
        let gibberish = bidder.commit_signed(sealed.bid, "gibberish", "00").await.unwrap_err();
        assert_eq!(gibberish, Refusal::NotSealed);
    }

    async fn pieces_may_come_in_a_row_and_are_stored_only_if_each_is_what_was_sent(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut bidders = house.bidders().await;
        let bidder = &mut bidders[0];
        let bid = bidder.begin(lot).await.unwrap();
        let pieces = [vec![1; seal::PIECE], vec![2; seal::PIECE], vec![3; seal::PIECE], vec![4; 40]];
        let digests = pieces.each_ref().map(|piece| Digest::of(piece).to_string());
        let row = pieces.concat();

        let mut other = digests.clone();
        other.swap(1, 2);
        for (digests, answer) in [(other.join(","), "digest_differs"), (digests[..2].join(","), "too_large")] {
            let (status, body) = bidder.put(bid, "document-1", 5, &digests, row.clone()).await;
            assert!(status.is_client_error() && body.contains(answer), "{status} {body}");
        }
        let many: Vec<&str> = digests.iter().map(String::as_str).cycle().take(office::TOGETHER + 1).collect();
        let (_, body) = bidder.put(bid, "document-1", 5, &many.join(","), row.clone()).await;
        assert!(body.contains("too_large"), "{body}");
        let address = |number: usize| format!("/api/bids/{bid}/parts/document-1/pieces/{number}");
        assert_eq!(bidder.client.get(&address(5)).await.status, StatusCode::NOT_FOUND);

        let (status, body) = bidder.put(bid, "document-1", 5, &digests.join(","), row).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
        for (number, piece) in (5..).zip(pieces) {
            let stored = bidder.client.get(&address(number)).await;
            assert!(stored.status == StatusCode::OK && stored.body == piece, "piece {number}");
        }
    }

    async fn a_restricted_subject_is_told_why_until_when_and_by_whom(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut restricted = house.signed_in("baiyin").await;
        let refused = restricted.call::<BidId>("begin_bid", json!({ "lot": lot })).await.unwrap_err();
        let Refusal::Restricted { notice } = refused else { panic!("{refused:?}") };
        assert_eq!(notice.body, "锡林郭勒盟住房和城乡建设局");
        assert_eq!(notice.from, house.office.now().day().plus(-60));
        assert_eq!(notice.until, notice.from.plus(364));
        assert!(!notice.document.is_empty() && !notice.conduct.is_empty());
    }

    async fn a_rehearsal_is_on_record_and_shown_to_its_bidder_alone(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut bidders = house.bidders().await;
        let bid = bidders[0].bid(lot, PRICE).await;
        assert_eq!(bid.rehearsed, None);
        let now = house.office.now();
        assert_eq!(bidders[0].rehearse(lot).await.unwrap().rehearsed, Some(now));
        assert_eq!(bidders[0].my_bid(lot).await.rehearsed, Some(now));
        let acts = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        let entry = acts.iter().find(|row| row.act == "bid.rehearsed").unwrap();
        assert_eq!((&entry.subject, entry.room_seq), (&bid.id.to_string(), None));

        let other = bidders[1].hand_in_rehearsal(bid.id, "00").await.unwrap_err();
        assert_eq!(other, Refusal::NotFound);
        // Somebody else's signature, and one over another bid.
        for (key, said) in [(1, bid.id.to_string()), (0, "another".to_owned())] {
            let said = seal::rehearsal(&said, &Digest::of(b"manifest"));
            let signature = bidders[key].sign(&said);
            assert_eq!(bidders[0].hand_in_rehearsal(bid.id, &signature).await.unwrap_err(), Refusal::SignatureWrong);
        }
    }

    async fn only_a_committed_bid_is_rehearsed_and_only_before_the_deadline(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut bidders = house.bidders().await;
        let begun = bidders[1].begin(lot).await.unwrap();
        let signature = "11".repeat(64);
        assert_eq!(bidders[1].hand_in_rehearsal(begun, &signature).await.unwrap_err(), Refusal::MovedOn);
        bidders[0].bid(lot, PRICE).await;
        house.clock.set(house.office.now().plus_seconds(3600));
        let late = bidders[0].rehearse(lot).await.unwrap_err();
        assert!(matches!(late, Refusal::DeadlinePassed { late_by: 0, .. }), "{late:?}");
    }

    async fn a_bid_is_nobody_elses_business(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut bidders = house.bidders().await;
        let bid = bidders[0].bid(lot, PRICE).await;
        let path = format!("/api/bids/{}/parts/form/pieces/0", bid.id);
        assert_eq!(bidders[0].client.get(&path).await.status, StatusCode::OK);
        assert_eq!(bidders[1].client.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.visitor().get(&path).await.status, StatusCode::UNAUTHORIZED);
        for login in ["tenderer", "registrar", "supervisor"] {
            assert_eq!(house.signed_in(login).await.get(&path).await.status, StatusCode::FORBIDDEN, "{login}");
        }
        let withdrawn = bidders[1].client.call::<()>("withdraw_bid", json!({ "bid": bid.id })).await;
        assert_eq!(withdrawn.unwrap_err(), Refusal::NotFound);
    }

    async fn a_bid_signed_with_a_key_that_was_replaced_meanwhile_is_refused_by_that_name(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut bidders = house.bidders().await;
        let bidder = &mut bidders[0];
        let sealed = bidder.seal(lot, PRICE).await;
        bidder.send(&sealed).await;

        house.pass(60).await;
        let old = bidder.change_key(SecretKey::generate(&mut bidder.chance())).await;
        let at = house.office.now();
        house.pass(60).await;
        let new = std::mem::replace(&mut bidder.key, old);
        assert_eq!(bidder.commit(&sealed).await.unwrap_err(), Refusal::KeyReplaced { at });
        assert_eq!(bidder.commit_signed(sealed.bid, &sealed.manifest.to_text(), "00").await.unwrap_err(), Refusal::SignatureWrong);

        // Its old key once more: what it signs holds again.
        let old = std::mem::replace(&mut bidder.key, new);
        bidder.change_key(old).await;
        bidder.commit(&sealed).await.unwrap();
    }
}
