//! Proving oneself once more, before an act that touches access.

use domain::Field;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::error_summary::ErrorSummary;
use super::field::TextField;
use super::sending::{Sending, Submit};
use crate::api::access::prove;
use crate::erase::Erase;
use crate::text::t;

/// Whose password it is, for those who keep passwords.
#[component]
pub fn Whose(login: String) -> impl IntoView {
    view! { <input type="text" autocomplete="username" value=login readonly hidden/> }.erase()
}

/// Password, and a code where the account asks for one.
#[component]
pub fn Prove(login: String, codes: bool, done: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let problems = sending.problems();
    let (password, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let request = prove(password.get_untracked(), code.get_untracked());
        sending.send(request, move |()| done.run(()));
    };
    view! {
        <section class="decide" aria-labelledby="prove">
            <h2 id="prove">{t("验证身份", "Prove yourself")}</h2>
            <p>{t("修改登录方式和人员之前，请再次输入密码；10 分钟内有效。",
                "Enter your password again before you change how people come in; it holds for 10 minutes.")}</p>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <Whose login/>
                <TextField field=Field::Password value=password problems kind="password" autocomplete="current-password"/>
                {codes.then(|| view! {
                    <TextField field=Field::OneTimeCode value=code problems autocomplete="one-time-code" class="field--short"/>
                }.erase())}
                <div class="actions"><Submit sending>{t("验证", "Prove")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}
