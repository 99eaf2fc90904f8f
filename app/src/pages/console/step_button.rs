//! The button of the next step. A step that can not be taken back asks once more, in place.

use leptos::prelude::*;

use super::steps::Step;
use crate::api::room;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::hall::Hall;
use crate::parts::sending::{Press, Sending};
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
    let first = Callback::new(move |()| match question {
        Some(_) => {
            asked.set(true);
            focus_soon("step-sure");
        }
        None => send(),
    });
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
    on_press: Callback<()>,
    disabled: Signal<bool>,
    why: Signal<Option<String>>,
) -> impl IntoView {
    let disabled = Signal::derive(move || disabled.get() || why.with(Option::is_some));
    view! {
        <div class="stack stack--tight">
            <Press sending class="button--primary" id="step" described_by="step-why" disabled on_press>
                {name}
            </Press>
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
    on_yes: impl Fn() + Send + Sync + 'static,
    on_no: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> impl IntoView {
    let lang = lang();
    view! {
        <div class="decide" role="group" aria-labelledby="step-question">
            <p id="step-question">{question}</p>
            <div class="actions">
                <Press
                    sending
                    class="button--primary"
                    id="step-sure"
                    described_by="step-question"
                    on_press=move |()| on_yes()
                >
                    {pick(lang, "确定", "Yes: ")}
                    {name}
                </Press>
                <button type="button" class="button button--quiet" on:click=on_no>
                    {pick(lang, "取消", "Cancel")}
                </button>
            </div>
        </div>
    }
    .erase()
}
