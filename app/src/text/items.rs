//! The entries of a registration and what can be wrong with them; acts, states and kinds of its case. Only the pages of
//! registration and review carry these words.

use domain::Lang;
use domain::subject::attachment::AttachmentFault;
use domain::subject::case::{CaseKind, CaseState};
use domain::subject::id_number::IdNumberFault;
use domain::subject::item::{Item, ItemFault, Step};
use domain::subject::life::LifeKind;
use domain::subject::outside::{Finding, Question};
use domain::subject::role::SubjectRole;

use super::{fault, pair, pick};

#[must_use]
pub fn item(lang: Lang, item: Item) -> &'static str {
    let (chinese, english) = match item {
        Item::Code => ("统一社会信用代码", "Unified social credit code"),
        Item::CompanyName => ("单位名称", "Company name"),
        Item::LicenceFrom => ("营业期限自", "Licence valid from"),
        Item::LicenceUntil => ("营业期限至", "Licence valid until"),
        Item::Capital => ("注册资本", "Registered capital"),
        Item::Region => ("住所行政区划代码", "Division of the address"),
        Item::Address => ("住所", "Registered address"),
        Item::Roles => ("交易角色", "Roles in trading"),
        Item::LegalPerson => ("法定代表人", "Legal representative"),
        Item::LegalPersonId => ("法定代表人身份证号码", "Identity number of the legal representative"),
        Item::BankName => ("基本账户开户银行", "Bank of the basic account"),
        Item::BankAccount => ("基本账户账号", "Number of the basic account"),
        Item::ContactName => ("联系人", "Contact person"),
        Item::ContactPhone => ("手机号码", "Mobile number"),
        Item::ContactEmail => ("电子邮箱", "E-mail"),
        Item::QualificationName => ("资质名称", "Qualification"),
        Item::QualificationLevel => ("资质等级", "Level"),
        Item::QualificationNumber => ("证书编号", "Number of the certificate"),
        Item::QualificationUntil => ("有效期至", "Valid until"),
        Item::LicenceScan => ("营业执照扫描件", "Scan of the licence"),
        Item::LegalPersonScan => ("法定代表人身份证扫描件", "Scan of the identity card"),
        Item::BankScan => ("基本账户证明扫描件", "Scan on the basic account"),
        Item::QualificationScan => ("资质证书扫描件", "Scans of certificates"),
        Item::OtherScan => ("其他材料", "Other papers"),
    };
    pick(lang, chinese, english)
}

#[must_use]
pub fn subject_role(lang: Lang, role: SubjectRole) -> &'static str {
    let english = match role {
        SubjectRole::Tenderer => "Tenderer",
        SubjectRole::TenderAgency => "Tender agency",
        SubjectRole::Bidder => "Bidder",
        SubjectRole::Purchaser => "Purchaser",
        SubjectRole::PurchaseAgency => "Purchase agency",
        SubjectRole::Supplier => "Supplier",
        SubjectRole::Transferor => "Transferor",
        SubjectRole::Transferee => "Transferee",
    };
    pick(lang, role.chinese(), english)
}

/// Roles in a line.
#[must_use]
pub fn subject_roles(lang: Lang, roles: &[SubjectRole]) -> String {
    roles.iter().map(|role| subject_role(lang, *role)).collect::<Vec<_>>().join(pick(lang, "、", ", "))
}

/// An entry as it is read: roles by their names, everything else as it was typed.
#[must_use]
pub fn typed(lang: Lang, item: Item, typed: &str) -> String {
    match item {
        Item::Roles => subject_roles(lang, &SubjectRole::read_all(typed)),
        _ => typed.to_owned(),
    }
}

#[must_use]
pub fn step(lang: Lang, step: Step) -> &'static str {
    match step {
        Step::Company => pick(lang, "单位信息", "Company"),
        Step::LegalPerson => pick(lang, "法定代表人与账户", "Representative and account"),
        Step::Contacts => pick(lang, "联系人", "Contacts"),
        Step::Qualifications => pick(lang, "资质", "Qualifications"),
        Step::Scans => pick(lang, "扫描件", "Scans"),
    }
}

