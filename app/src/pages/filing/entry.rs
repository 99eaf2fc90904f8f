//! One entry of the form: its control, what is wrong with it, and what the registrar said of it.

use domain::subject::item::{Item, Spot};
use leptos::html::Input;
use leptos::prelude::*;

use super::Desk;
use crate::erase::{Erase, live};
use crate::pages::register::code_echo::CodeEcho;
use crate::parts::facts::Capitals;
use crate::parts::field::keep_in_step;
use crate::text::{items, lang, t};

/// What is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typed {
    #[default]
    Words,
    Code,
    Date,
    Money,
    Digits,
    Phone,
    Email,
}

impl Typed {
    /// Class of the field, type and input mode of its control.
    const fn control(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Words => ("field", "text", None),
            Self::Code => ("field field--code", "text", None),
            Self::Date => ("field field--short", "date", None),
            Self::Money => ("field field--money", "text", Some("decimal")),
            Self::Digits => ("field", "text", Some("numeric")),
            Self::Phone => ("field", "tel", Some("numeric")),
            Self::Email => ("field", "email", Some("email")),
        }
    }
}

#[component]
pub fn Entry(
    item: Item,
    /// Of contacts and qualifications.
    #[prop(optional)]
    line: u32,
    #[prop(optional)] kind: Typed,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] optional: bool,
    /// Can not be changed.
    #[prop(optional)]
    fixed: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let spot = Spot { item, line };
    let (id, (class, control, inputmode)) = (spot.to_string(), kind.control());
    let value = RwSignal::new(desk.form.with_untracked(|form| form.entry(spot).unwrap_or_default().to_owned()));
    let input = NodeRef::<Input>::new();
    keep_in_step(value, move || input.get());
    Effect::new(move |_| {
        let typed = value.get();
        if desk.form.with_untracked(|form| form.entry(spot) != Some(&typed)) {
            desk.form.update(|form| {
                if let Some(entry) = form.entry_mut(spot) {
                    *entry = typed;
                }
            });
        }
    });
    let echo = match kind {
        Typed::Code => Some(view! { <CodeEcho code=value id=id.clone()/> }.erase()),
        Typed::Money => Some(view! { <Capitals value/> }.erase()),
        _ => None,
    };
    let described = format!("{id}-hint {id}-error");
    let control = view! {
        <input
            node_ref=input
            id=id.clone()
            name=id.clone()
            type=control
            inputmode=inputmode
            autocomplete="off"
            spellcheck="false"
            readonly=fixed
            value=value.get_untracked()
            aria-describedby=described
            aria-invalid=invalid(desk, spot)
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
    .erase();
    let control = match kind {
        Typed::Money => view! { <div class="field__affix">{control}<span>{t("元", "yuan")}</span></div> }.erase(),
        _ => control,
    };
    let optional = optional.then(|| view! { <span class="field__optional">{t("选填", "optional")}</span> }.erase());
    view! {
        <div class=class>
            <label for=id.clone()>{items::item(lang(), item)}{optional}</label>
            <p class="field__hint" id=format!("{id}-hint")>{hint}</p>
            {control}
            {echo}
            {children.map(|children| children())}
            <Said desk spot/>
        </div>
    }
    .erase()
}

/// `true` or `false` for `aria-invalid`.
pub fn invalid(desk: Desk, spot: Spot) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || if desk.problems.with(|all| all.iter().any(|problem| problem.spot == spot)) { "true" } else { "false" }
}

/// What is wrong with an entry, and what the registrar said of it.
#[component]
pub fn Said(desk: Desk, spot: Spot) -> impl IntoView {
    let lang = lang();
    let remark = t("审核意见：", "Registrar: ");
    let lines = live(move || {
        let remarks = desk.remarks.with_value(|all| {
            let here = all.iter().filter(|one| one.spot == spot);
            here.map(|one| view! { <p>{remark}{one.words.clone()}</p> }.erase()).collect_view()
        });
        let problems = desk.problems.with(|all| {
            let here = all.iter().filter(|problem| problem.spot == spot);
            here.map(|problem| view! { <p>{items::wrong(lang, &problem.fault)}</p> }.erase()).collect_view()
        });
        (remarks, problems)
    });
    view! { <div class="field__error" id=format!("{spot}-error")>{lines}</div> }.erase()
}
