//! The decision of a case: taken onto the desk, approved, returned with what was remarked, or laid back.

use domain::subject::case::{CaseState, Ruling};
use domain::subject::view::CaseView;
use leptos::prelude::*;

use super::case::Typed;
use crate::api::filing::{claim_case, rule_case};
use crate::browser::alive;
use crate::erase::{Erase, live};
use crate::parts::notice::{NeedsScripts, Refused};
use crate::parts::sending::Sending;
use crate::text::{lang, pick, t};

#[component]
pub fn Judge(view: CaseView, typed: Typed, changed: Callback<()>) -> impl IntoView {
    let sending = Sending::new(None);
    let alive = alive();
    let asleep = move || !alive.get() || sending.busy().get();
    let line = view.line;
    let id = StoredValue::new(line.case);
    if line.mine {
        let second = matches!(line.state, CaseState::ClaimedAgain { .. });
        let first_of_four = view.four_eyes && !second;
        return view! { <Ruled id first_of_four typed sending changed/> }.erase();
    }
    if !line.state.is_open() {
        return ().into_any();
    }
    let taken = line.state.holder().is_some();
    let words = match (line.barred, taken) {
        (true, _) => t("您已同意，须由另一位审核员复核。", "You have agreed; another registrar must look at it."),
        (false, true) => t(
            "另一位审核员正在审核；超过 24 小时未办结的可以接办。",
            "Another registrar has it; after 24 hours without a decision you may take it over.",
        ),
        (false, false) => t("受理后由您审核，其他审核员不能同时办理。", "Once you take it, nobody else works on it."),
    };
    let claim = move |_| sending.send(claim_case(id.get_value()), move |_| changed.run(()));
    let button = (!line.barred).then(|| {
        let name = if taken { t("接办", "Take it over") } else { t("受理", "Take it") };
        view! { <div class="actions"><button type="button" class="button button--primary" disabled=asleep on:click=claim>{name}</button></div> }.erase()
    });
    view! {
        <section class="decide" aria-labelledby="decide">
            <h2 id="decide">{t("受理", "Take it up")}</h2>
            <NeedsScripts/>
            <p>{words}</p>
            <Refused sending/>
            {button}
        </section>
    }
    .erase()
}

#[component]
fn Ruled(
    id: StoredValue<String>,
    first_of_four: bool,
    typed: Typed,
    sending: Sending,
    changed: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let alive = alive();
    let asleep = move || !alive.get() || sending.busy().get();
    let rule = move |ruling: Ruling| sending.send(rule_case(id.get_value(), ruling), move |_| changed.run(()));
    let approve =
        if first_of_four { t("同意，交另一位复核", "Agree, and hand on") } else { t("通过", "Approve") };
    let effect = if first_of_four {
        t("启用了双人复核：您同意后须另一位审核员复核。", "Four eyes: another registrar must agree after you.")
    } else {
        t("通过后立即生效。", "Once approved it is in force.")
    };
    let many = live(move || {
        let many = typed.with(Vec::len);
        match many {
            0 => pick(
                lang,
                "退回前请在有问题的条目旁写意见。".to_owned(),
                "To return it, write a remark beside each entry that is wrong.".to_owned(),
            ),
            many => pick(
                lang,
                format!("已写 {many} 条意见，可以退回补正。"),
                format!("{many} remarks: it can be returned."),
            ),
        }
    });
    let has_remarks = Memo::new(move |_| typed.with(|all| !all.is_empty()));
    view! {
        <section class="decide" aria-labelledby="decide">
            <h2 id="decide">{t("审核决定", "Decision")}</h2>
            <p>{effect}</p>
            <p role="status">{many}</p>
            <Refused sending/>
            <div class="actions">
                <button type="button" class="button button--primary" disabled=move || asleep() || has_remarks.get()
                    on:click=move |_| rule(Ruling::Approve)>{approve}</button>
                <button type="button" class="button" disabled=move || asleep() || !has_remarks.get()
                    on:click=move |_| rule(Ruling::Return { remarks: typed.get_untracked() })>{t("退回补正", "Return")}</button>
                <button type="button" class="button button--quiet" disabled=asleep
                    on:click=move |_| rule(Ruling::LayBack)>{t("放回队列", "Lay it back")}</button>
            </div>
        </section>
    }
    .erase()
}
