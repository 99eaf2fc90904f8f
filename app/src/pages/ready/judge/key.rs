//! What is checked of the company's key, and of its certificate.

use domain::bid::BidState;
use domain::view::LotView;
use domain::{Lang, Timestamp};

use super::{Finding, Mark, Who, not_own};
use crate::parts::with_lot::path;
use crate::text::pick;

/// What is known of the company's key on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The company has registered none.
    NoneMade,
    /// No key file is kept in this browser, and none was chosen.
    Absent,
    /// A key file, but of another key.
    Another,
    /// The chosen file is no key file.
    NotAKeyFile,
    /// A backup (PKCS#8), which tells whose it is only under its passphrase.
    Backup { lodged: bool },
    /// The company's own. `chosen` when it was read from a file of the person's.
    Own { chosen: bool, fits: Fits },
}

/// Whether the lodged bid was sealed for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    NoBid,
    Yes,
    No,
    /// The header could not be fetched.
    Unknown,
}

#[must_use]
pub fn key(lang: Lang, lot: &LotView, state: KeyState) -> Finding {
    let page = |name| (format!("/my/key?back={}", path(lot.id, "ready")), name);
    let (mark, words, way) = match state {
        KeyState::NoneMade => (
            Mark::Failed,
            pick(lang, "本单位尚未制作密钥。", "Your company has no key yet."),
            Some(page(pick(lang, "制作密钥", "Make a key"))),
        ),
        KeyState::Absent => (
            Mark::Failed,
            pick(
                lang,
                "此浏览器没有密钥文件。请在下面选择另存的密钥文件（如 U 盘中的）核对。",
                "This browser does not hold the key file. Choose your saved copy below to check it.",
            ),
            Some(page(pick(lang, "存入本浏览器", "Keep it in this browser"))),
        ),
        KeyState::Another => (
            Mark::Failed,
            pick(
                lang,
                "这是另一个密钥，打不开本单位的投标文件。请选择正确的密钥文件。",
                "This is another key; it does not open your bid. Choose the right file.",
            ),
            None,
        ),
        KeyState::NotAKeyFile => (
            Mark::Failed,
            pick(lang, "所选文件不是密钥文件。请重新选择。", "The chosen file is no key file. Choose again."),
            None,
        ),
        KeyState::Backup { lodged } => (
            Mark::Warned,
            pick(
                lang,
                "这是密钥的备份文件，可以用来解密；是不是本单位的密钥，输入口令后才能知道。请用它演练一次解密。",
                "This is a backup of a key, and good to decrypt with; whose it is shows only under its passphrase. Rehearse the decryption with it.",
            ),
            lodged.then(|| (format!("{}#rehearsal", path(lot.id, "receipt")), pick(lang, "去演练", "Rehearse"))),
        ),
        KeyState::Own { fits: Fits::No, .. } => (
            Mark::Failed,
            pick(
                lang,
                "本单位的密钥与服务器上投标文件的密封对象不符。请立即联系交易中心。",
                "The bid on the server is not sealed for your company's key. Tell the centre at once.",
            ),
            None,
        ),
        KeyState::Own { fits: Fits::Unknown, .. } => (
            Mark::Warned,
            pick(
                lang,
                "密钥文件是本单位的；投标文件没有取到，未能核对。请重新检查。",
                "The key file is your company's; the bid could not be fetched to compare. Check again.",
            ),
            None,
        ),
        KeyState::Own { chosen: true, fits } => (
            Mark::Passed,
            if fits == Fits::Yes {
                pick(
                    lang,
                    "所选密钥文件与已递交的投标文件相符。开标时请带好此文件。",
                    "The chosen key file fits the lodged bid. Have it at hand at the opening.",
                )
            } else {
                pick(
                    lang,
                    "所选密钥文件是本单位的。开标时请带好此文件。",
                    "The chosen key file is your company's. Have it at hand at the opening.",
                )
            },
            None,
        ),
        KeyState::Own { chosen: false, fits } => (
            Mark::Passed,
            if fits == Fits::Yes {
                pick(
                    lang,
                    "密钥文件在此浏览器中，与已递交的投标文件相符。",
                    "This browser holds the key file, and it fits the lodged bid.",
                )
            } else {
                pick(lang, "本单位的密钥文件在此浏览器中。", "This browser holds your company's key file.")
            },
            None,
        ),
    };
    Finding { mark, words: words.to_owned(), way }
}

/// The key of whoever has none to check.
#[must_use]
pub fn no_key(lang: Lang, who: Who) -> Finding {
    let open = pick(lang, "待检查。", "Not checked yet.");
    not_own(lang, who).unwrap_or_else(|| Finding::new(Mark::Open, open))
}

/// What is known of the company's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateState {
    /// It has none: a practice company, or a key from before there were certificates.
    NotNeeded,
    /// It comes with the key, and there is none.
    NoKey,
    NoneValid,
    /// Until when its key may be used.
    Until(Timestamp),
    /// The server did not answer.
    Unknown,
}

/// A bid is opened by its key whatever becomes of the certificate; until it is lodged, one has to be valid.
#[must_use]
pub fn certificate(lang: Lang, lot: &LotView, state: CertificateState) -> Finding {
    let lodged = lot.my_bid.as_ref().is_some_and(|bid| matches!(bid.state, BidState::Committed { .. }));
    let renew = (format!("/my/key?back={}", path(lot.id, "ready")), pick(lang, "换领证书", "Renew it"));
    match state {
        CertificateState::NotNeeded => {
            Finding::new(Mark::Passed, pick(lang, "本单位的密钥不用证书。", "Your company's key needs none."))
        }
        CertificateState::NoKey => {
            Finding::new(Mark::Open, pick(lang, "制作密钥时一并领取。", "It comes when the key is made."))
        }
        CertificateState::Unknown => {
            Finding::new(Mark::Warned, pick(lang, "没有查到，请重新检查。", "It could not be asked for. Check again."))
        }
        CertificateState::NoneValid => {
            let mark = if lodged { Mark::Warned } else { Mark::Failed };
            let words = pick(lang, "没有有效的证书，不能递交投标文件。", "None is valid: no bid can be lodged.");
            Finding::new(mark, words).with(renew.0, renew.1)
        }
        CertificateState::Until(until) if until < lot.terms.deadline => Finding::new(
            Mark::Warned,
            pick(
                lang,
                format!("证书 {until} 到期，早于开标时间，请先换领。已递交的投标文件仍可解密。"),
                format!("It ends at {until}, before the opening: renew it. A lodged bid can still be opened."),
            ),
        )
        .with(renew.0, renew.1),
        CertificateState::Until(until) => {
            Finding::new(Mark::Passed, pick(lang, format!("有效至 {until}。"), format!("Valid until {until}.")))
        }
    }
}
