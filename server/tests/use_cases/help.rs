//! Calls for help in the decrypt window: who sees them, who may answer, and that nobody else learns of them.

use std::time::Duration;

use domain::help::{Help, HelpReason};
use domain::opening::HostAct;
use domain::stage::StageName;
use domain::view::RoomView;
use domain::{LotId, Refusal};
use futures::StreamExt;
use serde_json::json;

use crate::client::Client;
use crate::live::line;
use crate::on_both;
use crate::opening::{decrypting, host};

const WORDS: &str = "换了电脑，密钥文件打不开";

async fn call(client: &mut Client, lot: LotId, words: &str) -> Result<(), Refusal> {
    client.call("call_for_help", json!({ "lot": lot, "reason": HelpReason::Key, "words": words })).await
}

async fn answer(client: &mut Client, lot: LotId, call: u64) -> Result<(), Refusal> {
    client.call("answer_help", json!({ "lot": lot, "call": call })).await
}

/// What the room's function sends to whoever asks.
async fn helps(client: &mut Client, lot: LotId) -> Vec<Help> {
    let view: RoomView = client.ask("room", &[("lot", &lot.to_string())]).await.unwrap();
    view.helps
}

on_both! {
    async fn a_call_reaches_host_and_supervisor_and_nobody_else(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        let before = house.room(lot).await;
        call(&mut bidders[1].client, lot, WORDS).await.unwrap();
        let bid = bidders[1].my_bid(lot).await.id;
        let mut supervisor = house.signed_in("supervisor").await;

        let at_host = helps(&mut tenderer, lot).await;
        assert_eq!((at_host.len(), at_host[0].call.bid, at_host[0].call.words.as_str()), (1, bid, WORDS));
        assert_eq!(at_host[0].contact.as_ref().unwrap().phone, "138****0001");
        let at_supervisor = helps(&mut supervisor, lot).await;
        assert_eq!((at_supervisor.len(), &at_supervisor[0].contact), (1, &None));
        assert_eq!(helps(&mut bidders[1].client, lot).await, at_supervisor, "the caller's own company");
        for client in [&mut bidders[0].client, &mut house.visitor(), &mut house.signed_in("registrar").await] {
            assert_eq!(helps(client, lot).await, []);
            for page in ["room", "record"] {
                assert!(!client.get(&format!("/lots/{lot}/{page}")).await.text().contains(WORDS));
            }
        }
        assert_eq!(house.room(lot).await, before, "it is no event of the room");
    }

    async fn one_call_waits_at_a_time_and_only_the_host_answers(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        call(&mut bidders[1].client, lot, "").await.unwrap();
        assert_eq!(call(&mut bidders[1].client, lot, "").await.unwrap_err(), Refusal::AlreadyDone);
        let id = helps(&mut tenderer, lot).await[0].id;
        let mut supervisor = house.signed_in("supervisor").await;
        assert_eq!(answer(&mut supervisor, lot, id).await.unwrap_err(), Refusal::NotAllowed);
        assert_eq!(answer(&mut bidders[1].client, lot, id).await.unwrap_err(), Refusal::NotAllowed);
        assert_eq!(answer(&mut tenderer, lot, id + 1000).await.unwrap_err(), Refusal::NotFound);
        answer(&mut tenderer, lot, id).await.unwrap();
        assert_eq!(answer(&mut tenderer, lot, id).await.unwrap_err(), Refusal::AlreadyDone);
        assert!(helps(&mut bidders[1].client, lot).await[0].answered.is_some());
        call(&mut bidders[1].client, lot, WORDS).await.unwrap();
        assert_eq!(helps(&mut supervisor, lot).await.len(), 2);
    }

    async fn help_is_for_those_who_still_have_to_decrypt(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        bidders[0].decrypt(lot).await.unwrap();
        assert_eq!(call(&mut bidders[0].client, lot, "").await.unwrap_err(), Refusal::AlreadyDone);
        assert_eq!(call(&mut tenderer, lot, "").await.unwrap_err(), Refusal::NotAllowed);
        assert_eq!(call(&mut house.visitor(), lot, "").await.unwrap_err(), Refusal::SignInFirst);
        let long = call(&mut bidders[1].client, lot, &"字".repeat(201)).await.unwrap_err();
        assert!(matches!(long, Refusal::Invalid { .. }));
        host(&mut tenderer, lot, HostAct::Pause { reason: "核查".into() }).await.unwrap();
        call(&mut bidders[1].client, lot, "").await.unwrap();
        host(&mut tenderer, lot, HostAct::Resume).await.unwrap();
        house.pass(600).await;
        let over = call(&mut bidders[2].client, lot, "").await.unwrap_err();
        assert_eq!(over, Refusal::WrongStage { stage: StageName::Decrypted });
    }

    async fn a_call_goes_over_the_line_of_the_host_and_not_over_the_public_one(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        let after = Some(house.room(lot).await.seq);
        let mut at_host = line(&mut tenderer, lot, after).await;
        let mut public = line(&mut house.visitor(), lot, after).await;
        // Both lines have said what they had to say.
        for stream in [&mut at_host, &mut public] {
            let first = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap().unwrap().unwrap();
            assert!(String::from_utf8_lossy(&first).contains("clock"));
        }
        call(&mut bidders[1].client, lot, WORDS).await.unwrap();
        let heard = tokio::time::timeout(Duration::from_secs(5), at_host.next()).await.unwrap().unwrap().unwrap();
        let heard = String::from_utf8_lossy(&heard);
        assert!(heard.contains("event: helps") || heard.contains("event:helps"), "{heard}");
        assert!(heard.contains(WORDS) && heard.contains("138****0001"), "{heard}");
        // The next that the public hears is the pause, and nothing of the call.
        host(&mut tenderer, lot, HostAct::Pause { reason: "协助投标人".into() }).await.unwrap();
        let heard = tokio::time::timeout(Duration::from_secs(5), public.next()).await.unwrap().unwrap().unwrap();
        let heard = String::from_utf8_lossy(&heard);
        assert!(heard.contains("paused") && !heard.contains("helps") && !heard.contains(WORDS), "{heard}");
    }
}
