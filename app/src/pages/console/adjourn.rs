//! Adjourning the opening to a later time (休会), and letting it go on when that has come.

use domain::opening::{HostAct, LONGEST_TEXT};
use domain::refusal::Problems;
use domain::{Fault, Field, Timestamp};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use super::in_all::{self, InAll};
use super::rarely::Resume;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::facts::Moment;
use crate::parts::field::TextField;
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::{Sending, Submit};
use crate::text::{lang, pick};

#[component]
pub fn Adjourn(hall: Hall) -> impl IntoView {
    let lang = lang();
    let shown = Memo::new(move |_| hall.room.with(|room| room.stage.is_under_way().then_some(room.adjourned)));
    live(move || {
        shown.get().map(|adjourned| {
            let body = match adjourned {
                Some(until) => view! { <Adjourned hall until/> }.erase(),
                None => view! { <Form hall/> }.erase(),
            };
            view! {
                <section class="panel panel--quiet" aria-labelledby="adjourn-title">
                    <h2 id="adjourn-title">{pick(lang, "休会", "Adjourn")}</h2>
                    {body}
                </section>
            }
            .erase()
        })
    })
}

#[component]
fn Form(hall: Hall) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let (at, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = move |all: bool| {
        let mut problems = Problems::default();
        let until = Timestamp::parse_local(&at.get_untracked()).map_err(|_| Fault::NotADate);
        let until = until.and_then(|until| if until > hall.clock.now() { Ok(until) } else { Err(Fault::NotInFuture) });
        let until = problems.take(Field::ResumeAt, until);
        let reason = problems.text(Field::Reason, &reason.get_untracked(), LONGEST_TEXT);
        match problems.into_result(until.zip(reason)) {
            Err(refused) => sending.refuse(refused),
            Ok((until, reason)) => {
                let act = in_all::host(hall, all, HostAct::Adjourn { until, reason });
                sending.send(hall.after(act), |()| focus_soon("flow"));
            }
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(false);
    };
    let problems = sending.problems();
    let hint = pick(
        lang,
        format!("立即向所有人公布，并记入开标记录；最多 {LONGEST_TEXT} 字。"),
        format!("Public at once, and part of the record; at most {LONGEST_TEXT} characters."),
    );
    view! {
        <p>{pick(
            lang,
            "当日不能继续的，可以休会另定时间。休会期间各项计时停止，剩余时间保留；到续开时间之前不能恢复。",
            "Where it can not go on today, adjourn it. All clocks stop and keep what remains; it can not go on before the time you name.",
        )}</p>
        <Refused sending/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <TextField field=Field::ResumeAt value=at problems kind="datetime-local" step="1"
                hint=pick(lang, "北京时间", "Beijing time")/>
            <TextField field=Field::Reason value=reason problems hint id="adjourn-reason"
                label=pick(lang, "休会原因", "Reason to adjourn")/>
            <div class="actions">
                <Submit sending>{pick(lang, "宣布休会", "Adjourn the opening")}</Submit>
                <InAll hall sending name=pick(lang, "各标段一并休会", "Adjourn all lots") on_press=move |()| send(true)/>
            </div>
        </form>
    }
    .erase()
}

#[component]
fn Adjourned(hall: Hall, until: Timestamp) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let came = Memo::new(move |_| hall.clock.now() >= until);
    let resume = move |all| {
        sending.send(hall.after(in_all::host(hall, all, HostAct::Resume)), |()| focus_soon("flow"));
    };
    view! {
        <p>{pick(lang, "定于 ", "It goes on at ")}<Moment at=until/>{pick(lang, "（北京时间）续开。", " (Beijing time).")}</p>
        <Refused sending/>
        {live(move || came.get().then(|| view! { <Resume hall sending on_press=resume/> }.erase()))}
    }
    .erase()
}
