//! What a bidder does by one press or in writing: signing in, objecting.

use std::future::Future;

use domain::opening::LONGEST_TEXT;
use domain::{Field, Refusal, refusal};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use super::next::may_object;
use crate::api::{ApiError, room};
use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::{Press, Sending};
use crate::parts::text_area::TextArea;
use crate::text::{lang, pick};

#[component]
pub fn SignInButton(hall: Hall, acted: RwSignal<bool>) -> impl IntoView {
    let name = pick(lang(), "签到", "Sign in to the opening");
    view! { <OneAct hall acted name send=move || room::enter_room(hall.lot)/> }.erase()
}

/// A large button that sends one act.
#[component]
fn OneAct<S, F>(hall: Hall, acted: RwSignal<bool>, name: &'static str, send: S) -> impl IntoView
where
    S: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), ApiError>> + 'static,
{
    let sending = Sending::new(None);
    let press = move |()| {
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
    let asleep = Signal::derive(move || !hall.alive.get());
    view! {
        <Refused sending/>
        <div class="actions">
            <Press sending class="button--primary button--large" disabled=asleep on_press=press>{name}</Press>
        </div>
    }
    .erase()
}

/// Raising an objection on the spot (《招标投标法实施条例》第四十四条).
/// For bidders, as long as objections may be raised.
#[component]
pub fn ObjectForm(hall: Hall) -> impl IntoView {
    let open = Memo::new(move |_| hall.room.with(|room| hall.mine.with(|mine| may_object(room, mine.as_ref()))));
    // What was typed outlives a pause, which takes the form away.
    let text = RwSignal::new(String::new());
    live(move || (open.get() && hall.alive.get()).then(|| view! { <Form hall text/> }.erase()))
}

#[component]
fn Form(hall: Hall, text: RwSignal<String>) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Err(fault) = refusal::text(&text.get_untracked(), LONGEST_TEXT) {
            return sending.refuse(Refusal::field(Field::Objection, fault));
        }
        let act = room::object(hall.lot, text.get_untracked());
        sending.send(hall.after(act), move |()| {
            let _left = text.try_set(String::new());
        });
    };
    let hint = pick(
        lang,
        format!("对开标有异议的，请当场提出；最多 {LONGEST_TEXT} 字。异议和答复公开，并记入开标记录。"),
        format!("At most {LONGEST_TEXT} characters. Objection and answer are public and go into the record."),
    );
    view! {
        <form class="stack" on:submit=submit>
            <Refused sending/>
            <TextArea field=Field::Objection value=text problems=sending.problems() hint/>
            <div class="actions">
                <Press sending>{pick(lang, "提出异议", "Raise the objection")}</Press>
            </div>
        </form>
    }
    .erase()
}
