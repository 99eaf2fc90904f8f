//! The form of a registration, and of its changes: one step a screen, kept as it is typed, looked over, sent.

mod entry;
mod kept;
mod lines;
mod overview;
mod problems;
mod roles;
pub mod scans;

use domain::Day;
use domain::subject::Form;
use domain::subject::attachment::Attachment;
use domain::subject::case::CaseState;
use domain::subject::item::{Item, ItemProblem, SpotRemark, Step};
use domain::subject::view::{Filed, MyFile};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;

use crate::api::filing::{file, my_file, save_draft};
use crate::erase::Erase;
use crate::pages::register::code_echo::named;
use crate::parts::frame::use_me;
use crate::parts::notice::{NeedsScripts, Notice, RefusalNotice, Refused, Tone, Waiting};
use crate::parts::sending::Sending;
use crate::text::{items, lang, t};

use entry::{Entry, Typed};
use lines::{Contacts, Qualifications};
use overview::Overview;
use problems::Summary;
use roles::Roles;
use scans::Scans;

/// The form as it is typed, and what is said about it; every part of the page has it.
#[derive(Clone, Copy)]
pub struct Desk {
    pub form: RwSignal<Form>,
    pub scans: RwSignal<Vec<Attachment>>,
    pub problems: RwSignal<Vec<ItemProblem>>,
    /// From the registrar, when the case was returned.
    pub remarks: StoredValue<Vec<SpotRemark>>,
    /// A place in [`Step::ALL`], or after its end the check page.
    pub step: RwSignal<usize>,
    pub today: Day,
    /// Counts what is to be kept; the last one is.
    pub turn: StoredValue<u64>,
}

const CHECK: usize = Step::ALL.len();

#[component]
pub fn Filing() -> impl IntoView {
    let found = Resource::new(|| (), |()| my_file());
    view! {
        <Title text=t("填写登记信息", "Fill in the registration")/>
        <div class="page-flow page--narrow">
            <nav class="breadcrumbs" aria-label=t("位置", "Position")>
                <ol>
                    <li><a href="/my/case">{t("登记信息", "Registration")}</a></li>
                    <li aria-current="page">{t("填写", "Fill in")}</li>
                </ol>
            </nav>
            <h1>{t("填写登记信息", "Fill in the registration")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) if found.case.as_ref().is_some_and(|case| case.state.is_open()) => view! { <AtTheDesk/> }.erase(),
                        Ok(found) if !found.manages => view! { <NotYours/> }.erase(),
                        Ok(found) => view! { <Steps found/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

/// While registrars look at it, nothing is typed.
#[component]
fn AtTheDesk() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=t("已提交，正在审核", "Sent, and under review")>
            <p><a href="/my/case">{t("查看办理情况", "See where it stands")}</a></p>
        </Notice>
    }
    .erase()
}

/// For whoever does not manage the company.
#[component]
fn NotYours() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=t("由单位管理员填写", "For the company's administrator")>
            <p>{t("投标经办人和查看人可以查看登记信息，不能变更。", "Submitters and viewers may read the registration and not change it.")}</p>
            <p><a href="/my/case">{t("查看登记信息", "See the registration")}</a></p>
        </Notice>
    }
    .erase()
}

