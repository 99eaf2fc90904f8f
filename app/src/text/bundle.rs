//! What the check of an opening bundle found, for the page and for the terminal.

use bundle::{Fault, FileFault, Finding, Place, Reason, Topic, Verdict};
use domain::Lang;

use super::pick;

#[must_use]
pub fn topic(lang: Lang, topic: Topic) -> &'static str {
    let (chinese, english) = match topic {
        Topic::File => ("文件", "The file"),
        Topic::Signature => ("平台签名", "The platform's signature"),
        Topic::Key => ("平台公钥", "The platform's key"),
        Topic::Bids => ("投标文件", "Bids"),
        Topic::Receipts => ("递交回执", "Receipts"),
        Topic::Seals => ("密封与密钥", "Seals and keys"),
        Topic::ReadOut => ("唱标内容", "Read-out"),
        Topic::Course => ("开标过程", "Course of the opening"),
        Topic::Quotations => ("报价轮次", "Rounds of quotation"),
        Topic::Drawing => ("抽取系数", "Coefficients drawn"),
        Topic::Confirmations => ("投标人确认", "Confirmations"),
        Topic::Record => ("开标记录签名", "Signature of the record"),
        Topic::Pdf => ("开标记录 PDF", "Record as PDF"),
        Topic::Log => ("公开存证日志", "Public log"),
    };
    pick(lang, chinese, english)
}

/// The word of a verdict.
#[must_use]
pub fn verdict(lang: Lang, verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => pick(lang, "通过", "ok"),
        Verdict::NotChecked(_) => pick(lang, "未核验", "not checked"),
        Verdict::Wrong(_) => pick(lang, "不符", "wrong"),
    }
}

/// What holds, or why it was not checked; of what is wrong each [`finding`] has its own words.
#[must_use]
pub fn said(lang: Lang, topic: Topic, verdict: &Verdict, failed: bool) -> Option<&'static str> {
    match verdict {
        Verdict::Holds => Some(holds(lang, topic, failed)),
        Verdict::NotChecked(why) => Some(reason(lang, *why)),
        Verdict::Wrong(_) => None,
    }
}

fn holds(lang: Lang, topic: Topic, failed: bool) -> &'static str {
    let (chinese, english) = match topic {
        Topic::File => ("格式完整，没有超出规定的大小。", "A whole bundle, within its bounds."),
        Topic::Signature => ("签名有效，覆盖全部内容。", "It holds, over all of the content."),
        Topic::Key => ("与您给出的平台公钥一致。", "It is the one that you gave."),
        Topic::Bids if failed => {
            ("投标人少于三个，其中没有任何投标内容。", "Fewer than three bids: nothing of any bid is in it.")
        }
        Topic::Bids => (
            "公布的投标文件都在其中，与公布的摘要一致，投标人签名有效。",
            "Every announced bid is there, has the announced digest, and is signed by its bidder.",
        ),
        Topic::Receipts => (
            "回执签名有效，内容一致，全部在投标截止时间之前递交。",
            "They hold, say the same, and were all issued before the deadline.",
        ),
        Topic::Seals => (
            "密封的开标一览表和保函就是当初递交的，公布的密钥能打开。",
            "The sealed forms and guarantees are the committed ones, and the released keys open them.",
        ),
        Topic::ReadOut => (
            "重新打开的报价、工期、质量目标、项目负责人和保函，与唱标完全一致。",
            "Opened again, price, duration, quality, manager and guarantee are exactly what was read out.",
        ),
        Topic::Course => (
            "从头重演一遍，每一步都符合规则，时限无误。",
            "Played again from the beginning: every step was allowed, every window right.",
        ),
        Topic::Quotations => (
            "各轮报价就是当时递交的，投标人签名有效，公布的密钥能打开，价格与宣读的一致。",
            "Every quotation is the one handed in and signed by its bidder; the released keys open them to the prices that were read out.",
        ),
        Topic::Drawing => {
            ("由公布的数据重新算出，结果一致。", "Reckoned again from what was published, with the same outcome.")
        }
        Topic::Confirmations => {
            ("投标人的确认签名全部有效。", "Every bidder's signature over what was read out holds.")
        }
        Topic::Record => ("签名有效，就是这一次开标的记录。", "It holds, and is that of this opening."),
        Topic::Pdf => ("就是平台签名的那一份。", "It is the very one that the platform signed."),
        Topic::Log => ("已核验。", "It holds."),
    };
    pick(lang, chinese, english)
}

