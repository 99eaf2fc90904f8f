//! The one thing to do next, large and with its reason.

use domain::credit::RestrictionNotice;
use domain::subject::Standing;
use leptos::prelude::*;

use super::step::{Step, next_step};
use super::withdraw::Withdraw;
use crate::parts::frame::encoded;
use crate::parts::summary::{Fact, Summary};
use crate::parts::with_lot::Visit;
use crate::text::{lang, pick, t};

#[component]
pub fn Next(visit: Visit) -> impl IntoView {
    let back = encoded(&visit.path(""));
    match next_step(&visit.lot, visit.me.as_ref()) {
        Step::SignIn => decide(
            t("参加投标请先登录", "Sign in to bid"),
            t("以投标单位的账号登录。尚未登记的单位，用统一社会信用代码登记一次即可参加所有标段的投标。",
                "Sign in with your company's account. A company registers once, by its credit code, and may then bid for every lot."),
            view! {
                <a class="button button--primary button--large" href=format!("/sign-in?back={back}")>{t("登录", "Sign in")}</a>
                <a class="button" href="/register">{t("登记单位", "Register a company")}</a>
            },
        ),
        Step::LookOn => decide(
            t("等待投标截止", "Waiting for the deadline"),
            t("您的账号不是投标人账号。开标前任何人都看不到投标人及其数量；截止后可以进入开标室旁听。",
                "Yours is not a bidder's account. Before the opening nobody can see who bids or how many; after the deadline you may look on in the room."),
            (),
        ),
        Step::PracticeOnly => decide(
            t("模拟单位不能参加真实投标", "A practice company may not bid in earnest"),
            t("请退出后以本单位账号登录，或登记单位。", "Sign out and sign in with your company's own account, or register."),
            view! { <a class="button" href="/register">{t("登记单位", "Register a company")}</a> },
        ),
        Step::NotApproved(standing) => not_approved(&standing),
        Step::Restricted(notice) => restricted(notice),
        Step::MakeKey => decide(
            t("先制作证书", "First, make a key"),
            t("投标文件用贵单位的证书密封，开标时也只有它能解密。证书在本机浏览器内生成，私钥不离开本机，约需一分钟。",
                "Your bid is sealed for your company's key, and only that key opens it at the opening. It is made in this browser and its private part never leaves this machine. It takes a minute."),
            view! {
                <a class="button button--primary button--large" href=format!("/my/key?back={back}")>{t("制作证书", "Make a key")}</a>
            },
        ),
        Step::Bid => decide(
            t("可以投标", "You may bid"),
            t("填写开标一览表，附上保函和投标文件。全部内容在本机密封后才上传，开标前包括本平台在内任何人都打不开。截止前可以撤回重交。",
                "Fill in the opening form and attach guarantee and documents. Everything is sealed on this machine before it is sent; nobody, this platform included, can open it before the opening. Until the deadline you may withdraw and bid again."),
            view! {
                <a class="button button--primary button--large" href=visit.path("bid")>{t("开始投标", "Bid now")}</a>
            },
        ),
        Step::Committed { at } => view! {
            <section class="decide" aria-labelledby="next">
                <h2 id="next">{t("投标文件已递交", "Your bid is lodged")}</h2>
                <p>
                    {pick(lang(), format!("递交时间 {at}（北京时间）。截止后请在开标室签到并解密，届时需要证书文件和口令。"),
                        format!("Lodged at {at} (Beijing time). After the deadline sign in to the room and decrypt; you will need key file and passphrase."))}
                </p>
                <div class="actions">
                    <a class="button button--primary" href=visit.path("receipt")>{t("查看回执", "See the receipt")}</a>
                    <a class="button" href=visit.path("room")>{t("前往开标室", "To the room")}</a>
                </div>
                <Withdraw visit/>
            </section>
        }
        .into_any(),
        Step::Host => decide(
            t("由您主持开标", "You host this opening"),
            t("截止后在主持台按既定流程推进：公布投标人、解密、唱标、异议与确认、结束。",
                "After the deadline lead it from the console: announce bidders, decrypt, read out, objections and confirmation, close."),
            view! {
                <a class="button button--primary button--large" href=visit.path("console")>{t("进入主持台", "To the console")}</a>
            },
        ),
        Step::Room { own: true } => decide(
            t("投标已截止，请进入开标室", "The deadline has passed: enter the room"),
            t("在开标室签到，并在解密时限内用证书解密。逾期未解密的，投标文件视为撤销。",
                "Sign in there and decrypt with your key inside the window. A bid not decrypted in time is deemed withdrawn."),
            view! {
                <a class="button button--primary button--large" href=visit.path("room")>{t("进入开标室", "Enter the room")}</a>
            },
        ),
        Step::Room { own: false } => decide(
            t("投标已截止", "The deadline has passed"),
            t("开标公开进行，任何人都可以旁听。", "The opening is public; anybody may look on."),
            view! { <a class="button button--primary" href=visit.path("room")>{t("旁听开标", "Look on in the room")}</a> },
        ),
        Step::Record => decide(
            t("开标已结束", "The opening is over"),
            t("开标记录对所有人公开。", "The opening record is public."),
            view! {
                <a class="button button--primary" href=visit.path("record")>{t("查看开标记录", "See the record")}</a>
                <a class="button button--quiet" href=visit.path("room")>{t("回看开标过程", "See how it went")}</a>
            },
        ),
    }
}

fn decide(title: &'static str, words: &'static str, actions: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="decide" aria-labelledby="next">
            <h2 id="next">{title}</h2>
            <p>{words}</p>
            <div class="actions">{actions}</div>
        </section>
    }
    .into_any()
}

fn not_approved(standing: &Standing) -> AnyView {
    let returned = matches!(standing, Standing::Returned { .. });
    let words = crate::text::refusal::refusal(lang(), &domain::Refusal::NotApproved { standing: standing.clone() });
    let name =
        if returned { t("补正登记", "Mend the registration") } else { t("查看登记", "See the registration") };
    view! {
        <section class="decide" aria-labelledby="next">
            <h2 id="next">{t("登记尚未生效", "Your registration is not in force yet")}</h2>
            <p>{words}</p>
            <div class="actions"><a class="button button--primary" href="/my/case">{name}</a></div>
        </section>
    }
    .into_any()
}

/// Why, until when and by whom.
fn restricted(notice: RestrictionNotice) -> AnyView {
    let period = pick(
        lang(),
        format!("自 {} 起至 {} 止（含当日）", notice.from.chinese(), notice.until.chinese()),
        format!("From {} until {}, both days included", notice.from, notice.until),
    );
    view! {
        <section class="restriction" aria-labelledby="next">
            <h2 id="next">{t("贵单位现被限制投标", "Your company is barred from bidding")}</h2>
            <Summary>
                <Fact name=t("事由", "Reason")>{notice.conduct}</Fact>
                <Fact name=t("期限", "Period")>{period}</Fact>
                <Fact name=t("决定机关", "Decided by")>{notice.body}</Fact>
                <Fact name=t("文号", "Document")>{notice.document}</Fact>
            </Summary>
            <p>{t("对决定有异议或申请信用修复，请向决定机关提出。", "Objections and requests for repair go to the deciding body.")}</p>
            <div class="actions"><a class="button" href="/my/credit">{t("查看信用记录", "See the credit records")}</a></div>
        </section>
    }
    .into_any()
}
