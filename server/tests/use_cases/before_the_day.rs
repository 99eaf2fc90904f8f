//! Before the day: what reminds a bidder, the calendar of a lot, and the measuring of a line, which can not be abused.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use domain::Fen;
use domain::reminder::{Reminder, reminders};
use domain::view::OwnBids;

use crate::client::{Answer, Client};
use crate::on_both;

async fn reminded(client: &mut Client) -> Vec<Reminder> {
    let OwnBids { bids, now } = client.ask("my_bids", &[]).await.unwrap();
    bids.iter().flat_map(|(lot, bid)| reminders(lot, bid, now)).collect()
}

async fn probe(client: &mut Client, bytes: usize) -> Answer {
    let request = client.request(Method::POST, "/api/probe").body(Body::from(vec![7; bytes])).unwrap();
    client.send(request).await
}

on_both! {
    async fn a_bidder_is_reminded_of_its_own_bids_and_sees_it_on_its_pages(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(10 * 86_400).await;
        let bidder = &mut house.bidders().await[0];
        let sealed = bidder.seal(lot, Fen::from_yuan(4_000_000)).await;
        assert_eq!(reminded(&mut bidder.client).await, [], "ten days before");
        house.clock.advance_seconds(8 * 86_400);
        let mut client = house.signed_in("caoyuan").await;
        assert_eq!(reminded(&mut client).await, [Reminder::Lodge]);
        for page in ["/", "/my/bids"] {
            assert!(client.get(page).await.text().contains("尚未递交"), "{page}");
        }
        bidder.client = client;
        bidder.send(&sealed).await;
        bidder.commit(&sealed).await.unwrap();
        assert_eq!(reminded(&mut bidder.client).await, [Reminder::Rehearse]);
        assert!(bidder.client.get("/").await.text().contains("尚未演练解密"));
        bidder.rehearse(lot).await.unwrap();
        assert_eq!(reminded(&mut bidder.client).await, []);
        let mut other = house.signed_in("xingan").await;
        assert!(!other.get("/").await.text().contains("待办提醒"), "another company was reminded");
        assert!(!house.visitor().get("/").await.text().contains("待办提醒"), "a visitor was reminded");
    }

    async fn the_calendar_of_a_lot_is_public_and_says_when_and_where(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(86_400).await;
        let mut visitor = house.visitor();
        let answer = visitor.get(&format!("/lots/{lot}/calendar.ics")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers[CONTENT_TYPE], "text/calendar; charset=utf-8");
        let text = answer.text();
        // Tests begin at 09:00 in Beijing.
        for line in [format!("UID:{lot}@kaibiao"), "DTSTART:20261125T010000Z".into(), "DTSTAMP:20261124T010000Z".into()] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is missing: {text}");
        }
        house.clock.advance_seconds(3600);
        assert_eq!(visitor.get(&format!("/lots/{lot}/calendar.ics")).await.text(), text, "it differs from hour to hour");
        for missing in ["nonsense", "01arz3ndektsv4rrffq69g5fav"] {
            let answer = visitor.get(&format!("/lots/{missing}/calendar.ics")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }

    async fn a_line_is_measured_with_few_bytes_and_not_too_often(house: House) {
        let house = house.with_demo().await;
        let mut visitor = house.visitor();
        let answer = probe(&mut visitor, 1000).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let measured: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(measured["bytes"], 1000);
        assert_eq!(measured["now"], house.office.now().millis());
        assert_eq!(probe(&mut visitor, 256 * 1024).await.status, StatusCode::OK);
        assert_eq!(probe(&mut visitor, 256 * 1024 + 1).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let mut refused = 0;
        for _ in 0..200 {
            refused += u32::from(probe(&mut visitor, 0).await.status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert_eq!(refused, 83, "a hundred and twenty are taken in a minute");
        let mut bidder = house.signed_in("caoyuan").await;
        assert_eq!(probe(&mut bidder, 0).await.status, StatusCode::OK, "a visitor took the turn of a bidder");
    }
}
