//! The steps that need no more than words and a way on.

use domain::Refusal;
use domain::subject::Standing;

use super::super::next::Step;
use crate::parts::frame::encoded;
use crate::parts::with_lot::Visit;
use crate::text::{lang, refusal, t};

pub struct Said {
    pub title: &'static str,
    pub reason: String,
    pub ways: Vec<Way>,
}

/// A link that looks like the button it is.
pub struct Way {
    pub path: String,
    pub name: &'static str,
    pub class: &'static str,
}

const LARGE: &str = "button button--primary button--large";
const MAIN: &str = "button button--primary";
const OTHER: &str = "button";

/// The room is there before the deadline too, for whoever wants to find it then.
fn look_on(visit: &Visit) -> Way {
    let name = t("开标室（公开，无须登录）", "The opening room (public, no account)");
    Way { path: visit.path("room"), name, class: OTHER }
}

/// Title, reason and ways on. The steps with a view of their own are said briefly.
pub fn said(step: &Step, visit: &Visit) -> Said {
    let back = encoded(&visit.path(""));
    let way = |class, path: &str, name| Way { path: path.to_owned(), name, class };
    match step {
        Step::SignIn => Said {
            title: t("参加投标请先登录", "Sign in to bid"),
            reason: t(
                "以投标单位的账号登录。尚未登记的单位，用统一社会信用代码登记一次即可参加所有标段的投标。",
                "Sign in with your company's account. A company registers once, by its credit code, and may then bid for every lot.",
            )
            .to_owned(),
            ways: vec![
                way(LARGE, &format!("/sign-in?back={back}"), t("登录", "Sign in")),
                way(OTHER, "/register", t("登记单位", "Register a company")),
                look_on(visit),
            ],
        },
        Step::LookOn => Said {
            title: t("等待投标截止", "Waiting for the deadline"),
            reason: t(
                "您的账号不是投标人账号。开标前任何人都看不到投标人及其数量；截止后可以在开标室旁观。",
                "Yours is not a bidder's account. Before the opening nobody can see who bids or how many; after the deadline you may look on in the room.",
            )
            .to_owned(),
            ways: vec![look_on(visit)],
        },
        Step::PracticeOnly => Said {
            title: t("模拟单位不能参加真实投标", "A practice company may not bid in earnest"),
            reason: t(
                "请退出后以本单位账号登录，或登记单位。",
                "Sign out and sign in with your company's own account, or register.",
            )
            .to_owned(),
            ways: vec![way(OTHER, "/register", t("登记单位", "Register a company"))],
        },
        Step::NotApproved(standing) => not_approved(standing),
        Step::RoleMissing(to) => Said {
            title: t("登记中没有所需的角色", "A role is missing"),
            reason: refusal::refusal(lang(), &Refusal::RoleMissing { to: *to }),
            ways: vec![way(MAIN, "/my/case/form", t("变更登记信息", "Change the registration")), look_on(visit)],
        },
        Step::ReadsOnly => Said {
            title: t("查看人不能投标", "A viewer can not bid"),
            reason: t(
                "由本单位的管理员或者投标经办人投标；岗位由管理员在“单位人员”中调整。",
                "Your company's administrator or submitters bid; the administrator changes positions under “People”.",
            )
            .to_owned(),
            ways: vec![look_on(visit)],
        },
        Step::MakeKey => Said {
            title: t("先制作密钥", "First, make a key"),
            reason: t(
                "投标文件用贵单位的密钥密封，开标时也只有它能解密。密钥在本机浏览器内生成，私钥不离开本机，约需一分钟。",
                "Your bid is sealed for your company's key, and only that key opens it at the opening. It is made in this browser and its private part never leaves this machine. It takes a minute.",
            )
            .to_owned(),
            ways: vec![way(LARGE, &format!("/my/key?back={back}"), t("制作密钥", "Make a key"))],
        },
        Step::Bid => Said {
            title: t("可以投标", "You may bid"),
            reason: t(
                "填写开标一览表，附上保函和投标文件。全部内容在本机密封后才上传，开标前包括本平台在内任何人都打不开。截止前可以撤回重交。",
                "Fill in the opening form and attach guarantee and documents. Everything is sealed on this machine before it is sent; nobody, this platform included, can open it before the opening. Until the deadline you may withdraw and bid again.",
            )
            .to_owned(),
            ways: vec![way(LARGE, &visit.path("bid"), t("开始投标", "Bid now"))],
        },
        Step::Host | Step::Room { .. } | Step::Record | Step::Restricted(_) | Step::Committed { .. } => {
            after_the_deadline(step, visit)
        }
    }
}

/// What concerns the opening rather than the bid.
fn after_the_deadline(step: &Step, visit: &Visit) -> Said {
    let way = |class, page, name| Way { path: visit.path(page), name, class };
    let (title, reason, ways) = match step {
        Step::Host => (
            t("由您主持开标", "You host this opening"),
            t(
                "截止后在主持台按既定流程推进：公布投标人、解密、唱标、异议与确认、结束。",
                "After the deadline lead it from the console: announce bidders, decrypt, read out, objections and confirmation, close.",
            ),
            vec![way(LARGE, "console", t("进入主持台", "To the console"))],
        ),
        Step::Room { own: true } => (
            t("投标已截止，请进入开标室", "The deadline has passed: enter the room"),
            t(
                "在开标室签到，并在解密时限内用密钥解密。逾期未解密的，投标文件视为撤销。",
                "Sign in there and decrypt with your key inside the window. A bid not decrypted in time is deemed revoked.",
            ),
            vec![way(LARGE, "room", t("进入开标室", "Enter the room"))],
        ),
        Step::Record => (
            t("开标已结束", "The opening is over"),
            t("开标记录对所有人公开。", "The opening record is public."),
            vec![
                way(MAIN, "record", t("查看开标记录", "See the record")),
                way(OTHER, "room", t("回看开标过程", "See how it went")),
            ],
        ),
        _ => (
            t("投标已截止", "The deadline has passed"),
            t(
                "开标公开进行，任何人都可以旁观，无须登录。",
                "The opening is public; anybody may look on without an account.",
            ),
            vec![way(MAIN, "room", t("旁观开标", "Look on in the room"))],
        ),
    };
    Said { title, reason: reason.to_owned(), ways }
}

fn not_approved(standing: &Standing) -> Said {
    let returned = matches!(standing, Standing::Returned { .. });
    let name =
        if returned { t("补正登记", "Mend the registration") } else { t("查看登记", "See the registration") };
    let title = match standing {
        Standing::Overdue | Standing::Suspended | Standing::Cancelled => t("不能投标", "You may not bid"),
        _ => t("登记尚未生效", "Your registration is not in force yet"),
    };
    Said {
        title,
        reason: refusal::refusal(lang(), &Refusal::NotApproved { standing: standing.clone() }),
        ways: vec![Way { path: "/my/case".to_owned(), name, class: MAIN }],
    }
}