fn reason(lang: Lang, reason: Reason) -> &'static str {
    let (chinese, english) = match reason {
        Reason::NoKey => (
            "没有给出平台公钥：签名只说明内容与文件所写的公钥相符。",
            "No key was given: the signature proves only that the key named in the file made it.",
        ),
        Reason::NoPdf => ("没有给出 PDF。", "No PDF was given."),
        Reason::NoOpening => ("投标人少于三个，没有开标。", "Fewer than three bids: there was no opening."),
        Reason::NothingReadOut => {
            ("没有一份投标文件解密，没有唱标内容。", "No bid was decrypted, so nothing was read out.")
        }
        Reason::NoRounds => ("没有报价轮次。", "There were no rounds of quotation."),
        Reason::NobodyQuoted => ("没有人报价。", "Nobody quoted."),
        Reason::NothingDrawn => ("没有抽取系数。", "Nothing was drawn."),
        Reason::NobodyConfirmed => ("没有投标人签名确认。", "No bidder confirmed by signature."),
        Reason::NotPrinted => ("平台没有印制开标记录。", "The platform printed no record."),
        Reason::NotOpened => {
            ("密封的内容没有打开，无从比较。", "What is sealed did not open, so there is nothing to compare.")
        }
        Reason::NoLog => (
            "公开的存证日志尚未建立，其证明不在文件中。",
            "The public log does not exist yet; its proofs are not in the file.",
        ),
    };
    pick(lang, chinese, english)
}

/// What is wrong, and where.
#[must_use]
pub fn finding(lang: Lang, finding: &Finding) -> String {
    let words = fault(lang, finding.fault);
    match &finding.place {
        Place::Whole => words.to_owned(),
        Place::Bid(name) | Place::Draw(name) => pick(lang, format!("{name}：{words}"), format!("{name}: {words}")),
        Place::Entry(seq) => pick(lang, format!("第 {seq} 条：{words}"), format!("Entry {seq}: {words}")),
    }
}

