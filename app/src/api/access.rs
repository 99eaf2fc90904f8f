//! What lets a person in: sessions, codes, passkeys, the way back; and the people of a company.

use domain::access::{Account, CodeSecret, Colleagues, Invitation, Link};
use domain::rights::Seat;
use domain::subject::AccountForm;
use domain::view::Me;
use domain::{SubjectId, UserId};
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// What a browser is asked by a passkey ceremony: the secret under which its answer is expected, and options as JSON.
pub type Asked = (String, String);

/// The caller's own account.
#[server(name = MyAccount, prefix = "/api/fn", endpoint = "account", output = Json)]
pub async fn account() -> Result<Account, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.account(&caller, &super::door::session()?).await?)
}

/// The caller, once more, before it touches access.
#[server(prefix = "/api/fn", endpoint = "prove", input = Json, output = Json)]
pub async fn prove(password: String, code: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.prove(&caller, &super::door::session()?, &password, &code).await?)
}

#[server(prefix = "/api/fn", endpoint = "end_session", input = Json, output = Json)]
pub async fn end_session(id: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.end_session(&caller, &id).await?)
}

#[server(prefix = "/api/fn", endpoint = "end_other_sessions", input = Json, output = Json)]
pub async fn end_other_sessions() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.end_other_sessions(&caller, &super::door::session()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "change_password", input = Json, output = Json)]
pub async fn change_password(password: String, again: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.change_password(&caller, &super::door::session()?, &password, &again).await?)
}

#[server(prefix = "/api/fn", endpoint = "set_email", input = Json, output = Json)]
pub async fn set_email(email: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.set_email(&caller, &super::door::session()?, &email).await?)
}

/// Whether the caller wants to be reminded of openings.
#[server(prefix = "/api/fn", endpoint = "set_reminders", input = Json, output = Json)]
pub async fn set_reminders(wanted: bool) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.set_reminders(&caller, wanted).await?)
}

/// A secret for an authenticator.
#[server(prefix = "/api/fn", endpoint = "begin_codes", input = Json, output = Json)]
pub async fn begin_codes() -> Result<CodeSecret, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.begin_codes(&caller, &super::door::session()?).await?)
}

/// From now on codes are asked for; the answer is the recovery codes.
#[server(prefix = "/api/fn", endpoint = "confirm_codes", input = Json, output = Json)]
pub async fn confirm_codes(code: String) -> Result<Vec<String>, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.confirm_codes(&caller, &super::door::session()?, &code).await?)
}

#[server(prefix = "/api/fn", endpoint = "end_codes", input = Json, output = Json)]
pub async fn end_codes() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.end_codes(&caller, &super::door::session()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "begin_passkey", input = Json, output = Json)]
pub async fn begin_passkey() -> Result<Asked, ApiError> {
    let (office, caller) = super::door::open();
    let asked = office.begin_passkey(&caller, &super::door::session()?, &super::door::origin()).await?;
    Ok((asked.secret, asked.options.to_string()))
}

#[server(prefix = "/api/fn", endpoint = "add_passkey", input = Json, output = Json)]
pub async fn add_passkey(secret: String, answer: String, name: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    let (session, origin) = (super::door::session()?, super::door::origin());
    Ok(office.add_passkey(&caller, &session, &origin, &secret, &answer, &name).await?)
}

#[server(prefix = "/api/fn", endpoint = "remove_passkey", input = Json, output = Json)]
pub async fn remove_passkey(id: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.remove_passkey(&caller, &super::door::session()?, &id).await?)
}

#[server(prefix = "/api/fn", endpoint = "ask_passkey", input = Json, output = Json)]
pub async fn ask_passkey() -> Result<Asked, ApiError> {
    let (office, _) = super::door::open();
    let asked = office.ask_passkey(&super::door::origin()).await?;
    Ok((asked.secret, asked.options.to_string()))
}

#[server(prefix = "/api/fn", endpoint = "sign_in_by_passkey", input = Json, output = Json)]
pub async fn sign_in_by_passkey(secret: String, answer: String) -> Result<Me, ApiError> {
    let (office, caller) = super::door::open();
    let (origin, device) = (super::door::origin(), super::door::device());
    let (me, cookie) = office.sign_in_by_passkey(&caller, &origin, &secret, &answer, &device).await?;
    super::door::set_cookie(&cookie.set());
    Ok(me)
}

