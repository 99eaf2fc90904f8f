//! What is masked, shown to whoever says what for: one value, once, and the look is on record. A part of desks that comes
//! with its own code.

use domain::subject::look::{LONGEST_PURPOSE, Sought};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use crate::api::personal::reveal;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::notice::Refused;
use crate::parts::sending::{Press, Sending};
use crate::text::{lang, pick};

/// `name` is what the entry is called.
pub fn button(sought: StoredValue<Sought>, name: StoredValue<String>) -> AnyView {
    let lang = lang();
    let (asked, shown) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let owner = Owner::current().unwrap_or_default();
    let id = StoredValue::new(match sought.get_value() {
        Sought::Case { spot, in_force, .. } => format!("show-{spot}-{in_force}"),
        Sought::Help { call, .. } => format!("show-{call}"),
    });
    let label = StoredValue::new(format!("{}{}", pick(lang, "显示", "Show: "), name.get_value()));
    let ask = move |_| {
        asked.set(true);
        focus_soon(id.get_value());
    };
    live(move || {
        if let Some(value) = shown.get() {
            return view! { <p><output class="mono">{value}</output></p> }.erase();
        }
        if asked.get() {
            return owner.with(|| form(sought, id, shown));
        }
        view! {
            <button type="button" class="button button--small no-print" aria-label=label.get_value() on:click=ask>
                {pick(lang, "显示", "Show")}
            </button>
        }
        .erase()
    })
}

fn form(sought: StoredValue<Sought>, id: StoredValue<String>, shown: RwSignal<Option<String>>) -> AnyView {
    let lang = lang();
    let sending = Sending::new(None);
    let purpose = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sending.send(reveal(sought.get_value(), purpose.get_untracked()), move |value| shown.set(Some(value)));
    };
    let usual = match sought.get_value() {
        Sought::Case { .. } => [
            pick(lang, "核对证件", "Compare with the document"),
            pick(lang, "电话核实", "Confirm by telephone"),
            pick(lang, "联系补正", "Ask to mend the entries"),
        ],
        Sought::Help { .. } => [
            pick(lang, "协助解密", "Help to decrypt"),
            pick(lang, "电话核实", "Confirm by telephone"),
            pick(lang, "告知开标安排", "Tell how the opening goes on"),
        ],
    };
    let (id, list) = (id.get_value(), format!("{}-usual", id.get_value()));
    view! {
        <form class="stack stack--tight" method="dialog" novalidate on:submit=submit>
            <div class="field">
                <label for=id.clone()>{pick(lang, "用途", "What for")}</label>
                <p class="field__hint" id=format!("{id}-hint")>
                    {pick(lang, "可选可填；本次查看将记入查看记录，该单位可以看到", "Choose or type; this look goes on record, and the company can read it")}
                </p>
                <input id=id.clone() type="text" list=list.clone() maxlength=LONGEST_PURPOSE.to_string() autocomplete="off"
                    aria-describedby=format!("{id}-hint") on:input=move |event| purpose.set(event_target_value(&event))/>
                <datalist id=list>{usual.map(|words| view! { <option value=words></option> }.erase()).into_iter().collect_view()}</datalist>
            </div>
            <Refused sending/>
            <div class="actions">
                <Press sending class="button--small">{pick(lang, "确认显示", "Show it")}</Press>
            </div>
        </form>
    }
    .erase()
}
