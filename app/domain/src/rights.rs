//! Who may do what. `office` asks here before every act; a page that hides a button is no check.

use serde::{Deserialize, Serialize};

use crate::subject::role::Undertaking;
use crate::{Refusal, SubjectId, UserId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Acts for one subject, in all its roles.
    Bidder,
    /// Acts for a tenderer or its agency alone: announces lots and hosts their openings.
    Tenderer,
    /// Reviews subjects for the centre.
    Registrar,
    /// Reads what the law lets it at that moment.
    Supervisor,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Bidder, Self::Tenderer, Self::Registrar, Self::Supervisor];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bidder => "bidder",
            Self::Tenderer => "tenderer",
            Self::Registrar => "registrar",
            Self::Supervisor => "supervisor",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What a person is for its company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// Has the people, the key and the registration of the company in hand.
    Administrator,
    /// Bids, signs in and decrypts.
    Submitter,
    /// Reads along.
    Viewer,
}

/// What may be done for a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    Read,
    /// Everything from the first piece of a bid to the confirmation of its opening.
    Bid,
    /// The company's people, its key and its registration.
    Manage,
}

impl Seat {
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Submitter, Self::Viewer];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Submitter => "submitter",
            Self::Viewer => "viewer",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|seat| seat.name() == name)
    }

    /// The table of rights within a company.
    #[must_use]
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::Read => true,
            Right::Bid => matches!(self, Self::Administrator | Self::Submitter),
            Right::Manage => matches!(self, Self::Administrator),
        }
    }
}

/// Who announced a lot and leads its opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    pub person: UserId,
    /// For whom it was announced; the house announces for nobody.
    pub entity: Option<SubjectId>,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub user: UserId,
    pub role: Role,
    pub subject: Option<SubjectId>,
    /// Whoever acts for a company has one.
    pub seat: Option<Seat>,
    /// Signed in by the company's key alone, which several may have: what is the administrator's asks for more.
    pub by_key: bool,
}

/// Who asks, and from which network address (20号令 ch. 7: time, address and person of every operation).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub person: Option<Person>,
    pub address: String,
}

impl Caller {
    #[must_use]
    pub fn visitor(address: &str) -> Self {
        Self { person: None, address: address.to_owned() }
    }

    /// # Errors
    /// `SignInFirst` for a visitor.
    pub fn person(&self) -> Result<&Person, Refusal> {
        self.person.as_ref().ok_or(Refusal::SignInFirst)
    }

    /// # Errors
    /// `SignInFirst`, or `NotAllowed` for any other role.
    pub fn with_role(&self, role: Role) -> Result<&Person, Refusal> {
        let person = self.person()?;
        if person.role == role { Ok(person) } else { Err(Refusal::NotAllowed) }
    }

    /// The person and the subject it acts for, to read what is the subject's own.
    ///
    /// # Errors
    /// `SignInFirst`, or `NotAllowed` for whoever is no bidder.
    pub fn bidder(&self) -> Result<(&Person, SubjectId), Refusal> {
        self.bidder_who_may(Right::Read)
    }

    /// The same for whose seat has the right.
    ///
    /// # Errors
    /// `SignInFirst` or `NotAllowed`; `ProveFirst` where the company's key does not stand for the person.
    pub fn bidder_who_may(&self, right: Right) -> Result<(&Person, SubjectId), Refusal> {
        let person = self.with_role(Role::Bidder)?;
        let may = person.seat.is_some_and(|seat| seat.may(right));
        let subject = person.subject.filter(|_| may).ok_or(Refusal::NotAllowed)?;
        if person.by_key && right == Right::Manage { Err(Refusal::ProveFirst) } else { Ok((person, subject)) }
    }

    /// The person and the entity for which it may announce lots, if that is registered in the role.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `RoleMissing` for a tenderer's account without an entity.
    pub fn announcer(&self) -> Result<(&Person, SubjectId), Refusal> {
        let person = self.person()?;
        match person.role {
            Role::Bidder => self.bidder_who_may(Right::Bid),
            Role::Tenderer => Ok((person, person.subject.ok_or(Refusal::RoleMissing { to: Undertaking::Announce })?)),
            Role::Registrar | Role::Supervisor => Err(Refusal::NotAllowed),
        }
    }

    /// The host of a lot is the tenderer who announced it, or whoever bids for the company that did; a practice opening is
    /// hosted by the house.
    ///
    /// # Errors
    /// `SignInFirst` or `NotAllowed`.
    pub fn host_of(&self, host: Host) -> Result<&Person, Refusal> {
        let person = self.person()?;
        let hosts = match person.role {
            Role::Tenderer => person.user == host.person,
            Role::Bidder => self.bidder_who_may(Right::Bid).is_ok_and(|(_, entity)| host.entity == Some(entity)),
            Role::Registrar | Role::Supervisor => false,
        };
        if hosts { Ok(person) } else { Err(Refusal::NotAllowed) }
    }

