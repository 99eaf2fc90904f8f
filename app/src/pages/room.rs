//! The opening room (开标室): for bidders, visitors and everybody.

mod act_buttons;
mod decrypt;
mod next;
mod next_step;
mod object;
mod own_line;
mod words;

use domain::view::LotView;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::parts::attendance::Attendance;
use crate::parts::hall::{Hall, room_of_address};
use crate::parts::notice::Waiting;
use crate::parts::practice::PracticeBanner;
use crate::parts::read_out::ReadOut;
use crate::parts::refusal::RefusalNotice;
use crate::parts::room_head::RoomHead;
use crate::parts::side::Side;
use crate::parts::stage_clock::StageClock;
use crate::parts::stage_strip::StageStrip;
use crate::parts::voice::Voice;
use crate::text::t;

use next_step::NextStep;
use object::ObjectForm;

#[component]
pub fn Room() -> impl IntoView {
    let room = room_of_address();
    view! {
        <Title text=t("开标室", "Opening room")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match room.await.and_then(Hall::enter) {
                    Ok((hall, lot)) => view! { <Opening hall lot/> }.into_any(),
                    Err(refusal) => view! { <RefusalNotice refusal/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Opening(hall: Hall, lot: LotView) -> impl IntoView {
    let deadline = lot.terms.deadline;
    let practice = lot.terms.practice.then(|| view! { <PracticeBanner/> });
    view! {
        {practice}
        <Voice hall/>
        <div class="room page--wide">
            <RoomHead hall terms=lot.terms title=t("开标室", "Opening room")/>
            <section class="room__stage" aria-label=t("进程", "Stages")>
                <StageStrip room=hall.room/>
                <StageClock hall deadline/>
            </section>
            <NextStep hall hosted_by_me=lot.hosted_by_me/>
            <Attendance hall>
                <ReadOut room=hall.room alive=hall.alive/>
            </Attendance>
            <Side hall>
                <ObjectForm hall/>
            </Side>
        </div>
    }
}
