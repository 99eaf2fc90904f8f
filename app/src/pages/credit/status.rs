//! One subject's credit status, as everybody may see it.

use domain::Day;
use domain::credit::{CreditRecord, CreditStatus, Grade, RestrictionNotice};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::facts::{Fact, Summary};
use crate::parts::notice::{Notice, Tone};
use crate::text::{self, items, lang, t};

#[component]
pub fn Status(status: CreditStatus) -> impl IntoView {
    let CreditStatus { code, name, today, records, restriction, roles } = status;
    let roles = items::subject_roles(lang(), &roles);
    let (standing, words) = if restriction.is_some() {
        ("credit-standing credit-standing--restricted", t("限制投标中", "Barred from bidding"))
    } else {
        ("credit-standing credit-standing--clear", t("无限制", "Not barred"))
    };
    view! {
        <header class="credit-head">
            <div>
                <h1>{name}</h1>
                <p class="mono">{code.to_string()}</p>
                <p>{t("交易角色：", "Roles: ")}{roles}</p>
                <p class="meta"><span>{t("截至 ", "As of ")}{today.to_string()}{t("（北京时间）", " (Beijing time)")}</span></p>
            </div>
            <p class=standing>{words}</p>
        </header>
        {restriction.map(|notice| view! { <Restriction notice/> }.erase())}
        <Records records today/>
    }
    .erase()
}

#[component]
fn Restriction(notice: RestrictionNotice) -> impl IntoView {
    view! {
        <section class="restriction" aria-labelledby="restriction">
            <h2 id="restriction">{t("限制投标", "Barred from bidding")}</h2>
            <p>{t("期限内不得参加投标。", "May not bid during this period.")}</p>
            <Summary>
                <Fact name=t("期限", "Period")>
                    {t("自 ", "From ")}{notice.from.to_string()}{t(" 起至 ", " until ")}{notice.until.to_string()}{t(" 止（含当日）", " inclusive")}
                </Fact>
                <Fact name=t("事由", "Reason")>{notice.conduct}</Fact>
                <Fact name=t("决定机关", "Deciding body")>{notice.body}</Fact>
                <Fact name=t("文号", "Document")>{notice.document}</Fact>
            </Summary>
        </section>
    }.erase()
}

#[component]
fn Records(records: Vec<CreditRecord>, today: Day) -> impl IntoView {
    let none = records.is_empty().then(|| {
        view! { <Notice tone=Tone::Good><p>{t("没有公示中的失信记录。", "No record is being shown.")}</p></Notice> }
            .erase()
    });
    let lines = records.into_iter().map(|record| view! { <Record record today/> }.erase()).collect_view();
    view! {
        <section aria-labelledby="records" class="stack">
            <h2 id="records">{t("失信记录", "Records")}</h2>
            {none}
            <ul class="credit-records">{lines}</ul>
            <p class="muted">
                {t("公示期自决定文书日期起算：轻微失信最长 3 个月，一般失信最短 3 个月、最长 1 年，严重失信最短 1 年、最长 3 年（《信用修复管理办法》，国家发展改革委令第 36 号）。对记录有异议的，向决定机关提出。",
                    "Records are shown counting from the document's date: minor at most 3 months; general at least 3 months, at most 1 year; serious at least 1 year, at most 3 years (Credit Repair Measures, NDRC Order 36). Objections to a record go to the body that made it.")}
            </p>
        </section>
    }
    .erase()
}

#[component]
fn Record(record: CreditRecord, today: Day) -> impl IntoView {
    let class = match record.grade {
        Grade::Minor => "credit-grade credit-grade--minor",
        Grade::General => "credit-grade credit-grade--general",
        Grade::Serious => "credit-grade credit-grade--serious",
    };
    let (repair, shown) = (record.repairable_from(), record.shown_until());
    let repair = if today < repair {
        format!("{}{repair}", t("可申请日期：", "May be asked for from "))
    } else {
        format!("{}{repair}", t("现在即可申请，自 ", "May be asked for now, since "))
    };
    view! {
        <li class="credit-record">
            <p class="credit-record__head">
                <span class=class>{text::names::grade(lang(), record.grade)}</span>
                <time datetime=record.decided.to_string()>{record.decided.to_string()}</time>
            </p>
            <h3>{record.conduct}</h3>
            <Summary>
                <Fact name=t("决定机关", "Deciding body")>{record.body}</Fact>
                <Fact name=t("文号", "Document")>{record.document}</Fact>
                <Fact name=t("决定日期", "Decided on")>{record.decided.to_string()}</Fact>
                <Fact name=t("信用修复", "Repair")>{repair}</Fact>
                <Fact name=t("公示至", "Shown until")>{shown.plus(-1).to_string()}</Fact>
                {record.barred_until.map(|until| view! { <Fact name=t("限制投标至", "Barred until")>{until.to_string()}</Fact> }.erase())}
            </Summary>
        </li>
    }
    .erase()
}
