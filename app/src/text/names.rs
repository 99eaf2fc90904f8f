//! Names of fields, stages, grades, issuers, roles, standings, causes and reasons to call for help.

use domain::credit::Grade;
use domain::guarantee::IssuerKind;
use domain::help::HelpReason;
use domain::quote::Procedure;
use domain::room::{Cause, Ruling};
use domain::stage::StageName;
use domain::subject::Standing;
use domain::{Field, Lang, Role};

use super::pick;

/// The label of a field.
#[must_use]
pub fn label(lang: Lang, field: Field) -> &'static str {
    let (chinese, english) = match field {
        Field::Code => ("统一社会信用代码", "Unified social credit code"),
        Field::CompanyName => ("单位名称", "Company name"),
        Field::LegalPerson => ("法定代表人", "Legal representative"),
        Field::Address => ("住所", "Registered address"),
        Field::ContactName => ("联系人", "Contact person"),
        Field::ContactPhone => ("手机号码", "Mobile number"),
        Field::Login => ("登录名", "Login name"),
        Field::Password => ("密码", "Password"),
        Field::PasswordAgain => ("再次输入密码", "Password again"),
        Field::Remark => ("退回意见", "What must be mended"),
        Field::Price => ("投标报价", "Bid price"),
        Field::Duration => ("工期", "Duration"),
        Field::Quality => ("质量目标", "Quality target"),
        Field::Manager => ("项目负责人", "Project manager"),
        Field::Document => ("投标文件正文", "Bid document"),
        Field::GuaranteeIssuer => ("出函机构", "Issuer"),
        Field::GuaranteeNumber => ("保函编号", "Guarantee number"),
        Field::GuaranteeAmount => ("保函金额", "Guarantee amount"),
        Field::GuaranteeFrom => ("生效日期", "Valid from"),
        Field::GuaranteeUntil => ("失效日期", "Valid until"),
        Field::GuaranteeFile => ("保函文件", "Guarantee file"),
        Field::Passphrase => ("密钥口令", "Key passphrase"),
        Field::PassphraseAgain => ("再次输入密钥口令", "Key passphrase again"),
        Field::KeyFile => ("密钥文件", "Key file"),
        Field::LotCode => ("标段编号", "Lot number"),
        Field::LotTitle => ("标段名称", "Title of the lot"),
        Field::Tenderer => ("招标人", "Tenderer"),
        Field::Ceiling => ("最高投标限价", "Ceiling price"),
        Field::GuaranteeDemand => ("投标保证金金额", "Bid guarantee demanded"),
        Field::Deadline => ("投标截止时间（开标时间）", "Deadline (time of opening)"),
        Field::DecryptMinutes => ("解密时限", "Time to decrypt"),
        Field::ObjectionMinutes => ("异议与确认时限", "Time for objections and confirmation"),
        Field::ValidityDays => ("投标有效期", "Validity of bids"),
        Field::Objection => ("异议内容", "Objection"),
        Field::Answer => ("答复", "Answer"),
        Field::Reason => ("原因", "Reason"),
        Field::HelpReason => ("遇到的问题", "What is wrong"),
        Field::HelpWords => ("补充说明（选填）", "More about it (optional)"),
        Field::Ruling => ("处理结果", "Finding"),
        Field::Draws => ("抽取系数", "Coefficients to draw"),
        Field::Message => ("发言内容", "Message"),
        Field::Project => ("招标项目编号（选填）", "Tender number (optional)"),
        Field::SignInMinutes => ("签到时限（选填）", "Time to sign in (optional)"),
        Field::StrictSignIn => ("逾期签到", "Late sign-in"),
        Field::SignInClause => ("签到条款", "Clause on sign-in"),
        Field::DecryptClause => ("解密条款", "Clause on decryption"),
        Field::ConfirmMinutes => ("确认时限（选填）", "Time to confirm (optional)"),
        Field::ConfirmClause => ("确认条款", "Clause on confirmation"),
        Field::ObjectionClause => ("异议条款", "Clause on objections"),
        Field::Restore => ("文件受损时的补救", "Remedy for damaged bids"),
        Field::RestoreClause => ("补救条款", "Clause on the remedy"),
        Field::SealedCopy => ("密封副本", "Sealed copy"),
        Field::ResumeAt => ("续开时间", "To go on at"),
        Field::Procedure => ("采购方式", "Procedure"),
        Field::Rounds => ("报价轮次", "Rounds of quotation"),
        Field::QuoteMinutes => ("每轮报价时限", "Time to quote in a round"),
        Field::Email => ("电子邮箱", "E-mail"),
        Field::OneTimeCode => ("动态码", "One-time code"),
        Field::Seat => ("岗位", "Position"),
        Field::Evidence => ("证明材料", "Evidence"),
        Field::Falling => ("后轮报价", "Prices of later rounds"),
        Field::Division => ("行政区划代码", "Division"),
        Field::QuoteClause => ("报价条款", "Clause on quotations"),
    };
    pick(lang, chinese, english)
}

