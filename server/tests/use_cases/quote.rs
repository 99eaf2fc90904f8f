//! Rounds of quotation through the router: how they go, what is refused, and who learns what when.

use axum::http::StatusCode;
use bundle::{Given, Topic, Verdict};
use domain::opening::HostAct;
use domain::quote::{Quotation, part};
use domain::room::{Above, Cause, Room};
use domain::stage::{StageName, Window};
use domain::view::{LotView, PartKey};
use domain::{Fen, LotId, Refusal};
use seal::{Context, Header, Manifest, PartLine, SecretKey, Slip};
use serde_json::{Value, json};

use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::on_both;
use crate::opening::host;
use crate::secrecy::{Log, all_that_others_see};

impl Bidder {
    /// A sealed quotation for the round.
    fn slip(&mut self, lot: LotId, round: u32, yuan: i64) -> Slip {
        let place = Context { lot: lot.to_string(), bidder: self.code.to_string(), part: part(round) };
        self.seal_slip(&place, Quotation { price: Fen::from_yuan(yuan) }.to_text().as_bytes())
    }

    async fn hand_in(&mut self, lot: LotId, slip: &Slip) -> Result<(), Refusal> {
        self.client.call("quote", json!({ "lot": lot, "slip": slip })).await
    }

    async fn quote(&mut self, lot: LotId, round: u32, yuan: i64) -> Result<(), Refusal> {
        let slip = self.slip(lot, round, yuan);
        self.hand_in(lot, &slip).await
    }

    /// The key of its quotation, out of the header that the server stores.
    async fn quote_key(&mut self, lot: LotId, round: u32) -> PartKey {
        let bid = self.my_bid(lot).await.id;
        let header = self.client.get(&format!("/api/bids/{bid}/parts/{}/pieces/0", part(round))).await.body;
        let key = seal::unwrap(&Header::parse(&header).unwrap(), &self.key).unwrap();
        PartKey { part: part(round), key: key.to_hex().to_string() }
    }

    async fn decrypt_quote(&mut self, lot: LotId, round: u32) -> Result<(), Refusal> {
        let key = self.quote_key(lot, round).await;
        self.release(lot, &[key]).await
    }
}

fn form(house: &House, procedure: &str, rounds: u32) -> Value {
    let deadline = house.office.now().plus_seconds(600).to_local();
    json!({
        "lot_code": "TP-1", "lot_title": "谈判标段", "tenderer": "测试招标人", "ceiling": "5000000",
        "guarantee_demand": "60000", "deadline": deadline, "decrypt_minutes": "10", "objection_minutes": "5",
        "rules": { "clauses": { "decrypt": "5.2", "objection": "5.3", "quote": "6.1" } }, "validity_days": "90",
        "rounds": { "procedure": procedure, "rounds": rounds.to_string(), "quote_minutes": "5", "falling": true }
    })
}

/// Three bids of a negotiation with so many rounds are read out.
async fn read_out(house: &House, rounds: u32) -> (LotId, Vec<Bidder>, Client) {
    let mut tenderer = house.signed_in("tenderer").await;
    let form = form(house, "negotiation", rounds);
    let lot: LotId = tenderer.call("announce_lot", json!({ "form": form })).await.unwrap();
    let mut bidders = house.bidders().await;
    for (bidder, yuan) in bidders.iter_mut().zip([4_111_111, 4_222_222, 4_333_333]) {
        house.clock.advance_seconds(1);
        bidder.bid(lot, Fen::from_yuan(yuan)).await;
    }
    house.deadline(lot).await;
    for bidder in &mut bidders {
        bidder.enter(lot).await.unwrap();
    }
    for act in [HostAct::Announce, HostAct::StartDecrypt] {
        host(&mut tenderer, lot, act).await.unwrap();
    }
    for bidder in &mut bidders {
        bidder.decrypt(lot).await.unwrap();
    }
    host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
    (lot, bidders, tenderer)
}

fn prices(room: &Room) -> Vec<Fen> {
    room.rows.iter().map(|row| row.price().unwrap()).collect()
}

