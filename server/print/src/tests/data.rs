//! The record as data.

use domain::room::Event;
use serde_json::{Value, json};

use super::sample;
use super::schema::{faults, judge};
use crate::{data, ocds};

const ADDRESS: &str = "https://kaibiao.example";

#[test]
fn a_release_is_valid_by_the_official_schema() {
    let judge = judge();
    for record in [sample::opening(1), sample::opening(60), sample::record(vec![Event::TooFewBids { bids: 1 }])] {
        for printed in [true, false] {
            let release = ocds(&record, ADDRESS, printed);
            assert_eq!(faults(&judge, &release), Vec::<String>::new());
        }
    }
}

#[test]
fn the_schema_does_find_faults() {
    let judge = judge();
    let good = ocds(&sample::opening(4), ADDRESS, true);
    let spoilt: [fn(&mut Value); 5] = [
        |package| drop(package.as_object_mut().unwrap().remove("publisher")),
        |package| package["releases"][0]["bids"]["details"][0]["status"] = json!("opened"),
        |package| package["releases"][0]["bids"]["details"][0]["value"]["currency"] = json!("人民币"),
        |package| package["releases"][0]["tender"]["tenderPeriod"]["endDate"] = json!("2026-11-24 10:00"),
        |package| package["releases"][0]["tag"] = json!(["opening"]),
    ];
    for spoil in spoilt {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert_ne!(bad, good);
        assert!(!faults(&judge, &bad).is_empty(), "{bad}");
    }
}

#[test]
fn a_release_tells_each_bid_with_its_price_and_its_tenderer() {
    let release = &ocds(&sample::opening(4), ADDRESS, true)["releases"][0];
    let bids = release["bids"]["details"].as_array().unwrap();
    let (read, fallen) = (&bids[0], &bids[1]);
    assert_eq!(read["value"], json!({ "amount": 8_512_122.17, "currency": "CNY" }));
    assert_eq!((&read["status"], &fallen["status"]), (&json!("pending"), &json!("withdrawn")));
    assert!(fallen.get("value").is_none(), "what was not read out has no price: {fallen}");
    let party = &release["parties"][1];
    assert_eq!(read["tenderers"][0]["id"], party["id"]);
    assert_eq!(party["identifier"]["scheme"], "CN-USCI");
    assert_eq!(party["identifier"]["id"], sample::code(1).as_str());
    let document = &release["tender"]["documents"][0];
    assert!(document["url"].as_str().unwrap().starts_with("https://kaibiao.example/lots/"), "{document}");
}

#[test]
fn after_rounds_of_quotation_the_last_price_is_the_bids() {
    let record = sample::rounds();
    let package = ocds(&record, ADDRESS, true);
    assert_eq!(faults(&judge(), &package), Vec::<String>::new());
    let release = &package["releases"][0];
    assert_eq!(release["tender"]["procurementMethodDetails"], "竞争性磋商，报价 2 轮");
    let told = |n: usize| {
        let bid = &release["bids"]["details"][n];
        (bid["status"].as_str().unwrap().to_owned(), bid["value"]["amount"].as_f64())
    };
    assert_eq!(told(0), ("pending".to_owned(), Some(6_900_000.0)));
    assert_eq!(told(1), ("withdrawn".to_owned(), None), "never read out");
    assert_eq!(
        told(3),
        ("pending".to_owned(), Some(7_200_000.0)),
        "the platform bears it, and the price before stands"
    );
    assert_eq!(told(4), ("withdrawn".to_owned(), Some(90_000_001.0)), "left without the second round");
    let data = data(&record, |_, _| String::new());
    assert_eq!(data["TENDER_LIST"][0]["BID_PRICE"], json!(6_900_000.0));
    let words = data["BID_OPENING_RECORD"][0]["BID_OPENING_CONTENT"].as_str().unwrap();
    assert!(words.contains("采购方式：竞争性磋商，报价 2 轮"), "{words}");
    assert!(words.contains("第 1 轮 90,000,001.00（玖仟万零壹元整，高于最高限价）；第 2 轮（退出）"), "{words}");
}

#[test]
fn the_data_holds_the_record_and_no_more() {
    let record = sample::opening(4);
    let data = data(&record, sample::telling);
    let bidders = data["TENDER_LIST"].as_array().unwrap();
    assert_eq!(bidders.len(), 4);
    assert_eq!(bidders[0]["BID_PRICE"], json!(8_512_122.17));
    assert_eq!(bidders[0]["CHECKIN_TIME"], record.room.rows[0].committed.to_string());
    assert!(bidders[1].get("BID_PRICE").is_none() && bidders[2].get("BID_MANAGER").is_none());
    assert_eq!(data["LETTER_OF_GUARANTEE"].as_array().unwrap().len(), 2);
    assert_eq!(data["OBJECTION"][0]["OBJECTIONG_GUID"], data["OBJECTION_REPLY"][0]["OBJECTIONG_GUID"]);
    let content = data["BID_OPENING_RECORD"][0]["BID_OPENING_CONTENT"].as_str().unwrap();
    for words in ["视为撤销（因投标人原因）", "视为撤回（非投标人原因）", "质量目标 合格", "核对线路"]
    {
        assert!(content.contains(words), "{words} is missing in {content}");
    }
}

#[test]
fn an_opening_that_failed_names_nobody() {
    let record = sample::record(vec![Event::TooFewBids { bids: 2 }]);
    let data = data(&record, sample::telling);
    assert_eq!((&data["TENDER_LIST"], &data["BID_OPENING_RECORD"][0]["BID_OPENING_ACTOR"]), (&json!([]), &json!("")));
    let release = &ocds(&record, ADDRESS, true)["releases"][0];
    assert_eq!(release["tender"]["status"], "unsuccessful");
    assert_eq!(release["tender"]["numberOfTenderers"], 2);
    assert_eq!(release["parties"].as_array().unwrap().len(), 1);
}
