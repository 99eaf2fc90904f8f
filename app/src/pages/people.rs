//! The people of a company: who sits where, invitations, and the way in for whoever was invited.

pub mod hand_over;
pub mod join;

use domain::access::{Account, Colleague, Colleagues, InvitationLine, Link};
use domain::rights::Seat;
use domain::{Field, Problem};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;

use super::account::seat_name;
use crate::api::access::{account, colleagues, invite, remove_colleague, reseat, withdraw_invitation};
use crate::erase::{Erase, live};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::facts::Moment;
use crate::parts::field::{Select, TextField};
use crate::parts::notice::{NeedsScripts, Notice, RefusalNotice, Tone, Waiting};
use crate::parts::prove::Prove;
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

#[component]
pub fn People() -> impl IntoView {
    let found =
        Resource::new(|| (), |()| async { Ok::<_, crate::api::ApiError>((colleagues().await?, account().await?)) });
    let changed = Callback::new(move |()| found.refetch());
    let link = RwSignal::new(None::<Link>);
    view! {
        <Title text=t("单位人员", "People")/>
        <div class="page-flow">
            <h1>{t("单位人员", "People of the company")}</h1>
            <NeedsScripts/>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((people, account)) => {
                            let proved = account.proved_until.is_some();
                            view! { <Found people proved account link changed/> }.erase()
                        }
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Found(
    people: Colleagues,
    proved: bool,
    account: Account,
    link: RwSignal<Option<Link>>,
    changed: Callback<()>,
) -> impl IntoView {
    let Colleagues { people, invitations, manages } = people;
    let may = manages && proved;
    let open = (!invitations.is_empty()).then(|| view! { <Invitations invitations changed/> }.erase());
    view! {
        <Table people may changed/>
        {(manages && !proved).then(|| view! { <Prove login=account.login codes=account.codes done=changed/> }.erase())}
        {live(move || link.get().map(|link| view! { <Made link/> }.erase()))}
        {may.then(|| view! { <Invite link changed/> }.erase())}
        {open}
    }
    .erase()
}

#[component]
fn Table(people: Vec<Colleague>, may: bool, changed: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let rows = people.into_iter().map(|one| view! { <Row one may sending changed/> }.erase()).collect_view();
    view! {
        <ErrorSummary error=sending.error()/>
        <table class="data data--cards">
            <caption>{t("管理员管理人员、密钥和登记信息；经办人投标、签到、解密；查看人只能查看",
                "Administrators manage people, key and registration; submitters bid, sign in and decrypt; viewers read")}</caption>
            <thead><tr>
                <th scope="col">{t("登录名", "Login name")}</th>
                <th scope="col">{t("岗位", "Position")}</th>
                <th scope="col">{t("电子邮箱", "E-mail")}</th>
                <th scope="col">{t("操作", "Act")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

#[component]
fn Row(one: Colleague, may: bool, sending: Sending, changed: Callback<()>) -> impl IntoView {
    let Colleague { id, login, seat, email, me } = one;
    let to = move |seat| move |_| sending.send(reseat(id, seat), move |()| changed.run(()));
    let remove = move |_| sending.send(remove_colleague(id), move |()| changed.run(()));
    let acts = (may && !me).then(|| {
        let others = Seat::ALL.into_iter().filter(|other| *other != seat);
        let seats = others.map(|other| {
            view! {
                <button type="button" class="button button--small" on:click=to(other)>
                    {t("改为", "Make ")}{seat_name(other)}
                </button>
            }
            .erase()
        });
        view! {
            {seats.collect_view()}
            <button type="button" class="button button--small" on:click=remove>{t("移出", "Remove")}</button>
        }
        .into_any()
    });
    view! {
        <tr class:is-own=me>
            <th scope="row">{login}</th>
            <td data-label=t("岗位", "Position")>{seat_name(seat)}</td>
            <td data-label=t("电子邮箱", "E-mail")>{email.unwrap_or_else(|| "—".to_owned())}</td>
            <td class="actions-cell">{acts}</td>
        </tr>
    }
    .erase()
}

#[component]
fn Invite(link: RwSignal<Option<Link>>, changed: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let problems: Signal<Vec<Problem>> = sending.problems();
    let (email, seat) = (RwSignal::new(String::new()), RwSignal::new(Seat::Submitter.name().to_owned()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let seat = seat.with_untracked(|name| Seat::from_name(name)).unwrap_or(Seat::Viewer);
        sending.send(invite(email.get_untracked(), seat), move |made| {
            link.set(Some(made));
            changed.run(());
        });
    };
    let options = Seat::ALL.map(|seat| (seat.name(), seat_name(seat))).to_vec();
    view! {
        <section class="panel">
            <h2>{t("邀请同事", "Invite a colleague")}</h2>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <TextField field=Field::Email value=email problems kind="email"
                    hint=t("邀请链接发往此邮箱，加入时须填写同一邮箱", "The link goes there; whoever joins types the same address")/>
                <Select field=Field::Seat value=seat problems options/>
                <div class="actions"><Submit sending>{t("发出邀请", "Invite")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}

/// A link that was just made: sent by letter, and shown here once.
#[component]
pub fn Made(link: Link) -> impl IntoView {
    let Link { address, until } = link;
    view! {
        <Notice tone=Tone::Good title=t("邀请已发出", "Invited")>
            <p>{t("链接已发往所填邮箱，也可以自行转交；只能使用一次，有效期至 ", "The link went to that address; you may hand it over yourself. It works once, until ")}
                <Moment at=until/>{t("（北京时间）。", " (Beijing time).")}</p>
            <p><code class="digest">{address}</code></p>
        </Notice>
    }
    .erase()
}

#[component]
fn Invitations(invitations: Vec<InvitationLine>, changed: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let rows = invitations
        .into_iter()
        .map(|InvitationLine { id, seat, to, until }| {
            let withdraw = move |_| sending.send(withdraw_invitation(id.clone()), move |()| changed.run(()));
            view! {
                <li class="cluster cluster--between">
                    <span>{to}" · "{seat_name(seat)}" · "{t("有效期至 ", "until ")}<Moment at=until/></span>
                    <button type="button" class="button button--small" on:click=withdraw>{t("撤回邀请", "Withdraw")}</button>
                </li>
            }
            .erase()
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t("等待接受的邀请", "Open invitations")}</h2>
            <ErrorSummary error=sending.error()/>
            <ul class="stack">{rows}</ul>
        </section>
    }
    .erase()
}
