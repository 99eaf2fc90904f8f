//! What the tender document sets for a lot.

use domain::guarantee::validity_end;
use domain::lot::Terms;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::facts::{Fact, Money, Summary};
use crate::text::{lang, pick, t};

#[component]
pub fn KeyFigures(terms: Terms) -> impl IntoView {
    let unit = t("元", "yuan");
    view! {
        <dl class="figures">
            <div class="key-figure">
                <dt>{t("最高投标限价", "Ceiling price")}</dt>
                <dd>{terms.ceiling.to_string()}<span class="unit">{unit}</span></dd>
            </div>
            <div class="key-figure">
                <dt>{t("投标保证金（保函）", "Bid guarantee")}</dt>
                <dd>{terms.guarantee.to_string()}<span class="unit">{unit}</span></dd>
            </div>
        </dl>
    }
    .erase()
}

#[component]
pub fn TermsPanel(terms: Terms) -> impl IntoView {
    let deadline = terms.deadline;
    let until = validity_end(&terms);
    let days = terms.validity_days;
    let validity = pick(
        lang(),
        format!("{days} 天，自投标截止之日起算，至 {} 止", until.chinese()),
        format!("{days} days from the deadline, until {until}"),
    );
    view! {
        <section class="panel" aria-labelledby="terms">
            <h2 id="terms">{t("标段信息", "Terms of the lot")}</h2>
            <Summary>
                <Fact name=t("标段编号", "Lot code")><span class="mono">{terms.code}</span></Fact>
                <Fact name=t("标段名称", "Lot title")>{terms.title}</Fact>
                <Fact name=t("招标人", "Tenderer")>{terms.tenderer}</Fact>
                <Fact name=t("最高投标限价", "Ceiling price")>
                    <Money fen=terms.ceiling/>
                    <p class="muted" lang="zh-CN">"人民币"{terms.ceiling.capitals()}</p>
                </Fact>
                <Fact name=t("保函金额不低于", "Guarantee of at least")>
                    <Money fen=terms.guarantee/>
                    <p class="muted" lang="zh-CN">"人民币"{terms.guarantee.capitals()}</p>
                </Fact>
                <Fact name=t("投标截止（开标）时间", "Deadline and opening")>
                    <time datetime=deadline.to_local()>{deadline.to_string()}</time>
                    {t("（北京时间）", " (Beijing time)")}
                </Fact>
                <Fact name=t("投标有效期", "Bid validity")>{validity}</Fact>
                <Fact name=t("解密时限", "Decrypt window")>{length(terms.decrypt_seconds)}</Fact>
                <Fact name=t("异议与确认时限", "Window for objections and confirmation")>
                    {length(terms.objection_seconds)}
                </Fact>
                <Fact name=t("开标方式", "Opening")>
                    {t("远程开标：投标人在线签到、解密、确认", "Remote: bidders sign in, decrypt and confirm online")}
                </Fact>
            </Summary>
        </section>
    }
    .erase()
}

fn length(seconds: u32) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match rest {
        0 => pick(lang(), format!("{minutes} 分钟"), format!("{minutes} min")),
        _ if minutes == 0 => pick(lang(), format!("{rest} 秒"), format!("{rest} s")),
        _ => pick(lang(), format!("{minutes} 分 {rest} 秒"), format!("{minutes} min {rest} s")),
    }
}