/// What the company's key is to sign so that this account may come in; the browser gets a secret beside it.
#[server(prefix = "/api/fn", endpoint = "ask_certificate", input = Json, output = Json)]
pub async fn ask_certificate(login: String) -> Result<String, ApiError> {
    let (office, _) = super::door::open();
    let (said, knock) = office.ask_certificate(&super::door::origin(), &login).await?;
    super::door::set_cookie(&knock.set());
    Ok(said)
}

#[server(prefix = "/api/fn", endpoint = "sign_in_by_certificate", input = Json, output = Json)]
pub async fn sign_in_by_certificate(signature: String, code: String) -> Result<Me, ApiError> {
    let (office, caller) = super::door::open();
    let (knock, device) = (super::door::knock(), super::door::device());
    let (me, cookie) = office.sign_in_by_certificate(&caller, knock, &signature, &code, &device).await?;
    super::door::set_cookie(&cookie.set());
    Ok(me)
}

/// Asks for a link to set a new password; the answer does not tell whether there is such a login.
#[server(prefix = "/api/fn", endpoint = "recover", output = Json)]
pub async fn recover(login: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    office.recover(&caller, &login).await?;
    super::door::redirect("/recover?sent=1");
    Ok(())
}

#[server(prefix = "/api/fn", endpoint = "reset_password", output = Json)]
pub async fn reset_password(secret: String, password: String, password_again: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    match office.reset_password(&caller, &secret, &password, &password_again).await.map_err(ApiError::from) {
        Ok(()) => {
            super::door::redirect("/sign-in");
            Ok(())
        }
        Err(refused) => {
            super::door::lead_back::<ResetPassword>(&format!("/recover/{secret}"), &[], &refused);
            Err(refused)
        }
    }
}

#[server(name = MyColleagues, prefix = "/api/fn", endpoint = "colleagues", output = Json)]
pub async fn colleagues() -> Result<Colleagues, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.colleagues(&caller).await?)
}

#[server(prefix = "/api/fn", endpoint = "invite", input = Json, output = Json)]
pub async fn invite(email: String, seat: Seat) -> Result<Link, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.invite(&caller, &super::door::session()?, &email, seat).await?)
}

#[server(prefix = "/api/fn", endpoint = "withdraw_invitation", input = Json, output = Json)]
pub async fn withdraw_invitation(id: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.withdraw_invitation(&caller, &id).await?)
}

/// What the link offers, to whoever has it.
#[server(name = OneInvitation, prefix = "/api/fn", endpoint = "invitation", output = Json)]
pub async fn invitation(secret: String) -> Result<Invitation, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.invitation(&secret).await?)
}

#[server(prefix = "/api/fn", endpoint = "join", input = Json, output = Json)]
pub async fn join(secret: String, email: String, account: AccountForm) -> Result<Me, ApiError> {
    let (office, caller) = super::door::open();
    let (me, cookie) = office.join(&caller, &secret, &email, &account).await?;
    if let Some(cookie) = cookie {
        super::door::set_cookie(&cookie.set());
    }
    Ok(me)
}

#[server(prefix = "/api/fn", endpoint = "reseat", input = Json, output = Json)]
pub async fn reseat(who: UserId, seat: Seat) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.reseat(&caller, &super::door::session()?, who, seat).await?)
}

#[server(prefix = "/api/fn", endpoint = "remove_colleague", input = Json, output = Json)]
pub async fn remove_colleague(who: UserId) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.remove_colleague(&caller, &super::door::session()?, who).await?)
}

/// A registrar lets somebody else become a company's administrator, on evidence.
#[server(prefix = "/api/fn", endpoint = "hand_over", input = Json, output = Json)]
pub async fn hand_over(
    subject: SubjectId,
    email: String,
    evidence: String,
    document: String,
) -> Result<Link, ApiError> {
    let (office, caller) = super::door::open();
    let session = super::door::session()?;
    Ok(office.hand_over(&caller, &session, subject, &email, &evidence, &document).await?)
}
