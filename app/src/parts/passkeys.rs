//! Signing in by a passkey, and making one.

use domain::{Field, Refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::error_summary::ErrorSummary;
use super::field::TextField;
use super::frame::use_me;
use super::sending::{Press, Sending, Submit};
use crate::api::access::{add_passkey, ask_passkey, begin_passkey, sign_in_by_passkey};
use crate::browser::{alive, passkey};
use crate::erase::{Erase, live};
use crate::text::t;

/// The button beside the password.
pub fn sign_in(back: StoredValue<String>) -> AnyView {
    let me = use_me();
    let sending = Sending::new(None);
    let press = Callback::new(move |()| {
        let back = back.get_value();
        let request = async move {
            let (secret, options) = ask_passkey().await?;
            let answer = passkey::show(&options).await.ok_or(Refusal::SignatureWrong)?;
            sign_in_by_passkey(secret, answer).await
        };
        sending.send(request, move |_| {
            me.refetch();
            // The whole document anew, as after the form: nothing of a visitor's page stays.
            drop(window().location().assign(if back.starts_with('/') { &back } else { "/" }));
        });
    });
    let name = t("使用通行密钥", "Use a passkey");
    let here = alive();
    live(move || {
        (here.get() && passkey::are_there()).then(|| {
            view! {
                <ErrorSummary error=sending.error()/>
                <div class="actions">
                    <Press sending on_press=press>{name}</Press>
                </div>
            }
            .into_any()
        })
    })
}

/// A name, and the device asks for the rest.
pub fn make(changed: Callback<()>) -> AnyView {
    let sending = Sending::new(None);
    let name = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked();
        if name.trim().is_empty() {
            return sending.refuse(Refusal::field(Field::ContactName, domain::Fault::Empty));
        }
        let request = async move {
            let (secret, options) = begin_passkey().await?;
            let answer = passkey::make(&options).await.ok_or(Refusal::SignatureWrong)?;
            add_passkey(secret, answer, name).await
        };
        sending.send(request, move |()| changed.run(()));
    };
    view! {
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <TextField field=Field::ContactName value=name problems=sending.problems()
                label=t("名称", "Name") hint=t("便于辨认，如：办公室电脑", "To tell it apart, such as: office computer")/>
            <div class="actions"><Submit sending>{t("添加通行密钥", "Add a passkey")}</Submit></div>
        </form>
    }
    .erase()
}
