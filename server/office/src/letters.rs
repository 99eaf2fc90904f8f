//! Letters about access (of a company's business: [`crate::notices`]): written into the outbox in the transaction of their
//! act, sent later by the server. Whoever has named no address gets none.

use domain::rights::Seat;
use domain::{Timestamp, UserId};
use store::{Tx, letters, people};

use crate::{Error, Office};

/// A letter that is being sent is not taken up by another node for so long.
const SENDING_SECONDS: i64 = 120;
/// Between attempts: twice as long each time, at most six hours.
const LONGEST_PAUSE: i64 = 6 * 3600;
const AT_ONCE: u64 = 20;

/// What is told.
#[derive(Clone, Debug)]
pub enum Letter {
    NewPlace { device: String, address: String },
    PasswordChanged,
    CodesOn,
    CodesOff,
    RecoveryCodeUsed,
    PasskeyAdded { name: String },
    PasskeyRemoved { name: String },
    EmailChanged { to: String },
    Invited { company: String, seat: Seat, link: String, until: Timestamp },
    Joined { login: String, company: String },
    Removed { company: String },
    Reseated { company: String, seat: Seat },
    HandOverBegun { company: String, to: String },
    Recovery { login: String, link: String, until: Timestamp },
}

/// What a seat is called in a letter.
const fn seat_name(seat: Seat) -> &'static str {
    match seat {
        Seat::Administrator => "单位管理员",
        Seat::Submitter => "投标经办人",
        Seat::Viewer => "查看人",
    }
}

impl Letter {
    fn title(&self) -> &'static str {
        match self {
            Self::NewPlace { .. } => "新设备登录提醒",
            Self::PasswordChanged => "登录密码已修改",
            Self::CodesOn => "动态码已启用",
            Self::CodesOff => "动态码已停用",
            Self::RecoveryCodeUsed => "恢复码已使用",
            Self::PasskeyAdded { .. } => "已添加通行密钥",
            Self::PasskeyRemoved { .. } => "已删除通行密钥",
            Self::EmailChanged { .. } => "电子邮箱已变更",
            Self::Invited { .. } => "邀请加入单位",
            Self::Joined { .. } => "新成员加入单位",
            Self::Removed { .. } => "您已被移出单位",
            Self::Reseated { .. } => "您的岗位已调整",
            Self::HandOverBegun { .. } => "单位管理员变更提醒",
            Self::Recovery { .. } => "重设登录密码",
        }
    }

    fn words(&self, now: Timestamp) -> String {
        let what = match self {
            Self::NewPlace { device, address } => {
                format!("您的账号从新的设备或者网络登录。\n设备：{device}\n网络地址：{address}")
            }
            Self::PasswordChanged => "您的登录密码已修改，其他设备上的登录均已退出。".to_owned(),
            Self::CodesOn => "登录时须在密码之外输入动态码。".to_owned(),
            Self::CodesOff => "登录时不再要求动态码。".to_owned(),
            Self::RecoveryCodeUsed => "一个恢复码已用于登录，不能再次使用。".to_owned(),
            Self::PasskeyAdded { name } => format!("通行密钥“{name}”可以用来登录您的账号。"),
            Self::PasskeyRemoved { name } => format!("通行密钥“{name}”不能再用来登录。"),
            Self::EmailChanged { to } => format!("今后的通知发往 {to}。"),
            Self::Invited { company, seat, link, until } => format!(
                "{company}邀请您担任{}。请在 {until}（北京时间）之前打开以下链接，并填写本邮箱地址：\n{link}\n链接只能使用一次。不认识该单位的，请勿打开。",
                seat_name(*seat)
            ),
            Self::Joined { login, company } => format!("{login} 已加入{company}。"),
            Self::Removed { company } => format!("您不再是{company}的成员，有关登录已退出。账号仍可登录。"),
            Self::Reseated { company, seat } => format!("您在{company}的岗位现为{}。", seat_name(*seat)),
            Self::HandOverBegun { company, to } => {
                format!("交易中心依据提交的证明材料，将把{company}的管理员变更为 {to}。有异议的，请立即联系交易中心。")
            }
            Self::Recovery { login, link, until } => format!(
                "账号 {login} 申请重设密码。请在 {until}（北京时间）之前打开以下链接：\n{link}\n链接只能使用一次。不是本人申请的，无须处理。"
            ),
        };
        let mend = match self {
            Self::Invited { .. } | Self::Recovery { .. } => "",
            _ => "\n\n不是本人或者本单位所为的，请立即修改密码并联系交易中心。",
        };
        format!("{what}{mend}\n\n时间：{now}（北京时间）\n本邮件由开标平台自动发出，请勿回复。\n")
    }
}

impl Office {
    /// Tells a person, once the transaction is committed; nothing happens where it has named no address.
    pub(crate) async fn tell_person(
        &self,
        tx: &Tx,
        person: UserId,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<(), Error> {
        match people::email(tx, person).await? {
            Some(address) => self.post(tx, Some(person), &address, letter.title(), letter.words(now), now).await,
            None => Ok(()),
        }
    }

    pub(crate) async fn write_to(&self, tx: &Tx, address: &str, letter: &Letter, now: Timestamp) -> Result<(), Error> {
        self.post(tx, None, address, letter.title(), letter.words(now), now).await
    }

    pub(crate) async fn post(
        &self,
        tx: &Tx,
        person: Option<UserId>,
        address: &str,
        title: &str,
        words: String,
        now: Timestamp,
    ) -> Result<(), Error> {
        let row = letters::Letter {
            id: UserId::new(now, self.0.chance.bits()).to_string(),
            address: address.to_owned(),
            title: title.to_owned(),
            words,
            made: now.millis(),
            tries: 0,
            due: now.millis(),
            sent: None,
            trouble: None,
            person: person.map(|person| person.to_string()),
        };
        Ok(letters::insert(tx, row).await?)
    }

    /// Letters to be sent now, by this node alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_letters(&self) -> Result<Vec<letters::Letter>, Error> {
        let now = self.now();
        if letters::due(&self.0.store, now, 1).await?.is_empty() {
            return Ok(Vec::new());
        }
        let tx = self.0.store.write().await?;
        let due = letters::due(&tx, now, AT_ONCE).await?;
        for one in &due {
            let pause = (60_i64 << one.tries.clamp(0, 10)).clamp(SENDING_SECONDS, LONGEST_PAUSE);
            letters::put_off(&*tx, &one.id, one.tries + 1, now.plus_seconds(pause)).await?;
        }
        tx.commit().await?;
        Ok(due)
    }

    /// It is gone, or it comes again later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn letter_was(&self, id: &str, sent: Result<(), String>) -> Result<(), Error> {
        let tx = self.0.store.write().await?;
        match sent {
            Ok(()) => letters::sent(&*tx, id, self.now()).await?,
            Err(trouble) => letters::failed(&tx, id, &trouble).await?,
        }
        Ok(tx.commit().await?)
    }

    /// How many letters wait although they were tried, for the operator.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stuck_letters(&self) -> Result<u64, Error> {
        Ok(letters::stuck(self.0.store.read()).await?)
    }
}
