//! What was broadcast of the opening: from when to when, how many segments, and the digest over theirs.

use domain::LotId;
use domain::broadcast::Shown;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::with_lot::path;
use crate::text::{lang, pick};

/// Nothing of an opening that was not broadcast.
#[component]
pub fn Broadcasts(lot: LotId, reels: Vec<Shown>) -> impl IntoView {
    let lang = lang();
    let line = |reel: Shown| {
        let (ended, segments, digest) = reel.ended?;
        let (number, began, ended) = (reel.number, reel.began.clock(), ended.clock());
        let name = pick(
            lang,
            format!("第 {number} 段（{began} 至 {ended}，{segments} 个片段）"),
            format!("Reel {number} ({began} to {ended}, {segments} segments)"),
        );
        Some(view! { <div><dt>{name}</dt><dd><code class="digest">{digest}</code></dd></div> }.erase())
    };
    let who = pick(
        lang,
        "开标回放（行政监督部门、交易中心和招标人可看）",
        "Replay (for the supervisor, the centre and the tenderer)",
    );
    (!reels.is_empty()).then(|| {
        view! {
            <footer class="record__proof">
                <h2>{pick(lang, "直播摘要（SM3）", "Digests of the broadcast (SM3)")}</h2>
                <dl class="summary summary--plain">{reels.into_iter().filter_map(line).collect_view()}</dl>
                <p class="no-print"><a href=path(lot, "replay")>{who}</a></p>
            </footer>
        }
        .erase()
    })
}
