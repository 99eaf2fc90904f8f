//! Who may what, tried out: every server function and every address, by everybody there is, beside `rights.txt`. `UPDATE=1`
//! writes that file anew; a function that is not in the table below fails the test.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use axum::body::Body;
use axum::http::Method;
use axum::http::header::ACCEPT;
use domain::Refusal;
use domain::help::HelpReason;
use domain::opening::HostAct;
use domain::subject::role::SubjectRole;
use domain::view::Me;
use domain::{BidId, Fen, LotId, SubjectId};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};

use crate::bidder::Bidder;
use crate::client::Client;
use crate::colleagues::colleague;
use crate::house::House;
use crate::on_both;
use crate::roles::in_roles;

const PEOPLE: [&str; 10] = [
    "visitor",
    "viewer",
    "submitter",
    "administrator",
    "other-company",
    "host",
    "other-tenderer",
    "registrar",
    "supervisor",
    "both-roles",
];

struct World {
    lot: LotId,
    bid: BidId,
    subject: SubjectId,
}

enum Input {
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

/// What each function is called with: right in form, and mostly refused for something else than rights.
#[rustfmt::skip]
fn functions(World { lot, bid, subject }: &World) -> Vec<(&'static str, Input)> {
    use Input::{Form, Json};
    let nobody = "01k00000000000000000000000";
    let of_lot = || Form(vec![("lot", lot.to_string())]);
    let lot_form = json!({
        "lot_code": "", "lot_title": "", "tenderer": "", "ceiling": "", "guarantee_demand": "", "deadline": "",
        "decrypt_minutes": "", "objection_minutes": "", "rules": { "clauses": { "decrypt": "", "objection": "" } }, "validity_days": ""
    });
    let account = json!({ "login": "newcomer", "password": "a long password", "password_again": "a long password" });
    vec![
        ("me", Form(vec![])),
        ("sign_in", Form(vec![("login", "nobody".into()), ("password", "wrong".into())])),
        ("open_account", Json(json!({ "code": "", "account": account }))),
        ("division", Form(vec![("code", "152500".into())])),
        ("my_file", Form(vec![])),
        ("save_draft", Json(json!({ "form": domain::subject::Form::default() }))),
        ("file", Form(vec![])),
        ("detach", Form(vec![("id", String::new())])),
        ("withdraw_change", Form(vec![])),
        ("confirm_data", Form(vec![])),
        ("desk", Form(vec![])),
        ("find_case", Form(vec![("code", "911525001000002270".into())])),
        ("case", Form(vec![("id", nobody.into())])),
        ("claim_case", Form(vec![("id", nobody.into())])),
        ("rule_case", Json(json!({ "id": nobody, "ruling": "approve" }))),
        ("decide", Json(json!({ "subject": subject, "form": domain::subject::life::LifeForm::default() }))),
        ("register_key", Json(json!({ "public_key": "" }))),
        ("credit", Form(vec![("code", "911525001000002270".into())])),
        ("find_subjects", Form(vec![("query", "草原".into())])),
        ("lots", Form(vec![])),
        ("lot", of_lot()),
        ("announce_lot", Json(json!({ "form": lot_form }))),
        ("postpone", Json(json!({ "lot": lot, "form": { "deadline": "", "reason": "" } }))),
        ("begin_bid", Json(json!({ "lot": lot }))),
        ("commit_bid", Json(json!({ "bid": bid, "manifest": "", "signature": "" }))),
        ("rehearse_bid", Json(json!({ "bid": bid, "signature": "" }))),
        ("my_bids", Form(vec![])),
        ("start_practice", Form(vec![])),
        ("room", of_lot()),
        ("record", of_lot()),
        ("enter_room", Json(json!({ "lot": lot }))),
        ("release_keys", Json(json!({ "lot": lot, "keys": [] }))),
        ("object", Json(json!({ "lot": lot, "text": "大写有误" }))),
        ("quote", Json(json!({ "lot": lot, "slip": { "manifest": "", "signature": "", "pieces": [] } }))),
        ("confirm", Json(json!({ "lot": lot, "signature": "" }))),
        ("call_for_help", Json(json!({ "lot": lot, "reason": HelpReason::Key, "words": "" }))),
        ("answer_help", Json(json!({ "lot": lot, "call": 1 }))),
        ("say", Json(json!({ "lot": lot, "text": "" }))),
        ("hide", Json(json!({ "lot": lot, "said": 1, "reason": "" }))),
        ("turn_floor", Json(json!({ "lot": lot, "open": false }))),
        ("host", Json(json!({ "lot": lot, "act": HostAct::Announce }))),
        ("together", of_lot()),
        ("host_together", Json(json!({ "lot": lot, "act": HostAct::Announce }))),
        ("begin_broadcast", Json(json!({ "lot": lot }))),
        ("end_broadcast", Json(json!({ "lot": lot, "reel": 1 }))),
        ("replay", of_lot()),
        ("account", Form(vec![])),
        ("prove", Json(json!({ "password": "wrong", "code": "" }))),
        ("end_session", Json(json!({ "id": "" }))),
        ("end_other_sessions", Json(json!({}))),
        ("change_password", Json(json!({ "password": "a long password", "again": "another one" }))),
        ("set_email", Json(json!({ "email": "" }))),
        ("set_reminders", Json(json!({ "wanted": false }))),
        ("begin_codes", Json(json!({}))),
        ("confirm_codes", Json(json!({ "code": "" }))),
        ("end_codes", Json(json!({}))),
        ("begin_passkey", Json(json!({}))),
        ("add_passkey", Json(json!({ "secret": "", "answer": "", "name": "钥匙" }))),
        ("remove_passkey", Json(json!({ "id": "" }))),
        ("ask_passkey", Json(json!({}))),
        ("sign_in_by_passkey", Json(json!({ "secret": "", "answer": "" }))),
        ("ask_certificate", Json(json!({ "login": "nobody" }))),
        ("sign_in_by_certificate", Json(json!({ "signature": "", "code": "" }))),
        ("recover", Form(vec![("login", "nobody".into())])),
        ("reset_password", Form(vec![
            ("secret", String::new()), ("password", "a long password".into()), ("password_again", "a long password".into()),
        ])),
        ("colleagues", Form(vec![])),
        ("invite", Json(json!({ "email": "", "seat": "viewer" }))),
        ("withdraw_invitation", Json(json!({ "id": "" }))),
        ("invitation", Form(vec![("secret", String::new())])),
        ("join", Json(json!({ "secret": "", "email": "", "account": account }))),
        ("reseat", Json(json!({ "who": nobody, "seat": "viewer" }))),
        ("remove_colleague", Json(json!({ "who": nobody }))),
        ("hand_over", Json(json!({ "subject": subject, "email": "", "evidence": "", "document": "" }))),
        ("my_certificates", Form(vec![])),
        ("request_certificate", Json(json!({ "request": "", "countersignature": null }))),
        ("revoke_certificate", Json(json!({ "fingerprint": "", "reason": domain::certificate::RevocationReason::ALL[0] }))),
        ("challenge_certificate", Json(json!({ "pem": "" }))),
        ("register_certificate", Json(json!({ "pem": "", "said": "", "signature": "" }))),
        ("certificate_requests", Form(vec![])),
        ("decide_request", Json(json!({ "subject": subject, "digest": "", "approve": false }))),
        ("certificates_of", Form(vec![("subject", subject.to_string())])),
        ("list_subjects", Json(json!({ "query": domain::subject::search::SubjectQuery::default() }))),
        ("reveal", Json(json!({ "sought": { "case": { "case": nobody, "spot": { "item": "contact_phone" }, "in_force": false } }, "purpose": "核对" }))),
        ("looks", Form(vec![("code", "911525001000002270".into())])),
        // It takes away the bid that the others of its column use.
        ("withdraw_bid", Json(json!({ "bid": bid }))),
        // It ends the session that the others of its column use.
        ("sign_out", Form(vec![])),
    ]
}

/// Addresses that are no functions and no pages.
fn addresses(World { lot, bid, .. }: &World) -> Vec<(Method, String, String)> {
    let (get, put) = (Method::GET, Method::PUT);
    let of_bid = |rest: &str| (format!("/api/bids/{bid}{rest}"), format!("/api/bids/BID{rest}"));
    let of_lot = |rest: &str| (format!("/api/lots/{lot}{rest}"), format!("/api/lots/LOT{rest}"));
    let same = |path: &str| (path.to_owned(), path.to_owned());
    let all = [
        (get.clone(), of_bid("/parts/form/pieces")),
        (get.clone(), of_bid("/parts/form/pieces/0")),
        (put.clone(), of_bid("/parts/form/pieces/9")),
        (get.clone(), of_lot("/copy")),
        (put.clone(), of_lot("/copy")),
        (get.clone(), of_lot("/reels/1")),
        (get.clone(), of_lot("/reels/1/segments")),
        (get.clone(), of_lot("/reels/1/segments/0")),
        (put.clone(), of_lot("/reels/1/segments/0")),
        (get.clone(), same("/api/subjects.csv")),
        (put.clone(), same("/api/subjects?dry=true")),
        (put.clone(), same("/api/extracts/registry")),
        (put.clone(), same("/api/attachments/of/licence_scan")),
        (get.clone(), same("/api/attachments/01k00000000000000000000000")),
        (get.clone(), same("/ca/crl")),
        (get, (format!("/lots/{lot}/calendar.ics"), "/lots/LOT/calendar.ics".to_owned())),
    ];
    all.into_iter().map(|(method, (path, name))| (method, path, name)).collect()
}

/// What the answer says of the caller's right.
fn word(answer: Result<Value, Refusal>) -> &'static str {
    match answer {
        Err(Refusal::SignInFirst) => "sign-in",
        Err(Refusal::NotAllowed) => "no",
        Err(Refusal::NotFound) => "hidden",
        Err(Refusal::RoleMissing { .. }) => "role",
        // Done, or refused for something else.
        Ok(_) | Err(_) => "may",
    }
}

