//! What is said in the room: who may, who learns of it, and what is left of a message that was hidden.

use std::time::Duration;

use domain::floor::{BETWEEN, Floor, MANY, Message, Speaker};
use domain::opening::HostAct;
use domain::room::Event;
use domain::stage::StageName;
use domain::view::RoomView;
use domain::{LotId, Refusal};
use futures::StreamExt;
use serde_json::json;

use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::live::{entries, line};
use crate::on_both;
use crate::opening::{decrypting, host, read_out};

const RUDE: &str = "这句话不文明";
const REASON: &str = "用语不当";

async fn say(client: &mut Client, lot: LotId, text: &str) -> Result<(), Refusal> {
    client.call("say", json!({ "lot": lot, "text": text })).await
}

async fn hide(client: &mut Client, lot: LotId, said: u64) -> Result<(), Refusal> {
    client.call("hide", json!({ "lot": lot, "said": said, "reason": REASON })).await
}

async fn turn(client: &mut Client, lot: LotId, open: bool) -> Result<(), Refusal> {
    client.call("turn_floor", json!({ "lot": lot, "open": open })).await
}

/// What the room's function sends to whoever asks.
async fn messages(client: &mut Client, lot: LotId) -> Vec<Message> {
    let view: RoomView = client.ask("room", &[("lot", &lot.to_string())]).await.unwrap();
    Floor::of(&view.entries).messages
}

/// From the decrypt stage to the close, without objections.
async fn close(house: &House, lot: LotId, bidders: &mut [Bidder], tenderer: &mut Client) {
    bidders[2].enter(lot).await.unwrap();
    for bidder in bidders.iter_mut() {
        bidder.decrypt(lot).await.unwrap();
    }
    read_out(tenderer, lot).await;
    house.pass(300).await;
    host(tenderer, lot, HostAct::Close).await.unwrap();
}

