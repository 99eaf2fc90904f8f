//! What a bidder is reminded of on its own pages: by `domain::reminder`, and of a key file that this browser does not hold,
//! which only the browser knows.

use domain::reminder::{Reminder, is_near, reminders};
use domain::view::{LotLine, MySubject, OwnBids};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::vault;
use crate::erase::{Erase, live};
use crate::parts::facts::Moment;
use crate::parts::with_lot::path;
use crate::text::t;

/// Nothing when there is nothing to be reminded of.
#[component]
pub fn Reminders(list: OwnBids, subject: MySubject) -> impl IntoView {
    let now = list.now;
    let near: Vec<_> = list.bids.into_iter().filter(|(lot, bid)| is_near(lot, bid, now)).collect();
    if near.is_empty() {
        return ().into_any();
    }
    let absent = key_is_absent(subject);
    let due: Vec<_> = near
        .into_iter()
        .map(|(lot, bid)| (reminders(&lot, &bid, now), lot))
        .filter(|(due, _)| !due.is_empty())
        .collect();
    let any = !due.is_empty();
    let shown = Memo::new(move |_| any || absent.get());
    let title = t("待办提醒", "What to do now");
    let key = StoredValue::new((
        t(
            "此浏览器没有密钥文件，投标和解密时须另选。",
            "This browser does not hold your key file; you will have to choose it.",
        ),
        t("我的密钥", "My key"),
    ));
    let items = StoredValue::new(due.into_iter().map(Item::of).collect::<Vec<_>>());
    live(move || {
        shown.get().then(|| {
            let (words, way) = key.get_value();
            view! {
                <section class="panel" aria-labelledby="reminders">
                    <h2 id="reminders">{title}</h2>
                    <ul class="reminders">
                        {move || absent.get().then(|| view! { <li><p>{words}" "<a href="/my/key">{way}</a></p></li> }.erase())}
                        {items.with_value(|items| items.iter().map(Item::show).collect_view())}
                    </ul>
                </section>
            }
            .erase()
        })
    })
}

/// Known once the page is alive; until then nobody is alarmed.
fn key_is_absent(subject: MySubject) -> RwSignal<bool> {
    let absent = RwSignal::new(false);
    Effect::new(move || {
        let (Some(wanted), code) = (subject.public_key.clone(), subject.code) else { return };
        spawn_local(async move {
            let held = vault::load(code.as_str()).await.is_some_and(|file| vault::fits(&file, &wanted));
            absent.try_set(!held);
        });
    });
    absent
}

/// One lot, what is to be done for it, and the ways there.
struct Item {
    lot: LotLine,
    words: Vec<&'static str>,
    /// The first is that of the gravest reminder.
    ways: Vec<(String, &'static str)>,
}

impl Item {
    fn of((due, lot): (Vec<Reminder>, LotLine)) -> Self {
        let mut ways: Vec<_> = due
            .iter()
            .map(|reminder| match reminder {
                Reminder::Lodge => (path(lot.id, "bid"), t("继续投标", "Go on with the bid")),
                Reminder::Rehearse => {
                    (format!("{}#rehearsal", path(lot.id, "receipt")), t("演练解密", "Rehearse the decryption"))
                }
                Reminder::Attend | Reminder::Enter => (path(lot.id, "room"), t("开标室", "Opening room")),
            })
            .collect();
        if !due.contains(&Reminder::Enter) {
            ways.push((path(lot.id, "ready"), t("开标前检查", "Readiness check")));
        }
        Self { words: due.into_iter().map(words).collect(), lot, ways }
    }

    fn show(&self) -> AnyView {
        let LotLine { id, terms, .. } = &self.lot;
        let ways = self
            .ways
            .iter()
            .map(|(path, name)| view! { <a class="button button--small" href=path.clone()>{*name}</a> }.erase());
        view! {
            <li>
                <p>
                    <a href=path(*id, "")>{terms.title.clone()}</a>
                    " "
                    <span class="muted">{t("投标截止（开标）", "Deadline and opening ")}<Moment at=terms.deadline/></span>
                </p>
                <p>{self.words.join(t("", " "))}</p>
                <div class="actions">{ways.collect_view()}</div>
            </li>
        }
        .erase()
    }
}

fn words(reminder: Reminder) -> &'static str {
    match reminder {
        Reminder::Lodge => {
            t("投标文件尚未递交，取得回执才算递交。", "The bid is not lodged; it counts once you have the receipt.")
        }
        Reminder::Rehearse => {
            t("尚未演练解密，请在截止前演练。", "The decryption is not rehearsed; rehearse it before the deadline.")
        }
        Reminder::Attend => t(
            "即将开标，请备好密钥文件和口令，按时在开标室签到。",
            "The opening is near: have key file and passphrase at hand, and sign in to the room in time.",
        ),
        Reminder::Enter => {
            t("正在开标，请进入开标室签到、解密。", "The opening is under way: enter the room, sign in and decrypt.")
        }
    }
}