    /// Who may see again what was broadcast of an opening: the supervisor, the centre, and the lot's host.
    ///
    /// # Errors
    /// `SignInFirst` or `NotAllowed`.
    pub fn replays(&self, host: Host) -> Result<&Person, Refusal> {
        let person = self.person()?;
        match person.role {
            Role::Supervisor | Role::Registrar => Ok(person),
            Role::Bidder | Role::Tenderer => self.host_of(host),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn host(person: UserId) -> Host {
        Host { person, entity: None }
    }

    #[test]
    fn each_right_belongs_to_one_role() {
        let user = UserId::new(Timestamp::from_millis(1), 1);
        let subject = SubjectId::new(Timestamp::from_millis(1), 2);
        for role in Role::ALL {
            let bids = role == Role::Bidder;
            let (subject, seat) = (bids.then_some(subject), bids.then_some(Seat::Viewer));
            let person = Person { user, role, subject, seat, by_key: false };
            let caller = Caller { person: Some(person), address: "127.0.0.1".into() };
            assert_eq!(caller.bidder().is_ok(), role == Role::Bidder);
            assert_eq!(caller.host_of(host(user)).is_ok(), role == Role::Tenderer);
            assert_eq!(caller.with_role(Role::Registrar).is_ok(), role == Role::Registrar);
            assert_eq!(caller.replays(host(user)).is_ok(), role != Role::Bidder);
        }
        let visitor = Caller::visitor("127.0.0.1");
        assert_eq!(visitor.bidder(), Err(Refusal::SignInFirst));
        let other = UserId::new(Timestamp::from_millis(2), 1);
        let person = Person { user, role: Role::Tenderer, subject: None, seat: None, by_key: false };
        let tenderer = Caller { person: Some(person), address: String::new() };
        assert_eq!(tenderer.host_of(host(other)), Err(Refusal::NotAllowed));
        assert_eq!(tenderer.replays(host(other)), Err(Refusal::NotAllowed));
        assert_eq!(visitor.replays(host(user)), Err(Refusal::SignInFirst));
        assert_eq!(tenderer.announcer(), Err(Refusal::RoleMissing { to: Undertaking::Announce }));
        assert_eq!(visitor.announcer(), Err(Refusal::SignInFirst));
    }

    #[test]
    fn a_company_hosts_what_it_announced_by_whoever_bids_for_it() {
        let now = Timestamp::from_millis(1);
        let (announced, other) = (SubjectId::new(now, 2), SubjectId::new(now, 3));
        let its = Host { person: UserId::new(now, 9), entity: Some(announced) };
        let hosts = |subject, seat| {
            let person = Person {
                user: UserId::new(now, 1),
                role: Role::Bidder,
                subject: Some(subject),
                seat: Some(seat),
                by_key: false,
            };
            Caller { person: Some(person), address: String::new() }.host_of(its).is_ok()
        };
        assert_eq!(Seat::ALL.map(|seat| hosts(announced, seat)), [true, true, false]);
        assert_eq!(Seat::ALL.map(|seat| hosts(other, seat)), [false; 3]);
    }

    #[test]
    fn a_seat_has_its_rights_and_nobody_without_a_seat_has_any() {
        let now = Timestamp::from_millis(1);
        let asked = |seat: Option<Seat>, by_key, right| {
            let (user, subject) = (UserId::new(now, 1), Some(SubjectId::new(now, 2)));
            let person = Person { user, role: Role::Bidder, subject, seat, by_key };
            Caller { person: Some(person), address: String::new() }.bidder_who_may(right).map(drop)
        };
        let may = |seat, right| asked(seat, false, right).is_ok();
        let rights = |seat| [Right::Read, Right::Bid, Right::Manage].map(|right| may(seat, right));
        assert_eq!(rights(Some(Seat::Administrator)), [true, true, true]);
        assert_eq!(rights(Some(Seat::Submitter)), [true, true, false]);
        assert_eq!(rights(Some(Seat::Viewer)), [true, false, false]);
        assert_eq!(rights(None), [false, false, false]);
        let by_key = |seat| [Right::Read, Right::Bid, Right::Manage].map(|right| asked(Some(seat), true, right));
        assert_eq!(by_key(Seat::Administrator), [Ok(()), Ok(()), Err(Refusal::ProveFirst)]);
        assert_eq!(by_key(Seat::Submitter), [Ok(()), Ok(()), Err(Refusal::NotAllowed)]);
        assert!(Seat::ALL.into_iter().all(|seat| Seat::from_name(seat.name()) == Some(seat)));
    }
}
