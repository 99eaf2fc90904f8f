//! The opening room (开标室): for bidders, visitors and everybody.

mod act_buttons;
mod help;
mod next;
pub mod player;
mod watch;
pub mod with_key;
mod words;

use domain::room::Line;
use domain::view::LotView;
use domain::{Fen, Field, Lang};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::erase::{Erase, live};
use crate::parts::around::{RoomHead, Side, Voice};
use crate::parts::bidders::Attendance;
use crate::parts::extensions::Extensions;
use crate::parts::facts::{Fact, Money, Summary};
use crate::parts::hall::{Hall, room_of_address};
use crate::parts::notice::{PracticeBanner, RefusalNotice, Waiting};
use crate::parts::read_out::ReadOut;
use crate::parts::rounds;
use crate::parts::stage::{StageClock, StageStrip};
use crate::pieces;
use crate::text::{lang, names, pick, t};

use act_buttons::ObjectForm;
use next::NextStep;
use watch::Watch;

#[component]
pub fn Room() -> impl IntoView {
    let room = room_of_address();
    view! {
        <Title text=t("开标室", "Opening room")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match room.await.and_then(Hall::enter) {
                    Ok((hall, lot)) => view! { <Opening hall lot/> }.erase(),
                    Err(refusal) => view! { <RefusalNotice refusal/> }.erase(),
                }
            })}
        </Suspense>
    }
    .erase()
}

#[component]
fn Opening(hall: Hall, lot: LotView) -> impl IntoView {
    let (deadline, restores) = (lot.terms.deadline, lot.terms.rules.restore);
    let together = !lot.terms.project.is_empty();
    let terms = lot.terms.clone();
    let rounds = terms.rounds.map_or(0, |rounds| rounds.count);
    let practice = lot.terms.practice.then(|| view! { <PracticeBanner/> }.erase());
    view! {
        {practice}
        <Voice hall/>
        <div class="room page--wide">
            <RoomHead hall terms=lot.terms title=t("开标室", "Opening room")/>
            <section class="room__stage" aria-label=t("进程", "Stages")>
                <StageStrip room=hall.room rounds/>
                <StageClock hall deadline/>
                <Extensions hall/>
                <Watch hall/>
            </section>
            {live(move || (together && hall.alive.get()).then(|| pieces::together(hall, false)))}
            <NextStep hall terms hosted_by_me=lot.hosted_by_me restores/>
            <Attendance hall>
                <ReadOut room=hall.room alive=hall.alive lot=hall.lot/>
            </Attendance>
            <Side hall>
                <ObjectForm hall/>
            </Side>
        </div>
    }
    .erase()
}

/// The caller's own line, as it was read out, to be checked before it is confirmed.
#[component]
pub fn OwnLine(hall: Hall) -> impl IntoView {
    let lang = lang();
    let mine = hall.my_id();
    let line = Memo::new(move |_| {
        let mine = mine.get()?;
        hall.room.with(|room| {
            let row = room.row(mine)?;
            Some((row.line.clone()?, row.quotes.iter().map(|quote| quote.price).collect()))
        })
    });
    live(move || line.get().map(|(line, quotes)| facts(lang, line, quotes)))
}

fn facts(lang: Lang, line: Line, quotes: Vec<Option<Fen>>) -> impl IntoView {
    let Line { form, guarantee, .. } = line;
    let days = pick(lang, format!("{} 日历天", form.duration_days), format!("{} calendar days", form.duration_days));
    let issuer = format!("{}（{}）", guarantee.issuer, names::issuer(lang, guarantee.kind));
    let span = pick(
        lang,
        format!("{} 至 {}", guarantee.from, guarantee.until),
        format!("{} to {}", guarantee.from, guarantee.until),
    );
    let quoted = (1..).zip(quotes).filter_map(|(round, price)| {
        let (name, price) = (rounds::name(lang, round), price?);
        Some(view! { <Fact name><Money fen=price/> " " <span lang="zh-CN">{price.capitals()}</span></Fact> }.erase())
    });
    let quoted = quoted.collect_view();
    view! {
        <Summary class="summary--two">
            <Fact name=names::label(lang, Field::Price)><Money fen=form.price/> " " <span lang="zh-CN">{form.price.capitals()}</span></Fact>
            {quoted}
            <Fact name=names::label(lang, Field::Duration)>{days}</Fact>
            <Fact name=names::label(lang, Field::Quality)>{form.quality}</Fact>
            <Fact name=names::label(lang, Field::Manager)>{form.manager}</Fact>
            <Fact name=names::label(lang, Field::GuaranteeIssuer)>{issuer}</Fact>
            <Fact name=names::label(lang, Field::GuaranteeNumber)>{guarantee.number}</Fact>
            <Fact name=names::label(lang, Field::GuaranteeAmount)><Money fen=guarantee.amount/></Fact>
            <Fact name=pick(lang, "保函有效期", "Guarantee valid")>{span}</Fact>
        </Summary>
    }.erase()
}
