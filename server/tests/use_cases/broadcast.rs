//! The host's broadcast: who may send and see it, what is taken and what refused, what the journal keeps of it, and that
//! the opening goes its way beside it.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::CACHE_CONTROL;
use axum::http::{Method, StatusCode};
use domain::broadcast::{EARLY, LARGEST_SEGMENT, LINGER, Reel, SILENCE, Segment};
use domain::opening::HostAct;
use domain::room::Event;
use domain::stage::StageName;
use domain::{Fen, LotId, Refusal};
use seal::Digest;
use serde_json::json;

use crate::client::{Answer, Client};
use crate::house::{FOOTAGE, House};
use crate::on_both;
use crate::opening::{decrypting, host};

const BASE: &str = "/api/lots";

/// How WebM with a VP8 track begins.
const BEGINNING: &[u8] = b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\
    \x16\x54\xae\x6b\x8f\xae\x8d\xd7\x81\x01\x83\x81\x01\x86\x85V_VP8";

/// A span that begins at `start` milliseconds and is `size` bytes long.
fn span(start: u32, size: usize) -> Vec<u8> {
    let mut bytes = b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff\xe7\x84".to_vec();
    bytes.extend(start.to_be_bytes());
    bytes.resize(size.max(bytes.len()), 7);
    bytes
}

async fn begin(client: &mut Client, lot: LotId) -> Result<u32, Refusal> {
    client.call("begin_broadcast", json!({ "lot": lot })).await
}

async fn end(client: &mut Client, lot: LotId, reel: u32) -> Result<(), Refusal> {
    client.call("end_broadcast", json!({ "lot": lot, "reel": reel })).await
}

async fn put_as(client: &mut Client, path: &str, digest: &str, dropped: u32, bytes: Vec<u8>) -> Result<(), Refusal> {
    let request = client.request(Method::PUT, path).header("x-segment-sm3", digest);
    let request = request.header("x-segments-dropped", dropped.to_string()).body(Body::from(bytes)).unwrap();
    let answer = client.send(request).await;
    match answer.status {
        StatusCode::NO_CONTENT => Ok(()),
        _ => Err(serde_json::from_slice(&answer.body).unwrap()),
    }
}

async fn put(client: &mut Client, lot: LotId, reel: u32, number: u32, bytes: Vec<u8>) -> Result<(), Refusal> {
    let path = format!("{BASE}/{lot}/reels/{reel}/segments/{number}");
    put_as(client, &path, &Digest::of(&bytes).to_string(), 0, bytes).await
}

async fn get(client: &mut Client, lot: LotId, reel: u32, number: u32) -> Answer {
    client.get(&format!("{BASE}/{lot}/reels/{reel}/segments/{number}")).await
}

async fn reel(client: &mut Client, lot: LotId, reel: u32) -> Reel {
    serde_json::from_slice(&client.get(&format!("{BASE}/{lot}/reels/{reel}")).await.body).unwrap()
}

/// A live reel with its beginning and two spans.
async fn live(house: &House, client: &mut Client, lot: LotId) -> u32 {
    let number = begin(client, lot).await.unwrap();
    put(client, lot, number, 0, BEGINNING.to_vec()).await.unwrap();
    for (n, start) in [(1, 0), (2, 1000)] {
        house.clock.advance_seconds(1);
        put(client, lot, number, n, span(start, 100)).await.unwrap();
    }
    number
}

/// The broadcast's events in the room.
async fn told(house: &House, lot: LotId) -> Vec<Event> {
    let entries = house.office.room_after(lot, 0).await.unwrap();
    entries.into_iter().map(|entry| entry.event).filter(|event| matches!(event, Event::Broadcast { .. })).collect()
}

