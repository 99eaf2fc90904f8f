//! Credit records, how long they are shown, and the restrictions that keep a subject from bidding.
//!
//! Periods follow 信用修复管理办法 (国家发展改革委令第36号, in force 2026-04-01): counted from the date of the document.

use serde::{Deserialize, Serialize};

use crate::subject::role::SubjectRole;
use crate::{CreditCode, Day, RecordId, Timestamp};

/// Grades of untrustworthy conduct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    Minor,
    General,
    Serious,
}

impl Grade {
    /// Days after the decision before which a record can not be repaired, and after which it is shown no more.
    #[must_use]
    pub const fn shown_days(self) -> (i64, i64) {
        match self {
            Self::Minor => (0, 91),
            Self::General => (91, 365),
            Self::Serious => (365, 1095),
        }
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::General => "general",
            Self::Serious => "serious",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Minor, Self::General, Self::Serious].into_iter().find(|grade| grade.name() == name)
    }
}

/// One record, as the deciding body made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRecord {
    pub id: RecordId,
    pub grade: Grade,
    /// What was done.
    pub conduct: String,
    /// The deciding body; an objection goes to it, not to the centre.
    pub body: String,
    pub document: String,
    pub decided: Day,
    /// While in force the subject may not bid, until this day inclusive.
    pub barred_until: Option<Day>,
}

impl CreditRecord {
    /// The first day on which repair may be asked for.
    #[must_use]
    pub fn repairable_from(&self) -> Day {
        self.decided.plus(self.grade.shown_days().0)
    }

    /// The first day on which the record is shown no more.
    #[must_use]
    pub fn shown_until(&self) -> Day {
        self.decided.plus(self.grade.shown_days().1)
    }

    #[must_use]
    pub fn is_shown(&self, today: Day) -> bool {
        today < self.shown_until() || self.bars(today)
    }

    fn bars(&self, today: Day) -> bool {
        self.decided <= today && self.barred_until.is_some_and(|until| today <= until)
    }
}

/// Why, until when and by whom a subject may not bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionNotice {
    pub conduct: String,
    pub body: String,
    pub document: String,
    pub from: Day,
    pub until: Day,
}

/// The restriction in force that lasts longest.
#[must_use]
pub fn restriction(records: &[CreditRecord], now: Timestamp) -> Option<RestrictionNotice> {
    let today = now.day();
    records
        .iter()
        .filter(|record| record.bars(today))
        .filter_map(|record| record.barred_until.map(|until| (until, record)))
        .max_by_key(|(until, _)| *until)
        .map(|(until, record)| RestrictionNotice {
            conduct: record.conduct.clone(),
            body: record.body.clone(),
            document: record.document.clone(),
            from: record.decided,
            until,
        })
}

/// The public credit status of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditStatus {
    pub code: CreditCode,
    pub name: String,
    pub today: Day,
    /// Newest first; only what is still shown.
    pub records: Vec<CreditRecord>,
    pub restriction: Option<RestrictionNotice>,
    pub roles: Vec<SubjectRole>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(grade: Grade, decided: &str, barred_until: Option<&str>) -> CreditRecord {
        CreditRecord {
            id: RecordId::new(Timestamp::from_millis(0), 1),
            grade,
            conduct: "串通投标".into(),
            body: "住房和城乡建设局".into(),
            document: "锡建罚〔2026〕3号".into(),
            decided: decided.parse().unwrap(),
            barred_until: barred_until.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn a_restriction_binds_to_the_end_of_its_last_day() {
        let records = [record(Grade::Serious, "2026-03-02", Some("2027-03-01"))];
        let last: Day = "2027-03-01".parse().unwrap();
        assert!(restriction(&records, last.plus(1).start().plus_millis(-1)).is_some());
        assert_eq!(restriction(&records, last.plus(1).start()), None);
        assert_eq!(restriction(&records, records[0].decided.start().plus_millis(-1)), None);
    }

    #[test]
    fn of_two_restrictions_the_longer_is_told() {
        let records = [
            record(Grade::General, "2026-01-01", Some("2026-12-31")),
            record(Grade::Serious, "2026-02-01", Some("2028-01-31")),
        ];
        let notice = restriction(&records, Timestamp::parse_local("2026-06-01T00:00").unwrap()).unwrap();
        assert_eq!(notice.until.to_string(), "2028-01-31");
    }

    #[test]
    fn a_record_is_shown_no_longer_than_its_grade_allows() {
        let general = record(Grade::General, "2026-01-01", None);
        assert!(general.is_shown("2026-12-31".parse().unwrap()));
        assert!(!general.is_shown("2027-01-01".parse().unwrap()));
        assert_eq!(general.repairable_from().to_string(), "2026-04-02");
    }
}
