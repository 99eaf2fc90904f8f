//! The live line: everything since a given entry, then whatever happens.

use std::io::Read;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, StatusCode};
use domain::opening::HostAct;
use domain::room::{Entry, Event, Room};
use domain::{Fen, LotId};
use flate2::read::GzDecoder;
use futures::StreamExt;
use serde_json::json;
use server::serving::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::client::Client;
use crate::house::House;
use crate::on_both;

/// What is told is heard within this time.
const PATIENCE: Duration = Duration::from_secs(5);

/// A line's text, read until `enough` entries have come.
pub async fn entries(stream: &mut BodyDataStream, enough: usize) -> Vec<Entry> {
    let mut text = Vec::new();
    loop {
        let found = entries_in(&String::from_utf8_lossy(&text));
        if found.len() >= enough {
            return found;
        }
        let chunk = timeout(PATIENCE, stream.next()).await.expect("an event in time");
        text.extend_from_slice(&chunk.unwrap().unwrap());
    }
}

/// Those that have come whole; the lengths of chunks may stand between.
fn entries_in(text: &str) -> Vec<Entry> {
    let (whole, _) = text.rsplit_once("\n\n").unwrap_or_default();
    whole
        .split("\n\n")
        .filter(|block| block.contains("id:"))
        .filter_map(|block| block.lines().find_map(|line| line.strip_prefix("data:")))
        .map(|data| serde_json::from_str(data.trim()).unwrap())
        .collect()
}

pub async fn line(client: &mut Client, lot: LotId, last: Option<u64>) -> BodyDataStream {
    let request = client.request(Method::GET, &format!("/api/rooms/{lot}/events?after=0"));
    let request = match last {
        Some(seq) => request.header("last-event-id", seq.to_string()),
        None => request,
    };
    let answer = client.connect(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.into_body().into_data_stream()
}

/// A line over which little fits at a time: neither end keeps more than some thousand bytes.
async fn narrow_line(house: &House, lot: LotId, version: &str) -> TcpStream {
    let (listening, calling) = (TcpSocket::new_v4().unwrap(), TcpSocket::new_v4().unwrap());
    listening.set_send_buffer_size(4096).unwrap();
    calling.set_recv_buffer_size(4096).unwrap();
    listening.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = listening.listen(1).unwrap();
    let mut line = calling.connect(listener.local_addr().unwrap()).await.unwrap();
    tokio::spawn(serve(listener, house.router.clone()));
    let request = format!("GET /api/rooms/{lot}/events?after=0 {version}\r\nhost: here\r\n\r\n");
    line.write_all(request.as_bytes()).await.unwrap();
    line
}

/// What a socket brings until it holds what is looked for.
async fn heard(line: &mut TcpStream, enough: impl Fn(&str) -> bool) -> String {
    heard_as(line, |bytes| String::from_utf8_lossy(bytes).into_owned(), enough).await
}

/// The same, of bytes that are read as text in some way.
async fn heard_as(line: &mut TcpStream, read_as: impl Fn(&[u8]) -> String, enough: impl Fn(&str) -> bool) -> String {
    let (mut all, mut some) = (Vec::new(), [0; 1000]);
    loop {
        let read = timeout(PATIENCE, line.read(&mut some)).await.expect("more in time").unwrap();
        assert!(read > 0, "the line has ended");
        all.extend_from_slice(&some[..read]);
        let text = read_as(&all);
        if enough(&text) {
            return text;
        }
    }
}

/// The head of an answer, and what gzip makes of the chunks that have come whole.
fn unpacked(bytes: &[u8]) -> String {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return String::new() };
    let (head, mut chunks) = bytes.split_at(end + 4);
    let mut stream = Vec::new();
    while let Some(line) = chunks.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(str::from_utf8(&chunks[..line]).unwrap(), 16).unwrap();
        let Some(chunk) = chunks.get(line + 2..line + 2 + length) else { break };
        stream.extend_from_slice(chunk);
        chunks = chunks.get(line + 2 + length + 2..).unwrap_or_default();
    }
    let mut text = head.to_vec();
    // The stream never ends, which a reader that wants the end calls an error.
    let _no_end = GzDecoder::new(&*stream).read_to_end(&mut text);
    String::from_utf8(text).unwrap()
}