on_both! {
    async fn everybody_sees_what_the_host_sends_and_the_journal_keeps_its_digests(house: House) {
        let house = house.with_demo().await;
        let (lot, _, mut tenderer) = decrypting(&house).await;
        assert_eq!(begin(&mut tenderer, lot).await, Ok(1));
        let began = house.office.now();
        let segments = [BEGINNING.to_vec(), span(0, 5000), span(1000, 100)];
        for (number, bytes) in (0..).zip(&segments) {
            house.clock.advance_seconds(1);
            put(&mut tenderer, lot, 1, number, bytes.clone()).await.unwrap();
        }
        let mut visitor = house.visitor();
        for (number, bytes) in (0..).zip(&segments) {
            let answer = get(&mut visitor, lot, 1, number).await;
            assert_eq!((answer.status, &answer.body[..]), (StatusCode::OK, &bytes[..]));
            assert_eq!(answer.headers[CACHE_CONTROL], "public, max-age=600, immutable");
        }
        // The second span begins 1 s after the first, which came 2 s after the reel began.
        let known = reel(&mut visitor, lot, 1).await;
        assert_eq!((known.segments, known.bytes, known.zero), (3, 5100 + BEGINNING.len() as u64, Some(began.plus_seconds(1))));
        assert_eq!(told(&house, lot).await, [Event::Broadcast { reel: 1, ended: None }], "no event a segment");

        end(&mut tenderer, lot, 1).await.unwrap();
        end(&mut tenderer, lot, 1).await.unwrap();
        let digests: Vec<Digest> = segments.iter().map(|bytes| Digest::of(bytes)).collect();
        let all = Digest::of_pieces(&digests).to_string();
        assert_eq!(told(&house, lot).await[1..], [Event::Broadcast { reel: 1, ended: Some((3, all.clone())) }]);
        assert_eq!(reel(&mut visitor, lot, 1).await.digest, Some(all));
        let journal = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        let kept: Vec<_> = journal.iter().filter(|row| row.act == "room.segment_received").collect();
        assert_eq!(kept.len(), 3);
        assert!(kept.iter().zip(&digests).all(|(row, digest)| row.payload.contains(&digest.to_string())));
        assert!(kept.iter().all(|row| row.room_seq.is_none() && row.lot == Some(lot.to_string())));
    }

    async fn only_the_host_sends(house: House) {
        let house = house.with_demo().await;
        let (lot, bidders, mut tenderer) = decrypting(&house).await;
        let number = live(&house, &mut tenderer, lot).await;
        let mut others = vec![(house.visitor(), Refusal::SignInFirst)];
        for login in ["supervisor", "registrar"] {
            others.push((house.signed_in(login).await, Refusal::NotAllowed));
        }
        others.push((bidders[0].client.clone(), Refusal::NotAllowed));
        for (client, refusal) in &mut others {
            assert_eq!(begin(client, lot).await.as_ref(), Err(&*refusal));
            assert_eq!(end(client, lot, number).await.as_ref(), Err(&*refusal));
            assert_eq!(put(client, lot, number, 3, span(2000, 10)).await.as_ref(), Err(&*refusal));
        }
        assert_eq!(house.room(lot).await.live(), Some(number));
        assert_eq!(put(&mut tenderer, lot, number + 1, 0, BEGINNING.to_vec()).await, Err(Refusal::NotFound));
    }

    async fn afterwards_only_supervisor_centre_and_host_see_it_again(house: House) {
        let house = house.with_demo().await;
        let (lot, bidders, mut tenderer) = decrypting(&house).await;
        let number = live(&house, &mut tenderer, lot).await;
        let list = format!("{BASE}/{lot}/reels/{number}/segments");
        assert_eq!(house.visitor().get(&list).await.status, StatusCode::UNAUTHORIZED, "not even now");
        end(&mut tenderer, lot, number).await.unwrap();
        assert_eq!(get(&mut house.visitor(), lot, number, 2).await.status, StatusCode::OK, "who is a little behind");
        house.pass(LINGER / 1000).await;
        let mut others = [house.visitor(), bidders[0].client.clone()];
        for (client, status) in others.iter_mut().zip([StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN]) {
            assert_eq!(get(client, lot, number, 2).await.status, status);
            assert_eq!(client.get(&list).await.status, status);
            assert!(client.ask::<serde_json::Value>("replay", &[("lot", &lot.to_string())]).await.is_err());
        }
        let mut able = [house.signed_in("supervisor").await, house.signed_in("registrar").await, tenderer];
        for client in &mut able {
            let answer = get(client, lot, number, 2).await;
            assert_eq!(answer.body, span(1000, 100));
            assert_eq!(answer.headers[CACHE_CONTROL], "private, max-age=31536000, immutable");
            let listed: Vec<Segment> = serde_json::from_slice(&client.get(&list).await.body).unwrap();
            assert_eq!(listed.iter().map(|one| one.start).collect::<Vec<_>>(), [0, 0, 1000]);
            assert_eq!(listed[2].digest, Digest::of(&answer.body).to_string());
        }
    }

    async fn the_same_segment_may_come_again_and_no_other_in_its_place(house: House) {
        let house = house.with_demo().await;
        let (lot, _, mut tenderer) = decrypting(&house).await;
        let number = live(&house, &mut tenderer, lot).await;
        let before = reel(&mut tenderer, lot, number).await;
        put(&mut tenderer, lot, number, 2, span(1000, 100)).await.unwrap();
        assert_eq!(reel(&mut tenderer, lot, number).await, before);
        let differs = |number: u32| Err(Refusal::DigestDiffers { part: number.to_string() });
        assert_eq!(put(&mut tenderer, lot, number, 2, span(1000, 101)).await, differs(2));
        let path = format!("{BASE}/{lot}/reels/{number}/segments/3");
        let wrong = Digest::of(b"other").to_string();
        assert_eq!(put_as(&mut tenderer, &path, &wrong, 0, span(2000, 100)).await, differs(3));
        assert_eq!(put_as(&mut tenderer, &path, "", 0, span(2000, 100)).await, differs(3));
        let gap = Err(Refusal::PartMissing { part: "3".to_owned() });
        assert_eq!(put(&mut tenderer, lot, number, 4, span(3000, 100)).await, gap, "it is told what is to come");
        end(&mut tenderer, lot, number).await.unwrap();
        assert_eq!(put(&mut tenderer, lot, number, 2, span(1000, 100)).await, Ok(()), "its answer may have been lost");
        assert_eq!(put(&mut tenderer, lot, number, 3, span(2000, 100)).await, Err(Refusal::MovedOn));
        assert_eq!(reel(&mut tenderer, lot, number).await.segments, 3);
    }

    async fn what_the_line_was_too_slow_for_is_counted(house: House) {
        let house = house.with_demo().await;
        let (lot, _, mut tenderer) = decrypting(&house).await;
        let number = live(&house, &mut tenderer, lot).await;
        let path = format!("{BASE}/{lot}/reels/{number}/segments/3");
        let late = span(31_000, 100);
        put_as(&mut tenderer, &path, &Digest::of(&late).to_string(), 29, late).await.unwrap();
        let known = reel(&mut tenderer, lot, number).await;
        assert_eq!((known.segments, known.dropped), (4, 29));
    }

    async fn what_is_too_large_or_no_webm_is_refused(house: House) {
        let house = house.with_demo().await;
        let (lot, _, mut tenderer) = decrypting(&house).await;
        let number = begin(&mut tenderer, lot).await.unwrap();
        let nothing = Err(Refusal::Invalid { problems: Vec::new() });
        for other in [b"<html>".to_vec(), span(0, 100), Vec::new()] {
            assert_eq!(put(&mut tenderer, lot, number, 0, other).await, nothing);
        }
        put(&mut tenderer, lot, number, 0, BEGINNING.to_vec()).await.unwrap();
        for other in [b"<html>".to_vec(), BEGINNING.to_vec(), Vec::new()] {
            assert_eq!(put(&mut tenderer, lot, number, 1, other).await, nothing);
        }
        let large = span(0, LARGEST_SEGMENT + 1);
        assert_eq!(put(&mut tenderer, lot, number, 1, large).await, Err(Refusal::TooLarge));
        put(&mut tenderer, lot, number, 1, span(5000, LARGEST_SEGMENT)).await.unwrap();
        assert_eq!(put(&mut tenderer, lot, number, 2, span(4999, 100)).await, nothing, "time does not run back");
        let full = Err(Refusal::QuotaUsedUp { limit: FOOTAGE });
        assert_eq!(put(&mut tenderer, lot, number, 2, span(6000, LARGEST_SEGMENT)).await, full);
        put(&mut tenderer, lot, number, 2, span(6000, 1 << 20)).await.unwrap();
    }

    async fn a_host_that_is_gone_is_noticed_and_may_come_back(house: House) {
        let house = house.with_demo().await;
        let (lot, _, mut tenderer) = decrypting(&house).await;
        let first = live(&house, &mut tenderer, lot).await;
        house.pass(SILENCE / 1000 - 1).await;
        assert_eq!(house.room(lot).await.live(), Some(first));
        put(&mut tenderer, lot, first, 3, span(2000, 100)).await.unwrap();
        house.pass(SILENCE / 1000 - 1).await;
        assert_eq!(house.room(lot).await.live(), Some(first), "it was heard");
        house.pass(2).await;
        assert_eq!(house.room(lot).await.live(), None);
        assert_eq!(put(&mut tenderer, lot, first, 4, span(3000, 100)).await, Err(Refusal::MovedOn));
        // A page that is loaded anew does not wait for the old one to be missed.
        let second = live(&house, &mut tenderer, lot).await;
        let third = live(&house, &mut tenderer, lot).await;
        assert_eq!((second, third), (first + 1, first + 2));
        assert_eq!(put(&mut tenderer, lot, second, 3, span(2000, 100)).await, Err(Refusal::MovedOn));
        assert_eq!(told(&house, lot).await.len(), 5);
    }

    async fn it_may_begin_an_hour_before_the_deadline_and_ends_with_the_opening(house: House) {
        let house = house.with_demo().await;
        let mut tenderer = house.signed_in("tenderer").await;
        let lot = house.lot(EARLY + 60).await;
        let early = Refusal::WrongStage { stage: StageName::Scheduled };
        assert_eq!(begin(&mut tenderer, lot).await, Err(early));
        house.clock.advance_seconds(60);
        let number = live(&house, &mut tenderer, lot).await;
        // Nobody bids: with the deadline the opening is over.
        house.deadline(lot).await;
        let room = house.room(lot).await;
        assert_eq!((room.stage.name(), room.live()), (StageName::Failed, None));
        assert!(matches!(told(&house, lot).await[..], [_, Event::Broadcast { reel: 1, ended: Some((3, _)) }]));
        assert_eq!(put(&mut tenderer, lot, number, 3, span(2000, 100)).await, Err(Refusal::MovedOn));
        assert_eq!(begin(&mut tenderer, lot).await, Err(Refusal::WrongStage { stage: StageName::Failed }));
    }

    async fn closing_ends_it_and_the_record_names_it(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = decrypting(&house).await;
        live(&house, &mut tenderer, lot).await;
        bidders[2].enter(lot).await.unwrap();
        for bidder in &mut bidders {
            bidder.decrypt(lot).await.unwrap();
        }
        for act in [HostAct::ReadOut, HostAct::OpenObjections] {
            host(&mut tenderer, lot, act).await.unwrap();
        }
        for bidder in &mut bidders {
            bidder.confirm(lot).await.unwrap();
        }
        host(&mut tenderer, lot, HostAct::Close).await.unwrap();
        let entries = house.office.room_after(lot, 0).await.unwrap();
        let [.., ended, closed] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!(closed.event, Event::Closed);
        let Event::Broadcast { reel: 1, ended: Some((3, digest)) } = &ended.event else { panic!("{ended:?}") };
        let data = house.visitor().get(&format!("/lots/{lot}/record.json")).await.text();
        assert!(data.contains(digest) && data.contains("直播第 1 段"), "{data}");
    }

    async fn who_watches_is_given_the_next_segment_when_it_comes(house: House) {
        let house = house.with_demo().await;
        let (lot, _, mut tenderer) = decrypting(&house).await;
        let number = live(&house, &mut tenderer, lot).await;
        let mut others: Vec<Client> = (0..3).map(|_| house.visitor()).collect();
        // One of them on another node.
        others.push(Client::new(house.router_of(house.second_node().await)));
        let waiting = others.into_iter().map(|mut other| {
            tokio::spawn(async move {
                let answer = get(&mut other, lot, number, 3).await;
                (answer.status, answer.body)
            })
        });
        let waiting: Vec<_> = waiting.collect();
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(waiting.iter().all(|one| !one.is_finished()), "it has not come");
        put(&mut tenderer, lot, number, 3, span(2000, 100)).await.unwrap();
        for one in waiting {
            let (status, body) = tokio::time::timeout(Duration::from_secs(2), one).await.unwrap().unwrap();
            assert_eq!((status, &body[..]), (StatusCode::OK, &span(2000, 100)[..]));
        }
        let mut visitor = house.visitor();
        let next = tokio::spawn(async move { get(&mut visitor, lot, number, 4).await.status });
        tokio::time::sleep(Duration::from_millis(300)).await;
        end(&mut tenderer, lot, number).await.unwrap();
        let status = tokio::time::timeout(Duration::from_secs(2), next).await.unwrap().unwrap();
        assert_eq!(status, StatusCode::NO_CONTENT, "nothing comes any more");
    }

    async fn a_page_may_use_camera_and_microphone_and_play_only_what_it_was_given(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let answer = house.signed_in("tenderer").await.get(&format!("/lots/{lot}/console")).await;
        let policy = answer.headers["permissions-policy"].to_str().unwrap();
        assert_eq!(policy, "camera=(self), display-capture=(self), geolocation=(), microphone=(self)");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("media-src blob:;") && !policy.contains("unsafe-inline"), "{policy}");
    }

    async fn a_broadcast_before_the_deadline_tells_nothing_of_the_bids(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut tenderer = house.signed_in("tenderer").await;
        live(&house, &mut tenderer, lot).await;
        let mut visitor = house.visitor();
        let before = visitor.get(&format!("/lots/{lot}/room")).await.text();
        for bidder in &mut house.bidders().await {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let after = visitor.get(&format!("/lots/{lot}/room")).await.text();
        assert_eq!(before.len(), after.len());
        assert_eq!(told(&house, lot).await.len(), 1);
    }
}
