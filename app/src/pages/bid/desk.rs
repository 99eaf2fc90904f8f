//! One attempt after another to send the bid: how far it has come, and why the last did not succeed.

use domain::view::{LotView, MySubject};
use domain::{Fault, Problem, Refusal};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use seal::job::Failure;

use super::documents::size;
use super::send::{Trouble, send};
use super::sheet::Sheet;
use crate::api::ApiError;
use crate::browser::{Leash, vault};
use crate::erase::{Erase, live};
use crate::parts::with_lot::path;
use crate::text::{lang, pick, refusal};

/// Where one attempt to send stands.
#[derive(Clone, Copy)]
pub struct Desk {
    pub phase: RwSignal<Phase>,
    pub error: RwSignal<Option<ApiError>>,
    pub failure: RwSignal<Option<Failure>>,
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
                let sent = send(sheet, &lot, &subject, self.phase).await;
                self.phase.set(Phase::Filling);
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is under way.
    Filling,
    Checking,
    Sealing {
        part: String,
        done: u64,
        total: u64,
    },
    Committing,
}

/// How far the sealing and sending has come.
#[component]
pub fn ProgressLine(#[prop(into)] phase: Signal<Phase>) -> impl IntoView {
    let lang = lang();
    let share = move || match phase.get() {
        Phase::Filling | Phase::Checking => 0,
        Phase::Sealing { done, total, .. } => percent(done, total),
        Phase::Committing => 100,
    };
    // Told to screen readers; the numbers, which change many times a second, are not.
    let words = Memo::new(move |_| match phase.get() {
        Phase::Filling => String::new(),
        Phase::Checking => pick(lang, "正在检查", "Checking").to_owned(),
        Phase::Sealing { part, .. } => {
            let part = refusal::part(lang, &part);
            pick(lang, format!("正在密封并上传：{part}"), format!("Sealing and sending: {part}"))
        }
        Phase::Committing => pick(lang, "正在递交，等待回执", "Lodging, awaiting the receipt").to_owned(),
    });
    let bytes = Memo::new(move |_| match phase.get() {
        Phase::Sealing { done, total, .. } => format!("{} / {}", size(done as f64), size(total as f64)),
        _ => String::new(),
    });
    let active = Memo::new(move |_| phase.get() != Phase::Filling);
    live(move || {
        active.get().then(|| {
            view! {
                <div class="progress-line">
                    <label for="sending" aria-live="polite">{words}</label>
                    <span class="progress-line__rate">{bytes}</span>
                    <progress id="sending" max="100" prop:value=share>{pick(lang, "进度", "Progress")}</progress>
                </div>
            }
            .erase()
        })
    })
}

fn percent(done: u64, total: u64) -> u32 {
    (done * 100).checked_div(total).unwrap_or(0).min(100) as u32
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn nothing_of_nothing_is_no_progress_and_all_is_a_hundred() {
        assert_eq!([percent(0, 0), percent(1, 3), percent(3, 3), percent(4, 3)], [0, 33, 100, 100]);
    }
}
