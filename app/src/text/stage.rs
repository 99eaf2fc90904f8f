//! Names of the stages of an opening.

use domain::Lang;
use domain::stage::StageName;

use super::pick;

#[must_use]
pub fn stage(lang: Lang, stage: StageName) -> &'static str {
    match stage {
        StageName::Scheduled => pick(lang, "等待开标", "Scheduled"),
        StageName::SignIn => pick(lang, "签到", "Sign-in"),
        StageName::Announced => pick(lang, "已公布投标人", "Bidders announced"),
        StageName::Decrypting => pick(lang, "解密", "Decryption"),
        StageName::Decrypted => pick(lang, "等待唱标", "Waiting for the read-out"),
        StageName::ReadOut => pick(lang, "唱标", "Read-out"),
        StageName::Objections => pick(lang, "异议与确认", "Objections and confirmation"),
        StageName::Closed => pick(lang, "开标结束", "Closed"),
        StageName::Failed => pick(lang, "开标失败（投标人不足三家）", "Failed (fewer than three bids)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_a_name_in_both_languages() {
        for name in StageName::WAY.into_iter().chain([StageName::Failed]) {
            let (chinese, english) = (stage(Lang::Zh, name), stage(Lang::En, name));
            assert!(!chinese.is_empty() && !english.is_empty() && chinese != english, "{name:?}");
        }
    }
}
