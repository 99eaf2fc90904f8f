//! The sections of the form: what will be read out, the guarantee (保函) that is sealed with it, and the key.

use domain::guarantee::{IssuerKind, validity_end};
use domain::lot::Terms;
use domain::view::MySubject;
use domain::{Field, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::documents::FilePicker;
use super::sheet::Sheet;
use crate::browser::vault;
use crate::erase::{Erase, live};
use crate::parts::field::{FileField, MoneyField, Select, TextField};
use crate::text::{lang, names, pick, t};

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
            <MoneyField field=Field::Price value=sheet.price problems hint=ceiling/>
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

/// The guarantee (保函) that is lodged with the bid and sealed like it.
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
            <MoneyField field=Field::GuaranteeAmount value=sheet.amount problems hint=amount/>
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

/// The key with which the bid is sealed and signed.
#[component]
pub fn KeyFields(sheet: Sheet, subject: MySubject, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let code = subject.code.to_string();
    let registered = subject.public_key.unwrap_or_default();
    Effect::new(move |_| {
        let (code, registered) = (code.clone(), registered.clone());
        spawn_local(async move {
            // A key file that was kept for an earlier key would only fail later.
            let kept = vault::load(&code).await.filter(|text| vault::fits(text, &registered));
            sheet.kept_key.try_set(kept);
        });
    });
    let kept = Memo::new(move |_| sheet.kept_key.with(Option::is_some));
    let found = t("已找到本浏览器保存的密钥文件", "Found the key file kept in this browser");
    let (other, hint) = (
        t("改用另存的密钥文件", "Use a saved key file instead"),
        t("选择制作密钥时另存的文件", "The file that was saved when the key was made"),
    );
    let choose = move || {
        let accept = ".kaibiao-key,text/plain,application/json";
        view! { <FileField field=Field::KeyFile files=sheet.key_file problems accept hint/> }.erase()
    };
    let key_file = live(move || {
        if kept.get() {
            view! { <details><summary>{other}</summary>{choose()}</details> }.erase()
        } else {
            choose().into_any()
        }
    });
    view! {
        <fieldset class="fieldset">
            <legend>{t("四、密钥", "4. Key")}</legend>
            <p class="muted">
                {t("投标文件在本机用贵单位的密钥密封并签名。口令只在本机使用，不会上传。",
                    "The bid is sealed and signed on this machine with your company's key. The passphrase is used here only and never sent.")}
            </p>
            <p role="status">
                {move || kept.get().then(|| view! { <span class="badge badge--good">{found}</span> }.erase())}
            </p>
            {key_file}
            <TextField
                field=Field::Passphrase
                value=sheet.passphrase
                problems
                kind="password"
                class="field--key"
            />
        </fieldset>
    }.erase()
}
