//! From what was found to a line for each check: how it stands, in one sentence, and the way on.

mod key;
mod machine;
mod own;

use domain::Lang;

use crate::text::pick;

pub use key::{CertificateState, Fits, KeyState, certificate, key, no_key};
pub use machine::{browser, clock, line, network};
pub use own::{bid, rehearsal, time};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not begun, or not for whoever is here.
    Open,
    Passed,
    Warned,
    Failed,
}

/// How one check stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub mark: Mark,
    pub words: String,
    /// Where it is mended.
    pub way: Option<(String, &'static str)>,
}

impl Finding {
    pub fn new(mark: Mark, words: impl Into<String>) -> Self {
        Self { mark, words: words.into(), way: None }
    }

    fn with(self, path: String, name: &'static str) -> Self {
        Self { way: Some((path, name)), ..self }
    }
}

/// Who looks at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Visitor,
    /// Signed in, but not as a bidder.
    Other,
    Bidder,
}

/// For whoever can not be told: there is nothing of its own to check.
fn not_own(lang: Lang, who: Who) -> Option<Finding> {
    match who {
        Who::Bidder => None,
        Who::Visitor => Some(Finding::new(Mark::Open, pick(lang, "登录后检查。", "Checked once you are signed in."))),
        Who::Other => Some(Finding::new(Mark::Open, pick(lang, "只对投标人检查。", "Checked for bidders alone."))),
    }
}

/// The sentence at the top, with its mark.
#[must_use]
pub fn overall(lang: Lang, who: Who, findings: &[Finding]) -> (Mark, String) {
    let count = |mark| findings.iter().filter(|finding| finding.mark == mark).count();
    let (failed, warned) = (count(Mark::Failed), count(Mark::Warned));
    if failed > 0 {
        let words = pick(
            lang,
            format!("还有 {failed} 项未通过，请按提示处理后重新检查"),
            format!("{failed} still to be mended: do as each line says, then check again"),
        );
        return (Mark::Failed, words);
    }
    let (ready, own) = match who {
        Who::Bidder => (pick(lang, "可以开标", "Ready for the opening"), ""),
        Who::Visitor => (
            pick(lang, "本机和网络符合要求", "This machine and its line will do"),
            pick(lang, "；登录后再检查投标文件和密钥", "; sign in to check bid and key"),
        ),
        Who::Other => (pick(lang, "本机和网络符合要求", "This machine and its line will do"), ""),
    };
    match warned {
        0 => (Mark::Passed, format!("{ready}{own}")),
        n => (
            Mark::Warned,
            format!("{ready}{own}{}", pick(lang, format!("，有 {n} 项请留意"), format!("; mind {n} of the lines"))),
        ),
    }
}

#[cfg(test)]
mod tests;
