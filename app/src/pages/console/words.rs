//! What the console says to the host: where the opening stands, and what each act brings about.

use domain::Lang;
use domain::lot::Terms;
use domain::quote::MOST_ROUNDS;
use domain::room::Room;
use domain::stage::{Stage, Window};

use super::steps::Step;
use crate::text::names::span;
use crate::text::pick;

/// Where the opening stands: a heading, and what happens next.
#[must_use]
pub fn standing(lang: Lang, room: &Room) -> (&'static str, String) {
    let bids = room.bids.unwrap_or_default();
    if room.adjourned.is_some() {
        let (heading, text) = pick(
            lang,
            ("开标休会", "各项计时停止，剩余时间保留。到续开时间后，请恢复开标。"),
            (
                "The opening is adjourned",
                "All clocks have stopped. Resume it once the time that was announced has come.",
            ),
        );
        return (heading, text.to_owned());
    }
    let (heading, text) = match room.stage {
        Stage::Scheduled => pick(
            lang,
            (
                "等待投标截止",
                "到截止时间，系统自动锁定投标文件份数；不足三份的，自动终止。此前任何人都看不到投标人及其数量，主持人也不例外。",
            ),
            (
                "Waiting for the deadline",
                "At the deadline the number of bids is fixed by itself; with fewer than three the opening ends there. Until then nobody sees who bids or how many, the host included.",
            ),
        ),
        Stage::SignIn(Window::Open { .. }) => {
            let heading = pick(lang, "投标人正在签到", "Bidders are signing in");
            let text = pick(
                lang,
                format!("收到投标文件 {bids} 份，份数已锁定。公布投标人后，迟到的仍可签到。"),
                format!("{bids} bids came in; the number is fixed. Late sign-in goes on after the announcement."),
            );
            return (heading, text);
        }
        Stage::Announced => pick(
            lang,
            ("投标人已公布", "核对签到情况后，下达解密指令。未签到的，解密截止前仍可签到并解密。"),
            (
                "The bidders are announced",
                "Look at who has signed in, then start decryption. Whoever is late may still sign in and decrypt in time.",
            ),
        ),
        Stage::SignIn(Window::Paused { .. })
        | Stage::Decrypting(Window::Paused { .. })
        | Stage::Quoting(Window::Paused { .. })
        | Stage::Objections(Window::Paused { .. }) => pick(
            lang,
            ("开标已暂停", "计时停止，剩余时间保留。处理完毕后请恢复。"),
            (
                "The opening is paused",
                "The clock has stopped and keeps what remains. Resume when the matter is settled.",
            ),
        ),
        Stage::Decrypting(Window::Open { .. }) => pick(
            lang,
            ("投标人正在解密", "全部解密或者时限届满，系统自动结束解密，此后方可唱标。此前任何人看不到报价。"),
            (
                "Bidders are decrypting",
                "Decryption ends by itself when all are done or time is up; then you can read out. Nobody sees a price before.",
            ),
        ),
        Stage::Decrypted => pick(lang, ("解密结束", "可以唱标。"), ("Decryption is over", "You can read out.")),
        Stage::ReadOut if room.has_round() => {
            pick(lang, ("已唱标", "请开始下一轮报价。"), ("The prices are read out", "Start the next round."))
        }
        Stage::Quoting(Window::Open { .. }) => pick(
            lang,
            ("投标人正在报价", "全部报价或者时限届满，自动进入解密。唱标前任何人看不到报价。"),
            (
                "Bidders are quoting",
                "Decryption begins by itself when all have quoted or time is up. Nobody sees a price before the read-out.",
            ),
        ),
        Stage::ReadOut => pick(
            lang,
            ("已唱标", "请进入异议与确认。"),
            ("The bids are read out", "Go on to objections and confirmation."),
        ),
        Stage::Objections(Window::Open { .. }) => pick(
            lang,
            ("异议与确认", "异议须当场答复。全部投标人确认或者时限届满，并且异议均已答复，方可结束开标。"),
            (
                "Objections and confirmation",
                "Objections are answered on the spot. You can close when all have confirmed or time is up, and every objection is answered.",
            ),
        ),
        Stage::Closed => {
            pick(lang, ("开标结束", "开标记录已向社会公开。"), ("The opening is closed", "Its record is public."))
        }
        Stage::Failed => pick(
            lang,
            ("投标人不足三家，不得开标", "投标文件保持密封。招标人应当重新招标。"),
            ("Fewer than three bids: no opening", "The bids stay sealed; bids must be invited again."),
        ),
    };
    (heading, text.to_owned())
}

