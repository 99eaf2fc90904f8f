//! How people come in: how often a password may be tried, what an account and a company's people look like, and that no
//! company is ever without an administrator.

use serde::{Deserialize, Serialize};

use crate::refusal::{Problems, text};
use crate::rights::Seat;
use crate::{Fault, Field, Refusal, Timestamp, UserId};

/// Whose failures are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// One login from one network address: whoever is elsewhere is not locked out by it.
    Pair,
    /// One network address, whatever logins it tries.
    Network,
    /// One login from everywhere. Slow guessing by many machines ends here; networks from which the person has come in
    /// before are not held up by it, so that nobody can lock a company out before a deadline.
    Login,
}

impl Count {
    /// Failures that cost nothing, and the seconds after which one is forgotten.
    const fn free(self) -> (u32, i64) {
        match self {
            Self::Pair => (5, 900),
            Self::Network => (50, 900),
            Self::Login => (100, 3600),
        }
    }

    const fn longest(self) -> i64 {
        match self {
            Self::Pair | Self::Login => 900,
            Self::Network => 300,
        }
    }
}

/// Failures so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    pub count: u32,
    /// When the last was.
    pub last: Timestamp,
    /// Nothing is tried before.
    pub locked_until: Timestamp,
}

impl Failures {
    pub const NONE: Self = Self { count: 0, last: Timestamp::from_millis(0), locked_until: Timestamp::from_millis(0) };

    /// # Errors
    /// `Locked`, with the seconds that are left.
    pub fn may_try(&self, now: Timestamp) -> Result<(), Refusal> {
        let left = self.locked_until.since(now);
        if left <= 0 {
            return Ok(());
        }
        Err(Refusal::Locked { seconds: u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX) })
    }

    /// One more. Above the free ones each locks twice as long as the one before, from half a minute on.
    #[must_use]
    pub fn and_one(self, of: Count, now: Timestamp) -> Self {
        let (free, window) = of.free();
        let old = now.since(self.last) > window * 1000;
        let count = if old { 1 } else { self.count.saturating_add(1) };
        let over = count.saturating_sub(free);
        let lock = if over == 0 { 0 } else { (30_i64 << (over - 1).min(10)).min(of.longest()) };
        Self { count, last: now, locked_until: now.plus_seconds(lock) }
    }
}

/// A session ends when nobody has come with it for so long: a working day with its evening.
pub const IDLE_HOURS: i64 = 12;
/// And in any case after so long.
pub const LONGEST_HOURS: i64 = 72;
/// An act that touches access needs a proof no older.
pub const PROOF_SECONDS: i64 = 600;
/// How long an invitation holds.
pub const INVITATION_HOURS: i64 = 72;
/// How long a link to set a new password holds.
pub const RECOVERY_MINUTES: i64 = 30;

/// A company's people may change so that `who` gets the seat, or none.
///
/// # Errors
/// `NotFound` when `who` is none of them, `LastAdministrator` when none would be left.
pub fn may_reseat(people: &[(UserId, Seat)], who: UserId, to: Option<Seat>) -> Result<(), Refusal> {
    if !people.iter().any(|(one, _)| *one == who) {
        return Err(Refusal::NotFound);
    }
    let stays = people.iter().any(|(one, seat)| *one != who && *seat == Seat::Administrator);
    if stays || to == Some(Seat::Administrator) { Ok(()) } else { Err(Refusal::LastAdministrator) }
}

