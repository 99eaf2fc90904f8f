//! Lots of one tender that are opened together: each has its own course, and their host may lead all at once.

use domain::opening::HostAct;
use domain::room::Ruling;
use domain::stage::StageName;
use domain::view::TogetherView;
use domain::{Fen, LotId, ObjectionId, Refusal, Timestamp};
use serde_json::json;

use crate::client::Client;
use crate::house::House;
use crate::on_both;
use crate::opening::host;

type Done = Vec<(LotId, Option<Refusal>)>;

async fn lot_of(house: &House, project: &str, code: &str, seconds: i64) -> LotId {
    house.lot_with(seconds, json!({ "project": project, "lot_code": code })).await
}

async fn together(client: &mut Client, lot: LotId) -> TogetherView {
    client.ask("together", &[("lot", &lot.to_string())]).await.unwrap()
}

async fn in_all(client: &mut Client, lot: LotId, act: HostAct) -> Result<Done, Refusal> {
    client.call("host_together", json!({ "lot": lot, "act": act })).await
}

on_both! {
    async fn lots_of_one_tender_and_one_deadline_are_opened_together(house: House) {
        let house = house.with_demo().await;
        let second = lot_of(&house, "ZB-1", "B2", 600).await;
        let first = lot_of(&house, "ZB-1", "B1", 600).await;
        let later = lot_of(&house, "ZB-1", "B3", 900).await;
        let alone = lot_of(&house, "", "B4", 600).await;
        let other = lot_of(&house, "ZB-2", "B5", 600).await;
        let mut visitor = house.visitor();
        for lot in [first, second] {
            let lots = together(&mut visitor, lot).await.lots;
            assert_eq!(lots.iter().map(|lot| lot.id).collect::<Vec<_>>(), [first, second]);
        }
        for lot in [later, alone, other] {
            assert_eq!(together(&mut visitor, lot).await.lots, [], "{lot}");
        }
    }

    async fn an_act_for_all_is_done_where_it_can_be_and_told_where_not(house: House) {
        let house = house.with_demo().await;
        let lots = [lot_of(&house, "ZB-1", "B1", 600).await, lot_of(&house, "ZB-1", "B2", 600).await];
        let few = lot_of(&house, "ZB-1", "B3", 600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            for lot in lots {
                bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
            }
        }
        let before = together(&mut house.visitor(), few).await.lots;
        assert!(before.iter().all(|lot| !lot.mine && !lot.to_do && lot.awaited == 0), "nobody learns who bids");
        house.deadline(lots[0]).await;
        let mine = together(&mut bidders[0].client, few).await.lots;
        let told: Vec<_> = mine.iter().map(|lot| (lot.stage.name(), lot.mine, lot.to_do)).collect();
        let open = (StageName::SignIn, true, true);
        assert_eq!(told, [open, open, (StageName::Failed, false, false)]);
        bidders[0].enter(lots[0]).await.unwrap();
        let mine: Vec<bool> = together(&mut bidders[0].client, few).await.lots.iter().map(|lot| lot.to_do).collect();
        assert_eq!(mine, [false, true, false]);

        let mut tenderer = house.signed_in("tenderer").await;
        for login in ["caoyuan", "supervisor", "registrar"] {
            let refused = in_all(&mut house.signed_in(login).await, few, HostAct::Announce).await.unwrap_err();
            assert_eq!(refused, Refusal::NotAllowed, "{login}");
        }
        let failed = Some(Refusal::WrongStage { stage: StageName::Failed });
        let done = in_all(&mut tenderer, lots[0], HostAct::Announce).await.unwrap();
        assert_eq!(done, [(lots[0], None), (lots[1], None), (few, failed.clone())]);
        let seen = together(&mut house.visitor(), few).await.lots;
        assert_eq!(seen.iter().map(|lot| lot.awaited).collect::<Vec<_>>(), [2, 3, 0], "who has not signed in");
        // One lot goes ahead; the others follow when they are led.
        host(&mut tenderer, lots[1], HostAct::StartDecrypt).await.unwrap();
        let done = in_all(&mut tenderer, few, HostAct::StartDecrypt).await.unwrap();
        let ahead = Some(Refusal::WrongStage { stage: StageName::Decrypting });
        assert_eq!(done, [(lots[0], None), (lots[1], ahead), (few, failed)]);
        let objection = ObjectionId::new(Timestamp::from_millis(1), 1);
        let answer = HostAct::Answer { objection, text: "已核实".into(), ruling: Ruling::Explained };
        assert_eq!(in_all(&mut tenderer, lots[0], answer).await.unwrap_err(), Refusal::NotAllowed, "of one lot alone");
    }
}