/// What is wrong with an entry.
#[must_use]
pub fn wrong(lang: Lang, wrong: &ItemFault) -> String {
    let (chinese, english) = match wrong {
        ItemFault::Code(code) => return fault::fault(lang, &domain::Fault::CreditCode(code.clone())),
        ItemFault::Money(money) => return fault::fault(lang, &domain::Fault::Money(*money)),
        ItemFault::IdNumber(fault) => return id_number(lang, *fault),
        ItemFault::TooLong { max } => (format!("最多 {max} 个字"), format!("At most {max} characters")),
        ItemFault::TooMany { max } => (format!("最多 {max} 项"), format!("At most {max}")),
        ItemFault::Empty => pair("请填写", "Fill this in"),
        ItemFault::NotADate => pair("请填写完整的日期", "Enter a complete date"),
        ItemFault::NotYet => pair("不能晚于今天", "Must not lie in the future"),
        ItemFault::Expired => pair("已过期", "It has expired"),
        ItemFault::BeforeItBegan => pair("不能早于起始日期", "Must not lie before its beginning"),
        ItemFault::NotAMobile => pair("请填写 11 位手机号码", "Enter a mobile number of 11 digits"),
        ItemFault::NotAnEmail => pair("请填写完整的邮箱地址", "Enter a complete e-mail address"),
        ItemFault::NotAnAccount => pair("账号应为 8 至 32 位数字", "8 to 32 digits"),
        ItemFault::NotARegion => pair("请填写 6 位行政区划代码", "Enter the six digits of a division"),
        ItemFault::NoScan => pair("请上传", "Upload it"),
        ItemFault::Taken => pair("已被登记", "Registered already"),
        ItemFault::NoneChosen => pair("请至少选一项", "Choose at least one"),
        ItemFault::NotTheCode => pair("统一社会信用代码不能变更", "The code can not be changed"),
    };
    pick(lang, chinese, english)
}

fn id_number(lang: Lang, fault: IdNumberFault) -> String {
    let (chinese, english) = match fault {
        IdNumberFault::Length { found } => {
            (format!("应为 18 位，现为 {found} 位"), format!("18 characters are needed, {found} were entered"))
        }
        IdNumberFault::Characters => pair("前 17 位为数字，末位为数字或 X", "Seventeen digits, and last a digit or X"),
        IdNumberFault::Division => pair("没有这样的地区码", "No region has this number"),
        IdNumberFault::Birthday => pair("第 7 至 14 位不是有效的出生日期", "Places 7 to 14 are no birthday"),
        IdNumberFault::Check => {
            pair("校验位不符，请对照证件核对", "The check character does not fit: compare with the card")
        }
    };
    pick(lang, chinese, english)
}

/// Why a file was not taken.
#[must_use]
pub fn file(lang: Lang, fault: &AttachmentFault) -> String {
    let (chinese, english) = match fault {
        AttachmentFault::Empty => pair("文件是空的", "The file is empty"),
        AttachmentFault::TooLarge { most } => {
            let most = most >> 20;
            (format!("文件不得超过 {most} MB"), format!("At most {most} MB"))
        }
        AttachmentFault::TooMany { most } => {
            (format!("已上传 {most} 个文件，不能再传"), format!("{most} files are there; no more are taken"))
        }
        AttachmentFault::UnknownKind => pair(
            "只接收 JPEG、PNG 图片和 PDF；以内容为准，改扩展名无效",
            "Only JPEG, PNG and PDF, by what they hold; renaming is not enough",
        ),
        AttachmentFault::BrokenImage => pair("图片已损坏，请重新扫描或拍照", "The image is broken; scan it again"),
        AttachmentFault::TooManyPixels => pair("图片尺寸过大，边长不得超过 10000 像素", "At most 10000 pixels a side"),
        AttachmentFault::BrokenPdf => pair("PDF 不完整，请重新导出", "The PDF is broken; export it again"),
        AttachmentFault::EncryptedPdf => pair("PDF 设有密码，请去除后再传", "The PDF has a password; remove it first"),
        AttachmentFault::ActivePdf => pair(
            "PDF 含脚本、附件或启动程序的动作，请打印成普通 PDF 后再传",
            "The PDF holds scripts, files or actions; print it into a plain PDF",
        ),
        AttachmentFault::Virus { name } => (format!("病毒扫描发现 {name}"), format!("The virus scanner found {name}")),
        AttachmentFault::NoScanner => {
            pair("病毒扫描暂时不可用，请稍后再传", "The virus scanner does not answer; try again later")
        }
    };
    pick(lang, chinese, english)
}

