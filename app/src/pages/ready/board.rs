//! What has been found so far, line by line.

use domain::view::{LotView, Me};
use domain::{Lang, Timestamp};
use leptos::prelude::*;

use super::judge::{self, Finding, Mark, Who, overall};
use super::run::{check_key, run};
use crate::browser::{Chosen, Clock, Leash};
use crate::text::pick;

/// In the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Time,
    Bid,
    Key,
    Certificate,
    Rehearsal,
    Browser,
    Network,
    Clock,
    Line,
}

impl Check {
    pub const ALL: [Self; 9] = [
        Self::Time,
        Self::Bid,
        Self::Key,
        Self::Certificate,
        Self::Rehearsal,
        Self::Browser,
        Self::Network,
        Self::Clock,
        Self::Line,
    ];

    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Time => pick(lang, "剩余时间", "Time left"),
            Self::Bid => pick(lang, "投标文件", "Bid"),
            Self::Key => pick(lang, "密钥文件", "Key file"),
            Self::Certificate => pick(lang, "数字证书", "Certificate"),
            Self::Rehearsal => pick(lang, "解密演练", "Rehearsal"),
            Self::Browser => pick(lang, "浏览器", "Browser"),
            Self::Network => pick(lang, "网络", "Network"),
            Self::Clock => pick(lang, "本机时钟", "Clock"),
            Self::Line => pick(lang, "实时连接", "Live line"),
        }
    }
}

/// Copies are the same board.
#[derive(Clone, Copy)]
pub struct Board {
    pub lang: Lang,
    pub who: Who,
    pub clock: Clock,
    findings: RwSignal<Vec<Finding>>,
    /// The check that is under way.
    running: RwSignal<Option<Check>>,
    pub busy: RwSignal<bool>,
    /// When all was last checked, by the server's clock.
    pub at: RwSignal<Option<Timestamp>>,
    /// A key file that lies elsewhere than in this browser.
    pub files: RwSignal<Vec<Chosen>>,
    pub wants_file: RwSignal<bool>,
    leash: Leash,
}

impl Board {
    /// With what the server alone can tell, which reads without scripts.
    #[must_use]
    pub fn new(lang: Lang, who: Who, clock: Clock, lot: &LotView) -> Self {
        let open = Finding::new(Mark::Open, pick(lang, "待检查。", "Not checked yet."));
        let findings = Check::ALL.map(|check| match check {
            Check::Time => judge::time(lang, lot),
            Check::Bid => judge::bid(lang, who, lot),
            Check::Rehearsal => judge::rehearsal(lang, who, lot),
            Check::Key | Check::Certificate => judge::no_key(lang, who),
            Check::Browser | Check::Network | Check::Clock | Check::Line => open.clone(),
        });
        Self {
            lang,
            who,
            clock,
            findings: RwSignal::new(findings.to_vec()),
            running: RwSignal::new(None),
            busy: RwSignal::new(false),
            at: RwSignal::new(None),
            files: RwSignal::new(Vec::new()),
            wants_file: RwSignal::new(false),
            leash: Leash::new(),
        }
    }

    /// Checks everything. While that is under way it is not begun again.
    pub fn start(self, lot: LotView, me: Option<Me>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.leash.start(async move {
            run(self, lot, me).await;
            self.running.set(None);
            self.at.set(Some(untrack(|| self.clock.now())));
            self.busy.set(false);
        });
    }

    /// Looks at a key file as soon as it is chosen.
    pub fn follow_choice(self, lot: LotView, me: Option<Me>) {
        Effect::new(move || {
            if self.files.with(Vec::is_empty) || self.busy.get_untracked() {
                return;
            }
            let (lot, me) = (lot.clone(), me.clone());
            self.leash.start(async move {
                check_key(self, &lot, me).await;
                self.running.set(None);
            });
        });
    }

    /// The next check begins.
    pub fn begin(self, check: Check) {
        self.running.set(Some(check));
    }

    pub fn found(self, check: Check, finding: Finding) {
        self.findings.update(|findings| findings[check as usize] = finding);
    }

    #[must_use]
    pub fn finding(self, check: Check) -> Memo<Finding> {
        Memo::new(move |_| self.findings.with(|findings| findings[check as usize].clone()))
    }

    #[must_use]
    pub fn is_running(self, check: Check) -> Memo<bool> {
        Memo::new(move |_| self.running.get() == Some(check))
    }

    /// The sentence at the top; follows everything.
    #[must_use]
    pub fn overall(self) -> (Mark, String) {
        if self.busy.get() {
            return (
                Mark::Open,
                pick(self.lang, "正在检查，约需十几秒…", "Checking; it takes some seconds…").to_owned(),
            );
        }
        if self.at.get().is_none() {
            return (Mark::Open, pick(self.lang, "尚未检查", "Not checked yet").to_owned());
        }
        self.findings.with(|findings| overall(self.lang, self.who, findings))
    }
}
