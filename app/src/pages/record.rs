//! The public opening record (开标记录): an official sheet, for paper and for phones.

mod acts;
mod proof;
mod sheet;
mod table;

use domain::Refusal;
use domain::room::Room;
use domain::view::{LotView, RoomView};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::ApiError;
use crate::parts::crumbs::Crumbs;
use crate::parts::hall::room_of_address;
use crate::parts::moment::Moment;
use crate::parts::notice::{Notice, Tone, Waiting};
use crate::parts::practice::PracticeBanner;
use crate::parts::refusal::RefusalNotice;
use crate::parts::with_lot::path;
use crate::text::{lang, pick, stage::stage, t};

use sheet::Sheet;

#[component]
pub fn Record() -> impl IntoView {
    let room = room_of_address();
    view! {
        <Title text=t("开标记录", "Opening record")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match room.await.and_then(replayed) {
                    Ok((view, room)) => view! { <Page view room/> }.into_any(),
                    Err(refusal) => view! { <RefusalNotice refusal/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// A history that contradicts itself is a defect of ours.
fn replayed(view: RoomView) -> Result<(RoomView, Room), ApiError> {
    let room = Room::replay(&view.entries).map_err(|_| Refusal::Trouble)?;
    Ok((view, room))
}

#[component]
fn Page(view: RoomView, room: Room) -> impl IntoView {
    let RoomView { lot, entries } = view;
    let practice = lot.terms.practice.then(|| view! { <PracticeBanner/> });
    let crumbs = view! { <Crumbs lot=lot.clone() here=t("开标记录", "Opening record")/> };
    let content = if room.stage.name().is_final() {
        view! { <Sheet lot room entries/> }.into_any()
    } else {
        view! { <NotYet lot room/> }.into_any()
    };
    view! {
        {practice}
        <div class="page--wide page-flow">{crumbs} {content}</div>
    }
}

/// Before the close: when the record will be there.
#[component]
fn NotYet(lot: LotView, room: Room) -> impl IntoView {
    let lang = lang();
    view! {
        <h1>{pick(lang, "开标记录", "Opening record")}</h1>
        <Notice tone=Tone::Info title=pick(lang, "开标尚未结束", "The opening is not over yet")>
            <p>{pick(lang, "开标记录在主持人结束开标时生成，并立即在本页向社会公开。", "The record is made when the host closes the opening, and is public on this page at once.")}</p>
            <p>
                {pick(lang, "开标时间（北京时间）：", "Opening (Beijing time): ")}
                <Moment at=lot.terms.deadline/>
                {pick(lang, "；现处阶段：", "; now at: ")}
                {stage(lang, room.stage.name())}
            </p>
        </Notice>
        <p class="actions"><a class="button" href=path(lot.id, "room")>{pick(lang, "进入开标室", "To the opening room")}</a></p>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
