//! The guarantee (保函) that is lodged with the bid and sealed like it.

use domain::guarantee::{IssuerKind, validity_end};
use domain::lot::Terms;
use domain::{Field, Problem};
use leptos::prelude::*;

use super::documents::FilePicker;
use super::sheet::Sheet;
use crate::erase::Erase;
use crate::parts::facts::Capitals;
use crate::parts::field::{Select, TextField};
use crate::text::{lang, names, pick, t};

#[component]
pub fn GuaranteeFields(sheet: Sheet, terms: Terms, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let lang = lang();
    let kinds = IssuerKind::ALL.map(|kind| (kind.name(), names::issuer(lang, kind))).to_vec();
    let demanded = terms.guarantee;
    let amount = pick(lang, format!("不低于 {demanded} 元"), format!("At least {demanded} yuan"));
    let deadline = terms.deadline.day();
    let from = pick(lang, format!("不晚于 {}", deadline.chinese()), format!("No later than {deadline}"));
    let end = validity_end(&terms);
    let until = pick(
        lang,
        format!("不早于投标有效期届满日 {}", end.chinese()),
        format!("No earlier than the end of bid validity, {end}"),
    );
    view! {
        <fieldset class="fieldset">
            <legend>{t("二、投标保函", "2. Bid guarantee")}</legend>
            <div class="field-row">
                <Select
                    field=Field::GuaranteeIssuer
                    id="guarantee_kind"
                    label=t("机构类别", "Kind of issuer")
                    value=sheet.kind
                    // Every choice is valid; problems with the issuer belong to its name.
                    problems=Signal::stored(Vec::new())
                    options=kinds
                />
                <TextField field=Field::GuaranteeIssuer value=sheet.issuer problems/>
                <TextField field=Field::GuaranteeNumber value=sheet.number problems/>
            </div>
            <TextField
                field=Field::GuaranteeAmount
                value=sheet.amount
                problems
                hint=amount
                inputmode="decimal"
                class="field--money"
                unit=t("元", "yuan")
            >
                <Capitals value=sheet.amount/>
            </TextField>
            <div class="field-row">
                <TextField field=Field::GuaranteeFrom value=sheet.from problems kind="date" hint=from/>
                <TextField field=Field::GuaranteeUntil value=sheet.until problems kind="date" hint=until/>
            </div>
            <FilePicker
                files=sheet.guarantee_file
                problems
                hint=t("出函机构签发的 PDF 文件", "The PDF as the issuer signed it")
            />
        </fieldset>
    }
    .erase()
}
