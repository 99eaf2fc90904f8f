//! The label of each field.

use domain::{Field, Lang};

use super::pick;

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
    };
    pick(lang, chinese, english)
}
