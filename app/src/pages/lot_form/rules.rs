//! What the tender document says of the opening beside its two windows, each with its clause.

use domain::lot::{Clauses, RulesForm};
use domain::{Field, Problem};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::field::{Select, TextField};
use crate::text::t;

/// What a choice holds when it is not the usual one.
const OTHER: &str = "other";

/// The rules as they are being typed.
#[derive(Clone, Copy)]
pub struct Typed {
    sign_in_minutes: RwSignal<String>,
    strict: RwSignal<String>,
    sign_in: RwSignal<String>,
    pub decrypt: RwSignal<String>,
    confirm_minutes: RwSignal<String>,
    confirm: RwSignal<String>,
    pub objection: RwSignal<String>,
    restores: RwSignal<String>,
    restore: RwSignal<String>,
    pub quote: RwSignal<String>,
}

impl Typed {
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            sign_in_minutes: empty(),
            strict: empty(),
            sign_in: empty(),
            decrypt: empty(),
            confirm_minutes: empty(),
            confirm: empty(),
            objection: empty(),
            restores: empty(),
            restore: empty(),
            quote: empty(),
        }
    }

    pub fn form(self) -> RulesForm {
        RulesForm {
            sign_in_minutes: self.sign_in_minutes.get_untracked(),
            strict_sign_in: self.strict.get_untracked() == OTHER,
            confirm_minutes: self.confirm_minutes.get_untracked(),
            restore: self.restores.get_untracked() == OTHER,
            clauses: Clauses {
                sign_in: self.sign_in.get_untracked(),
                decrypt: self.decrypt.get_untracked(),
                confirm: self.confirm.get_untracked(),
                objection: self.objection.get_untracked(),
                restore: self.restore.get_untracked(),
                quote: self.quote.get_untracked(),
            },
        }
    }
}

pub fn clause_note() -> &'static str {
    t(
        "条款填招标文件中规定该时限的条款，如“投标人须知 5.2”，向所有人公布。",
        "The clause is the one of the tender document that sets the time, such as “Instructions 5.2”; everybody sees it.",
    )
}

#[component]
pub fn RuleFields(typed: Typed, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let minutes = t("分钟", "minutes");
    let late =
        vec![("", t("解密截止前仍可签到", "Allowed until decryption ends")), (OTHER, t("不得签到", "Not allowed"))];
    let restores = vec![
        ("", t("不设", "None")),
        (OTHER, t("解密时限内可以补传密封副本", "The sealed copy may be sent again in the time for decryption")),
    ];
    view! {
        <fieldset class="fieldset">
            <legend>{t("招标文件另有规定的（选填）", "Where the tender document says more (optional)")}</legend>
            <TextField field=Field::SignInMinutes value=typed.sign_in_minutes problems class="field--short" inputmode="numeric"
                unit=minutes
                hint=t("自投标截止起算，届满方可公布投标人；不填的，由主持人掌握", "From the deadline; bidders are announced after it. Empty: as the host sees fit")/>
            <div class="field-row">
                <Select field=Field::StrictSignIn value=typed.strict problems options=late/>
                <TextField field=Field::SignInClause value=typed.sign_in problems/>
            </div>
            <div class="field-row">
                <TextField field=Field::ConfirmMinutes value=typed.confirm_minutes problems class="field--short"
                    inputmode="numeric" unit=minutes/>
                <TextField field=Field::ConfirmClause value=typed.confirm problems/>
            </div>
            <p class="muted">
                {t("确认与异议同时起算，不长于异议时限；不填的，与其相同。", "Confirmation begins with objections and is at most as long. Empty: the same.")}
            </p>
            <div class="field-row">
                <Select field=Field::Restore value=typed.restores problems options=restores/>
                <TextField field=Field::RestoreClause value=typed.restore problems/>
            </div>
            <p class="muted">
                {t("补传的文件逐段核对，与递交时完全一致的才接收。", "What is sent again is compared piece by piece, and taken only if it is what was committed.")}
            </p>
        </fieldset>
    }
    .erase()
}
