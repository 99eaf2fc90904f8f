//! Signing in: a plain form, in which scripts only keep what was typed when it is refused; or a passkey, or the company's
//! certificate.

use domain::{Field, Refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::ApiError;
use crate::api::people::{SignIn as SignInCall, sign_in};
use crate::erase::{Erase, live};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::TextField;
use crate::parts::frame::use_me;
use crate::parts::sending::Sending;
use crate::pieces;
use crate::text::t;

#[component]
pub fn SignIn() -> impl IntoView {
    let me = use_me();
    // Without scripts the answer to a refused form comes back in the address, and with it what was typed.
    let asked = use_query_map().get_untracked();
    let back = asked.get("back").unwrap_or_else(|| "/".to_owned());
    let sending = Sending::new(ServerAction::<SignInCall>::new().value().get_untracked().and_then(Result::err));
    let (login, password) = (RwSignal::new(asked.get("login").unwrap_or_default()), RwSignal::new(String::new()));
    let code = RwSignal::new(String::new());
    let problems = sending.problems();
    let error = sending.error();
    // Once asked for, the field stays.
    let coded = Memo::new(move |before: Option<&bool>| {
        let asked = |error: &Option<ApiError>| {
            matches!(error, Some(ApiError::Refused(Refusal::CodeNeeded | Refusal::WrongCode)))
        };
        before == Some(&true) || error.with(asked)
    });
    let code_name = t("动态码或者恢复码", "One-time or recovery code");
    let submit = {
        let back = back.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let code = Some(code.get_untracked());
            let request = sign_in(login.get_untracked(), password.get_untracked(), code, Some(back.clone()));
            // The answer leads on by itself.
            sending.send(request, move |_| me.refetch());
        }
    };
    let busy = sending.busy();
    view! {
        <Title text=t("登录", "Sign in")/>
        <div class="page-flow page--narrow">
            <h1>{t("登录", "Sign in")}</h1>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="post" action=SignInCall::url() on:submit=submit>
                <TextField field=Field::Login value=login problems autocomplete="username"/>
                <TextField field=Field::Password value=password problems kind="password" autocomplete="current-password"/>
                {live(move || coded.get().then(|| view! {
                    <TextField field=Field::OneTimeCode value=code problems label=code_name autocomplete="one-time-code"
                        class="field--short"/>
                }.erase()))}
                <input type="hidden" name="back" value=back.clone()/>
                <div class="actions">
                    <button class="button button--primary" aria-busy=move || if busy.get() { "true" } else { "false" }>
                        {t("登录", "Sign in")}
                    </button>
                </div>
            </form>
            {pieces::sign_in_by_passkey(StoredValue::new(back.clone()))}
            {pieces::sign_in_by_certificate(StoredValue::new(back))}
            <p><a href="/recover">{t("忘记密码", "Password forgotten")}</a></p>
            <p>
                {t("单位尚未登记？", "Company not registered yet? ")}
                <a href="/register">{t("登记", "Register")}</a>
            </p>
        </div>
    }.erase()
}
