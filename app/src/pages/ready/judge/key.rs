//! What is checked of the company's key.

use domain::Lang;
use domain::view::LotView;

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
