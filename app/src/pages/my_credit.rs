//! The caller's own credit status: the public view, found without typing the code.

use leptos::prelude::*;
use leptos_meta::Title;

use super::credit::status::Status;
use crate::api::ApiError;
use crate::api::credit::credit;
use crate::parts::frame::use_me;
use crate::parts::notice::Waiting;
use crate::parts::refusal::RefusalNotice;
use crate::text::t;

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
                        Ok(status) => view! { <Status status/> }.into_any(),
                        Err(error) => {
                            view! { <h1>{t("本单位信用", "Our credit")}</h1> <RefusalNotice refusal=error/> }.into_any()
                        }
                    }
                })}
            </Suspense>
        </div>
    }
}
