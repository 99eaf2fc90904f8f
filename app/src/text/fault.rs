//! What is wrong with one field, and how to put it right.

use domain::credit_code::{CreditCodeFault, FormFault};
use domain::guarantee::GuaranteeFault;
use domain::money::MoneyFault;
use domain::pdf::PdfFault;
use domain::{Fault, Lang};

use super::{pair, pick};

/// One sentence for beside the field.
#[must_use]
pub fn fault(lang: Lang, fault: &Fault) -> String {
    let (chinese, english) = match fault {
        Fault::CreditCode(fault) => return code(lang, fault),
        Fault::Money(fault) => return money(lang, *fault).to_owned(),
        Fault::Pdf(fault) => return pdf(lang, *fault).to_owned(),
        Fault::Guarantee(fault) => return guarantee(lang, fault),
        Fault::TooLong { max } => (format!("最多 {max} 个字"), format!("At most {max} characters")),
        Fault::TooShort { min } => (format!("至少 {min} 个字符"), format!("At least {min} characters")),
        Fault::NotInRange { min, max } => {
            (format!("请填写 {min} 至 {max} 的整数"), format!("Enter a whole number from {min} to {max}"))
        }
        Fault::AboveCeiling { ceiling } => {
            (format!("不得超过 {ceiling} 元"), format!("Must not exceed {ceiling} yuan"))
        }
        Fault::TooManyFiles { max } => (format!("最多 {max} 个文件"), format!("At most {max} files")),
        Fault::Empty => pair("请填写", "Fill this in"),
        Fault::NotADraw { line } => (
            format!("第 {line} 行写法不对：一行一项，写作“名称：值 值 值”，二至一百个互不相同的值；最多四项"),
            format!(
                "Line {line}: a name, a colon, and 2 to 100 different values with blanks between; at most four lines"
            ),
        ),
        Fault::NotAnEmail => pair("不是有效的电子邮箱地址", "This is no e-mail address"),
        Fault::NotInATender => pair(
            "招标项目不得设报价轮次；谈判、磋商项目方可设置",
            "A tender has no rounds of quotation; they belong to negotiation and consultation",
        ),
        Fault::NotADivision => pair("请填写两位、四位或者六位的行政区划代码", "Enter a division of 2, 4 or 6 digits"),
        Fault::NotADate => pair("请填写完整的日期或时间", "Enter a complete date or time"),
        Fault::NotAPhone => pair("请填写 11 位手机号码", "Enter a mobile number of 11 digits"),
        Fault::NotALogin => pair("只能使用字母、数字和 . - _", "Letters, digits and . - _ only"),
        Fault::Taken => pair("已被登记", "Registered already"),
        Fault::Differs => pair("两次输入不一致", "The two entries differ"),
        Fault::NotInFuture => pair("必须晚于现在", "Must lie in the future"),
        Fault::NotLater { than } => (format!("必须晚于 {than}"), format!("Must be later than {than}")),
        Fault::WrongPassphrase => pair("口令不正确", "The passphrase is wrong"),
        Fault::NotAKeyFile => pair("不是本平台生成的密钥文件", "This is no key file of this platform"),
    };
    pick(lang, chinese, english)
}

#[must_use]
pub fn code(lang: Lang, fault: &CreditCodeFault) -> String {
    let (chinese, english) = match fault {
        CreditCodeFault::Empty => pair("请填写", "Fill this in"),
        CreditCodeFault::Form { kind, meant } => {
            let (what, which) = match kind {
                FormFault::Blank => ("空格", "blanks"),
                FormFault::FullWidth => ("全角字符", "full-width characters"),
                FormFault::LowerCase => ("小写字母", "lower-case letters"),
            };
            (format!("代码含{what}，应写作 {meant}"), format!("The code contains {which}; write {meant}"))
        }
        CreditCodeFault::Length { found } => {
            (format!("应为 18 位，现为 {found} 位"), format!("18 characters are needed, {found} were entered"))
        }
        CreditCodeFault::Character { character, position } => (
            format!("第 {position} 位不能是“{character}”：代码只用数字和除 I、O、Z、S、V 以外的大写字母"),
            format!(
                "“{character}” can not stand at place {position}: only digits and capital letters without I, O, Z, S and V"
            ),
        ),
        CreditCodeFault::Division => {
            pair("第 3 至 8 位是行政区划码，应全为数字", "Places 3 to 8 are the division code and must be digits")
        }
        CreditCodeFault::Check => pair(
            "校验位不符，请对照营业执照核对，尤其是第 18 位",
            "The check character does not fit: compare with the business licence, the 18th place above all",
        ),
    };
    pick(lang, chinese, english)
}

fn money(lang: Lang, fault: MoneyFault) -> &'static str {
    match fault {
        MoneyFault::Empty => pick(lang, "请填写金额", "Enter an amount"),
        MoneyFault::FullWidth => {
            pick(lang, "金额含全角字符，请用半角数字填写，如 1234567.80", "Use half-width digits, such as 1234567.80")
        }
        MoneyFault::Separator => {
            pick(lang, "不要写千位分隔符或空格，如 1234567.80", "Leave out separators and blanks, such as 1234567.80")
        }
        MoneyFault::Negative => pick(lang, "金额不能为负数", "The amount can not be negative"),
        MoneyFault::Zero => pick(lang, "金额必须大于零", "The amount must be above zero"),
        MoneyFault::TooManyDecimals => pick(lang, "最多两位小数（精确到分）", "At most two decimals (fen)"),
        MoneyFault::NotANumber => {
            pick(lang, "请以元为单位填写数字，如 1234567.80", "Enter a number in yuan, such as 1234567.80")
        }
        MoneyFault::TooLarge => pick(lang, "不得超过 999999999999.99 元", "Must not exceed 999999999999.99 yuan"),
    }
}

fn pdf(lang: Lang, fault: PdfFault) -> &'static str {
    match fault {
        PdfFault::Missing => pick(lang, "请选择 PDF 文件", "Choose a PDF file"),
        PdfFault::Empty => pick(lang, "文件是空的", "The file is empty"),
        PdfFault::NotAPdf => pick(
            lang,
            "不是 PDF 文件；请导出为 PDF，只改扩展名无效",
            "Not a PDF file; export it as PDF, renaming is not enough",
        ),
        PdfFault::CutOff => {
            pick(lang, "PDF 文件不完整，请重新导出或下载", "The PDF file is cut off; export or download it again")
        }
        PdfFault::Encrypted => pick(
            lang,
            "PDF 文件设有密码，请去除密码后再选",
            "The PDF file is password-protected; remove the password first",
        ),
    }
}

fn guarantee(lang: Lang, fault: &GuaranteeFault) -> String {
    let (chinese, english) = match fault {
        GuaranteeFault::AmountBelow { demanded } => {
            (format!("不得低于招标文件要求的 {demanded} 元"), format!("Must be at least the {demanded} yuan demanded"))
        }
        GuaranteeFault::BeginsAfter { deadline } => (
            format!("最迟应于投标截止日 {deadline} 生效"),
            format!("Must be valid by the day of the deadline, {deadline}"),
        ),
        GuaranteeFault::EndsBefore { needed } => (
            format!("有效期应覆盖投标有效期，不早于 {needed}"),
            format!("Must last as long as the bid: until {needed} or later"),
        ),
    };
    pick(lang, chinese, english)
}

#[cfg(test)]
mod tests;
