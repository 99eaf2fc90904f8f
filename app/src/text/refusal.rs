//! Why something was not done, in the person's language: short, exact, and what to do now.

use domain::certificate::CertificateFault;
use domain::credit::RestrictionNotice;
use domain::subject::Standing;
use domain::subject::role::Undertaking;
use domain::{Lang, Refusal, bid};

use super::{names, pair, pick};
use crate::api::ApiError;

/// What a server function answered instead of its result.
#[must_use]
pub fn error(lang: Lang, error: &ApiError) -> String {
    match error {
        ApiError::Refused(refused) => refusal(lang, refused),
        ApiError::Unreachable => pick(
            lang,
            "连接不上服务器，什么也没有改变。请检查网络后重试。",
            "The server could not be reached; nothing was changed. Check your connection and try again.",
        )
        .to_owned(),
    }
}

#[must_use]
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    let (chinese, english) = match refusal {
        Refusal::NotApproved { standing } => return not_approved(lang, standing),
        Refusal::Restricted { notice } => return restricted(lang, notice),
        Refusal::Invalid { problems } => {
            let n = problems.len();
            (format!("有 {n} 处需要改正。"), format!("{n} entries need correction."))
        }
        Refusal::DeadlinePassed { deadline, late_by } => (
            format!("投标截止时间为 {deadline}（北京时间），服务器收到时已过 {}，不予接收。", span(Lang::Zh, *late_by)),
            format!(
                "The deadline was {deadline} (Beijing time); the server received this {} after it. It is not accepted.",
                span(Lang::En, *late_by)
            ),
        ),
        Refusal::AlreadyCommitted { at } => (
            format!("这份投标文件已于 {at} 递交，无需重复递交。"),
            format!("This bid was submitted at {at}; it need not be submitted again."),
        ),
        Refusal::PartMissing { part } => (
            format!("“{}”没有上传完整，请重新递交。", self::part(Lang::Zh, part)),
            format!("“{}” did not arrive whole. Submit again.", self::part(Lang::En, part)),
        ),
        Refusal::DigestDiffers { part } => (
            format!("“{}”与签名清单的摘要不符，请重新密封并递交。", self::part(Lang::Zh, part)),
            format!(
                "The digest of “{}” differs from the signed manifest. Seal and submit again.",
                self::part(Lang::En, part)
            ),
        ),
        Refusal::KeyDoesNotOpen { part } => (
            format!("此密钥打不开“{}”。请换用密封时所用的密钥文件，在解密时限内可重试。", self::part(Lang::Zh, part)),
            format!(
                "This key does not open “{}”. Use the key file with which it was sealed; you may try again while the window is open.",
                self::part(Lang::En, part)
            ),
        ),
        Refusal::StoredDiffers { part } => (
            format!(
                "平台保存的“{}”与递交时不一致，不是您密钥的问题。请保留回执并立即求助；时限届满未解密的，不按投标人原因处理。",
                self::part(Lang::Zh, part)
            ),
            format!(
                "What the platform stores of “{}” is not what you submitted; your key is not at fault. Keep the receipt and call for help at once. If it stays closed, that is not held against you.",
                self::part(Lang::En, part)
            ),
        ),
        Refusal::WrongStage { stage } => (
            format!("现处于“{}”阶段，不能进行此操作。", names::stage(Lang::Zh, *stage)),
            format!("The opening is at “{}”; this can not be done now.", names::stage(Lang::En, *stage)),
        ),
        Refusal::StillDecrypting { missing } => (
            format!("还有 {missing} 家未解密。全部解密或时限届满后方可唱标。"),
            format!("{missing} bidders have not decrypted. Read out when all have, or when the window is over."),
        ),
        Refusal::ObjectionsOpen { open } => (
            format!("还有 {open} 条异议未答复，请先答复。"),
            format!("{open} objections wait for an answer; answer them first."),
        ),
        Refusal::SealsUnchecked => pair(
            "正在核对投标文件的密封情况，完成后方可下达解密指令。",
            "The stored bids are being compared with what was committed. Decryption can start when that is done.",
        ),
        Refusal::SignInFirst => pair("请先登录。", "Sign in first."),
        Refusal::WrongPassword => pair("登录名或密码不正确。", "Login name or password is wrong."),
        Refusal::NotAllowed => pair("您没有办理此事项的权限。", "You have no right to do this."),
        Refusal::NotFound => pair("没有找到。请核对地址或代码。", "Not found. Check the address or the code."),
        Refusal::MovedOn => pair(
            "状态已经变化，此操作不再适用。请刷新页面查看最新情况。",
            "Things have moved on and this no longer applies. Reload the page to see how they stand.",
        ),
        Refusal::NoKey => {
            pair("贵单位尚未制作密钥。请先制作密钥再投标。", "Your company has no key yet. Make one before you bid.")
        }
        Refusal::NotSealed => pair(
            "投标文件没有按规定密封，不予接收。请在本平台的投标页面重新密封。",
            "The bid is not properly sealed and is not accepted. Seal it again on the bid page here.",
        ),
        Refusal::SignatureWrong => pair(
            "签名与贵单位登记的密钥不符。请换用已登记的密钥文件。",
            "The signature does not fit the key your company registered. Use the registered key file.",
        ),
        Refusal::KeyReplaced { at } => (
            format!("贵单位已于 {at} 登记新密钥，原密钥的签名不再有效。请用新密钥重新密封并递交。"),
            format!(
                "Your company registered another key on {at}; what the old one signs no longer holds. Seal and lodge again with the new key."
            ),
        ),
        Refusal::TooLarge => pair("上传的数据超过允许的大小。", "What was sent is larger than allowed."),
        Refusal::QuotaUsedUp { limit } => (
            format!(
                "贵单位待开标的投标文件已达上限 {} GB，不再接收。请撤回不再需要的投标，或联系交易中心。",
                limit >> 30
            ),
            format!(
                "Your company's bids awaiting their openings hold {} GB, the most there may be. Withdraw one, or call the centre.",
                limit >> 30
            ),
        ),
        Refusal::Paused => {
            pair("开标已暂停，请等待主持人恢复。", "The opening is paused. Wait until the host resumes it.")
        }
        Refusal::WindowOver => pair("时限已过，不能再进行此操作。", "The time for this is over."),
        Refusal::NotSignedIn => pair("请先签到，再进行此操作。", "Sign in to the opening first."),
        Refusal::AlreadyDone => pair("此操作已经完成，无需重复。", "This is done already."),
        Refusal::NotTheCopy { part } => (
            format!(
                "所选文件中的“{}”与递交时不一致，没有接收。请选择递交本标段后下载的密封副本。",
                self::part(Lang::Zh, part)
            ),
            format!(
                "“{}” in this file is not what was committed, so it was not taken. Choose the sealed copy that you took after lodging this bid.",
                self::part(Lang::En, part)
            ),
        ),
        Refusal::StillSigningIn { until } => (
            format!("签到于 {} 截止，此后方可公布投标人。", until.clock()),
            format!("Bidders sign in until {}; they can be announced after that.", until.clock()),
        ),
        Refusal::Adjourned { until } => (
            format!("开标休会，定于 {until}（北京时间）续开。"),
            format!("The opening is adjourned and goes on at {until} (Beijing time)."),
        ),
        Refusal::FloorClosed => pair(
            "主持人已关闭发言。对开标有异议的，仍可提出异议。",
            "The host has closed the floor. You may still object to the opening.",
        ),
        Refusal::TooOften { seconds } => (
            format!("发言过于频繁，请在 {seconds} 秒后再发。"),
            format!("You speak too often. Try again in {seconds} seconds."),
        ),
        Refusal::Locked { seconds } => (
            format!("失败次数过多，请在 {seconds} 秒后再试；通行密钥登录不受影响。"),
            format!("Too many failures. Try again in {seconds} seconds; passkeys still work."),
        ),
        Refusal::CodeNeeded => pair("请输入动态码。", "Enter the one-time code."),
        Refusal::WrongCode => pair("动态码不正确或者已经用过。", "The code is wrong or was used."),
        Refusal::ProveFirst => pair("请先在“我的账号”验证身份。", "Prove yourself first, on “My account”."),
        Refusal::LinkOver => pair("链接已失效。", "The link does not hold any more."),
        Refusal::LastAdministrator => pair("单位至少须有一名管理员。", "A company needs an administrator."),
        Refusal::Busy => pair("此刻请求过多，请稍后再试。", "Too many requests just now. Try again shortly."),
        Refusal::Trouble => pair(
            "系统出现故障，本次操作没有完成。请稍后再试；若仍不行，请联系交易中心。",
            "Something broke here and this was not done. Try again later; if it stays so, call the centre.",
        ),
        Refusal::Certificate { fault: CertificateFault::NotValid } => {
            pair("证书已过期或已吊销，请先换领证书。", "The certificate has expired or was revoked. Renew it first.")
        }
        Refusal::Certificate { .. } => pair(
            "证书或申请不符合要求，未予接受。请核对签发机构和单位。",
            "The certificate or request is not taken. Check its issuer and company.",
        ),
        Refusal::RoleMissing { to } => role_missing(*to),
        Refusal::OwnLot => pair(
            "本标段由贵单位发布，贵单位不得投标（《招标投标法实施条例》第三十四条）。",
            "Your company announced this lot and may not bid for it (Regulation, article 34).",
        ),
    };
    pick(lang, chinese, english)
}

