//! The key out of its backup: on a second machine, or on one that has lost it.

use domain::{Fault, Field, Refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Desk, restored, settled};
use crate::browser::{Chosen, vault};
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::{FileField, TextField};
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

#[component]
pub fn Restore(desk: Desk) -> impl IntoView {
    let sending = Sending::new(None);
    let files = RwSignal::new(Vec::<Chosen>::new());
    let passphrase = RwSignal::new(String::new());
    let problems = sending.problems();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let work = async move {
            let (public_key, key_file) = restored(&files.get_untracked(), passphrase.get_untracked()).await?;
            if desk.registered.with_value(|wanted| wanted.as_ref() != Some(&public_key)) {
                return Err(Refusal::field(Field::KeyFile, Fault::NotAKeyFile).into());
            }
            // A browser that keeps nothing is told so by the page that follows.
            let _ = vault::save(desk.code.as_str(), &key_file).await;
            Ok(())
        };
        sending.send(work, move |()| settled(desk));
    };
    view! {
        <section class="panel" aria-labelledby="restore">
            <h2 id="restore">{t("从备份恢复", "Restore from the backup")}</h2>
            <p>{t("在另一台电脑上使用，或浏览器数据被清除后，用备份文件恢复密钥。", "On another machine, or after the browser's data was cleared.")}</p>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <FileField field=Field::KeyFile files problems id="restore-file" label=t("备份文件", "Backup file") accept=""/>
                <TextField field=Field::Passphrase value=passphrase problems id="restore-passphrase" class="field--key" kind="password"/>
                <div class="actions"><Submit sending>{t("恢复密钥", "Restore the key")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}
