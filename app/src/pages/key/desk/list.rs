//! The company's certificates: which is in force, how long, and what can be done with each.

mod revoke;

use domain::certificate::{CertificateView, Certificates};
use domain::{Field, Timestamp};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Desk, settled};
use crate::browser::holder::Software;
use crate::browser::vault;
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::facts::{Fact, Moment, Summary};
use crate::parts::field::TextField;
use crate::parts::notice::{Notice, Tone};
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

use revoke::Revoke;

#[component]
pub fn List(desk: Desk, all: Certificates) -> impl IntoView {
    let Certificates { certificates, bids, now, .. } = all;
    if certificates.is_empty() {
        return ().into_any();
    }
    let due = certificates.iter().any(|one| one.in_force && one.is_due(now));
    let renews = desk.holds() && certificates.iter().any(|one| one.in_force);
    let cards = certificates.into_iter().map(|one| card(desk, one, bids, now)).collect_view();
    view! {
        <section class="stack" aria-labelledby="certificates">
            <h2 id="certificates">{t("数字证书", "Certificates")}</h2>
            {due.then(|| view! {
                <Notice tone=Tone::Warn title=t("证书即将到期，请换领", "The certificate ends soon: renew it")>
                    <p>{t("旧证书有效至其到期日，两张证书可同时有效。", "The old one stays valid to its own end.")}</p>
                </Notice>
            }.erase())}
            {cards}
            {renews.then(|| view! { <Renew desk/> }.erase())}
            <p class="muted">
                <a href="/ca/root.cer" rel="external">{t("中心根证书", "The centre's root certificate")}</a>" · "
                <a href="/ca/crl" rel="external">{t("吊销列表（CRL）", "Revocation list (CRL)")}</a>
            </p>
        </section>
    }
    .erase()
}

fn card(desk: Desk, one: CertificateView, bids: u32, now: Timestamp) -> AnyView {
    let (class, state) = state(&one, now);
    let revoked = one.revoked.map(|(at, reason)| {
        view! { <Fact name=t("吊销", "Revoked")><Moment at/>" · "{revoke::words(reason)}</Fact> }.erase()
    });
    let (pem, name) = (one.pem.clone(), format!("{}-{}.pem", desk.code, &one.serial[..one.serial.len().min(8)]));
    let save = move |_| {
        // A browser that can not offer a file shows nothing.
        let _ = vault::download(&name, &pem);
    };
    let (mark, fingerprint) = (one.fingerprint.clone(), one.fingerprint);
    let may = one.revoked.is_none() && now <= one.until;
    view! {
        <article class="panel">
            <h3>{one.issuer.clone()}" "<span class=class>{state}</span></h3>
            <Summary>
                <Fact name=t("序列号", "Serial number")><code class="digest">{one.serial.clone()}</code></Fact>
                <Fact name=t("有效期", "Valid")><Moment at=one.from/>" – "<Moment at=one.until/></Fact>
                <Fact name=t("指纹（SM3）", "Fingerprint (SM3)")><code class="digest">{mark}</code></Fact>
                {revoked}
            </Summary>
            <div class="actions">
                <button type="button" class="button button--small" on:click=save>{t("下载证书", "Save the certificate")}</button>
            </div>
            {may.then(|| view! { <Revoke desk fingerprint in_force=one.in_force bids/> }.erase())}
        </article>
    }
    .erase()
}

fn state(one: &CertificateView, now: Timestamp) -> (&'static str, &'static str) {
    match one {
        one if one.revoked.is_some() => ("badge badge--bad", t("已吊销", "Revoked")),
        one if now > one.until => ("badge badge--quiet", t("已到期", "Ended")),
        one if one.in_force => ("badge badge--good", t("使用中", "In force")),
        _ => ("badge badge--info", t("有效", "Valid")),
    }
}

/// Another certificate of the same key: nothing that was sealed is touched.
#[component]
fn Renew(desk: Desk) -> impl IntoView {
    let sending = Sending::new(None);
    let passphrase = RwSignal::new(String::new());
    let problems = sending.problems();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let key_file = desk.kept.get_value().unwrap_or_default();
        let key = Software { key_file, passphrase: passphrase.get_untracked().into() };
        let work = async move { desk.ask(key.clone(), Some(key)).await };
        sending.send(work, move |_| settled(desk));
    };
    view! {
        <details>
            <summary>{t("换领证书（密钥不变）", "Renew the certificate (same key)")}</summary>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <TextField field=Field::Passphrase value=passphrase problems id="renew-passphrase" class="field--key" kind="password"/>
                <div class="actions"><Submit sending>{t("换领证书", "Renew")}</Submit></div>
            </form>
        </details>
    }
    .erase()
}
