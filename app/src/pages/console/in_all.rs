//! What a host does rarely, in this lot or in all that are opened together: a quiet button beside the one for this lot.

use domain::opening::HostAct;
use leptos::prelude::*;

use crate::api::{ApiError, room};
use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::sending::{Press, Sending};
use crate::parts::together::refusals;

/// Does the act here, or in all lots that can take it; why others could not is told in the strip of lots.
///
/// # Errors
/// What this lot refuses.
pub async fn host(hall: Hall, all: bool, act: HostAct) -> Result<(), ApiError> {
    if !all {
        return room::host(hall.lot, act).await;
    }
    let refused = refusals(room::host_together(hall.lot, act).await?);
    let here = refused.iter().find(|(lot, _)| *lot == hall.lot).map(|(_, why)| why.clone());
    let _left = hall.not_done.try_set(refused);
    here.map_or(Ok(()), |why| Err(why.into()))
}

#[component]
pub fn InAll(hall: Hall, sending: Sending, name: &'static str, #[prop(into)] on_press: Callback<()>) -> impl IntoView {
    let some = Memo::new(move |_| hall.sisters.with(|lots| lots.len() > 1));
    live(move || some.get().then(|| view! { <Press sending class="button--quiet" on_press>{name}</Press> }.erase()))
}
