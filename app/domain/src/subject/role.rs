//! What a legal entity takes part in trading as: one entity, several roles (公共资源交易平台系统数据规范 V2.0, 14.1), and what
//! each lets it do.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::quote::Procedure;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectRole {
    /// 招标人.
    Tenderer,
    /// 招标代理机构.
    TenderAgency,
    /// 投标人.
    Bidder,
    /// 采购人.
    Purchaser,
    /// 采购代理机构.
    PurchaseAgency,
    /// 供应商.
    Supplier,
    /// 出让人, 转让方.
    Transferor,
    /// 受让人, 竞得人.
    Transferee,
}

impl SubjectRole {
    pub const ALL: [Self; 8] = [
        Self::Tenderer,
        Self::TenderAgency,
        Self::Bidder,
        Self::Purchaser,
        Self::PurchaseAgency,
        Self::Supplier,
        Self::Transferor,
        Self::Transferee,
    ];

    /// As it is stored and searched for.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tenderer => "tenderer",
            Self::TenderAgency => "tender_agency",
            Self::Bidder => "bidder",
            Self::Purchaser => "purchaser",
            Self::PurchaseAgency => "purchase_agency",
            Self::Supplier => "supplier",
            Self::Transferor => "transferor",
            Self::Transferee => "transferee",
        }
    }

    /// As people and tables call it.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Tenderer => "招标人",
            Self::TenderAgency => "招标代理机构",
            Self::Bidder => "投标人",
            Self::Purchaser => "采购人",
            Self::PurchaseAgency => "采购代理机构",
            Self::Supplier => "供应商",
            Self::Transferor => "出让人",
            Self::Transferee => "受让人",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    #[must_use]
    pub fn from_chinese(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.chinese() == name)
    }

    /// Names with commas between; nothing of what it does not know.
    #[must_use]
    pub fn read_all(names: &str) -> Vec<Self> {
        let mut roles: Vec<Self> = names.split(',').filter_map(Self::from_name).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    #[must_use]
    pub fn write_all(roles: &[Self]) -> String {
        roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(",")
    }
}

/// The roles as a form has them: names with commas between. Before a form could name any, every company was a bidder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(pub String);

impl Default for Roles {
    fn default() -> Self {
        Self::of(&[SubjectRole::Bidder])
    }
}

impl Roles {
    #[must_use]
    pub fn of(roles: &[SubjectRole]) -> Self {
        Self(SubjectRole::write_all(roles))
    }

    /// In order, each once.
    #[must_use]
    pub fn read(&self) -> Vec<SubjectRole> {
        SubjectRole::read_all(&self.0)
    }
}

/// What only an entity in a certain role may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undertaking {
    /// Bid for a lot that is tendered.
    Bid,
    /// Bid for one that is negotiated.
    Negotiate,
    /// Announce lots and host their openings.
    Announce,
}

impl Undertaking {
    pub const ALL: [Self; 3] = [Self::Bid, Self::Negotiate, Self::Announce];

    /// A bid in such a procedure.
    #[must_use]
    pub const fn bid_in(procedure: Procedure) -> Self {
        match procedure {
            Procedure::Tender => Self::Bid,
            Procedure::Negotiation | Procedure::Consultation => Self::Negotiate,
        }
    }

    /// Any one of these roles is enough. Whoever negotiates is called a supplier (政府采购法 §21), and may be registered as a
    /// bidder alone.
    #[must_use]
    pub const fn roles(self) -> &'static [SubjectRole] {
        match self {
            Self::Bid => &[SubjectRole::Bidder],
            Self::Negotiate => &[SubjectRole::Supplier, SubjectRole::Bidder],
            Self::Announce => {
                &[SubjectRole::Tenderer, SubjectRole::TenderAgency, SubjectRole::Purchaser, SubjectRole::PurchaseAgency]
            }
        }
    }

    #[must_use]
    pub fn is_open_to(self, roles: &[SubjectRole]) -> bool {
        self.roles().iter().any(|role| roles.contains(role))
    }

    /// # Errors
    /// `RoleMissing` for an entity in none of the roles.
    pub fn ask(self, roles: &[SubjectRole]) -> Result<(), Refusal> {
        if self.is_open_to(roles) { Ok(()) } else { Err(Refusal::RoleMissing { to: self }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_back_by_either_name() {
        for role in SubjectRole::ALL {
            assert_eq!(SubjectRole::from_name(role.name()), Some(role));
            assert_eq!(SubjectRole::from_chinese(role.chinese()), Some(role));
        }
        let written = SubjectRole::write_all(&[SubjectRole::Supplier, SubjectRole::Bidder]);
        assert_eq!(SubjectRole::read_all(&written), [SubjectRole::Bidder, SubjectRole::Supplier]);
        assert_eq!(SubjectRole::read_all(""), []);
        assert_eq!(Roles::default().read(), [SubjectRole::Bidder]);
    }

    #[test]
    fn each_undertaking_belongs_to_its_roles() {
        let may = |role: SubjectRole| Undertaking::ALL.map(|to| to.ask(&[role]).is_ok());
        for role in SubjectRole::ALL {
            let expected = match role {
                SubjectRole::Bidder => [true, true, false],
                SubjectRole::Supplier => [false, true, false],
                SubjectRole::Transferor | SubjectRole::Transferee => [false, false, false],
                _ => [false, false, true],
            };
            assert_eq!(may(role), expected, "{role:?}");
        }
        let (both, to) = ([SubjectRole::Tenderer, SubjectRole::Bidder], Undertaking::Announce);
        assert!(Undertaking::ALL.into_iter().all(|to| to.is_open_to(&both)));
        assert_eq!(to.ask(&[]), Err(Refusal::RoleMissing { to }));
    }
}
