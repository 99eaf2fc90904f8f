//! Who has not come, not decrypted, or not confirmed.

use domain::room::{Room, Row};
use domain::stage::StageName;
use leptos::prelude::*;

use crate::parts::hall::Hall;
use crate::text::{lang, pick};

/// What the host waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    SignIn,
    Decrypt,
    Confirmation,
}

#[component]
pub fn Missing(hall: Hall) -> impl IntoView {
    let lang = lang();
    let lists = Memo::new(move |_| hall.room.with(lists));
    let list = move |(lack, names): (Lack, Vec<String>)| {
        let title = match lack {
            Lack::SignIn => pick(lang, "未签到", "Not signed in"),
            Lack::Decrypt => pick(lang, "未解密", "Not decrypted"),
            Lack::Confirmation => pick(lang, "未确认", "Not confirmed"),
        };
        let count = names.len();
        let badge = if count == 0 { "badge badge--good" } else { "badge badge--warn" };
        view! {
            <h2>{title} " " <span class=badge>{pick(lang, format!("{count} 家"), count.to_string())}</span></h2>
            {(count > 0).then(|| view! { <ul>{names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul> })}
        }
    };
    move || {
        let lists = lists.get();
        (!lists.is_empty()).then(|| {
            view! { <section class="console__missing">{lists.into_iter().map(list).collect_view()}</section> }
        })
    }
}

/// Who is missing, by what is missed in this stage.
fn lists(room: &Room) -> Vec<(Lack, Vec<String>)> {
    let lacks: &[Lack] = match room.stage.name() {
        StageName::Announced => &[Lack::SignIn],
        StageName::Decrypting => &[Lack::SignIn, Lack::Decrypt],
        StageName::Objections => &[Lack::Confirmation],
        _ => &[],
    };
    let names = |lack: Lack| room.rows.iter().filter(|row| lacking(row, lack)).map(|row| row.name.clone()).collect();
    lacks.iter().map(|lack| (*lack, names(*lack))).collect()
}

fn lacking(row: &Row, lack: Lack) -> bool {
    match lack {
        Lack::SignIn => row.signed_in.is_none(),
        Lack::Decrypt => row.decrypted.is_none(),
        Lack::Confirmation => row.line.is_some() && row.confirmed.is_none(),
    }
}
