//! The table of bidders: who, and how far. What they offered stands in the read-out.

mod row;

use domain::BidId;
use domain::room::{Room, Row};
use domain::stage::StageName;
use leptos::prelude::*;

use crate::text::lang;
use crate::text::pick;

use row::row;

/// The rows below the heading `bidders-title`, in the order in which the bids were committed; `mine` is marked.
#[component]
pub fn Bidders(#[prop(into)] room: Signal<Room>, #[prop(into, optional)] mine: Signal<Option<BidId>>) -> impl IntoView {
    let lang = lang();
    let read = Memo::new(move |_| room.with(is_read));
    let stage = Memo::new(move |_| room.with(|room| room.stage.name()));
    let head = move |chinese, english| view! { <th scope="col">{pick(lang, chinese, english)}</th> };
    let numbers = move |chinese, english| view! { <th scope="col" class="num">{pick(lang, chinese, english)}</th> };
    let heads = move || {
        let read = read.get().then(|| head("确认", "Confirmed"));
        view! {
            {numbers("序号", "No.")}
            {head("投标人", "Bidder")}
            {head("统一社会信用代码", "Credit code")}
            {head("递交时间", "Committed")}
            {head("签到", "Sign-in")}
            {head("解密", "Decryption")}
            {read}
        }
    };
    let numbered = move || room.with(|room| (1_usize..).zip(room.rows.iter().cloned()).collect::<Vec<_>>());
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby="bidders-title">
            <table class="data data--cards">
                <caption>
                    {pick(lang, "按递交时间排列，时间为北京时间", "In the order of committing; Beijing time")}
                </caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>
                    <For
                        each=numbered
                        key=move |(_, row)| (face(row), read.get(), stage.get())
                        children=move |(number, shown)| row(lang, number, &shown, mine, read.get_untracked(), stage.get_untracked())
                    />
                </tbody>
            </table>
        </div>
    }
}

/// From the read-out on bidders confirm.
fn is_read(room: &Room) -> bool {
    matches!(room.stage.name(), StageName::ReadOut | StageName::Objections | StageName::Closed)
}

/// All that changes in a row: a row whose face is the same is not drawn again.
fn face(row: &Row) -> String {
    format!("{} {:?} {:?} {} {:?} {:?}", row.bid, row.signed_in, row.decrypted, row.refused, row.failed, row.confirmed)
}
