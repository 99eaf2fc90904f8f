//! The subject database as a list: searched by those who keep it and those who supervise it.

use domain::rights::Caller;
use domain::subject::role::SubjectRole;
use domain::subject::search::{FEWEST, FoundSubject, FoundSubjects, SubjectQuery, folded};
use domain::{Fault, Field, Refusal, Role};
use store::search::{self, Wanted};
use store::subjects::Subject;

use crate::{Error, Office, divisions};

/// Lines of a page.
const PAGE: u64 = 20;

/// Standings that are searched for, as they are stored.
const STANDINGS: [&str; 5] = ["submitted", "returned", "approved", "suspended", "cancelled"];

impl Office {
    /// A page of real subjects, for a registrar or a supervisor.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `Invalid` for what can not be searched for.
    pub async fn list_subjects(&self, caller: &Caller, query: &SubjectQuery) -> Result<FoundSubjects, Error> {
        match caller.person()?.role {
            Role::Registrar | Role::Supervisor => {}
            Role::Bidder | Role::Tenderer => return Err(Refusal::NotAllowed.into()),
        }
        let asked = Asked::parse(&query.text)?;
        let division = division(&query.division)?;
        let wanted = Wanted {
            division,
            role: optional(&query.role, SubjectRole::from_name)?,
            standing: optional(&query.standing, |name| STANDINGS.into_iter().find(|known| *known == name))?,
            after: optional(&query.after, |text| text.parse().ok())?.unwrap_or(0),
            ..Wanted::default()
        };
        let wanted = asked.as_ref().map_or(wanted, |asked| asked.wanted(wanted));
        let mut found = search::find(self.0.store.read(), wanted, PAGE + 1).await?;
        let more = found.len() as u64 > PAGE;
        found.truncate(PAGE as usize);
        let next = found.last().filter(|_| more).map(|(number, _)| number.to_string());
        let today = self.now().day();
        let line = |(_, subject): (i64, Subject)| FoundSubject {
            id: subject.id,
            code: subject.registration.code,
            division: divisions::name(subject.registration.code.division()).unwrap_or_default(),
            standing: subject.standing_on(today),
            name: subject.registration.name,
            roles: subject.roles,
        };
        Ok(FoundSubjects { lines: found.into_iter().map(line).collect(), next })
    }
}

/// What was typed into the one field: a code's beginning, or a part of a name.
pub enum Asked {
    Code(String),
    Name(String),
}

impl Asked {
    /// `None` when nothing was typed.
    ///
    /// # Errors
    /// `Invalid` when it is too short to search for.
    pub fn parse(typed: &str) -> Result<Option<Self>, Refusal> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let name = folded(typed);
        // Names in Latin letters alone are rarer than codes that begin so; a code has digits from its second character on.
        let is_code = name.is_ascii() && name.len() <= 18 && name.bytes().skip(1).any(|byte| byte.is_ascii_digit());
        match name.chars().count() {
            0 | 1 => Err(too_short()),
            _ if is_code => Ok(Some(Self::Code(name.to_ascii_uppercase()))),
            _ => Ok(Some(Self::Name(name))),
        }
    }

    pub fn wanted<'a>(&'a self, rest: Wanted<'a>) -> Wanted<'a> {
        match self {
            Self::Code(code) => Wanted { code, ..rest },
            Self::Name(name) => Wanted { name, ..rest },
        }
    }
}

pub fn too_short() -> Refusal {
    Refusal::field(Field::Code, Fault::TooShort { min: FEWEST })
}

/// Province, prefecture or county, without the zeros that stand for all that lie in it.
fn division(typed: &str) -> Result<&str, Refusal> {
    let digits = typed.trim();
    let wrong = || Refusal::field(Field::Division, Fault::NotADivision);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || ![0, 2, 4, 6].contains(&digits.len()) {
        return Err(wrong());
    }
    let county = digits.strip_suffix("00").filter(|_| digits.len() == 6).unwrap_or(digits);
    Ok(county.strip_suffix("00").filter(|_| county.len() == 4).unwrap_or(county))
}

/// Nothing where nothing was chosen; what nobody could have chosen is not found.
fn optional<T>(typed: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
    if typed.is_empty() { Ok(None) } else { parse(typed).map(Some).ok_or(Refusal::NotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_told_apart() {
        let of = |typed| Asked::parse(typed).unwrap().unwrap();
        for code in ["91", "9115", "91152500ma", "911525001000002270"] {
            assert!(matches!(of(code), Asked::Code(_)), "{code}");
        }
        for name in ["草原", "草原（集团）", "ABC科技", "KFC"] {
            assert!(matches!(of(name), Asked::Name(_)), "{name}");
        }
        assert!(Asked::parse("  ").unwrap().is_none());
        assert_eq!(Asked::parse("草").err(), Some(too_short()));
        assert_eq!(Asked::parse("（）").err(), Some(too_short()));
    }

    #[test]
    fn a_division_stands_for_all_that_lie_in_it() {
        assert_eq!(division("150000"), Ok("15"));
        assert_eq!(division("152500"), Ok("1525"));
        assert_eq!(division("152502"), Ok("152502"));
        assert_eq!(division(" 15 "), Ok("15"));
        assert!(division("1").is_err() && division("15a5").is_err());
    }
}
