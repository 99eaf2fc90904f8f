//! What a bidder does with its secret key, in a piece of its own: whoever looks on loads none of it, and whoever has a bid
//! loads it long before it is wanted.

mod confirm;
mod decrypt;

use std::sync::Arc;

use domain::Refusal;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::notice::{NeedsScripts, Notice, Tone};
use crate::parts::unlock::{Key, Trouble, Typed, Work};
use crate::text::{lang, pick};

/// Milliseconds before the code is asked for again.
const AGAIN: u32 = 2_000;

/// What was typed outlives a pause, which takes the form away; `acted` says that the focus has to be found anew.
#[derive(Clone, Copy)]
pub struct Place {
    pub hall: Hall,
    pub typed: Typed,
    pub acted: RwSignal<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    Decrypt,
    Confirm,
}

type Forms = fn(Place, KeyAct) -> AnyView;

#[wasm_split(with_key, fallible, preload(fetch))]
fn forms() -> Result<Forms, SplitLoaderError> {
    Ok(form)
}

fn form(place: Place, act: KeyAct) -> AnyView {
    match act {
        KeyAct::Decrypt => decrypt::form(place),
        KeyAct::Confirm => confirm::form(place),
    }
}

/// The forms, once their code is here.
#[derive(Clone, Copy)]
pub struct Later {
    forms: RwSignal<Option<Forms>>,
    /// The code did not come at once.
    slow: RwSignal<bool>,
}

impl Later {
    /// Asks for the code as soon as the caller has a bid in this room.
    pub fn ask(hall: Hall) -> Self {
        let later = Self { forms: RwSignal::new(None), slow: RwSignal::new(false) };
        let wanted = Memo::new(move |_| hall.alive.get() && hall.mine.with(Option::is_some));
        Effect::new(move |asked: Option<bool>| {
            let asked = asked == Some(true);
            if wanted.get() && !asked {
                spawn_local(later.load());
            }
            asked || wanted.get()
        });
        later
    }

    /// Again and again: a line that is down comes back.
    async fn load(self) {
        let mut came = forms().await;
        while came.is_err() {
            if self.slow.try_set(true).is_some() {
                return;
            }
            TimeoutFuture::new(AGAIN).await;
            came = forms().await;
        }
        let _left = self.forms.try_set(came.ok());
    }
}

/// The form of an act, once scripts run: without them a passphrase could only be sent somewhere.
#[component]
pub fn WithKey(place: Place, later: Later, act: KeyAct) -> impl IntoView {
    view! {
        <NeedsScripts/>
        {live(move || match later.forms.get() {
            Some(form) => Some(form(place, act)),
            None => later.slow.get().then(|| view! { <Slow/> }.erase()),
        })}
    }
    .erase()
}

#[component]
fn Slow() -> impl IntoView {
    let words = pick(
        lang(),
        "解密部件还没有载入，正在重试。请检查网络；多次不成功的，请刷新页面。",
        "This part of the page has not loaded; it is tried again. Check your network; if it stays so, reload the page.",
    );
    view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> }.erase()
}

/// What is done with the key, then asks how things stand.
fn work<F>(Place { hall, acted, .. }: Place, act: impl Fn(Hall, Key) -> F + Send + Sync + 'static) -> Work
where
    F: Future<Output = Result<(), Trouble>> + 'static,
{
    Arc::new(move |key| {
        acted.set(true);
        let act = act(hall, key);
        Box::pin(async move {
            let done = hall.after(act).await;
            if done.is_err() {
                let _left = acted.try_set(false);
            }
            done
        })
    })
}

/// The credit code for which the bid was sealed; known from the announcement on.
fn my_code(hall: Hall) -> Result<String, Refusal> {
    let mine = hall.mine.with_untracked(|mine| mine.as_ref().map(|mine| mine.id)).ok_or(Refusal::NotFound)?;
    hall.room.with_untracked(|room| room.row(mine).map(|row| row.code.to_string())).ok_or(Refusal::NotFound)
}
