//! From what was typed to a registration whose entries hold: every fault is named at once.

use super::attachment::Attachment;
use super::form::{Contact, Form, MOST_CONTACTS, MOST_QUALIFICATIONS, Qualification};
use super::id_number;
use super::item::{Item, ItemFault, ItemProblem, Spot};
use super::{Registration, is_mobile};
use crate::{CreditCode, Day, Fen};

/// A form whose entries hold, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub form: Form,
    /// What is searched, and shown everywhere.
    pub registration: Registration,
}

/// Collects the problems of a form.
#[derive(Default)]
struct Found(Vec<ItemProblem>);

impl Found {
    fn add(&mut self, spot: impl Into<Spot>, fault: ItemFault) {
        self.0.push(ItemProblem { spot: spot.into(), fault });
    }

    fn need(&mut self, spot: impl Into<Spot>, typed: &str, max: u32) -> bool {
        let spot = spot.into();
        match typed.chars().count() {
            0 => self.add(spot, ItemFault::Empty),
            n if n > max as usize => self.add(spot, ItemFault::TooLong { max }),
            _ => return true,
        }
        false
    }

    /// A day, if one is there.
    fn day(&mut self, spot: impl Into<Spot>, typed: &str) -> Option<Day> {
        let day = typed.parse().ok();
        if day.is_none() {
            self.add(spot, ItemFault::NotADate);
        }
        day
    }
}

impl Form {
    /// # Errors
    /// Every problem found.
    pub fn check(&self, scans: &[Attachment], today: Day) -> Result<Checked, Vec<ItemProblem>> {
        let form = self.trimmed();
        let mut found = Found::default();
        let code = CreditCode::parse(&form.code).map_err(|fault| found.add(Item::Code, ItemFault::Code(fault))).ok();
        company(&form, &mut found, today);
        legal_person(&form, &mut found, today);
        contacts(&form.contacts, &mut found);
        qualifications(&form.qualifications, &mut found, today);
        papers(&form, scans, &mut found);
        match code {
            Some(code) if found.0.is_empty() => Ok(Checked { registration: form.registration(code), form }),
            _ => {
                found.0.sort_by_key(|problem| problem.spot);
                Err(found.0)
            }
        }
    }

    /// What is searched of the form.
    #[must_use]
    pub fn registration(&self, code: CreditCode) -> Registration {
        Registration {
            code,
            name: self.company_name.clone(),
            legal_person: self.legal.name.clone(),
            address: self.address.clone(),
        }
    }
}

fn company(form: &Form, found: &mut Found, today: Day) {
    found.need(Item::CompanyName, &form.company_name, 100);
    if let Some(from) = found.day(Item::LicenceFrom, &form.licence_from) {
        if from > today {
            found.add(Item::LicenceFrom, ItemFault::NotYet);
        }
        if !form.licence_until.is_empty()
            && let Some(until) = found.day(Item::LicenceUntil, &form.licence_until)
        {
            if until < from {
                found.add(Item::LicenceUntil, ItemFault::BeforeItBegan);
            } else if until < today {
                found.add(Item::LicenceUntil, ItemFault::Expired);
            }
        }
    }
    if let Err(fault) = Fen::parse_yuan(&form.capital) {
        found.add(Item::Capital, ItemFault::Money(fault));
    }
    if form.region.len() != 6 || !form.region.bytes().all(|b| b.is_ascii_digit()) {
        found.add(Item::Region, ItemFault::NotARegion);
    }
    found.need(Item::Address, &form.address, 200);
    if form.roles.read().is_empty() {
        found.add(Item::Roles, ItemFault::NoneChosen);
    }
}

fn legal_person(form: &Form, found: &mut Found, today: Day) {
    found.need(Item::LegalPerson, &form.legal.name, 50);
    if form.legal.id_number.is_empty() {
        found.add(Item::LegalPersonId, ItemFault::Empty);
    } else if let Err(fault) = id_number::parse(&form.legal.id_number, today) {
        found.add(Item::LegalPersonId, ItemFault::IdNumber(fault));
    }
    found.need(Item::BankName, &form.bank_name, 100);
    let account = &form.bank_account;
    if account.is_empty() {
        found.add(Item::BankAccount, ItemFault::Empty);
    } else if !(8..=32).contains(&account.len()) || !account.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        found.add(Item::BankAccount, ItemFault::NotAnAccount);
    }
}

fn contacts(all: &[Contact], found: &mut Found) {
    if all.len() > MOST_CONTACTS as usize {
        found.add(Item::ContactName, ItemFault::TooMany { max: MOST_CONTACTS });
    }
    let nobody = [Contact::default()];
    let all = if all.is_empty() { &nobody } else { all };
    for (line, Contact { name, phone, email }) in (0..).zip(all) {
        found.need(Spot { item: Item::ContactName, line }, name, 50);
        let spot = Spot { item: Item::ContactPhone, line };
        if found.need(spot, phone, 20) && !is_mobile(phone) {
            found.add(spot, ItemFault::NotAMobile);
        }
        if !email.is_empty() && !is_email(email) {
            found.add(Spot { item: Item::ContactEmail, line }, ItemFault::NotAnEmail);
        }
    }
}

fn qualifications(all: &[Qualification], found: &mut Found, today: Day) {
    if all.len() > MOST_QUALIFICATIONS as usize {
        found.add(Item::QualificationName, ItemFault::TooMany { max: MOST_QUALIFICATIONS });
    }
    for (line, Qualification { name, level, number, until }) in (0..).zip(all) {
        found.need(Spot { item: Item::QualificationName, line }, name, 100);
        found.need(Spot { item: Item::QualificationLevel, line }, level, 50);
        found.need(Spot { item: Item::QualificationNumber, line }, number, 50);
        let spot = Spot { item: Item::QualificationUntil, line };
        if found.day(spot, until).is_some_and(|until| until < today) {
            found.add(spot, ItemFault::Expired);
        }
    }
}

