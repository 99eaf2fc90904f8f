//! Before the opening nobody learns who bids, how many, or anything of a bid; nothing kept on disk tells a price.

use domain::opening::HostAct;
use domain::{Fen, LotId};
use serde_json::json;

use crate::bidder::Bidder;
use crate::house::House;
use crate::on_both;

const YUAN: i64 = 4_567_893;

/// What somebody else could read: every public or signed-in view of the lot, by everybody but the bidder.
async fn all_that_others_see(house: &House, lot: LotId, other: &mut Bidder) -> String {
    let mut clients = vec![house.visitor(), other.client.clone()];
    for login in ["tenderer", "registrar", "supervisor", "baiyin"] {
        clients.push(house.signed_in(login).await);
    }
    let mut seen = String::new();
    for client in &mut clients {
        for path in ["/", "/lots"] {
            seen.push_str(&client.get(path).await.text());
        }
        for page in ["", "/bid", "/receipt", "/room", "/console", "/record"] {
            seen.push_str(&client.get(&format!("/lots/{lot}{page}")).await.text());
        }
        for call in ["lot", "room"] {
            let view: serde_json::Value = client.ask(call, &[("lot", &lot.to_string())]).await.unwrap();
            seen.push_str(&view.to_string());
        }
    }
    seen
}

fn secrets() -> Vec<String> {
    let price = Fen::from_yuan(YUAN);
    vec![
        price.plain(),
        price.to_string(),
        price.get().to_string(),
        price.capitals(),
        "保密经理".into(),
        "保密银行".into(),
    ]
}

on_both! {
    async fn nobody_learns_who_bids_or_how_many_before_the_deadline(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        let before = all_that_others_see(&house, lot, &mut bidders.pop().unwrap()).await;
        let mut other = Bidder::with_key(house.signed_in("dalai").await, 9).await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(YUAN)).await;
        }
        let after = all_that_others_see(&house, lot, &mut other).await;
        for bidder in &bidders {
            assert!(!after.contains(&bidder.name) && !after.contains(bidder.code.as_str()), "{} was named", bidder.name);
        }
        for secret in secrets() {
            assert!(!after.contains(&secret), "{secret} was seen");
        }
        // Nonces and the like differ from page to page; their number of bytes does not.
        assert_eq!(before.len(), after.len(), "a page changed when bids came in");
    }

    async fn nothing_kept_tells_a_price_before_the_keys_are_released(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(YUAN)).await;
        }
        house.deadline(lot).await;
        let mut kept = String::from_utf8_lossy(&house.everything_kept()).into_owned();
        for row in store::journal::from(house.store.read(), 0, 10_000).await.unwrap() {
            kept.push_str(&format!("{row:?}"));
        }
        assert!(kept.contains("kaibiao-seal/1"), "the sealed files were looked at");
        for secret in secrets().into_iter().chain(["confidential".to_owned()]) {
            assert!(!kept.contains(&secret), "{secret} was kept");
        }
    }

    async fn no_price_is_shown_until_all_are_read_out(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(YUAN)).await;
        }
        house.deadline(lot).await;
        for bidder in &mut bidders {
            bidder.enter(lot).await.unwrap();
        }
        let mut tenderer = house.signed_in("tenderer").await;
        for act in [HostAct::Announce, HostAct::StartDecrypt] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        for bidder in &mut bidders {
            bidder.decrypt(lot).await.unwrap();
        }
        let mut other = bidders.pop().unwrap();
        let seen = all_that_others_see(&house, lot, &mut other).await;
        for secret in secrets() {
            assert!(!seen.contains(&secret), "{secret} was seen before the read-out");
        }
        tenderer.call::<()>("host", json!({ "lot": lot, "act": HostAct::ReadOut })).await.unwrap();
        let seen = all_that_others_see(&house, lot, &mut other).await;
        assert!(seen.contains(&Fen::from_yuan(YUAN).to_string()), "prices are read out");
    }
}
