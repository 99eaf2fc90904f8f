//! The reels of the broadcast: from when to when, how much, and the digest that the record publishes.

use domain::broadcast::Reel;
use leptos::prelude::*;

use super::Show;
use crate::erase::Erase;
use crate::parts::facts::Moment;
use crate::text::{lang, pick};

#[component]
pub fn Reels(show: Show) -> impl IntoView {
    let lang = lang();
    let reels = show.reels.get_value();
    let item = move |reel: Reel| {
        let Reel { number, began, ended, segments, dropped, bytes, digest, .. } = reel;
        let chosen = move || show.from.get().0 == number;
        let size = bytes as f64 / 1e6;
        let ended = match ended {
            Some(at) => view! { <Moment at clock=true/> }.erase(),
            None => view! { <span class="badge badge--bad">{pick(lang, "直播中", "Live")}</span> }.erase(),
        };
        let lost = (dropped > 0).then(|| {
            let words = pick(
                lang,
                format!("另有 {dropped} 个因网络未送达"),
                format!("{dropped} more never came, because of the line"),
            );
            view! { <span>{words}</span> }.erase()
        });
        view! {
            <li>
                <p class="cluster">
                    <button type="button" class="button button--small" aria-pressed=move || if chosen() { "true" } else { "false" }
                        on:click=move |_| show.seek((number, 0))>
                        {pick(lang, format!("第 {number} 段"), format!("Reel {number}"))}
                    </button>
                    <span class="meta">
                        <span><Moment at=began clock=true/> {pick(lang, " 至 ", " to ")} {ended}</span>
                        <span>{pick(lang, format!("{segments} 个片段"), format!("{segments} segments"))}</span>
                        {lost}
                        <span>{format!("{size:.1} MB")}</span>
                    </span>
                </p>
                {digest.map(|digest| view! { <p>"SM3 " <code class="digest">{digest}</code></p> }.erase())}
            </li>
        }
        .erase()
    };
    view! {
        <section class="replay__reels" aria-labelledby="reels-title">
            <h2 id="reels-title">{pick(lang, "直播各段", "Reels of the broadcast")}</h2>
            <ul>{reels.into_iter().map(item).collect_view()}</ul>
        </section>
    }
    .erase()
}
