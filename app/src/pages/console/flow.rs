//! The steps of the flow, with the one button that leads on.

use domain::lot::Terms;
use domain::room::{Room, Row};
use domain::stage::StageName;
use domain::{Lang, Refusal};
use leptos::prelude::*;

use super::step_button::StepButton;
use super::steps::{Place, Step, Way};
use super::words;
use crate::erase::{Erase, live};
use crate::parts::facts::Moment;
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::Sending;
use crate::text::{lang, pick, refusal};

#[component]
pub fn Flow(hall: Hall, terms: Terms) -> impl IntoView {
    let lang = lang();
    let rounds = terms.rounds.map_or(0, |rounds| rounds.count);
    let way = Memo::new(move |_| hall.room.with(|room| Way::of(room, rounds)));
    let standing = Memo::new(move |_| hall.room.with(|room| words::standing(lang, room)));
    let terms = StoredValue::new(terms);
    let sending = Sending::new(None);
    let steps = live(move || {
        let way = way.get();
        let item = |step| terms.with_value(|terms| item(lang, hall, sending, terms, step, way.place(step)));
        (way.stage != StageName::Failed)
            .then(|| view! { <ol class="acts">{way.steps().into_iter().map(item).collect_view()}</ol> }.erase())
    });
    view! {
        <section class="stack" id="flow" tabindex="-1" aria-labelledby="flow-title">
            <h2 id="flow-title">{move || standing.get().0}</h2>
            <p>{move || standing.get().1}</p>
            <Refused sending/>
            {steps}
        </section>
    }
    .erase()
}

fn item(lang: Lang, hall: Hall, sending: Sending, terms: &Terms, step: Step, place: Place) -> AnyView {
    let words = words::step(lang, step, terms);
    let name = words.name;
    let beside = match place {
        Place::Done => hall
            .entries
            .with_untracked(|entries| step.taken(entries))
            .map(|at| view! { <span>{pick(lang, "已办 ", "Done ")}<Moment at clock=true/></span> }.erase()),
        Place::Next => Some(
            view! { <StepButton hall sending step name question=words.question why=why_not(lang, hall, step)/> }
                .erase(),
        ),
        Place::Later => None,
    };
    view! {
        <li
            class="act"
            class:is-done=place == Place::Done
            class:is-next=place == Place::Next
            class:is-later=place == Place::Later
        >
            <div class="act__what">
                <h3>{name}</h3>
                <p>{words.effect}</p>
            </div>
            {beside}
        </li>
    }
    .erase()
}

/// Why the next step can not be taken yet.
fn why_not(lang: Lang, hall: Hall, step: Step) -> Signal<Option<String>> {
    let over = hall.window_over();
    let why = Memo::new(move |_| {
        // Read for its change: the clock alone lets the close come into reach.
        let _over = over.get();
        let now = untrack(|| hall.clock.now());
        hall.room.with(|room| match room.host_may(&step.act(), now) {
            Ok(()) => None,
            Err(Refusal::WrongStage { .. }) if step == Step::Close => {
                let missing = room.rows.iter().filter(|row| row.line.is_some() && row.confirmed.is_none()).count();
                Some(pick(
                    lang,
                    format!("还有 {missing} 家未确认；全部确认或者时限届满后方可结束。"),
                    format!("{missing} bidders have not confirmed; close when all have, or when time is up."),
                ))
            }
            Err(refused) => Some(refusal::refusal(lang, &refused)),
        })
    });
    why.into()
}

/// What the host waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    SignIn,
    Decrypt,
    Quote,
    Confirmation,
}

/// Who has not come, not decrypted, or not confirmed.
#[component]
pub fn Missing(hall: Hall) -> impl IntoView {
    let lang = lang();
    let lists = Memo::new(move |_| hall.room.with(lists));
    let list = move |(lack, names): (Lack, Vec<String>)| {
        let title = match lack {
            Lack::SignIn => pick(lang, "未签到", "Not signed in"),
            Lack::Decrypt => pick(lang, "未解密", "Not decrypted"),
            Lack::Quote => pick(lang, "未报价", "Not quoted"),
            Lack::Confirmation => pick(lang, "未确认", "Not confirmed"),
        };
        let count = names.len();
        let badge = if count == 0 { "badge badge--good" } else { "badge badge--warn" };
        view! {
            <h2>{title} " " <span class=badge>{pick(lang, format!("{count} 家"), count.to_string())}</span></h2>
            {(count > 0).then(|| view! { <ul>{names.into_iter().map(|name| view! { <li>{name}</li> }.erase()).collect_view()}</ul> }.erase())}
        }.erase()
    };
    live(move || {
        let lists = lists.get();
        (!lists.is_empty()).then(|| {
            view! { <section class="console__missing">{lists.into_iter().map(list).collect_view()}</section> }.erase()
        })
    })
}

/// Who is missing, by what is missed in this stage.
fn lists(room: &Room) -> Vec<(Lack, Vec<String>)> {
    let lacks: &[Lack] = match room.stage.name() {
        StageName::Announced => &[Lack::SignIn],
        StageName::Quoting => &[Lack::Quote],
        StageName::Decrypting if room.round > 0 => &[Lack::Decrypt],
        StageName::Decrypting => &[Lack::SignIn, Lack::Decrypt],
        StageName::Objections => &[Lack::Confirmation],
        _ => &[],
    };
    let names =
        |lack: Lack| room.rows.iter().filter(|row| lacking(room, row, lack)).map(|row| row.name.clone()).collect();
    lacks.iter().map(|lack| (*lack, names(*lack))).collect()
}

fn lacking(room: &Room, row: &Row, lack: Lack) -> bool {
    match lack {
        Lack::SignIn => row.signed_in.is_none(),
        Lack::Decrypt => row.is_awaited(),
        Lack::Quote => room.asks(row),
        Lack::Confirmation => row.line.is_some() && row.confirmed.is_none(),
    }
}
