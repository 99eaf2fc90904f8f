//! The one thing to do next, large and with its reason.

mod said;

use domain::Timestamp;
use domain::credit::RestrictionNotice;
use leptos::prelude::*;

use super::Withdraw;
use super::step::{Step, next_step};
use crate::erase::Erase;
use crate::parts::facts::{Fact, Summary};
use crate::parts::with_lot::Visit;
use crate::text::{lang, pick, t};

use said::{Said, said};

#[component]
pub fn Next(visit: Visit) -> impl IntoView {
    match next_step(&visit.lot, visit.me.as_ref()) {
        Step::Restricted(notice) => restricted(notice),
        Step::Committed { at } => committed(visit, at),
        step => decide(said(&step, &visit)),
    }
}

fn decide(Said { title, reason, ways }: Said) -> AnyView {
    let ways =
        ways.into_iter().map(|way| view! { <a class=way.class href=way.path>{way.name}</a> }.erase()).collect_view();
    view! {
        <section class="decide" aria-labelledby="next">
            <h2 id="next">{title}</h2>
            <p>{reason}</p>
            <div class="actions">{ways}</div>
        </section>
    }
    .erase()
}

fn committed(visit: Visit, at: Timestamp) -> AnyView {
    let words = pick(
        lang(),
        format!("递交时间 {at}（北京时间）。截止后请在开标室签到并解密，届时需要密钥文件和口令。"),
        format!(
            "Lodged at {at} (Beijing time). After the deadline sign in to the room and decrypt; you will need key file and passphrase."
        ),
    );
    view! {
        <section class="decide" aria-labelledby="next">
            <h2 id="next">{t("投标文件已递交", "Your bid is lodged")}</h2>
            <p>{words}</p>
            <div class="actions">
                <a class="button button--primary" href=visit.path("receipt")>{t("查看回执", "See the receipt")}</a>
                <a class="button" href=visit.path("room")>{t("前往开标室", "To the room")}</a>
            </div>
            <Withdraw visit/>
        </section>
    }
    .erase()
}

/// Why, until when and by whom.
fn restricted(notice: RestrictionNotice) -> AnyView {
    let period = pick(
        lang(),
        format!("自 {} 起至 {} 止（含当日）", notice.from.chinese(), notice.until.chinese()),
        format!("From {} until {}, both days included", notice.from, notice.until),
    );
    view! {
        <section class="restriction" aria-labelledby="next">
            <h2 id="next">{t("贵单位现被限制投标", "Your company is barred from bidding")}</h2>
            <Summary>
                <Fact name=t("事由", "Reason")>{notice.conduct}</Fact>
                <Fact name=t("期限", "Period")>{period}</Fact>
                <Fact name=t("决定机关", "Decided by")>{notice.body}</Fact>
                <Fact name=t("文号", "Document")>{notice.document}</Fact>
            </Summary>
            <p>{t("对决定有异议或申请信用修复，请向决定机关提出。", "Objections and requests for repair go to the deciding body.")}</p>
            <div class="actions"><a class="button" href="/my/credit">{t("查看信用记录", "See the credit records")}</a></div>
        </section>
    }
    .erase()
}
