//! A company in the subject database (policy clause 二十一: one registration by credit code).
//!
//! Read in this order: [`form`] (what is typed), [`check`] (what must hold), [`case`] (the registrars' desk), [`life`] (what
//! comes after), [`standing`] (what everybody else asks).

pub mod attachment;
pub mod case;
pub mod check;
pub mod form;
pub mod id_number;
pub mod import;
pub mod item;
pub mod life;
pub mod look;
pub mod mask;
pub mod outside;
pub mod role;
pub mod search;
pub mod standing;
pub mod view;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Problems, text};
use crate::{CreditCode, Fault, Field, Refusal};

pub use check::Checked;
pub use form::Form;
pub use standing::Standing;

/// What is searched of a registration, and shown everywhere. Whom to call stands in the [`Form`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub code: CreditCode,
    pub name: String,
    pub legal_person: String,
    pub address: String,
}

/// A mobile number of the mainland: eleven digits from 13 to 19.
fn is_mobile(typed: &str) -> bool {
    let bytes = typed.as_bytes();
    bytes.len() == 11 && bytes.iter().all(u8::is_ascii_digit) && bytes[0] == b'1' && bytes[1] >= b'3'
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
