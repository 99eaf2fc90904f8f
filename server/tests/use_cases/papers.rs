//! The papers of an opening that is over: there at once, right, and not a moment earlier.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use domain::opening::HostAct;
use domain::room::Ruling;
use domain::{Fen, LotId};
use ledger::SignedRecord;
use seal::Digest;
use serde_json::{Value, json};
use server::papers::ADDRESSES;

use crate::bidder::Bidder;
use crate::client::{Answer, Client};
use crate::house::House;
use crate::on_both;
use crate::opening::{decrypting_by, host};

#[path = "../../print/tests/ocds/schema.rs"]
mod schema;

async fn get(house: &House, lot: LotId, paper: &str) -> Answer {
    house.visitor().get(&format!("/lots/{lot}/{paper}")).await
}

async fn json_of(house: &House, lot: LotId, paper: &str) -> Value {
    let answer = get(house, lot, paper).await;
    assert_eq!(answer.status, StatusCode::OK, "{paper}");
    assert_eq!(answer.headers[CONTENT_TYPE], "application/json; charset=utf-8");
    serde_json::from_slice(&answer.body).unwrap()
}

async fn none_is_there(house: &House, lot: LotId, after: &str) {
    for address in ADDRESSES {
        let path = address.replace("{lot}", &lot.to_string());
        let answer = house.visitor().get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} after {after}");
        assert_eq!(answer.headers[CACHE_CONTROL], "private, no-cache", "{path}: what is not there yet is not kept");
    }
}

/// An opening up to its close: the third bidder does not decrypt.
async fn until_the_close(house: &House, bidders: &mut [Bidder]) -> (LotId, Client) {
    let (lot, mut tenderer) = decrypting_by(house, bidders).await;
    none_is_there(house, lot, "the start of decryption").await;
    bidders[0].decrypt(lot).await.unwrap();
    bidders[1].decrypt(lot).await.unwrap();
    house.pass(600).await;
    for act in [HostAct::ReadOut, HostAct::OpenObjections] {
        none_is_there(house, lot, "the end of decryption").await;
        host(&mut tenderer, lot, act).await.unwrap();
    }
    bidders[0].client.call::<()>("object", json!({ "lot": lot, "text": "报价大写有误" })).await.unwrap();
    let objection = house.room(lot).await.objections[0].id;
    host(&mut tenderer, lot, HostAct::Answer { objection, text: "以大写为准".into(), ruling: Ruling::Upheld })
        .await
        .unwrap();
    for bidder in &mut bidders[..2] {
        bidder.confirm(lot).await.unwrap();
    }
    none_is_there(house, lot, "the last confirmation").await;
    (lot, tenderer)
}

on_both! {
    async fn the_signed_pdf_is_there_at_once_when_the_opening_closes_and_stays_the_same(house: House) {
        let house = house.with_demo().await;
        let (lot, mut tenderer) = until_the_close(&house, &mut house.bidders().await).await;
        host(&mut tenderer, lot, HostAct::Close).await.unwrap();
        let answer = get(&house, lot, "record.pdf").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers[CONTENT_TYPE], "application/pdf");
        assert!(answer.headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        assert!(answer.body.starts_with(b"%PDF-1.7"));
        let signed: SignedRecord = serde_json::from_value(json_of(&house, lot, "record.signature.json").await).unwrap();
        signed.verify_by(&house.office.platform_key(), &answer.body).unwrap();
        let record = house.office.record(lot).await.unwrap();
        let facts = &signed.facts;
        assert_eq!((&facts.lot, facts.closed_at), (&lot.to_string(), record.closed_at().millis()));
        assert_eq!(facts.document, Digest::of(&answer.body));
        let rows = store::journal::from(house.store.read(), facts.seq, 1).await.unwrap();
        assert_eq!((rows[0].payload.as_str(), rows[0].commitment.as_str()), ("\"closed\"", facts.entry_commitment.to_string().as_str()));

        assert_eq!(get(&house, lot, "record.pdf").await.body, answer.body, "it is printed once");
        let second = house.second_node().await.printed_record(lot).await.unwrap();
        assert_eq!(second.pdf, answer.body, "another node gives out the same");
        assert_eq!(serde_json::from_slice::<SignedRecord>(&second.signature).unwrap(), signed);
    }

    async fn the_data_tells_what_the_record_tells_and_the_release_is_valid(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let (lot, mut tenderer) = until_the_close(&house, &mut bidders).await;
        host(&mut tenderer, lot, HostAct::Close).await.unwrap();
        let page = get(&house, lot, "record").await.text();
        let data = json_of(&house, lot, "record.json").await;
        let release = json_of(&house, lot, "ocds.json").await;
        assert_eq!(schema::faults(&schema::judge(), &release), Vec::<String>::new());
        let release = &release["releases"][0];
        let room = house.room(lot).await;
        for (n, (bidder, yuan)) in bidders.iter().zip([Some(4_111_111), Some(4_222_222), None]).enumerate() {
            let (line, bid) = (&data["TENDER_LIST"][n], &release["bids"]["details"][n]);
            assert_eq!((&line["BIDDER_NAME"], &line["BIDDER_ORG_CODE"]), (&json!(bidder.name), &json!(bidder.code)));
            assert_eq!(line["CHECKIN_TIME"], room.rows[n].committed.to_string());
            assert_eq!(release["parties"][n + 1]["identifier"]["id"], bidder.code.as_str());
            assert_eq!(bid["tenderers"][0]["id"], release["parties"][n + 1]["id"]);
            let amount = yuan.map_or(Value::Null, |yuan| json!(yuan as f64));
            assert_eq!((&line["BID_PRICE"], &bid["value"]["amount"]), (&amount, &amount));
            assert!(yuan.is_none_or(|yuan| page.contains(&Fen::from_yuan(yuan).to_string())));
        }
        assert!(page.contains("撤销"), "{page}");
        let content = data["BID_OPENING_RECORD"][0]["BID_OPENING_CONTENT"].as_str().unwrap();
        for words in ["视为撤销", "报价大写有误", "以大写为准"] {
            assert!(content.contains(words), "{words} is missing in {content}");
        }
        let pdf = release["tender"]["documents"][0]["url"].as_str().unwrap();
        assert!(pdf.ends_with(&format!("/lots/{lot}/record.pdf")), "{pdf}");
        for paper in ["record.pdf", "record.signature.json", "record.json", "ocds.json"] {
            assert!(page.contains(&format!("/lots/{lot}/{paper}\"")), "no link to {paper}");
        }
    }

    async fn an_opening_that_failed_has_papers_that_name_nobody(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders[..2] {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        none_is_there(&house, lot, "two bids").await;
        house.deadline(lot).await;
        assert_eq!(get(&house, lot, "record.pdf").await.status, StatusCode::OK);
        let release = json_of(&house, lot, "ocds.json").await;
        assert_eq!(schema::faults(&schema::judge(), &release), Vec::<String>::new());
        let text = format!("{release}{}", json_of(&house, lot, "record.json").await);
        for bidder in &bidders {
            assert!(!text.contains(&bidder.name) && !text.contains(bidder.code.as_str()), "{} is named", bidder.name);
        }
    }

    async fn of_a_lot_that_is_not_there_there_is_no_record(house: House) {
        for lot in ["01arz3ndektsv4rrffq69g5fav", "nonsense"] {
            for address in ADDRESSES {
                let answer = house.visitor().get(&address.replace("{lot}", lot)).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
            }
        }
    }
}
