//! The bid page: everything is filled in and checked here, sealed in the worker, and only then sent.

mod desk;
mod documents;
mod fields;
mod files;
mod guarantee;
mod key;
mod opening_form;
mod progress;
mod refused;
mod sample;
mod send;
mod sheet;

use domain::Refusal;
use domain::view::MySubject;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::browser::Clock;
use crate::pages::lot::next::Next;
use crate::pages::lot::step::{Step, next_step};
use crate::parts::countdown::Countdown;
use crate::parts::crumbs::Crumbs;
use crate::parts::tour::{Tour, TourStep};
use crate::parts::with_lot::{Visit, with_lot};
use crate::text::{lang, refusal, t};
use fields::Form;

#[component]
pub fn Bid() -> impl IntoView {
    with_lot(|visit| view! { <Page visit/> })
}

#[component]
fn Page(visit: Visit) -> impl IntoView {
    Clock::provide(visit.lot.now);
    let lot = visit.lot.clone();
    let terms = lot.terms.clone();
    let tour = terms.practice.then(|| view! { <Tour at=TourStep::of(&lot, visit.me.as_ref())/> });
    view! {
        <Title text=format!("{} · {}", t("投标", "Bid"), terms.title)/>
        <div class="page-flow">
            <Crumbs lot=lot.clone() here=t("投标", "Bid")/>
            <header class="page-head">
                <div>
                    <h1>{t("投标", "Bid")}</h1>
                    <p class="meta"><span>{terms.title}</span><span class="mono">{terms.code}</span></p>
                </div>
                <Countdown until=terms.deadline now=lot.now label=t("距投标截止", "Time to the deadline")/>
            </header>
            {tour}
            {body(visit)}
        </div>
    }
}

/// The form for whoever may bid; for everybody else, what is to be done instead.
fn body(visit: Visit) -> AnyView {
    let step = next_step(&visit.lot, visit.me.as_ref());
    let subject: Option<MySubject> = visit.me.as_ref().and_then(|me| me.subject.clone());
    match (step, subject) {
        (Step::Bid, Some(subject)) => view! { <Form visit subject/> }.into_any(),
        (Step::Committed { at }, _) => {
            let words = refusal::refusal(lang(), &Refusal::AlreadyCommitted { at });
            view! { <p class="lede">{words}</p> <Next visit/> }.into_any()
        }
        _ => view! { <Next visit/> }.into_any(),
    }
}
