//! The bundle of an opening that is over: taken over the real router and checked by what anybody has.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use bundle::{Given, Outcome, Reason, Report, Topic, Verdict, check};
use domain::opening::HostAct;
use domain::room::{Cause, Ruling};
use domain::subject::view::MyFile;
use domain::{Fen, LotId, Refusal};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::SecretKey;
use serde_json::json;

use crate::bidder::Bidder;
use crate::client::{Answer, Client};
use crate::draw::announce;
use crate::house::House;
use crate::on_both;
use crate::opening::{decrypting_by, host, read_out};
use crate::practice::{play, start};

async fn get(house: &House, lot: LotId) -> Answer {
    house.visitor().get(&format!("/lots/{lot}/bundle.json")).await
}

/// Checked with all that a reader can have.
async fn checked(house: &House, lot: LotId) -> Report {
    let (bundle, pdf) = (get(house, lot).await, house.visitor().get(&format!("/lots/{lot}/record.pdf")).await);
    assert_eq!((bundle.status, pdf.status), (StatusCode::OK, StatusCode::OK));
    check(&bundle.body, Given { key: Some(house.office.platform_key()), pdf: Some(&pdf.body) })
}

/// What of it holds; nothing may be wrong.
fn holding(report: &Report) -> Vec<Topic> {
    assert!(report.holds(), "{:?}", report.checks);
    report.checks.iter().filter(|check| check.verdict == Verdict::Holds).map(|check| check.topic).collect()
}

/// From the read-out on: an objection with its answer, confirmations of those who were read out, the close.
async fn until_the_close(house: &House, lot: LotId, bidders: &mut [Bidder], tenderer: &mut Client) {
    read_out(tenderer, lot).await;
    bidders[0].client.call::<()>("object", json!({ "lot": lot, "text": "报价大写有误" })).await.unwrap();
    let objection = house.room(lot).await.objections[0].id;
    let answer = HostAct::Answer { objection, text: "以大写为准".into(), ruling: Ruling::Unfounded };
    host(tenderer, lot, answer).await.unwrap();
    for bidder in bidders.iter_mut() {
        bidder.confirm(lot).await.unwrap();
    }
    host(tenderer, lot, HostAct::Close).await.unwrap();
}

/// Three bids on a lot with coefficients, all decrypted, a message hidden; closed.
async fn whole_opening(house: &House, bidders: &mut [Bidder]) -> LotId {
    let lot = announce(house, "下浮系数K：0.95 0.96 0.97\n权重C：30% 40%").await.unwrap();
    for (bidder, yuan) in bidders.iter_mut().zip([4_111_111, 4_222_222, 4_333_333]) {
        house.clock.advance_seconds(1);
        bidder.bid(lot, Fen::from_yuan(yuan)).await;
    }
    house.deadline(lot).await;
    let mut tenderer = house.signed_in("tenderer").await;
    host(&mut tenderer, lot, HostAct::Announce).await.unwrap();
    for bidder in bidders.iter_mut() {
        bidder.enter(lot).await.unwrap();
    }
    bidders[1].client.call::<()>("say", json!({ "lot": lot, "text": "这句话不文明" })).await.unwrap();
    let said = house.room(lot).await.seq;
    tenderer.call::<()>("hide", json!({ "lot": lot, "said": said, "reason": "用语不当" })).await.unwrap();
    host(&mut tenderer, lot, HostAct::StartDecrypt).await.unwrap();
    for bidder in bidders.iter_mut() {
        assert_eq!(get(house, lot).await.status, StatusCode::NOT_FOUND, "not before the close");
        bidder.decrypt(lot).await.unwrap();
    }
    until_the_close(house, lot, bidders, &mut tenderer).await;
    lot
}

