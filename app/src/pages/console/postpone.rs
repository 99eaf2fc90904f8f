//! Postponing the deadline, as long as it has not come.

use domain::lot::Terms;
use domain::opening::LONGEST_TEXT;
use domain::postpone::PostponeForm;
use domain::stage::Stage;
use domain::{Field, Timestamp};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use crate::api::lots;
use crate::erase::{Erase, live};
use crate::parts::error_summary::{ErrorSummary, focus_soon};
use crate::parts::field::TextField;
use crate::parts::hall::Hall;
use crate::parts::sending::{Sending, Submit};
use crate::parts::text_area::TextArea;
use crate::text::{lang, pick};

/// Nothing in a practice opening, whose deadline is everybody's.
#[component]
pub fn Postpone(hall: Hall, terms: StoredValue<Terms>) -> impl IntoView {
    let waits = Memo::new(move |_| hall.room.with(|room| room.stage == Stage::Scheduled));
    let (practice, announced) = terms.with_value(|terms| (terms.practice, terms.deadline));
    let deadline = hall.deadline(announced);
    // As the deadline stands now; by the server's clock.
    let check = move |form: &PostponeForm, now: Timestamp| {
        let terms = Terms { deadline: deadline.get_untracked(), ..terms.get_value() };
        form.check(&terms, now)
    };
    let typed =
        Typed { deadline: RwSignal::new(deadline.get_untracked().to_local()), reason: RwSignal::new(String::new()) };
    let sending = Sending::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = typed.form();
        match check(&form, hall.clock.now()) {
            Err(refusal) => sending.refuse(refusal),
            Ok(_) => sending.send(hall.after(lots::postpone(hall.lot, form)), move |()| {
                let _left = typed.reason.try_set(String::new());
                focus_soon("flow");
            }),
        }
    };
    live(move || (waits.get() && !practice).then(|| view! { <Panel typed sending on_submit=submit/> }.erase()))
}

/// The form as it is being typed.
#[derive(Clone, Copy)]
struct Typed {
    deadline: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Typed {
    fn form(self) -> PostponeForm {
        PostponeForm { deadline: self.deadline.get_untracked(), reason: self.reason.get_untracked() }
    }
}

#[component]
fn Panel(typed: Typed, sending: Sending, on_submit: impl Fn(SubmitEvent) + 'static) -> impl IntoView {
    let lang = lang();
    let problems = sending.problems();
    let law = pick(
        lang,
        "截止前可以推迟，不能提前。澄清或者修改招标文件可能影响投标文件编制，而距投标截止不足十五日的，应当推迟（条例第二十一条）。已递交的投标文件仍然有效。",
        "Until it comes, the deadline can be moved later, never earlier. It must be when a clarification or change that may touch the bids leaves fewer than fifteen days (Implementing Regulations, article 21). Bids that were lodged stay valid.",
    );
    let hint = pick(
        lang,
        format!("原因立即向所有人公布，并记入开标记录；最多 {LONGEST_TEXT} 字。"),
        format!("The reason is public at once and goes into the record; at most {LONGEST_TEXT} characters."),
    );
    view! {
        <section class="panel panel--quiet" aria-labelledby="postpone-title">
            <h2 id="postpone-title">{pick(lang, "推迟投标截止时间", "Postpone the deadline")}</h2>
            <p>{law}</p>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=on_submit>
                <TextField field=Field::Deadline value=typed.deadline problems kind="datetime-local" step="1"
                    hint=pick(lang, "推迟到何时；北京时间，须晚于现在的截止时间", "The new one in Beijing time, later than the one that stands")/>
                <TextArea field=Field::Reason value=typed.reason problems hint rows=3/>
                <div class="actions"><Submit sending>{pick(lang, "推迟", "Postpone")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}
