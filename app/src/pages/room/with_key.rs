//! What a bidder does with its secret key, in a piece of its own: whoever looks on loads none of it, and whoever has a bid
//! loads it long before it is wanted.

mod confirm;
mod decrypt;
mod quote;
mod restore;

use std::sync::Arc;

use domain::Refusal;
use domain::lot::Terms;
use leptos::prelude::*;

use crate::browser::holder::{Bid, Software};
use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::notice::NeedsScripts;
use crate::parts::unlock::{Trouble, Typed, Work};
use crate::pieces;

/// What was typed outlives a pause, which takes the form away; `acted` says that the focus has to be found anew.
#[derive(Clone, Copy)]
pub struct Place {
    pub hall: Hall,
    pub terms: StoredValue<Terms>,
    /// Of the quotation.
    pub price: RwSignal<String>,
    pub typed: Typed,
    pub acted: RwSignal<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    Decrypt,
    Confirm,
    Restore,
    Quote,
}

pub fn form(place: Place, act: KeyAct) -> AnyView {
    match act {
        KeyAct::Decrypt => decrypt::form(place),
        KeyAct::Confirm => confirm::form(place),
        KeyAct::Restore => restore::form(place),
        KeyAct::Quote => quote::form(place),
    }
}

/// Drawn where the forms will be wanted, so that their code is here by then.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// The form of an act, once scripts run: without them a passphrase could only be sent somewhere.
#[component]
pub fn WithKey(place: Place, act: KeyAct) -> impl IntoView {
    view! {
        <NeedsScripts/>
        {live(move || place.hall.alive.get().then(|| pieces::key_form(place, act)))}
    }
    .erase()
}

/// What is done with the key, then asks how things stand.
fn work<F>(Place { hall, acted, .. }: Place, act: impl Fn(Hall, Software) -> F + Send + Sync + 'static) -> Work
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

/// The caller's own bid, as its key knows it.
fn my_own(hall: Hall) -> Result<Bid, Refusal> {
    let id = hall.mine.with_untracked(|mine| mine.as_ref().map(|mine| mine.id)).ok_or(Refusal::NotFound)?;
    Ok(Bid { id: id.to_string(), lot: hall.lot.to_string(), bidder: my_code(hall)? })
}
