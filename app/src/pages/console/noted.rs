//! What a supervisor noted last, above all that the host does. It needs no answer; the host may announce one.

use domain::floor::Floor;
use leptos::prelude::*;

use crate::erase::{Erase, live};
use crate::parts::facts::Moment;
use crate::parts::hall::Hall;
use crate::text::{lang, pick};

/// No status for screen readers: the voice of the room says the same.
#[component]
pub fn Noted(hall: Hall) -> impl IntoView {
    let lang = lang();
    let note = Memo::new(move |_| hall.entries.with(|entries| Floor::of(entries).note().cloned()));
    live(move || {
        note.get().map(|note| {
            view! {
                <div class="notice notice--warn console__note">
                    <p class="notice__title">
                        {pick(lang, "行政监督部门意见 ", "The supervisor noted ")} <Moment at=note.at clock=true/>
                    </p>
                    <p class="console__words">{note.text}</p>
                    <p>
                        {pick(
                            lang,
                            "意见已公开，并记入开标记录。您可以用公告作出说明。",
                            "It is public and goes into the record. You may answer it by an announcement.",
                        )}
                    </p>
                </div>
            }
            .erase()
        })
    })
}
