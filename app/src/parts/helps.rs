//! Calls for help (求助), for whoever the server lets know of them: the host with a button, the supervisor to look on.

use domain::help::{Contact, Help};
use domain::subject::look::Sought;
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use crate::api::room;
use crate::erase::{Erase, live, rows};
use crate::parts::error_summary::focus_soon;
use crate::parts::facts::Moment;
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::{Sending, Submit};
use crate::pieces;
use crate::text::{lang, names, pick};

/// Nothing until somebody calls. Its own bidder sees a call beside its decrypt form instead.
#[component]
pub fn Helps(hall: Hall, #[prop(optional)] host: bool) -> impl IntoView {
    if hall.mine.with_untracked(Option::is_some) {
        return ().into_any();
    }
    let lang = lang();
    let all = Memo::new(move |_| if hall.mine.with(Option::is_none) { hall.helps.get() } else { Vec::new() });
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    let waiting = Memo::new(move |_| all.with(|all| all.iter().filter(|help| help.answered.is_none()).count()));
    let badge = move || if waiting.get() == 0 { "badge badge--good" } else { "badge badge--warn" };
    let said = live(move || {
        let last = all.with(|all| all.iter().rev().find(|help| help.answered.is_none()).cloned())?;
        let reason = names::help_reason(lang, last.call.reason);
        Some(pick(
            lang,
            format!("{}求助：{reason}", who(hall, &last)),
            format!("{} calls for help: {reason}", who(hall, &last)),
        ))
    });
    let list = live(move || {
        some.get().then(|| {
            view! {
                <section class="panel" id="helps" tabindex="-1" aria-labelledby="helps-title">
                    <h2 id="helps-title">
                        {pick(lang, "求助 ", "Calls for help ")}
                        <span class=badge>
                            {move || pick(lang, format!("待处理 {}", waiting.get()), format!("{} waiting", waiting.get()))}
                        </span>
                    </h2>
                    <ul class="objections">
                        {rows(move || all.get(), |help| format!("{} {}", help.id, help.answered.is_some()), move |help| {
                            view! { <Item hall host help/> }.erase()
                        })}
                    </ul>
                </section>
            }
            .erase()
        })
    });
    view! {
        {list}
        <p class="visually-hidden" role="status" aria-live="polite">{said}</p>
    }
    .erase()
}

fn who(hall: Hall, help: &Help) -> String {
    hall.room.with_untracked(|room| room.row(help.call.bid).map(|row| row.name.clone())).unwrap_or_default()
}

#[component]
fn Item(hall: Hall, host: bool, help: Help) -> impl IntoView {
    let lang = lang();
    let open = help.answered.is_none();
    let who = who(hall, &help);
    let Help { id, at, call, contact, answered } = help;
    let contact = contact.map(|Contact { name, phone }| {
        let sought = StoredValue::new(Sought::Help { lot: hall.lot, call: id });
        let reveal = pieces::reveal(sought, StoredValue::new(pick(lang, "联系电话", "telephone").to_owned()));
        view! { <p>{pick(lang, "联系人：", "Contact: ")} {name} " " {phone}</p> {reveal} }.into_any()
    });
    let end = match answered {
        Some(at) => view! {
            <p><span class="badge badge--good">{pick(lang, "已处理", "Dealt with")}</span> " " <Moment at clock=true/></p>
        }
        .erase(),
        None if host => view! { <AnswerButton hall id/> }.erase(),
        None => view! { <p><span class="badge badge--warn">{pick(lang, "待处理", "Waiting")}</span></p> }.erase(),
    };
    view! {
        <li class="objection" class:is-open=open>
            <p class="objection__who">{who} " " <Moment at clock=true/></p>
            <p>{names::help_reason(lang, call.reason)}</p>
            {(!call.words.is_empty()).then(|| view! { <p>{call.words}</p> }.erase())}
            {contact}
            {end}
        </li>
    }
    .erase()
}

#[component]
fn AnswerButton(hall: Hall, id: u64) -> impl IntoView {
    let sending = Sending::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sending.send(hall.after(room::answer_help(hall.lot, id)), |()| focus_soon("helps"));
    };
    view! {
        <form class="actions" on:submit=submit>
            <Refused sending/>
            <Submit sending>{pick(lang(), "标记为已处理", "Mark as dealt with")}</Submit>
        </form>
    }
    .erase()
}
