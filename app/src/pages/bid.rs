//! The bid page: everything is filled in and checked here, sealed in the worker, and only then sent.

mod desk;
mod documents;
mod fields;
mod files;
mod progress;
mod sample;
mod send;
mod sheet;

use domain::Refusal;
use domain::view::{LotView, MySubject};
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::ApiError;
use crate::browser::{Clock, alive};
use crate::erase::{Erase, live};
use crate::pages::lot::next::{Next, Step, next_step};
use crate::parts::clock_offset::ClockOffset;
use crate::parts::countdown::Countdown;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::notice::{NeedsScripts, Notice, Tone};
use crate::parts::tour::{Tour, TourStep};
use crate::parts::with_lot::{Crumbs, Visit, path, with_lot};
use crate::text::{failure, lang, refusal, t};

pub use documents::size;
pub use files::drafted_bytes;

use desk::Desk;
use documents::DocumentFields;
use fields::{GuaranteeFields, KeyFields, OpeningFormFields};
use progress::ProgressLine;
use sample::Example;
use sheet::Sheet;

#[component]
pub fn Bid() -> impl IntoView {
    with_lot(|visit| view! { <Page visit/> }.erase())
}

#[component]
fn Page(visit: Visit) -> impl IntoView {
    Clock::provide(visit.lot.now);
    let lot = visit.lot.clone();
    let terms = lot.terms.clone();
    let tour = terms.practice.then(|| view! { <Tour at=TourStep::of(&lot, visit.me.as_ref())/> }.erase());
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
    .erase()
}

/// The form for whoever may bid; for everybody else, what is to be done instead.
fn body(visit: Visit) -> AnyView {
    let step = next_step(&visit.lot, visit.me.as_ref());
    let subject: Option<MySubject> = visit.me.as_ref().and_then(|me| me.subject.clone());
    match (step, subject) {
        (Step::Bid, Some(subject)) => view! { <Form visit subject/> }.erase(),
        (Step::Committed { at }, _) => {
            let words = refusal::refusal(lang(), &Refusal::AlreadyCommitted { at });
            view! { <p class="lede">{words}</p> <Next visit/> }.erase()
        }
        _ => view! { <Next visit/> }.erase(),
    }
}

/// The form as a whole: its sections, what is wrong with it, and the button.
#[component]
fn Form(visit: Visit, subject: MySubject) -> impl IntoView {
    let lot = visit.lot;
    let terms = lot.terms.clone();
    let sheet = Sheet::new();
    sheet.keep_draft(lot.id);
    let desk = Desk::new();
    let problems = desk.problems(sheet, &lot);
    let alive = alive();
    desk.keep_from_leaving();
    let submit = desk.submit(sheet, lot.clone(), subject.clone());
    view! {
        <NeedsScripts/>
        <Refused desk lot=lot.clone()/>
        {terms.practice.then(|| view! { <Example sheet lot=lot.clone()/> }.erase())}
        // `dialog` does nothing outside one: without scripts nothing typed here may travel in an address.
        <form class="stack stack--loose" method="dialog" novalidate on:submit=submit>
            <OpeningFormFields sheet terms=terms.clone() problems/>
            <GuaranteeFields sheet terms=terms.clone() problems/>
            <DocumentFields sheet problems/>
            <KeyFields sheet subject problems/>
            <section class="decide" aria-labelledby="submit">
                <h2 id="submit">{t("密封并递交", "Seal and lodge")}</h2>
                <p>
                    {t("全部内容在本机密封后上传，递交以服务器收到完整文件的时间为准。递交后取得回执；截止前可以撤回重交。",
                        "Everything is sealed here and then sent; what counts is when the server has it whole. You then get a receipt, and until the deadline you may withdraw and bid again.")}
                </p>
                <Countdown until=terms.deadline now=lot.now label=t("距投标截止", "Time to the deadline") compact=true/>
                <ClockOffset/>
                <p class="no-print">
                    <a href=path(lot.id, "ready") target="_blank">
                        {t("检查浏览器、网络和密钥（开标前检查，新窗口打开）", "Check browser, line and key (readiness check, in a new window)")}
                    </a>
                </p>
                <Late lot/>
                <ProgressLine desk/>
                <div class="actions">
                    <button
                        class="button button--primary button--large"
                        disabled=move || !alive.get()
                        aria-busy=move || desk.is_busy().then_some("true")
                        aria-disabled=move || desk.is_busy().then_some("true")
                    >
                        {t("密封并递交", "Seal and lodge")}
                    </button>
                </div>
            </section>
        </form>
    }.erase()
}

/// Why the last attempt did not succeed. What was typed stays as it is.
#[component]
fn Refused(desk: Desk, lot: LotView) -> impl IntoView {
    let lang = lang();
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if desk.failure.with(Option::is_some)
            && let Some(place) = place.get_untracked()
        {
            // A missing element to focus is no reason to disturb anybody.
            let _ = place.focus();
        }
    });
    let failed = live(move || {
        desk.failure
            .get()
            .map(|found| view! { <Notice tone=Tone::Bad><p>{failure::failure(lang, &found)}</p></Notice> }.erase())
    });
    let lodged = move || matches!(desk.error.get(), Some(ApiError::Refused(Refusal::AlreadyCommitted { .. })));
    let receipt = path(lot.id, "receipt");
    let name = t("查看回执", "See the receipt");
    view! {
        <ErrorSummary error=desk.error/>
        {move || lodged().then(|| view! { <p><a href=receipt.clone()>{name}</a></p> }.erase())}
        <div node_ref=place tabindex="-1">{failed}</div>
    }
    .erase()
}

/// Says that the deadline has come while the form was open. The server's clock decides, so the button stays.
#[component]
fn Late(lot: LotView) -> impl IntoView {
    let left = expect_context::<Clock>().until(lot.terms.deadline);
    let over = Memo::new(move |_| left.get() == 0);
    let words =
        t("投标截止时间已到，服务器不再接收投标文件。", "The deadline has come; the server accepts no more bids.");
    view! { <div role="status">{move || over.get().then(|| view! { <p class="notice notice--warn">{words}</p> }.erase())}</div> }.erase()
}
