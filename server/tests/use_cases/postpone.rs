//! Postponing a deadline: who may and until when, what moves with it, and what everybody is told.

use domain::postpone::PostponeForm;
use domain::reminder::{Reminder, reminders};
use domain::room::Event;
use domain::stage::{Stage, StageName};
use domain::view::{LotView, OwnBids};
use domain::{Fault, Fen, Field, LotId, Refusal, Timestamp};
use ledger::Receipt;
use serde_json::json;

use crate::client::Client;
use crate::house::committed;
use crate::live::{entries, line};
use crate::on_both;

const REASON: &str = "招标文件答疑澄清，延长编制时间";
const DAY: i64 = 86_400;

async fn postpone(client: &mut Client, lot: LotId, until: Timestamp, reason: &str) -> Result<(), Refusal> {
    let form = PostponeForm { deadline: until.to_local(), reason: reason.into() };
    client.call("postpone", json!({ "lot": lot, "form": form })).await
}

async fn view(client: &mut Client, lot: LotId) -> LotView {
    client.ask("lot", &[("lot", &lot.to_string())]).await.unwrap()
}

on_both! {
    async fn bids_stay_and_everything_follows_the_new_deadline(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        let receipt = bidders[0].bid(lot, Fen::from_yuan(4_000_000)).await.receipt.unwrap();
        bidders[1].bid(lot, Fen::from_yuan(4_000_001)).await;
        let before = house.office.now().plus_seconds(600);
        let until = before.plus_days(20);
        postpone(&mut house.signed_in("tenderer").await, lot, until, REASON).await.unwrap();

        house.clock.set(before);
        house.office.tick().await.unwrap();
        assert_eq!(house.room(lot).await.stage, Stage::Scheduled, "the old deadline is none");
        house.clock.set(until.plus_days(-2));
        let mut first = house.signed_in("caoyuan").await;
        let OwnBids { bids, now } = first.ask("my_bids", &[]).await.unwrap();
        assert_eq!(reminders(&bids[0].0, &bids[0].1, now), [Reminder::Rehearse], "two days before the new one");
        bidders[0].client = first;
        let mine = bidders[0].my_bid(lot).await;
        assert!(committed(mine.state));
        assert_eq!(mine.receipt.as_ref(), Some(&receipt), "the receipt is the one that was issued");
        let receipt: Receipt = serde_json::from_str(&receipt).unwrap();
        assert!(receipt.verify_by(&house.office.platform_key()).is_ok());
        bidders[0].rehearse(lot).await.unwrap();
        bidders[1].client = house.signed_in("xingan").await;
        let bid = bidders[1].my_bid(lot).await.id;
        bidders[1].client.call::<()>("withdraw_bid", json!({ "bid": bid })).await.unwrap();
        bidders[1].bid(lot, Fen::from_yuan(3_999_999)).await;
        bidders[2].client = house.signed_in("dalai").await;
        house.clock.set(until.plus_millis(-1));
        bidders[2].client = house.signed_in("dalai").await;
        bidders[2].bid(lot, Fen::from_yuan(4_000_002)).await;
        house.deadline(lot).await;
        assert_eq!(house.office.now(), until);
        let room = house.room(lot).await;
        assert_eq!((room.stage.name(), room.bids), (StageName::SignIn, Some(3)));
        let mut late = house.signed_in("caoyuan").await;
        let refused = late.call::<()>("withdraw_bid", json!({ "bid": mine.id })).await.unwrap_err();
        assert_eq!(refused, Refusal::DeadlinePassed { deadline: until, late_by: 0 });
    }

    async fn everybody_sees_from_when_to_when_and_why(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(DAY).await;
        let first = house.office.now().plus_seconds(DAY);
        let mut tenderer = house.signed_in("tenderer").await;
        let (second, third) = (first.plus_days(1), first.plus_days(20));
        let mut open = line(&mut house.visitor(), lot, None).await;
        postpone(&mut tenderer, lot, second, REASON).await.unwrap();
        house.clock.advance_seconds(60);
        postpone(&mut tenderer, lot, third, "  修改工程量清单 ").await.unwrap();
        for mut client in [house.visitor(), house.signed_in("supervisor").await, house.signed_in("caoyuan").await] {
            let seen = view(&mut client, lot).await;
            assert_eq!(seen.terms.deadline, third);
            let told: Vec<_> = seen.postponed.iter().map(|one| (one.from, one.until, one.reason.as_str())).collect();
            assert_eq!(told, [(first, second, REASON), (second, third, "修改工程量清单")]);
            assert_eq!(seen.postponed[1].at, house.office.now());
            let page = client.get(&format!("/lots/{lot}")).await.text();
            for words in [REASON, "修改工程量清单", &first.to_string(), &second.to_string(), &third.to_string()] {
                assert!(page.contains(words), "{words} is missing");
            }
            let room = client.get(&format!("/lots/{lot}/room")).await.text();
            assert!(room.contains("推迟投标截止（开标）时间") && room.contains(REASON));
        }
        let live: Vec<Event> = entries(&mut open, 2).await.into_iter().map(|entry| entry.event).collect();
        let events: Vec<Event> =
            house.office.room_after(lot, 0).await.unwrap().into_iter().map(|entry| entry.event).collect();
        let kept: Vec<Event> = view(&mut house.visitor(), lot).await.postponed.iter().map(|one| one.event()).collect();
        assert_eq!(events, kept, "the row and the journal tell the same");
        assert_eq!(live, events, "whoever has the room open learns of it");
    }

    async fn the_calendar_counts_postponements_and_moves(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(DAY).await;
        let path = format!("/lots/{lot}/calendar.ics");
        let has = |text: &str, lines: &[&str]| {
            for line in lines {
                assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is missing: {text}");
            }
        };
        let uid = format!("UID:{lot}@kaibiao");
        // Tests begin at 09:00 in Beijing.
        has(&house.visitor().get(&path).await.text(), &[&uid, "SEQUENCE:0", "DTSTART:20261125T010000Z", "DTSTAMP:20261124T010000Z"]);
        let mut tenderer = house.signed_in("tenderer").await;
        let deadline = house.office.now().plus_seconds(DAY);
        for (n, days) in [(1, 1), (2, 3)] {
            house.clock.advance_seconds(60);
            postpone(&mut tenderer, lot, deadline.plus_days(days), REASON).await.unwrap();
            let text = house.visitor().get(&path).await.text();
            let start = format!("DTSTART:202611{}T010000Z", 25 + days);
            has(&text, &[&uid, &format!("SEQUENCE:{n}"), &start, &format!("DTSTAMP:20261124T010{n}00Z")]);
        }
    }

    async fn only_the_host_postpones_and_only_to_later_and_in_time(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let deadline = house.office.now().plus_seconds(600);
        let later = deadline.plus_days(1);
        for login in ["caoyuan", "registrar", "supervisor"] {
            let refused = postpone(&mut house.signed_in(login).await, lot, later, REASON).await;
            assert_eq!(refused, Err(Refusal::NotAllowed), "{login}");
        }
        assert_eq!(postpone(&mut house.visitor(), lot, later, REASON).await, Err(Refusal::SignInFirst));
        let mut tenderer = house.signed_in("tenderer").await;
        for not_later in [deadline, deadline.plus_seconds(-1)] {
            let refused = postpone(&mut tenderer, lot, not_later, REASON).await;
            assert_eq!(refused, Err(Refusal::field(Field::Deadline, Fault::NotLater { than: deadline })));
        }
        assert_eq!(postpone(&mut tenderer, lot, later, " ").await, Err(Refusal::field(Field::Reason, Fault::Empty)));
        let mut visitor = house.visitor();
        visitor.call::<()>("start_practice", json!({})).await.ok();
        let practice = store::lots::running_practice(house.store.read()).await.unwrap()[0].id;
        assert_eq!(postpone(&mut tenderer, practice, later, REASON).await, Err(Refusal::NotAllowed));
        let untouched = view(&mut tenderer, lot).await;
        assert_eq!((untouched.terms.deadline, untouched.postponed.len()), (deadline, 0));
        assert_eq!(house.room(lot).await.seq, 0, "what was refused is told to nobody");

        // Nobody has looked at the clock yet: the moment itself decides.
        house.clock.set(deadline);
        let late = Refusal::DeadlinePassed { deadline, late_by: 0 };
        assert_eq!(postpone(&mut tenderer, lot, later, REASON).await, Err(late));
        house.office.tick().await.unwrap();
        assert_eq!(house.room(lot).await.stage.name(), StageName::Failed);
        house.clock.set(deadline.plus_seconds(-1));
        let failed = Refusal::WrongStage { stage: StageName::Failed };
        assert_eq!(postpone(&mut tenderer, lot, later, REASON).await, Err(failed), "though the clock was set back");
    }

    async fn the_record_and_its_papers_tell_of_it(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let deadline = house.office.now().plus_seconds(600);
        postpone(&mut house.signed_in("tenderer").await, lot, deadline.plus_days(2), REASON).await.unwrap();
        house.deadline(lot).await;
        let mut visitor = house.visitor();
        for paper in ["record", "record.json", "ocds.json"] {
            let text = visitor.get(&format!("/lots/{lot}/{paper}")).await.text();
            assert!(text.contains(REASON), "{paper} does not tell why: {text}");
            assert!(text.contains(&deadline.to_string()), "{paper} does not tell from when");
        }
        let printed = house.office.record(lot).await.unwrap();
        assert_eq!(printed.terms.deadline, deadline.plus_days(2));
    }

    async fn an_act_that_waited_over_the_deadline_came_too_late(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let deadline = house.office.now().plus_seconds(600);
        let mut bidders = house.bidders().await;
        let bid = bidders[0].bid(lot, Fen::from_yuan(4_000_000)).await.id;
        let mut tenderer = house.signed_in("tenderer").await;
        house.clock.set(deadline.plus_millis(-1));
        // Somebody else writes, so that both must wait; meanwhile the deadline comes.
        let other = house.store.write().await.unwrap();
        let withdraw = bidders[0].client.call::<()>("withdraw_bid", json!({ "bid": bid }));
        let postpone = postpone(&mut tenderer, lot, deadline.plus_days(1), REASON);
        let deadline_comes = async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            house.clock.set(deadline);
            drop(other);
        };
        let (withdrawn, postponed, ()) = tokio::join!(withdraw, postpone, deadline_comes);
        let late = Err(Refusal::DeadlinePassed { deadline, late_by: 0 });
        assert_eq!((withdrawn, postponed), (late.clone(), late));
    }
}
