//! The confirmation (签名确认): the bidder signs what was read out of its bid, with the key that signed the bid.

use domain::Refusal;
use leptos::prelude::*;

use super::{Place, my_code, work};
use crate::api;
use crate::browser::holder::{Holder, Software};
use crate::erase::Erase;
use crate::parts::error_summary::focus_soon;
use crate::parts::hall::Hall;
use crate::parts::unlock::{Trouble, UnlockForm};
use crate::text::t;

pub fn form(place: Place) -> AnyView {
    let name = t("签名确认", "Sign and confirm");
    let working = t("正在本机签名，请稍候…", "Signing on this machine…");
    let object = t("填写异议", "Write an objection");
    view! {
        <UnlockForm code=my_code(place.hall).ok() typed=place.typed name working work=work(place, confirm)/>
        <div class="actions">
            <button type="button" class="button" on:click=|_| focus_soon("objection")>{object}</button>
        </div>
    }
    .erase()
}

/// Signs what stands on the page, and nothing else.
async fn confirm(hall: Hall, key: Software) -> Result<(), Trouble> {
    let mine = hall.mine.with_untracked(|mine| mine.as_ref().map(|mine| mine.id)).ok_or(Refusal::NotFound)?;
    let said = hall.room.with_untracked(|room| room.row(mine)?.said()).ok_or(Refusal::NotFound)?;
    let text = seal::confirmation(&hall.lot.to_string(), &mine.to_string(), &said);
    let signature = key.confirm(text).await?;
    Ok(api::room::confirm(hall.lot, signature.to_string()).await?)
}
