//! A company's case in the subject database (policy clause 二十一: one registration by credit code).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Problems, text};
use crate::{CreditCode, Fault, Field, Refusal};

/// Where a registration stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Waits for a registrar.
    Submitted,
    /// Sent back to be mended; `remark` says what.
    Returned { remark: String },
    /// In force: the subject may bid.
    Approved,
}

/// What a registrar decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    Return { remark: String },
}

impl Standing {
    /// # Errors
    /// `MovedOn` when no registrar's decision is waited for, `Invalid` when a return lacks its remark.
    pub fn decide(self, decision: Decision) -> Result<Self, Refusal> {
        match (self, decision) {
            (Self::Submitted, Decision::Approve) => Ok(Self::Approved),
            (Self::Submitted, Decision::Return { remark }) => {
                let remark = text(&remark, 500).map_err(|fault| Refusal::field(Field::Remark, fault))?;
                Ok(Self::Returned { remark })
            }
            (Self::Returned { .. } | Self::Approved, _) => Err(Refusal::MovedOn),
        }
    }

    /// The company sends its mended form.
    ///
    /// # Errors
    /// `MovedOn` unless the case was returned.
    pub fn resubmit(self) -> Result<Self, Refusal> {
        match self {
            Self::Returned { .. } => Ok(Self::Submitted),
            Self::Submitted | Self::Approved => Err(Refusal::MovedOn),
        }
    }
}

/// What the company types about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationForm {
    pub code: String,
    pub company_name: String,
    pub legal_person: String,
    pub address: String,
    pub contact_name: String,
    pub contact_phone: String,
}

/// A registration whose fields hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub code: CreditCode,
    pub name: String,
    pub legal_person: String,
    pub address: String,
    pub contact_name: String,
    pub contact_phone: String,
}

impl RegistrationForm {
    /// # Errors
    /// `Invalid` with every problem found.
    pub fn check(&self) -> Result<Registration, Refusal> {
        let mut problems = Problems::default();
        let code = problems.take(Field::Code, CreditCode::parse(&self.code).map_err(Fault::CreditCode));
        let name = problems.text(Field::CompanyName, &self.company_name, 100);
        let legal_person = problems.text(Field::LegalPerson, &self.legal_person, 50);
        let address = problems.text(Field::Address, &self.address, 200);
        let contact_name = problems.text(Field::ContactName, &self.contact_name, 50);
        let contact_phone = problems.take(Field::ContactPhone, mobile(&self.contact_phone));
        let registration = (|| {
            Some(Registration {
                code: code?,
                name: name?,
                legal_person: legal_person?,
                address: address?,
                contact_name: contact_name?,
                contact_phone: contact_phone?,
            })
        })();
        problems.into_result(registration)
    }
}

/// A mobile number of the mainland: eleven digits from 13 to 19.
fn mobile(typed: &str) -> Result<String, Fault> {
    let typed = text(typed, 20)?;
    let bytes = typed.as_bytes();
    let fits = bytes.len() == 11 && bytes.iter().all(u8::is_ascii_digit) && bytes[0] == b'1' && bytes[1] >= b'3';
    if fits { Ok(typed) } else { Err(Fault::NotAPhone) }
}

/// What a person chooses to sign in with.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct AccountForm {
    pub login: String,
    pub password: String,
    pub password_again: String,
}

impl fmt::Debug for AccountForm {
    /// Without the password, so that none reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountForm").field("login", &self.login).finish_non_exhaustive()
    }
}

impl AccountForm {
    /// # Errors
    /// `Invalid` with every problem found. The login is returned in lower case.
    pub fn check(&self) -> Result<String, Refusal> {
        let mut problems = Problems::default();
        let login = problems.take(Field::Login, login(&self.login));
        match self.password.chars().count() {
            0 => problems.add(Field::Password, Fault::Empty),
            1..10 => problems.add(Field::Password, Fault::TooShort { min: 10 }),
            129.. => problems.add(Field::Password, Fault::TooLong { max: 128 }),
            _ if self.password != self.password_again => problems.add(Field::PasswordAgain, Fault::Differs),
            _ => {}
        }
        problems.into_result(login)
    }
}

fn login(typed: &str) -> Result<String, Fault> {
    let typed = text(typed, 32)?;
    if typed.len() < 4 {
        return Err(Fault::TooShort { min: 4 });
    }
    if !typed.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) {
        return Err(Fault::NotALogin);
    }
    Ok(typed.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    fn form() -> RegistrationForm {
        RegistrationForm {
            code: "911525001000002270".into(),
            company_name: "草原建工有限公司".into(),
            legal_person: "巴特尔".into(),
            address: "锡林浩特市那达慕大街1号".into(),
            contact_name: "乌兰".into(),
            contact_phone: "13804790001".into(),
        }
    }

    #[test]
    fn a_form_is_refused_with_all_its_problems_at_once() {
        let form = RegistrationForm { code: "x".into(), contact_phone: "0479-1234567".into(), ..form() };
        let Err(Refusal::Invalid { problems }) = form.check() else { panic!("accepted") };
        let fields: Vec<Field> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [Field::Code, Field::ContactPhone]);
        assert_eq!(problems[1], Problem { field: Field::ContactPhone, fault: Fault::NotAPhone });
    }

    #[test]
    fn a_case_goes_round_until_it_is_approved_and_then_stands() {
        let returned = Standing::Submitted.decide(Decision::Return { remark: "地址不全".into() }).unwrap();
        assert_eq!(returned.clone().decide(Decision::Approve), Err(Refusal::MovedOn));
        let approved = returned.resubmit().unwrap().decide(Decision::Approve).unwrap();
        assert_eq!(approved.clone().resubmit(), Err(Refusal::MovedOn));
        assert_eq!(approved.decide(Decision::Return { remark: "晚了".into() }), Err(Refusal::MovedOn));
    }

    #[test]
    fn a_return_without_a_remark_is_refused() {
        let refused = Standing::Submitted.decide(Decision::Return { remark: " ".into() });
        assert_eq!(refused, Err(Refusal::field(Field::Remark, Fault::Empty)));
    }

    #[test]
    fn passwords_must_be_long_and_typed_twice_alike() {
        let account = |password: &str, again: &str| {
            AccountForm { login: "Wulan".into(), password: password.into(), password_again: again.into() }.check()
        };
        assert_eq!(account("一二三四五六七八九十", "一二三四五六七八九十"), Ok("wulan".into()));
        assert_eq!(account("short", "short"), Err(Refusal::field(Field::Password, Fault::TooShort { min: 10 })));
        assert_eq!(account("long enough", "long enouhg"), Err(Refusal::field(Field::PasswordAgain, Fault::Differs)));
    }
}
