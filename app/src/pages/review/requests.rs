//! Requests for certificates for which no key of the company vouches: a registrar does, or refuses. A part of the queue that
//! comes with its code.

use domain::certificate::RequestLine;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::ApiError;
use crate::api::certificates::{certificate_requests, decide_request};
use crate::erase::{Erase, live};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::facts::Moment;
use crate::parts::notice::RefusalNotice;
use crate::parts::sending::Sending;
use crate::text::t;

type Told = RwSignal<Option<Result<Vec<RequestLine>, ApiError>>>;

/// Nothing, while nothing waits.
pub fn requests() -> AnyView {
    let told: Told = RwSignal::new(None);
    let sending = Sending::new(None);
    fetch(told);
    live(move || match told.get() {
        None => None,
        Some(Err(error)) => Some(view! { <RefusalNotice refusal=error/> }.erase()),
        Some(Ok(lines)) if lines.is_empty() => None,
        Some(Ok(lines)) => {
            let rows = lines.into_iter().map(|line| row(line, told, sending)).collect_view();
            Some(
                view! {
                    <section class="stack" aria-labelledby="requests">
                        <h2 id="requests">{t("证书申请", "Requests for certificates")}</h2>
                        <p>
                            {t("这些单位的现用密钥不能为申请签名（多为丢失）。请先以登记的电话核实申请人身份和密钥标识。",
                                "No present key of these companies vouches for the request, mostly after a loss. Confirm who asks, and the key, by the registered telephone first.")}
                        </p>
                        <ErrorSummary error=sending.error()/>
                        <table class="data data--cards">
                            <caption>{t("待核准的申请，先到在前（北京时间）", "Awaiting a decision, oldest first (Beijing time)")}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{t("单位名称", "Company")}</th>
                                    <th scope="col">{t("统一社会信用代码", "Credit code")}</th>
                                    <th scope="col">{t("提交时间", "Submitted")}</th>
                                    <th scope="col">{t("申请摘要（SM3）", "Digest (SM3)")}</th>
                                    <th scope="col">{t("办理", "Decide")}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </section>
                }
                .erase(),
            )
        }
    })
}

fn row(line: RequestLine, told: Told, sending: Sending) -> AnyView {
    let subject = line.subject;
    let digest = StoredValue::new(line.digest.clone());
    let decide = move |approve| {
        sending.send(decide_request(subject, digest.get_value(), approve), move |()| fetch(told));
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/review/{subject}")>{line.company}</a></th>
            <td class="mono" data-label=t("统一社会信用代码", "Credit code")>{line.code.to_string()}</td>
            <td data-label=t("提交时间", "Submitted")><Moment at=line.at/></td>
            <td data-label=t("申请摘要（SM3）", "Digest (SM3)")><code class="digest">{line.digest}</code></td>
            <td class="actions-cell">
                <button type="button" class="button button--small" on:click=move |_| decide(true)>{t("签发证书", "Issue")}</button>
                <button type="button" class="button button--small button--quiet" on:click=move |_| decide(false)>{t("不予签发", "Refuse")}</button>
            </td>
        </tr>
    }
    .erase()
}

fn fetch(told: Told) {
    spawn_local(async move {
        let answer = certificate_requests().await;
        let _left = told.try_set(Some(answer));
    });
}
