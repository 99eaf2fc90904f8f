//! A database that the centre had before: gone through first, then entered whole or not at all; and the way out.

use domain::Lang;
use domain::subject::import::{Imported, Line, LineFault, Outcome};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::upload::upload;
use crate::browser::{Chosen, alive, vault};
use crate::erase::{Erase, live};
use crate::parts::frame::encoded;
use crate::parts::notice::{Notice, Tone};
use crate::text::{self, fault, lang, pick, t};

/// So many wrong lines are shown; the report has all.
const SHOWN: usize = 20;

#[component]
pub fn Load() -> impl IntoView {
    let lang = lang();
    let input = NodeRef::<Input>::new();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<Result<Imported, String>>));
    let send = move |dry: bool| {
        let Some(file) = input.get_untracked().and_then(|input| input.files()?.get(0)).map(Chosen::from) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let address = format!("/api/subjects?dry={dry}&name={}", encoded(&file.name()));
            let came = upload::<Imported>(&address, &file, |_| {}).await;
            said.try_set(Some(came.map_err(|error| text::refusal::error(lang, &error))));
            busy.try_set(false);
        });
    };
    let alive = alive();
    let still = move || !alive.get() || busy.get();
    view! {
        <section class="panel" aria-labelledby="load-title">
            <h2 id="load-title">{t("导入与导出", "Import and export")}</h2>
            <p>
                {t("CSV（UTF-8）或 XLSX，首行为列名，须有“统一社会信用代码”和“主体名称”两列，可以有主体角色类型、法定代表人、住所。最多 5 万行。先逐行检查，全部无误后才能导入；有一行不对，一行也不导入。",
                   "CSV (UTF-8) or XLSX, headed by column names, among them 统一社会信用代码 and 主体名称; 主体角色类型, 法定代表人 and 住所 if you have them. At most 50,000 lines. Every line is checked first; where one is wrong, none is entered.")}
            </p>
            <div class="field field--file">
                <label for="book">{t("已有的主体库", "The database you have")}</label>
                <input node_ref=input id="book" type="file" accept=".csv,.xlsx" disabled=still on:change=move |_| send(true)/>
            </div>
            <div role="status">
                {live(move || busy.get().then(|| view! { <p>{pick(lang, "正在检查……", "Checking…")}</p> }.erase()))}
                {live(move || said.get().filter(|_| !busy.get()).map(|came| view! { <Came came on_load=move || send(false)/> }.erase()))}
            </div>
            <p>
                <a class="button" href="/api/subjects.csv" rel="external" download="subjects.csv">{t("导出全部（CSV）", "Export all (CSV)")}</a>
            </p>
            <p class="muted">{t("列名依公共资源交易平台系统数据规范；联系人和证件号码不导出。", "Columns are named as in the national data specification; contacts and identity numbers stay here.")}</p>
        </section>
    }
    .erase()
}

#[component]
fn Came(came: Result<Imported, String>, on_load: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    let lang = lang();
    let bad = |words: String| view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> }.erase();
    match came {
        Err(words) => bad(words),
        Ok(Imported::NotATable) => {
            bad(pick(lang, "不是 UTF-8 的 CSV，也不是 XLSX", "Neither CSV in UTF-8 nor XLSX").to_owned())
        }
        Ok(Imported::NoColumns) => {
            let words = pick(
                lang,
                "缺少“统一社会信用代码”或“主体名称”一列",
                "No column is called 统一社会信用代码, or none 主体名称",
            );
            bad(words.to_owned())
        }
        Ok(Imported::TooMany { most }) => bad(pick(
            lang,
            format!("最多 {most} 行，请分成几个文件"),
            format!("At most {most} lines: use several files"),
        )),
        Ok(Imported::Read { lines, loaded }) => view! { <Report lines loaded on_load/> }.erase(),
    }
}

