//! The decrypt step: the key file and its passphrase stay here, the keys of this one bid go to the server.

mod release;

use domain::{Fault, Field, Problem, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::SubmitEvent;
use seal::job::Failure;

use crate::api::ApiError;
use crate::browser::{Chosen, vault};
use crate::erase::{Erase, live};
use crate::parts::field::{FileField, TextField};
use crate::parts::hall::Hall;
use crate::parts::notice::{NeedsScripts, Notice, RefusalNotice, Tone};
use crate::text::{failure, lang, pick};

use release::{Trouble, release};

/// What was chosen and typed. It outlives a pause, which takes the form away.
#[derive(Clone, Copy)]
pub struct Typed {
    passphrase: RwSignal<String>,
    files: RwSignal<Vec<Chosen>>,
    /// Another key file than the one kept in this browser is wanted.
    other: RwSignal<bool>,
}

impl Typed {
    #[must_use]
    pub fn nothing() -> Self {
        Self { passphrase: RwSignal::new(String::new()), files: RwSignal::new(Vec::new()), other: RwSignal::new(false) }
    }
}

/// The form, once scripts run: without them a passphrase could only be sent somewhere.
#[component]
pub fn Decrypt(hall: Hall, typed: Typed, acted: RwSignal<bool>) -> impl IntoView {
    view! {
        <NeedsScripts/>
        {move || hall.alive.get().then(|| view! { <DecryptForm hall typed acted/> }.erase())}
    }
    .erase()
}

#[component]
fn DecryptForm(hall: Hall, typed: Typed, acted: RwSignal<bool>) -> impl IntoView {
    let lang = lang();
    let kept = StoredValue::new(my_code(hall).and_then(|code| vault::load(&code)));
    let Typed { passphrase, files, other } = typed;
    let chooses = move || other.get() || kept.with_value(Option::is_none);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let problems = Signal::derive(move || trouble.with(|trouble| trouble.as_ref().map(problems).unwrap_or_default()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        acted.set(true);
        let chosen = files.with_untracked(|files| files.first().cloned());
        let kept = if untrack(chooses) { None } else { kept.get_value() };
        let secret = passphrase.get_untracked();
        spawn_local(async move {
            let result = hall.after(release(hall, my_code(hall), kept, chosen, secret)).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(()) => passphrase.set(String::new()),
                Err(told) => {
                    acted.set(false);
                    // Whoever has the wrong key file needs the way to another one.
                    if is_wrong_key(&told) {
                        other.set(true);
                    }
                    trouble.set(Some(told));
                }
            }
        });
    };
    let key_file = live(move || {
        if chooses() {
            let hint = pick(lang, "密封投标文件时所用的密钥文件", "The key file with which the bid was sealed");
            // A control drawn anew after a pause shows no name; the file is still chosen.
            let name = live(move || files.with(|files| files.first().map(|file| file.name())));
            view! {
                <FileField field=Field::KeyFile files problems hint accept="">
                    <output class="field__echo">{name}</output>
                </FileField>
            }
            .erase()
        } else {
            view! { <KeptKey other/> }.erase()
        }
    });
    view! {
        <form class="stack" on:submit=submit>
            {move || trouble.get().map(|trouble| view! { <Told trouble/> }.erase())}
            <Tries hall/>
            {key_file}
            <TextField field=Field::Passphrase value=passphrase problems kind="password" class="field--key"/>
            <div class="actions">
                <button
                    type="submit"
                    class="button button--primary button--large"
                    aria-busy=move || if busy.get() { "true" } else { "false" }
                >
                    {pick(lang, "解密", "Decrypt")}
                </button>
            </div>
            <p class="muted" role="status">
                {move || busy.get().then(|| pick(lang, "正在本机解密，请稍候…", "Decrypting on this machine…"))}
            </p>
        </form>
    }
    .erase()
}

#[component]
fn KeptKey(other: RwSignal<bool>) -> impl IntoView {
    let lang = lang();
    view! {
        <div class="cluster">
            <p>{pick(lang, "使用本浏览器保存的密钥文件。", "The key file kept in this browser is used.")}</p>
            <button type="button" class="button button--quiet button--small" on:click=move |_| other.set(true)>
                {pick(lang, "换用其他密钥文件", "Use another key file")}
            </button>
        </div>
    }
    .erase()
}

/// How often a released key did not open the bid.
#[component]
fn Tries(hall: Hall) -> impl IntoView {
    let lang = lang();
    let mine = hall.my_id();
    let refused = Memo::new(move |_| {
        mine.get().and_then(|mine| hall.room.with(|room| room.row(mine).map(|row| row.refused))).unwrap_or_default()
    });
    live(move || {
        let n = refused.get();
        (n > 0).then(|| {
            let words = pick(
                lang,
                format!("已有 {n} 次提交的密钥不能打开投标文件，时限内可以重试。"),
                format!("{n} times a key did not open the bid. You may try again while there is time."),
            );
            view! { <p>{words}</p> }.erase()
        })
    })
}

#[component]
fn Told(trouble: Trouble) -> impl IntoView {
    let lang = lang();
    match trouble {
        Trouble::Key(told) => view! { <Notice tone=Tone::Bad><p>{failure::failure(lang, &told)}</p></Notice> }.erase(),
        Trouble::Server(refusal) => view! { <RefusalNotice refusal/> }.erase(),
    }
}

/// The credit code for which the bid was sealed; known from the announcement on.
fn my_code(hall: Hall) -> Option<String> {
    let mine = hall.mine.with_untracked(|mine| mine.as_ref().map(|mine| mine.id))?;
    hall.room.with_untracked(|room| room.row(mine).map(|row| row.code.to_string()))
}

fn problems(trouble: &Trouble) -> Vec<Problem> {
    match trouble {
        Trouble::Key(Failure::WrongPassphrase) => {
            vec![Problem { field: Field::Passphrase, fault: Fault::WrongPassphrase }]
        }
        Trouble::Key(Failure::NotAKeyFile) => vec![Problem { field: Field::KeyFile, fault: Fault::NotAKeyFile }],
        Trouble::Server(ApiError::Refused(Refusal::Invalid { problems })) => problems.clone(),
        Trouble::Key(_) | Trouble::Server(_) => Vec::new(),
    }
}

fn is_wrong_key(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::Key(Failure::NotAKeyFile | Failure::KeyDoesNotFit)
            | Trouble::Server(ApiError::Refused(Refusal::KeyDoesNotOpen { .. }))
    )
}