/// What the host found of an objection.
#[must_use]
pub fn ruling(lang: Lang, ruling: Ruling) -> &'static str {
    let (chinese, english) = match ruling {
        Ruling::Explained => ("说明情况", "explained"),
        Ruling::Unfounded => ("不成立", "unfounded"),
        Ruling::Upheld => ("成立", "upheld"),
        Ruling::CauseCorrected => ("成立，撤销改记撤回", "upheld: withdrawn in place of revoked"),
        Ruling::DecryptAgain => ("成立，重新解密", "upheld: may decrypt again"),
    };
    pick(lang, chinese, english)
}

#[must_use]
pub fn stage(lang: Lang, stage: StageName) -> &'static str {
    match stage {
        StageName::Scheduled => pick(lang, "等待开标", "Scheduled"),
        StageName::SignIn => pick(lang, "签到", "Sign-in"),
        StageName::Announced => pick(lang, "已公布投标人", "Bidders announced"),
        StageName::Decrypting => pick(lang, "解密", "Decryption"),
        StageName::Decrypted => pick(lang, "等待唱标", "Waiting for the read-out"),
        StageName::ReadOut => pick(lang, "唱标", "Read-out"),
        StageName::Quoting => pick(lang, "多轮报价", "Quotation"),
        StageName::Objections => pick(lang, "异议与确认", "Objections and confirmation"),
        StageName::Closed => pick(lang, "开标结束", "Closed"),
        StageName::Failed => pick(lang, "开标失败（投标人不足三家）", "Failed (fewer than three bids)"),
    }
}

#[must_use]
pub fn procedure(lang: Lang, procedure: Procedure) -> &'static str {
    match procedure {
        Procedure::Tender => pick(lang, "公开招标", "Open tender"),
        Procedure::Negotiation => pick(lang, "竞争性谈判", "Competitive negotiation"),
        Procedure::Consultation => pick(lang, "竞争性磋商", "Competitive consultation"),
    }
}

#[must_use]
pub fn help_reason(lang: Lang, reason: HelpReason) -> &'static str {
    match reason {
        HelpReason::Key => pick(lang, "口令或者密钥文件问题", "Passphrase or key file"),
        HelpReason::Page => pick(lang, "页面或者网络问题", "The page or the network"),
        HelpReason::Other => pick(lang, "其他问题", "Something else"),
    }
}

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

/// Who asks for the offers: a tender has a 招标人, any other procedure a 采购人.
#[must_use]
pub fn tenderer(lang: Lang, procedure: Procedure) -> &'static str {
    if procedure.is_tender() { pick(lang, "招标人", "Tenderer") } else { pick(lang, "采购人", "Purchaser") }
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
        Standing::Overdue => pick(lang, "年度确认已逾期", "Confirmation overdue"),
        Standing::Suspended => pick(lang, "已暂停", "Suspended"),
        Standing::Cancelled => pick(lang, "已注销", "Cancelled"),
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

/// How long something lasts, in the units in which people set it.
#[must_use]
pub fn span(lang: Lang, seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => pick(lang, format!("{seconds} 秒"), format!("{seconds} seconds")),
        (minutes, 0) => pick(lang, format!("{minutes} 分钟"), format!("{minutes} minutes")),
        (minutes, seconds) => pick(lang, format!("{minutes} 分 {seconds} 秒"), format!("{minutes} min {seconds} s")),
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
            names.extend(HelpReason::ALL.map(|reason| help_reason(lang, reason)));
            names.extend(IssuerKind::ALL.map(|kind| issuer(lang, kind)));
            names.extend(Role::ALL.map(|r| role(lang, r)));
            names.extend(Procedure::ALL.map(|one| procedure(lang, one)));
            let returned = Standing::Returned { remark: String::new() };
            let others = [Standing::Overdue, Standing::Suspended, Standing::Cancelled];
            names.extend(others.map(|s| standing(lang, &s)));
            names.extend([Standing::Submitted, returned, Standing::Approved].map(|s| standing(lang, &s)));
            names
        };
        for (chinese, english) in all(Lang::Zh).into_iter().zip(all(Lang::En)) {
            assert!(!chinese.is_empty() && !english.is_empty());
            assert_ne!(chinese, english);
        }
    }

    #[test]
    fn every_stage_has_a_name_in_both_languages() {
        for name in StageName::WAY.into_iter().chain([StageName::Quoting, StageName::Failed]) {
            let (chinese, english) = (stage(Lang::Zh, name), stage(Lang::En, name));
            assert!(!chinese.is_empty() && !english.is_empty() && chinese != english, "{name:?}");
        }
    }

    #[test]
    fn a_span_is_told_in_the_units_it_was_set_in() {
        assert_eq!(span(Lang::Zh, 1800), "30 分钟");
        assert_eq!(span(Lang::Zh, 45), "45 秒");
        assert_eq!(span(Lang::Zh, 90), "1 分 30 秒");
    }
}
