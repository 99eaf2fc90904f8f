//! What the person who looks at a lot can do next: one answer, shown large and with its reason.

mod said;

use domain::bid::BidState;
use domain::credit::RestrictionNotice;
use domain::rights::Right;
use domain::stage::StageName;
use domain::subject::Standing;
use domain::subject::role::Undertaking;
use domain::view::{LotView, Me};
use domain::{Role, Timestamp};
use leptos::prelude::*;

use super::Withdraw;
use crate::erase::Erase;
use crate::parts::facts::{Fact, Summary};
use crate::parts::with_lot::Visit;
use crate::text::{lang, pick, t};

use said::{Said, said};

#[component]
pub fn Next(visit: Visit) -> impl IntoView {
    match next_step(&visit.lot, visit.me.as_ref()) {
        Step::Restricted(notice) => restricted(notice),
        Step::Committed { at } => committed(visit, at),
        step => decide(said(&step, &visit)),
    }
}

fn decide(Said { title, reason, ways }: Said) -> AnyView {
    let ways =
        ways.into_iter().map(|way| view! { <a class=way.class href=way.path>{way.name}</a> }.erase()).collect_view();
    view! {
        <section class="decide" aria-labelledby="next">
            <h2 id="next">{title}</h2>
            <p>{reason}</p>
            <div class="actions">{ways}</div>
        </section>
    }
    .erase()
}

fn committed(visit: Visit, at: Timestamp) -> AnyView {
    let words = pick(
        lang(),
        format!("递交时间 {at}（北京时间）。截止后请在开标室签到并解密，届时需要密钥文件和口令。"),
        format!(
            "Lodged at {at} (Beijing time). After the deadline sign in to the room and decrypt; you will need key file and passphrase."
        ),
    );
    let rehearsed = visit.lot.my_bid.as_ref().is_some_and(|bid| bid.rehearsed.is_some());
    let rehearse = if rehearsed {
        t("再次演练解密", "Rehearse the decryption again")
    } else {
        t("演练解密（建议）", "Rehearse the decryption (advised)")
    };
    let may = visit.me.as_ref().and_then(|me| me.subject.as_ref()).is_some_and(|subject| subject.lets(Right::Bid));
    view! {
        <section class="decide" aria-labelledby="next">
            <h2 id="next">{t("投标文件已递交", "Your bid is lodged")}</h2>
            <p>{words}</p>
            <div class="actions">
                <a class="button button--primary" href=visit.path("receipt")>{t("查看回执", "See the receipt")}</a>
                <a class="button" href=format!("{}#rehearsal", visit.path("receipt"))>{rehearse}</a>
                <a class="button" href=visit.path("room")>{t("前往开标室", "To the room")}</a>
            </div>
            {may.then(|| view! { <Withdraw visit/> }.erase())}
        </section>
    }
    .erase()
}

/// Why, until when and by whom.
fn restricted(notice: RestrictionNotice) -> AnyView {
    let period = pick(
        lang(),
        format!("自 {} 起至 {} 止（含当日）", notice.from.chinese(), notice.until.chinese()),
        format!("From {} until {}, both days included", notice.from, notice.until),
    );
    view! {
        <section class="restriction" aria-labelledby="next">
            <h2 id="next">{t("贵单位现被限制投标", "Your company is barred from bidding")}</h2>
            <Summary>
                <Fact name=t("事由", "Reason")>{notice.conduct}</Fact>
                <Fact name=t("期限", "Period")>{period}</Fact>
                <Fact name=t("决定机关", "Decided by")>{notice.body}</Fact>
                <Fact name=t("文号", "Document")>{notice.document}</Fact>
            </Summary>
            <p>{t("对决定有异议或申请信用修复，请向决定机关提出。", "Objections and requests for repair go to the deciding body.")}</p>
            <div class="actions"><a class="button" href="/my/credit">{t("查看信用记录", "See the credit records")}</a></div>
        </section>
    }
    .erase()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nobody is signed in: sign in, or register first.
    SignIn,
    /// Signed in, but not as a bidder.
    LookOn,
    /// The caller hosts the opening.
    Host,
    /// A practice company looks at a real lot.
    PracticeOnly,
    NotApproved(Standing),
    /// Its roles do not let it bid here.
    RoleMissing(Undertaking),
    /// Whoever only reads along for its company.
    ReadsOnly,
    Restricted(RestrictionNotice),
    MakeKey,
    Bid,
    Committed {
        at: Timestamp,
    },
    /// The deadline is past; `own` when the caller's bid is among those to be opened.
    Room {
        own: bool,
    },
    Record,
}

#[must_use]
pub fn next_step(lot: &LotView, me: Option<&Me>) -> Step {
    let state = lot.my_bid.as_ref().map(|bid| bid.state);
    if lot.stage.is_final() {
        return Step::Record;
    }
    if lot.hosted_by_me {
        return Step::Host;
    }
    if lot.stage != StageName::Scheduled || lot.now >= lot.terms.deadline {
        return Step::Room { own: matches!(state, Some(BidState::Committed { .. })) };
    }
    match (me, state) {
        (_, Some(BidState::Committed { at })) => Step::Committed { at },
        (None, _) => Step::SignIn,
        (Some(me), _) => before_bid(lot, me),
    }
}

/// What still stands between a signed-in person and its bid, the gravest first.
fn before_bid(lot: &LotView, me: &Me) -> Step {
    let Some(subject) = me.subject.as_ref().filter(|_| me.role == Role::Bidder) else { return Step::LookOn };
    if subject.practice && !lot.terms.practice {
        return Step::PracticeOnly;
    }
    if subject.standing != Standing::Approved {
        return Step::NotApproved(subject.standing.clone());
    }
    let to = Undertaking::bid_in(lot.terms.procedure);
    if !subject.may.contains(&to) {
        return Step::RoleMissing(to);
    }
    if let Some(notice) = &subject.restriction {
        return Step::Restricted(notice.clone());
    }
    match &subject.public_key {
        _ if !subject.lets(Right::Bid) => Step::ReadsOnly,
        None => Step::MakeKey,
        Some(_) => Step::Bid,
    }
}

#[cfg(test)]
mod tests;
