//! What the room says to the caller for each next action: a heading, and one or two sentences.

use domain::Lang;
use domain::room::Cause;

use super::next::Action;
use crate::text::pick;

/// Heading and explanation.
#[must_use]
pub fn words(lang: Lang, action: Action) -> (&'static str, &'static str) {
    let (chinese, english) = both(action);
    pick(lang, chinese, english)
}

type Said = (&'static str, &'static str);

fn both(action: Action) -> (Said, Said) {
    match action {
        Action::Watch => (
            ("旁观开标", "开标公开进行，进程和结果实时显示在本页，无需刷新。"),
            ("Looking on", "The opening is public. This page shows it as it happens; there is no need to reload."),
        ),
        Action::Unfinished => (
            ("投标文件尚未递交", "截止前没有递交完成的投标文件，视为撤回。请尽快完成递交。"),
            (
                "Your bid is not lodged yet",
                "A bid that is not complete at the deadline counts as withdrawn. Complete it now.",
            ),
        ),
        Action::NotLodged => (
            ("本单位未参加本次开标", "投标文件在截止前没有递交完成，或者已经撤回。您可以旁观开标。"),
            (
                "Your company takes no part",
                "Its bid was not complete at the deadline, or was withdrawn. You may look on.",
            ),
        ),
        Action::AwaitDeadline => (
            ("投标文件已递交，等待开标", "到投标截止时间，本页自动进入签到。请备好密封时所用的密钥文件和口令。"),
            (
                "Your bid is lodged; wait for the opening",
                "At the deadline this page goes on to sign-in by itself. Have your key file and passphrase at hand.",
            ),
        ),
        Action::SignIn => (
            ("请签到", "签到后方可解密。解密截止前均可签到。"),
            ("Sign in to the opening", "You can decrypt only after signing in. Sign-in is open until decryption ends."),
        ),
        Action::AwaitAnnouncement => (
            ("已签到，等待公布投标人", "主持人将公布投标人名单，请留在本页。"),
            ("Signed in; wait for the announcement", "The host is about to announce the bidders. Stay on this page."),
        ),
        Action::AwaitDecrypt => (
            ("等待解密指令", "主持人下达解密指令后，请在时限内解密。请备好密封时所用的密钥文件和口令。"),
            (
                "Wait for decryption to start",
                "Once the host starts decryption you have limited time. Have your key file and passphrase at hand.",
            ),
        ),
        Action::Decrypt => (
            ("请解密投标文件", "请在时限内，用密封时所用的密钥文件和口令解密。解密在本机进行，私钥和口令不离开本机。"),
            (
                "Decrypt your bid",
                "Use the key file and passphrase with which it was sealed. This happens on your machine; key and passphrase never leave it.",
            ),
        ),
        Action::Paused => (
            ("开标已暂停", "计时停止，剩余时间保留，主持人恢复后继续。请留在本页。"),
            (
                "The opening is paused",
                "The clock has stopped and keeps what remains. It runs on when the host resumes. Stay on this page.",
            ),
        ),
        Action::AwaitOthers => (
            ("解密成功", "等待其他投标人解密。全部解密或者时限届满后统一唱标，此前任何人看不到报价。"),
            (
                "Your bid is decrypted",
                "Wait for the others. Prices are read out together when all have decrypted or time is up; nobody sees any before.",
            ),
        ),
        Action::AwaitReadOut => (
            ("解密结束，等待唱标", "主持人即将唱标。"),
            ("Decryption is over; wait for the read-out", "The host is about to read out the bids."),
        ),
        Action::Out(Cause::Bidder) => (
            (
                "投标文件视为撤销",
                "因投标人原因，投标文件在时限内没有解密，视为撤销，不再唱标。其他投标人的开标继续进行。对此有异议的，请当场提出。",
            ),
            (
                "Your bid counts as revoked (撤销)",
                "It was not decrypted in time for a reason on your side and is not read out. The opening goes on with the others. Object now if you disagree.",
            ),
        ),
        Action::Out(Cause::Platform) => (
            (
                "投标文件视为撤回",
                "因投标人之外的原因，投标文件没有解密，视为撤回，不再唱标。您有权要求责任方赔偿因此遭受的直接损失。对此有异议的，请当场提出。",
            ),
            (
                "Your bid counts as withdrawn (撤回)",
                "It was not decrypted for a reason outside your company and is not read out. You may claim your direct loss from whoever caused it. Object now if you disagree.",
            ),
        ),
        Action::AwaitConfirmation => (
            ("已唱标，请核对", "请核对本单位的开标内容。主持人开启确认后，请确认开标结果或者提出异议。"),
            (
                "Check what was read out",
                "Check your company's line. Once the host opens confirmation, confirm it or object.",
            ),
        ),
        Action::Confirm => (
            (
                "请确认开标结果",
                "请核对本单位的开标内容，无误的，用密封时所用的密钥签名确认；有异议的，请在截止前提出。签名在本机进行。",
            ),
            (
                "Confirm the result",
                "Check your company's line. If it is right, sign it with the key that sealed the bid, on this machine; otherwise object before time is up.",
            ),
        ),
        Action::AwaitClose => (
            ("已确认，等待开标结束", "主持人结束开标后，开标记录向社会公开。"),
            ("Confirmed; wait for the close", "When the host closes the opening, its record becomes public."),
        ),
        Action::ConfirmOver => (
            ("确认时限已过", "本单位未在时限内确认，记为未确认。对开标有异议的，仍可在异议截止前提出。"),
            (
                "The time to confirm is over",
                "Your company has not confirmed in time, and the record says so. You may still object until objections end.",
            ),
        ),
        Action::TooLate => (
            ("签到已截止", "本单位未在签到时限内签到，按招标文件的规定不再参加解密。对此有异议的，请当场提出。"),
            (
                "Sign-in is over",
                "Your company did not sign in in time; by the tender document it does not take part. Object now if you disagree.",
            ),
        ),
        Action::Adjourned => (
            ("开标休会", "各项计时停止，剩余时间保留。到续开时间后，由主持人恢复开标，请届时回到本页。"),
            (
                "The opening is adjourned",
                "All clocks have stopped and keep what remains. The host lets it go on after the time above; come back to this page then.",
            ),
        ),
        Action::AwaitRound => (
            (
                "已唱标，等待下一轮报价",
                "请核对本单位的开标内容。主持人开始下一轮后，请在时限内报价。请备好密钥文件和口令。",
            ),
            (
                "Read out; wait for the next round",
                "Check your company's line. Once the host starts the next round you have limited time to quote. Have your key file and passphrase at hand.",
            ),
        ),
        Action::Quote => (
            ("请填报本轮报价", "报价在本机密封后递交，本轮唱标前任何人看不到。时限内没有报价的，视为退出。"),
            (
                "Hand in your quotation",
                "It is sealed on this machine, and nobody sees it before this round is read out. Who hands in none in time has left.",
            ),
        ),
        Action::AwaitQuotes => (
            ("报价已递交", "全部报价或者时限届满后，请回到本页解密。没有解密的，视为退出。"),
            (
                "Your quotation is handed in",
                "When all have quoted or time is up, decrypt it on this page. Who does not decrypt has left.",
            ),
        ),
        Action::DecryptQuote => (
            ("请解密本轮报价", "请在时限内，用密封时所用的密钥文件和口令解密。没有解密的，视为退出。"),
            (
                "Decrypt your quotation",
                "Use the key file and passphrase with which it was sealed, in time. Who does not decrypt has left.",
            ),
        ),
        Action::Left => (
            (
                "已退出报价",
                "本单位没有在时限内报价或者解密，视为退出，此前报价保留在记录中。对此有异议的，请当场提出。",
            ),
            (
                "Your company has left",
                "It did not quote or decrypt in time. Its earlier prices stay on record. Object now if you disagree.",
            ),
        ),
        Action::Closed => (
            ("开标结束", "开标记录已向社会公开，任何人都可以查阅。"),
            ("The opening is closed", "Its record is public for everybody."),
        ),
        Action::Failed => (
            ("投标人不足三家，不得开标", "投标文件保持密封，招标人应当重新招标（《招标投标法实施条例》第四十四条）。"),
            (
                "Fewer than three bids: no opening",
                "The bids stay sealed and the tenderer must invite bids again (Implementing Regulations of the Bidding Law, article 44).",
            ),
        ),
    }
}

/// How the box of the next action looks.
#[must_use]
pub fn class(action: Action) -> &'static str {
    match action {
        Action::SignIn
        | Action::Decrypt
        | Action::Quote
        | Action::DecryptQuote
        | Action::Confirm
        | Action::Unfinished => "room__next room__next--urgent",
        Action::AwaitOthers | Action::AwaitQuotes | Action::AwaitClose | Action::Closed => {
            "room__next room__next--done"
        }
        _ => "room__next room__next--wait",
    }
}