on_both! {
    async fn a_whole_opening_is_checked_out_of_one_file(house: House) {
        let house = house.with_demo().await;
        let lot = whole_opening(&house, &mut house.bidders().await).await;
        let answer = get(&house, lot).await;
        assert_eq!(answer.headers[CONTENT_TYPE], "application/json; charset=utf-8");
        assert!(answer.headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let name = answer.headers[CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.starts_with("attachment; filename=\"bundle-TEST-1.json\""), "{name}");

        let report = checked(&house, lot).await;
        let absent = [Topic::Quotations, Topic::Log];
        let all_else: Vec<Topic> = Topic::ALL.into_iter().filter(|topic| !absent.contains(topic)).collect();
        assert_eq!(holding(&report), all_else);
        let prices: Vec<Fen> = report.opening.unwrap().offers.into_iter().map(|offer| match offer.outcome {
            Outcome::Opened { form, .. } => form.price,
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(prices, [4_111_111, 4_222_222, 4_333_333].map(Fen::from_yuan));

        assert_eq!(get(&house, lot).await.body, answer.body, "it is made once");
        assert_eq!(house.second_node().await.bundle(lot).await.unwrap(), answer.body, "another node gives out the same");
        let page = house.visitor().get(&format!("/lots/{lot}/record")).await.text();
        assert!(page.contains(&format!("/lots/{lot}/bundle.json\"")) && page.contains("/verify\""), "{page}");
        let size = format!("{:.1} KB", answer.body.len() as f64 / 1024.0);
        assert!(page.contains(&size), "the page does not tell that it has {size}");
    }

    async fn a_bid_that_is_out_is_named_and_stays_sealed(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let (lot, mut tenderer) = decrypting_by(&house, &mut bidders).await;
        bidders[0].decrypt(lot).await.unwrap();
        bidders[1].decrypt(lot).await.unwrap();
        house.pass(600).await;
        until_the_close(&house, lot, &mut bidders[..2], &mut tenderer).await;
        let report = checked(&house, lot).await;
        assert!(holding(&report).contains(&Topic::Seals));
        assert_eq!(report.verdict(Topic::Drawing), Some(&Verdict::NotChecked(Reason::NothingDrawn)));
        assert_eq!(report.opening.unwrap().offers[2].outcome, Outcome::Out(Cause::Bidder));
        let text = get(&house, lot).await.text();
        assert_eq!(text.matches("kaibiao-seal/1").count(), 4, "form and guarantee of two bids");
        for key in bidders[2].keys(lot).await {
            assert!(!text.contains(&key.key), "the key of {} was told", key.part);
        }
    }

    async fn of_too_few_bids_there_is_nothing_in_it(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders[..2] {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        house.deadline(lot).await;
        let report = checked(&house, lot).await;
        assert!(holding(&report).contains(&Topic::Bids));
        let opening = report.opening.unwrap();
        assert!(opening.failed && opening.offers.is_empty());
        let text = get(&house, lot).await.text();
        for bidder in &mut bidders[..2] {
            let bid = bidder.my_bid(lot).await.id.to_string();
            for secret in [bidder.name.clone(), bidder.code.to_string(), bid, bidder.key.public_key().to_string()] {
                assert!(!text.contains(&secret), "{secret} was told");
            }
        }
        assert!(!text.contains("kaibiao-seal/1"), "{text}");
    }

    async fn neither_documents_nor_their_keys_nor_anything_personal_is_in_it(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let lot = whole_opening(&house, &mut bidders).await;
        let text = get(&house, lot).await.text();
        let mut secrets = vec!["confidential".to_owned(), "这句话不文明".to_owned()];
        for bidder in &mut bidders {
            let keys = bidder.keys(lot).await;
            assert!(text.contains(&keys[0].key) && text.contains(&keys[1].key), "what was read out can be opened");
            secrets.extend(keys.into_iter().skip(2).map(|key| key.key));
            for part in ["guarantee-file", "document-1"] {
                for number in 0..2 {
                    let address = format!("/api/bids/{}/parts/{part}/pieces/{number}", bidder.my_bid(lot).await.id);
                    let request = bidder.client.request(Method::GET, &address).body(axum::body::Body::empty()).unwrap();
                    let piece = bidder.client.send(request).await;
                    assert_eq!(piece.status, StatusCode::OK);
                    secrets.push(hex::encode(&piece.body[..64]));
                }
            }
            let form = bidder.client.ask::<MyFile>("my_file", &[]).await.unwrap().draft;
            secrets.extend([form.legal.name, form.legal.id_number, form.address, form.bank_account]);
            secrets.extend(form.contacts.into_iter().flat_map(|contact| [contact.name, contact.phone]));
        }
        for row in store::journal::from(house.store.read(), 0, 10_000).await.unwrap() {
            secrets.extend([row.salt, row.address]);
            secrets.extend(Some(row.actor).filter(|actor| !matches!(actor.as_str(), "clock" | "visitor")));
        }
        secrets.retain(|secret| !secret.is_empty());
        assert!(secrets.len() > 50, "{secrets:?}");
        for secret in secrets {
            assert!(!text.contains(&secret), "{secret} was told");
        }
    }

    async fn a_key_that_is_registered_after_the_close_changes_nothing(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let lot = whole_opening(&house, &mut bidders).await;
        bidders[0].change_key(SecretKey::generate(&mut ChaCha20Rng::from_seed([77; 32]))).await;
        let other = bidders[0].key.public_key().to_string();
        assert!(holding(&checked(&house, lot).await).contains(&Topic::Bids));
        assert!(!get(&house, lot).await.text().contains(&other));
    }

    async fn what_rots_after_the_read_out_is_told_by_the_check(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let lot = whole_opening(&house, &mut bidders).await;
        let folder = house.sealed_files().join(bidders[0].my_bid(lot).await.id.to_string()).join("guarantee");
        // In a bucket there is no such folder: there it is as it was.
        let Ok(runs) = std::fs::read_dir(folder) else { return };
        for run in runs {
            let path = run.unwrap().path();
            let mut bytes = std::fs::read(&path).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            std::fs::write(&path, bytes).unwrap();
        }
        let report = checked(&house, lot).await;
        assert!(matches!(report.verdict(Topic::Seals), Some(Verdict::Wrong(findings)) if findings.len() == 1));
    }

    async fn a_practice_opening_has_one_until_its_bids_are_swept_out(house: House) {
        let mut visitor = house.visitor();
        let (asked, unasked) = (start(&mut visitor).await, start(&mut house.visitor()).await);
        play(&house, 330).await;
        holding(&checked(&house, asked).await);
        house.clock.advance_seconds(25 * 3600);
        house.office.sweep().await.unwrap();
        assert_eq!(get(&house, asked).await.status, StatusCode::OK, "it was made");
        assert_eq!(get(&house, unasked).await.status, StatusCode::NOT_FOUND);
        let page = house.visitor().get(&format!("/lots/{unasked}/record")).await.text();
        assert!(page.contains("record.json") && !page.contains("bundle.json"), "{page}");
    }

    async fn a_form_that_no_bundle_could_hold_is_not_taken(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let bidder = &mut house.bidders().await[0];
        let mut sealed = bidder.seal(lot, Fen::from_yuan(4_000_000)).await;
        bidder.send(&sealed).await;
        sealed.manifest.parts[0].size = 65_537;
        assert_eq!(bidder.commit(&sealed).await.unwrap_err(), Refusal::TooLarge);
    }
}
