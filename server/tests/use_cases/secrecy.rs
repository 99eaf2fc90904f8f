//! Before the opening nobody learns who bids, how many, or anything of a bid; nothing kept on disk tells a price.
//! There are neither metrics nor mails; whoever adds them adds them here.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use domain::opening::HostAct;
use domain::{BidId, Fen, LotId};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::json;

use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::on_both;

const YUAN: i64 = 4_567_893;

/// What somebody else could read: every public or signed-in view of the lot, by everybody but the bidder.
pub async fn all_that_others_see(house: &House, lot: LotId, other: &mut Bidder) -> String {
    let mut seen = String::new();
    for client in &mut everybody(house, other).await {
        for path in pages(lot, "") {
            seen.push_str(&client.get(&path).await.text());
        }
        for call in ["lot", "room"] {
            let view: serde_json::Value = client.ask(call, &[("lot", &lot.to_string())]).await.unwrap();
            seen.push_str(&view.to_string());
        }
    }
    seen
}

/// A visitor, another bidder, and one person of each role.
async fn everybody(house: &House, other: &Bidder) -> Vec<Client> {
    let mut clients = vec![house.visitor(), other.client.clone()];
    for login in ["tenderer", "registrar", "supervisor", "baiyin"] {
        clients.push(house.signed_in(login).await);
    }
    clients
}

/// Every page there is, as the router lists them: of this lot, and about this company; and the papers of the record.
fn pages(lot: LotId, code: &str) -> Vec<String> {
    let fill = |path: String| path.replace("{lot}", &lot.to_string()).replace("{code}", code);
    let others = server::papers::ADDRESSES.into_iter().chain(["/lots/{lot}/calendar.ics"]).map(str::to_owned);
    // The list of all companies names whoever bids and whoever does not; what one's own account shows depends on where its
    // owner is signed in, and since when.
    let apart = ["/subjects", "/my/account", "/my/people"];
    let those = server::router::pages().into_iter().filter(|page| !apart.contains(&page.as_str()));
    let pages: Vec<String> = those.chain(others).map(fill).collect();
    assert!(pages.contains(&format!("/lots/{lot}/record")), "{pages:?}");
    pages
}

/// Asks every address with everything that might name the bid: server functions by form and by JSON, pieces, events.
async fn ask_everything(client: &Client, lot: LotId, bid: BidId) -> String {
    let mut seen = String::new();
    let named = [("lot", lot.to_string()), ("bid", bid.to_string()), ("query", "草原".to_owned())];
    let form = named.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let json = json!(named.into_iter().collect::<std::collections::HashMap<_, _>>()).to_string();
    let functions: Vec<&str> = server_fn_paths().map(|(path, _)| path).collect();
    assert!(functions.len() > 20, "{functions:?}");
    for path in functions {
        for (kind, body) in [("application/x-www-form-urlencoded", &form), ("application/json", &json)] {
            // A copy each time: one of them signs out.
            let mut client = client.clone();
            let request = client.request(Method::POST, path).header(CONTENT_TYPE, kind).header(ACCEPT, "*/*");
            seen.push_str(&client.send(request.body(Body::from(body.clone())).unwrap()).await.text());
        }
    }
    for part in ["form", "guarantee", "guarantee-file", "document-1", "quote-1"] {
        for piece in ["", "/0", "/1"] {
            let path = format!("/api/bids/{bid}/parts/{part}/pieces{piece}");
            seen.push_str(&client.clone().get(&path).await.text());
        }
    }
    seen
}

