//! Others are asked about a case; one that does not answer delays nothing.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use domain::Refusal;
use domain::subject::outside::{Answer, Finding, Loaded, Question};
use domain::subject::view::CaseView;
use serde_json::json;
use tokio::net::TcpListener;

use crate::client::Client;
use crate::on_both;

/// The case that waits in the demo data: 苏尼特新能源有限公司, 额尔德尼.
async fn waiting(registrar: &mut Client) -> CaseView {
    let desk: domain::subject::view::Desk = registrar.ask("desk", &[]).await.unwrap();
    registrar.ask("case", &[("id", &desk.lines[0].case)]).await.unwrap()
}

async fn load(client: &mut Client, question: &str, text: &str) -> Result<Loaded, StatusCode> {
    let address = format!("/api/extracts/{question}?name=%E5%90%8D%E5%BD%95.csv");
    let answer = client.send(client.request(Method::PUT, &address).body(Body::from(text.to_owned())).unwrap()).await;
    if answer.status.is_success() { Ok(serde_json::from_slice(&answer.body).unwrap()) } else { Err(answer.status) }
}

fn of(answers: &[Answer], question: Question) -> Vec<&Finding> {
    answers.iter().filter(|answer| answer.question == question).map(|answer| &answer.finding).collect()
}

/// A registry that knows one company, on a port of its own.
async fn registry(port: Option<SocketAddr>) -> SocketAddr {
    let known = || async {
        Json(json!({ "name": "苏尼特新能源有限公司", "legal_person": "别人", "state": "存续" }))
    };
    let listener = TcpListener::bind(port.unwrap_or(([127, 0, 0, 1], 0).into())).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/{code}", get(known))).await });
    address
}

on_both! {
    async fn lists_are_loaded_and_held_against_the_case(house: House) {
        let house = house.with_demo().await;
        let mut registrar = house.signed_in("registrar").await;
        let code = waiting(&mut registrar).await.line.code;
        let text = format!("企业名称,统一社会信用代码,法定代表人,登记状态\n苏尼特新能源有限公司,{code},额尔德尼,存续\n无,1,无,无\n");
        assert_eq!(load(&mut registrar, "registry", &text).await, Ok(Loaded::Taken { lines: 1, skipped: vec![3] }));
        let text = format!("统一社会信用代码,证书编号,资质等级\n{code},D215000001,一级\n");
        assert_eq!(load(&mut registrar, "qualification", &text).await, Ok(Loaded::Taken { lines: 1, skipped: vec![] }));
        assert_eq!(load(&mut registrar, "credit", "名称\n甲\n").await, Ok(Loaded::NoCodes));
        assert_eq!(house.office.ask_outside().await.unwrap(), 3);
        assert_eq!(house.office.ask_outside().await.unwrap(), 0, "each has answered");
        let answers = waiting(&mut registrar).await.answers;
        assert_eq!(of(&answers, Question::Registry), [&Finding::Agrees]);
        assert_eq!(of(&answers, Question::Credit), [&Finding::Agrees]);
        let level = Finding::Differs { what: "证书 D215000001 的等级为“一级”".into() };
        assert_eq!(of(&answers, Question::Qualification), [&level]);
        assert!(answers.iter().all(|answer| answer.at == house.office.now()));
        let nobody = load(&mut house.signed_in("caoyuan").await, "registry", &text).await;
        assert_eq!(nobody, Err(StatusCode::FORBIDDEN));
    }

    async fn a_registry_that_is_down_is_open_and_asked_again_and_delays_nothing(house: House) {
        let house = house.with_demo().await;
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let house = house.kept(office::Filing { registry: Some(format!("http://{free}")), ..Default::default() });
        let mut registrar = house.signed_in("registrar").await;
        house.office.ask_outside().await.unwrap();
        house.office.ask_outside().await.unwrap();
        let case = waiting(&mut registrar).await;
        assert!(matches!(of(&case.answers, Question::Registry)[..], [Finding::Open { .. }]), "{:?}", case.answers);
        house.clock.advance_seconds(60);
        house.office.ask_outside().await.unwrap();
        house.clock.advance_seconds(60);
        house.office.ask_outside().await.unwrap();
        assert_eq!(of(&waiting(&mut registrar).await.answers, Question::Registry).len(), 2, "the second wait is longer");

        registry(Some(free)).await;
        house.clock.advance_seconds(60);
        house.office.ask_outside().await.unwrap();
        let answers = waiting(&mut registrar).await.answers;
        let told = Finding::Differs { what: "法定代表人为“别人”".into() };
        assert_eq!(of(&answers, Question::Registry)[0], &told);
        assert_eq!(answers[0].source, format!("http://{free}"));
        // It was never waited for.
        let claimed: Result<CaseView, Refusal> = registrar.ask("claim_case", &[("id", &case.line.case)]).await;
        assert!(claimed.is_ok());
    }
}
