//! Around the table of the room, of its console and of the record: the head, the state of the line, the side with its
//! objections, and the voice.

use domain::Lang;
use domain::lot::Terms;
use domain::room::{Answer, Event, Objection, Room, Ruling};
use leptos::prelude::*;

use crate::browser::Connection;
use crate::erase::{Erase, live, rows};
use crate::parts::facts::Moment;
use crate::parts::hall::Hall;
use crate::parts::timeline::{Timeline, actor, is_act, sentence};
use crate::parts::with_lot::path;
use crate::pieces;
use crate::text::{lang, names, pick};

/// Which lot, when, and whether the page is live.
#[component]
pub fn RoomHead(hall: Hall, terms: Terms, #[prop(into)] title: String) -> impl IntoView {
    let lang = lang();
    let deadline = hall.deadline(terms.deadline);
    view! {
        <header class="room__head">
            <div>
                <h1>{title}</h1>
                <p><a href=path(hall.lot, "")>{terms.title}</a></p>
                <p class="meta">
                    <span>{pick(lang, "标段编号 ", "Lot ")}{terms.code}</span>
                    <span>{names::tenderer(lang, terms.procedure)}" "{terms.tenderer}</span>
                    <span>
                        {pick(lang, "开标时间（北京时间） ", "Opening (Beijing time) ")}
                        {live(move || view! { <Moment at=deadline.get()/> }.erase())}
                    </span>
                    <span><a href=path(hall.lot, "screen")>{pick(lang, "大屏", "On screen")}</a></span>
                </p>
            </div>
            <LineState hall/>
        </header>
    }
    .erase()
}

/// Whether the room is shown as it happens.
#[component]
pub fn LineState(hall: Hall) -> impl IntoView {
    let lang = lang();
    let class = move || match hall.line.get() {
        Some(Connection::Live) => "connection connection--live",
        Some(Connection::Lost) => "connection connection--lost",
        Some(Connection::Retrying) | None => "connection connection--retrying",
    };
    let words = live(move || match hall.line.get() {
        Some(Connection::Live) => pick(lang, "实时同步", "Live"),
        Some(Connection::Retrying) => {
            pick(lang, "正在重新连接，断线期间的内容会自动补齐", "Reconnecting; what is missed will be made up")
        }
        Some(Connection::Lost) => {
            pick(lang, "连接中断，仍在重试；请检查网络", "Connection lost, still trying; check your network")
        }
        None => pick(lang, "尚未实时同步，刷新页面查看最新进程", "Not live yet; reload to see the latest"),
    });
    view! { <p class=class role="status">{words}</p> }.erase()
}

/// Beside the table: what is said, what is objected to, and all acts so far.
/// `children` stand below the objections: the bidder's form.
#[component]
pub fn Side(hall: Hall, #[prop(optional)] host: bool, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let lang = lang();
    // The newest act first: that is what somebody who comes back looks for.
    let entries = Signal::derive(move || {
        hall.entries.with(|entries| entries.iter().rev().filter(|one| is_act(&one.event)).cloned().collect::<Vec<_>>())
    });
    let none = Memo::new(move |_| hall.entries.with(Vec::is_empty));
    view! {
        <aside class="room__side">
            {pieces::floor(hall, host)}
            <section class="panel" id="objections" aria-labelledby="objections-title">
                <h2 id="objections-title">{pick(lang, "异议与答复", "Objections and answers")}</h2>
                <Objections room=hall.room/>
                {children.map(|children| children())}
            </section>
            <section class="panel" aria-labelledby="timeline-title">
                <h2 id="timeline-title">{pick(lang, "现场记录（北京时间，最新在前）", "What happened (Beijing time, newest first)")}</h2>
                {move || none.get().then(|| view! { <p class="muted">{pick(lang, "尚无记录。", "Nothing yet.")}</p> }.erase())}
                <Timeline entries room=hall.room mine=hall.my_id() scrolls=true/>
            </section>
        </aside>
    }.erase()
}

/// Says for screen readers what has just happened in the room.
/// Silent about what stood there when the page came, and about other bidders' single acts, which would drown the rest.
#[component]
pub fn Voice(hall: Hall) -> impl IntoView {
    let lang = lang();
    let known = hall.room.with_untracked(|room| room.seq);
    let mine = hall.my_id();
    let said = Memo::new(move |_| {
        let worth = |event: &Event| actor(event).is_none_or(|bid| Some(bid) == mine.get());
        let last = hall.entries.with(|entries| {
            entries.iter().rev().take_while(|entry| entry.seq > known).find(|entry| worth(&entry.event)).cloned()
        })?;
        Some(hall.room.with_untracked(|room| sentence(lang, &last.event, room)))
    });
    view! { <p class="visually-hidden" role="status" aria-live="polite">{move || said.get()}</p> }.erase()
}

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
            {answered(lang, objection.answer)}
        </li>
    }
    .erase()
}

fn answered(lang: Lang, answer: Option<Answer>) -> AnyView {
    match answer {
        Some(Answer { at, text, ruling }) => view! {
            <div class="objection__answer">
                <p class="objection__who">
                    {pick(lang, "主持人答复", "The host's answer")} " " <Moment at clock=true/> " "
                    <span class=ruled(ruling)>{names::ruling(lang, ruling)}</span>
                </p>
                <p>{text}</p>
            </div>
        }
        .erase(),
        None => {
            view! { <p><span class="badge badge--warn">{pick(lang, "待答复", "Not yet answered")}</span></p> }.erase()
        }
    }
}

const fn ruled(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Explained | Ruling::Unfounded => "badge badge--quiet",
        Ruling::Upheld | Ruling::CauseCorrected | Ruling::DecryptAgain => "badge badge--info",
    }
}