async fn everybody(house: &House) -> (World, Vec<Client>) {
    let lot = house.lot(3600).await;
    let mut bidder = Bidder::with_key(house.signed_in("caoyuan").await, 1).await;
    bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
    let bid = bidder.my_bid(lot).await.id;
    let mut administrator = bidder.client;
    let me: Option<Me> = administrator.ask("me", &[]).await.unwrap();
    let subject = me.unwrap().subject.unwrap().id;
    let viewer = colleague(house, &mut administrator, "narisu", "viewer").await;
    let submitter = colleague(house, &mut administrator, "qiqige", "submitter").await;
    let other = house.signed_in("xingan").await;
    let mut people = vec![house.visitor(), viewer, submitter, administrator, other];
    people.push(house.signed_in("tenderer").await);
    people.push(house.another_tenderer().await);
    for login in ["registrar", "supervisor"] {
        people.push(house.signed_in(login).await);
    }
    people.push(in_roles(house, "dalai", &[SubjectRole::Bidder, SubjectRole::Tenderer]).await);
    (World { lot, bid, subject }, people)
}

async fn table(house: &House) -> String {
    let (world, people) = everybody(house).await;
    let mut table = format!("{:<48}", "");
    for who in PEOPLE {
        write!(table, "{who:<16}").unwrap();
    }
    for (name, input) in functions(&world) {
        write!(table, "\n{name:<48}").unwrap();
        for one in &people {
            let mut client = one.clone();
            let answer = match &input {
                Input::Json(input) => client.call::<Value>(name, input.clone()).await,
                Input::Form(input) => {
                    let input: Vec<(&str, &str)> = input.iter().map(|(key, value)| (*key, value.as_str())).collect();
                    client.ask::<Value>(name, &input).await
                }
            };
            write!(table, "{:<16}", word(answer)).unwrap();
        }
    }
    let people = &everybody_again(house, people).await;
    for (method, path, name) in addresses(&world) {
        write!(table, "\n{:<48}", format!("{method} {name}")).unwrap();
        for one in people {
            let mut client = one.clone();
            let request = client.request(method.clone(), &path).header(ACCEPT, "application/json");
            let answer = client.send(request.body(Body::empty()).unwrap()).await;
            write!(table, "{:<16}", answer.status.as_u16()).unwrap();
        }
    }
    table.lines().map(str::trim_end).fold(String::new(), |all, line| all + line + "\n")
}

