//! The decrypt step: the key file and its passphrase stay here, the keys of this one bid go to the server.

use domain::view::PartKey;
use domain::{Refusal, quote};
use leptos::prelude::*;

use super::{Place, my_code, my_own, work};
use crate::api;
use crate::browser::holder::{Holder, Software};
use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::unlock::{Trouble, UnlockForm};
use crate::text::{lang, pick, t};

pub fn form(place: Place) -> AnyView {
    let hall = place.hall;
    let name = t("解密", "Decrypt");
    let working = t("正在本机解密，请稍候…", "Decrypting on this machine…");
    view! {
        <Tries hall/>
        <UnlockForm code=my_code(hall).ok() typed=place.typed name working work=work(place, release)/>
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

/// Takes the keys of the caller's bid out with the worker, and gives them to the opening.
async fn release(hall: Hall, key: Software) -> Result<(), Trouble> {
    let mine = hall.mine.get_untracked().ok_or(Refusal::NotFound)?;
    let round = hall.room.with_untracked(|room| room.round);
    let parts = if round > 0 { vec![quote::part(round)] } else { mine.parts };
    let keys = key.release(my_own(hall)?, parts).await?;
    let keys = keys.iter().map(|key| PartKey { part: key.part.clone(), key: key.key.to_hex().to_string() }).collect();
    Ok(api::room::release_keys(hall.lot, keys).await?)
}
