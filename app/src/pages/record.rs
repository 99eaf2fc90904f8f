//! The public opening record (开标记录): an official sheet, for paper and for phones.

mod broadcasts;
mod papers;
mod sheet;
mod table;

use domain::floor::Floor;
use domain::room::{Entry, Event, Room, Row};
use domain::view::{LotView, RecordView, RoomView};
use domain::{LotId, Refusal};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::{self, ApiError};
use crate::erase::Erase;
use crate::parts::facts::Moment;
use crate::parts::messages::Said;
use crate::parts::notice::{Notice, PracticeBanner, RefusalNotice, Tone, Waiting};
use crate::parts::timeline::Timeline;
use crate::parts::with_lot::{Crumbs, path};
use crate::text::{lang, names, pick, t};

use sheet::Sheet;

#[component]
pub fn Record() -> impl IntoView {
    let record = record_of_address();
    view! {
        <Title text=t("开标记录", "Opening record")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match record.await.and_then(replayed) {
                    Ok((view, room)) => view! { <Page view room/> }.erase(),
                    Err(refusal) => view! { <RefusalNotice refusal/> }.erase(),
                }
            })}
        </Suspense>
    }
    .erase()
}

fn record_of_address() -> Resource<Result<RecordView, ApiError>> {
    let params = use_params_map();
    let lot = Memo::new(move |_| params.with(|params| params.get("lot")).and_then(|lot| lot.parse::<LotId>().ok()));
    Resource::new(move || lot.get(), |lot| async move { api::room::record(lot.ok_or(Refusal::NotFound)?).await })
}

/// A history that contradicts itself is a defect of ours.
fn replayed(view: RecordView) -> Result<(RecordView, Room), ApiError> {
    let room = Room::replay(&view.room.entries).map_err(|_| Refusal::Trouble)?;
    Ok((view, room))
}

#[component]
fn Page(view: RecordView, room: Room) -> impl IntoView {
    let RecordView { room: RoomView { lot, entries, .. }, printed, bundle } = view;
    let practice = lot.terms.practice.then(|| view! { <PracticeBanner/> }.erase());
    let crumbs = view! { <Crumbs lot=lot.clone() here=t("开标记录", "Opening record")/> }.erase();
    let content = if room.stage.name().is_final() {
        view! { <Sheet lot room entries printed bundle/> }.erase()
    } else {
        view! { <NotYet lot room/> }.erase()
    };
    view! {
        {practice}
        <div class="page--wide page-flow">{crumbs} {content}</div>
    }
    .erase()
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
                {names::stage(lang, room.stage.name())}
            </p>
        </Notice>
        <p class="actions"><a class="button" href=path(lot.id, "room")>{pick(lang, "进入开标室", "To the opening room")}</a></p>
    }.erase()
}

/// Announcements, messages and notes, if there were any.
#[component]
pub fn Talk(floor: Floor, room: Signal<Room>) -> impl IntoView {
    let item = move |message| view! { <Said message room/> }.erase();
    (!floor.messages.is_empty()).then(|| {
        view! {
            <section class="record__remarks">
                <h2>{pick(lang(), "公告、发言与监督意见", "Announcements, messages and notes")}</h2>
                <ol class="messages">{floor.messages.into_iter().map(item).collect_view()}</ol>
            </section>
        }
        .erase()
    })
}

/// All acts of the opening in their order (一标一记录); what was said has its own place.
#[component]
pub fn Acts(entries: Vec<Entry>, room: Signal<Room>) -> impl IntoView {
    let entries = entries.into_iter().filter(|entry| !matches!(entry.event, Event::Said { .. })).collect();
    view! {
        <section class="record__remarks">
            <h2>{pick(lang(), "开标过程", "The course of the opening")}</h2>
            <Timeline entries=Signal::stored(entries) room/>
        </section>
    }
    .erase()
}

/// What ties the record to the receipts.
/// The digest of each bid, as on its bidder's receipt.
#[component]
pub fn Proof(rows: Vec<Row>) -> impl IntoView {
    let lang = lang();
    let line =
        |row: Row| view! { <div><dt>{row.name}</dt><dd><code class="digest">{row.digest}</code></dd></div> }.erase();
    (!rows.is_empty()).then(|| {
        view! {
            <footer class="record__proof">
                <h2>{pick(lang, "投标文件摘要（SM3）", "Digests of the bids (SM3)")}</h2>
                <p>
                    {pick(
                        lang,
                        "各投标人签名清单的摘要，与递交回执所载一致的，即为原递交的投标文件。",
                        "Each is the digest of the bidder's signed manifest; where it equals that on the receipt, the bid is the one that was committed.",
                    )}
                </p>
                <dl class="summary summary--plain">{rows.into_iter().map(line).collect_view()}</dl>
            </footer>
        }.erase()
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