#[component]
fn Steps(found: MyFile) -> impl IntoView {
    let remarks = match &found.case {
        Some(case) => match &case.state {
            CaseState::Returned { remarks } => remarks.clone(),
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    let changes = found.in_force.is_some();
    let mended = remarks.first().map_or(0, |remark| remark.spot.item.step() as usize);
    let desk = Desk {
        form: RwSignal::new(found.draft),
        scans: RwSignal::new(found.scans),
        problems: RwSignal::new(Vec::new()),
        remarks: StoredValue::new(remarks),
        step: RwSignal::new(mended),
        today: found.now.day(),
        turn: StoredValue::new(0),
    };
    provide_context(desk);
    let saved = kept::keep(desk.form, found.saved, desk.turn);
    view! {
        {changes.then(|| view! {
            <Notice tone=Tone::Info title=t("变更登记信息", "A change of the registration")>
                <p>{t("联系人和其他材料提交后立即更新；其余各项须重新审核，审核通过之前原信息继续有效。",
                    "Contacts and other papers are updated at once; everything else is reviewed again, and the old data stay in force until then.")}</p>
            </Notice>
        }.erase())}
        <Remarks desk/>
        <NeedsScripts/>
        <Way desk/>
        <Summary desk/>
        <Screen desk at=0><Company desk changes/></Screen>
        <Screen desk at=1><LegalPerson/></Screen>
        <Screen desk at=2><Contacts desk/></Screen>
        <Screen desk at=3><Qualifications desk/></Screen>
        <Screen desk at=4><Scans desk/></Screen>
        <Screen desk at=CHECK><Overview desk/></Screen>
        <Move desk/>
        <p class="muted" role="status">{move || saved.get()}</p>
    }
    .erase()
}

/// What the registrar wants mended, at the top; each stands beside its entry as well.
#[component]
fn Remarks(desk: Desk) -> impl IntoView {
    let lang = lang();
    let remarks = desk.remarks.get_value();
    (!remarks.is_empty()).then(move || {
        let lines = remarks.into_iter().map(move |SpotRemark { spot, words }| {
            let go = move |_| problems::lead(desk, spot);
            let name = items::item(lang, spot.item);
            view! { <li><button type="button" class="button button--quiet button--small" on:click=go>{name}</button>" "{words}</li> }.erase()
        });
        view! {
            <Notice tone=Tone::Warn title=t("审核员要求补正", "The registrar asks for corrections")>
                <ul>{lines.collect_view()}</ul>
            </Notice>
        }
        .erase()
    })
}

/// The steps, each a way to its screen.
#[component]
fn Way(desk: Desk) -> impl IntoView {
    let lang = lang();
    let names = Step::ALL.into_iter().map(|step| items::step(lang, step)).chain([t("核对提交", "Check and send")]);
    let steps = names
        .enumerate()
        .map(|(n, name)| {
            let here = move || (desk.step.get() == n).then_some("step");
            let done = move || desk.step.get() > n;
            view! {
                <li aria-current=here class:is-done=done>
                    <button type="button" class="steps__label" on:click=move |_| desk.step.set(n)>{name}</button>
                </li>
            }
            .erase()
        })
        .collect_view();
    view! { <nav aria-label=t("步骤", "Steps")><ol class="steps steps--ways">{steps}</ol></nav> }.erase()
}

#[component]
fn Screen(desk: Desk, at: usize, children: Children) -> impl IntoView {
    view! { <div class="stack" hidden=move || desk.step.get() != at>{children()}</div> }.erase()
}

#[component]
fn Company(desk: Desk, changes: bool) -> impl IntoView {
    let region = Memo::new(move |_| desk.form.with(|form| (form.region.len() == 6).then(|| form.region.clone())));
    let place = named(region);
    let long = t("长期有效的不填", "Leave empty if it has no end");
    view! {
        <fieldset class="fieldset">
            <legend>{t("单位信息", "Company")}</legend>
            <Entry item=Item::Code kind=Typed::Code fixed=changes hint=t("18 位，见营业执照", "18 characters, on the licence")/>
            <Entry item=Item::CompanyName hint=t("与营业执照一致", "As on the licence")/>
            <div class="field-row">
                <Entry item=Item::LicenceFrom kind=Typed::Date/>
                <Entry item=Item::LicenceUntil kind=Typed::Date hint=long/>
            </div>
            <Entry item=Item::Capital kind=Typed::Money hint=t("以元为单位，如 50000000", "In yuan, such as 50000000")/>
            <Entry item=Item::Region kind=Typed::Digits hint=t("住所所在县级行政区划，6 位数字", "The county of the address, six digits")>
                <output class="field__echo" for=Item::Region.name()>{move || place.get()}</output>
            </Entry>
            <Entry item=Item::Address hint=t("与营业执照一致", "As on the licence")/>
        </fieldset>
        <Roles desk/>
    }
    .erase()
}

#[component]
fn LegalPerson() -> impl IntoView {
    view! {
        <fieldset class="fieldset">
            <legend>{t("法定代表人", "Legal representative")}</legend>
            <Entry item=Item::LegalPerson/>
            <Entry item=Item::LegalPersonId hint=t("18 位公民身份号码，只供审核使用", "18 characters; for the review alone")/>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t("基本账户", "Basic account")}</legend>
            <Entry item=Item::BankName/>
            <Entry item=Item::BankAccount kind=Typed::Digits hint=t("投标保证金只能从基本账户转出", "Bid guarantees in cash come from this account alone")/>
        </fieldset>
    }
    .erase()
}

/// Back, on, and at the end: send.
#[component]
fn Move(desk: Desk) -> impl IntoView {
    let me = use_me();
    let navigate = use_navigate();
    let sending = Sending::new(None);
    let alive = crate::browser::alive();
    let step = desk.step;
    let go = move |to: usize| {
        step.set(to);
        crate::parts::error_summary::focus_soon("main");
    };
    let send = move |_| {
        let (form, navigate) = (desk.form.get_untracked(), navigate.clone());
        desk.turn.update_value(|turn| *turn += 1);
        let request = async move {
            save_draft(form).await?;
            file().await
        };
        sending.send(request, move |filed| match filed {
            Filed::Mend { problems } => {
                desk.problems.set(problems);
                crate::parts::error_summary::focus_soon(problems::PLACE);
            }
            Filed::Submitted | Filed::InForce => {
                me.refetch();
                navigate("/my/case", Default::default());
            }
        });
    };
    let asleep = move || !alive.get() || sending.busy().get();
    let (on, back) = (move |_| go(step.get_untracked() + 1), move |_| go(step.get_untracked().saturating_sub(1)));
    let (first, last) = (move || step.get() == 0, move || step.get() == CHECK);
    view! {
        <Refused sending/>
        <div class="actions">
            <button type="button" class="button button--primary" hidden=last disabled=asleep on:click=on>{t("下一步", "Next")}</button>
            <button type="button" class="button button--primary" hidden=move || !last() disabled=asleep on:click=send>{t("提交审核", "Send")}</button>
            <button type="button" class="button" hidden=first disabled=asleep on:click=back>{t("上一步", "Back")}</button>
        </div>
    }
    .erase()
}
