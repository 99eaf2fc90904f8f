//! Signing in by the company's certificate: its key, kept in this browser or in a backup, signs what the server asks this
//! browser. A certificate names a company, so the person says who of it is coming.

use std::sync::Arc;

use domain::{Field, Problem, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::TextField;
use super::frame::use_me;
use super::unlock::{Trouble, Typed, UnlockForm, Work};
use crate::api::ApiError;
use crate::api::access::{ask_certificate, sign_in_by_certificate};
use crate::browser::holder::{Holder, Software};
use crate::browser::vault;
use crate::erase::{Erase, live};
use crate::text::t;

/// What is typed, and what came of it.
#[derive(Clone, Copy)]
struct Desk {
    login: RwSignal<String>,
    code: RwSignal<String>,
    typed: Typed,
    /// A one-time code is asked for; once it was, the field stays.
    coded: RwSignal<bool>,
    problems: RwSignal<Vec<Problem>>,
}

/// Beside the password.
pub fn sign_in(back: StoredValue<String>) -> AnyView {
    let desk = Desk {
        login: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        typed: Typed::nothing(),
        coded: RwSignal::new(false),
        problems: RwSignal::new(Vec::new()),
    };
    let Desk { login, code, coded, problems, .. } = desk;
    // None while it is not known whose keys are here.
    let codes = RwSignal::new(None::<Vec<String>>);
    spawn_local(async move {
        let found = vault::codes().await;
        let _left = codes.try_set(Some(found));
    });
    let name = t("动态码或者恢复码", "One-time or recovery code");
    let form = live(move || codes.get().map(|codes| with_key(desk, back, codes)));
    view! {
        <details>
            <summary>{t("用企业证书登录", "Sign in by the company's certificate")}</summary>
            <div class="stack">
                <p>
                    {t("用贵单位的密钥在本机签名，代替密码。登录后要管理单位人员、密钥或者登记信息的，还须验证密码。",
                        "Your company's key signs on this machine in the place of your password. To manage people, key or registration, the password is asked for as well.")}
                </p>
                <TextField field=Field::Login value=login problems id="certificate-login" autocomplete="username"
                    label=t("本人登录名", "Your login name")/>
                {live(move || coded.get().then(|| view! {
                    <TextField field=Field::OneTimeCode value=code problems id="certificate-code" label=name
                        autocomplete="one-time-code" class="field--short"/>
                }.erase()))}
                {form}
            </div>
        </details>
    }
    .erase()
}

/// The form that asks for the key. Where those of several companies are kept, one is chosen.
fn with_key(desk: Desk, back: StoredValue<String>, codes: Vec<String>) -> AnyView {
    let several = codes.len() > 1;
    let chosen = RwSignal::new(codes.first().cloned().unwrap_or_default());
    let choices = several.then(|| {
        let choices = codes.into_iter().map(|code| {
            let (this, own) = (code.clone(), code.clone());
            view! {
                <button type="button" class="button button--small mono" on:click=move |_| chosen.set(code.clone())
                    aria-pressed=move || if chosen.with(|chosen| *chosen == this) { "true" } else { "false" }>
                    {own}
                </button>
            }
            .erase()
        });
        view! {
            <p>{t("本浏览器保存有多个单位的密钥，请选择：", "This browser holds the keys of several companies; choose one:")}</p>
            <div class="actions">{choices.collect_view()}</div>
        }
        .into_any()
    });
    let work = work(desk, back);
    let (name, working) = (t("签名登录", "Sign and come in"), t("正在本机签名，请稍候…", "Signing on this machine…"));
    let hint = t("密钥文件或者备份文件，只在本机使用", "A key file or a backup; it is used on this machine only");
    view! {
        {choices}
        {live(move || {
            let (code, work) = (Some(chosen.get()), Arc::clone(&work));
            view! { <UnlockForm code typed=desk.typed name working work hint/> }.erase()
        })}
    }
    .into_any()
}

fn work(desk: Desk, back: StoredValue<String>) -> Work {
    let me = use_me();
    Arc::new(move |key| {
        Box::pin(async move {
            let done = come_in(desk, key).await;
            let _left = desk.problems.try_set(match &done {
                Err(Trouble::Server(ApiError::Refused(Refusal::Invalid { problems }))) => problems.clone(),
                _ => Vec::new(),
            });
            if matches!(done, Err(Trouble::Server(ApiError::Refused(Refusal::CodeNeeded | Refusal::WrongCode)))) {
                let _left = desk.coded.try_set(true);
            }
            done?;
            me.refetch();
            // The whole document anew, as after the form: nothing of a visitor's page stays.
            let back = back.get_value();
            drop(window().location().assign(if back.starts_with('/') { &back } else { "/" }));
            Ok(())
        })
    })
}

/// Each attempt is asked for anew: what was answered once is over.
async fn come_in(desk: Desk, key: Software) -> Result<(), Trouble> {
    let said = ask_certificate(desk.login.get_untracked()).await?;
    let signature = key.prove(said).await?;
    sign_in_by_certificate(signature.to_string(), desk.code.get_untracked()).await?;
    Ok(())
}
