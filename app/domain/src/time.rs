//! Points in time and civil days. China keeps one civil time, UTC+8, and so do all pages.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, macros};

const BEIJING: UtcOffset = macros::offset!(+8);

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0 + millis)
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds * 1000)
    }

    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 86_400)
    }

    /// Milliseconds from `earlier` to `self`; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The civil day in Beijing.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.civil().date())
    }

    /// Reads the value of `<input type="datetime-local">` as Beijing time, with or without seconds.
    pub fn parse_local(text: &str) -> Result<Self, NotATime> {
        let (day, clock) = text.trim().split_once(['T', ' ']).ok_or(NotATime)?;
        let Day(date) = day.parse()?;
        let mut parts = clock.split(':').map(|part| part.parse::<u8>().map_err(|_| NotATime));
        let hour = parts.next().ok_or(NotATime)??;
        let minute = parts.next().ok_or(NotATime)??;
        let second = parts.next().transpose()?.unwrap_or(0);
        if parts.next().is_some() {
            return Err(NotATime);
        }
        let clock = Time::from_hms(hour, minute, second).map_err(|_| NotATime)?;
        let moment = PrimitiveDateTime::new(date, clock).assume_offset(BEIJING);
        Ok(Self(moment.unix_timestamp() * 1000))
    }

    /// The value of `<input type="datetime-local">`, to the second.
    #[must_use]
    pub fn to_local(self) -> String {
        self.to_string().replacen(' ', "T", 1)
    }

    /// Hours, minutes and seconds only.
    #[must_use]
    pub fn clock(self) -> String {
        let civil = self.civil();
        format!("{:02}:{:02}:{:02}", civil.hour(), civil.minute(), civil.second())
    }

    fn civil(self) -> OffsetDateTime {
        let utc = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)).ok();
        let here = utc.and_then(|utc| utc.checked_to_offset(BEIJING));
        // Out of range only beyond the year 9999; the epoch is then as good as any other day.
        here.unwrap_or_else(|| OffsetDateTime::UNIX_EPOCH.to_offset(BEIJING))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day(), self.clock())
    }
}

/// A civil day, as in the validity of a guarantee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(Duration::days(days)))
    }

    /// Midnight in Beijing at which the day begins.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp(self.0.midnight().assume_offset(BEIJING).unix_timestamp() * 1000)
    }

    /// 2026年11月24日.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl FromStr for Day {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let mut parts = text.trim().split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotATime);
        };
        let year: i32 = year.parse().map_err(|_| NotATime)?;
        let month: u8 = month.parse().map_err(|_| NotATime)?;
        let day: u8 = day.parse().map_err(|_| NotATime)?;
        if !(1900..=9999).contains(&year) {
            return Err(NotATime);
        }
        let month = Month::try_from(month).map_err(|_| NotATime)?;
        Date::from_calendar_date(year, month, day).map(Self).map_err(|_| NotATime)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date or time")]
pub struct NotATime;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_in_beijing_and_read_back() {
        let at = Timestamp::from_millis(1_790_000_000_000);
        assert_eq!(at.to_string(), "2026-09-21 22:13:20");
        assert_eq!(Timestamp::parse_local(&at.to_local()), Ok(at));
        assert_eq!(Timestamp::parse_local("2026-09-21T22:13"), Ok(at.plus_seconds(-20)));
    }

    #[test]
    fn a_time_that_no_calendar_has_is_shown_as_the_epoch() {
        for millis in [i64::MIN, i64::MAX, 253_402_300_799_999, 9_999_999_999_999_999] {
            assert_eq!(Timestamp::from_millis(millis).to_string(), "1970-01-01 08:00:00");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2026-02-30", "2026-13-01", "26-01-01", "2026/01/01", "", "2026-01"] {
            assert_eq!(text.parse::<Day>(), Err(NotATime), "{text}");
        }
        for text in ["2026-09-21", "2026-09-21T24:00", "2026-09-21T10:00:00:00"] {
            assert_eq!(Timestamp::parse_local(text), Err(NotATime), "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_beijing() {
        let day: Day = "2026-09-21".parse().unwrap();
        assert_eq!(day.start().to_string(), "2026-09-21 00:00:00");
        assert_eq!(day.plus(10).to_string(), "2026-10-01");
        assert_eq!(day.start().plus_millis(-1).day(), day.plus(-1));
    }
}
