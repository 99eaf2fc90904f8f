//! The opening form (开标一览表): what will be read out.

use domain::lot::Terms;
use domain::{Field, Problem};
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::parts::field::TextField;
use crate::parts::money::Capitals;
use crate::text::{lang, pick, t};

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
}
