//! Names of grades, issuers, roles, standings and causes.

use domain::Lang;
use domain::Role;
use domain::credit::Grade;
use domain::guarantee::IssuerKind;
use domain::room::Cause;
use domain::subject::Standing;

use super::pick;

/// 信用修复管理办法 (第36号令) names three grades.
#[must_use]
pub fn grade(lang: Lang, grade: Grade) -> &'static str {
    match grade {
        Grade::Minor => pick(lang, "轻微失信", "Minor"),
        Grade::General => pick(lang, "一般失信", "General"),
        Grade::Serious => pick(lang, "严重失信", "Serious"),
    }
}

#[must_use]
pub fn issuer(lang: Lang, kind: IssuerKind) -> &'static str {
    match kind {
        IssuerKind::Bank => pick(lang, "银行", "Bank"),
        IssuerKind::Insurer => pick(lang, "保险公司", "Insurer"),
        IssuerKind::GuaranteeCompany => pick(lang, "担保公司", "Guarantee company"),
    }
}

#[must_use]
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Bidder => pick(lang, "投标人", "Bidder"),
        Role::Tenderer => pick(lang, "招标人", "Tenderer"),
        Role::Registrar => pick(lang, "登记审核员", "Registrar"),
        Role::Supervisor => pick(lang, "行政监督部门", "Supervisor"),
    }
}

#[must_use]
pub fn standing(lang: Lang, standing: &Standing) -> &'static str {
    match standing {
        Standing::Submitted => pick(lang, "待审核", "Under review"),
        Standing::Returned { .. } => pick(lang, "已退回", "Returned"),
        Standing::Approved => pick(lang, "已生效", "In force"),
    }
}

/// What becomes of a bid that was not decrypted: 20号令 §31 keeps the two apart.
#[must_use]
pub fn cause(lang: Lang, cause: Cause) -> &'static str {
    match cause {
        Cause::Bidder => pick(
            lang,
            "投标文件视为撤销（因投标人原因未解密）",
            "Bid deemed revoked (撤销): not decrypted by the bidder's own fault",
        ),
        Cause::Platform => pick(
            lang,
            "投标文件视为撤回（非投标人原因未解密）",
            "Bid deemed withdrawn (撤回): not decrypted, through no fault of the bidder",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_in_both_languages() {
        let all = |lang| {
            let mut names = vec![cause(lang, Cause::Bidder), cause(lang, Cause::Platform)];
            names.extend([Grade::Minor, Grade::General, Grade::Serious].map(|g| grade(lang, g)));
            names.extend(IssuerKind::ALL.map(|kind| issuer(lang, kind)));
            names.extend(Role::ALL.map(|r| role(lang, r)));
            let returned = Standing::Returned { remark: String::new() };
            names.extend([Standing::Submitted, returned, Standing::Approved].map(|s| standing(lang, &s)));
            names
        };
        for (chinese, english) in all(Lang::Zh).into_iter().zip(all(Lang::En)) {
            assert!(!chinese.is_empty() && !english.is_empty());
            assert_ne!(chinese, english);
        }
    }
}
