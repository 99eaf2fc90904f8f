//! Openings from the deadline to the closed record, and what is refused on the way.

use domain::opening::HostAct;
use domain::room::{Cause, Event, Ruling};
use domain::stage::{Stage, StageName};
use domain::view::PartKey;
use domain::{BidId, Fen, LotId, Refusal};
use serde_json::json;

use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::on_both;

pub async fn host(client: &mut Client, lot: LotId, act: HostAct) -> Result<(), Refusal> {
    client.call("host", json!({ "lot": lot, "act": act })).await
}

/// The bidders are announced and told to decrypt.
pub async fn start_decrypt(host_of_lot: &mut Client, lot: LotId) {
    for act in [HostAct::Announce, HostAct::StartDecrypt] {
        host(host_of_lot, lot, act).await.unwrap();
    }
}

/// All prices are read out, and may be objected to and confirmed.
pub async fn read_out(host_of_lot: &mut Client, lot: LotId) {
    for act in [HostAct::ReadOut, HostAct::OpenObjections] {
        host(host_of_lot, lot, act).await.unwrap();
    }
}

pub async fn decrypting(house: &House) -> (LotId, Vec<Bidder>, Client) {
    let mut bidders = house.bidders().await;
    let (lot, tenderer) = decrypting_by(house, &mut bidders).await;
    (lot, bidders, tenderer)
}

/// Three bids, the deadline passed, two bidders signed in, names announced, decrypting begun.
pub async fn decrypting_by(house: &House, bidders: &mut [Bidder]) -> (LotId, Client) {
    let lot = house.lot(600).await;
    for (bidder, yuan) in bidders.iter_mut().zip([4_111_111, 4_222_222, 4_333_333]) {
        house.clock.advance_seconds(1);
        bidder.bid(lot, Fen::from_yuan(yuan)).await;
    }
    house.deadline(lot).await;
    bidders[0].enter(lot).await.unwrap();
    bidders[1].enter(lot).await.unwrap();
    let mut tenderer = house.signed_in("tenderer").await;
    start_decrypt(&mut tenderer, lot).await;
    (lot, tenderer)
}

/// What is stored of a part rots.
pub fn spoil(house: &House, bid: BidId, part: &str) {
    let folder = house.sealed_files().join(bid.to_string()).join(part);
    let mut runs: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    // By the number of its first piece: the first holds the header.
    runs.sort_by_key(|run| run.file_name().to_string_lossy().split('-').next().and_then(|n| n.parse::<u32>().ok()));
    std::fs::write(runs.last().unwrap().path(), b"rotten").unwrap();
}

