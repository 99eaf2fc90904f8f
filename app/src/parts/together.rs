//! The lots that are opened together with this one: how far each is, and where somebody waits. A host may take its next
//! step in all of them at once; a bidder sees where it has something to do.

use domain::opening::HostAct;
use domain::room::Room;
use domain::stage::Stage;
use domain::view::{Sister, TogetherView};
use domain::{Lang, LotId, Refusal};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::room;
use crate::browser::Leash;
use crate::erase::{Erase, live};
use crate::parts::facts::Moment;
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::{Press, Sending};
use crate::parts::with_lot::path;
use crate::text::{lang, names, pick, refusal};

/// Milliseconds between two looks: a host acts by it, others only find their way.
const LOOK: u32 = 3_000;
const GLANCE: u32 = 10_000;

pub fn panel(hall: Hall, host: bool) -> AnyView {
    let lang = lang();
    let leash = Leash::new();
    Effect::new(move |_| leash.start(keep_up(hall, if host { LOOK } else { GLANCE })));
    let some = Memo::new(move |_| hall.sisters.with(|lots| !lots.is_empty()));
    live(move || {
        some.get().then(|| {
            view! {
                <section class="panel together" id="together" tabindex="-1" aria-labelledby="together-title">
                    <h2 id="together-title">{pick(lang, "同场开标的标段", "Lots opened together")}</h2>
                    {lots(lang, hall, host)}
                    {host.then(|| view! { <StepForAll hall/> }.erase())}
                </section>
            }
            .erase()
        })
    })
    .into_any()
}

async fn keep_up(hall: Hall, every: u32) {
    loop {
        look(hall).await;
        TimeoutFuture::new(every).await;
    }
}

async fn look(hall: Hall) {
    // What can not be asked now is asked again soon; the line's own state is said elsewhere.
    if let Ok(TogetherView { lots, .. }) = room::together(hall.lot).await
        && hall.sisters.try_with_untracked(|known| *known != lots) == Some(true)
    {
        let _left = hall.sisters.try_set(lots);
    }
}

/// Why an act for several lots was not done, in those where it was not.
#[must_use]
pub fn refusals(done: Vec<(LotId, Option<Refusal>)>) -> Vec<(LotId, Refusal)> {
    done.into_iter().filter_map(|(lot, why)| Some((lot, why?))).collect()
}

