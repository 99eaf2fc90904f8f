//! Where a company's registration stands, and who does what next.

use domain::subject::{RegistrationForm, Standing};
use domain::view::Case;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;

use super::register::company::{Company, CompanyFields};
use crate::api::people::{my_case, resubmit};
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::facts::{Fact, Summary};
use crate::parts::frame::use_me;
use crate::parts::notice::{NeedsScripts, Notice, RefusalNotice, Tone, Waiting};
use crate::parts::sending::{Sending, Submit};
use crate::text::{self, lang, t};

#[component]
pub fn MyCase() -> impl IntoView {
    let case = Resource::new(|| (), |()| my_case());
    view! {
        <Title text=t("登记信息", "Registration")/>
        <div class="page-flow page--narrow">
            <h1>{t("登记信息", "Registration")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match case.await {
                        Ok(found) => view! { <Stand found changed=move || case.refetch()/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Stand(found: Case, changed: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let Case { form, standing, since, .. } = found;
    let next = match standing.clone() {
        Standing::Submitted => view! {
            <Notice tone=Tone::Info title=t("待交易中心审核", "The centre reviews it next")>
                <p>{t("提交时间 ", "Submitted at ")}{since.to_string()}{t("（北京时间）。您现在无须办理，审核结果显示在本页。", " (Beijing time). Nothing is for you to do; the outcome will stand on this page.")}</p>
            </Notice>
            <Facts form/>
        }
        .erase(),
        Standing::Returned { remark } => view! {
            <Notice tone=Tone::Warn title=t("已退回，请补正后重新提交", "Returned: mend it and submit again")>
                <p>{remark}</p>
            </Notice>
            <Mend form changed/>
        }
        .erase(),
        Standing::Approved => view! {
            <Notice tone=Tone::Good title=t("登记已生效", "The registration is in force")>
                <p>{t("生效时间 ", "Since ")}{since.to_string()}{t("（北京时间）。", " (Beijing time).")}</p>
            </Notice>
            <NextStep/>
            <Facts form/>
        }
        .erase(),
    };
    view! { <Progress standing/> {next} }.erase()
}

/// The way of a registration: submitted, reviewed, key made.
#[component]
fn Progress(standing: Standing) -> impl IntoView {
    let at = match standing {
        Standing::Returned { .. } => 0,
        Standing::Submitted => 1,
        Standing::Approved => 2,
    };
    let names =
        [t("填写并提交", "Fill in and submit"), t("交易中心审核", "Review by the centre"), t("登记生效", "In force")];
    let steps = names
        .into_iter()
        .enumerate()
        .map(|(n, name)| {
            let done = n < at || at == 2;
            view! {
                <li class:is-done=done aria-current=(n == at && !done).then_some("step")>
                    <span class="steps__label">{name}</span>
                </li>
            }
            .erase()
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }.erase()
}

#[component]
fn NextStep() -> impl IntoView {
    let me = use_me();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let has_key = me.get().await.and_then(|me| me.subject).is_some_and(|subject| subject.public_key.is_some());
                let (title, why, path, act) = if has_key {
                    (
                        t("可以投标", "Ready to bid"),
                        t("密钥已登记。请选择标段。", "Your key is registered. Choose a lot."),
                        "/lots",
                        t("查看标段", "See the lots"),
                    )
                } else {
                    (
                        t("下一步：制作密钥", "Next: make your key"),
                        t("投标文件用贵单位自己的密钥密封，开标时也只有它能解密。", "Bids are sealed with your company's own key; at the opening only that key decrypts them."),
                        "/my/key",
                        t("制作密钥", "Make the key"),
                    )
                };
                view! {
                    <section class="decide">
                        <h2>{title}</h2>
                        <p>{why}</p>
                        <div class="actions"><a class="button button--primary" href=path>{act}</a></div>
                    </section>
                }.erase()
            })}
        </Suspense>
    }.erase()
}

#[component]
fn Mend(form: RegistrationForm, changed: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let me = use_me();
    let sending = Sending::new(None);
    let company = Company::from(form);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = company.form();
        match form.check() {
            Err(refusal) => sending.refuse(refusal),
            Ok(_) => sending.send(resubmit(form), move |_| {
                me.refetch();
                changed();
            }),
        }
    };
    view! {
        <NeedsScripts/>
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <CompanyFields company sending/>
            <div class="actions"><Submit sending>{t("重新提交", "Submit again")}</Submit></div>
        </form>
    }
    .erase()
}

/// The form as it was sent.
#[component]
pub fn Facts(form: RegistrationForm) -> impl IntoView {
    use domain::Field;
    let lang = lang();
    let name = move |field| text::names::label(lang, field);
    view! {
        <Summary>
            <Fact name=name(Field::Code)><span class="mono">{form.code}</span></Fact>
            <Fact name=name(Field::CompanyName)>{form.company_name}</Fact>
            <Fact name=name(Field::LegalPerson)>{form.legal_person}</Fact>
            <Fact name=name(Field::Address)>{form.address}</Fact>
            <Fact name=name(Field::ContactName)>{form.contact_name}</Fact>
            <Fact name=name(Field::ContactPhone)>{form.contact_phone}</Fact>
        </Summary>
    }
    .erase()
}
