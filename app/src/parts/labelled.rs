//! Label, hint and problems around any control, tied together for screen readers.

use domain::{Field, Problem};
use leptos::prelude::*;

use crate::erase::{Erase, live};
use crate::text::{self, lang, t};

/// The ids that a control and its surroundings share.
#[derive(Clone)]
pub struct Ids {
    pub control: String,
    hint: Option<String>,
    error: String,
}

impl Ids {
    #[must_use]
    pub fn new(id: Option<String>, field: Field, has_hint: bool) -> Self {
        let control = id.unwrap_or_else(|| field.name().to_owned());
        Self { hint: has_hint.then(|| format!("{control}-hint")), error: format!("{control}-error"), control }
    }

    /// The value of `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{hint} {}", self.error),
            None => self.error.clone(),
        }
    }
}

/// `true` or `false` for `aria-invalid`.
pub fn invalid(
    field: Field,
    problems: Signal<Vec<Problem>>,
) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || if problems.with(|all| all.iter().any(|problem| problem.field == field)) { "true" } else { "false" }
}

/// A field of a form. `children` is the control and what stands below it; the problems come last.
#[component]
pub fn Labelled(
    field: Field,
    ids: Ids,
    label: Option<String>,
    hint: Option<String>,
    class: &'static str,
    optional: bool,
    problems: Signal<Vec<Problem>>,
    children: Children,
) -> impl IntoView {
    let lang = lang();
    let label = label.unwrap_or_else(|| text::names::label(lang, field).to_owned());
    let optional = optional.then(|| view! { <span class="field__optional">{t("选填", "optional")}</span> }.erase());
    let hint = hint.map(|hint| view! { <p class="field__hint" id=ids.hint.clone()>{hint}</p> }.erase());
    let messages = live(move || {
        problems
            .get()
            .iter()
            .filter(|problem| problem.field == field)
            .map(|problem| view! { <p>{text::fault::fault(lang, &problem.fault)}</p> }.erase())
            .collect_view()
    });
    view! {
        <div class=format!("field {class}")>
            <label for=ids.control.clone()>{label}{optional}</label>
            {hint}
            {children()}
            <div class="field__error" id=ids.error.clone()>{messages}</div>
        </div>
    }
    .erase()
}