fn fault(lang: Lang, fault: Fault) -> &'static str {
    let (chinese, english) = match fault {
        Fault::File(FileFault::TooLarge) => ("文件太大，不是开标证据包。", "Too large to be a bundle."),
        Fault::File(FileFault::NotABundle) => {
            ("不是开标证据包，或者开头、结尾已被改动。", "No bundle, or changed at its beginning or end.")
        }
        Fault::File(FileFault::Unreadable) => (
            "内容读不出来：已被改动，或者由更新版本的程序制作。",
            "The content cannot be read: it was changed, or made by a later program.",
        ),
        Fault::File(FileFault::TooMany) => {
            ("投标文件或记录的数目超出任何一次开标。", "More bids or entries than any opening has.")
        }
        Fault::NotSigned => (
            "签名无效：内容已被改动，或者不是这把公钥签的。",
            "It does not hold: something was changed, or another key signed.",
        ),
        Fault::OtherKey => {
            ("文件所写的公钥不是您给出的平台公钥。", "The file names another key than the one that you gave.")
        }
        Fault::OtherBids => (
            "投标文件与公布的名单不是一一对应。",
            "The bids are not those that were announced, one each, in that order.",
        ),
        Fault::BidsOfNoOpening => {
            ("没有公布投标人，却含有投标内容。", "Nobody was announced, and yet there is content of bids.")
        }
        Fault::NoManifest => ("投标文件清单读不出来。", "The manifest cannot be read."),
        Fault::OtherManifest => ("清单的摘要与公布的不同。", "The manifest's digest is not the announced one."),
        Fault::OtherPlace => ("是为另一标段、另一投标人或另一部分密封的。", "Sealed for another lot, bidder or part."),
        Fault::NotSignedByBidder => {
            ("投标人对清单的签名无效。", "The bidder's signature over the manifest does not hold.")
        }
        Fault::ReceiptNotSigned => {
            ("平台对回执的签名无效。", "The platform's signature over the receipt does not hold.")
        }
        Fault::ReceiptDiffers => ("回执所载与公布的不同。", "The receipt says something else than what was announced."),
        Fault::Late => ("回执的时间不在投标截止时间之前。", "The receipt was not issued before the deadline."),
        Fault::OtherParts => (
            "应有的内容（开标一览表、保函、报价）不齐，或者混入了其他内容。",
            "What should be there (form and guarantee, a quotation) is not, or something else is.",
        ),
        Fault::ToldTooMuch => ("没有唱标，却含有其内容。", "It was not read out, and yet its content is there."),
        Fault::NoHeader => ("密封文件的头部读不出来。", "The header of the sealed part cannot be read."),
        Fault::OtherBytes => ("密封的字节与当初递交的不同。", "The sealed bytes are not the committed ones."),
        Fault::OtherCommitment => {
            ("密封文件的密钥承诺与清单不同。", "The header commits to another key than the manifest.")
        }
        Fault::WrongKey => {
            ("公布的密钥不是密封时承诺的那一把。", "The released key is not the one to which the seal commits.")
        }
        Fault::Altered => ("密封的字节已被改动，打不开。", "The sealed bytes were altered and do not open."),
        Fault::OtherFormKey => {
            ("唱标公布的密钥与打开所用的不同。", "The key that was read out is not the one that opens it.")
        }
        Fault::OtherQuotes => {
            ("各轮报价与递交的不是一一对应。", "The quotations are not those that were handed in, one a round.")
        }
        Fault::NotAForm => ("打开后不是开标一览表、保函或报价。", "What opens is no form, guarantee or quotation."),
        Fault::ReadOutDiffers => ("唱标的内容与密封的内容不同。", "What was read out is not what was sealed."),
        Fault::Missing => {
            ("序号不连续，有记录缺失或者次序被改动。", "Its number does not follow: an entry is missing or moved.")
        }
        Fault::BackInTime => ("时间早于前一条。", "It is older than the entry before it."),
        Fault::Illegal => ("不能接在前面的记录之后。", "It does not follow from the entries before it."),
        Fault::NotAllowed => ("按规则此时不允许。", "The rules did not allow it then."),
        Fault::OtherCount => {
            ("数目与截止时的投标文件份数不符。", "The number is not that of the bids at the deadline.")
        }
        Fault::OtherNames => (
            "所列的投标人、次序或责任与前面的记录不符。",
            "Bidders, their order or their blame do not follow from before.",
        ),
        Fault::OtherWindow => ("时限与招标文件规定的不同。", "The window is not as long as the tender document sets."),
        Fault::OtherLines => ("唱标的不是全部已解密的投标文件。", "What was read out is not every decrypted bid."),
        Fault::NotOver => ("开标没有结束。", "The opening is not over."),
        Fault::OtherDeadline => {
            ("投标截止时间与最后一次推迟的不同。", "The deadline is not the one to which it was last postponed.")
        }
        Fault::NotDrawn => ("应当抽取系数而没有抽取。", "Coefficients were to be drawn and were not."),
        Fault::OtherSecret => {
            ("平台的秘密数与事先公布的承诺值不符。", "The platform's secret is not the one told of before.")
        }
        Fault::OtherValue => ("结果不能由公布的数据算得。", "The value does not follow from what was published."),
        Fault::ConfirmationNotSigned => {
            ("投标人的确认签名无效。", "The bidder's signature over what was read out does not hold.")
        }
        Fault::RecordNotSigned => {
            ("平台对开标记录的签名无效。", "The platform's signature over the record does not hold.")
        }
        Fault::RecordDiffers => {
            ("开标记录的签名属于另一次开标。", "The record's signature is that of another opening.")
        }
        Fault::NoRecord => {
            ("文件中没有开标记录的签名，无从比较。", "The file holds no signature of a record to compare it with.")
        }
        Fault::OtherDocument => ("不是平台签名的那一份。", "It is not the one that the platform signed."),
    };
    pick(lang, chinese, english)
}
