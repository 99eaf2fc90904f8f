//! Why the sealing worker did not finish, in the person's language.

use domain::{Lang, Refusal};
use seal::job::Failure;

use super::{pick, refusal};

#[must_use]
pub fn failure(lang: Lang, failure: &Failure) -> String {
    let text = match failure {
        Failure::WrongPassphrase => {
            pick(lang, "口令不正确，密钥文件没有打开。", "The passphrase does not open the key file.")
        }
        Failure::NotAKeyFile => {
            pick(lang, "所选文件不是本平台的密钥文件。", "The chosen file is not a key file of this platform.")
        }
        Failure::KeyDoesNotFit => pick(
            lang,
            "此密钥打不开这份投标文件。请换用密封时所用的密钥文件。",
            "This key does not open the bid. Use the key file with which it was sealed.",
        ),
        Failure::Refused { body, .. } => {
            let refused = serde_json::from_str(body).unwrap_or(Refusal::Trouble);
            return refusal::refusal(lang, &refused);
        }
        Failure::Network => pick(
            lang,
            "网络中断，多次重试仍未成功。已上传的部分不会丢失，请检查网络后重试。",
            "The network failed, however often it was tried. What has arrived is kept; check your connection and try again.",
        ),
        Failure::Unreadable { part } => {
            let part = refusal::part(lang, part);
            return pick(
                lang,
                format!("“{part}”读不出来：文件可能已被移动、修改或被其他程序占用。请重新选择。"),
                format!("“{part}” can not be read: it may have been moved, changed or locked. Choose it again."),
            );
        }
        Failure::StoredDiffers { part } => {
            let part = refusal::part(lang, part);
            return pick(
                lang,
                format!("服务器交回的“{part}”与密封时不符。请保留回执，立即联系交易中心和监督部门。"),
                format!(
                    "What the server gave back of “{part}” is not what was sealed. Keep the receipt and tell the centre and the supervisor at once."
                ),
            );
        }
        Failure::Internal => pick(
            lang,
            "浏览器未能启动密封程序。请刷新页面，或换用最新版的 Chrome、Edge、Firefox、Safari 后重试。",
            "This browser could not run the sealing program. Reload the page, or use a current Chrome, Edge, Firefox or Safari.",
        ),
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_server_is_told_in_its_own_words() {
        let body = serde_json::to_string(&Refusal::TooLarge).unwrap();
        let refused = Failure::Refused { status: 413, body };
        assert_eq!(failure(Lang::Zh, &refused), refusal::refusal(Lang::Zh, &Refusal::TooLarge));
        let garbled = Failure::Refused { status: 502, body: "<html>".into() };
        assert_eq!(failure(Lang::Zh, &garbled), refusal::refusal(Lang::Zh, &Refusal::Trouble));
    }
}