/// They have signed out.
async fn everybody_again(house: &House, mut people: Vec<Client>) -> Vec<Client> {
    let accounts = [
        (1, "narisu", "a long password"),
        (2, "qiqige", "a long password"),
        (3, "caoyuan", office::demo::PASSWORD),
        (4, "xingan", office::demo::PASSWORD),
        (5, "tenderer", office::demo::PASSWORD),
        (7, "registrar", office::demo::PASSWORD),
        (8, "supervisor", office::demo::PASSWORD),
        (9, "dalai", office::demo::PASSWORD),
    ];
    for (n, login, password) in accounts {
        people[n].sign_in(login, password).await;
    }
    people[6] = house.another_tenderer().await;
    people[0] = house.visitor();
    people
}

on_both! {
    async fn everybody_may_what_the_table_says_and_no_more(house: House) {
        let house = house.with_demo().await;
        let world = World { lot: id(), bid: "01k00000000000000000000000".parse().unwrap(), subject: subject() };
        let known: BTreeSet<&str> = functions(&world).into_iter().map(|(name, _)| name).collect();
        let there: BTreeSet<String> =
            server_fn_paths().map(|(path, _)| path.rsplit('/').next().unwrap().to_owned()).collect();
        let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
        assert_eq!(known, there, "each function has its line in this file");

        let found = table(&house).await;
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/use_cases/rights.txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap();
        let differs = found.lines().zip(kept.lines()).filter(|(found, kept)| found != kept);
        let differs: Vec<String> = differs.map(|(found, kept)| format!("- {kept}\n+ {found}")).collect();
        assert!(found == kept, "who may what is no longer what rights.txt says:\n{}", differs.join("\n"));
    }
}

fn id() -> LotId {
    "01k00000000000000000000000".parse().unwrap()
}

fn subject() -> SubjectId {
    "01k00000000000000000000000".parse().unwrap()
}
