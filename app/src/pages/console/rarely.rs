//! What a host does beside the flow, and rarely: answering objections, each in its form, stopping the clock, and what
//! changes the day. A part of its own, loaded once the console has come alive.

use domain::lot::Terms;
use domain::opening::{HostAct, LONGEST_TEXT};
use domain::refusal::Problems;
use domain::room::{Objection, Ruling};
use domain::stage::Window;
use domain::{Fault, Field, ObjectionId, Refusal, refusal};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use super::adjourn::Adjourn;
use super::in_all::{self, InAll};
use super::postpone::Postpone;
use crate::api::room;
use crate::erase::{Erase, live, rows};
use crate::parts::error_summary::focus_soon;
use crate::parts::facts::Moment;
use crate::parts::field::{Select, TextField};
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::{Press, Sending, Submit};
use crate::parts::text_area::TextArea;
use crate::text::{lang, names, pick};

pub fn panels(hall: Hall, terms: StoredValue<Terms>) -> AnyView {
    view! {
        <Answers hall/>
        <Pause hall/>
        <Adjourn hall/>
        <Postpone hall terms/>
    }
    .into_any()
}

/// Objections that wait for the host's answer, each with its form.
#[component]
fn Answers(hall: Hall) -> impl IntoView {
    let lang = lang();
    let open = Memo::new(move |_| {
        hall.room.with(|room| {
            let waits = |objection: &&Objection| objection.answer.is_none() && !room.stage.name().is_final();
            room.objections.iter().filter(waits).cloned().collect::<Vec<_>>()
        })
    });
    let some = Memo::new(move |_| open.with(|open| !open.is_empty()));
    live(move || {
        some.get().then(|| {
            view! {
                <section class="panel" id="answers" tabindex="-1" aria-labelledby="answers-title">
                    <h2 id="answers-title">
                        {pick(lang, "待答复的异议 ", "Objections to answer ")}
                        <span class="badge badge--warn">{move || open.with(Vec::len)}</span>
                    </h2>
                    <ul class="objections">
                        // By identity, so that a new objection does not wipe an answer that is being typed.
                        {rows(move || open.get(), |objection| objection.id, move |objection| view! { <Waiting hall objection/> }.erase())}
                    </ul>
                </section>
            }
            .erase()
        })
    })
}

#[component]
fn Waiting(hall: Hall, objection: Objection) -> impl IntoView {
    let who = hall.room.with_untracked(|room| room.row(objection.bid).map(|row| row.name.clone()));
    view! {
        <li class="objection is-open">
            <p class="objection__who">{who} " " <Moment at=objection.at clock=true/></p>
            <p>{objection.text}</p>
            <AnswerForm hall objection=objection.id/>
        </li>
    }
    .erase()
}

#[component]
fn AnswerForm(hall: Hall, objection: ObjectionId) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(String::new());
    // They grow when decryption ends, and shrink with the read-out.
    let rulings = Memo::new(move |_| {
        hall.room.with(|room| {
            let open = room.objections.iter().find(|open| open.id == objection);
            open.map(|open| room.rulings(open)).unwrap_or_default()
        })
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut problems = Problems::default();
        let ruling = rulings.get_untracked().into_iter().find(|ruling| ruling.name() == found.get_untracked());
        let ruling = problems.take(Field::Ruling, ruling.ok_or(Fault::Empty));
        let text = problems.text(Field::Answer, &text.get_untracked(), LONGEST_TEXT);
        match problems.into_result(ruling.zip(text)) {
            Err(refused) => sending.refuse(refused),
            Ok((ruling, text)) => {
                let act = room::host(hall.lot, HostAct::Answer { objection, text, ruling });
                sending.send(hall.after(act), |()| focus_soon("flow"));
            }
        }
    };
    let choice = live(move || {
        let named = |ruling: Ruling| (ruling.name(), names::ruling(lang, ruling));
        let mut options = vec![("", pick(lang, "请选择", "Choose"))];
        options.extend(rulings.get().into_iter().map(named));
        let hint = rulings.with(|rulings| rulings.contains(&Ruling::DecryptAgain)).then(|| {
            pick(
                lang,
                "选“成立，重新解密”的，解密时限重新计算，只有该投标人可以解密；唱标后不能再选。",
                "To let it decrypt again gives this bidder alone the whole time once more; after the read-out that is no longer possible.",
            )
        });
        let (id, problems) = (format!("ruling-{objection}"), sending.problems());
        view! { <Select field=Field::Ruling value=found problems options hint=hint.unwrap_or_default() id/> }.erase()
    });
    let hint = pick(
        lang,
        format!("答复公开，并记入开标记录；最多 {LONGEST_TEXT} 字。"),
        format!("The answer is public and goes into the record; at most {LONGEST_TEXT} characters."),
    );
    view! {
        <form class="stack" on:submit=submit>
            <Refused sending/>
            {choice}
            <TextArea
                field=Field::Answer
                id=format!("answer-{objection}")
                value=text
                problems=sending.problems()
                hint
                rows=3
            />
            <div class="actions">
                <Submit sending>{pick(lang, "答复", "Answer")}</Submit>
            </div>
        </form>
    }
    .erase()
}

