//! The rules of the opening in words, each with the clause of the tender document that sets it.

use domain::Lang;
use domain::lot::Terms;

use crate::text::names::span;
use crate::text::pick;

/// Name and words of every rule that a lot has, in the order of the opening.
pub fn rules(lang: Lang, terms: &Terms) -> impl Iterator<Item = (&'static str, String)> + use<> {
    let (rules, clauses) = (&terms.rules, &terms.rules.clauses);
    let document = if terms.procedure.is_tender() { "招标文件" } else { "采购文件" };
    let told = |words: String, clause: &str| match clause {
        "" => words,
        _ => pick(lang, format!("{words}（{document}{clause}）"), format!("{words} (tender document, {clause})")),
    };
    let time = |seconds: u32, clause: &str| told(span(lang, seconds.into()), clause);
    let sign_in = (rules.sign_in_seconds > 0).then(|| {
        let span = span(lang, rules.sign_in_seconds.into());
        let words = match rules.strict_sign_in {
            true => {
                pick(lang, format!("自投标截止起 {span}，逾期不得签到"), format!("{span} from the deadline, not later"))
            }
            false => pick(
                lang,
                format!("自投标截止起 {span}，解密截止前仍可补签"),
                format!("{span} from the deadline; late sign-in until decryption ends"),
            ),
        };
        (pick(lang, "签到时限", "Sign-in"), told(words, &clauses.sign_in))
    });
    let decrypt = (pick(lang, "解密时限", "Decrypt window"), time(terms.decrypt_seconds, &clauses.decrypt));
    let restore = rules.restore.then(|| {
        let words = pick(
            lang,
            "平台保存的文件受损的，投标人可以在解密时限内补传密封副本",
            "Where the platform damages a bid, its bidder may send the sealed copy again in the time for decryption",
        );
        (pick(lang, "文件受损时的补救", "Remedy for damaged bids"), told(words.to_owned(), &clauses.restore))
    });
    let quote = terms
        .rounds
        .map(|rounds| (pick(lang, "每轮报价时限", "Time to quote in a round"), time(rounds.seconds, &clauses.quote)));
    let confirm = rules.confirm_seconds;
    let confirm = confirm.map(|seconds| (pick(lang, "确认时限", "Confirmation"), time(seconds, &clauses.confirm)));
    let objection = match confirm {
        Some(_) => pick(lang, "异议时限", "Objections"),
        None => pick(lang, "异议与确认时限", "Window for objections and confirmation"),
    };
    let objection = (objection, time(terms.objection_seconds, &clauses.objection));
    let project = (!terms.project.is_empty()).then(|| {
        let words = pick(
            lang,
            format!("招标项目 {} 中截止时间相同的标段同场开标", terms.project),
            format!("Together with the other lots of tender {} that have the same deadline", terms.project),
        );
        (pick(lang, "同场开标", "Opened together"), words)
    });
    [sign_in, Some(decrypt), restore, quote, confirm, Some(objection), project].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use domain::lot::Rules;

    use super::*;
    use crate::pages::lot::sample;
    use domain::Timestamp;

    #[test]
    fn a_rule_is_told_with_its_clause_and_what_is_not_set_is_not_told() {
        let mut terms = sample::lot(Timestamp::from_millis(1), Timestamp::from_millis(2)).terms;
        let plain: Vec<_> = rules(Lang::Zh, &terms).collect();
        assert_eq!(plain, [("解密时限", "10 分钟".to_owned()), ("异议与确认时限", "10 分钟".to_owned())]);
        terms.rules = Rules { sign_in_seconds: 900, confirm_seconds: Some(300), ..Rules::default() };
        terms.rules.clauses.sign_in = "投标人须知 5.1".to_owned();
        let told: Vec<_> = rules(Lang::Zh, &terms).collect();
        assert_eq!(told[0].1, "自投标截止起 15 分钟，解密截止前仍可补签（招标文件投标人须知 5.1）");
        assert_eq!(told[2], ("确认时限", "5 分钟".to_owned()));
        assert_eq!(told[3].0, "异议时限");
    }
}
