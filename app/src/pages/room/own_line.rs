//! The caller's own line, as it was read out, to be checked before it is confirmed.

use domain::room::Line;
use domain::{Field, Lang};
use leptos::prelude::*;

use crate::parts::hall::Hall;
use crate::parts::money::Money;
use crate::parts::summary::{Fact, Summary};
use crate::text::{field::label, lang, names, pick};

#[component]
pub fn OwnLine(hall: Hall) -> impl IntoView {
    let lang = lang();
    let mine = hall.my_id();
    let line = Memo::new(move |_| {
        let mine = mine.get()?;
        hall.room.with(|room| room.row(mine)?.line.clone())
    });
    move || line.get().map(|line| facts(lang, line))
}

fn facts(lang: Lang, line: Line) -> impl IntoView {
    let Line { form, guarantee, .. } = line;
    let days = pick(lang, format!("{} 日历天", form.duration_days), format!("{} calendar days", form.duration_days));
    let issuer = format!("{}（{}）", guarantee.issuer, names::issuer(lang, guarantee.kind));
    let span = pick(
        lang,
        format!("{} 至 {}", guarantee.from, guarantee.until),
        format!("{} to {}", guarantee.from, guarantee.until),
    );
    view! {
        <Summary class="summary--two">
            <Fact name=label(lang, Field::Price)><Money fen=form.price/> " " <span lang="zh-CN">{form.price.capitals()}</span></Fact>
            <Fact name=label(lang, Field::Duration)>{days}</Fact>
            <Fact name=label(lang, Field::Quality)>{form.quality}</Fact>
            <Fact name=label(lang, Field::Manager)>{form.manager}</Fact>
            <Fact name=label(lang, Field::GuaranteeIssuer)>{issuer}</Fact>
            <Fact name=label(lang, Field::GuaranteeNumber)>{guarantee.number}</Fact>
            <Fact name=label(lang, Field::GuaranteeAmount)><Money fen=guarantee.amount/></Fact>
            <Fact name=pick(lang, "保函有效期", "Guarantee valid")>{span}</Fact>
        </Summary>
    }
}
