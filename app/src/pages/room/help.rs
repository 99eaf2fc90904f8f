//! Calling for help (求助) while one's own bid waits to be decrypted, and what came of the last call.

use domain::help::{Help, HelpCall, HelpReason, LONGEST_WORDS};
use domain::{Field, Lang, Refusal};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use crate::api::room;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::facts::Moment;
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::{Sending, Submit};
use crate::parts::text_area::TextArea;
use crate::text::{lang, names, pick};

/// For a bidder whose bid is not decrypted yet, as long as the decrypt stage lasts.
#[component]
pub fn CallForHelp(hall: Hall) -> impl IntoView {
    let lang = lang();
    let mine = hall.my_id();
    let open = Memo::new(move |_| {
        mine.get().is_some_and(|mine| hall.room.with(|room| room.bidder_may_call_for_help(mine, false).is_ok()))
    });
    let last = Memo::new(move |_| {
        hall.helps.with(|helps| helps.iter().rev().find(|help| Some(help.call.bid) == mine.get()).cloned())
    });
    // What was typed outlives a refusal and a pause.
    let words = RwSignal::new(String::new());
    live(move || {
        if !(open.get() && hall.alive.get()) {
            return None;
        }
        let last = last.get();
        let waits = last.as_ref().is_some_and(|last| last.answered.is_none());
        let form = (!waits).then(|| view! { <Form hall words/> }.erase());
        Some(view! { {last.map(|last| told(lang, last))} {form} }.erase())
    })
}

/// What came of the last call.
fn told(lang: Lang, last: Help) -> AnyView {
    match last.answered {
        None => view! {
            <div class="notice notice--info" role="status">
                <p>
                    {pick(lang, "已求助 ", "You called for help at ")} <Moment at=last.at clock=true/>
                    {pick(
                        lang,
                        "，主持人和监督部门已收到。请留在本页并保持电话畅通；解密时限仍在计时。",
                        "; host and supervisor have it before them. Stay on this page and by your phone; the clock runs on.",
                    )}
                </p>
            </div>
        }
        .erase(),
        Some(at) => view! {
            <div class="notice notice--good" role="status">
                <p>{pick(lang, "主持人已处理您的求助 ", "The host dealt with your call at ")} <Moment at clock=true/></p>
            </div>
        }
        .erase(),
    }
}

#[component]
fn Form(hall: Hall, words: RwSignal<String>) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let reason = RwSignal::new(HelpReason::Key.name().to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(reason), Some(mine)) = (
            HelpReason::from_name(&reason.get_untracked()),
            hall.mine.with_untracked(|mine| mine.as_ref().map(|mine| mine.id)),
        ) else {
            return sending.refuse(Refusal::NotFound);
        };
        match HelpCall::new(mine, reason, &words.get_untracked()) {
            Err(refused) => sending.refuse(refused),
            Ok(call) => {
                let act = room::call_for_help(hall.lot, reason, call.words);
                sending.send(hall.after(act), move |()| {
                    let _left = words.try_set(String::new());
                    focus_soon("next");
                });
            }
        }
    };
    // No choice of these can be refused: a plain control, and the room stays light.
    let id = Field::HelpReason.name();
    let options = HelpReason::ALL
        .map(|reason| view! { <option value=reason.name()>{names::help_reason(lang, reason)}</option> }.erase());
    let hint = pick(
        lang,
        format!("最多 {LONGEST_WORDS} 字。只有主持人和监督部门看得到。请勿填写口令。"),
        format!("At most {LONGEST_WORDS} characters. Only host and supervisor see it. Never write your passphrase."),
    );
    view! {
        <details>
            <summary>{pick(lang, "解密遇到问题？求助", "Trouble with decrypting? Call for help")}</summary>
            <form class="stack" on:submit=submit>
                <Refused sending/>
                <div class="field">
                    <label for=id>{names::label(lang, Field::HelpReason)}</label>
                    <select id=id name=id on:change=move |event| reason.set(event_target_value(&event))>
                        {options.into_iter().collect_view()}
                    </select>
                </div>
                <TextArea field=Field::HelpWords value=words problems=sending.problems() hint rows=2/>
                <div class="actions">
                    <Submit sending>{pick(lang, "求助", "Call for help")}</Submit>
                </div>
            </form>
        </details>
    }
    .erase()
}
