//! Drawing coefficients at an opening: everybody is bound before anybody knows, and whoever reads along reckons it again.

use domain::draw::Outcome;
use domain::opening::HostAct;
use domain::room::Event;
use domain::{Fault, Fen, Field, LotId, Refusal};
use ledger::draw::{Urn, committed};
use serde_json::json;

use crate::house::House;
use crate::on_both;
use crate::opening::{host, start_decrypt};

pub async fn announce(house: &House, draws: &str) -> Result<LotId, Refusal> {
    let deadline = house.office.now().plus_seconds(600).to_local();
    let form = json!({
        "lot_code": "TEST-1", "lot_title": "测试标段", "tenderer": "测试招标人", "ceiling": "5000000",
        "guarantee_demand": "60000", "deadline": deadline, "decrypt_minutes": "10", "objection_minutes": "5",
        "rules": { "clauses": { "decrypt": "5.2", "objection": "5.3" } },
        "validity_days": "90", "draws": draws
    });
    house.signed_in("tenderer").await.call("announce_lot", json!({ "form": form })).await
}

on_both! {
    async fn what_is_drawn_follows_from_what_was_fixed_before_and_anybody_reckons_it_again(house: House) {
        let house = house.with_demo().await;
        let lot = announce(&house, "下浮系数K：0.95 0.96 0.97\n权重C：30% 40%").await.unwrap();
        let mut bidders = house.bidders().await;
        for (bidder, yuan) in bidders.iter_mut().zip([4_111_111, 4_222_222, 4_333_333]) {
            house.clock.advance_seconds(1);
            bidder.bid(lot, Fen::from_yuan(yuan)).await;
        }
        house.deadline(lot).await;
        let mut tenderer = house.signed_in("tenderer").await;
        start_decrypt(&mut tenderer, lot).await;
        let keys = {
            let mut keys = Vec::new();
            for bidder in &mut bidders[..2] {
                bidder.enter(lot).await.unwrap();
                keys.push(bidder.keys(lot).await.remove(0).key);
                bidder.decrypt(lot).await.unwrap();
            }
            keys
        };
        house.pass(600).await;
        let before = serde_json::to_string(&house.office.room_after(lot, 0).await.unwrap()).unwrap();
        assert!(!keys.iter().any(|key| before.contains(key)), "a key was told before the read-out");
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();

        let told: Vec<Event> = house.office.room_after(lot, 0).await.unwrap().into_iter().map(|one| one.event).collect();
        let at = |is: fn(&Event) -> bool| told.iter().position(is).unwrap();
        let begun = at(|event| matches!(event, Event::DrawBegun { .. }));
        assert!(begun < at(|event| matches!(event, Event::DecryptStarted { .. })), "bound before any key is released");
        let (Event::DrawBegun { draws, digest }, Some(Event::ReadOut { lines }), Some(Event::Drawn(outcome))) =
            (&told[begun], told.get(told.len() - 2), told.last())
        else {
            panic!("{told:?}")
        };
        assert_eq!(lines.iter().map(|line| line.key.clone()).collect::<Vec<_>>(), keys, "the keys that were released");
        let Outcome { secret, values } = outcome;
        let secret = secret.parse().unwrap();
        assert_eq!(committed(&lot.to_string(), &secret).to_string(), *digest);
        let bids: Vec<String> = lines.iter().map(|line| line.bid.to_string()).collect();
        let mut urn = Urn::new(&lot.to_string(), &secret, bids.iter().map(String::as_str).zip(keys.iter().map(String::as_str)));
        let again: Vec<&String> = draws.iter().map(|draw| &draw.values[urn.draw(draw.values.len() as u64)]).collect();
        assert_eq!(again, values.iter().collect::<Vec<_>>());

        let page = house.visitor().get(&format!("/lots/{lot}/draw")).await.text();
        assert!(page.contains("下浮系数K") && page.contains("一致") && !page.contains("不一致"), "{page}");
        let page = house.visitor().get(&format!("/lots/{lot}/room")).await.text();
        assert!(page.contains(&format!("下浮系数K = {}", values[0])), "the room tells it");
    }

    async fn a_line_of_coefficients_that_can_not_be_drawn_from_is_refused(house: House) {
        let house = house.with_demo().await;
        let refused = announce(&house, "K：0.95 0.96\nC 1 2").await.unwrap_err();
        assert_eq!(refused, Refusal::field(Field::Draws, Fault::NotADraw { line: 2 }));
        let lot = announce(&house, "").await.unwrap();
        let page = house.visitor().get(&format!("/lots/{lot}/draw")).await.text();
        assert!(page.contains("本标段没有抽取系数。"), "{page}");
    }
}
