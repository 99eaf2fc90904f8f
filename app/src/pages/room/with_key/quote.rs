//! The quotation: its price is sealed on this machine, and handed in whole.

use domain::quote::{self, Quotation};
use domain::{Field, Problem, Refusal};
use leptos::prelude::*;
use seal::job::{PartJob, Source};

use super::{Place, my_code, work};
use crate::api;
use crate::browser::holder::{Holder, Software};
use crate::erase::Erase;
use crate::parts::field::MoneyField;
use crate::parts::hall::Hall;
use crate::parts::unlock::{Trouble, UnlockForm};
use crate::text::{lang, pick, t};

pub fn form(place: Place) -> AnyView {
    let (lang, hall) = (lang(), place.hall);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let price = place.price;
    let (round, last) = untrack(|| standing(hall)).unwrap_or_default();
    let (ceiling, falling) =
        place.terms.with_value(|terms| (terms.ceiling, terms.rounds.is_some_and(|rounds| rounds.falling)));
    let most = if falling { last.map_or(ceiling, |last| last.min(ceiling)) } else { ceiling };
    let hint = pick(lang, format!("不得超过 {most} 元"), format!("At most {most} yuan"));
    let own =
        last.map(|last| pick(lang, format!("本单位上次报价 {last} 元。"), format!("Your last price is {last} yuan.")));
    let title = pick(lang, format!("第 {round} 轮报价"), format!("Quotation, round {round}"));
    let act = move |hall, key| async move {
        let done = hand_in(place, hall, key).await;
        let found = match &done {
            Err(Trouble::Server(api::ApiError::Refused(Refusal::Invalid { problems }))) => problems.clone(),
            _ => Vec::new(),
        };
        let _left = problems.try_set(found);
        done
    };
    view! {
        <h3>{title}</h3>
        <p>{own} " " {t("每轮只能报一次，递交后不能更改。", "One quotation a round; once handed in it can not be changed.")}</p>
        <MoneyField field=Field::Price value=price problems=problems.into() hint/>
        <UnlockForm
            code=my_code(hall).ok()
            typed=place.typed
            name=t("密封并递交报价", "Seal and hand in")
            working=t("正在本机密封，请稍候…", "Sealing on this machine…")
            work=work(place, act)
        />
    }
    .erase()
}

/// The round that goes on, and the caller's last price.
fn standing(hall: Hall) -> Option<(u32, Option<domain::Fen>)> {
    let mine = hall.mine.with(|mine| mine.as_ref().map(|mine| mine.id))?;
    hall.room.with(|room| Some((room.round, room.row(mine)?.price())))
}

async fn hand_in(place: Place, hall: Hall, key: Software) -> Result<(), Trouble> {
    let (round, last) = untrack(|| standing(hall)).ok_or(Refusal::NotFound)?;
    let last = last.ok_or(Refusal::NotAllowed)?;
    let quotation = place.terms.with_value(|terms| Quotation::check(&place.price.get_untracked(), terms, last))?;
    let part = PartJob { part: quote::part(round), source: Source::Text(quotation.to_text()) };
    let slip = key.seal_slip(hall.lot.to_string(), my_code(hall)?, part).await?;
    api::room::quote(hall.lot, slip).await?;
    let _left = place.price.try_set(String::new());
    Ok(())
}