/// The time for confirming, where it is another.
fn confirm(lang: Lang, terms: &Terms) -> String {
    let told = |seconds: u32| {
        let span = span(lang, seconds.into());
        pick(lang, format!("，其中确认须在 {span}内"), format!(", and {span} of them to confirm"))
    };
    terms.rules.confirm_seconds.map(told).unwrap_or_default()
}

/// One step of the flow in words.
pub struct StepWords {
    pub name: &'static str,
    pub effect: String,
    /// Asked before a step that can not be taken back.
    pub question: Option<&'static str>,
}

#[must_use]
pub fn step(lang: Lang, step: Step, terms: &Terms) -> StepWords {
    let (name, effect, question) = match step {
        Step::Announce => (
            pick(lang, "公布投标人", "Announce the bidders"),
            pick(
                lang,
                "向所有人公布投标人名称、递交时间和签到情况。",
                "Everybody sees the bidders' names, the times of committing, and who has signed in.",
            )
            .to_owned(),
            Some(pick(lang, "公布后不能收回。确定公布吗？", "This can not be taken back. Announce now?")),
        ),
        Step::StartDecrypt => (
            pick(lang, "下达解密指令", "Start decryption"),
            pick(
                lang,
                format!("投标人须在 {}内解密，自下达时起算。", span(lang, terms.decrypt_seconds.into())),
                format!("Bidders have {} to decrypt, counted from this act.", span(lang, terms.decrypt_seconds.into())),
            ),
            Some(pick(
                lang,
                "下达后立即计时，不能收回。确定下达吗？",
                "The clock starts at once and this can not be taken back. Start now?",
            )),
        ),
        Step::ReadOut => (
            pick(lang, "唱标", "Read out"),
            pick(
                lang,
                "同时公布全部已解密投标文件的报价、工期、质量目标、项目负责人和保函。",
                "Price, duration, quality, manager and guarantee of every decrypted bid become public at once.",
            )
            .to_owned(),
            Some(pick(lang, "公布后不能收回。确定唱标吗？", "This can not be taken back. Read out now?")),
        ),
        Step::StartRound(round) => {
            let seconds = u64::from(terms.rounds.map_or(0, |rounds| rounds.seconds));
            (
                of_round(
                    lang,
                    round,
                    [
                        ("开始第 1 轮报价", "Start round 1"),
                        ("开始第 2 轮报价", "Start round 2"),
                        ("开始第 3 轮报价", "Start round 3"),
                    ],
                ),
                pick(
                    lang,
                    format!("投标人须在 {}内递交密封报价；没有报价的，视为退出。", span(lang, seconds)),
                    format!(
                        "Bidders have {} to hand in a sealed price; who hands in none has left.",
                        span(lang, seconds)
                    ),
                ),
                Some(pick(lang, "开始后立即计时，不能收回。确定开始吗？", "The clock starts at once. Start now?")),
            )
        }
        Step::ReadRound(round) => (
            of_round(
                lang,
                round,
                [
                    ("第 1 轮唱标", "Read out round 1"),
                    ("第 2 轮唱标", "Read out round 2"),
                    ("第 3 轮唱标", "Read out round 3"),
                ],
            ),
            pick(lang, "同时公布本轮全部报价。", "Every price of the round becomes public at once.").to_owned(),
            Some(pick(lang, "公布后不能收回。确定唱标吗？", "This can not be taken back. Read out now?")),
        ),
        Step::OpenObjections => (
            pick(lang, "进入异议与确认", "Open objections and confirmation"),
            pick(
                lang,
                format!(
                    "投标人在 {}内确认开标结果或者提出异议{}。",
                    span(lang, terms.objection_seconds.into()),
                    confirm(lang, terms)
                ),
                format!(
                    "Bidders have {} to confirm the result or to object{}.",
                    span(lang, terms.objection_seconds.into()),
                    confirm(lang, terms)
                ),
            ),
            None,
        ),
        Step::Close => (
            pick(lang, "结束开标", "Close the opening"),
            pick(
                lang,
                "生成开标记录并向社会公开，此后不能更改。",
                "The record is made and becomes public; nothing changes afterwards.",
            )
            .to_owned(),
            Some(pick(
                lang,
                "结束后不能再确认、异议或者更改。确定结束吗？",
                "Afterwards nobody can confirm, object or change anything. Close now?",
            )),
        ),
    };
    StepWords { name, effect, question }
}

fn of_round(lang: Lang, round: u32, names: [(&'static str, &'static str); MOST_ROUNDS as usize]) -> &'static str {
    let (chinese, english) = names[(round as usize - 1).min(names.len() - 1)];
    pick(lang, chinese, english)
}
