//! A company's file, and the registrars' desk.

use domain::subject::case::Ruling;
use domain::subject::life::LifeForm;
use domain::subject::view::{CaseView, Desk, Filed, MyFile};
use domain::subject::{AccountForm, Form};
use domain::view::Me;
use domain::{SubjectId, Timestamp};
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// Opens an account for whoever wants to register the company with this code; it is signed in at once.
#[server(prefix = "/api/fn", endpoint = "open_account", input = Json, output = Json)]
pub async fn open_account(code: String, account: AccountForm) -> Result<Me, ApiError> {
    let (office, caller) = super::door::open();
    let (me, cookie) = office.open_account(&caller, &code, &account).await?;
    super::door::set_cookie(&cookie.set());
    Ok(me)
}

/// The name of an administrative division; refused where the table has none.
#[server(prefix = "/api/fn", endpoint = "division", output = Json)]
pub async fn division(code: String) -> Result<String, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.division(&code)?)
}

/// The caller's own file.
#[server(name = ShowFile, prefix = "/api/fn", endpoint = "my_file", output = Json)]
pub async fn my_file() -> Result<MyFile, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.my_file(&caller).await?)
}

/// Keeps what is being typed.
#[server(prefix = "/api/fn", endpoint = "save_draft", input = Json, output = Json)]
pub async fn save_draft(form: Form) -> Result<Timestamp, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.save_draft(&caller, &form).await?)
}

/// Sends what was kept.
#[server(name = SendFile, prefix = "/api/fn", endpoint = "file", output = Json)]
pub async fn file() -> Result<Filed, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.file(&caller).await?)
}

/// Takes a scan out of the draft.
#[server(prefix = "/api/fn", endpoint = "detach", output = Json)]
pub async fn detach(id: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.detach(&caller, &id).await?)
}

#[server(prefix = "/api/fn", endpoint = "withdraw_change", output = Json)]
pub async fn withdraw_change() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.withdraw_change(&caller).await?)
}

/// The company says that its data are right.
#[server(prefix = "/api/fn", endpoint = "confirm_data", output = Json)]
pub async fn confirm_data() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.confirm_data(&caller).await?)
}

/// The registrars' queue, oldest first.
#[server(name = ShowDesk, prefix = "/api/fn", endpoint = "desk", output = Json)]
pub async fn desk() -> Result<Desk, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.desk(&caller).await?)
}

/// The newest case of the company with this code.
#[server(prefix = "/api/fn", endpoint = "find_case", output = Json)]
pub async fn find_case(code: String) -> Result<String, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.find_case(&caller, &code).await?)
}

#[server(name = OneCase, prefix = "/api/fn", endpoint = "case", output = Json)]
pub async fn case(id: String) -> Result<CaseView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.case(&caller, &id).await?)
}

#[server(prefix = "/api/fn", endpoint = "claim_case", output = Json)]
pub async fn claim_case(id: String) -> Result<CaseView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.claim_case(&caller, &id).await?)
}

#[server(prefix = "/api/fn", endpoint = "rule_case", input = Json, output = Json)]
pub async fn rule_case(id: String, ruling: Ruling) -> Result<CaseView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.rule_case(&caller, &id, ruling).await?)
}

/// Enters a decision about a company.
#[server(prefix = "/api/fn", endpoint = "decide", input = Json, output = Json)]
pub async fn decide(subject: SubjectId, form: LifeForm) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.decide(&caller, subject, &form).await?)
}
