//! The way back when the password is lost: a link by letter, and a new password. Plain forms.

use domain::Field;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use crate::api::access::{Recover as RecoverCall, ResetPassword, recover, reset_password};
use crate::erase::{Erase, live};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::TextField;
use crate::parts::notice::{Notice, Tone};
use crate::parts::sending::Sending;
use crate::text::t;

#[component]
pub fn Recover() -> impl IntoView {
    let sending = Sending::new(ServerAction::<RecoverCall>::new().value().get_untracked().and_then(Result::err));
    let sent = RwSignal::new(use_query_map().get_untracked().get("sent").is_some());
    let login = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sending.send(recover(login.get_untracked()), move |()| sent.set(true));
    };
    let busy = sending.busy();
    let told = t(
        "如果该登录名存在并且填写过邮箱，重设链接已经发出，30 分钟内有效。没有填写过邮箱的，请本单位管理员移出后重新邀请，或者联系交易中心。",
        "If there is such a login and it has named an address, a link is on its way; it holds for 30 minutes. Without an address, ask your administrator to invite you anew, or the centre.",
    );
    view! {
        <Title text=t("重设密码", "Set a new password")/>
        <div class="page-flow page--narrow">
            <h1>{t("重设密码", "Set a new password")}</h1>
            {live(move || sent.get().then(|| view! { <Notice tone=Tone::Info><p>{told}</p></Notice> }.erase()))}
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="post" action=RecoverCall::url() on:submit=submit>
                <TextField field=Field::Login value=login problems=sending.problems() autocomplete="username"/>
                <div class="actions">
                    <button class="button button--primary" aria-busy=move || if busy.get() { "true" } else { "false" }>
                        {t("发送链接", "Send the link")}
                    </button>
                </div>
            </form>
        </div>
    }
    .erase()
}

#[component]
pub fn Reset() -> impl IntoView {
    let secret = use_params_map().get_untracked().get("secret").unwrap_or_default();
    let navigate = use_navigate();
    let sending = Sending::new(ServerAction::<ResetPassword>::new().value().get_untracked().and_then(Result::err));
    let problems = sending.problems();
    let (password, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = {
        let secret = secret.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let navigate = navigate.clone();
            let request = reset_password(secret.clone(), password.get_untracked(), again.get_untracked());
            sending.send(request, move |()| navigate("/sign-in", Default::default()));
        }
    };
    let busy = sending.busy();
    view! {
        <Title text=t("重设密码", "Set a new password")/>
        <div class="page-flow page--narrow">
            <h1>{t("重设密码", "Set a new password")}</h1>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="post" action=ResetPassword::url() on:submit=submit>
                <input type="hidden" name="secret" value=secret/>
                <TextField field=Field::Password value=password problems kind="password" autocomplete="new-password"
                    label=t("新密码", "New password") hint=t("至少 10 个字符，可用中文", "At least 10 characters")/>
                <TextField field=Field::PasswordAgain value=again problems kind="password" autocomplete="new-password"/>
                <div class="actions">
                    <button class="button button--primary" aria-busy=move || if busy.get() { "true" } else { "false" }>
                        {t("设定新密码", "Set it")}
                    </button>
                </div>
            </form>
        </div>
    }
    .erase()
}
