//! Whoever was invited comes in: with a new account, or with its own that has no company.

use domain::Field;
use domain::access::{self, Invitation};
use domain::subject::AccountForm;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_params_map};

use crate::api::access::{invitation, join};
use crate::erase::Erase;
use crate::pages::account::seat_name;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::facts::{Fact, Moment, Summary};
use crate::parts::field::TextField;
use crate::parts::frame::use_me;
use crate::parts::notice::{NeedsScripts, RefusalNotice, Waiting};
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

#[component]
pub fn Join() -> impl IntoView {
    let params = use_params_map();
    let me = use_me();
    let secret = move || params.read().get("secret").unwrap_or_default();
    let found = Resource::new(secret, |secret| async move { (invitation(secret.clone()).await, secret) });
    view! {
        <Title text=t("加入单位", "Join a company")/>
        <div class="page-flow page--narrow">
            <h1>{t("加入单位", "Join a company")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    let signed_in = me.get().await.is_some();
                    match found.await {
                        (Ok(offer), secret) => view! { <Offer offer secret signed_in/> }.erase(),
                        (Err(error), _) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Offer(offer: Invitation, secret: String, signed_in: bool) -> impl IntoView {
    let me = use_me();
    let navigate = use_navigate();
    let sending = Sending::new(None);
    let problems = sending.problems();
    let [email, login, password, again] = [(); 4].map(|()| RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let account = AccountForm {
            login: login.get_untracked(),
            password: password.get_untracked(),
            password_again: again.get_untracked(),
        };
        if let Err(fault) = access::email(&email.get_untracked()) {
            return sending.refuse(domain::Refusal::field(Field::Email, fault));
        }
        let navigate = navigate.clone();
        sending.send(join(secret.clone(), email.get_untracked(), account), move |_| {
            me.refetch();
            navigate("/my/account", Default::default());
        });
    };
    let fields = (!signed_in).then(|| {
        view! {
            <TextField field=Field::Login value=login problems autocomplete="username"
                hint=t("4 至 32 位字母、数字或 . - _", "4 to 32 letters, digits or . - _")/>
            <TextField field=Field::Password value=password problems kind="password" autocomplete="new-password"
                hint=t("至少 10 个字符，可用中文", "At least 10 characters")/>
            <TextField field=Field::PasswordAgain value=again problems kind="password" autocomplete="new-password"/>
        }
        .into_any()
    });
    view! {
        <Summary>
            <Fact name=t("单位", "Company")>{offer.company}</Fact>
            <Fact name=t("岗位", "Position")>{seat_name(offer.seat)}</Fact>
            <Fact name=t("有效期至（北京时间）", "Until (Beijing time)")><Moment at=offer.until/></Fact>
        </Summary>
        <NeedsScripts/>
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <TextField field=Field::Email value=email problems kind="email" autocomplete="email"
                hint=t("收到邀请的邮箱地址", "Where you got the invitation")/>
            {fields}
            <div class="actions"><Submit sending>{t("加入", "Join")}</Submit></div>
        </form>
    }
    .erase()
}
