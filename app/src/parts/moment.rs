//! A point in time that machines can read too.

use domain::Timestamp;
use leptos::prelude::*;

/// Day and time in Beijing, or with `clock` the time alone.
#[component]
pub fn Moment(at: Timestamp, #[prop(optional)] clock: bool) -> impl IntoView {
    let words = if clock { at.clock() } else { at.to_string() };
    view! { <time class="nowrap" datetime=format!("{}+08:00", at.to_local())>{words}</time> }
}
