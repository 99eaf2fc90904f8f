//! One-time codes: turned on by typing one, turned off again; the recovery codes are shown once.

use domain::Field;
use domain::access::CodeSecret;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::access::{begin_codes, confirm_codes, end_codes};
use crate::browser::alive;
use crate::erase::{Erase, live};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::TextField;
use crate::parts::frame::encoded;
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

#[component]
pub fn Codes(codes: bool, left: u32, proved: bool, changed: Callback<()>) -> impl IntoView {
    let (sending, alive) = (Sending::new(None), alive());
    let asleep = move || !alive.get();
    let secret = RwSignal::new(None::<CodeSecret>);
    let recovery = RwSignal::new(Vec::<String>::new());
    let end = move |_| sending.send(end_codes(), move |()| changed.run(()));
    let begin = move |_| sending.send(begin_codes(), move |made| secret.set(Some(made)));
    let standing = if codes {
        view! {
            <p><span class="badge badge--good">{t("已启用", "On")}</span>" "
                {t("剩余恢复码：", "Recovery codes left: ")}{left.to_string()}</p>
            {proved.then(|| view! {
                <div class="actions"><button type="button" class="button" disabled=asleep on:click=end>{t("停用动态码", "Turn off")}</button></div>
            }.erase())}
        }
        .into_any()
    } else {
        let shown = live(move || {
            match (secret.get(), recovery.get()) {
            (_, codes) if !codes.is_empty() => view! { <Recovery codes changed/> }.erase(),
            (Some(secret_made), _) => view! { <Confirm made=secret_made recovery/> }.erase(),
            _ => proved
                .then(|| view! {
                    <div class="actions"><button type="button" class="button" disabled=asleep on:click=begin>{t("启用动态码", "Turn on")}</button></div>
                }.erase())
                .into_any(),
        }
        });
        view! {
            <p><span class="badge">{t("未启用", "Off")}</span>" "
                {t("启用后，登录时须在密码之外输入手机验证器上的六位数字。", "Once on, signing in also takes six digits from an authenticator.")}</p>
            {shown}
        }
        .into_any()
    };
    view! {
        <section class="panel">
            <h2>{t("动态码", "One-time codes")}</h2>
            <ErrorSummary error=sending.error()/>
            {standing}
        </section>
    }
    .erase()
}

/// The secret as a picture and as text, and the first code.
#[component]
fn Confirm(made: CodeSecret, recovery: RwSignal<Vec<String>>) -> impl IntoView {
    let sending = Sending::new(None);
    let code = RwSignal::new(String::new());
    let picture = format!("data:image/svg+xml,{}", encoded(&made.picture));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sending.send(confirm_codes(code.get_untracked()), move |codes| recovery.set(codes));
    };
    view! {
        <p>{t("用验证器应用扫描图中的二维码，或者手工输入密钥：", "Scan this with an authenticator, or type its secret: ")}
            <code class="nowrap">{made.secret}</code></p>
        <img class="code-picture" src=picture alt=t("二维码", "QR code") width="224" height="224"/>
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <TextField field=Field::OneTimeCode value=code problems=sending.problems() inputmode="numeric"
                autocomplete="one-time-code" class="field--short"/>
            <div class="actions"><Submit sending>{t("确认启用", "Confirm")}</Submit></div>
        </form>
    }
    .erase()
}

#[component]
fn Recovery(codes: Vec<String>, changed: Callback<()>) -> impl IntoView {
    let lines = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }.erase()).collect_view();
    view! {
        <p><strong>{t("请抄下或者打印恢复码，它们只显示这一次。", "Write these recovery codes down; they are shown only now.")}</strong>" "
            {t("手机不在身边时，每个可以代替动态码一次。", "Without your phone, each stands in for a code once.")}</p>
        <ul class="recovery-codes">{lines}</ul>
        <div class="actions">
            <button type="button" class="button button--primary" on:click=move |_| changed.run(())>{t("已抄下", "Done")}</button>
        </div>
    }
    .erase()
}
