//! The newcomer's five minutes: the steps of a practice opening, with the one that is due.

use domain::bid::BidState;
use domain::stage::StageName;
use domain::view::{LotView, Me};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::text::t;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TourStep {
    MakeKey,
    Seal,
    Await,
    Enter,
    Decrypt,
    Confirm,
    Record,
}

impl TourStep {
    const ALL: [Self; 7] =
        [Self::MakeKey, Self::Seal, Self::Await, Self::Enter, Self::Decrypt, Self::Confirm, Self::Record];

    /// The step that is due for this person in this lot.
    #[must_use]
    pub fn of(lot: &LotView, me: Option<&Me>) -> Self {
        let bid = lot.my_bid.as_ref();
        let committed = bid.is_some_and(|bid| matches!(bid.state, BidState::Committed { .. }));
        let signed_in = bid.is_some_and(|bid| bid.signed_in.is_some());
        let key = me.and_then(|me| me.subject.as_ref()).is_some_and(|subject| subject.public_key.is_some());
        match lot.stage {
            StageName::Scheduled if committed => Self::Await,
            StageName::Scheduled if key => Self::Seal,
            StageName::Scheduled => Self::MakeKey,
            StageName::SignIn | StageName::Announced if !signed_in => Self::Enter,
            StageName::SignIn | StageName::Announced | StageName::Decrypting => Self::Decrypt,
            StageName::Decrypted | StageName::ReadOut | StageName::Quoting | StageName::Objections => Self::Confirm,
            StageName::Closed | StageName::Failed => Self::Record,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::MakeKey => t("制作密钥", "Make a key"),
            Self::Seal => t("填写并封装", "Fill in and seal"),
            Self::Await => t("等待截止", "Await the deadline"),
            Self::Enter => t("进入开标室", "Enter the room"),
            Self::Decrypt => t("解密", "Decrypt"),
            Self::Confirm => t("确认", "Confirm"),
            Self::Record => t("开标记录", "Opening record"),
        }
    }
}

/// For the pages of practice lots; `at` is the step that is due.
#[component]
pub fn Tour(at: TourStep) -> impl IntoView {
    let steps = TourStep::ALL.map(|step| {
        view! {
            <li class:is-done=step < at aria-current=(step == at).then_some("step")>
                <span class="steps__label">{step.name()}</span>
            </li>
        }
        .erase()
    });
    view! {
        <nav aria-label=t("五分钟体验", "Five-minute tour")>
            <ol class="steps">{steps.collect_view()}</ol>
        </nav>
    }
    .erase()
}
