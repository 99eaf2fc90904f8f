//! Credit status: the search, and the public page of one subject.

mod search;
pub mod status;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::ApiError;
use crate::api::people::credit;
use crate::erase::{Erase, live};
use crate::parts::frame::use_me;
use crate::parts::notice::{RefusalNotice, Waiting};
use crate::text::t;

pub use search::Search;
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
