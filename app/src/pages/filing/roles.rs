//! What a company wants to take part in trading as: one entity, several roles, at least one.

use domain::subject::item::{Item, Spot};
use domain::subject::role::{Roles as Typed, SubjectRole};
use leptos::prelude::*;

use super::Desk;
use super::entry::Said;
use crate::erase::Erase;
use crate::text::{items, lang, t};

#[component]
pub fn Roles(desk: Desk) -> impl IntoView {
    let spot = Spot::from(Item::Roles);
    let choices = SubjectRole::ALL.map(|role| view! { <Choice desk role/> }.erase()).into_iter().collect_view();
    let id = spot.to_string();
    view! {
        <fieldset class="fieldset" id=id.clone() tabindex="-1" aria-describedby=format!("{id}-hint {id}-error")>
            <legend>{items::item(lang(), Item::Roles)}</legend>
            <p class="field__hint" id=format!("{id}-hint")>
                {t("可选多项，至少选一项，随登记一并审核。投标须有“投标人”（采购活动中为“供应商”），发布标段须有“招标人”“采购人”或者其代理机构。",
                    "Choose one or more; they are reviewed with the registration. Bidding needs “Bidder” (in procurement “Supplier”), announcing lots “Tenderer”, “Purchaser” or an agency of theirs.")}
            </p>
            <div class="choices">{choices}</div>
            <Said desk spot/>
        </fieldset>
    }
    .erase()
}

#[component]
fn Choice(desk: Desk, role: SubjectRole) -> impl IntoView {
    let id = format!("role-{}", role.name());
    let chosen = move || desk.form.with(|form| form.roles.read().contains(&role));
    let choose = move |event| {
        let wanted = event_target_checked(&event);
        desk.form.update(|form| {
            let mut roles = form.roles.read();
            roles.retain(|other| *other != role);
            roles.extend(wanted.then_some(role));
            roles.sort_unstable();
            form.roles = Typed::of(&roles);
        });
    };
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name=id.clone() prop:checked=chosen checked=desk.form.with_untracked(|form| form.roles.read().contains(&role)) on:change=choose/>
            <label for=id.clone()>{items::subject_role(lang(), role)}</label>
        </div>
    }
    .erase()
}
