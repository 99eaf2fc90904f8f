//! Letters about a company's business: its registration, its certificates, and days that must not be missed.
//!
//! | what | when it is written | to whom |
//! |---|---|---|
//! | registration or change approved, returned | with the registrar's decision | administrators |
//! | certificate issued, revoked | with the act | administrators |
//! | certificate ends | 60, 30 and 7 days before, unless another one holds longer | administrators |
//! | yearly confirmation | 60 and 7 days before it is due, and once it is overdue | administrators |
//! | a qualification ends | 60 and 30 days before | administrators |
//! | deadline and opening | a day and an hour before | who bids for the company and asked for it |
//!
//! Each is written once: a row in the transaction of the letter says so to every node, and days that were missed are made
//! up for by the letter of the day that it is. What access touches is told by [`crate::letters`].
//!
//! A letter leaves the house, and whoever carries the mail can see whose it is. So a company is reminded of an opening only
//! where one of its people asks for that (`/my/account`), and the letter does not say that it bids.

use domain::certificate::RevocationReason;
use domain::rights::Right;
use domain::subject::case::CaseKind;
use domain::{Day, SubjectId, Timestamp};
use store::{Tx, people};

use crate::{Error, Office};

/// What a company is told.
#[derive(Clone, Debug)]
pub enum Notice {
    Approved { kind: CaseKind },
    Returned { kind: CaseKind, remarks: usize },
    CertificateIssued { serial: String, until: Timestamp },
    CertificateRevoked { serial: String, reason: RevocationReason },
    CertificateEnds { serial: String, until: Timestamp },
    ConfirmationDue { by: Day },
    ConfirmationOverdue { by: Day },
    QualificationEnds { name: String, number: String, until: Day },
    OpeningComes { code: String, title: String, at: Timestamp, page: String },
}

const fn case_name(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Registration => "单位登记",
        CaseKind::Change => "登记信息变更",
    }
}

impl Notice {
    pub fn title(&self) -> &'static str {
        match self {
            Self::Approved { .. } => "登记审核通过",
            Self::Returned { .. } => "登记退回补正",
            Self::CertificateIssued { .. } => "数字证书已签发",
            Self::CertificateRevoked { .. } => "数字证书已吊销",
            Self::CertificateEnds { .. } => "数字证书即将到期",
            Self::ConfirmationDue { .. } => "请办理年度确认",
            Self::ConfirmationOverdue { .. } => "年度确认已逾期",
            Self::QualificationEnds { .. } => "资质证书即将到期",
            Self::OpeningComes { .. } => "开标时间提醒",
        }
    }

    /// The page on which something can be done about it.
    fn page(&self) -> &str {
        match self {
            Self::CertificateIssued { .. } | Self::CertificateRevoked { .. } | Self::CertificateEnds { .. } => {
                "/my/key"
            }
            Self::QualificationEnds { .. } => "/my/case/form",
            Self::OpeningComes { page, .. } => page,
            _ => "/my/case",
        }
    }

    fn what(&self) -> String {
        match self {
            Self::Approved { kind } => format!("{}已审核通过，自即时起生效。", case_name(*kind)),
            Self::Returned { kind, remarks } => {
                format!("{}已退回，审核员写有 {remarks} 条意见。请登录查看，补正后重新提交。", case_name(*kind))
            }
            Self::CertificateIssued { serial, until } => {
                format!(
                    "序列号 {serial} 的数字证书已签发，有效期至 {}。不是本单位申请的，请立即吊销并联系交易中心。",
                    until.day()
                )
            }
            Self::CertificateRevoked { serial, reason } => format!(
                "序列号 {serial} 的数字证书已吊销（{}）。已递交的投标文件仍由原密钥解密，请妥善保管原密钥。",
                reason_name(*reason)
            ),
            Self::CertificateEnds { serial, until } => {
                format!(
                    "序列号 {serial} 的数字证书于 {} 到期，到期后不能递交投标文件。请提前换领；新旧证书在有效期内同时可用。",
                    until.day()
                )
            }
            Self::ConfirmationDue { by } => format!("登记信息须在 {by} 之前完成年度确认，逾期不能参加新的投标。"),
            Self::ConfirmationOverdue { by } => {
                format!("登记信息应在 {by} 之前确认，现已逾期。确认之前不能参加新的投标，已递交的投标不受影响。")
            }
            Self::QualificationEnds { name, number, until } => {
                format!("登记的资质“{name}”（证书编号 {number}）于 {until} 到期。延续后请变更登记信息。")
            }
            Self::OpeningComes { code, title, at, .. } => format!(
                "标段 {code} {title} 于 {at}（北京时间）投标截止并开标。参加的单位请按时进入开标室签到，并备好密钥文件和口令。"
            ),
        }
    }

    pub fn words(&self, company: &str, origin: &str, now: Timestamp) -> String {
        let (what, page) = (self.what(), self.page());
        format!(
            "{company}：\n\n{what}\n\n{origin}{page}\n\n时间：{now}（北京时间）\n本邮件由开标平台自动发出，请勿回复。\n"
        )
    }

    /// Whom of a company it concerns.
    const fn right(&self) -> Right {
        match self {
            Self::OpeningComes { .. } => Right::Bid,
            _ => Right::Manage,
        }
    }
}

const fn reason_name(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::KeyCompromise => "密钥泄露",
        RevocationReason::KeyLost => "密钥丢失",
        RevocationReason::Superseded => "已被取代",
        RevocationReason::Ceased => "停止使用",
    }
}

impl Office {
    /// Writes to the people of a company whom it concerns, each that has named an address; of openings, to those who asked
    /// for it.
    pub(crate) async fn tell_company(
        &self,
        tx: &Tx,
        company: SubjectId,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Some(subject) = store::subjects::find(&**tx, company).await? else { return Ok(()) };
        let words = notice.words(&subject.registration.name, &self.0.origin, now);
        for person in people::of_subject(&**tx, company).await? {
            let asks = notice.right() != Right::Bid || people::reminders(&**tx, person.id).await?;
            if !asks || !person.seat.is_some_and(|seat| seat.may(notice.right())) {
                continue;
            }
            if let Some(address) = people::email(tx, person.id).await? {
                self.post(tx, Some(person.id), &address, notice.title(), words.clone(), now).await?;
            }
        }
        Ok(())
    }
}