on_both! {
    async fn everybody_hears_who_may_speak_and_the_record_keeps_it(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        let mut supervisor = house.signed_in("supervisor").await;
        say(&mut tenderer, lot, " 请各投标人抓紧解密 ").await.unwrap();
        say(&mut bidders[0].client, lot, "正在解密").await.unwrap();
        say(&mut supervisor, lot, "解密时限应当向各投标人说明").await.unwrap();
        say(&mut house.signed_in("registrar").await, lot, "已到场见证").await.unwrap();
        let bid = bidders[0].my_bid(lot).await.id;
        let heard: Vec<(Speaker, String)> =
            messages(&mut house.visitor(), lot).await.into_iter().map(|one| (one.by, one.text)).collect();
        let expected = [
            (Speaker::Host, "请各投标人抓紧解密"),
            (Speaker::Bidder { bid }, "正在解密"),
            (Speaker::Supervisor, "解密时限应当向各投标人说明"),
            (Speaker::Witness, "已到场见证"),
        ];
        assert_eq!(heard, expected.map(|(by, text)| (by, text.to_owned())));

        // What everybody is told reads without scripts too; the bidders' talk would drown it.
        let page = house.visitor().get(&format!("/lots/{lot}/room")).await.text();
        assert!(page.contains("请各投标人抓紧解密") && page.contains("解密时限应当向各投标人说明"));
        close(&house, lot, &mut bidders, &mut tenderer).await;
        let record = house.visitor().get(&format!("/lots/{lot}/record")).await.text();
        let data = house.visitor().get(&format!("/lots/{lot}/record.json")).await.text();
        for (_, text) in expected {
            assert!(record.contains(text) && data.contains(text), "{text}");
        }
    }

    async fn no_bidder_speaks_before_the_announcement_and_nobody_after_the_close(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, domain::Fen::from_yuan(4_000_000)).await;
        }
        let (mut tenderer, mut supervisor) = (house.signed_in("tenderer").await, house.signed_in("supervisor").await);
        let early = |stage| Refusal::WrongStage { stage };
        let refused = say(&mut bidders[0].client, lot, "早").await.unwrap_err();
        assert_eq!(refused, early(StageName::Scheduled));
        say(&mut tenderer, lot, "请提前检查设备").await.unwrap();
        say(&mut supervisor, lot, "已到场监督").await.unwrap();
        house.deadline(lot).await;
        bidders[0].enter(lot).await.unwrap();
        assert_eq!(say(&mut bidders[0].client, lot, "早").await.unwrap_err(), early(StageName::SignIn));
        host(&mut tenderer, lot, HostAct::Announce).await.unwrap();
        assert_eq!(say(&mut bidders[1].client, lot, "没有签到").await.unwrap_err(), Refusal::NotSignedIn);
        say(&mut bidders[0].client, lot, "已签到").await.unwrap();
        assert_eq!(messages(&mut house.visitor(), lot).await.len(), 3);

        bidders[1].enter(lot).await.unwrap();
        host(&mut tenderer, lot, HostAct::StartDecrypt).await.unwrap();
        host(&mut tenderer, lot, HostAct::Pause { reason: "线路检查".into() }).await.unwrap();
        say(&mut bidders[1].client, lot, "暂停时也可以说话").await.unwrap();
        host(&mut tenderer, lot, HostAct::Resume).await.unwrap();
        close(&house, lot, &mut bidders, &mut tenderer).await;
        for client in [&mut tenderer, &mut supervisor, &mut bidders[0].client] {
            assert_eq!(say(client, lot, "晚").await.unwrap_err(), early(StageName::Closed));
        }
        assert_eq!(turn(&mut tenderer, lot, false).await.unwrap_err(), early(StageName::Closed));
    }

    async fn nobody_else_speaks_and_only_the_host_keeps_order(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        say(&mut bidders[0].client, lot, RUDE).await.unwrap();
        let said = messages(&mut tenderer, lot).await[0].seq;
        let before = house.room(lot).await;
        assert_eq!(say(&mut house.visitor(), lot, "旁听").await.unwrap_err(), Refusal::SignInFirst);
        for login in ["baiyin"] {
            let refused = say(&mut house.signed_in(login).await, lot, "旁听").await.unwrap_err();
            assert_eq!(refused, Refusal::NotAllowed, "{login}");
        }
        assert!(matches!(say(&mut tenderer, lot, &"字".repeat(301)).await, Err(Refusal::Invalid { .. })));
        let mut supervisor = house.signed_in("supervisor").await;
        let mut second = bidders[1].client.clone();
        for client in [&mut bidders[0].client, &mut second, &mut supervisor] {
            assert_eq!(hide(client, lot, said).await.unwrap_err(), Refusal::NotAllowed);
            assert_eq!(turn(client, lot, false).await.unwrap_err(), Refusal::NotAllowed);
        }
        assert_eq!(hide(&mut tenderer, lot, said + 1).await.unwrap_err(), Refusal::NotFound);
        assert_eq!(house.room(lot).await, before, "what was refused has left nothing");

        say(&mut supervisor, lot, "程序有误").await.unwrap();
        let note = messages(&mut tenderer, lot).await[1].seq;
        assert_eq!(hide(&mut tenderer, lot, note).await.unwrap_err(), Refusal::NotAllowed, "not what a supervisor notes");
        turn(&mut tenderer, lot, false).await.unwrap();
        assert_eq!(say(&mut bidders[1].client, lot, "在").await.unwrap_err(), Refusal::FloorClosed);
        turn(&mut tenderer, lot, true).await.unwrap();
        say(&mut bidders[1].client, lot, "在").await.unwrap();
    }

    async fn a_bidder_does_not_flood_the_room(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, _) = decrypting(&house).await;
        say(&mut bidders[0].client, lot, "一").await.unwrap();
        assert_eq!(say(&mut bidders[0].client, lot, "二").await.unwrap_err(), Refusal::TooOften { seconds: 5 });
        say(&mut bidders[1].client, lot, "我").await.unwrap();
        for _ in 1..MANY {
            house.clock.advance_millis(BETWEEN);
            say(&mut bidders[0].client, lot, "二").await.unwrap();
        }
        house.clock.advance_millis(BETWEEN);
        assert_eq!(say(&mut bidders[0].client, lot, "三").await.unwrap_err(), Refusal::TooOften { seconds: 55 });
    }

    async fn a_hidden_message_is_told_to_nobody_who_comes_later_and_the_journal_keeps_it(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        let mut early = line(&mut house.visitor(), lot, Some(house.room(lot).await.seq)).await;
        say(&mut bidders[0].client, lot, RUDE).await.unwrap();
        let heard = entries(&mut early, 1).await;
        let Event::Said { text, .. } = &heard[0].event else { panic!("{heard:?}") };
        assert_eq!(text, RUDE);
        hide(&mut tenderer, lot, heard[0].seq).await.unwrap();
        assert_eq!(hide(&mut tenderer, lot, heard[0].seq).await.unwrap_err(), Refusal::AlreadyDone);
        let then = entries(&mut early, 1).await;
        assert_eq!(then[0].event, Event::Hidden { said: heard[0].seq, reason: REASON.into() });

        // The same feed, which had made the message ready to be sent.
        let mut late = line(&mut house.visitor(), lot, None).await;
        let all = entries(&mut late, then[0].seq as usize).await;
        assert_eq!(all, house.office.room_after(lot, 0).await.unwrap());
        assert!(!serde_json::to_string(&all).unwrap().contains(RUDE));
        drop((early, late));
        tokio::time::sleep(Duration::from_millis(10)).await;
        let mut anew = line(&mut house.visitor(), lot, None).await;
        let first = anew.next().await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&first).contains(RUDE));
        for page in ["room", "record"] {
            assert!(!bidders[1].client.get(&format!("/lots/{lot}/{page}")).await.text().contains(RUDE));
        }

        close(&house, lot, &mut bidders, &mut tenderer).await;
        for paper in ["record", "record.json", "ocds.json"] {
            let text = house.visitor().get(&format!("/lots/{lot}/{paper}")).await.text();
            assert!(!text.contains(RUDE), "{paper}");
            assert_eq!(text.contains(REASON), paper != "ocds.json", "{paper}");
        }
        let journal = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        let kept = journal.iter().filter(|row| row.payload.contains(RUDE)).count();
        assert_eq!(kept, 1, "the journal keeps its words");
    }
}