on_both! {
    async fn an_opening_reads_all_prices_together_and_closes_with_a_record(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        bidders[0].decrypt(lot).await.unwrap();
        bidders[1].decrypt(lot).await.unwrap();
        let waits = host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap_err();
        assert_eq!(waits, Refusal::StillDecrypting { missing: 1 });
        assert!(house.room(lot).await.rows.iter().all(|row| row.line.is_none()));
        bidders[2].enter(lot).await.unwrap();
        bidders[2].decrypt(lot).await.unwrap();
        assert_eq!(house.room(lot).await.stage, Stage::Decrypted, "the window ends when all have decrypted");

        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        let prices: Vec<Fen> =
            house.room(lot).await.rows.iter().map(|row| row.line.as_ref().unwrap().form.price).collect();
        assert_eq!(prices, [4_111_111, 4_222_222, 4_333_333].map(Fen::from_yuan));
        host(&mut tenderer, lot, HostAct::OpenObjections).await.unwrap();
        let text = "第二家报价大写与小写不一致";
        bidders[0].client.call::<()>("object", json!({ "lot": lot, "text": text })).await.unwrap();
        for bidder in &mut bidders {
            bidder.confirm(lot).await.unwrap();
        }
        let open = host(&mut tenderer, lot, HostAct::Close).await.unwrap_err();
        assert_eq!(open, Refusal::ObjectionsOpen { open: 1 });
        let objection = house.room(lot).await.objections[0].id;
        let answer = HostAct::Answer { objection, text: "以大写为准".into(), ruling: Ruling::Upheld };
        host(&mut tenderer, lot, answer).await.unwrap();
        host(&mut tenderer, lot, HostAct::Close).await.unwrap();
        let record = house.visitor().get(&format!("/lots/{lot}/record")).await.text();
        for shown in ["4,111,111.00", "肆佰贰拾贰万贰仟贰佰贰拾贰元整", text, "以大写为准"] {
            assert!(record.contains(shown), "the public record lacks {shown}");
        }
    }

    async fn a_wrong_key_is_noted_and_the_right_one_may_follow(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, _) = decrypting(&house).await;
        let right = bidders[0].keys(lot).await;
        let mut swapped = right.clone();
        swapped[0].key = right[3].key.clone();
        let refused = bidders[0].release(lot, &swapped).await.unwrap_err();
        assert_eq!(refused, Refusal::KeyDoesNotOpen { part: "form".into() });
        let missing: Vec<PartKey> = right[..3].to_vec();
        let refused = bidders[0].release(lot, &missing).await.unwrap_err();
        assert_eq!(refused, Refusal::KeyDoesNotOpen { part: "document-1".into() });
        let gibberish = right.iter().map(|key| PartKey { key: "zz".into(), ..key.clone() }).collect::<Vec<_>>();
        assert!(bidders[0].release(lot, &gibberish).await.is_err());
        let room = house.room(lot).await;
        assert_eq!((room.rows[0].refused, room.rows[0].decrypted), (3, None));
        bidders[0].release(lot, &right).await.unwrap();
        assert_eq!(bidders[0].release(lot, &right).await.unwrap_err(), Refusal::AlreadyDone);
    }

    async fn bytes_that_were_damaged_are_no_fault_of_the_key(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, _) = decrypting(&house).await;
        let right = bidders[0].keys(lot).await;
        let bid = bidders[0].my_bid(lot).await.id;
        let folder = house.sealed_files().join(bid.to_string()).join("form");
        let runs = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let form = runs.into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("1-")).unwrap();
        let sealed = std::fs::read(&form).unwrap();
        let mut damaged = sealed.clone();
        damaged[20] ^= 1;
        std::fs::write(&form, damaged).unwrap();
        let refused = bidders[0].release(lot, &right).await.unwrap_err();
        assert_eq!(refused, Refusal::StoredDiffers { part: "form".into() });
        assert_eq!(house.room(lot).await.rows[0].refused, 0, "nobody is told that the key was wrong");
        // A copy from elsewhere is laid in its place.
        std::fs::write(&form, sealed).unwrap();
        bidders[0].release(lot, &right).await.unwrap();
    }

    async fn what_is_stored_is_compared_with_what_was_committed_before_anybody_decrypts(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            house.clock.advance_seconds(1);
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let damaged = bidders[1].my_bid(lot).await.id;
        spoil(&house, damaged, "document-1");
        house.clock.advance_seconds(597);
        house.office.tick().await.unwrap();
        let mut tenderer = house.signed_in("tenderer").await;
        host(&mut tenderer, lot, HostAct::Announce).await.unwrap();
        assert_eq!(host(&mut tenderer, lot, HostAct::StartDecrypt).await.unwrap_err(), Refusal::SealsUnchecked);
        house.office.check_seals().await.unwrap();
        house.office.check_seals().await.unwrap();
        assert_eq!(house.room(lot).await.differing, Some(vec![damaged]));
        host(&mut tenderer, lot, HostAct::StartDecrypt).await.unwrap();
        // Its form is whole: it is read out, and everybody knows that its document is not.
        for bidder in &mut bidders {
            bidder.enter(lot).await.unwrap();
        }
        bidders[1].decrypt(lot).await.unwrap();
        house.pass(600).await;
        let causes: Vec<Option<Cause>> = house.room(lot).await.rows.iter().map(|row| row.failed).collect();
        assert_eq!(causes, [Some(Cause::Bidder), None, Some(Cause::Bidder)]);
    }

    async fn a_confirmation_is_the_bidders_signature_over_what_was_read_out(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        bidders[0].decrypt(lot).await.unwrap();
        bidders[1].decrypt(lot).await.unwrap();
        house.pass(600).await;
        read_out(&mut tenderer, lot).await;
        let of_another = bidders[1].confirmation(lot).await;
        let entries = house.office.room_after(lot, 0).await.unwrap().len();
        for wrong in [of_another, "zz".to_owned(), String::new()] {
            let refused = bidders[0].hand_in_confirmation(lot, &wrong).await.unwrap_err();
            assert_eq!(refused, Refusal::SignatureWrong);
        }
        let price_changed = {
            let mut line = house.room(lot).await.rows[0].line.clone().unwrap();
            line.form.price = Fen::from_yuan(1);
            seal::confirmation(&lot.to_string(), &line.bid.to_string(), &line.said())
        };
        let signature = bidders[0].sign(&price_changed);
        assert_eq!(bidders[0].hand_in_confirmation(lot, &signature).await.unwrap_err(), Refusal::SignatureWrong);
        assert_eq!(house.office.room_after(lot, 0).await.unwrap().len(), entries, "nothing is noted");
        bidders[0].confirm(lot).await.unwrap();
        let told = house.office.room_after(lot, 0).await.unwrap().pop().unwrap().event;
        let Event::Confirmed { bid, signature } = told else { panic!("{told:?}") };
        let line = house.room(lot).await.rows[0].line.clone().unwrap();
        let said = seal::confirmation(&lot.to_string(), &bid.to_string(), &line.said());
        assert!(bidders[0].key.public_key().verify(said.as_bytes(), &signature.parse().unwrap()), "anybody can check it");
    }

    async fn an_upheld_objection_lets_its_bidder_decrypt_again_before_any_price_is_known(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        bidders[0].decrypt(lot).await.unwrap();
        house.pass(600).await;
        let text = "本单位网络由平台侧中断";
        bidders[1].client.call::<()>("object", json!({ "lot": lot, "text": text })).await.unwrap();
        assert_eq!(host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap_err(), Refusal::ObjectionsOpen { open: 1 });
        let objection = house.room(lot).await.objections[0].id;
        let upheld = HostAct::Answer { objection, text: "情况属实".into(), ruling: Ruling::DecryptAgain };
        for login in ["caoyuan", "supervisor"] {
            let refused = host(&mut house.signed_in(login).await, lot, upheld.clone()).await;
            assert_eq!(refused.unwrap_err(), Refusal::NotAllowed, "{login}");
        }
        host(&mut tenderer, lot, upheld).await.unwrap();
        let until = house.office.now().plus_seconds(600);
        assert_eq!(house.room(lot).await.stage, Stage::Decrypting(domain::stage::Window::Open { until }));
        bidders[2].enter(lot).await.unwrap();
        assert_eq!(bidders[2].decrypt(lot).await.unwrap_err(), Refusal::WindowOver, "the others stay out");
        bidders[1].decrypt(lot).await.unwrap();
        assert_eq!(house.room(lot).await.stage, Stage::Decrypted);
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        let read: Vec<bool> = house.room(lot).await.rows.iter().map(|row| row.line.is_some()).collect();
        assert_eq!(read, [true, true, false]);
    }

    async fn who_does_not_decrypt_in_time_is_out_and_the_others_go_on(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        bidders[0].decrypt(lot).await.unwrap();
        assert_eq!(bidders[2].decrypt(lot).await.unwrap_err(), Refusal::NotSignedIn);
        house.pass(599).await;
        house.clock.advance_seconds(1);
        assert_eq!(bidders[1].decrypt(lot).await.unwrap_err(), Refusal::WindowOver);
        house.office.tick().await.unwrap();
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        let room = house.room(lot).await;
        let causes: Vec<Option<Cause>> = room.rows.iter().map(|row| row.failed).collect();
        assert_eq!(causes, [None, Some(Cause::Bidder), Some(Cause::Bidder)]);
        assert_eq!(room.rows.iter().filter(|row| row.line.is_some()).count(), 1);
    }

    async fn bytes_that_were_lost_by_the_platform_are_not_the_bidders_fault(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, _) = decrypting(&house).await;
        let bid = bidders[1].my_bid(lot).await.id;
        spoil(&house, bid, "document-1");
        bidders[0].decrypt(lot).await.unwrap();
        house.pass(600).await;
        let causes: Vec<Option<Cause>> = house.room(lot).await.rows.iter().map(|row| row.failed).collect();
        assert_eq!(causes, [None, Some(Cause::Platform), Some(Cause::Bidder)]);
    }

    async fn fewer_than_three_bids_stay_sealed(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        bidders[0].bid(lot, Fen::from_yuan(4_000_000)).await;
        bidders[1].bid(lot, Fen::from_yuan(4_000_001)).await;
        house.deadline(lot).await;
        assert_eq!(house.room(lot).await.stage, Stage::Failed);
        let refused = bidders[0].enter(lot).await.unwrap_err();
        assert_eq!(refused, Refusal::WrongStage { stage: StageName::Failed });
        let mut tenderer = house.signed_in("tenderer").await;
        let refused = host(&mut tenderer, lot, HostAct::Announce).await.unwrap_err();
        assert_eq!(refused, Refusal::WrongStage { stage: StageName::Failed });
    }

    async fn acts_out_of_order_sent_straight_to_the_server_are_refused(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let mut tenderer = house.signed_in("tenderer").await;
        let scheduled = Refusal::WrongStage { stage: StageName::Scheduled };
        for act in [HostAct::Announce, HostAct::StartDecrypt, HostAct::ReadOut, HostAct::OpenObjections, HostAct::Close]
        {
            assert_eq!(host(&mut tenderer, lot, act).await.unwrap_err(), scheduled);
        }
        assert_eq!(bidders[0].enter(lot).await.unwrap_err(), scheduled);
        assert_eq!(bidders[0].decrypt(lot).await.unwrap_err(), scheduled);
        assert_eq!(house.room(lot).await.seq, 0, "nothing happened");
        house.deadline(lot).await;
        let sign_in = Refusal::WrongStage { stage: StageName::SignIn };
        assert_eq!(host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap_err(), sign_in);
        assert_eq!(bidders[0].decrypt(lot).await.unwrap_err(), sign_in);
        let object = bidders[0].client.call::<()>("object", json!({ "lot": lot, "text": "早" })).await;
        assert_eq!(object.unwrap_err(), sign_in);
    }

    async fn only_the_host_of_a_lot_leads_its_opening(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        house.deadline(lot).await;
        for login in ["caoyuan", "registrar", "supervisor"] {
            let refused = host(&mut house.signed_in(login).await, lot, HostAct::Announce).await;
            assert_eq!(refused.unwrap_err(), Refusal::NotAllowed, "{login}");
        }
        let refused = host(&mut house.visitor(), lot, HostAct::Announce).await;
        assert_eq!(refused.unwrap_err(), Refusal::SignInFirst);
        let without_bid = house.bidders().await[0].enter(lot).await;
        assert_eq!(without_bid.unwrap_err(), Refusal::NotAllowed);
    }

    async fn a_pause_keeps_the_time_that_remained(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        house.pass(590).await;
        host(&mut tenderer, lot, HostAct::Pause { reason: "线路检查".into() }).await.unwrap();
        assert_eq!(bidders[0].decrypt(lot).await.unwrap_err(), Refusal::Paused);
        house.clock.advance_seconds(3600);
        house.office.tick().await.unwrap();
        host(&mut tenderer, lot, HostAct::Resume).await.unwrap();
        house.pass(9).await;
        bidders[0].decrypt(lot).await.unwrap();
        house.clock.advance_seconds(1);
        let late = bidders[1].decrypt(lot).await.unwrap_err();
        assert_eq!(late, Refusal::WindowOver, "that the server was away in the pause adds nothing");
    }
}