/// Which role is missing; how to get it is the link beside it.
fn role_missing(to: Undertaking) -> (String, String) {
    match to {
        Undertaking::Bid => pair(
            "贵单位没有登记“投标人”角色，不能投标。请变更登记信息。",
            "Your company is not registered as a bidder. Change the registration to bid.",
        ),
        Undertaking::Negotiate => pair(
            "贵单位没有登记“供应商”或者“投标人”角色，不能参加。请变更登记信息。",
            "Your company is registered neither as a supplier nor as a bidder. Change the registration to take part.",
        ),
        Undertaking::Announce => pair(
            "贵单位没有登记“招标人”“采购人”或者其代理机构的角色，不能发布标段。请变更登记信息。",
            "Your company is no tenderer or purchaser, and no agency. Change the registration to announce lots.",
        ),
    }
}

fn not_approved(lang: Lang, standing: &Standing) -> String {
    let (chinese, english) = match standing {
        Standing::Submitted => pair(
            "贵单位的登记正在审核，生效后方可办理。",
            "Your registration is under review; this is possible once it is in force.",
        ),
        Standing::Returned { remark } => (
            format!("贵单位的登记已退回：{remark}。请补正后重新提交。"),
            format!("Your registration was returned: {remark}. Mend it and send it again."),
        ),
        Standing::Approved => pair("登记已生效，请重试。", "The registration is in force; try again."),
        Standing::Overdue => pair("请先在登记信息页完成年度确认。", "Confirm your data for this year first."),
        Standing::Suspended => pair("贵单位的登记已被暂停。", "Your registration is suspended."),
        Standing::Cancelled => pair("该登记已注销。", "This registration is cancelled."),
    };
    pick(lang, chinese, english)
}

