//! The head of the room and of its console: which lot, when, and whether the page is live.

use domain::lot::Terms;
use leptos::prelude::*;

use crate::parts::hall::Hall;
use crate::parts::line_state::LineState;
use crate::parts::moment::Moment;
use crate::parts::with_lot::path;
use crate::text::{lang, pick};

#[component]
pub fn RoomHead(hall: Hall, terms: Terms, #[prop(into)] title: String) -> impl IntoView {
    let lang = lang();
    view! {
        <header class="room__head">
            <div>
                <h1>{title}</h1>
                <p><a href=path(hall.lot, "")>{terms.title}</a></p>
                <p class="meta">
                    <span>{pick(lang, "标段编号 ", "Lot ")}{terms.code}</span>
                    <span>{pick(lang, "招标人 ", "Tenderer ")}{terms.tenderer}</span>
                    <span>
                        {pick(lang, "开标时间（北京时间） ", "Opening (Beijing time) ")}
                        <Moment at=terms.deadline/>
                    </span>
                </p>
            </div>
            <LineState hall/>
        </header>
    }
}
