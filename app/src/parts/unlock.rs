//! A form that needs the company's secret key: which key file, and its passphrase. Both stay in this browser; what is done
//! with them is up to the page.

use std::pin::Pin;
use std::sync::Arc;

use domain::{Fault, Field, Problem, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::SubmitEvent;
use seal::job::Failure;

use crate::api::ApiError;
use crate::browser::holder::Software;
use crate::browser::{Chosen, vault};
use crate::erase::{Erase, live};
use crate::parts::field::{FileField, TextField};
use crate::parts::notice::{Notice, RefusalNotice, Tone};
use crate::text::{failure, lang, pick, t};

/// Why nothing came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// On this machine: key file, passphrase, or the line to the sealed parts.
    Key(Failure),
    /// The server refused.
    Server(ApiError),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Key(failure)
    }
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Server(error)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Server(refusal.into())
    }
}

/// What was chosen and typed. It may outlive the form.
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

    /// Without `kept`, the key file of this browser, the chosen one.
    async fn key(self, kept: Option<String>) -> Result<Software, Trouble> {
        let (chosen, passphrase) = (self.files.get_untracked(), self.passphrase.get_untracked());
        let key_file = match (kept, chosen.first()) {
            (Some(kept), _) => kept,
            (None, Some(chosen)) => vault::read_file(chosen).await.ok_or(Failure::NotAKeyFile)?,
            (None, None) => return Err(Refusal::field(Field::KeyFile, Fault::Empty).into()),
        };
        if passphrase.is_empty() {
            return Err(Refusal::field(Field::Passphrase, Fault::Empty).into());
        }
        Ok(Software { key_file, passphrase: passphrase.into() })
    }
}

/// What is done with the key.
pub type Work = Arc<dyn Fn(Software) -> Pin<Box<dyn Future<Output = Result<(), Trouble>>>> + Send + Sync>;

/// Asks for the key of the company with this credit code. `name` stands on the button, `working` is told while `work` is
/// under way.
#[component]
pub fn UnlockForm(
    code: Option<String>,
    typed: Typed,
    name: &'static str,
    working: &'static str,
    work: Work,
    /// Which file is to be chosen where none is kept.
    #[prop(default = t("密封投标文件时所用的密钥文件", "The key file with which the bid was sealed"))]
    hint: &'static str,
) -> impl IntoView {
    let code = StoredValue::new(code.unwrap_or_default());
    // Whether one is kept; until that is known, none is asked for.
    let kept = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let found = vault::load(&code.get_value()).await.is_some();
        let _left = kept.try_set(Some(found));
    });
    let Typed { passphrase, files, other } = typed;
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
        let (others, code) = (other.get_untracked(), code.get_value());
        let work = Arc::clone(&work);
        spawn_local(async move {
            let kept = if others { None } else { vault::load(&code).await };
            let done = match typed.key(kept).await {
                Ok(key) => work(key).await,
                Err(trouble) => Err(trouble),
            };
            if busy.try_set(false).is_some() {
                return;
            }
            match done {
                Ok(()) => passphrase.set(String::new()),
                Err(told) => {
                    // Whoever has the wrong key file needs the way to another one.
                    if is_wrong_key(&told) {
                        other.set(true);
                    }
                    trouble.set(Some(told));
                }
            }
        });
    };
    let key_file = live(move || match kept.get() {
        Some(true) if !other.get() => view! { <KeptKey other/> }.erase(),
        None if !other.get() => ().into_any(),
        _ => view! { <OtherKey files problems hint/> }.erase(),
    });
    view! {
        <form class="stack" on:submit=submit>
            {move || trouble.get().map(|trouble| view! { <Told trouble/> }.erase())}
            {key_file}
            <TextField field=Field::Passphrase value=passphrase problems kind="password" class="field--key"/>
            <div class="actions">
                <button
                    type="submit"
                    class="button button--primary button--large"
                    aria-busy=move || if busy.get() { "true" } else { "false" }
                >
                    {name}
                </button>
            </div>
            <p class="muted" role="status">{move || busy.get().then_some(working)}</p>
        </form>
    }
    .erase()
}

#[component]
fn OtherKey(files: RwSignal<Vec<Chosen>>, problems: Signal<Vec<Problem>>, hint: &'static str) -> impl IntoView {
    // A control drawn anew after a pause shows no name; the file is still chosen.
    let name = live(move || files.with(|files| files.first().map(|file| file.name())));
    view! {
        <FileField field=Field::KeyFile files problems hint accept="">
            <output class="field__echo">{name}</output>
        </FileField>
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

#[component]
fn Told(trouble: Trouble) -> impl IntoView {
    match trouble {
        Trouble::Key(told) => {
            view! { <Notice tone=Tone::Bad><p>{failure::failure(lang(), &told)}</p></Notice> }.erase()
        }
        Trouble::Server(refusal) => view! { <RefusalNotice refusal/> }.erase(),
    }
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
