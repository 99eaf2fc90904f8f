//! Where a company's registration stands, who does what next, and what happened.

use domain::subject::case::{CaseKind, CaseState};
use domain::subject::life::{AHEAD, LifeEvent};
use domain::subject::view::{MyCase as Sent, MyFile};
use domain::subject::{Form, Standing};
use domain::{Day, Timestamp};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::filing::{confirm_data, my_file, withdraw_change};
use crate::browser::alive;
use crate::erase::Erase;
use crate::parts::facts::{Fact, Moment, Summary};
use crate::parts::frame::use_me;
use crate::parts::notice::{Notice, RefusalNotice, Refused, Tone, Waiting};
use crate::parts::sending::Sending;
use crate::text::{items, lang, pick, t};

#[component]
pub fn MyCase() -> impl IntoView {
    let found = Resource::new(|| (), |()| my_file());
    view! {
        <Title text=t("登记信息", "Registration")/>
        <div class="page-flow page--narrow">
            <h1>{t("登记信息", "Registration")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(file) => view! { <File file changed=Callback::new(move |()| found.refetch())/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn File(file: MyFile, changed: Callback<()>) -> impl IntoView {
    let change = file.case.clone().filter(|case| case.kind == CaseKind::Change && !is_over(&case.state));
    let facts = file.in_force.clone().or_else(|| file.case.as_ref().map(|case| case.form.clone()));
    let looks = file.standing.as_ref().and(facts.as_ref()).map(|form| format!("/looks/{}", form.code));
    let approved = matches!(file.standing, Some(Standing::Approved | Standing::Overdue));
    let (today, manages) = (file.now.day(), file.manages);
    view! {
        <Way standing=file.standing.clone()/>
        <Stand file=file.clone()/>
        {change.map(|case| view! { <Change case changed manages/> }.erase())}
        {file.due.filter(|_| approved).map(|due| view! { <Confirm due today changed manages/> }.erase())}
        <Life life=file.life to_tell=file.to_tell/>
        {(file.standing == Some(Standing::Approved)).then(|| view! { <NextStep/> }.erase())}
        {facts.map(|form| view! {
            <section class="panel"><h2>{if approved { t("有效的登记信息", "Data in force") } else { t("提交的内容", "What was sent") }}</h2><Facts form/></section>
        }.erase())}
        {looks.map(|address| view! {
            <p><a href=address>{t("查看记录：谁查看过本单位的个人信息", "Who looked at your personal entries")}</a></p>
        }.erase())}
        <History history=file.history/>
    }
    .erase()
}

fn is_over(state: &CaseState) -> bool {
    matches!(state, CaseState::Approved | CaseState::Withdrawn)
}

/// The way of a registration: filled in, reviewed, in force.
#[component]
fn Way(standing: Option<Standing>) -> impl IntoView {
    let at = match standing {
        None | Some(Standing::Returned { .. }) => 0,
        Some(Standing::Submitted) => 1,
        Some(_) => 3,
    };
    let names =
        [t("填写并提交", "Fill in and submit"), t("交易中心审核", "Review by the centre"), t("登记生效", "In force")];
    let steps = names
        .into_iter()
        .enumerate()
        .map(|(n, name)| {
            let done = n < at;
            view! {
                <li class:is-done=done aria-current=(n == at).then_some("step")>
                    <span class="steps__label">{name}</span>
                </li>
            }
            .erase()
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }.erase()
}

/// Where it stands, and who does what next.
#[component]
fn Stand(file: MyFile) -> impl IntoView {
    let since = file.case.as_ref().map(|case| case.since);
    let manages = file.manages;
    let form = |words| {
        manages.then(|| {
            view! { <div class="actions"><a class="button button--primary" href="/my/case/form">{words}</a></div> }
                .erase()
        })
    };
    match (file.standing, file.case) {
        (None, _) => view! {
            <Notice tone=Tone::Info title=t("请继续填写", "Go on filling in")>
                <p>{t("填写内容已随时保存，提交后由交易中心审核。", "What you typed is kept; the centre reviews it once you send it.")}</p>
            </Notice>
            {form(t("继续填写", "Go on"))}
        }
        .erase(),
        (Some(Standing::Submitted), case) => view! {
            <Notice tone=Tone::Info title=t("待交易中心审核", "The centre reviews it next")>
                <p>{case.map(|case| waiting(&case.state))}</p>
                <p>{t("提交时间 ", "Since ")}{since.map(|at| view! { <Moment at/> }.erase())}{t("（北京时间）。您现在无须办理，审核结果显示在本页。", " (Beijing time). Nothing is for you to do; the outcome will stand on this page.")}</p>
            </Notice>
        }
        .erase(),
        (Some(Standing::Returned { .. }), case) => view! {
            <Notice tone=Tone::Warn title=t("已退回，请补正后重新提交", "Returned: mend it and submit again")>
                {case.map(|case| view! { <Remarks state=case.state/> }.erase())}
            </Notice>
            {form(t("补正", "Mend it"))}
        }
        .erase(),
        (Some(Standing::Approved), case) => view! {
            <Notice tone=Tone::Good title=t("登记已生效", "The registration is in force")>
                <p>{t("信息有变化的，请及时变更。", "When your data change, change them here.")}</p>
            </Notice>
            {(manages && case.is_none_or(|case| is_over(&case.state))).then(|| view! {
                <div class="actions"><a class="button" href="/my/case/form">{t("变更登记信息", "Change the data")}</a></div>
            }.erase())}
        }
        .erase(),
        (Some(Standing::Overdue), _) => view! {
            <Notice tone=Tone::Warn title=t("年度确认已逾期", "The yearly confirmation is overdue")>
                <p>{t("确认之前不能参加新的投标；已递交的投标不受影响。请核对下列信息并确认。", "You may begin no new bid until you confirm; bids that were submitted stand. Look over the data below and confirm.")}</p>
            </Notice>
        }
        .erase(),
        (Some(Standing::Suspended), _) => view! {
            <Notice tone=Tone::Bad title=t("登记已暂停", "The registration is suspended")>
                <p>{t("暂停期间不能参加新的投标。决定及文号见下。", "No new bid may be begun meanwhile. The decision and its document stand below.")}</p>
            </Notice>
        }
        .erase(),
        (Some(Standing::Cancelled), _) => view! {
            <Notice tone=Tone::Bad title=t("登记已注销", "The registration is cancelled")><p>{t("决定及文号见下。", "The decision stands below.")}</p></Notice>
        }
        .erase(),
    }
}

fn waiting(state: &CaseState) -> &'static str {
    match state {
        CaseState::Claimed { .. } => t("审核员正在审核。", "A registrar has it on the desk."),
        CaseState::Agreed { .. } => {
            t("初审已通过，等待另一位审核员复核。", "One registrar has agreed; another one looks at it next.")
        }
        CaseState::ClaimedAgain { .. } => t("另一位审核员正在复核。", "A second registrar has it on the desk."),
        _ => t("排队等待审核员受理。", "It waits for a registrar."),
    }
}

#[component]
fn Remarks(state: CaseState) -> impl IntoView {
    let lang = lang();
    let CaseState::Returned { remarks } = state else { return ().into_any() };
    let lines = remarks.into_iter().map(|remark| {
        let name = items::item(lang, remark.spot.item);
        view! { <li><strong>{name}</strong>{pick(lang, "：", ": ")}{remark.words}</li> }.erase()
    });
    view! { <ul>{lines.collect_view()}</ul> }.erase()
}

/// A change on its way.
#[component]
fn Change(case: Sent, changed: Callback<()>, manages: bool) -> impl IntoView {
    let sending = Sending::new(None);
    let alive = alive();
    let asleep = move || !alive.get() || sending.busy().get();
    let back = move |_| sending.send(withdraw_change(), move |()| changed.run(()));
    let returned = matches!(case.state, CaseState::Returned { .. });
    let (tone, title) = if returned {
        (Tone::Warn, t("变更已退回，请补正", "The change was returned: mend it"))
    } else {
        (Tone::Info, t("变更正在审核，原信息继续有效", "A change is under review; the old data stay in force"))
    };
    let words = (!returned).then(|| waiting(&case.state));
    view! {
        <Notice tone title=title>
            {words.map(|words| view! { <p>{words}</p> }.erase())}
            <Remarks state=case.state/>
        </Notice>
        {manages.then(|| view! { <div class="actions">
            {returned.then(|| view! { <a class="button button--primary" href="/my/case/form">{t("补正", "Mend it")}</a> }.erase())}
            <button type="button" class="button" disabled=asleep on:click=back>{t("撤回变更", "Take the change back")}</button>
        </div> }.erase())}
        <Refused sending/>
    }
    .erase()
}

#[component]
fn Confirm(due: Day, today: Day, changed: Callback<()>, manages: bool) -> impl IntoView {
    let me = use_me();
    let sending = Sending::new(None);
    let alive = alive();
    let asleep = move || !alive.get() || sending.busy().get();
    let confirm = move |_| {
        sending.send(confirm_data(), move |()| {
            me.refetch();
            changed.run(());
        });
    };
    let open = manages && due <= today.plus(AHEAD);
    view! {
        <section class="panel">
            <h2>{t("年度确认", "Yearly confirmation")}</h2>
            <p>{t("最迟确认日期：", "To be confirmed by ")}{due.to_string()}{t("。逾期未确认的，不能参加新的投标。", ". Whoever has not confirmed may begin no new bid.")}</p>
            {open.then(|| view! {
                <div class="actions">
                    <button type="button" class="button button--primary" disabled=asleep on:click=confirm>{t("以上信息属实，确认", "The data are right: confirm")}</button>
                </div>
                <Refused sending/>
            }.erase())}
        </section>
    }
    .erase()
}

/// Decisions of others, and whom the company must tell (条例 §38).
#[component]
fn Life(life: Vec<LifeEvent>, to_tell: Vec<(String, String)>) -> impl IntoView {
    let tell = (!to_tell.is_empty()).then(|| {
        let lots = to_tell.into_iter().map(move |(code, title)| view! { <li>{code}" "{title}</li> }.erase());
        view! {
            <Notice tone=Tone::Bad title=t("请立即书面告知招标人", "Tell these tenderers in writing, at once")>
                <p>{t("投标人发生合并、分立、破产等重大变化的，应当及时书面告知招标人（《招标投标法实施条例》第三十八条）。贵单位在下列标段有投标：",
                    "A bidder that merges, divides or goes bankrupt tells the tenderer in writing at once (Regulation, article 38). You have bids for:")}</p>
                <ul>{lots.collect_view()}</ul>
            </Notice>
        }
        .erase()
    });
    view! { {tell} <Decisions life/> }.erase()
}

/// Decisions that were entered, each with its document.
#[component]
pub fn Decisions(life: Vec<LifeEvent>) -> impl IntoView {
    let lang = lang();
    (!life.is_empty()).then(move || {
        let facts = life.into_iter().map(move |event| {
            let other = event.other.map(|code| format!(" · {code}")).unwrap_or_default();
            let words = format!("{} · {}{other} · {}", event.decided, event.document, event.reason);
            view! { <Fact name=items::life(lang, event.kind)>{words}</Fact> }.erase()
        });
        view! {
            <section class="panel"><h2>{t("登记决定", "Decisions")}</h2><Summary>{facts.collect_view()}</Summary></section>
        }
        .erase()
    })
}

#[component]
fn NextStep() -> impl IntoView {
    let me = use_me();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let has_key = me.get().await.and_then(|me| me.subject).is_some_and(|subject| subject.public_key.is_some());
                let (title, why, path, act) = if has_key {
                    (
                        t("可以投标", "Ready to bid"),
                        t("密钥已登记。请选择标段。", "Your key is registered. Choose a lot."),
                        "/lots",
                        t("查看标段", "See the lots"),
                    )
                } else {
                    (
                        t("下一步：制作密钥", "Next: make your key"),
                        t("投标文件用贵单位自己的密钥密封，开标时也只有它能解密。", "Bids are sealed with your company's own key; at the opening only that key decrypts them."),
                        "/my/key",
                        t("制作密钥", "Make the key"),
                    )
                };
                view! {
                    <section class="decide">
                        <h2>{title}</h2>
                        <p>{why}</p>
                        <div class="actions"><a class="button button--primary" href=path>{act}</a></div>
                    </section>
                }.erase()
            })}
        </Suspense>
    }.erase()
}

/// The entries of a form, as they were sent.
#[component]
pub fn Facts(form: Form) -> impl IntoView {
    let lang = lang();
    let facts = form
        .entries()
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(spot, typed)| {
            let name = match spot.line {
                0 => items::item(lang, spot.item).to_owned(),
                line => format!("{} {}", items::item(lang, spot.item), line + 1),
            };
            let typed = items::typed(lang, spot.item, typed);
            view! { <Fact name>{typed}</Fact> }.erase()
        })
        .collect_view();
    view! { <Summary>{facts}</Summary> }.erase()
}

/// What happened, newest first.
#[component]
pub fn History(history: Vec<(Timestamp, String)>) -> impl IntoView {
    let lang = lang();
    (!history.is_empty()).then(move || {
        let lines = history
            .into_iter()
            .rev()
            .map(move |(at, act)| view! { <li class="is-dated"><Moment at/><p>{items::act(lang, &act)}</p></li> }.erase());
        view! {
            <section class="panel"><h2>{t("办理过程", "Course")}</h2><ol class="timeline">{lines.collect_view()}</ol></section>
        }
        .erase()
    })
}
