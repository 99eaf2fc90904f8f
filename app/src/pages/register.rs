//! Opening an account for a company that is to be registered: its code, and what its first person signs in with. What
//! follows is typed step by step (`filing`) and kept.

pub mod code_echo;

use domain::credit_code::CreditCode;
use domain::subject::AccountForm;
use domain::{Fault, Field, Refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;

use crate::api::filing::open_account;
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::TextField;
use crate::parts::frame::use_me;
use crate::parts::notice::NeedsScripts;
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

use code_echo::CodeEcho;

#[component]
pub fn Register() -> impl IntoView {
    let me = use_me();
    let navigate = use_navigate();
    let sending = Sending::new(None);
    let code = RwSignal::new(String::new());
    let account = Account::default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (code, person) = (code.get_untracked(), account.form());
        let wrong = CreditCode::parse(&code).err().map(|fault| Refusal::field(Field::Code, Fault::CreditCode(fault)));
        if let Some(refusal) = together([wrong, person.check().err()]) {
            return sending.refuse(refusal);
        }
        let navigate = navigate.clone();
        sending.send(open_account(code, person), move |_| {
            me.refetch();
            navigate("/my/case/form", Default::default());
        });
    };
    view! {
        <Title text=t("单位登记", "Register a company")/>
        <div class="page-flow page--narrow">
            <header>
                <h1>{t("单位登记", "Register a company")}</h1>
                <p class="lede">
                    {t("一个统一社会信用代码登记一次，各类交易通用。约需十分钟，填写内容随时保存，可以分几次完成。",
                        "One registration by credit code serves every kind of trade. It takes about ten minutes; what you type is kept as you type it.")}
                </p>
            </header>
            <section class="panel panel--quiet">
                <h2>{t("请先备好", "Have at hand")}</h2>
                <ul>
                    <li>{t("营业执照（照片或 PDF）", "The business licence, as a photo or PDF")}</li>
                    <li>{t("法定代表人身份证号码、基本账户开户银行和账号", "The legal representative's identity number, bank and number of the basic account")}</li>
                    <li>{t("资质证书（如有）", "Certificates of qualifications, if any")}</li>
                </ul>
            </section>
            <NeedsScripts/>
            <ErrorSummary error=sending.error()/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                <fieldset class="fieldset">
                    <legend>{t("单位", "Company")}</legend>
                    <TextField field=Field::Code value=code problems=sending.problems() class="field--code"
                        hint=t("18 位，见营业执照", "18 characters, on the business licence")>
                        <CodeEcho code id=Field::Code.name()/>
                    </TextField>
                </fieldset>
                <AccountFields account sending/>
                <div class="actions"><Submit sending>{t("开始登记", "Begin")}</Submit></div>
            </form>
        </div>
    }
    .erase()
}

/// All problems of several forms at once.
fn together(refusals: [Option<Refusal>; 2]) -> Option<Refusal> {
    let mut all = Vec::new();
    for refusal in refusals.into_iter().flatten() {
        match refusal {
            Refusal::Invalid { problems } => all.extend(problems),
            other => return Some(other),
        }
    }
    (!all.is_empty()).then_some(Refusal::Invalid { problems: all })
}

#[derive(Clone, Copy, Default)]
struct Account {
    login: RwSignal<String>,
    password: RwSignal<String>,
    password_again: RwSignal<String>,
}

impl Account {
    fn form(self) -> AccountForm {
        AccountForm {
            login: self.login.get_untracked(),
            password: self.password.get_untracked(),
            password_again: self.password_again.get_untracked(),
        }
    }
}

#[component]
fn AccountFields(account: Account, sending: Sending) -> impl IntoView {
    let problems = sending.problems();
    view! {
        <fieldset class="fieldset">
            <legend>{t("登录账号", "Account")}</legend>
            <TextField field=Field::Login value=account.login problems autocomplete="username"
                hint=t("4 至 32 位字母、数字或 . - _", "4 to 32 letters, digits or . - _")/>
            <TextField field=Field::Password value=account.password problems kind="password" autocomplete="new-password"
                hint=t("至少 10 个字符，可用中文", "At least 10 characters")/>
            <TextField field=Field::PasswordAgain value=account.password_again problems kind="password"
                autocomplete="new-password"/>
        </fieldset>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_problems_of_both_halves_are_told_at_once() {
        let one = Refusal::field(Field::Code, Fault::Empty);
        let two = Refusal::field(Field::Login, Fault::Empty);
        let Some(Refusal::Invalid { problems }) = together([Some(one), Some(two)]) else { panic!("accepted") };
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Code, Field::Login]);
        assert_eq!(together([None, None]), None);
    }
}
