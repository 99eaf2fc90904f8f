//! The button of the next step. A step that can not be taken back asks once more, in place.

use leptos::prelude::*;

use super::steps::Step;
use crate::api::room;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::hall::Hall;
use crate::parts::sending::Sending;
use crate::text::{lang, pick};

#[component]
pub fn StepButton(
    hall: Hall,
    sending: Sending,
    step: Step,
    name: &'static str,
    question: Option<&'static str>,
    /// Why the step can not be taken yet.
    why: Signal<Option<String>>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let send = move || {
        sending.send(hall.after(room::host(hall.lot, step.act())), |()| focus_soon("flow"));
    };
    let first = move |_| match question {
        Some(_) => {
            asked.set(true);
            focus_soon("step-sure");
        }
        None => send(),
    };
    let back = move |_| {
        asked.set(false);
        focus_soon("step");
    };
    live(move || match question.filter(|_| asked.get()) {
        Some(question) => view! { <Sure name question sending on_yes=send on_no=back/> }.erase(),
        None => view! { <First name sending on_press=first disabled=Signal::derive(move || !hall.alive.get()) why/> }
            .erase(),
    })
}

#[component]
fn First(
    name: &'static str,
    sending: Sending,
    on_press: impl Fn(leptos::ev::MouseEvent) + 'static,
    disabled: Signal<bool>,
    why: Signal<Option<String>>,
) -> impl IntoView {
    let (busy, asleep) = (sending.busy(), sending.asleep());
    view! {
        <div class="stack stack--tight">
            <button
                type="button"
                id="step"
                class="button button--primary"
                disabled=move || disabled.get() || asleep.get() || why.with(Option::is_some)
                aria-busy=move || if busy.get() { "true" } else { "false" }
                aria-describedby="step-why"
                on:click=on_press
            >
                {name}
            </button>
            <p class="button-note" id="step-why">{move || why.get()}</p>
        </div>
    }
    .erase()
}

#[component]
fn Sure(
    name: &'static str,
    question: &'static str,
    sending: Sending,
    on_yes: impl Fn() + 'static,
    on_no: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> impl IntoView {
    let lang = lang();
    let busy = sending.busy();
    view! {
        <div class="decide" role="group" aria-labelledby="step-question">
            <p id="step-question">{question}</p>
            <div class="actions">
                <button
                    type="button"
                    id="step-sure"
                    class="button button--primary"
                    aria-busy=move || if busy.get() { "true" } else { "false" }
                    aria-describedby="step-question"
                    on:click=move |_| on_yes()
                >
                    {pick(lang, "确定", "Yes: ")}
                    {name}
                </button>
                <button type="button" class="button button--quiet" on:click=on_no>
                    {pick(lang, "取消", "Cancel")}
                </button>
            </div>
        </div>
    }
    .erase()
}