/// The licence is always asked for, certificates where qualifications are claimed.
fn papers(form: &Form, scans: &[Attachment], found: &mut Found) {
    let has = |item| scans.iter().any(|scan| scan.item == item);
    if !has(Item::LicenceScan) {
        found.add(Item::LicenceScan, ItemFault::NoScan);
    }
    if !form.qualifications.is_empty() && !has(Item::QualificationScan) {
        found.add(Item::QualificationScan, ItemFault::NoScan);
    }
}

/// What a mail server could be asked for (RFC 5321); whether anybody reads it, a letter shows.
fn is_email(typed: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '@' | ',' | ';' | '<' | '>' | '"' | '(' | ')');
    typed.len() <= 254
        && typed.split_once('@').is_some_and(|(who, at)| {
            (1..=64).contains(&who.len())
                && who.chars().all(plain)
                && at.split('.').count() > 1
                && at
                    .split('.')
                    .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::subject::form::LegalPerson;
    use crate::subject::id_number::IdNumberFault;
    use crate::subject::role::{Roles, SubjectRole};

    fn today() -> Day {
        "2026-11-24".parse().unwrap()
    }

    fn scan(item: Item) -> Attachment {
        Attachment {
            id: "x".into(),
            item,
            name: "执照.png".into(),
            media: "image/png".into(),
            size: 1,
            digest: String::new(),
            at: Timestamp::from_millis(0),
            scanned: false,
        }
    }

    fn form() -> Form {
        Form {
            code: " 911525001000002270".into(),
            company_name: "草原建工有限公司".into(),
            licence_from: "2010-05-01".into(),
            licence_until: String::new(),
            capital: "50000000".into(),
            region: "152502".into(),
            address: "锡林浩特市那达慕大街1号".into(),
            roles: Roles("supplier,bidder,bidder".into()),
            legal: LegalPerson { name: "巴特尔".into(), id_number: "11010519491231002x".into() },
            bank_name: "中国银行锡林浩特支行".into(),
            bank_account: "1500 1234 5678 90".into(),
            contacts: vec![Contact {
                name: "乌兰".into(), phone: "13804790001".into(), email: "wl@example.cn".into()
            }],
            qualifications: vec![Qualification::default()],
        }
    }

    #[test]
    fn what_holds_is_taken_trimmed_and_without_empty_lines() {
        let checked = form().check(&[scan(Item::LicenceScan)], today()).unwrap();
        assert_eq!(checked.registration.legal_person, "巴特尔");
        assert_eq!(checked.form.bank_account, "15001234567890");
        assert_eq!(checked.form.legal.id_number, "11010519491231002X");
        assert!(checked.form.qualifications.is_empty());
        assert_eq!(checked.form.roles, Roles::of(&[SubjectRole::Bidder, SubjectRole::Supplier]));
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_place() {
        let broken = Form {
            code: "x".into(),
            licence_from: "2027-01-01".into(),
            licence_until: "2020-01-01".into(),
            capital: "1,000".into(),
            region: "15".into(),
            roles: Roles("referee".into()),
            bank_account: "abc".into(),
            legal: LegalPerson { name: String::new(), id_number: "110105194912310021".into() },
            contacts: vec![
                Contact { name: "甲".into(), phone: "13900000000".into(), email: "a@b".into() },
                Contact { name: "乙".into(), phone: "0479-1".into(), email: String::new() },
            ],
            qualifications: vec![Qualification {
                name: "建筑工程施工总承包".into(),
                level: "二级".into(),
                number: "D215".into(),
                until: "2026-11-23".into(),
            }],
            ..form()
        };
        let problems = broken.check(&[], today()).unwrap_err();
        let told: Vec<(String, &ItemFault)> =
            problems.iter().map(|problem| (problem.spot.to_string(), &problem.fault)).collect();
        let spots: Vec<&str> = told.iter().map(|(spot, _)| spot.as_str()).collect();
        assert_eq!(
            spots,
            [
                "code",
                "licence_from",
                "licence_until",
                "capital",
                "region",
                "roles",
                "legal_person",
                "legal_person_id",
                "bank_account",
                "contact_phone-2",
                "contact_email",
                "qualification_until",
                "licence_scan",
                "qualification_scan"
            ]
        );
        assert_eq!(told[7].1, &ItemFault::IdNumber(IdNumberFault::Check));
        assert_eq!(told[11].1, &ItemFault::Expired);
    }

    #[test]
    fn changes_are_told_by_name_and_the_key_ones_are_known() {
        let mut other = form().trimmed();
        other.contacts[0].phone = "13900000000".into();
        assert_eq!(other.changes(&form().trimmed()), [Item::ContactPhone]);
        assert!(!Item::ContactPhone.is_key());
        other.legal.name = "苏和".into();
        other.qualifications.push(Qualification { name: "市政".into(), ..Qualification::default() });
        let changed = other.changes(&form().trimmed());
        assert!(changed.contains(&Item::LegalPerson) && changed.contains(&Item::QualificationName));
        assert!(Item::LegalPerson.is_key() && Item::BankAccount.is_key());
    }

    #[test]
    fn addresses_that_no_server_has_are_refused() {
        for good in ["a@b.cn", "first.last+tag@mail.example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@", "@b.cn", "a@b", "a b@c.cn", "a@b..cn", "a@b.cn,c@d.cn", "甲@b.cn"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