fn lots(lang: Lang, hall: Hall, host: bool) -> impl IntoView {
    let head = move |chinese, english| view! { <th scope="col">{pick(lang, chinese, english)}</th> }.erase();
    live(move || {
        let rows = hall.sisters.get().into_iter().map(|lot| row(lang, hall, lot, host)).collect_view();
        view! {
            <table class="data data--cards">
                <thead>
                    <tr>{head("标段", "Lot")} {head("进程", "Stage")} {head(if host { "等待" } else { "本单位" }, if host { "Waits for" } else { "Your company" })}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .erase()
    })
}

fn row(lang: Lang, hall: Hall, lot: Sister, host: bool) -> AnyView {
    let here = lot.id == hall.lot;
    let name = format!("{} {}", lot.code, lot.title);
    let link = match here {
        true => view! { <strong aria-current="page">{name}</strong> }.erase(),
        false => view! { <a href=path(lot.id, if host { "console" } else { "room" })>{name}</a> }.erase(),
    };
    let refused = move || {
        let found = hall.not_done.with(|all| all.iter().find(|(of, _)| *of == lot.id).map(|(_, why)| why.clone()));
        found.map(|why| view! { <p class="field__error">{refusal::refusal(lang, &why)}</p> }.erase())
    };
    let last = if host { awaited(lang, &lot) } else { own(lang, &lot) };
    view! {
        <tr class:is-mine=here>
            <th scope="row">{link} {live(refused)}</th>
            <td data-label=pick(lang, "进程", "Stage")>{stage(lang, &lot)}</td>
            <td data-label=if host { pick(lang, "等待", "Waits for") } else { pick(lang, "本单位", "Your company") }>{last}</td>
        </tr>
    }
    .erase()
}

fn stage(lang: Lang, lot: &Sister) -> AnyView {
    let name = names::stage(lang, lot.stage.name());
    if let Some(until) = lot.adjourned {
        return view! { {name} {pick(lang, "，休会至 ", ", adjourned until ")} <Moment at=until/> }.erase();
    }
    match lot.stage.window() {
        Some(domain::stage::Window::Open { until }) if !matches!(lot.stage, Stage::SignIn(_)) => {
            view! { {name} {pick(lang, "，至 ", ", until ")} <Moment at=until clock=true/> }.erase()
        }
        Some(domain::stage::Window::Paused { .. }) => view! { {name} {pick(lang, "，已暂停", ", paused")} }.erase(),
        _ => name.into_any(),
    }
}

fn awaited(lang: Lang, lot: &Sister) -> AnyView {
    let badge = |n: u32, chinese: &str, english: &str| {
        let words = pick(lang, format!("{n} {chinese}"), format!("{n} {english}"));
        (n > 0).then(|| view! { <span class="badge badge--warn">{words}</span> " " }.erase())
    };
    let what = match lot.stage {
        Stage::Announced => ("家未签到", "not signed in"),
        Stage::Quoting(_) => ("家未报价", "have not quoted"),
        Stage::Decrypting(_) => ("家未解密", "not decrypted"),
        _ => ("家未确认", "not confirmed"),
    };
    view! { {badge(lot.awaited, what.0, what.1)} {badge(lot.objections, "条异议待答复", "objections")} }.erase()
}

fn own(lang: Lang, lot: &Sister) -> AnyView {
    match (lot.mine, lot.to_do) {
        (true, true) => view! { <span class="badge badge--warn">{pick(lang, "有待办", "To do")}</span> }.erase(),
        (true, false) => view! { <span class="badge badge--quiet">{pick(lang, "已投标", "Has a bid")}</span> }.erase(),
        (false, _) => view! { <span class="muted">{pick(lang, "未投标", "No bid")}</span> }.erase(),
    }
}

/// The step that is next in this lot, in all that can take it now.
#[component]
fn StepForAll(hall: Hall) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let asked = RwSignal::new(false);
    let next = Memo::new(move |_| {
        hall.room.with(|room: &Room| if room.adjourned.is_some() { None } else { room.next_step() })
    });
    Effect::new(move |_| {
        next.track();
        asked.set(false);
    });
    let send = move |act: HostAct| {
        asked.set(false);
        sending.send(hall.after(room::host_together(hall.lot, act)), move |done| {
            hall.not_done.set(refusals(done));
            spawn_local(look(hall));
        });
    };
    live(move || {
        let act = next.get()?;
        let name = step(lang, &act)?;
        let button = if asked.get() {
            view! {
                <p>{pick(lang, "在能办理的标段同时办理，不能收回。确定吗？", "It is done in every lot that can take it, and can not be taken back. Sure?")}</p>
                <div class="actions">
                    <button type="button" class="button button--primary" on:click=move |_| send(act.clone())>
                        {pick(lang, "确定一并", "Yes, in all: ")}{name}
                    </button>
                    <button type="button" class="button button--quiet" on:click=move |_| asked.set(false)>{pick(lang, "取消", "Cancel")}</button>
                </div>
            }
            .erase()
        } else {
            view! {
                <div class="actions">
                    <Press sending on_press=move |()| asked.set(true)>
                        {pick(lang, "各标段一并", "In all lots: ")}
                        {name}
                    </Press>
                </div>
            }
            .erase()
        };
        Some(view! { <Refused sending/> {button} }.erase())
    })
}

fn step(lang: Lang, act: &HostAct) -> Option<&'static str> {
    Some(match act {
        HostAct::Announce => pick(lang, "公布投标人", "announce the bidders"),
        HostAct::StartDecrypt => pick(lang, "下达解密指令", "start decryption"),
        HostAct::ReadOut => pick(lang, "唱标", "read out"),
        HostAct::StartRound => pick(lang, "开始下一轮报价", "start the next round"),
        HostAct::OpenObjections => pick(lang, "进入异议与确认", "open objections and confirmation"),
        HostAct::Close => pick(lang, "结束开标", "close the opening"),
        _ => return None,
    })
}
