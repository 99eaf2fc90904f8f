//! What a single act was refused for, beside its button.

use leptos::prelude::*;

use super::refusal::RefusalNotice;
use super::sending::Sending;

/// Spoken when it appears. For a whole form there is the error summary.
#[component]
pub fn Refused(sending: Sending) -> impl IntoView {
    let error = sending.error();
    move || error.get().map(|refusal| view! { <RefusalNotice refusal/> })
}
