//! A certificate that another authority issued, and the proof that its key is here.

use domain::{Fault, Field, Refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Desk, restored, settled, told};
use crate::api::ApiError;
use crate::api::certificates::{challenge_certificate, register_certificate};
use crate::browser::holder::{Holder, Software};
use crate::browser::{Chosen, vault};
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::{FileField, TextField};
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

#[component]
pub fn Foreign(desk: Desk) -> impl IntoView {
    let sending = Sending::new(None);
    let (certificate, key) = (RwSignal::new(Vec::<Chosen>::new()), RwSignal::new(Vec::<Chosen>::new()));
    let passphrase = RwSignal::new(String::new());
    let problems = sending.problems();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let work = async move {
            let phrase = passphrase.get_untracked();
            let empty = || Refusal::field(Field::KeyFile, Fault::Empty);
            let file = certificate.get_untracked().first().cloned().ok_or_else(empty)?;
            let pem = vault::read_file(&file).await.ok_or_else(empty)?;
            let said = challenge_certificate(pem.clone()).await?;
            let (_, key_file) = restored(&key.get_untracked(), phrase.clone()).await?;
            let holder = Software { key_file: key_file.clone(), passphrase: phrase.into() };
            let signature = holder.prove(said.clone()).await.map_err(told)?;
            register_certificate(pem, said, signature.to_string()).await?;
            let _ = vault::save(desk.code.as_str(), &key_file).await;
            Ok::<_, ApiError>(())
        };
        sending.send(work, move |()| settled(desk));
    };
    view! {
        <section class="panel">
            <p>{t("限本中心信任的机构签发、载有贵单位统一社会信用代码的 SM2 证书（PEM）。登记后即用于投标。",
                "An SM2 certificate (PEM) of an authority this centre trusts, with your company's credit code in it. Once registered it is used for bidding.")}</p>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <FileField field=Field::KeyFile files=certificate problems id="foreign-certificate"
                    label=t("证书文件", "Certificate") accept=""/>
                <FileField field=Field::KeyFile files=key problems id="foreign-key"
                    label=t("私钥文件", "Private key") hint=t("PKCS#8，SM4 加密", "PKCS#8, locked with SM4") accept=""/>
                <TextField field=Field::Passphrase value=passphrase problems id="foreign-passphrase" class="field--key" kind="password"/>
                <div class="actions"><Submit sending>{t("登记证书", "Register the certificate")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}