/// Stopping the clock of a window, with a reason, and letting it run on.
#[component]
fn Pause(hall: Hall) -> impl IntoView {
    let lang = lang();
    let over = hall.window_over();
    let stopped = Memo::new(move |_| {
        let window = hall.room.with(|room| room.stage.window().filter(|_| room.adjourned.is_none()));
        window.filter(|_| !over.get()).map(|window| matches!(window, Window::Paused { .. }))
    });
    let sending = Sending::new(None);
    let reason = RwSignal::new(String::new());
    let send = move |all: bool, act: HostAct| {
        sending.send(hall.after(in_all::host(hall, all, act)), move |()| {
            let _left = reason.try_set(String::new());
            focus_soon("flow");
        });
    };
    let form = move |stopped: bool| {
        if stopped {
            view! { <Resume hall sending on_press=move |all| send(all, HostAct::Resume)/> }.erase()
        } else {
            let on_send = move |all| send(all, HostAct::Pause { reason: reason.get_untracked() });
            view! { <PauseForm hall sending reason on_send/> }.erase()
        }
    };
    live(move || {
        stopped.get().map(|stopped| {
            view! {
                <section class="panel panel--quiet" aria-labelledby="pause-title">
                    <h2 id="pause-title">{pick(lang, "暂停与恢复", "Pause and resume")}</h2>
                    <Refused sending/>
                    {form(stopped)}
                </section>
            }
            .erase()
        })
    })
}

#[component]
pub fn Resume(hall: Hall, sending: Sending, on_press: impl Fn(bool) + Copy + Send + Sync + 'static) -> impl IntoView {
    let lang = lang();
    view! {
        <p>{pick(lang, "恢复后，剩余时间继续计算。", "The time that remains runs on.")}</p>
        <div class="actions">
            <Press sending class="button--primary" on_press=move |()| on_press(false)>
                {pick(lang, "恢复开标", "Resume the opening")}
            </Press>
            <InAll
                hall
                sending
                name=pick(lang, "各标段一并恢复", "Resume all lots")
                on_press=move |()| on_press(true)
            />
        </div>
    }
    .erase()
}

#[component]
fn PauseForm(
    hall: Hall,
    sending: Sending,
    reason: RwSignal<String>,
    on_send: impl Fn(bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let lang = lang();
    let send = move |all: bool| match refusal::text(&reason.get_untracked(), LONGEST_TEXT) {
        Err(fault) => sending.refuse(Refusal::field(Field::Reason, fault)),
        Ok(_) => on_send(all),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(false);
    };
    let hint = pick(
        lang,
        format!("暂停时停止计时，剩余时间保留。原因向所有人公布，并记入开标记录；最多 {LONGEST_TEXT} 字。"),
        format!(
            "The clock stops and keeps what remains. The reason is public and goes into the record; at most {LONGEST_TEXT} characters."
        ),
    );
    view! {
        <form class="stack" on:submit=submit>
            <TextField field=Field::Reason value=reason problems=sending.problems() hint/>
            <div class="actions">
                <Press sending>{pick(lang, "暂停开标", "Pause the opening")}</Press>
                <InAll
                    hall
                    sending
                    name=pick(lang, "各标段一并暂停", "Pause all lots")
                    on_press=move |()| send(true)
                />
            </div>
        </form>
    }
    .erase()
}