/// Where letters go: one `@` with something on both sides, no blanks.
///
/// # Errors
/// Its fault.
pub fn email(typed: &str) -> Result<String, Fault> {
    let typed = text(typed, 254)?;
    let fits = typed.split_once('@').is_some_and(|(name, host)| {
        let plain =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_+".contains(&b));
        plain(name) && plain(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if fits { Ok(typed.to_ascii_lowercase()) } else { Err(Fault::NotAnEmail) }
}

/// A new password, typed twice.
///
/// # Errors
/// `Invalid`.
pub fn new_password(password: &str, again: &str) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    match password.chars().count() {
        0 => problems.add(Field::Password, Fault::Empty),
        1..10 => problems.add(Field::Password, Fault::TooShort { min: 10 }),
        129.. => problems.add(Field::Password, Fault::TooLong { max: 128 }),
        _ if password != again => problems.add(Field::PasswordAgain, Fault::Differs),
        _ => {}
    }
    problems.into_result(Some(()))
}

/// One sign-in that still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: String,
    /// What the browser says of itself, shortened.
    pub device: String,
    pub address: String,
    pub opened: Timestamp,
    pub seen: Timestamp,
    /// The one that asks.
    pub current: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyLine {
    pub id: String,
    pub name: String,
    pub made: Timestamp,
    pub used: Option<Timestamp>,
}

/// The caller's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub login: String,
    pub seat: Option<Seat>,
    pub company: Option<String>,
    pub email: Option<String>,
    /// A one-time code is asked for.
    pub codes: bool,
    /// Recovery codes that were not used yet.
    pub recovery_codes: u32,
    pub passkeys: Vec<PasskeyLine>,
    pub sessions: Vec<SessionLine>,
    /// The person has proved itself lately: acts that touch access need no other proof until then.
    pub proved_until: Option<Timestamp>,
    /// Wants to be reminded of openings.
    pub reminders: bool,
    /// The last ones, newest first.
    pub letters: Vec<LetterLine>,
}

/// A letter that was written to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    pub title: String,
    pub made: Timestamp,
    pub sent: bool,
}

/// What an authenticator is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSecret {
    /// Base 32, in groups of four.
    pub secret: String,
    /// The same as a picture (SVG).
    pub picture: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub id: UserId,
    pub login: String,
    pub seat: Seat,
    pub email: Option<String>,
    pub me: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLine {
    pub id: String,
    pub seat: Seat,
    pub to: String,
    pub until: Timestamp,
}

/// The people of the caller's company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleagues {
    pub people: Vec<Colleague>,
    pub invitations: Vec<InvitationLine>,
    /// The caller may change them.
    pub manages: bool,
}

/// A link that was just made. The server keeps only its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub address: String,
    pub until: Timestamp,
}

/// What an invitation says to whoever has its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub company: String,
    pub seat: Seat,
    pub until: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_are_free_and_then_each_locks_twice_as_long_up_to_a_quarter_of_an_hour() {
        let mut now = Timestamp::from_millis(1_790_000_000_000);
        let mut failures = Failures::NONE;
        for _ in 0..5 {
            failures = failures.and_one(Count::Pair, now);
            assert_eq!(failures.may_try(now), Ok(()));
        }
        for seconds in [30, 60, 120, 240, 480, 900, 900] {
            failures = failures.and_one(Count::Pair, now);
            assert_eq!(failures.may_try(now), Err(Refusal::Locked { seconds }));
            now = now.plus_seconds(i64::from(seconds));
            assert_eq!(failures.may_try(now), Ok(()));
        }
        now = now.plus_seconds(901);
        assert_eq!(failures.and_one(Count::Pair, now).count, 1, "old failures are forgotten");
    }

    #[test]
    fn no_company_is_left_without_an_administrator() {
        let id = |n| UserId::new(Timestamp::from_millis(1), n);
        let people = [(id(1), Seat::Administrator), (id(2), Seat::Submitter)];
        assert_eq!(may_reseat(&people, id(1), None), Err(Refusal::LastAdministrator));
        assert_eq!(may_reseat(&people, id(1), Some(Seat::Viewer)), Err(Refusal::LastAdministrator));
        assert_eq!(may_reseat(&people, id(2), None), Ok(()));
        assert_eq!(may_reseat(&people, id(3), None), Err(Refusal::NotFound));
        let two = [(id(1), Seat::Administrator), (id(2), Seat::Administrator)];
        assert_eq!(may_reseat(&two, id(1), None), Ok(()));
    }

    #[test]
    fn an_address_for_letters_is_plain() {
        assert_eq!(email(" Wulan@Example.CN "), Ok("wulan@example.cn".into()));
        for wrong in ["wulan", "@a.cn", "a@", "a@b", "a b@c.cn", "a@b.cn\r\nBcc: x@y.cn", "a@b@c.cn", "a@.cn"] {
            assert_eq!(email(wrong), Err(Fault::NotAnEmail), "{wrong}");
        }
    }
}
