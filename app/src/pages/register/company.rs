//! What a company says of itself: typed when it registers, mended when its case is returned.

use domain::subject::RegistrationForm;
use domain::{CreditCode, Field, Lang};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::field::TextField;
use crate::parts::sending::Sending;
use crate::text::{self, lang, pick, t};

/// The form as it is being typed.
#[derive(Clone, Copy, Default)]
pub struct Company {
    code: RwSignal<String>,
    name: RwSignal<String>,
    legal_person: RwSignal<String>,
    address: RwSignal<String>,
    contact_name: RwSignal<String>,
    contact_phone: RwSignal<String>,
}

impl From<RegistrationForm> for Company {
    fn from(form: RegistrationForm) -> Self {
        Self {
            code: RwSignal::new(form.code),
            name: RwSignal::new(form.company_name),
            legal_person: RwSignal::new(form.legal_person),
            address: RwSignal::new(form.address),
            contact_name: RwSignal::new(form.contact_name),
            contact_phone: RwSignal::new(form.contact_phone),
        }
    }
}

impl Company {
    #[must_use]
    pub fn form(self) -> RegistrationForm {
        RegistrationForm {
            code: self.code.get_untracked(),
            company_name: self.name.get_untracked(),
            legal_person: self.legal_person.get_untracked(),
            address: self.address.get_untracked(),
            contact_name: self.contact_name.get_untracked(),
            contact_phone: self.contact_phone.get_untracked(),
        }
    }
}

#[component]
pub fn CompanyFields(company: Company, sending: Sending) -> impl IntoView {
    let problems = sending.problems();
    view! {
        <fieldset class="fieldset">
            <legend>{t("单位信息", "Company")}</legend>
            <TextField field=Field::Code value=company.code problems class="field--code"
                hint=t("18 位，见营业执照", "18 characters, on the business licence")>
                <CodeEcho code=company.code/>
            </TextField>
            <TextField field=Field::CompanyName value=company.name problems autocomplete="organization"
                hint=t("与营业执照一致", "As on the business licence")/>
            <TextField field=Field::LegalPerson value=company.legal_person problems/>
            <TextField field=Field::Address value=company.address problems autocomplete="street-address"/>
        </fieldset>
        <fieldset class="fieldset">
            <legend>{t("联系方式", "Contact")}</legend>
            <TextField field=Field::ContactName value=company.contact_name problems autocomplete="name"/>
            <TextField field=Field::ContactPhone value=company.contact_phone problems kind="tel" inputmode="numeric"
                autocomplete="tel-national"/>
        </fieldset>
    }
    .erase()
}

/// Reads the code while it is typed: what it says once it is complete, what is wrong once it can not become right.
#[component]
fn CodeEcho(code: RwSignal<String>) -> impl IntoView {
    let lang = lang();
    let echo = Memo::new(move |_| code.with(|typed| echo(lang, typed)));
    let class = move || match echo.get() {
        Some((true, _)) => "field__echo is-good",
        Some((false, _)) => "field__echo is-bad",
        None => "field__echo",
    };
    view! { <output class=class for=Field::Code.name()>{move || echo.get().map(|(_, words)| words)}</output> }.erase()
}

/// Whether the code is right, and what to say; nothing while it is too short to tell.
fn echo(lang: Lang, typed: &str) -> Option<(bool, String)> {
    match CreditCode::parse(typed) {
        Ok(code) => Some((true, decoded(lang, code))),
        Err(domain::credit_code::CreditCodeFault::Empty) => None,
        Err(domain::credit_code::CreditCodeFault::Length { found }) if found < 18 => {
            Some((true, pick(lang, format!("{found} / 18 位"), format!("{found} of 18 characters"))))
        }
        Err(fault) => Some((false, text::fault::fault(lang, &domain::Fault::CreditCode(fault)))),
    }
}

fn decoded(lang: Lang, code: CreditCode) -> String {
    let kind =
        code.kind().map_or(pick(lang, "其他类别", "other kind"), |kind| pick(lang, kind.chinese, kind.english));
    let division = code.division();
    let mut words = pick(
        lang,
        format!("校验无误 · {kind} · 行政区划 {division}"),
        format!("Check character fits · {kind} · division {division}"),
    );
    if !code.inner_check_fits() {
        words.push_str(pick(
            lang,
            "。其中的主体标识码（第 9 至 17 位）未通过自身校验，少数真实代码如此，请再核对一遍",
            ". The organisation code inside (places 9 to 17) fails its own check; a few real codes do, so compare once more",
        ));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_while_it_is_typed() {
        assert_eq!(echo(Lang::Zh, ""), None);
        assert_eq!(echo(Lang::Zh, "9115"), Some((true, "4 / 18 位".into())));
        assert_eq!(echo(Lang::Zh, "911525001000002270"), Some((true, "校验无误 · 企业 · 行政区划 152500".into())));
        assert!(matches!(echo(Lang::Zh, "911525001000002271"), Some((false, words)) if words.contains("校验位")));
    }

    #[test]
    fn a_failing_inner_check_is_a_warning_and_no_fault() {
        let (fine, words) = echo(Lang::En, "91310000631295002H").unwrap();
        assert!(fine && words.contains("organisation code"));
    }
}
