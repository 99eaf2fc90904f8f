//! One attempt after another to send the bid: where it stands, and why the last did not succeed.

use domain::view::{LotView, MySubject};
use domain::{Fault, Problem, Refusal};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use seal::job::Failure;

use super::progress::{Pace, Phase};
use super::send::{Trouble, send};
use super::sheet::Sheet;
use crate::api::ApiError;
use crate::browser::worker::{Hand, News};
use crate::browser::{Leash, vault};
use crate::parts::with_lot::path;

/// Where one attempt to send stands.
#[derive(Clone, Copy)]
pub struct Desk {
    pub phase: RwSignal<Phase>,
    pub error: RwSignal<Option<ApiError>>,
    pub failure: RwSignal<Option<Failure>>,
    /// The person holds the sending up.
    pub held: RwSignal<bool>,
    /// The server does not answer; the worker goes on trying.
    pub line_down: RwSignal<bool>,
    pub pace: StoredValue<Pace>,
    /// On the worker that seals.
    pub hand: Hand,
    /// The person has tried to send: from then on problems are shown while they are mended.
    tried: RwSignal<bool>,
    leash: Leash,
}

impl Desk {
    #[must_use]
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Filling),
            error: RwSignal::new(None),
            failure: RwSignal::new(None),
            held: RwSignal::new(false),
            line_down: RwSignal::new(false),
            pace: StoredValue::new(Pace::default()),
            hand: Hand::new(),
            tried: RwSignal::new(false),
            leash: Leash::new(),
        }
    }

    #[must_use]
    pub fn is_busy(self) -> bool {
        self.phase.get() != Phase::Filling
    }

    /// What to show beside the fields: what is wrong now, and what only the attempt could find.
    #[must_use]
    pub fn problems(self, sheet: Sheet, lot: &LotView) -> Signal<Vec<Problem>> {
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

    /// What the form does when it is submitted.
    pub fn submit(self, sheet: Sheet, lot: LotView, subject: MySubject) -> impl Fn(ev::SubmitEvent) + Clone + 'static {
        let navigate = use_navigate();
        move |event| {
            event.prevent_default();
            if untrack(|| self.is_busy()) {
                return;
            }
            self.error.set(None);
            self.failure.set(None);
            self.tried.set(true);
            let (lot, subject, navigate) = (lot.clone(), subject.clone(), navigate.clone());
            self.leash.start(async move {
                let sent = send(self, sheet, &lot, &subject).await;
                self.rest();
                match sent {
                    Ok(()) => {
                        vault::discard_draft(lot.id);
                        navigate(&path(lot.id, "receipt"), NavigateOptions::default());
                    }
                    Err(trouble) => self.fail(trouble),
                }
            });
        }
    }

    /// How the sending gets on.
    pub fn note(self, news: News) {
        let _left = self.line_down.try_set(news == News::LineDown);
        if let News::Progress { part, done, total } = news {
            let now = js_sys::Date::now();
            let _left = self.pace.try_update_value(|pace| pace.mark(now, done));
            let _left = self.phase.try_set(Phase::Sealing { part, done, total });
        }
    }

    /// Holds the sending up or lets it go on. What is held up is measured anew.
    pub fn hold(self, held: bool) {
        self.hand.hold(held);
        self.held.set(held);
        self.pace.set_value(Pace::default());
    }

    /// Gives the attempt up: nothing counts until it is committed. What was typed stays.
    pub fn give_up(self) {
        self.leash.let_go();
        self.rest();
    }

    fn rest(self) {
        self.phase.set(Phase::Filling);
        self.held.set(false);
        self.line_down.set(false);
        self.pace.set_value(Pace::default());
    }

    /// Asks before a page is left on which a bid is being sent.
    pub fn keep_from_leaving(self) {
        Effect::new(move |_| {
            let handle = window_event_listener(ev::beforeunload, move |event| {
                if self.phase.get_untracked() != Phase::Filling {
                    event.prevent_default();
                }
            });
            on_cleanup(move || handle.remove());
        });
    }
}

/// Problems that the sheet itself can not know.
fn only_tried(problem: &Problem) -> bool {
    matches!(problem.fault, Fault::WrongPassphrase | Fault::NotAKeyFile)
}