#[component]
fn Report(lines: Vec<Line>, loaded: bool, on_load: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    let lang = lang();
    let of = |is: fn(&Outcome) -> bool| lines.iter().filter(|line| is(&line.outcome)).count();
    let new = of(|outcome| *outcome == Outcome::New);
    let known = of(|outcome| *outcome == Outcome::Known);
    let wrong = lines.len() - new - known;
    let counts = pick(
        lang,
        format!("共 {} 行：新增 {new}，已有 {known}，有误 {wrong}。", lines.len()),
        format!("{} lines: {new} new, {known} known, {wrong} wrong.", lines.len()),
    );
    let (tone, title) = match (loaded, wrong, new) {
        (true, ..) => (Tone::Good, pick(lang, "已导入", "Entered")),
        (false, 0, 0) => (Tone::Info, pick(lang, "没有新的单位", "Nothing is new")),
        (false, 0, _) => (Tone::Info, pick(lang, "检查无误，可以导入", "All lines hold: it can be entered")),
        (false, ..) => (Tone::Bad, pick(lang, "有误，没有导入", "Wrong, and not entered")),
    };
    let faulty = lines.iter().filter_map(|line| match &line.outcome {
        Outcome::Wrong(fault) => Some((line, fault)),
        _ => None,
    });
    let first = faulty
        .take(SHOWN)
        .map(|(line, fault)| {
            let place = pick(lang, format!("第 {} 行：", line.number), format!("Line {}: ", line.number));
            view! { <li>{place}{wrong_line(lang, fault)}</li> }.erase()
        })
        .collect_view();
    let ready = !loaded && wrong == 0 && new > 0;
    let report = StoredValue::new(report(lang, &lines));
    view! {
        <Notice tone=tone title=title>
            <p>{counts}</p>
            <ul>{first}</ul>
            <div class="actions">
                {ready.then(|| view! {
                    <button type="button" class="button button--primary" on:click=move |_| on_load()>
                        {pick(lang, format!("导入 {new} 个单位"), format!("Enter {new} subjects"))}
                    </button>
                }.erase())}
                <button type="button" class="button" on:click=move |_| { report.with_value(|text| vault::download("report.csv", text)); }>
                    {pick(lang, "下载逐行结果", "Download the result of every line")}
                </button>
            </div>
        </Notice>
    }
    .erase()
}

fn wrong_line(lang: Lang, wrong: &LineFault) -> String {
    match wrong {
        LineFault::Code(wrong) => fault::code(lang, wrong),
        LineFault::NoName => pick(lang, "没有名称", "It has no name").to_owned(),
        LineFault::TooLong => pick(lang, "文字过长", "Its texts are too long").to_owned(),
        LineFault::Twice(line) => pick(lang, format!("与第 {line} 行重复"), format!("The same as line {line}")),
        LineFault::OtherName(name) => pick(
            lang,
            format!("库中名称为“{name}”，变更名称须经审核"),
            format!("The database calls it “{name}”; a change of name is reviewed"),
        ),
        LineFault::NoRole(name) => pick(lang, format!("没有“{name}”这一角色"), format!("No role is called “{name}”")),
    }
}

/// Every line as CSV (RFC 4180), with the byte order mark by which spreadsheets know UTF-8.
fn report(lang: Lang, lines: &[Line]) -> String {
    let head = pick(lang, "行,统一社会信用代码,主体名称,结果", "Line,Credit code,Name,Result");
    let mut text = format!("\u{feff}{head}\r\n");
    for line in lines {
        let outcome = match &line.outcome {
            Outcome::New => pick(lang, "新增", "New").to_owned(),
            Outcome::Known => pick(lang, "已有", "Known").to_owned(),
            Outcome::Wrong(wrong) => wrong_line(lang, wrong),
        };
        let cells = [&line.number.to_string(), &line.code, &line.name, &outcome].map(|cell| quoted(cell));
        text.push_str(&format!("{}\r\n", cells.join(",")));
    }
    text
}

/// What begins like a formula is no formula: a spreadsheet would reckon it.
fn quoted(cell: &str) -> String {
    let harmless = if cell.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{harmless}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_every_line_and_no_formula() {
        let line = |number, name: &str, outcome| Line { number, code: "9".into(), name: name.into(), outcome };
        let lines = [line(2, "草原\"建工\"", Outcome::New), line(3, "=1+1", Outcome::Wrong(LineFault::Twice(2)))];
        let told = report(Lang::Zh, &lines);
        let told: Vec<&str> = told.lines().skip(1).collect();
        assert_eq!(told, ["\"2\",\"9\",\"草原\"\"建工\"\"\",\"新增\"", "\"3\",\"9\",\"\'=1+1\",\"与第 2 行重复\""]);
    }
}
