//! The opening on a projector (大屏): what everybody may know at each stage, legible from the last row of a hall. It
//! needs no account, has nothing to fill in, and turns its pages by itself.

mod board;
mod spoken;
mod tools;
mod turning;
mod voice;

use domain::floor::Speaker;
use domain::lot::Terms;
use domain::room::Event;
use domain::stage::{Stage, StageName};
use domain::view::LotView;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::erase::{Erase, live};
use crate::parts::around::{LineState, Voice};
use crate::parts::hall::{Hall, room_of_address};
use crate::parts::notice::{PracticeMark, RefusalNotice, Waiting};
use crate::parts::stage::StageClock;
use crate::parts::timeline::sentence;
use crate::text::{lang, names, pick, t};

use board::Board;
use tools::Tools;
use turning::Turning;

#[component]
pub fn Screen() -> impl IntoView {
    let room = room_of_address();
    view! {
        <Title text=t("开标大屏", "Opening on screen")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match room.await.and_then(Hall::enter) {
                    Ok((hall, lot)) => view! { <Wall hall lot/> }.erase(),
                    Err(refusal) => view! { <RefusalNotice refusal/> }.erase(),
                }
            })}
        </Suspense>
    }
    .erase()
}

#[component]
fn Wall(hall: Hall, lot: LotView) -> impl IntoView {
    let lang = lang();
    let turning = Turning::start(hall);
    let deadline = lot.terms.deadline;
    let stage = Memo::new(move |_| hall.room.with(|room| room.stage.name()));
    let waits = Memo::new(move |_| stage.get() == StageName::Scheduled);
    let clock = move || view! { <StageClock hall deadline/> }.erase();
    let body = live(move || {
        if waits.get() {
            return view! {
                <div class="screen__one">
                    {clock()}
                    <p>
                        {pick(
                            lang,
                            "投标截止前，任何人都看不到投标人的名称和数量。",
                            "Before the deadline nobody can see who bids or how many.",
                        )}
                    </p>
                </div>
            }
            .erase();
        }
        view! { <Board hall turning/> }.erase()
    });
    view! {
        <Voice hall/>
        <div class="screen" id="screen">
            <header class="screen__head">
                {head(lot.terms)}
                <p class="screen__stage">{move || names::stage(lang, stage.get())}</p>
                {live(move || (!waits.get()).then(clock))}
            </header>
            <div class="screen__body" tabindex="0" role="region" aria-label=pick(lang, "开标进程", "The opening")>{body}</div>
            <Band hall/>
            <footer class="screen__foot">
                <LineState hall/>
                <Tools hall turning/>
            </footer>
        </div>
    }
    .erase()
}

fn head(terms: Terms) -> AnyView {
    let practice = terms.practice.then(|| view! { " " <PracticeMark/> }.erase());
    view! {
        <div>
            <h1>{terms.title} {practice}</h1>
            <p>{t("标段编号 ", "Lot ")} {terms.code} " " {t("　招标人 ", " Tenderer ")} {terms.tenderer}</p>
        </div>
    }
    .erase()
}

/// The last word to all: an announcement, a supervisor's note, a pause, an objection or its answer.
#[component]
fn Band(hall: Hall) -> impl IntoView {
    let lang = lang();
    let last = Memo::new(move |_| {
        hall.entries.with(|entries| {
            let word = entries.iter().rev().find(|entry| is_for_the_hall(&entry.event))?;
            Some((word.event.clone(), word.at))
        })
    });
    live(move || {
        last.get().map(|(event, at)| {
            let words = hall.room.with_untracked(|room| sentence(lang, &event, room));
            let long = words.chars().count() > 70;
            let noted = matches!(event, Event::Said { by: Speaker::Supervisor, .. });
            // What was said days before comes with its day.
            let today = hall.room.with_untracked(|room| room.opened_at.is_none_or(|opened| opened.day() == at.day()));
            let when = if today { at.clock() } else { at.to_string() };
            view! {
                <p class="screen__band" class:is-note=noted class:is-long=long>
                    <time>{when}</time>
                    <span>{words}</span>
                </p>
            }
            .erase()
        })
    })
}

fn is_for_the_hall(event: &Event) -> bool {
    matches!(
        event,
        Event::Said { by: Speaker::Host | Speaker::Supervisor | Speaker::Witness, .. }
            | Event::ObjectionRaised { .. }
            | Event::ObjectionAnswered { .. }
            | Event::Paused { .. }
            | Event::Resumed
            | Event::Postponed { .. }
            | Event::Adjourned { .. }
            | Event::Restored { .. }
            | Event::WindowExtended { .. }
            | Event::Drawn(_)
    )
}

/// Whether bidders stand on the board.
fn are_listed(stage: Stage) -> bool {
    !matches!(stage, Stage::Scheduled | Stage::SignIn(_) | Stage::Failed)
}
