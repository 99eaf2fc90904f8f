//! The form of whoever may speak, or why it may not.

use domain::floor::{Floor, Speaker};
use domain::opening::LONGEST_TEXT;
use domain::{Field, Lang, Refusal, Role, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::SubmitEvent;

use crate::api::room;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::frame::use_me;
use crate::parts::hall::Hall;
use crate::parts::notice::Refused;
use crate::parts::sending::{Sending, Submit};
use crate::parts::text_area::TextArea;
use crate::text::{self, lang, pick};

/// What the caller can do here.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Speaks(Speaker),
    /// A bidder, but not now.
    Waits(Refusal),
    Listens,
    Over,
}

#[component]
pub fn Speak(hall: Hall, floor: Memo<Floor>, host: bool) -> impl IntoView {
    let lang = lang();
    let looks_on = looks_on();
    let place = Memo::new(move |_| floor.with(|floor| place(hall, floor, host, looks_on.get())));
    // What was typed outlives a refusal, a closed floor and a pause.
    let text = RwSignal::new(String::new());
    live(move || match place.get() {
        Place::Speaks(by) => view! { <Form hall by text/> }.erase(),
        Place::Waits(why) => view! { <p>{not_now(lang, &why)}</p> }.erase(),
        Place::Listens => view! { <p class="muted">{not_now(lang, &Refusal::NotAllowed)}</p> }.erase(),
        Place::Over => ().into_any(),
    })
}

/// As whom somebody speaks who is neither host nor bidder, once that is known.
fn looks_on() -> RwSignal<Option<Speaker>> {
    let as_whom = RwSignal::new(None);
    let me = use_me();
    Effect::new(move || {
        spawn_local(async move {
            let by = match me.get().await.map(|me| me.role) {
                Some(Role::Supervisor) => Some(Speaker::Supervisor),
                Some(Role::Registrar) => Some(Speaker::Witness),
                _ => None,
            };
            let _left = as_whom.try_set(by);
        });
    });
    as_whom
}

fn place(hall: Hall, floor: &Floor, host: bool, looks_on: Option<Speaker>) -> Place {
    hall.room.with(|room| {
        if room.stage.name().is_final() {
            return Place::Over;
        }
        match (looks_on, hall.my_id().get()) {
            _ if host => Place::Speaks(Speaker::Host),
            (Some(by), _) => Place::Speaks(by),
            (None, None) => Place::Listens,
            (None, Some(bid)) => match room.bidder_may_speak(floor, bid, untrack(|| hall.clock.now())) {
                // Who must wait a little may go on typing.
                Ok(()) | Err(Refusal::TooOften { .. }) => Place::Speaks(Speaker::Bidder { bid }),
                Err(Refusal::NotAllowed) => Place::Listens,
                Err(why) => Place::Waits(why),
            },
        }
    })
}

fn not_now(lang: Lang, why: &Refusal) -> String {
    let (chinese, english) = match why {
        Refusal::WrongStage { .. } => {
            ("公布投标人后，已签到的投标人可以发言。", "Bidders who have signed in may speak from the announcement on.")
        }
        Refusal::NotSignedIn => ("签到后可以发言。", "Sign in to the opening to speak."),
        Refusal::NotAllowed => (
            "主持人、行政监督部门、见证方和已签到的投标人可以发言。",
            "Host, supervisor, witness and signed-in bidders may speak.",
        ),
        other => return text::refusal::refusal(lang, other),
    };
    pick(lang, chinese, english).to_owned()
}

/// The label and the name of the button.
fn words(lang: Lang, by: Speaker) -> (&'static str, &'static str) {
    match by {
        Speaker::Host => pick(lang, ("公告内容", "发布公告"), ("Announcement", "Announce")),
        Speaker::Supervisor => pick(lang, ("监督意见", "记录意见"), ("Note an irregularity", "Put the note on record")),
        Speaker::Witness => pick(lang, ("见证意见", "记录意见"), ("Note of the witness", "Put the note on record")),
        Speaker::Bidder { .. } => pick(lang, ("发言内容", "发言"), ("Message", "Send")),
    }
}

#[component]
fn Form(hall: Hall, by: Speaker, text: RwSignal<String>) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // How long ago the last message was, only the server's clock knows.
        match refusal::text(&text.get_untracked(), LONGEST_TEXT) {
            Err(fault) => sending.refuse(Refusal::field(Field::Message, fault)),
            Ok(words) => sending.send(hall.after(room::say(hall.lot, words)), move |()| {
                let _left = text.try_set(String::new());
                focus_soon(Field::Message.name());
            }),
        }
    };
    let (label, button) = words(lang, by);
    let hint = match by {
        Speaker::Bidder { .. } => pick(
            lang,
            format!("最多 {LONGEST_TEXT} 字。所有人可见，并记入开标记录。请勿填写报价、口令。"),
            format!(
                "At most {LONGEST_TEXT} characters. Everybody sees it, and it goes into the record. Never write a price or a passphrase."
            ),
        ),
        _ => pick(
            lang,
            format!("最多 {LONGEST_TEXT} 字。所有人可见，并记入开标记录。"),
            format!("At most {LONGEST_TEXT} characters. Everybody sees it, and it goes into the record."),
        ),
    };
    view! {
        <form class="stack stack--tight" on:submit=submit>
            <Refused sending/>
            <TextArea field=Field::Message value=text problems=sending.problems() label hint rows=2/>
            <div class="actions">
                <Submit sending>{button}</Submit>
                <span class="button-note">{move || text.with(|text| left(lang, text))}</span>
            </div>
        </form>
    }
    .erase()
}

/// How many characters may follow.
fn left(lang: Lang, text: &str) -> String {
    match LONGEST_TEXT as i64 - text.trim().chars().count() as i64 {
        over @ ..0 => pick(lang, format!("超出 {} 字", -over), format!("{} characters too many", -over)),
        left => pick(lang, format!("还可输入 {left} 字"), format!("{left} characters left")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_counted_as_the_rule_counts() {
        assert_eq!(left(Lang::Zh, ""), "还可输入 300 字");
        assert_eq!(left(Lang::Zh, " 开标 "), "还可输入 298 字");
        assert_eq!(left(Lang::Zh, &"字".repeat(302)), "超出 2 字");
        assert_eq!(left(Lang::En, &"字".repeat(300)), "0 characters left");
    }
}
