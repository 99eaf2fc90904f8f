//! The key with which the bid is sealed and signed.

use domain::view::MySubject;
use domain::{Field, Problem};
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::browser::vault;
use crate::erase::{Erase, live};
use crate::parts::field::{FileField, TextField};
use crate::text::t;

#[component]
pub fn KeyFields(sheet: Sheet, subject: MySubject, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let code = subject.code.to_string();
    let registered = subject.public_key.unwrap_or_default();
    Effect::new(move |_| {
        // A key file that was kept for an earlier key would only fail later.
        let kept = vault::load(&code).filter(|text| vault::fits(text, &registered));
        sheet.kept_key.set(kept);
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