fn restricted(lang: Lang, notice: &RestrictionNotice) -> String {
    let RestrictionNotice { conduct, body, document, from, until } = notice;
    pick(
        lang,
        format!(
            "贵单位被限制参加投标：自 {from} 起至 {until} 止。决定机关：{body}；文号：{document}；事由：{conduct}。如有异议，请向决定机关提出。"
        ),
        format!(
            "Your company is barred from bidding from {from} until {until}. Decided by: {body}; document: {document}; reason: {conduct}. Objections go to the deciding body."
        ),
    )
}

/// The name of a sealed part.
#[must_use]
pub fn part(lang: Lang, part: &str) -> String {
    match part {
        bid::FORM => pick(lang, "开标一览表", "Opening form").to_owned(),
        bid::GUARANTEE => pick(lang, "保函信息", "Guarantee details").to_owned(),
        bid::GUARANTEE_FILE => pick(lang, "保函文件", "Guarantee file").to_owned(),
        other => match (other.strip_prefix("document-"), other.strip_prefix("quote-")) {
            (Some(n), _) => pick(lang, format!("投标文件正文 {n}"), format!("Bid document {n}")),
            (_, Some(n)) => pick(lang, format!("第 {n} 轮报价"), format!("Quotation of round {n}")),
            (None, None) => other.to_owned(),
        },
    }
}

/// A span of time, exact to the millisecond while that matters.
#[must_use]
pub fn span(lang: Lang, millis: i64) -> String {
    let (minutes, seconds, millis) = (millis / 60_000, millis / 1000 % 60, millis % 1000);
    match (minutes, seconds) {
        (0, 0) => pick(lang, format!("{millis} 毫秒"), format!("{millis} ms")),
        (0, _) => pick(lang, format!("{seconds}.{millis:03} 秒"), format!("{seconds}.{millis:03} s")),
        _ => pick(lang, format!("{minutes} 分 {seconds} 秒"), format!("{minutes} min {seconds} s")),
    }
}

#[cfg(test)]
mod tests;
