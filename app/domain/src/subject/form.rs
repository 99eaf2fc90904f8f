//! What a company says of itself, as it types it: a draft holds anything.

use serde::{Deserialize, Serialize};

use super::item::{Item, Spot};
use super::role::Roles;

/// Most contacts, and most qualifications.
pub const MOST_CONTACTS: u32 = 5;
pub const MOST_QUALIFICATIONS: u32 = 30;

/// The registration, every entry as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub code: String,
    pub company_name: String,
    pub licence_from: String,
    /// Empty for a licence without an end (长期).
    pub licence_until: String,
    /// In yuan.
    pub capital: String,
    /// The division of the registered address, six digits.
    pub region: String,
    pub address: String,
    /// What it wants to take part as.
    pub roles: Roles,
    pub legal: LegalPerson,
    /// The basic account (基本存款账户).
    pub bank_name: String,
    pub bank_account: String,
    pub contacts: Vec<Contact>,
    pub qualifications: Vec<Qualification>,
}

/// A person: what is said of it stands here and in [`Contact`], and nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalPerson {
    pub name: String,
    pub id_number: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub name: String,
    pub phone: String,
    pub email: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Qualification {
    pub name: String,
    pub level: String,
    pub number: String,
    /// Its last day.
    pub until: String,
}

impl Form {
    /// Every entry that is typed, with its place.
    pub fn entries(&self) -> impl Iterator<Item = (Spot, &str)> {
        let single = [
            (Item::Code, &self.code),
            (Item::CompanyName, &self.company_name),
            (Item::LicenceFrom, &self.licence_from),
            (Item::LicenceUntil, &self.licence_until),
            (Item::Capital, &self.capital),
            (Item::Region, &self.region),
            (Item::Address, &self.address),
            (Item::Roles, &self.roles.0),
            (Item::LegalPerson, &self.legal.name),
            (Item::LegalPersonId, &self.legal.id_number),
            (Item::BankName, &self.bank_name),
            (Item::BankAccount, &self.bank_account),
        ];
        let contacts = (0..).zip(&self.contacts).flat_map(|(line, contact)| {
            let Contact { name, phone, email } = contact;
            [(Item::ContactName, name), (Item::ContactPhone, phone), (Item::ContactEmail, email)]
                .map(|(item, typed)| (Spot { item, line }, typed.as_str()))
        });
        let qualifications = (0..).zip(&self.qualifications).flat_map(|(line, qualification)| {
            let Qualification { name, level, number, until } = qualification;
            [
                (Item::QualificationName, name),
                (Item::QualificationLevel, level),
                (Item::QualificationNumber, number),
                (Item::QualificationUntil, until),
            ]
            .map(|(item, typed)| (Spot { item, line }, typed.as_str()))
        });
        let single = single.into_iter().map(|(item, typed)| (Spot::from(item), typed.as_str()));
        single.chain(contacts).chain(qualifications)
    }

    /// The form without blanks around what was typed, and without lines in which nothing was.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let t = |typed: &String| typed.trim().to_owned();
        let contacts =
            self.contacts.iter().map(|c| Contact { name: t(&c.name), phone: t(&c.phone), email: t(&c.email) });
        let qualifications = self.qualifications.iter().map(|q| Qualification {
            name: t(&q.name),
            level: t(&q.level),
            number: t(&q.number),
            until: t(&q.until),
        });
        Self {
            code: t(&self.code),
            company_name: t(&self.company_name),
            licence_from: t(&self.licence_from),
            licence_until: t(&self.licence_until),
            capital: t(&self.capital),
            region: t(&self.region),
            address: t(&self.address),
            roles: Roles::of(&self.roles.read()),
            legal: LegalPerson { name: t(&self.legal.name), id_number: t(&self.legal.id_number).to_ascii_uppercase() },
            bank_name: t(&self.bank_name),
            bank_account: t(&self.bank_account).replace(' ', ""),
            contacts: contacts.filter(|contact| *contact != Contact::default()).collect(),
            qualifications: qualifications.filter(|one| *one != Qualification::default()).collect(),
        }
    }

    /// The entries in which two forms differ, by name.
    #[must_use]
    pub fn changes(&self, before: &Self) -> Vec<Item> {
        let of = |form: &Self, item: Item| -> Vec<String> {
            let entries = form.entries().filter(|(spot, _)| spot.item == item);
            entries.map(|(_, typed)| typed.to_owned()).collect()
        };
        Item::ALL.into_iter().filter(|item| of(self, *item) != of(before, *item)).collect()
    }
}

impl Form {
    /// What is typed at one place, if there is such a line.
    #[must_use]
    pub fn entry(&self, spot: Spot) -> Option<&str> {
        self.entries().find(|(at, _)| *at == spot).map(|(_, typed)| typed)
    }

    /// The same, to be changed. A scan is not typed.
    pub fn entry_mut(&mut self, spot: Spot) -> Option<&mut String> {
        let line = spot.line as usize;
        Some(match spot.item {
            Item::Code => &mut self.code,
            Item::CompanyName => &mut self.company_name,
            Item::LicenceFrom => &mut self.licence_from,
            Item::LicenceUntil => &mut self.licence_until,
            Item::Capital => &mut self.capital,
            Item::Region => &mut self.region,
            Item::Address => &mut self.address,
            Item::Roles => &mut self.roles.0,
            Item::LegalPerson => &mut self.legal.name,
            Item::LegalPersonId => &mut self.legal.id_number,
            Item::BankName => &mut self.bank_name,
            Item::BankAccount => &mut self.bank_account,
            Item::ContactName => &mut self.contacts.get_mut(line)?.name,
            Item::ContactPhone => &mut self.contacts.get_mut(line)?.phone,
            Item::ContactEmail => &mut self.contacts.get_mut(line)?.email,
            Item::QualificationName => &mut self.qualifications.get_mut(line)?.name,
            Item::QualificationLevel => &mut self.qualifications.get_mut(line)?.level,
            Item::QualificationNumber => &mut self.qualifications.get_mut(line)?.number,
            Item::QualificationUntil => &mut self.qualifications.get_mut(line)?.until,
            Item::LicenceScan | Item::LegalPersonScan | Item::BankScan | Item::QualificationScan | Item::OtherScan => {
                return None;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_read_where_it_is_written() {
        let mut form = Form {
            contacts: vec![Contact::default(); 2],
            qualifications: vec![Qualification::default(); 2],
            ..Form::default()
        };
        let spots: Vec<Spot> = form.entries().map(|(spot, _)| spot).collect();
        assert_eq!(spots.len(), 12 + 2 * 3 + 2 * 4);
        for spot in &spots {
            *form.entry_mut(*spot).unwrap() = spot.to_string();
        }
        for spot in spots {
            assert_eq!(form.entry(spot), Some(spot.to_string().as_str()));
        }
    }
}
