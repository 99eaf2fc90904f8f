//! What a form was refused for, at its top, where the focus goes.

use domain::{Problem, Refusal};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use leptos::{html, web_sys};
use wasm_bindgen::JsCast;

use super::notice::RefusalNotice;
use crate::api::ApiError;
use crate::erase::{Erase, live};
use crate::text::{self, lang, pick};

/// The problems among what a form was refused for, to hand to its fields.
#[must_use]
pub fn problems(error: Signal<Option<ApiError>>) -> Signal<Vec<Problem>> {
    Signal::derive(move || match error.get() {
        Some(ApiError::Refused(Refusal::Invalid { problems })) => problems,
        _ => Vec::new(),
    })
}

/// Everything a form was refused for: its problems as links to their fields, any other refusal as a notice. Takes the
/// focus whenever `error` changes to something.
#[component]
pub fn ErrorSummary(#[prop(into)] error: Signal<Option<ApiError>>) -> impl IntoView {
    let lang = lang();
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<()>| {
        if error.with(Option::is_some)
            && before.is_some()
            && let Some(place) = place.get_untracked()
        {
            // A missing element to focus is no reason to disturb anybody.
            let _ = place.focus();
        }
    });
    let content = live(move || {
        error.get().map(|error| match error {
            ApiError::Refused(Refusal::Invalid { problems }) => {
                let title = pick(
                    lang,
                    format!("有 {} 处需要修改", problems.len()),
                    format!("{} entries need correction", problems.len()),
                );
                let lines =
                    problems.iter().map(|problem| view! { <li><FieldLink problem=problem.clone()/></li> }.erase());
                view! {
                    <section class="error-summary" aria-labelledby="error-summary">
                        <h2 id="error-summary">{title}</h2>
                        <ul>{lines.collect_view()}</ul>
                    </section>
                }
                .erase()
            }
            other => view! { <RefusalNotice refusal=other/> }.erase(),
        })
    });
    view! { <div node_ref=place tabindex="-1">{content}</div> }.erase()
}

#[component]
fn FieldLink(problem: Problem) -> impl IntoView {
    let lang = lang();
    let name = problem.field.name();
    let words = format!(
        "{}{}{}",
        text::names::label(lang, problem.field),
        pick(lang, "：", ": "),
        text::fault::fault(lang, &problem.fault)
    );
    let go = move |event: web_sys::MouseEvent| {
        let control = document().get_element_by_id(name).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(control) = control {
            event.prevent_default();
            let _ = control.focus();
        }
    };
    view! { <a href=format!("#{name}") on:click=go>{words}</a> }.erase()
}

/// Focuses the element with this id once what is being drawn stands.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            // An element that takes no focus is no reason to disturb anybody.
            let _refused = element.focus();
        }
    });
}
