//! The host's console (主持台): the preset flow of an opening, and nothing beside it.

mod adjourn;
pub mod broadcast;
mod flow;
mod in_all;
mod noted;
mod postpone;
pub mod rarely;
mod step_button;
mod steps;
mod words;

use domain::view::LotView;
use domain::{Lang, Refusal};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::ApiError;
use crate::erase::{Erase, live};
use crate::parts::around::{RoomHead, Side, Voice};
use crate::parts::bidders::Attendance;
use crate::parts::extensions::Extensions;
use crate::parts::frame::use_me;
use crate::parts::hall::{Hall, room_of_address};
use crate::parts::helps::Helps;
use crate::parts::notice::{NeedsScripts, PracticeBanner, RefusalNotice, Waiting};
use crate::parts::read_out::ReadOut;
use crate::parts::stage::{StageClock, StageStrip};
use crate::parts::with_lot::path;
use crate::pieces;
use crate::text::{lang, pick, t};

use flow::{Flow, Missing};
use noted::Noted;

#[component]
pub fn Console() -> impl IntoView {
    let room = room_of_address();
    let me = use_me();
    view! {
        <Title text=t("主持台", "Host console")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                let signed_in = me.get().await.is_some();
                let entered = room.await.and_then(|room| {
                    if room.lot.hosted_by_me { Hall::enter(room) } else { Err(turned_away(signed_in)) }
                });
                match entered {
                    Ok((hall, lot)) => view! { <Desk hall lot/> }.erase(),
                    Err(refusal) => {
                        view! {
                            <h1>{t("主持台", "Host console")}</h1>
                            <RefusalNotice refusal/>
                        }
                            .erase()
                    }
                }
            })}
        </Suspense>
    }
    .erase()
}

fn turned_away(signed_in: bool) -> ApiError {
    if signed_in { Refusal::NotAllowed.into() } else { Refusal::SignInFirst.into() }
}

#[component]
fn Desk(hall: Hall, lot: LotView) -> impl IntoView {
    let lang = lang();
    let (deadline, practice_lot) = (lot.terms.deadline, lot.terms.practice);
    let together = !lot.terms.project.is_empty();
    let rounds = lot.terms.rounds.map_or(0, |rounds| rounds.count);
    let terms = StoredValue::new(lot.terms.clone());
    let practice = lot.terms.practice.then(|| view! { <PracticeBanner/> }.erase());
    view! {
        {practice}
        <Voice hall/>
        <div class="page--wide page-flow">
            <NeedsScripts/>
            <div class="console">
                <RoomHead hall terms=lot.terms.clone() title=t("主持台", "Host console")/>
                <section class="room__stage" aria-label=t("进程", "Stages")>
                    <StageStrip room=hall.room rounds/>
                    <StageClock hall deadline/>
                    <Extensions hall/>
                </section>
                <div class="console__acts">
                    <Noted hall/>
                    {live(move || (together && hall.alive.get()).then(|| pieces::together(hall, true)))}
                    <Helps hall host=true/>
                    <Flow hall terms=lot.terms.clone()/>
                    {live(move || hall.alive.get().then(|| pieces::rarely(hall, terms)))}
                    {live(move || (hall.alive.get() && !practice_lot).then(|| pieces::broadcast(hall, deadline)))}
                </div>
                <Missing hall/>
                <Attendance hall>
                    <ReadOut room=hall.room alive=hall.alive lot=hall.lot/>
                </Attendance>
                <Side hall host=true/>
            </div>
            {links(hall, lang)}
        </div>
    }
    .erase()
}

fn links(hall: Hall, lang: Lang) -> impl IntoView {
    view! {
        <p class="meta">
            <span><a href=path(hall.lot, "room")>{pick(lang, "开标室（所有人看到的页面）", "The room, as everybody sees it")}</a></span>
            {live(move || (hall.room.with(|room| room.reels) > 0).then(|| view! {
                <span><a href=path(hall.lot, "replay")>{pick(lang, "开标回放", "Replay")}</a></span>
            }.erase()))}
            <span><a href=path(hall.lot, "record")>{pick(lang, "开标记录", "The record")}</a></span>
        </p>
    }.erase()
}
