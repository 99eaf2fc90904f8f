//! A form on its way to the server: one at a time, its refusal kept for the page to show.

use std::pin::Pin;

use domain::{Problem, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::error_summary::problems;
use crate::api::ApiError;
use crate::browser::alive;
use crate::erase::Erase;

/// What is done with an answer.
type Then = Box<dyn FnOnce()>;

#[derive(Clone, Copy)]
pub struct Sending {
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Sending {
    #[must_use]
    pub fn new(error: Option<ApiError>) -> Self {
        Self { busy: RwSignal::new(false), error: RwSignal::new(error) }
    }

    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// For a button that comes while another request is under way: asleep until that is answered, because a press would
    /// be lost. Afterwards it is awake for good, its own request included.
    #[must_use]
    pub fn asleep(self) -> Signal<bool> {
        Memo::new(move |was: Option<&bool>| was.is_none_or(|asleep| *asleep) && self.busy.get()).into()
    }

    /// For `<ErrorSummary>`.
    #[must_use]
    pub fn error(self) -> Signal<Option<ApiError>> {
        self.error.into()
    }

    /// For the fields.
    #[must_use]
    pub fn problems(self) -> Signal<Vec<Problem>> {
        problems(self.error.into())
    }

    /// What the page itself found wrong; nothing is sent.
    pub fn refuse(self, refusal: Refusal) {
        self.error.set(Some(refusal.into()));
    }

    /// Sends, and goes on with the answer. While one request is under way another is not begun. The page may be gone
    /// when the answer comes; `then` is called all the same.
    pub fn send<T: 'static>(
        self,
        request: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.run(Box::pin(async move {
            let answer = request.await?;
            Ok(Box::new(move || then(answer)) as Then)
        }));
    }

    /// Written once for all requests, because their types would each bring a copy of it.
    fn run(self, request: Pin<Box<dyn Future<Output = Result<Then, ApiError>>>>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = request.await;
            self.busy.try_set(false);
            match answer {
                Ok(then) => then(),
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

/// The main button of a form that only scripts can send: asleep until the page has come alive, so that nothing is
/// posted half-way.
#[component]
pub fn Submit(sending: Sending, children: Children) -> impl IntoView {
    let alive = alive();
    let disabled = Signal::derive(move || !alive.get());
    view! { <Press sending class="button--primary" disabled>{children()}</Press> }
}

/// A button that begins a request: busy while one of its `sending` is under way, and asleep when it comes during one
/// ([`Sending::asleep`]).
#[component]
pub fn Press(
    sending: Sending,
    /// Added to `button`.
    #[prop(default = "")]
    class: &'static str,
    #[prop(default = "")] id: &'static str,
    /// The paragraph that says more of it.
    #[prop(default = "")]
    described_by: &'static str,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Without it the button sends the form in which it stands.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let (busy, asleep) = (sending.busy(), sending.asleep());
    let some = |text: &'static str| (!text.is_empty()).then_some(text);
    let press = move |_| {
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if on_press.is_some() { "button" } else { "submit" }
            id=some(id)
            class=format!("button {class}")
            disabled=move || disabled.get() || asleep.get()
            aria-busy=move || if busy.get() { "true" } else { "false" }
            aria-describedby=some(described_by)
            on:click=press
        >
            {children()}
        </button>
    }
    .erase()
}
