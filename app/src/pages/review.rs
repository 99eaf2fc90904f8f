//! The registrar's work: the queue, and one case.

mod decide;

use domain::SubjectId;
use domain::subject::Standing;
use domain::view::Case;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::my_case::Facts;
use crate::api::ApiError;
use crate::api::people::{case, cases};
use crate::erase::Erase;
use crate::parts::facts::{Fact, Summary};
use crate::parts::notice::{RefusalNotice, Waiting};
use crate::text::{self, lang, t};

use decide::{Checks, Decide};

#[component]
pub fn Queue() -> impl IntoView {
    let queue = Resource::new(|| (), |()| cases());
    view! {
        <Title text=t("登记审核", "Review")/>
        <div class="page-flow">
            <h1>{t("登记审核", "Review")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match queue.await {
                        Ok(queue) if queue.is_empty() => view! {
                            <div class="empty"><p class="empty__title">{t("没有待审核的登记", "Nothing awaits review")}</p></div>
                        }
                        .erase(),
                        Ok(queue) => view! { <Table queue/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }.erase()
}

#[component]
fn Table(queue: Vec<Case>) -> impl IntoView {
    let rows = queue.into_iter().map(|case| view! { <Row case/> }.erase()).collect_view();
    view! {
        <table class="data data--cards">
            <caption>{t("待审核登记，先到在前（北京时间）", "Awaiting review, oldest first (Beijing time)")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("单位名称", "Company")}</th>
                    <th scope="col">{t("统一社会信用代码", "Credit code")}</th>
                    <th scope="col">{t("提交时间", "Submitted")}</th>
                    <th scope="col">{t("状态", "Standing")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

#[component]
fn Row(case: Case) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><a href=format!("/review/{}", case.id)>{case.form.company_name}</a></th>
            <td class="mono" data-label=t("统一社会信用代码", "Credit code")>{case.form.code}</td>
            <td data-label=t("提交时间", "Submitted")>{case.since.to_string()}</td>
            <td data-label=t("状态", "Standing")>
                <span class="badge badge--info">{text::names::standing(lang(), &case.standing)}</span>
            </td>
        </tr>
    }
    .erase()
}

#[component]
pub fn Review() -> impl IntoView {
    let params = use_params_map();
    let subject = Resource::new(
        move || params.read().get("subject").unwrap_or_default(),
        |id| async move {
            let id: SubjectId = id.parse().map_err(|_| ApiError::Refused(domain::Refusal::NotFound))?;
            case(id).await
        },
    );
    view! {
        <Title text=t("审核登记", "Review a registration")/>
        <div class="page-flow">
            <nav class="breadcrumbs" aria-label=t("位置", "Position")>
                <ol>
                    <li><a href="/review">{t("登记审核", "Review")}</a></li>
                    <li aria-current="page">{t("审核登记", "One case")}</li>
                </ol>
            </nav>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match subject.await {
                        Ok(found) => view! { <OneCase found changed=move || subject.refetch()/> }.erase(),
                        Err(error) => {
                            view! { <h1>{t("审核登记", "Review a registration")}</h1> <RefusalNotice refusal=error/> }.erase()
                        }
                    }
                })}
            </Suspense>
        </div>
    }.erase()
}

#[component]
fn OneCase(found: Case, changed: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let Case { id, form, standing, since } = found;
    let waits = standing == Standing::Submitted;
    let named = text::names::standing(lang(), &standing);
    let remark = match standing {
        Standing::Returned { remark } => Some(remark),
        Standing::Submitted | Standing::Approved => None,
    };
    view! {
        <header class="page-head"><h1>{form.company_name.clone()}</h1></header>
        <div class="split">
            <div class="stack">
                <section class="panel"><h2>{t("登记内容", "As submitted")}</h2><Facts form=form.clone()/></section>
                <section class="panel">
                    <h2>{t("办理情况", "Standing")}</h2>
                    <Summary>
                        <Fact name=t("状态", "Standing")>{named}</Fact>
                        <Fact name=t("时间（北京时间）", "Since (Beijing time)")>{since.to_string()}</Fact>
                        {remark.map(|remark| view! { <Fact name=t("退回意见", "Remark")>{remark}</Fact> }.erase())}
                    </Summary>
                </section>
            </div>
            <aside class="stack">
                <Checks code=form.code/>
                {waits.then(|| view! { <Decide id changed/> }.erase())}
            </aside>
        </div>
    }
    .erase()
}
