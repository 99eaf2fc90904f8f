//! The server goes away and comes back: by rule the windows of all openings end later, and nothing else changes.

use domain::away::AWAY;
use domain::opening::HostAct;
use domain::room::Event;
use domain::stage::{StageName, Window};
use domain::{Fen, LotId, Refusal, Timestamp};

use crate::house::House;
use crate::on_both;
use crate::opening::{decrypting, decrypting_by, host};

/// When the running window ends.
async fn until(house: &House, lot: LotId) -> Timestamp {
    match house.room(lot).await.stage.window() {
        Some(Window::Open { until }) => until,
        other => panic!("no running window but {other:?}"),
    }
}

/// Each extension in the room: from when to when the server was away, and until when the window runs now.
async fn extensions(house: &House, lot: LotId) -> Vec<(Timestamp, Timestamp, Timestamp)> {
    let entries = house.office.room_after(lot, 0).await.unwrap();
    let extension = |event| match event {
        Event::WindowExtended { away_from, away_until, until, .. } => Some((away_from, away_until, until)),
        _ => None,
    };
    entries.into_iter().filter_map(|entry| extension(entry.event)).collect()
}

on_both! {
    async fn the_decrypt_window_is_longer_by_as_long_as_the_server_was_away(house: House) {
        let house = house.with_demo().await;
        let (lot, _, _) = decrypting(&house).await;
        let begun = house.office.now();
        house.pass(100).await;
        house.clock.advance_seconds(42);
        house.office.tick().await.unwrap();
        let (from, to) = (begun.plus_seconds(100), begun.plus_seconds(142));
        assert_eq!(extensions(&house, lot).await, [(from, to, begun.plus_seconds(642))]);
        assert_eq!(until(&house, lot).await, begun.plus_seconds(642));
        let told = format!(
            "服务器中断 42 秒（{} 至 {}），解密时限顺延至 {}。", from.clock(), to.clock(), begun.plus_seconds(642).clock()
        );
        let page = house.visitor().get(&format!("/lots/{lot}/room")).await.text();
        assert!(page.contains(&told) && page.contains("时限已顺延"), "everybody is told: {told}");
        let journal = store::journal::from(house.store.read(), 0, 100_000).await.unwrap();
        let entry = journal.iter().find(|row| row.payload.contains("window_extended")).unwrap();
        assert_eq!((entry.actor.as_str(), entry.act.as_str()), ("clock", "room.event"));
    }

    async fn a_late_beat_moves_nothing(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, _) = decrypting(&house).await;
        house.clock.advance_millis(AWAY);
        bidders[0].decrypt(lot).await.unwrap();
        house.clock.advance_millis(AWAY);
        house.office.tick().await.unwrap();
        assert_eq!(extensions(&house, lot).await, []);
    }

    async fn a_window_that_ran_out_meanwhile_gives_back_what_remained(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        house.pass(590).await;
        house.clock.advance_seconds(3600);
        // The very first thing after the return is a bidder's act, before the clock is looked at.
        bidders[0].decrypt(lot).await.unwrap();
        let refused = host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap_err();
        assert_eq!(refused, Refusal::StillDecrypting { missing: 2 });
        house.pass(9).await;
        bidders[1].decrypt(lot).await.unwrap();
        house.pass(1).await;
        let room = house.room(lot).await;
        assert_eq!(room.stage.name(), StageName::Decrypted);
        assert!(room.rows[2].failed.is_some() && room.rows[1].failed.is_none());
        assert_eq!(extensions(&house, lot).await.len(), 1);
    }

    async fn the_clock_does_not_close_a_window_before_it_is_made_longer(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, _) = decrypting(&house).await;
        house.pass(590).await;
        house.clock.advance_seconds(3600);
        house.office.tick().await.unwrap();
        assert_eq!(until(&house, lot).await, house.office.now().plus_seconds(10));
        bidders[0].decrypt(lot).await.unwrap();
    }

    async fn two_nodes_make_one_absence_good_once_and_one_that_lives_is_enough(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, _) = decrypting(&house).await;
        let second = house.second_node().await;
        house.pass(60).await;
        house.clock.advance_seconds(42);
        let (one, other, act) = tokio::join!(house.office.tick(), second.tick(), bidders[0].decrypt(lot));
        one.unwrap();
        other.unwrap();
        act.unwrap();
        assert_eq!(extensions(&house, lot).await.len(), 1);
        // For a minute only the second node is there; the first finds nothing to make good.
        for _ in 0..20 {
            house.clock.advance_seconds(3);
            second.tick().await.unwrap();
        }
        house.office.tick().await.unwrap();
        assert_eq!(extensions(&house, lot).await.len(), 1);
        house.clock.advance_seconds(20);
        second.tick().await.unwrap();
        assert_eq!(extensions(&house, lot).await.len(), 2, "another absence is another");
    }

    async fn every_opening_is_made_good_objections_too(house: House) {
        let house = house.with_demo().await;
        let (first, mut bidders, mut tenderer) = decrypting(&house).await;
        bidders[2].enter(first).await.unwrap();
        for bidder in &mut bidders {
            bidder.decrypt(first).await.unwrap();
        }
        host(&mut tenderer, first, HostAct::ReadOut).await.unwrap();
        let (second, _) = decrypting_by(&house, &mut bidders).await;
        host(&mut tenderer, first, HostAct::OpenObjections).await.unwrap();
        house.office.tick().await.unwrap();
        let before = (until(&house, first).await, until(&house, second).await);
        house.pass(120).await;
        house.clock.advance_seconds(500);
        // One lot's act must not keep the other from what it is owed.
        bidders[0].confirm(first).await.unwrap();
        house.office.tick().await.unwrap();
        let after = (until(&house, first).await, until(&house, second).await);
        assert_eq!(after, (before.0.plus_seconds(500), before.1.plus_seconds(500)));
        let early = host(&mut tenderer, first, HostAct::Close).await.unwrap_err();
        assert_eq!(early, Refusal::WrongStage { stage: StageName::Objections });
    }

    async fn the_deadline_for_bids_is_never_moved(house: House) {
        let house = house.with_demo().await;
        let (running, mut bidders, _) = decrypting(&house).await;
        let lot = house.lot(120).await;
        let sealed = bidders[0].seal(lot, Fen::from_yuan(4_000_000)).await;
        bidders[0].send(&sealed).await;
        house.pass(110).await;
        house.clock.advance_seconds(60);
        let refused = bidders[0].commit(&sealed).await.unwrap_err();
        assert!(matches!(refused, Refusal::DeadlinePassed { late_by: 50_000, .. }), "{refused:?}");
        house.office.tick().await.unwrap();
        assert_eq!(house.room(lot).await.stage.name(), StageName::Failed);
        assert_eq!(extensions(&house, running).await.len(), 1, "though the server is known to have been away");
    }
}