/// What a log at its most talkative tells of the thread of this test, on which the house runs too.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let lines = log.clone();
        let all = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        (log, tracing::subscriber::set_default(all.with_writer(move || lines.clone()).finish()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn secrets() -> Vec<String> {
    let price = Fen::from_yuan(YUAN);
    vec![
        price.plain(),
        price.to_string(),
        price.get().to_string(),
        price.capitals(),
        "保密经理".into(),
        "保密银行".into(),
    ]
}

on_both! {
    async fn nobody_learns_who_bids_or_how_many_before_the_deadline(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        let mut other = bidders.pop().unwrap();
        let before = all_that_others_see(&house, lot, &mut other).await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(YUAN)).await;
        }
        let after = all_that_others_see(&house, lot, &mut other).await;
        for bidder in &bidders {
            assert!(!after.contains(&bidder.name) && !after.contains(bidder.code.as_str()), "{} was named", bidder.name);
        }
        for secret in secrets() {
            assert!(!after.contains(&secret), "{secret} was seen");
        }
        // Nonces and the like differ from page to page; their number of bytes does not.
        assert_eq!(before.len(), after.len(), "a page changed when bids came in");
    }

    async fn nothing_kept_tells_a_price_before_the_keys_are_released(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(YUAN)).await;
        }
        house.deadline(lot).await;
        let mut kept = String::from_utf8_lossy(&house.everything_kept()).into_owned();
        for row in store::journal::from(house.store.read(), 0, 10_000).await.unwrap() {
            kept.push_str(&format!("{row:?}"));
        }
        assert!(kept.contains("kaibiao-seal/1"), "the sealed files were looked at");
        for secret in secrets().into_iter().chain(["confidential".to_owned()]) {
            assert!(!kept.contains(&secret), "{secret} was kept");
        }
    }

    async fn no_page_endpoint_log_line_or_dump_tells_anything_of_a_sealed_bid(house: House) {
        let (log, _guard) = Log::start();
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        let other = bidders.pop().unwrap();
        let mut bids = Vec::new();
        for bidder in &mut bidders {
            bids.push(bidder.bid(lot, Fen::from_yuan(YUAN)).await.id);
            bidder.rehearse(lot).await.unwrap();
        }
        let mut others = String::new();
        for mut client in everybody(&house, &other).await {
            for path in pages(lot, bidders[0].code.as_str()) {
                others.push_str(&client.get(&path).await.text());
            }
            for bid in &bids {
                others.push_str(&ask_everything(&client, lot, *bid).await);
            }
        }
        let mut own = String::new();
        for (bidder, bid) in bidders.iter().zip(&bids) {
            for path in pages(lot, bidders[0].code.as_str()) {
                own.push_str(&bidder.client.clone().get(&path).await.text());
            }
            own.push_str(&ask_everything(&bidder.client, lot, *bid).await);
        }
        assert!(own.contains(&bids[0].to_string()), "the bidder sees that it has bid");
        for bid in &bids {
            assert!(!others.contains(&format!("\"{bid}\"")), "a bid was named to somebody else");
        }
        let kept = String::from_utf8_lossy(&house.everything_kept()).into_owned();
        let dump = house.dump();
        assert!(dump.contains(&bids[1].to_string()), "the database was looked at");
        tracing::trace!("the last line");
        let log = log.text();
        assert!(log.contains("the last line"), "the log was not listened to: {log}");
        let places = [("others", &others), ("own", &own), ("kept", &kept), ("dump", &dump), ("log", &log)];
        for secret in secrets().into_iter().chain(["confidential".to_owned()]) {
            for (place, text) in &places {
                assert!(!text.contains(&secret), "{secret} was found: {place}");
            }
        }
    }

    async fn no_price_is_shown_until_all_are_read_out(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(600).await;
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(YUAN)).await;
        }
        house.deadline(lot).await;
        for bidder in &mut bidders {
            bidder.enter(lot).await.unwrap();
        }
        let mut tenderer = house.signed_in("tenderer").await;
        for act in [HostAct::Announce, HostAct::StartDecrypt] {
            tenderer.call::<()>("host", json!({ "lot": lot, "act": act })).await.unwrap();
        }
        for bidder in &mut bidders {
            bidder.decrypt(lot).await.unwrap();
        }
        let mut other = bidders.pop().unwrap();
        let seen = all_that_others_see(&house, lot, &mut other).await;
        for secret in secrets() {
            assert!(!seen.contains(&secret), "{secret} was seen before the read-out");
        }
        tenderer.call::<()>("host", json!({ "lot": lot, "act": HostAct::ReadOut })).await.unwrap();
        let seen = all_that_others_see(&house, lot, &mut other).await;
        assert!(seen.contains(&Fen::from_yuan(YUAN).to_string()), "prices are read out");
    }
}
