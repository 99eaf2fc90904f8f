//! One lot: its terms, and what the person who looks at it does next.

pub mod next;
pub mod step;
mod terms;
mod withdraw;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::browser::Clock;
use crate::parts::countdown::Countdown;
use crate::parts::crumbs::Crumbs;
use crate::parts::practice::PracticeMark;
use crate::parts::stage_badge::StageBadge;
use crate::parts::tour::{Tour, TourStep};
use crate::parts::with_lot::{Visit, with_lot};
use crate::text::t;
use next::Next;
use terms::{KeyFigures, TermsPanel};

#[component]
pub fn Lot() -> impl IntoView {
    with_lot(|visit| view! { <Page visit/> })
}

#[component]
fn Page(visit: Visit) -> impl IntoView {
    let clock = Clock::provide(visit.lot.now);
    turn_at_the_deadline(&visit, clock);
    let lot = visit.lot.clone();
    let terms = lot.terms.clone();
    let tour = terms.practice.then(|| view! { <Tour at=TourStep::of(&lot, visit.me.as_ref())/> });
    view! {
        <Title text=terms.title.clone()/>
        <div class="page-flow">
            <Crumbs lot=lot.clone()/>
            <header class="page-head">
                <div>
                    <h1>{terms.title.clone()} {terms.practice.then(|| view! { " " <PracticeMark/> })}</h1>
                    <p class="meta">
                        <span class="mono">{terms.code.clone()}</span>
                        <span>{terms.tenderer.clone()}</span>
                        <span><StageBadge stage=lot.stage/></span>
                    </p>
                </div>
            </header>
            {tour}
            <div class="split">
                <div class="stack">
                    <Next visit/>
                    <TermsPanel terms=terms.clone()/>
                </div>
                <aside class="stack" aria-label=t("截止时间与金额", "Deadline and amounts")>
                    <Countdown until=terms.deadline now=lot.now label=t("距投标截止", "Time to the deadline")/>
                    <KeyFigures terms/>
                </aside>
            </div>
        </div>
    }
}

/// Whoever waits on this page sees the next step when the deadline comes, without reloading.
fn turn_at_the_deadline(visit: &Visit, clock: Clock) {
    let left = clock.until(visit.lot.terms.deadline);
    let again = visit.again;
    Effect::new(move |before: Option<bool>| {
        let over = left.get() == 0;
        if over && before == Some(false) {
            // The server turns the stage within its next second.
            set_timeout(move || again.run(()), std::time::Duration::from_millis(1500));
        }
        over
    });
}
