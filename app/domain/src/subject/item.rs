//! The entries of a registration by name, and what can be wrong with one. They are not among [`crate::Field`]: only the
//! pages of registration and review carry their words.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id_number::IdNumberFault;
use crate::credit_code::CreditCodeFault;
use crate::money::MoneyFault;

/// An entry of the form. The steps of the form follow this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    Code,
    CompanyName,
    LicenceFrom,
    LicenceUntil,
    Capital,
    Region,
    Address,
    Roles,
    LegalPerson,
    LegalPersonId,
    BankName,
    BankAccount,
    ContactName,
    ContactPhone,
    ContactEmail,
    QualificationName,
    QualificationLevel,
    QualificationNumber,
    QualificationUntil,
    LicenceScan,
    LegalPersonScan,
    BankScan,
    QualificationScan,
    OtherScan,
}

/// The screens of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Company,
    LegalPerson,
    Contacts,
    Qualifications,
    Scans,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Company, Self::LegalPerson, Self::Contacts, Self::Qualifications, Self::Scans];
}

impl Item {
    pub const ALL: [Self; 24] = [
        Self::Code,
        Self::CompanyName,
        Self::LicenceFrom,
        Self::LicenceUntil,
        Self::Capital,
        Self::Region,
        Self::Address,
        Self::Roles,
        Self::LegalPerson,
        Self::LegalPersonId,
        Self::BankName,
        Self::BankAccount,
        Self::ContactName,
        Self::ContactPhone,
        Self::ContactEmail,
        Self::QualificationName,
        Self::QualificationLevel,
        Self::QualificationNumber,
        Self::QualificationUntil,
        Self::LicenceScan,
        Self::LegalPersonScan,
        Self::BankScan,
        Self::QualificationScan,
        Self::OtherScan,
    ];

    /// The `name` of the input.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::CompanyName => "company_name",
            Self::LicenceFrom => "licence_from",
            Self::LicenceUntil => "licence_until",
            Self::Capital => "capital",
            Self::Region => "region",
            Self::Address => "address",
            Self::Roles => "roles",
            Self::LegalPerson => "legal_person",
            Self::LegalPersonId => "legal_person_id",
            Self::BankName => "bank_name",
            Self::BankAccount => "bank_account",
            Self::ContactName => "contact_name",
            Self::ContactPhone => "contact_phone",
            Self::ContactEmail => "contact_email",
            Self::QualificationName => "qualification_name",
            Self::QualificationLevel => "qualification_level",
            Self::QualificationNumber => "qualification_number",
            Self::QualificationUntil => "qualification_until",
            Self::LicenceScan => "licence_scan",
            Self::LegalPersonScan => "legal_person_scan",
            Self::BankScan => "bank_scan",
            Self::QualificationScan => "qualification_scan",
            Self::OtherScan => "other_scan",
        }
    }

    /// The screen on which it is typed.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Code
            | Self::CompanyName
            | Self::LicenceFrom
            | Self::LicenceUntil
            | Self::Capital
            | Self::Region
            | Self::Address
            | Self::Roles => Step::Company,
            Self::LegalPerson | Self::LegalPersonId | Self::BankName | Self::BankAccount => Step::LegalPerson,
            Self::ContactName | Self::ContactPhone | Self::ContactEmail => Step::Contacts,
            Self::QualificationName
            | Self::QualificationLevel
            | Self::QualificationNumber
            | Self::QualificationUntil => Step::Qualifications,
            Self::LicenceScan | Self::LegalPersonScan | Self::BankScan | Self::QualificationScan | Self::OtherScan => {
                Step::Scans
            }
        }
    }

    /// Whether a change of it is looked at by a registrar before it is in force: what stands on a licence or a certificate,
    /// and where money goes. Whom to call is not.
    #[must_use]
    pub const fn is_key(self) -> bool {
        !matches!(self, Self::ContactName | Self::ContactPhone | Self::ContactEmail | Self::OtherScan)
    }
}

/// One entry: of contacts and qualifications the `line`, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    pub item: Item,
    #[serde(default)]
    pub line: u32,
}

impl From<Item> for Spot {
    fn from(item: Item) -> Self {
        Self { item, line: 0 }
    }
}

impl fmt::Display for Spot {
    /// The `id` of the input.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(self.item.name()),
            line => write!(f, "{}-{}", self.item.name(), line + 1),
        }
    }
}

/// What is wrong with one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemFault {
    Empty,
    TooLong {
        max: u32,
    },
    Code(CreditCodeFault),
    Money(MoneyFault),
    IdNumber(IdNumberFault),
    NotADate,
    /// Must not lie in the future.
    NotYet,
    /// Its last day is past.
    Expired,
    /// The last day lies before the first.
    BeforeItBegan,
    /// Eleven digits from 13 to 19.
    NotAMobile,
    NotAnEmail,
    /// Eight to thirty-two digits.
    NotAnAccount,
    /// Six digits that name a division.
    NotARegion,
    /// The scan that is asked for was not sent.
    NoScan,
    TooMany {
        max: u32,
    },
    /// Another company has it.
    Taken,
    /// A registration keeps its code.
    NotTheCode,
    /// Of several, at least one is to be chosen.
    NoneChosen,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemProblem {
    pub spot: Spot,
    pub fault: ItemFault,
}

/// What a registrar wants mended, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotRemark {
    pub spot: Spot,
    pub words: String,
}
