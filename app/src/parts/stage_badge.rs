//! Where a lot's opening stands, as a badge.

use domain::stage::StageName;
use leptos::prelude::*;

use crate::text::{lang, stage, t};

#[component]
pub fn StageBadge(stage: StageName) -> impl IntoView {
    let (class, words) = match stage {
        StageName::Scheduled => ("badge badge--info", t("投标中", "Open for bids")),
        StageName::Closed => ("badge badge--quiet", stage::stage(lang(), stage)),
        StageName::Failed => ("badge badge--bad", t("开标失败", "Failed")),
        _ => ("badge badge--warn", t("开标中", "Opening")),
    };
    view! { <span class=class>{words}</span> }
}
