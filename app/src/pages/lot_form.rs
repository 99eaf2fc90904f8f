//! A tenderer announces a lot.

mod rules;

use domain::lot::LotForm as Form;
use domain::quote::{Procedure, RoundsInput};
use domain::rights::Right;
use domain::subject::role::Undertaking;
use domain::view::Me;
use domain::{Field, Refusal, Role, Timestamp};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;

use crate::api::lots::announce_lot;
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::{MoneyField, Select, TextField};
use crate::parts::frame::use_me;
use crate::parts::notice::{NeedsScripts, RefusalNotice, Waiting};
use crate::parts::sending::{Sending, Submit};
use crate::parts::text_area::TextArea;
use crate::text::{lang, names, t};

use rules::RuleFields;

/// The value of a choice.
const FALLING: &str = "falling";

#[component]
pub fn LotForm() -> impl IntoView {
    let me = use_me();
    view! {
        <Title text=t("发布标段", "Announce a lot")/>
        <div class="page-flow page--narrow">
            <header>
                <h1>{t("发布标段", "Announce a lot")}</h1>
                <p class="lede">
                    {t(
                        "按招标文件填写。发布后时限不能更改，截止时间只能在主持台推迟。",
                        "As the tender document says. Once announced, windows can not be changed, and the deadline only be postponed, in the host's console.",
                    )}
                </p>
            </header>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match me.get().await {
                        Some(me) if me.announces() => view! { <Fill/> }.erase(),
                        Some(Me { role: Role::Bidder, subject: Some(subject), .. }) if subject.lets(Right::Bid) => {
                            view! { <RefusalNotice refusal=Refusal::RoleMissing { to: Undertaking::Announce }/> }.erase()
                        }
                        Some(_) => view! { <RefusalNotice refusal=Refusal::NotAllowed/> }.erase(),
                        None => view! { <RefusalNotice refusal=Refusal::SignInFirst/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Fill() -> impl IntoView {
    let navigate = use_navigate();
    let sending = Sending::new(None);
    let typed = Typed::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = typed.form();
        // The browser's clock only spares a round trip: the server's decides.
        let now = Timestamp::from_millis(js_sys::Date::now() as i64);
        match form.check(now) {
            Err(refusal) => sending.refuse(refusal),
            Ok(_) => {
                let navigate = navigate.clone();
                sending.send(announce_lot(form), move |lot| navigate(&format!("/lots/{lot}"), Default::default()));
            }
        }
    };
    view! {
        <NeedsScripts/>
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <WhatFields typed sending/>
            <WhenFields typed sending/>
            <RuleFields typed=typed.rules problems=sending.problems()/>
            <RoundFields typed sending/>
            <DrawFields typed sending/>
            <div class="actions"><Submit sending>{t("发布", "Announce")}</Submit></div>
        </form>
    }
    .erase()
}

/// The form as it is being typed.
#[derive(Clone, Copy)]
struct Typed {
    code: RwSignal<String>,
    title: RwSignal<String>,
    tenderer: RwSignal<String>,
    ceiling: RwSignal<String>,
    guarantee: RwSignal<String>,
    deadline: RwSignal<String>,
    decrypt: RwSignal<String>,
    objection: RwSignal<String>,
    validity: RwSignal<String>,
    draws: RwSignal<String>,
    project: RwSignal<String>,
    rules: rules::Typed,
    procedure: RwSignal<String>,
    rounds: RwSignal<String>,
    quote: RwSignal<String>,
    falling: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let usual = |value: &str| RwSignal::new(value.to_owned());
        Self {
            code: empty(),
            title: empty(),
            tenderer: empty(),
            ceiling: empty(),
            guarantee: empty(),
            deadline: empty(),
            decrypt: usual("30"),
            objection: usual("10"),
            validity: usual("90"),
            draws: empty(),
            project: empty(),
            rules: rules::Typed::new(),
            procedure: usual(Procedure::Tender.name()),
            rounds: usual("0"),
            quote: usual("10"),
            falling: usual(FALLING),
        }
    }

    fn form(self) -> Form {
        Form {
            lot_code: self.code.get_untracked(),
            lot_title: self.title.get_untracked(),
            tenderer: self.tenderer.get_untracked(),
            ceiling: self.ceiling.get_untracked(),
            guarantee_demand: self.guarantee.get_untracked(),
            deadline: self.deadline.get_untracked(),
            decrypt_minutes: self.decrypt.get_untracked(),
            objection_minutes: self.objection.get_untracked(),
            validity_days: self.validity.get_untracked(),
            draws: self.draws.get_untracked(),
            rules: self.rules.form(),
            project: self.project.get_untracked(),
            rounds: RoundsInput {
                procedure: self.procedure.get_untracked(),
                rounds: self.rounds.get_untracked(),
                quote_minutes: self.quote.get_untracked(),
                falling: self.falling.with_untracked(|falling| falling == FALLING),
            },
        }
    }
}

#[component]
fn WhatFields(typed: Typed, sending: Sending) -> impl IntoView {
    let problems = sending.problems();
    view! {
        <fieldset class="fieldset">
            <legend>{t("标段", "Lot")}</legend>
            <TextField field=Field::LotCode value=typed.code problems/>
            <TextField field=Field::LotTitle value=typed.title problems/>
            <TextField field=Field::Project value=typed.project problems
                hint=t("同一招标项目、同一截止时间的标段同场开标", "Lots of one tender with one deadline are opened together")/>
            <TextField field=Field::Tenderer value=typed.tenderer problems autocomplete="organization"/>
            <MoneyField field=Field::Ceiling value=typed.ceiling problems
                hint=t("只填数字，最多两位小数", "Digits only, at most two decimals")/>
            <MoneyField field=Field::GuaranteeDemand value=typed.guarantee problems
                hint=t("不超过最高投标限价的 2%", "At most 2 % of the ceiling price")/>
        </fieldset>
    }
    .erase()
}

#[component]
fn WhenFields(typed: Typed, sending: Sending) -> impl IntoView {
    let problems = sending.problems();
    let minutes = t("分钟", "minutes");
    view! {
        <fieldset class="fieldset">
            <legend>{t("时间", "Time")}</legend>
            <TextField field=Field::Deadline value=typed.deadline problems kind="datetime-local" step="1"
                hint=t("北京时间，精确到秒；到点即开标", "Beijing time, to the second; the opening begins then")/>
            <div class="field-row">
                <TextField field=Field::DecryptMinutes value=typed.decrypt problems class="field--short" inputmode="numeric"
                    unit=minutes/>
                <TextField field=Field::DecryptClause value=typed.rules.decrypt problems/>
            </div>
            <div class="field-row">
                <TextField field=Field::ObjectionMinutes value=typed.objection problems class="field--short"
                    inputmode="numeric" unit=minutes/>
                <TextField field=Field::ObjectionClause value=typed.rules.objection problems/>
            </div>
            <p class="muted">{rules::clause_note()}</p>
            <TextField field=Field::ValidityDays value=typed.validity problems class="field--short" inputmode="numeric"
                unit=t("日历天", "calendar days") hint=t("自投标截止之日起算", "Counted from the deadline")/>
        </fieldset>
    }
    .erase()
}

#[component]
fn RoundFields(typed: Typed, sending: Sending) -> impl IntoView {
    let (lang, problems) = (lang(), sending.problems());
    let procedures = Procedure::ALL.map(|one| (one.name(), names::procedure(lang, one))).to_vec();
    let falling = vec![
        (FALLING, t("不得高于本单位上次报价", "Not above the bidder's own last price")),
        ("free", t("可以高于本单位上次报价", "May be above the bidder's own last price")),
    ];
    let hint = t(
        "招标项目填 0；谈判、磋商项目 0 至 3 轮。各轮报价密封递交，截止后同时公开唱出。政府采购法规定谈判中不得透露其他供应商的价格，采购文件没有约定公开报价的，请填 0。",
        "0 for a tender; 0 to 3 for negotiation and consultation. Each round is sealed, and read out to all at once. Where procurement law forbids telling others' prices while negotiating and the document does not provide for it, enter 0.",
    );
    view! {
        <fieldset class="fieldset">
            <legend>{t("采购方式与报价轮次", "Procedure and rounds")}</legend>
            <Select field=Field::Procedure value=typed.procedure problems options=procedures/>
            <TextField field=Field::Rounds value=typed.rounds problems class="field--short" inputmode="numeric"
                unit=t("轮", "rounds") hint/>
            <div class="field-row">
                <TextField field=Field::QuoteMinutes value=typed.quote problems class="field--short" inputmode="numeric"
                    unit=t("分钟", "minutes")/>
                <TextField field=Field::QuoteClause value=typed.rules.quote problems/>
            </div>
            <Select field=Field::Falling value=typed.falling problems options=falling/>
        </fieldset>
    }
    .erase()
}

#[component]
fn DrawFields(typed: Typed, sending: Sending) -> impl IntoView {
    let hint = t(
        "没有的不填。一行一项，如“下浮系数K：0.95 0.96 0.97”。结果由平台事先承诺的秘密数与各投标人密封时的密钥共同决定，任何人都不能左右，任何人都可以核验。",
        "Leave empty if there is none. One a line, such as “K: 0.95 0.96 0.97”. The outcome follows from a secret to which the platform is bound beforehand and from the keys under which bidders sealed: nobody can steer it, anybody can check it.",
    );
    view! {
        <fieldset class="fieldset">
            <legend>{t("抽取系数（选填）", "Coefficients (optional)")}</legend>
            <TextArea field=Field::Draws value=typed.draws problems=sending.problems() hint rows=2/>
        </fieldset>
    }
    .erase()
}
