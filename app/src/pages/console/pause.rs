//! Stopping the clock of a window, with a reason, and letting it run on.

use domain::opening::{HostAct, LONGEST_TEXT};
use domain::stage::Window;
use domain::{Field, Refusal, refusal};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use crate::api::room;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::field::TextField;
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::Sending;
use crate::text::{lang, pick};

#[component]
pub fn Pause(hall: Hall) -> impl IntoView {
    let lang = lang();
    let stopped = Memo::new(move |_| {
        hall.room.with(|room| room.stage.window()).map(|window| matches!(window, Window::Paused { .. }))
    });
    let sending = Sending::new(None);
    let reason = RwSignal::new(String::new());
    let send = move |host: HostAct| {
        sending.send(hall.after(room::host(hall.lot, host)), move |()| {
            let _left = reason.try_set(String::new());
            focus_soon("flow");
        });
    };
    let form = move |stopped: bool| {
        if stopped {
            view! { <Resume sending on_press=move || send(HostAct::Resume)/> }.erase()
        } else {
            view! { <PauseForm sending reason on_send=move || send(HostAct::Pause { reason: reason.get_untracked() })/> }.erase()
        }
    };
    live(move || {
        stopped.get().filter(|_| hall.alive.get()).map(|stopped| {
            view! {
                <section class="panel panel--quiet" aria-labelledby="pause-title">
                    <h2 id="pause-title">{pick(lang, "暂停与恢复", "Pause and resume")}</h2>
                    <Refused sending/>
                    {form(stopped)}
                </section>
            }
            .erase()
        })
    })
}

#[component]
fn Resume(sending: Sending, on_press: impl Fn() + 'static) -> impl IntoView {
    let busy = sending.busy();
    let lang = lang();
    view! {
        <p>{pick(lang, "恢复后，剩余时间继续计算。", "The time that remains runs on.")}</p>
        <div class="actions">
            <button type="button" class="button button--primary" aria-busy=move || if busy.get() { "true" } else { "false" } on:click=move |_| on_press()>
                {pick(lang, "恢复开标", "Resume the opening")}
            </button>
        </div>
    }.erase()
}

#[component]
fn PauseForm(sending: Sending, reason: RwSignal<String>, on_send: impl Fn() + 'static) -> impl IntoView {
    let busy = sending.busy();
    let lang = lang();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Err(fault) = refusal::text(&reason.get_untracked(), LONGEST_TEXT) {
            return sending.refuse(Refusal::field(Field::Reason, fault));
        }
        on_send();
    };
    let hint = pick(
        lang,
        format!("暂停时停止计时，剩余时间保留。原因向所有人公布，并记入开标记录；最多 {LONGEST_TEXT} 字。"),
        format!(
            "The clock stops and keeps what remains. The reason is public and goes into the record; at most {LONGEST_TEXT} characters."
        ),
    );
    view! {
        <form class="stack" on:submit=submit>
            <TextField field=Field::Reason value=reason problems=sending.problems() hint/>
            <div class="actions">
                <button type="submit" class="button" aria-busy=move || if busy.get() { "true" } else { "false" }>{pick(lang, "暂停开标", "Pause the opening")}</button>
            </div>
        </form>
    }.erase()
}
