//! What was objected to, and what the host answered.

use domain::Lang;
use domain::room::{Objection, Room};
use leptos::prelude::*;

use crate::erase::{Erase, rows};
use crate::parts::facts::Moment;
use crate::text::{lang, pick};

/// All objections, oldest first.
#[component]
pub fn Objections(#[prop(into)] room: Signal<Room>) -> impl IntoView {
    let lang = lang();
    let none = Memo::new(move |_| room.with(|room| room.objections.is_empty()));
    let each = move || room.with(|room| room.objections.clone());
    let item = move |objection: Objection| {
        let who = room.with_untracked(|room| room.row(objection.bid).map(|row| row.name.clone()));
        view! { <ObjectionItem who=who.unwrap_or_default() objection/> }.erase()
    };
    view! {
        {move || none.get().then(|| view! { <p class="muted">{pick(lang, "没有异议。", "No objections.")}</p> }.erase())}
        <ul class="objections">
            {rows(each, |objection| format!("{} {}", objection.id, objection.answer.is_some()), item)}
        </ul>
    }.erase()
}

#[component]
fn ObjectionItem(who: String, objection: Objection) -> impl IntoView {
    let lang = lang();
    let open = objection.answer.is_none();
    view! {
        <li class="objection" class:is-open=open>
            <p class="objection__who">{who} " " <Moment at=objection.at clock=true/></p>
            <p>{objection.text}</p>
            {answer(lang, objection.answer)}
        </li>
    }
    .erase()
}

fn answer(lang: Lang, answer: Option<(domain::Timestamp, String)>) -> AnyView {
    match answer {
        Some((at, text)) => view! {
            <div class="objection__answer">
                <p class="objection__who">{pick(lang, "主持人答复", "The host's answer")} " " <Moment at clock=true/></p>
                <p>{text}</p>
            </div>
        }
        .erase(),
        None => view! { <p><span class="badge badge--warn">{pick(lang, "待答复", "Not yet answered")}</span></p> }.erase(),
    }
}
