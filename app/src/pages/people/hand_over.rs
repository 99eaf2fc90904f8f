//! A registrar lets somebody else become a company's administrator, because the one there was is gone.

use domain::access::Link;
use domain::{Field, SubjectId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::Made;
use crate::api::ApiError;
use crate::api::access::{account, hand_over};
use crate::api::filing::case;
use crate::erase::{Erase, live};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::TextField;
use crate::parts::notice::{NeedsScripts, RefusalNotice, Waiting};
use crate::parts::prove::Prove;
use crate::parts::sending::{Sending, Submit};
use crate::parts::text_area::TextArea;
use crate::text::t;

#[component]
pub fn HandOver() -> impl IntoView {
    let params = use_params_map();
    let found = Resource::new(
        move || params.read().get("case").unwrap_or_default(),
        |id| async move { Ok::<_, ApiError>((case(id).await?, account().await?)) },
    );
    let changed = Callback::new(move |()| found.refetch());
    view! {
        <Title text=t("变更单位管理员", "Hand over the administrator")/>
        <div class="page-flow page--narrow">
            <h1>{t("变更单位管理员", "Hand over the administrator")}</h1>
            <NeedsScripts/>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((case, account)) if account.proved_until.is_some() => {
                            view! { <p class="lede mono">{case.form.code}</p> <Form subject=case.subject/> }.into_any()
                        }
                        Ok((_, account)) => view! { <Prove login=account.login codes=account.codes done=changed/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Form(subject: SubjectId) -> impl IntoView {
    let sending = Sending::new(None);
    let problems = sending.problems();
    let [email, evidence, document] = [(); 3].map(|()| RwSignal::new(String::new()));
    let link = RwSignal::new(None::<Link>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let request = hand_over(subject, email.get_untracked(), evidence.get_untracked(), document.get_untracked());
        sending.send(request, move |made| link.set(Some(made)));
    };
    view! {
        <p>{t("仅在原管理员离职、失联等无法自行移交时办理。现任管理员立即收到提醒；新管理员加入后，现任管理员移出单位。",
            "Only where the administrator is gone and cannot hand over itself. Those in office are told at once, and leave the company when the new one joins.")}</p>
        {live(move || link.get().map(|link| view! { <Made link/> }.erase()))}
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <TextField field=Field::Email value=email problems kind="email"
                label=t("新管理员的电子邮箱", "E-mail of the new administrator")/>
            <TextArea field=Field::Evidence value=evidence problems
                hint=t("文件名称、文号、签署人；最多 1000 字，记入日志", "What document, its number, who signed; at most 1000 characters, kept in the journal")/>
            <TextField field=Field::Document value=document problems optional=true class="field--key"
                label=t("证明文件的 SM3 摘要", "SM3 digest of the document")/>
            <div class="actions"><Submit sending>{t("发出变更链接", "Send the link")}</Submit></div>
        </form>
    }
    .erase()
}
