//! A decision about a company in force, entered with its document.

use domain::subject::life::{LifeForm, LifeKind};
use domain::{Field, SubjectId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::filing::decide;
use crate::erase::{Erase, live};
use crate::parts::field::{Select, TextField};
use crate::parts::notice::Refused;
use crate::parts::sending::{Sending, Submit};
use crate::text::{items, lang, t};

#[component]
pub fn Decision(subject: SubjectId, changed: Callback<()>) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let problems = sending.problems();
    let kind = RwSignal::new(LifeKind::Suspended.name().to_owned());
    let [document, decided, reason, other] = [(); 4].map(|()| RwSignal::new(String::new()));
    let options = LifeKind::ALL.into_iter().map(|kind| (kind.name(), items::life(lang, kind))).collect();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let form = LifeForm {
            kind: kind.get_untracked(),
            document: document.get_untracked(),
            decided: decided.get_untracked(),
            reason: reason.get_untracked(),
            other: other.get_untracked(),
        };
        sending.send(decide(subject, form), move |()| changed.run(()));
    };
    let (code, code_hint) = (t("另一单位的统一社会信用代码", "Code of the other company"), t("18 位", "18 characters"));
    let of_other = live(move || {
        let has = LifeKind::from_name(&kind.get()).is_some_and(LifeKind::has_other);
        has.then(|| {
            view! { <TextField field=Field::Code value=other problems label=code hint=code_hint class="field--code"/> }
                .erase()
        })
    });
    view! {
        <details class="panel">
            <summary>{t("登记决定：暂停、恢复、注销、合并、分立", "Enter a decision: suspension, cancellation, merger, division")}</summary>
            <form class="stack" method="dialog" novalidate on:submit=send>
                <Select field=Field::Ruling value=kind problems options label=t("事项", "Matter")/>
                <TextField field=Field::Document value=document problems label=t("决定文号", "Number of the document")/>
                <TextField field=Field::GuaranteeFrom value=decided problems kind="date" label=t("决定日期", "Day of the decision")/>
                <TextField field=Field::Reason value=reason problems/>
                {of_other}
                <Refused sending/>
                <div class="actions"><Submit sending>{t("登记该决定", "Enter it")}</Submit></div>
            </form>
        </details>
    }
    .erase()
}
