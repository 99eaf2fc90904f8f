//! The form as a whole: its sections, what is wrong with it, and the button.

use domain::view::{LotView, MySubject};
use domain::{Problem, Refusal};
use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use seal::job::Failure;

use super::documents::DocumentFields;
use super::guarantee::GuaranteeFields;
use super::key::KeyFields;
use super::opening_form::OpeningFormFields;
use super::progress::{Phase, ProgressLine};
use super::sample;
use super::send::{Trouble, send};
use super::sheet::Sheet;
use crate::api::ApiError;
use crate::browser::{Clock, Leash, draft};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::notice::{NeedsScripts, Notice, Tone};
use crate::parts::with_lot::{Visit, path};
use crate::text::{failure, lang, t};

#[component]
pub fn Form(visit: Visit, subject: MySubject) -> impl IntoView {
    let lot = visit.lot;
    let terms = lot.terms.clone();
    let sheet = Sheet::new();
    sheet.keep_draft(lot.id);
    let desk = Desk::new();
    let problems = desk.problems(sheet, &lot);
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    keep_from_leaving(desk.phase);
    let submit = submit(sheet, desk, lot.clone(), subject.clone());
    view! {
        <NeedsScripts/>
        <Refused desk lot=lot.clone()/>
        {terms.practice.then(|| view! { <Example sheet lot=lot.clone()/> })}
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
                <Late lot/>
                <ProgressLine phase=desk.phase/>
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
    }
}

/// Where one attempt to send stands.
#[derive(Clone, Copy)]
struct Desk {
    phase: RwSignal<Phase>,
    error: RwSignal<Option<ApiError>>,
    failure: RwSignal<Option<Failure>>,
    /// The person has tried to send: from then on problems are shown while they are mended.
    tried: RwSignal<bool>,
    leash: Leash,
}

impl Desk {
    fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Filling),
            error: RwSignal::new(None),
            failure: RwSignal::new(None),
            tried: RwSignal::new(false),
            leash: Leash::new(),
        }
    }

    fn is_busy(self) -> bool {
        self.phase.get() != Phase::Filling
    }

    /// What to show beside the fields: what is wrong now, and what only the attempt could find.
    fn problems(self, sheet: Sheet, lot: &LotView) -> Signal<Vec<Problem>> {
        let terms = lot.terms.clone();
        Memo::new(move |_| {
            if !self.tried.get() {
                return Vec::new();
            }
            let mut all = sheet.problems(&terms);
            if let Some(ApiError::Refused(Refusal::Invalid { problems })) = self.error.get() {
                all.extend(problems.into_iter().filter(only_tried));
            }
            all
        })
        .into()
    }

    fn fail(self, trouble: Trouble) {
        match trouble {
            Trouble::Api(error) => self.error.set(Some(error)),
            Trouble::Worker(failure) => self.failure.set(Some(failure)),
        }
    }
}

/// Problems that the sheet itself can not know.
fn only_tried(problem: &Problem) -> bool {
    matches!(problem.fault, domain::Fault::WrongPassphrase | domain::Fault::NotAKeyFile)
}

fn submit(sheet: Sheet, desk: Desk, lot: LotView, subject: MySubject) -> impl Fn(ev::SubmitEvent) + Clone + 'static {
    let navigate = use_navigate();
    move |event| {
        event.prevent_default();
        if untrack(|| desk.is_busy()) {
            return;
        }
        desk.error.set(None);
        desk.failure.set(None);
        desk.tried.set(true);
        let (lot, subject, navigate) = (lot.clone(), subject.clone(), navigate.clone());
        desk.leash.start(async move {
            let sent = send(sheet, &lot, &subject, desk.phase).await;
            desk.phase.set(Phase::Filling);
            match sent {
                Ok(()) => {
                    draft::discard(lot.id);
                    navigate(&path(lot.id, "receipt"), NavigateOptions::default());
                }
                Err(trouble) => desk.fail(trouble),
            }
        });
    }
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
    let failed = move || {
        desk.failure
            .get()
            .map(|found| view! { <Notice tone=Tone::Bad><p>{failure::failure(lang, &found)}</p></Notice> })
    };
    let lodged = move || matches!(desk.error.get(), Some(ApiError::Refused(Refusal::AlreadyCommitted { .. })));
    let receipt = path(lot.id, "receipt");
    let name = t("查看回执", "See the receipt");
    view! {
        <ErrorSummary error=desk.error/>
        {move || lodged().then(|| view! { <p><a href=receipt.clone()>{name}</a></p> })}
        <div node_ref=place tabindex="-1">{failed}</div>
    }
}

#[component]
fn Example(sheet: Sheet, lot: LotView) -> impl IntoView {
    let now = lot.now;
    view! {
        <div class="notice notice--info">
            <p>
                {t("练习时不必准备材料：填入示例后，只需输入制作证书时设定的口令。",
                    "No need to prepare anything for practice: fill in the example, then type the passphrase you set when making the key.")}
            </p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| sample::fill(sheet, &lot.terms, now)>
                    {t("填入示例", "Fill in the example")}
                </button>
            </div>
        </div>
    }
}

/// Says that the deadline has come while the form was open. The server's clock decides, so the button stays.
#[component]
fn Late(lot: LotView) -> impl IntoView {
    let left = expect_context::<Clock>().until(lot.terms.deadline);
    let over = Memo::new(move |_| left.get() == 0);
    let words =
        t("投标截止时间已到，服务器不再接收投标文件。", "The deadline has come; the server accepts no more bids.");
    view! { <div role="status">{move || over.get().then(|| view! { <p class="notice notice--warn">{words}</p> })}</div> }
}

/// Asks before a page is left on which a bid is being sent.
fn keep_from_leaving(phase: RwSignal<Phase>) {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::beforeunload, move |event| {
            if phase.get_untracked() != Phase::Filling {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}
