//! Letters that were written to a person, and whether it wants to be reminded of openings.

use domain::access::LetterLine;
use leptos::prelude::*;

use crate::api::access::set_reminders;
use crate::browser::alive;
use crate::erase::Erase;
use crate::parts::facts::Moment;
use crate::parts::notice::Refused;
use crate::parts::sending::Sending;
use crate::text::t;

#[component]
pub fn Letters(letters: Vec<LetterLine>, changed: Callback<()>, reminders: bool, bids: bool) -> impl IntoView {
    let none = letters.is_empty();
    let rows = letters
        .into_iter()
        .map(|LetterLine { title, made, sent }| {
            let waits =
                (!sent).then(|| view! { " " <span class="badge badge--warn">{t("待发送", "waits")}</span> }.erase());
            view! { <li class="is-dated"><Moment at=made/><p>{title}{waits}</p></li> }.erase()
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t("通知邮件", "Letters")}</h2>
            {bids.then(|| view! { <Reminders reminders changed/> }.erase())}
            {none.then(|| view! { <p class="muted">{t("还没有发给您的邮件。", "None has been written to you.")}</p> }.erase())}
            <ol class="timeline">{rows}</ol>
        </section>
    }
    .erase()
}

#[component]
fn Reminders(reminders: bool, changed: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let alive = alive();
    let asleep = move || !alive.get() || sending.busy().get();
    let choose = move |event| sending.send(set_reminders(event_target_checked(&event)), move |()| changed.run(()));
    view! {
        <div class="choice">
            <input type="checkbox" id="reminders" checked=reminders disabled=asleep on:change=choose aria-describedby="reminders-hint"/>
            <label for="reminders">{t("本单位递交投标文件的，开标前一天和一小时来信提醒", "Remind me by letter a day and an hour before openings in which we bid")}</label>
            <p class="field__hint" id="reminders-hint">
                {t("信中不写是否投标；但经手邮件的人可能由此猜到贵单位参加投标。", "The letter does not say that you bid, but whoever carries your mail may guess it.")}
            </p>
        </div>
        <Refused sending/>
    }
    .erase()
}
