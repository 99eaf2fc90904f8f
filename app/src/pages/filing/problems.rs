//! What keeps the form from being sent: at the top, each a way to its entry.

use domain::subject::item::{ItemProblem, Spot};
use leptos::prelude::*;

use super::Desk;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::text::{items, lang, pick};

/// The summary's id; the focus goes there.
pub const PLACE: &str = "form-problems";

#[component]
pub fn Summary(desk: Desk) -> impl IntoView {
    let lang = lang();
    let content = live(move || {
        let problems = desk.problems.get();
        (!problems.is_empty()).then(|| {
            let many = problems.len();
            let title = pick(lang, format!("有 {many} 处需要修改"), format!("{many} entries need correction"));
            let lines = problems.into_iter().map(|ItemProblem { spot, fault }| {
                let words =
                    format!("{}{}{}", items::item(lang, spot.item), pick(lang, "：", ": "), items::wrong(lang, &fault));
                let go = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    lead(desk, spot);
                };
                view! { <li><a href=format!("#{spot}") on:click=go>{words}</a></li> }.erase()
            });
            view! {
                <section class="error-summary" aria-labelledby="form-problems-title">
                    <h2 id="form-problems-title">{title}</h2>
                    <ul>{lines.collect_view()}</ul>
                </section>
            }
            .erase()
        })
    });
    view! { <div id=PLACE tabindex="-1">{content}</div> }.erase()
}

/// Turns to the screen of an entry, and leads the focus there.
pub fn lead(desk: Desk, spot: Spot) {
    desk.step.set(spot.item.step() as usize);
    focus_soon(spot.to_string());
}