on_both! {
    async fn two_rounds_lead_to_a_record_with_every_price(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 2).await;
        let early = host(&mut tenderer, lot, HostAct::OpenObjections).await.unwrap_err();
        assert_eq!(early, Refusal::WrongStage { stage: StageName::ReadOut }, "rounds are to come");
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        for (bidder, yuan) in bidders.iter_mut().zip([4_011_111, 4_022_222, 4_033_333]) {
            bidder.quote(lot, 1, yuan).await.unwrap();
        }
        assert_eq!(house.room(lot).await.stage.name(), StageName::Decrypting, "all have quoted");
        for bidder in &mut bidders {
            assert_eq!(prices(&house.room(lot).await)[0], Fen::from_yuan(4_111_111), "nothing is read yet");
            bidder.decrypt_quote(lot, 1).await.unwrap();
        }
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        assert_eq!(prices(&house.room(lot).await), [4_011_111, 4_022_222, 4_033_333].map(Fen::from_yuan));

        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        bidders[0].quote(lot, 2, 3_911_111).await.unwrap();
        bidders[1].quote(lot, 2, 3_922_222).await.unwrap();
        house.pass(300).await;
        for bidder in &mut bidders[..2] {
            bidder.decrypt_quote(lot, 2).await.unwrap();
        }
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        let room = house.room(lot).await;
        assert_eq!(prices(&room), [3_911_111, 3_922_222, 4_033_333].map(Fen::from_yuan));
        assert_eq!(room.rows.iter().map(|row| room.left(row)).collect::<Vec<_>>(), [None, None, Some(2)]);

        host(&mut tenderer, lot, HostAct::OpenObjections).await.unwrap();
        let said = seal::confirmation(&lot.to_string(), &room.rows[0].bid.to_string(), &room.rows[0].line.as_ref().unwrap().said());
        let without_quotes = bidders[0].sign(&said);
        assert_eq!(bidders[0].hand_in_confirmation(lot, &without_quotes).await.unwrap_err(), Refusal::SignatureWrong);
        for bidder in &mut bidders {
            bidder.confirm(lot).await.unwrap();
        }
        host(&mut tenderer, lot, HostAct::Close).await.unwrap();
        let record = house.visitor().get(&format!("/lots/{lot}/record")).await.text();
        for shown in ["4,111,111.00", "4,011,111.00", "3,911,111.00", "叁佰玖拾壹万壹仟壹佰壹拾壹元整", "退出", "竞争性谈判"] {
            assert!(record.contains(shown), "the public record lacks {shown}");
        }
        let data: Value = serde_json::from_str(&house.visitor().get(&format!("/lots/{lot}/ocds.json")).await.text()).unwrap();
        assert_eq!(data["releases"][0]["bids"]["details"][0]["value"]["amount"], json!(3_911_111.0));
        let bundle = house.visitor().get(&format!("/lots/{lot}/bundle.json")).await;
        let report = bundle::check(&bundle.body, Given { key: Some(house.office.platform_key()), pdf: None });
        assert!(report.holds(), "{:?}", report.checks);
        assert_eq!(report.verdict(Topic::Confirmations), Some(&Verdict::Holds), "over every price");
        assert_eq!(report.verdict(Topic::Quotations), Some(&Verdict::Holds), "sealed prices of both rounds");
        let journal = store::journal::from(house.store.read(), 0, 100_000).await.unwrap();
        let told = journal.iter().filter(|row| row.payload.starts_with("{\"round\"")).count();
        assert_eq!(told, 1 + (1 + 3 + 3) + (1 + 2 + 3), "planned; started, quoted, ended, opened, read out");
    }

    async fn a_tender_has_no_rounds(house: House) {
        let house = house.with_demo().await;
        let mut tenderer = house.signed_in("tenderer").await;
        let form = form(&house, "tender", 1);
        let refused = tenderer.call::<LotId>("announce_lot", json!({ "form": form })).await.unwrap_err();
        assert_eq!(refused, Refusal::field(domain::Field::Rounds, domain::Fault::NotInATender));
    }

    async fn the_time_to_quote_is_told_with_its_clause_and_asked_for_where_there_are_rounds(house: House) {
        let house = house.with_demo().await;
        let mut tenderer = house.signed_in("tenderer").await;
        let mut announced = async |rounds: u32, clause: &str| {
            let mut form = form(&house, "negotiation", rounds);
            form["rules"]["clauses"]["quote"] = json!(clause);
            tenderer.call::<LotId>("announce_lot", json!({ "form": form })).await
        };
        let refused = announced(1, " ").await.unwrap_err();
        assert_eq!(refused, Refusal::field(domain::Field::QuoteClause, domain::Fault::Empty));
        for (rounds, clause, kept) in [(1, "谈判须知 6.1", "谈判须知 6.1"), (0, "", ""), (0, "6.1", "")] {
            let lot = announced(rounds, clause).await.unwrap();
            let terms = house.visitor().ask::<LotView>("lot", &[("lot", &lot.to_string())]).await.unwrap().terms;
            assert_eq!(terms.rules.clauses.quote, kept, "{rounds} rounds");
        }
    }

    async fn a_quotation_for_another_place_or_by_another_key_is_refused(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 2).await;
        assert_eq!(bidders[0].quote(lot, 1, 4_000_000).await.unwrap_err(), Refusal::WrongStage { stage: StageName::ReadOut });
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        let other_lot = house.lot(9000).await;
        let (bidder, code) = (&mut bidders[0], bidders_code(&house).await);
        let place = |lot: LotId, code: &str, part: &str| Context { lot: lot.to_string(), bidder: code.to_owned(), part: part.to_owned() };
        let own = bidder.code.to_string();
        let text = Quotation { price: Fen::from_yuan(4_000_000) }.to_text();
        let elsewhere = [
            place(other_lot, &own, "quote-1"),
            place(lot, &own, "quote-2"),
            place(lot, &own, "form"),
            place(lot, &code, "quote-1"),
        ];
        for wrong in elsewhere {
            let slip = bidder.seal_slip(&wrong, text.as_bytes());
            assert_eq!(bidder.hand_in(lot, &slip).await.unwrap_err(), Refusal::NotSealed, "{wrong:?}");
        }
        let right = place(lot, &own, "quote-1");
        for size in [0, 63, 65, 2000] {
            let slip = bidder.seal_slip(&right, &b" ".repeat(size));
            assert_eq!(bidder.hand_in(lot, &slip).await.unwrap_err(), Refusal::NotSealed, "{size} bytes");
        }
        let good = bidder.slip(lot, 1, 4_000_000);
        let again = bidder.slip(lot, 1, 4_000_000);
        let swapped = Slip { pieces: again.pieces.clone(), ..good.clone() };
        assert_eq!(bidder.hand_in(lot, &swapped).await.unwrap_err(), Refusal::NotSealed);
        let two = with_two_parts(&good, bidder);
        assert_eq!(bidder.hand_in(lot, &two).await.unwrap_err(), Refusal::NotSealed);
        let stranger = SecretKey::generate(&mut bidder.chance());
        let forged = Slip::seal(&right, &stranger, text.as_bytes(), &mut bidder.chance()).unwrap();
        assert_eq!(bidder.hand_in(lot, &forged).await.unwrap_err(), Refusal::SignatureWrong);
        let unsigned = Slip { signature: "zz".into(), ..good.clone() };
        assert_eq!(bidder.hand_in(lot, &unsigned).await.unwrap_err(), Refusal::SignatureWrong);
        for (login, refusal) in [("tenderer", Refusal::NotAllowed), ("supervisor", Refusal::NotAllowed), ("baiyin", Refusal::NotAllowed)] {
            let answer = house.signed_in(login).await.call::<()>("quote", json!({ "lot": lot, "slip": good })).await;
            assert_eq!(answer.unwrap_err(), refusal, "{login}");
        }
        let visitor = house.visitor().call::<()>("quote", json!({ "lot": lot, "slip": good })).await;
        assert_eq!(visitor.unwrap_err(), Refusal::SignInFirst);
        let stolen = bidders[1].hand_in(lot, &good).await;
        assert_eq!(stolen.unwrap_err(), Refusal::NotSealed, "somebody else's");
        assert_eq!(house.room(lot).await.quotes(), 0, "none of them was taken");
        bidders[0].hand_in(lot, &good).await.unwrap();
        let bid = bidders[0].my_bid(lot).await.id;
        let peek = bidders[1].client.get(&format!("/api/bids/{bid}/parts/quote-1/pieces/0")).await;
        assert_eq!(peek.status, StatusCode::NOT_FOUND, "its sealed pieces are its own");
    }

    async fn one_quotation_a_round_to_the_last_millisecond(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 1).await;
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        bidders[0].quote(lot, 1, 4_000_000).await.unwrap();
        assert_eq!(bidders[0].quote(lot, 1, 3_000_000).await.unwrap_err(), Refusal::AlreadyDone, "it stands");
        house.pass(295).await;
        house.clock.advance_millis(4_999);
        bidders[1].quote(lot, 1, 4_000_001).await.unwrap();
        house.clock.advance_millis(1);
        assert_eq!(bidders[2].quote(lot, 1, 4_000_002).await.unwrap_err(), Refusal::WindowOver);
        house.tick().await;
        let room = house.room(lot).await;
        assert_eq!((room.stage.name(), room.quotes()), (StageName::Decrypting, 2));
        let late = bidders[2].quote(lot, 1, 4_000_002).await.unwrap_err();
        assert_eq!(late, Refusal::WrongStage { stage: StageName::Decrypting });
        assert_eq!(bidders[2].release(lot, &[]).await.unwrap_err(), Refusal::NotAllowed, "it has nothing to open");
    }

    async fn a_round_stands_still_in_a_pause_and_is_longer_after_an_absence(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 1).await;
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        let begun = house.office.now();
        house.pass(100).await;
        host(&mut tenderer, lot, HostAct::Pause { reason: "线路检查".into() }).await.unwrap();
        house.pass(1000).await;
        assert_eq!(bidders[0].quote(lot, 1, 4_000_000).await.unwrap_err(), Refusal::Paused);
        host(&mut tenderer, lot, HostAct::Resume).await.unwrap();
        let until = begun.plus_seconds(1000 + 300);
        assert_eq!(house.room(lot).await.stage.window(), Some(Window::Open { until }));
        house.clock.advance_seconds(3600);
        bidders[0].quote(lot, 1, 4_000_000).await.unwrap();
        assert_eq!(house.room(lot).await.stage.window(), Some(Window::Open { until: until.plus_seconds(3600) }));
    }

    async fn a_price_above_what_may_be_is_read_out_and_marked(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 1).await;
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        for (bidder, yuan) in bidders.iter_mut().zip([5_000_001, 4_222_223, 4_333_333]) {
            bidder.quote(lot, 1, yuan).await.unwrap();
        }
        for bidder in &mut bidders {
            bidder.decrypt_quote(lot, 1).await.unwrap();
        }
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        let room = house.room(lot).await;
        let above: Vec<_> = room.rows.iter().map(|row| row.quotes[0].above).collect();
        assert_eq!(above, [Some(Above::Ceiling), Some(Above::Last), None]);
        let page = house.visitor().get(&format!("/lots/{lot}/room")).await.text();
        assert!(page.contains("高于最高限价") && page.contains("高于上次报价"), "everybody is told");
    }

    async fn who_keeps_its_key_back_has_left_and_a_wrong_key_may_be_mended(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 2).await;
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        for bidder in &mut bidders {
            bidder.quote(lot, 1, 4_000_000).await.unwrap();
        }
        let wrong = bidders[1].quote_key(lot, 1).await;
        let refused = bidders[0].release(lot, &[wrong]).await.unwrap_err();
        assert_eq!(refused, Refusal::KeyDoesNotOpen { part: "quote-1".into() });
        assert_eq!(house.room(lot).await.rows[0].refused, 1);
        bidders[0].decrypt_quote(lot, 1).await.unwrap();
        bidders[1].decrypt_quote(lot, 1).await.unwrap();
        house.pass(600).await;
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        let room = house.room(lot).await;
        assert_eq!((room.rows[2].quotes[0].failed, room.left(&room.rows[2])), (Some(Cause::Bidder), Some(1)));
        assert_eq!(bidders[2].quote(lot, 2, 3_000_000).await.unwrap_err(), Refusal::NotAllowed);
    }

    async fn what_the_platform_lost_costs_nobody_its_place(house: House) {
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 2).await;
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        bidders[0].quote(lot, 1, 4_000_000).await.unwrap();
        let key = bidders[0].quote_key(lot, 1).await;
        let bid = bidders[0].my_bid(lot).await.id;
        let kept = store::quotes::find(house.store.read(), bid, 1).await.unwrap().unwrap();
        // Another one of the same bidder lies in its place.
        let slip = serde_json::to_string(&bidders[0].slip(lot, 1, 1)).unwrap();
        store::quotes::update(house.store.read(), &store::quotes::Quote { slip, ..kept }).await.unwrap();
        bidders[1].quote(lot, 1, 4_000_000).await.unwrap();
        bidders[2].quote(lot, 1, 4_000_000).await.unwrap();
        let refused = bidders[0].release(lot, &[key]).await.unwrap_err();
        assert_eq!(refused, Refusal::StoredDiffers { part: "quote-1".into() });
        assert_eq!(house.room(lot).await.rows[0].refused, 0, "nobody is told that the key was wrong");
        bidders[1].decrypt_quote(lot, 1).await.unwrap();
        bidders[2].decrypt_quote(lot, 1).await.unwrap();
        house.pass(600).await;
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        let room = house.room(lot).await;
        assert_eq!((room.rows[0].quotes[0].failed, room.left(&room.rows[0])), (Some(Cause::Platform), None));
        assert_eq!(prices(&room)[0], Fen::from_yuan(4_111_111), "the price before stands");
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        bidders[0].quote(lot, 2, 4_000_000).await.unwrap();
    }

    async fn nobody_learns_a_quotation_before_its_round_is_read_out(house: House) {
        let (log, _guard) = Log::start();
        let house = house.with_demo().await;
        let (lot, mut bidders, mut tenderer) = read_out(&house, 1).await;
        host(&mut tenderer, lot, HostAct::StartRound).await.unwrap();
        let price = Fen::from_yuan(3_987_654);
        let secrets = [price.plain(), price.to_string(), price.get().to_string(), price.capitals()];
        for bidder in &mut bidders {
            bidder.quote(lot, 1, 3_987_654).await.unwrap();
        }
        let dump = house.dump();
        assert!(dump.contains("kaibiao-bid/2") && dump.contains("quote-1"), "the sealed quotations were looked at");
        for bidder in &mut bidders {
            bidder.decrypt_quote(lot, 1).await.unwrap();
        }
        let mut other = bidders.pop().unwrap();
        let seen = all_that_others_see(&house, lot, &mut other).await;
        let journal = format!("{:?}", store::journal::from(house.store.read(), 0, 100_000).await.unwrap());
        assert!(journal.contains("\\\"quoted\\\""), "the journal was looked at");
        tracing::trace!("the last line");
        let log = log.text();
        assert!(log.contains("the last line"), "the log was not listened to");
        for secret in &secrets {
            for (place, text) in [("dump", &dump), ("others", &seen), ("journal", &journal), ("log", &log)] {
                assert!(!text.contains(secret), "{secret} was found before the read-out: {place}");
            }
        }
        host(&mut tenderer, lot, HostAct::ReadOut).await.unwrap();
        assert!(all_that_others_see(&house, lot, &mut other).await.contains(&price.to_string()), "prices are read out");
    }
}

/// The credit code of somebody else.
async fn bidders_code(house: &House) -> String {
    let me: Option<domain::view::Me> = house.signed_in("xingan").await.ask("me", &[]).await.unwrap();
    me.unwrap().subject.unwrap().code.to_string()
}

/// The same slip with a second part in its manifest, signed by its bidder.
fn with_two_parts(slip: &Slip, bidder: &mut Bidder) -> Slip {
    let mut manifest = Manifest::parse(&slip.manifest).unwrap();
    let second = PartLine { part: "quote-2".into(), ..manifest.parts[0].clone() };
    manifest.parts.push(second);
    let manifest = manifest.to_text();
    Slip { signature: bidder.sign(&manifest), manifest, pieces: slip.pieces.clone() }
}