#[must_use]
pub fn kind(lang: Lang, kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Registration => pick(lang, "登记", "Registration"),
        CaseKind::Change => pick(lang, "变更", "Change"),
    }
}

/// Where a case stands.
#[must_use]
pub fn state(lang: Lang, state: &CaseState) -> &'static str {
    match state {
        CaseState::Submitted => pick(lang, "待审核", "Waits for review"),
        CaseState::Claimed { .. } => pick(lang, "审核中", "Under review"),
        CaseState::Agreed { .. } => pick(lang, "待复核", "Waits for a second review"),
        CaseState::ClaimedAgain { .. } => pick(lang, "复核中", "Under second review"),
        CaseState::Returned { .. } => pick(lang, "已退回", "Returned"),
        CaseState::Approved => pick(lang, "已通过", "Approved"),
        CaseState::Withdrawn => pick(lang, "已撤回", "Taken back"),
    }
}

#[must_use]
pub fn question(lang: Lang, question: Question) -> &'static str {
    match question {
        Question::Registry => pick(lang, "工商登记", "Business registry"),
        Question::Credit => pick(lang, "信用名单", "Credit lists"),
        Question::Qualification => pick(lang, "资质名录", "Qualifications"),
    }
}

/// What came of asking, and the class of its badge.
#[must_use]
pub fn finding(lang: Lang, finding: &Finding) -> (&'static str, String) {
    let (class, (chinese, english)) = match finding {
        Finding::Agrees => ("badge badge--good", pair("相符", "agrees")),
        Finding::Differs { what } => ("badge badge--bad", (format!("不符：{what}"), format!("differs: {what}"))),
        Finding::Unknown => ("badge badge--warn", pair("查无此单位", "not known there")),
        Finding::Open { .. } => {
            ("badge badge--quiet", pair("未完成：对方未答复，稍后自动重试", "open: no answer yet, asked again"))
        }
    };
    (class, pick(lang, chinese, english))
}

#[must_use]
pub fn life(lang: Lang, kind: LifeKind) -> &'static str {
    match kind {
        LifeKind::Suspended => pick(lang, "暂停", "Suspension"),
        LifeKind::Resumed => pick(lang, "恢复", "Suspension lifted"),
        LifeKind::Cancelled => pick(lang, "注销", "Cancellation"),
        LifeKind::MergedInto => pick(lang, "合并（并入其他单位）", "Merged into another"),
        LifeKind::Divided => pick(lang, "分立", "Divided"),
    }
}

/// What the journal calls so.
#[must_use]
pub fn act(lang: Lang, act: &str) -> &'static str {
    let (chinese, english) = match act {
        "subject.registered" => ("提交登记", "Registration sent"),
        "subject.resubmitted" => ("补正后重新提交", "Sent again, mended"),
        "subject.approved" => ("审核通过，登记生效", "Approved and in force"),
        "subject.returned" => ("退回补正", "Returned to be mended"),
        "subject.case_claimed" => ("审核员受理", "Taken up by a registrar"),
        "subject.case_laid_back" => ("退回待审队列", "Laid back into the queue"),
        "subject.case_agreed" => ("初审通过，待复核", "First registrar agreed"),
        "subject.change_submitted" => ("提交变更", "Change sent"),
        "subject.change_approved" => ("变更审核通过", "Change approved"),
        "subject.change_returned" => ("变更退回补正", "Change returned"),
        "subject.change_withdrawn" => ("撤回变更", "Change taken back"),
        "subject.amended" => ("信息更新生效", "Data updated"),
        "subject.confirmed" => ("年度确认", "Yearly confirmation"),
        "subject.decided" => ("登记决定", "Decision entered"),
        _ => ("其他", "Other"),
    };
    pick(lang, chinese, english)
}
