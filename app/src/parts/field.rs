//! The controls of forms. What was typed lives in a signal of the page, so a refusal never loses it.

use domain::{Field, Problem};
use leptos::html::{Input, Select as SelectElement};
use leptos::prelude::*;

use super::facts::Capitals;
use super::labelled::{Ids, Labelled, invalid};
use crate::browser::Chosen;
use crate::erase::Erase;
use crate::text::t;

/// One line of text, a number, a date, a password.
#[component]
pub fn TextField(
    field: Field,
    value: RwSignal<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
    /// Where the field's usual name does not fit.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    /// Where the same field stands twice in a page.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(default = "off")] autocomplete: &'static str,
    /// `field--short`, `field--money`, `field--code`, `field--key`.
    #[prop(default = "")]
    class: &'static str,
    #[prop(optional)] step: Option<&'static str>,
    #[prop(optional)] min: Option<String>,
    #[prop(optional)] optional: bool,
    /// Stands behind the input: 元, 日历天.
    #[prop(optional, into)]
    unit: Option<String>,
    /// An echo below the input.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let ids = Ids::new(id, field, hint.is_some());
    let input = NodeRef::<Input>::new();
    keep_in_step(value, move || input.get());
    let control = view! {
        <input
            node_ref=input
            id=ids.control.clone()
            name=field.name()
            type=kind
            inputmode=inputmode
            autocomplete=autocomplete
            step=step
            min=min
            spellcheck="false"
            value=value.get_untracked()
            aria-describedby=ids.described_by()
            aria-invalid=invalid(field, problems)
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
    .erase();
    let control = match unit {
        Some(unit) => view! { <div class="field__affix">{control}<span>{unit}</span></div> }.erase(),
        None => control.into_any(),
    };
    view! {
        <Labelled field ids label hint class optional problems>
            {control}
            {children.map(|children| children())}
        </Labelled>
    }
    .erase()
}

/// An amount in yuan, with its capitals (大写) below as soon as it can be read.
#[component]
pub fn MoneyField(
    field: Field,
    value: RwSignal<String>,
    problems: Signal<Vec<Problem>>,
    #[prop(into)] hint: String,
) -> impl IntoView {
    view! {
        <TextField field value problems hint inputmode="decimal" class="field--money" unit=t("元", "yuan")>
            <Capitals value/>
        </TextField>
    }
    .erase()
}

/// A choice from a few. `options` are values and their names.
#[component]
pub fn Select(
    field: Field,
    value: RwSignal<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
    options: Vec<(&'static str, &'static str)>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] id: Option<String>,
) -> impl IntoView {
    let ids = Ids::new(id, field, hint.is_some());
    let select = NodeRef::<SelectElement>::new();
    keep_in_step(value, move || select.get());
    let options = options
        .into_iter()
        .map(|(name, words)| {
            view! { <option value=name selected=value.get_untracked() == name>{words}</option> }.erase()
        })
        .collect_view();
    view! {
        <Labelled field ids=ids.clone() label hint class="" optional=false problems>
            <select
                node_ref=select
                id=ids.control.clone()
                name=field.name()
                aria-describedby=ids.described_by()
                aria-invalid=invalid(field, problems)
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options}
            </select>
        </Labelled>
    }
    .erase()
}

/// Files, by default one PDF. Clearing the signal clears the control.
#[component]
pub fn FileField(
    field: Field,
    files: RwSignal<Vec<Chosen>>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(default = "application/pdf,.pdf")] accept: &'static str,
    #[prop(optional)] multiple: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let ids = Ids::new(id, field, hint.is_some());
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let (true, Some(input)) = (files.with(Vec::is_empty), input.get()) {
            input.set_value("");
        }
    });
    let chosen = move |_| {
        let list = input.get_untracked().and_then(|input| input.files());
        files.set(
            list.map(|list| (0..list.length()).filter_map(|n| list.get(n).map(Chosen::from)).collect())
                .unwrap_or_default(),
        );
    };
    view! {
        <Labelled field ids=ids.clone() label hint class="field--file" optional=false problems>
            <input
                node_ref=input
                id=ids.control.clone()
                name=field.name()
                type="file"
                accept=accept
                multiple=multiple
                aria-describedby=ids.described_by()
                aria-invalid=invalid(field, problems)
                on:change=chosen
            />
            {children.map(|children| children())}
        </Labelled>
    }
    .erase()
}

/// A control that holds a text in the document.
pub trait Control {
    fn text(&self) -> String;
    fn set_text(&self, text: &str);
}

macro_rules! control {
    ($($element:ty),*) => {$(
        impl Control for $element {
            fn text(&self) -> String {
                self.value()
            }
            fn set_text(&self, text: &str) {
                self.set_value(text);
            }
        }
    )*};
}
control!(web_sys::HtmlInputElement, web_sys::HtmlSelectElement, web_sys::HtmlTextAreaElement);

/// Keeps a control and its signal alike. Whoever typed before the page came alive keeps what was typed.
pub fn keep_in_step<C: Control>(value: RwSignal<String>, control: impl Fn() -> Option<C> + 'static) {
    Effect::new(move |alive: Option<bool>| {
        let Some(control) = control() else { return false };
        let (typed, known) = (control.text(), value.get());
        if typed == known {
            return true;
        }
        if alive == Some(true) || typed.is_empty() {
            control.set_text(&known);
        } else {
            value.set(typed);
        }
        true
    });
}
