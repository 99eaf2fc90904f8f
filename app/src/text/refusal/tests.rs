use domain::stage::StageName;
use domain::{Fault, Field, Timestamp};

use super::*;

fn every_refusal() -> Vec<Refusal> {
    let at = Timestamp::from_millis(1_790_000_000_000);
    let part = || "document-1".to_owned();
    let notice = RestrictionNotice {
        conduct: "串通投标".into(),
        body: "住房和城乡建设局".into(),
        document: "建罚〔2026〕3号".into(),
        from: at.day(),
        until: at.day().plus(365),
    };
    vec![
        Refusal::field(Field::Code, Fault::Empty),
        Refusal::SignInFirst,
        Refusal::WrongPassword,
        Refusal::NotAllowed,
        Refusal::NotFound,
        Refusal::NotApproved { standing: Standing::Submitted },
        Refusal::NotApproved { standing: Standing::Returned { remark: "住所不全".into() } },
        Refusal::NotApproved { standing: Standing::Approved },
        Refusal::NotApproved { standing: Standing::Overdue },
        Refusal::NotApproved { standing: Standing::Suspended },
        Refusal::NotApproved { standing: Standing::Cancelled },
        Refusal::MovedOn,
        Refusal::Restricted { notice },
        Refusal::NoKey,
        Refusal::DeadlinePassed { deadline: at, late_by: 1 },
        Refusal::AlreadyCommitted { at },
        Refusal::NotSealed,
        Refusal::PartMissing { part: part() },
        Refusal::DigestDiffers { part: part() },
        Refusal::SignatureWrong,
        Refusal::KeyReplaced { at },
        Refusal::TooLarge,
        Refusal::QuotaUsedUp { limit: 32 << 30 },
        Refusal::WrongStage { stage: StageName::ReadOut },
        Refusal::Paused,
        Refusal::WindowOver,
        Refusal::NotSignedIn,
        Refusal::KeyDoesNotOpen { part: part() },
        Refusal::StoredDiffers { part: part() },
        Refusal::AlreadyDone,
        Refusal::StillDecrypting { missing: 2 },
        Refusal::ObjectionsOpen { open: 1 },
        Refusal::SealsUnchecked,
        Refusal::StillSigningIn { until: at },
        Refusal::Adjourned { until: at },
        Refusal::NotTheCopy { part: part() },
        Refusal::FloorClosed,
        Refusal::TooOften { seconds: 5 },
        Refusal::Locked { seconds: 60 },
        Refusal::CodeNeeded,
        Refusal::WrongCode,
        Refusal::ProveFirst,
        Refusal::LinkOver,
        Refusal::LastAdministrator,
        Refusal::Busy,
        Refusal::Trouble,
        Refusal::Certificate { fault: CertificateFault::NotValid },
        Refusal::Certificate { fault: CertificateFault::Untrusted },
        Refusal::RoleMissing { to: Undertaking::Bid },
        Refusal::RoleMissing { to: Undertaking::Negotiate },
        Refusal::RoleMissing { to: Undertaking::Announce },
        Refusal::OwnLot,
    ]
}

#[test]
fn every_refusal_has_words_in_both_languages() {
    for one in every_refusal() {
        let (chinese, english) = (refusal(Lang::Zh, &one), refusal(Lang::En, &one));
        assert!(!chinese.is_empty() && !english.is_empty(), "{one:?}");
        assert_ne!(chinese, english, "{one:?}");
    }
    assert_ne!(error(Lang::Zh, &ApiError::Unreachable), error(Lang::En, &ApiError::Unreachable));
}

#[test]
fn a_restriction_says_until_when_by_whom_and_why() {
    let barred = every_refusal().into_iter().find(|one| matches!(one, Refusal::Restricted { .. })).unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let words = refusal(lang, &barred);
        for needed in ["2026-09-21", "2027-09-21", "住房和城乡建设局", "建罚〔2026〕3号", "串通投标"] {
            assert!(words.contains(needed), "{words}");
        }
    }
}

#[test]
fn how_late_is_told_to_the_millisecond() {
    assert_eq!(span(Lang::Zh, 1), "1 毫秒");
    assert_eq!(span(Lang::Zh, 3_250), "3.250 秒");
    assert_eq!(span(Lang::En, 125_000), "2 min 5 s");
}
