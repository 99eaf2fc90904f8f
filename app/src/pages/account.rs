//! A person's own account: where it is signed in, and what lets it in.

mod codes;
mod letters;

use domain::Field;
use domain::access::{Account as View, PasskeyLine, SessionLine};
use domain::rights::{Right, Seat};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::access::{account, change_password, end_other_sessions, end_session, remove_passkey, set_email};
use crate::browser::alive;
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::facts::{Fact, Moment, Summary};
use crate::parts::field::TextField;
use crate::parts::notice::{NeedsScripts, RefusalNotice, Waiting};
use crate::parts::prove::{Prove, Whose};
use crate::parts::sending::{Sending, Submit};
use crate::pieces;
use crate::text::t;

use codes::Codes;
use letters::Letters;

/// What a seat is called.
#[must_use]
pub fn seat_name(seat: Seat) -> &'static str {
    match seat {
        Seat::Administrator => t("单位管理员", "Administrator"),
        Seat::Submitter => t("投标经办人", "Submitter"),
        Seat::Viewer => t("查看人", "Viewer"),
    }
}

#[component]
pub fn Account() -> impl IntoView {
    let found = Resource::new(|| (), |()| account());
    let changed = Callback::new(move |()| found.refetch());
    view! {
        <Title text=t("我的账号", "My account")/>
        <div class="page-flow page--narrow">
            <h1>{t("我的账号", "My account")}</h1>
            <NeedsScripts/>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Found found changed/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Found(found: View, changed: Callback<()>) -> impl IntoView {
    let View {
        login,
        seat,
        company,
        email,
        codes,
        recovery_codes,
        passkeys,
        sessions,
        proved_until,
        reminders,
        letters,
    } = found;
    let bids = email.is_some() && seat.is_some_and(|seat| seat.may(Right::Bid));
    let proved = proved_until.is_some();
    let (typed, mine) = (email.clone().unwrap_or_default(), login.clone());
    let people =
        seat.map(|_| view! { <p><a href="/my/people">{t("单位人员", "People of the company")}</a></p> }.erase());
    view! {
        <section class="panel">
            <h2>{t("账号", "Account")}</h2>
            <Summary>
                <Fact name=t("登录名", "Login name")>{login}</Fact>
                {company.map(|company| view! { <Fact name=t("单位", "Company")>{company}</Fact> }.erase())}
                {seat.map(|seat| view! { <Fact name=t("岗位", "Position")>{seat_name(seat)}</Fact> }.erase())}
                <Fact name=t("电子邮箱", "E-mail")>
                    {email.unwrap_or_else(|| t("未填写，收不到登录提醒", "None: you get no letters").to_owned())}
                </Fact>
            </Summary>
            {people}
        </section>
        <Sessions sessions changed/>
        {(!proved).then(|| view! { <Prove login=mine.clone() codes done=changed/> }.erase())}
        <Codes codes left=recovery_codes proved changed/>
        <Passkeys passkeys proved changed/>
        <Letters letters changed reminders bids/>
        {proved.then(|| view! { <Email email=typed changed/> <Password login=mine.clone() changed/> }.into_any())}
    }
    .erase()
}

#[component]
fn Sessions(sessions: Vec<SessionLine>, changed: Callback<()>) -> impl IntoView {
    let (sending, alive) = (Sending::new(None), alive());
    let asleep = move || !alive.get();
    let several = sessions.len() > 1;
    let rows = sessions
        .into_iter()
        .map(|SessionLine { id, device, address, seen, current, .. }| {
            let device = if device.is_empty() { "—".to_owned() } else { device };
            let end = move |_| sending.send(end_session(id.clone()), move |()| changed.run(()));
            let act = if current {
                view! { <span class="badge badge--good">{t("本次登录", "This one")}</span> }.erase()
            } else {
                view! {
                    <button type="button" class="button button--small" disabled=asleep on:click=end>{t("注销", "End")}</button>
                }
                .erase()
            };
            view! {
                <tr>
                    <th scope="row">{device}</th>
                    <td data-label=t("网络地址", "Address")>{address}</td>
                    <td data-label=t("最近使用", "Last seen")><Moment at=seen/></td>
                    <td class="actions-cell">{act}</td>
                </tr>
            }
            .erase()
        })
        .collect_view();
    let others = move |_| sending.send(end_other_sessions(), move |()| changed.run(()));
    view! {
        <section class="panel">
            <h2>{t("登录设备", "Where you are signed in")}</h2>
            <ErrorSummary error=sending.error()/>
            <table class="data data--cards">
                <caption class="visually-hidden">{t("登录设备", "Where you are signed in")}</caption>
                <thead><tr>
                    <th scope="col">{t("设备", "Device")}</th>
                    <th scope="col">{t("网络地址", "Address")}</th>
                    <th scope="col">{t("最近使用（北京时间）", "Last seen (Beijing time)")}</th>
                    <th scope="col">{t("操作", "Act")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {several.then(|| view! {
                <div class="actions">
                    <button type="button" class="button" disabled=asleep on:click=others>
                        {t("注销其他全部登录", "End all others")}
                    </button>
                </div>
            }.erase())}
        </section>
    }
    .erase()
}

#[component]
fn Passkeys(passkeys: Vec<PasskeyLine>, proved: bool, changed: Callback<()>) -> impl IntoView {
    let (sending, alive) = (Sending::new(None), alive());
    let asleep = move || !alive.get();
    let rows = passkeys
        .into_iter()
        .map(|PasskeyLine { id, name, made, .. }| {
            let remove = move |_| sending.send(remove_passkey(id.clone()), move |()| changed.run(()));
            view! {
                <li class="cluster cluster--between">
                    <span>{name}" "<Moment at=made/></span>
                    {proved.then(|| view! {
                        <button type="button" class="button button--small" disabled=asleep on:click=remove>{t("删除", "Remove")}</button>
                    }.erase())}
                </li>
            }
            .erase()
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t("通行密钥", "Passkeys")}</h2>
            <p>{t("用设备的指纹、人脸或者 PIN 登录，不用密码和动态码。", "Sign in with your device's finger, face or PIN, without password and code.")}</p>
            <ErrorSummary error=sending.error()/>
            <ul class="stack">{rows}</ul>
            {proved.then(|| pieces::make_passkey(changed))}
        </section>
    }
    .erase()
}

#[component]
fn Email(email: String, changed: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let value = RwSignal::new(email);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sending.send(set_email(value.get_untracked()), move |()| changed.run(()));
    };
    view! {
        <section class="panel">
            <h2>{t("电子邮箱", "E-mail")}</h2>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <TextField field=Field::Email value problems=sending.problems() kind="email" autocomplete="email"
                    hint=t("接收登录提醒和重设密码的链接", "For letters about access, and the way back")/>
                <div class="actions"><Submit sending>{t("保存", "Save")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}

#[component]
fn Password(login: String, changed: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let problems = sending.problems();
    let (password, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let request = change_password(password.get_untracked(), again.get_untracked());
        sending.send(request, move |()| changed.run(()));
    };
    view! {
        <section class="panel">
            <h2>{t("修改密码", "Change the password")}</h2>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <Whose login/>
                <TextField field=Field::Password value=password problems kind="password" autocomplete="new-password"
                    label=t("新密码", "New password")
                    hint=t("至少 10 个字符；修改后其他登录全部注销", "At least 10 characters; all other devices are signed out")/>
                <TextField field=Field::PasswordAgain value=again problems kind="password" autocomplete="new-password"/>
                <div class="actions"><Submit sending>{t("修改密码", "Change the password")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}
