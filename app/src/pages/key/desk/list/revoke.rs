//! Revoking, with what it means said before it is done.

use domain::certificate::RevocationReason;
use domain::{Field, Lang};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::{Desk, settled};
use crate::api::certificates::revoke_certificate;
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::Select;
use crate::parts::notice::{Notice, Tone};
use crate::parts::sending::{Sending, Submit};
use crate::text::{lang, t};

#[component]
pub fn Revoke(desk: Desk, fingerprint: String, in_force: bool, bids: u32) -> impl IntoView {
    let sending = Sending::new(None);
    let reason = RwSignal::new(RevocationReason::KeyCompromise.name().to_owned());
    let problems = sending.problems();
    let options = RevocationReason::ALL.into_iter().map(|reason| (reason.name(), words(reason))).collect();
    let id = format!("reason-{}", &fingerprint[..8]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = RevocationReason::from_name(&reason.get_untracked()).unwrap_or(RevocationReason::Ceased);
        sending.send(revoke_certificate(fingerprint.clone(), chosen), move |()| settled(desk));
    };
    view! {
        <details>
            <summary>{t("吊销此证书", "Revoke this certificate")}</summary>
            <Notice tone=Tone::Warn title=t("吊销后不能恢复", "Revoking can not be undone")>
                {in_force.then(|| view! {
                    <p>{t("吊销后，在领取新证书前不能递交新的投标文件。", "Until there is another certificate, no bid can be submitted.")}</p>
                }.erase())}
                {(bids > 0).then(|| view! { <p>{still_needed(bids)}</p> }.erase())}
            </Notice>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <Select field=Field::Reason value=reason problems options id/>
                <div class="actions"><Submit sending>{t("确认吊销", "Revoke")}</Submit></div>
            </form>
        </details>
    }
    .erase()
}

/// A bid is sealed for one key, whatever becomes of its certificate.
fn still_needed(bids: u32) -> String {
    match lang() {
        Lang::Zh => format!(
            "已递交的 {bids} 份投标文件不受影响，但仍须用原密钥解密：请保留密钥文件和口令。密钥已泄露的，他人持有它也能解密；截止前可撤回投标文件，用新密钥重新密封递交。"
        ),
        Lang::En => format!(
            "{bids} submitted bids stay as they are and still need this very key to be opened: keep its file and pass phrase. Whoever has a stolen key can open them too; before the deadline you may withdraw, and seal again with a new key."
        ),
    }
}

pub fn words(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::KeyCompromise => t("密钥可能已泄露", "The key may be in other hands"),
        RevocationReason::KeyLost => t("密钥文件或口令丢失", "Key file or pass phrase lost"),
        RevocationReason::Superseded => t("已有新证书", "Another one took its place"),
        RevocationReason::Ceased => t("不再使用", "No longer used"),
    }
}
