//! What a legal entity takes part in trading as: one entity, several roles (公共资源交易平台系统数据规范 V2.0, 14.1).

use serde::{Deserialize, Serialize};

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
    }
}
