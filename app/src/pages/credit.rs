//! Credit status: the search, and the public page of one subject.

pub mod status;

use domain::view::SubjectLine;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::api::ApiError;
use crate::api::people::{credit, find_subjects};
use crate::erase::{Erase, live};
use crate::parts::frame::use_me;
use crate::parts::notice::{RefusalNotice, Waiting};
use crate::text::t;

use status::Status;

#[component]
pub fn Credit() -> impl IntoView {
    let params = use_params_map();
    let code = move || params.read().get("code").unwrap_or_default();
    let status = Resource::new(code, credit);
    view! {
        <div class="page-flow">
            <nav class="breadcrumbs" aria-label=t("位置", "Position")>
                <ol>
                    <li><a href="/credit">{t("信用查询", "Credit")}</a></li>
                    <li aria-current="page">{live(code)}</li>
                </ol>
            </nav>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match status.await {
                        Ok(status) => {
                            view! { <Title text=format!("{} {}", status.name, t("信用状况", "Credit status"))/> <Status status/> }
                                .erase()
                        }
                        Err(error) => view! {
                            <Title text=t("信用查询", "Credit")/>
                            <h1>{t("信用查询", "Credit")}</h1>
                            <RefusalNotice refusal=error/>
                        }
                        .erase(),
                    }
                })}
            </Suspense>
        </div>
    }.erase()
}

/// The caller's own credit status: the public view, found without typing the code.
#[component]
pub fn MyCredit() -> impl IntoView {
    let me = use_me();
    let status = Resource::new(
        || (),
        move |()| async move {
            let me = me.get().await.ok_or(ApiError::Refused(domain::Refusal::SignInFirst))?;
            let subject = me.subject.ok_or(ApiError::Refused(domain::Refusal::NotAllowed))?;
            credit(subject.code.to_string()).await
        },
    );
    view! {
        <Title text=t("本单位信用", "Our credit")/>
        <div class="page-flow">
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match status.await {
                        Ok(status) => view! { <Status status/> }.erase(),
                        Err(error) => {
                            view! { <h1>{t("本单位信用", "Our credit")}</h1> <RefusalNotice refusal=error/> }.erase()
                        }
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

/// Finds subjects by code or name. A plain form whose answer has its own address.
#[component]
pub fn Search() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.read().get("q").map(|q| q.trim().to_owned()).unwrap_or_default());
    let found = Resource::new(
        move || asked.get(),
        |asked| async move { if asked.is_empty() { Ok(Vec::new()) } else { find_subjects(asked).await } },
    );
    view! {
        <Title text=t("信用查询", "Credit")/>
        <div class="page-flow">
            <header>
                <h1>{t("信用查询", "Credit")}</h1>
                <p class="lede">{t("交易主体的失信记录和限制投标情况，人人可查。", "Records and bars of every registered subject, open to everybody.")}</p>
            </header>
            <Form method="GET" action="/credit" attr:class="filters" attr:role="search">
                <div class="field">
                    <label for="q">{t("统一社会信用代码或单位名称", "Credit code or company name")}</label>
                    <input id="q" name="q" type="search" autocomplete="off" value=asked.get_untracked()/>
                </div>
                <button class="button button--primary">{t("查询", "Search")}</button>
            </Form>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    let none_asked = asked.get_untracked().is_empty();
                    match found.await {
                        Ok(_) if none_asked => ().into_any(),
                        Ok(found) => view! { <Found found/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }.erase()
}

#[component]
fn Found(found: Vec<SubjectLine>) -> impl IntoView {
    if found.is_empty() {
        return view! {
            <div class="empty" role="status">
                <p class="empty__title">{t("没有找到", "Nothing found")}</p>
                <p>{t("请核对代码或名称。只能查到登记已生效的单位。", "Check the code or name. Only registrations in force can be found.")}</p>
            </div>
        }
        .erase();
    }
    let rows = found.into_iter().map(|subject| view! { <Row subject/> }.erase()).collect_view();
    view! {
        <table class="data data--cards">
            <caption>{t("查询结果（最多 20 条）", "Results (at most 20)")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("单位名称", "Company")}</th>
                    <th scope="col">{t("统一社会信用代码", "Credit code")}</th>
                    <th scope="col">{t("限制投标", "Bar")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

#[component]
fn Row(subject: SubjectLine) -> impl IntoView {
    let (badge, words) = if subject.restricted {
        ("badge badge--bad", t("限制中", "Barred"))
    } else {
        ("badge badge--good", t("无限制", "Not barred"))
    };
    view! {
        <tr>
            <th scope="row"><a href=format!("/credit/{}", subject.code)>{subject.name}</a></th>
            <td class="mono" data-label=t("统一社会信用代码", "Credit code")>{subject.code.to_string()}</td>
            <td data-label=t("限制投标", "Bar")><span class=badge>{words}</span></td>
        </tr>
    }
    .erase()
}