on_both! {
    async fn a_dropped_line_comes_back_and_sees_all_it_missed(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        for bidder in &mut house.bidders().await {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let mut visitor = house.visitor();
        let mut first = line(&mut visitor, lot, None).await;
        house.deadline(lot).await;
        let seen = entries(&mut first, 2).await;
        assert!(matches!(seen[0].event, Event::DeadlinePassed { bids: 3 }));
        drop(first);

        let mut tenderer = house.signed_in("tenderer").await;
        for act in [HostAct::Announce, HostAct::StartDecrypt] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        let mut again = line(&mut visitor, lot, Some(seen[1].seq)).await;
        let missed = entries(&mut again, 2).await;
        assert_eq!(missed.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 4]);

        let pause = HostAct::Pause { reason: "线路检查".into() };
        tenderer.call::<()>("host", json!({ "lot": lot, "act": pause })).await.unwrap();
        let live = entries(&mut again, 1).await;
        let all = [seen, missed, live].concat();
        assert_eq!(Room::replay(&all).unwrap(), house.room(lot).await, "the browser's picture is the server's");
    }

    async fn whoever_comes_late_is_sent_the_same_as_whoever_was_there(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut early = line(&mut house.visitor(), lot, None).await;
        for bidder in &mut house.bidders().await {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        house.deadline(lot).await;
        let mut tenderer = house.signed_in("tenderer").await;
        for act in [HostAct::Announce, HostAct::StartDecrypt] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        let seen = entries(&mut early, 4).await;
        let mut late = line(&mut house.visitor(), lot, None).await;
        assert_eq!(entries(&mut late, 4).await, seen);
        assert_eq!(seen, house.office.room_after(lot, 0).await.unwrap());
    }

    async fn who_reads_nothing_holds_up_nobody_and_then_misses_nothing(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        for bidder in &mut house.bidders().await {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let mut idle = narrow_line(&house, lot, "HTTP/1.1").await;
        heard(&mut idle, |text| text.contains("event: clock")).await;
        let mut quick = line(&mut house.visitor(), lot, None).await;
        house.deadline(lot).await;
        let mut tenderer = house.signed_in("tenderer").await;
        for act in [HostAct::Announce, HostAct::StartDecrypt] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        for _ in 0..40 {
            for act in [HostAct::Pause { reason: "检".repeat(300) }, HostAct::Resume] {
                tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
            }
        }
        let seen = entries(&mut quick, 84).await;
        let late = entries_in(&heard(&mut idle, |text| entries_in(text).len() >= 84).await);
        assert_eq!(seen, late);
        assert_eq!(seen, house.office.room_after(lot, 0).await.unwrap());
        // It is told with the others again.
        tenderer.call::<()>("host", json!({ "lot": lot, "act": HostAct::Pause { reason: "检".into() } })).await.unwrap();
        heard(&mut idle, |text| text.contains("paused")).await;
    }

    async fn a_proxy_that_speaks_http_1_0_is_sent_no_chunks(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        house.deadline(lot).await;
        let mut line = narrow_line(&house, lot, "HTTP/1.0").await;
        let text = heard(&mut line, |text| text.contains("event: clock") && text.ends_with("\n\n")).await;
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.0 200") && !head.contains("transfer-encoding"), "{head}");
        let fields = ["id: ", "data: ", "event: ", "retry: "];
        let known = |line: &str| line.is_empty() || fields.iter().any(|field| line.starts_with(field));
        assert!(body.lines().all(known), "{body}");
    }

    async fn a_browser_is_sent_the_same_packed(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        for bidder in &mut house.bidders().await {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        house.deadline(lot).await;
        let mut early = narrow_line(&house, lot, "HTTP/1.1\r\naccept-encoding: gzip, deflate, br").await;
        let mut tenderer = house.signed_in("tenderer").await;
        let pause = HostAct::Pause { reason: "检".repeat(300) };
        for act in [HostAct::Announce, HostAct::StartDecrypt, pause] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        let mut late = narrow_line(&house, lot, "HTTP/1.1\r\naccept-encoding: gzip").await;
        for line in [&mut early, &mut late] {
            let told = heard_as(line, unpacked, |text| entries_in(text).len() >= 5).await;
            let head = told.split("\r\n\r\n").next().unwrap();
            for field in ["content-encoding: gzip", "vary: accept-encoding", "x-accel-buffering: no"] {
                assert!(head.contains(field), "{head}");
            }
            assert_eq!(entries_in(&told), house.office.room_after(lot, 0).await.unwrap());
        }
    }

    async fn who_hangs_up_is_let_go(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut line = narrow_line(&house, lot, "HTTP/1.1").await;
        heard(&mut line, |text| text.contains("event: clock")).await;
        line.shutdown().await.unwrap();
        assert_eq!(timeout(PATIENCE, line.read(&mut [0; 100])).await.expect("let go in time").unwrap(), 0);
    }

    async fn there_is_no_line_to_a_room_that_does_not_exist(house: House) {
        for lot in ["nonsense", "01arz3ndektsv4rrffq69g5fav"] {
            let visitor = house.visitor();
            let request = visitor.request(Method::GET, &format!("/api/rooms/{lot}/events")).body(Body::empty()).unwrap();
            assert_eq!(visitor.connect(request).await.status(), StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn two_nodes_tell_the_same_in_the_same_order_at_once() {
    let house = House::on_postgres("two nodes").await.with_demo().await;
    let lot = house.lot(600).await;
    let second = house.second_node().await;
    let hearing = second.clone();
    tokio::spawn(async move { hearing.hear_others().await });
    let mut there = line(&mut Client::new(house.router_of(second)), lot, None).await;
    let mut here = line(&mut house.visitor(), lot, None).await;
    for bidder in &mut house.bidders().await {
        bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
    }
    house.deadline(lot).await;
    // Sooner than the room's own look at the journal.
    let soon = Duration::from_secs(2);
    assert_eq!(timeout(soon, entries(&mut there, 2)).await.unwrap().len(), 2);
    let mut tenderer = house.signed_in("tenderer").await;
    for act in [HostAct::Announce, HostAct::StartDecrypt, HostAct::Pause { reason: "线路检查".into() }] {
        tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
    }
    let (seen_there, seen_here) =
        timeout(soon, async { (entries(&mut there, 3).await, entries(&mut here, 5).await) }).await.unwrap();
    assert_eq!(seen_there, seen_here[2..]);
}
