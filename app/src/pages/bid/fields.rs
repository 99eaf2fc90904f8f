//! The form as a whole: its sections, what is wrong with it, and the button.

use domain::lot::Terms;
use domain::view::MySubject;
use domain::{Field, Problem};
use leptos::prelude::*;

use super::desk::Desk;
use super::documents::DocumentFields;
use super::guarantee::GuaranteeFields;
use super::key::KeyFields;
use super::progress::ProgressLine;
use super::sample::Example;
use super::sheet::Sheet;
use super::{Late, Refused};
use crate::erase::Erase;
use crate::parts::countdown::Countdown;
use crate::parts::facts::Capitals;
use crate::parts::field::TextField;
use crate::parts::notice::NeedsScripts;
use crate::parts::with_lot::Visit;
use crate::text::{lang, pick, t};

#[component]
pub fn Form(visit: Visit, subject: MySubject) -> impl IntoView {
    let lot = visit.lot;
    let terms = lot.terms.clone();
    let sheet = Sheet::new();
    sheet.keep_draft(lot.id);
    let desk = Desk::new();
    let problems = desk.problems(sheet, &lot);
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    desk.keep_from_leaving();
    let submit = desk.submit(sheet, lot.clone(), subject.clone());
    view! {
        <NeedsScripts/>
        <Refused desk lot=lot.clone()/>
        {terms.practice.then(|| view! { <Example sheet lot=lot.clone()/> }.erase())}
        // `dialog` does nothing outside one: without scripts nothing typed here may travel in an address.
        <form class="stack stack--loose" method="dialog" novalidate on:submit=submit>
            <OpeningFormFields sheet terms=terms.clone() problems/>
            <GuaranteeFields sheet terms=terms.clone() problems/>
            <DocumentFields sheet problems/>
            <KeyFields sheet subject problems/>
            <section class="decide" aria-labelledby="submit">
                <h2 id="submit">{t("密封并递交", "Seal and lodge")}</h2>
                <p>
                    {t("全部内容在本机密封后上传，递交以服务器收到完整文件的时间为准。递交后取得回执；截止前可以撤回重交。",
                        "Everything is sealed here and then sent; what counts is when the server has it whole. You then get a receipt, and until the deadline you may withdraw and bid again.")}
                </p>
                <Countdown until=terms.deadline now=lot.now label=t("距投标截止", "Time to the deadline") compact=true/>
                <Late lot/>
                <ProgressLine phase=desk.phase/>
                <div class="actions">
                    <button
                        class="button button--primary button--large"
                        disabled=move || !alive.get()
                        aria-busy=move || desk.is_busy().then_some("true")
                        aria-disabled=move || desk.is_busy().then_some("true")
                    >
                        {t("密封并递交", "Seal and lodge")}
                    </button>
                </div>
            </section>
        </form>
    }.erase()
}

/// The opening form (开标一览表): what will be read out.
#[component]
pub fn OpeningFormFields(sheet: Sheet, terms: Terms, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let ceiling = terms.ceiling;
    let ceiling = pick(
        lang(),
        format!("最高投标限价 {ceiling} 元。只填数字，最多两位小数，不加千分位"),
        format!("Ceiling {ceiling} yuan. Digits only, at most two decimals, no separators"),
    );
    view! {
        <fieldset class="fieldset">
            <legend>{t("一、开标一览表", "1. Opening form")}</legend>
            <p class="muted">{t("开标时公开宣读以下内容。", "This is what will be read out at the opening.")}</p>
            <TextField
                field=Field::Price
                value=sheet.price
                problems
                hint=ceiling
                inputmode="decimal"
                class="field--money"
                unit=t("元", "yuan")
            >
                <Capitals value=sheet.price/>
            </TextField>
            <div class="field-row">
                <TextField
                    field=Field::Duration
                    value=sheet.duration
                    problems
                    inputmode="numeric"
                    unit=t("日历天", "calendar days")
                />
                <TextField field=Field::Quality value=sheet.quality problems/>
                <TextField field=Field::Manager value=sheet.manager problems/>
            </div>
        </fieldset>
    }
    .erase()
}
