//! What helps a registrar to decide, and the decision.

use domain::subject::Decision;
use domain::{CreditCode, Fault, Field, SubjectId};
use leptos::prelude::*;

use crate::api::people::review;
use crate::browser::alive;
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::facts::{Fact, Summary};
use crate::parts::notice::NeedsScripts;
use crate::parts::sending::Sending;
use crate::parts::text_area::TextArea;
use crate::text::{self, lang, pick, t};

/// What the code itself tells, to hold against the licence.
#[component]
pub fn Checks(code: String) -> impl IntoView {
    let lang = lang();
    let facts = match CreditCode::parse(&code) {
        Ok(code) => {
            let kind =
                code.kind().map_or(t("其他类别", "Other kind"), |kind| pick(lang, kind.chinese, kind.english));
            let inner = if code.inner_check_fits() {
                t("通过", "Fits")
            } else {
                t(
                    "未通过，少数真实代码如此，请核对营业执照",
                    "Does not fit; a few real codes do not. Compare with the licence",
                )
            };
            view! {
                <Fact name=t("校验位", "Check character")>{t("通过", "Fits")}</Fact>
                <Fact name=t("主体标识码校验", "Inner check")>{inner}</Fact>
                <Fact name=t("机构类别", "Kind")>{kind}</Fact>
                <Fact name=t("行政区划码", "Division")>{code.division().to_owned()}</Fact>
            }
            .erase()
        }
        Err(fault) => {
            let words = text::fault::fault(lang, &Fault::CreditCode(fault));
            view! { <Fact name=t("代码", "Code")>{words}</Fact> }.erase()
        }
    };
    view! {
        <section class="panel">
            <h2>{t("代码核验", "What the code tells")}</h2>
            <Summary>{facts}</Summary>
        </section>
    }
    .erase()
}

#[component]
pub fn Decide(id: SubjectId, changed: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let sending = Sending::new(None);
    let remark = RwSignal::new(String::new());
    let alive = alive();
    let asleep = move || !alive.get() || sending.busy().get();
    let decide = move |decision: Decision| sending.send(review(id, decision), move |_| changed());
    let give_back = move |_| {
        let remark = remark.get_untracked();
        match domain::refusal::text(&remark, 500) {
            Ok(remark) => decide(Decision::Return { remark }),
            Err(fault) => sending.refuse(domain::Refusal::field(Field::Remark, fault)),
        }
    };
    view! {
        <section class="decide" aria-labelledby="decide">
            <h2 id="decide">{t("审核决定", "Decision")}</h2>
            <NeedsScripts/>
            <ErrorSummary error=sending.error()/>
            <p>{t("通过后登记立即生效，该单位即可制作密钥并投标。", "Once approved the registration is in force and the company may make its key and bid.")}</p>
            <div class="actions">
                <button type="button" class="button button--primary" disabled=asleep on:click=move |_| decide(Decision::Approve)>
                    {t("通过", "Approve")}
                </button>
            </div>
            <TextArea field=Field::Remark value=remark problems=sending.problems()
                hint=t("退回时必填，说明需要补正的内容；最多 500 字", "Needed for a return: say what must be mended, at most 500 characters")/>
            <div class="actions">
                <button type="button" class="button" disabled=asleep on:click=give_back>{t("退回补正", "Return")}</button>
            </div>
        </section>
    }
    .erase()
}
