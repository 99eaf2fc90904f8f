//! Sending the sealed copy of a damaged bid again (补传). No key is wanted: the bytes are sealed, and each must be the one
//! that was committed.

use domain::{Fault, Field, Refusal};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use super::Place;
use crate::browser::Chosen;
use crate::browser::copy::send_copy;
use crate::erase::Erase;
use crate::parts::error_summary::focus_soon;
use crate::parts::field::FileField;
use crate::parts::notice::Refused;
use crate::parts::sending::{Sending, Submit};
use crate::text::{lang, pick};

pub fn form(Place { hall, acted, .. }: Place) -> AnyView {
    let lang = lang();
    let sending = Sending::new(None);
    let files: RwSignal<Vec<Chosen>> = RwSignal::new(Vec::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(file) = files.with_untracked(|files| files.first().cloned()) else {
            return sending.refuse(Refusal::field(Field::SealedCopy, Fault::Empty));
        };
        acted.set(true);
        let lot = hall.lot;
        sending.send(hall.after(async move { send_copy(lot, &file).await }), |()| focus_soon("next"));
    };
    view! {
        <form class="stack" id="restore" aria-labelledby="restore-title" on:submit=submit>
            <h3 id="restore-title">{pick(lang, "平台保存的投标文件受损，请补传", "What is stored of your bid is damaged: send it again")}</h3>
            <p>
                {pick(
                    lang,
                    "密封核对发现，平台保存的贵单位投标文件与递交时不一致。请选择递交后从回执页下载的密封副本；系统逐段核对，与递交时完全一致的才接收。没有副本的，可以求助；因此未能解密的，不按投标人原因处理。",
                    "The check of the seals found that what is stored of your bid is not what you committed. Choose the sealed copy that you took from the receipt page; each piece is taken only if it is the committed one. Without a copy call for help: if the bid stays closed for this, that is not held against you.",
                )}
            </p>
            <Refused sending/>
            <FileField field=Field::SealedCopy files problems=sending.problems() accept=".kaibiao"/>
            <div class="actions"><Submit sending>{pick(lang, "补传", "Send again")}</Submit></div>
        </form>
    }
    .erase()
}
