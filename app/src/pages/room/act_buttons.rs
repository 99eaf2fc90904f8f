//! The two acts that take one press: sign-in and confirmation.

use std::future::Future;

use leptos::prelude::*;

use crate::api::{ApiError, room};
use crate::parts::focus::focus_soon;
use crate::parts::hall::Hall;
use crate::parts::refused::Refused;
use crate::parts::sending::Sending;
use crate::text::{lang, pick};

#[component]
pub fn SignInButton(hall: Hall, acted: RwSignal<bool>) -> impl IntoView {
    let name = pick(lang(), "签到", "Sign in to the opening");
    view! { <Press hall acted name send=move || room::enter_room(hall.lot)/> }
}

#[component]
pub fn ConfirmButton(hall: Hall, acted: RwSignal<bool>) -> impl IntoView {
    let name = pick(lang(), "确认开标结果", "Confirm the result");
    let object = pick(lang(), "填写异议", "Write an objection");
    view! {
        <Press hall acted name send=move || room::confirm(hall.lot)>
            <button type="button" class="button button--large" on:click=|_| focus_soon("objection")>{object}</button>
        </Press>
    }
}

/// A large button that sends one act.
#[component]
fn Press<S, F>(
    hall: Hall,
    acted: RwSignal<bool>,
    name: &'static str,
    send: S,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView
where
    S: Fn() -> F + 'static,
    F: Future<Output = Result<(), ApiError>> + 'static,
{
    let sending = Sending::new(None);
    let busy = sending.busy();
    let press = move |_| {
        acted.set(true);
        let act = send();
        let all = async move {
            let result = hall.after(act).await;
            if result.is_err() {
                let _left = acted.try_set(false);
            }
            result
        };
        sending.send(all, |()| {});
    };
    view! {
        <Refused sending/>
        <div class="actions">
            <button
                type="button"
                class="button button--primary button--large"
                disabled=move || !hall.alive.get()
                aria-busy=move || if busy.get() { "true" } else { "false" }
                on:click=press
            >
                {name}
            </button>
            {children.map(|children| children())}
        </div>
    }
}
